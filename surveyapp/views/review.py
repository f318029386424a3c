"""A participant's answers in words, section by section: for the check before submitting and for their own copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.forms.pages import page_form
from surveyapp.questionnaire import PageKind, item_field, question_field, read_answers
from surveyapp.questionnaire.answers import ABSTAINED
from surveyapp.questionnaire.journey import PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveyapp.forms.pages import Asked, PageForm
    from surveyapp.questionnaire import Page, Question
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
    if marked := sum(bool(fields.get(asked.field)) for asked in steps):
        said.append(f"{marked} of {len(steps)} steps marked")
    short = item.text if len(item.text) <= _LONGEST_NAME else item.text[:_LONGEST_NAME].rsplit(" ", 1)[0] + " …"
    is_statement = form.page.kind is PageKind.STATEMENT
    label = str(form.page.number) if is_statement else item.label
    unanswered = "Not rated" if form.ratings else "Not answered"
    return ReviewRow(
        slug=form.page.slug,
        name=f"{'Statement' if is_statement else 'Goal'} {label}",
        what=f"{label} · {short}",
        answer=" · ".join(said) or unanswered,
        is_open=is_open(sheet, form.page, fields),
        written=tuple(_written(sheet, form, fields)),
    )


def _rating_words(asked: Asked, fields: Mapping[str, str]) -> str:
    scale = asked.question.scale
    typed = fields[asked.field]
    if scale is None or (typed != ABSTAINED and not typed.isdecimal()):
        return typed
    word = scale.cannot_judge if typed == ABSTAINED else scale.label(int(typed))
    return f"{asked.question.code.capitalize()}: {word}"


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
        name="Your order",
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
