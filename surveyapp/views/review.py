"""A participant's answers in words, section by section: for the check before submitting and for their own copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template

from surveyapp.forms.pages import page_form
from surveyapp.questionnaire import PageKind, fields_of, item_field, question_field, read_answers
from surveyapp.questionnaire.answers import ABSTAINED
from surveyapp.questionnaire.journey import PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveyapp.forms.pages import Asked, PageForm
    from surveyapp.questionnaire import Answers, Page, Question
    from surveyapp.services.questionnaires import Sheet

_LONGEST_NAME = 90


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One page in the check: what it is about, the answers in words, and the words written there."""

    slug: str
    name: str
    what: str
    answer: str
    is_open: bool
    is_begun: bool = False
    placed: tuple[str, ...] = ()
    written: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """One part of the survey in the check."""

    title: str
    rows: tuple[ReviewRow, ...]


def review_rows(sheet: Sheet, fields: Mapping[str, str]) -> list[ReviewSection]:
    """All pages but the check itself, by part, with what was answered on each."""
    sections = []
    for kind in sheet.journey.parts:
        if kind is not PageKind.REVIEW:
            rows = [row for page in sheet.journey.pages if page.kind is kind for row in _rows(sheet, page, fields)]
            sections.append(ReviewSection(PARTS[kind], tuple(rows)))
    return sections


def closed_door(sheet: Sheet, fields: Mapping[str, str], submitted: Answers | None, typed: Sequence[str] = ()) -> str:
    """The page of a closed survey, with the participant's own answers: those that count, or else those saved."""
    shown = fields if submitted is None else fields_of(sheet.questionnaire, submitted)
    return render_template(
        "links/door.html",
        state="closed",
        sheet=sheet,
        submitted=submitted is not None,
        sections=review_rows(sheet, shown) if shown else [],
        typed=typed,
    )


def page_to_go_on(sheet: Sheet, fields: Mapping[str, str], *, has_submitted: bool) -> Page:
    """Where a participant goes on: at the first page with an open question; at the check after submitting."""
    return sheet.journey.pages[-1] if has_submitted else first_open_page(sheet, fields)


def first_open_page(sheet: Sheet, fields: Mapping[str, str]) -> Page:
    """The first page with an open question, or the check when there is none."""
    pages = sheet.journey.pages
    return next((page for page in pages if is_open(sheet, page, fields)), pages[-1])


def is_open(sheet: Sheet, page: Page, fields: Mapping[str, str]) -> bool:
    """Whether a rating or a ranking on this page has no answer yet."""
    form = page_form(sheet, page)
    if any(not fields.get(asked.field) for asked in form.ratings):
        return True
    return any(not any(fields.get(asked.field) for asked in items.values()) for _, items in form.rankings)


def _rows(sheet: Sheet, page: Page, fields: Mapping[str, str]) -> list[ReviewRow]:
    form = page_form(sheet, page)
    if form.item is not None:
        return [_item_row(sheet, form, fields)]
    return [
        *(_ranking_row(sheet, form, question, fields) for question, _ in form.rankings),
        *(_text_row(form, question, fields) for question in form.texts),
    ]


def _item_row(sheet: Sheet, form: PageForm, fields: Mapping[str, str]) -> ReviewRow:
    item = form.item
    if item is None:
        message = "only a page about an item has such a row"
        raise ValueError(message)
    said = [_rating_words(asked, fields) for asked in form.ratings if fields.get(asked.field)]
    said += [_choice_words(asked, fields) for asked in form.choices if fields.get(asked.field)]
    steps = [block.asked for outer in form.steps for block in outer.walk() if block.asked]
    said += [_step_words(asked, fields) for asked in steps if fields.get(asked.field)]
    short = item.text if len(item.text) <= _LONGEST_NAME else item.text[:_LONGEST_NAME].rsplit(" ", 1)[0] + " …"
    is_statement = form.page.kind is PageKind.STATEMENT
    label = str(form.page.number) if is_statement else item.label
    unanswered = "Not rated" if form.ratings else "Not answered"
    missing = [asked.question.code for asked in form.ratings if not fields.get(asked.field)]
    is_begun = bool(said) and bool(missing)
    name = f"{'Statement' if is_statement else 'Goal'} {label}"
    return ReviewRow(
        slug=form.page.slug,
        name=f"{name} ({', '.join(missing)})" if is_begun else name,
        is_begun=is_begun,
        what=f"{label} · {short}",
        answer=" · ".join(said) or unanswered,
        is_open=is_open(sheet, form.page, fields),
        written=tuple(_written(sheet, form, fields)),
    )


def _rating_words(asked: Asked, fields: Mapping[str, str]) -> str:
    scale = asked.question.scale
    typed = fields[asked.field]
    words = dict(asked.answers)
    if scale is not None:
        words[ABSTAINED] = scale.cannot_judge
    # An answer that was never offered stays in the draft as it was typed; it is shown so, and never counted.
    return f"{asked.question.code.capitalize()}: {words.get(typed, typed[:20])}"


def _step_words(asked: Asked, fields: Mapping[str, str]) -> str:
    typed = fields[asked.field]
    return f"{asked.item.label}: {dict(asked.answers).get(typed, typed[:20])}"


def _choice_words(asked: Asked, fields: Mapping[str, str]) -> str:
    labels = {option.code: option.label for option in asked.question.options}
    return f"{asked.question.code.capitalize()}: {labels.get(fields[asked.field], fields[asked.field])}"


def _written(sheet: Sheet, form: PageForm, fields: Mapping[str, str]) -> list[tuple[str, str]]:
    written = []
    for position in form.page.worded:
        item = sheet.questionnaire.items[position]
        where = "" if position == form.page.position else f" on {item.label}"
        if text := fields.get(f"comment-{item.id}", "").strip():
            written.append((f"Comment{where}", text))
        if text := fields.get(f"wording-{item.id}", "").strip():
            written.append((f"Other wording{where.replace(' on ', ' for ')}", text))
    return written


def _ranking_row(sheet: Sheet, form: PageForm, question: Question, fields: Mapping[str, str]) -> ReviewRow:
    answers, _ = read_answers(sheet.questionnaire, fields)
    places = answers.places.get(question.id, {})
    items = [sheet.questionnaire.items[position] for position in question.items]
    in_order = sorted((item for item in items if item.id in places), key=lambda item: places[item.id])
    unclear = not places and any(fields.get(item_field(question, item)) for item in items)
    left = len(items) - len(in_order)
    answer = (
        "Two share a place: choose which comes first" if unclear else f"{left} not ranked" if in_order else "Not ranked"
    )
    return ReviewRow(
        slug=form.page.slug,
        name="Your order (two share a place)" if unclear else "Your order",
        is_begun=unclear,
        what="Your order",
        answer=answer if left else "All ranked",
        is_open=not in_order,
        placed=tuple(f"{item.label} · {item.text}" for item in in_order),
    )


def _text_row(form: PageForm, question: Question, fields: Mapping[str, str]) -> ReviewRow:
    text = fields.get(question_field(question), "").strip()
    return ReviewRow(
        slug=form.page.slug,
        name=question.prompt,
        what=question.prompt,
        answer="" if text else "Nothing written",
        is_open=False,
        written=(("You wrote", text),) if text else (),
    )
