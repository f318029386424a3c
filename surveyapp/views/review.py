"""A participant's answers in words, section by section: for the check before submitting and for their own copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template

from surveyapp.forms.pages import page_form
from surveyapp.questionnaire import (
    PageKind,
    count_answered,
    fields_of,
    is_ranked,
    is_sorted,
    item_field,
    items_to_order,
    question_field,
    read_answers,
    redline,
)
from surveyapp.questionnaire.answers import ABSTAINED
from surveyapp.questionnaire.journey import PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveyapp.forms.pages import Asked, PageForm
    from surveyapp.questionnaire import Answers, Page, Question, Run
    from surveyapp.services.questionnaires import Sheet

_LONGEST_NAME = 90


@dataclass(frozen=True, slots=True)
class Written:
    """Words of a participant's own under their heading; a suggested wording with what it changes."""

    title: str
    text: str
    changes: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One page in the check: what it is about, the answers in words, and the words written there.

    `placed` names what was put in order, each with its place.
    """

    slug: str
    name: str
    what: str
    answer: str
    is_open: bool
    is_begun: bool = False
    placed: tuple[tuple[int, str], ...] = ()
    written: tuple[Written, ...] = ()


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
            rows = [row for page in sheet.journey.pages if page.part is kind for row in _rows(sheet, page, fields)]
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
        given=count_answered(sheet.questionnaire, shown)[0],
        sections=review_rows(sheet, shown) if shown else [],
        typed=typed,
    )


def say_field(form: PageForm, name: str, typed: str) -> str:
    """What one field of a page says, in words: the answer's label, or the text itself."""
    steps = [block.asked for outer in form.steps for block in outer.walk() if block.asked]
    over_items = [asked for _, items in (*form.sorts, *form.rankings) for asked in items.values()]
    for asked in (*form.ratings, *form.choices, *steps, *over_items):
        if asked.field == name:
            labels = dict(asked.offered(typed))
            if asked.question.scale is not None:
                labels[ABSTAINED] = asked.question.scale.cannot_judge
            return labels.get(typed, typed or "No answer")
    return typed or "Nothing"


def page_to_go_on(sheet: Sheet, fields: Mapping[str, str], *, has_submitted: bool) -> Page:
    """Where a participant goes on: at the first page with an open question; at the check after submitting."""
    return sheet.journey.pages[-1] if has_submitted else first_open_page(sheet, fields)


def first_open_page(sheet: Sheet, fields: Mapping[str, str]) -> Page:
    """The first page with an open question, or the check when there is none."""
    pages = sheet.journey.pages
    return next((page for page in pages if is_open(sheet, page, fields)), pages[-1])


def is_open(sheet: Sheet, page: Page, fields: Mapping[str, str]) -> bool:
    """Whether a rating, a sort or a ranking on this page has no answer yet.

    Whoever puts items in order without sorting them first has answered both.
    """
    form, questionnaire = page_form(sheet, page), sheet.questionnaire
    if any(not fields.get(asked.field) for asked in form.ratings):
        return True
    if any(not is_ranked(questionnaire, question, fields) for question, _ in form.rankings):
        return True
    return any(
        not any(fields.get(asked.field) for asked in items.values())
        and not any(is_ranked(questionnaire, q, fields) for q in questionnaire.rankings_of(sort))
        for sort, items in form.sorts
    )


def _rows(sheet: Sheet, page: Page, fields: Mapping[str, str]) -> list[ReviewRow]:
    form = page_form(sheet, page)
    if form.item is not None:
        return [_item_row(sheet, form, fields)]
    return [
        *(_sort_row(sheet, form, question, fields) for question, _ in form.sorts),
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


def _written(sheet: Sheet, form: PageForm, fields: Mapping[str, str]) -> list[Written]:
    written = []
    for position in form.page.worded:
        item = sheet.questionnaire.items[position]
        where = "" if position == form.page.position else f" on {item.label}"
        if text := fields.get(f"comment-{item.id}", "").strip():
            written.append(Written(f"Comment{where}", text))
        if text := fields.get(f"wording-{item.id}", "").strip():
            title = f"Other wording{where.replace(' on ', ' for ')}"
            written.append(Written(title, text, redline(item.text, text)))
    return written


def _sort_row(sheet: Sheet, form: PageForm, question: Question, fields: Mapping[str, str]) -> ReviewRow:
    items = [sheet.questionnaire.items[position] for position in question.items]
    groups: dict[str, list[str]] = {label: [] for label in (*(o.label for o in question.options), "Not sorted")}
    labels = {option.code: option.label for option in question.options}
    for item in items:
        groups[labels.get(fields.get(item_field(question, item), ""), "Not sorted")].append(item.label)
    is_begun = len(groups["Not sorted"]) < len(items)
    said = " · ".join(f"{label}: {', '.join(names)}" for label, names in groups.items() if names)
    name = ", ".join(labels.values())
    return ReviewRow(
        slug=form.page.slug,
        name=name,
        what=name,
        answer=said if is_begun else "Not sorted",
        is_open=is_open(sheet, form.page, fields),
        is_begun=is_begun,
    )


def _ranking_row(sheet: Sheet, form: PageForm, question: Question, fields: Mapping[str, str]) -> ReviewRow:
    questionnaire = sheet.questionnaire
    answers, _ = read_answers(questionnaire, fields)
    places = answers.places.get(question.id, {})
    items = [questionnaire.items[position] for position in items_to_order(questionnaire, question, fields)]
    typed = [item for item in items if fields.get(item_field(question, item))]
    unclear = bool(typed) and not places
    in_order = [] if unclear else sorted(typed, key=lambda item: places[item.id])
    return ReviewRow(
        slug=form.page.slug,
        name="Your order (two share a place)" if unclear else "Your order",
        is_begun=unclear,
        what="Your order",
        answer="Two share a place: choose which comes first"
        if unclear
        else _left_words(len(items), len(in_order), is_sorted=is_sorted(questionnaire, question, fields)),
        is_open=unclear or not is_ranked(questionnaire, question, fields),
        placed=tuple((places[item.id], f"{item.label} · {item.text}") for item in in_order),
    )


def _left_words(there: int, placed: int, *, is_sorted: bool) -> str:
    """What is said of the items that were not put in order, of those that are there to be ordered."""
    if is_sorted and there < 2:
        return "Nothing to put in order" if not placed else ""
    if not placed:
        return "Not ranked"
    return f"{there - placed} not ranked" if placed < there else "All ranked"


def _text_row(form: PageForm, question: Question, fields: Mapping[str, str]) -> ReviewRow:
    text = fields.get(question_field(question), "").strip()
    return ReviewRow(
        slug=form.page.slug,
        name=question.prompt,
        what=question.prompt,
        answer="" if text else "Nothing written",
        is_open=False,
        written=(Written("You wrote", text),) if text else (),
    )
