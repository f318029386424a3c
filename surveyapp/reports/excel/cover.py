"""The first sheet: what the workbook is, where to find what, and what its figures mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from surveyapp.reports.excel.look import ACCENT, INK, NOTE, RULE, TITLE, Look
from surveyapp.reports.excel.measure import height, lines
from surveyapp.reports.excel.paper import print_columns, set_up
from surveyapp.reports.excel.text import REPLACEMENT, count_unwritable, pieces
from surveyapp.reports.facts import Fact
from surveyapp.reports.readme import readme_sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from surveyapp.reports.excel.book import Book
    from surveyapp.reports.excel.sheet import Sheet
    from surveyapp.reports.report import RoundReport

NAME = "Read me"
_WIDTHS = (34.0, 88.0)
_HEADING = Look(size=12, bold=True, colour=ACCENT, vertical="bottom", rule=ACCENT)
_LABEL = Look(bold=True, vertical="center", wrap=True, rule=RULE)
_VALUE = Look(vertical="center", wrap=True, rule=RULE)
_LINK = replace(_LABEL, colour=ACCENT, underline=True)

_FILLING_IN = (
    Fact(
        "What to fill in",
        "On Summary: the decision from its list, a new wording, and the reason. On Comments: what becomes of each, "
        "from its list. Rows may be sorted and hidden; the hidden column Key has to stay, for it says whose row it is.",
    ),
    Fact(
        "Where it goes",
        "Staff hand the file in beside the results, under “Other formats” and “Bring the filled workbook back”, and "
        "see every difference before anything is stored. An empty cell takes nothing back; “Undecided” does.",
    ),
)


def write_cover(book: Book, report: RoundReport, contents: Mapping[str, str]) -> None:
    """Write the first sheet; `contents` says what each other sheet holds."""
    questionnaire = report.summary.questionnaire
    sheet = book.add_sheet(NAME, _WIDTHS, INK)
    set_up(sheet, questionnaire, landscape=False, pages=1)
    sheet.page.sheet_view.tabSelected = True
    sheet.line((f"Results: {questionnaire.survey_title}", TITLE), points=30)
    sheet.line(("What members said about every item of the plan, for the committee to work with.", NOTE))
    about, participation, *others = readme_sections(report)
    for section in (about, participation):
        _write_section(sheet, section.title, section.facts)
    _write_contents(sheet, contents)
    _write_section(sheet, "Filling it in and handing it back", _FILLING_IN)
    for section in others[:-1]:
        _write_section(sheet, section.title, section.facts)
    _write_section(sheet, others[-1].title, (*others[-1].facts, *_facts_about_texts(report)))
    print_columns(sheet)


def _write_section(sheet: Sheet, title: str, facts: tuple[Fact, ...]) -> None:
    _write_heading(sheet, title)
    for fact in facts:
        look = replace(_VALUE, number_format=fact.number_format)
        taken = lines(fact.value, _WIDTHS[1]) if isinstance(fact.value, str) else 1
        points = height(max(taken, lines(fact.label, _WIDTHS[0], bold=True)))
        sheet.line((fact.label, _LABEL), (fact.value, look), points=points)


def _write_contents(sheet: Sheet, contents: Mapping[str, str]) -> None:
    _write_heading(sheet, "What is where")
    for name, meaning in contents.items():
        sheet.line((name, _LINK), (meaning, _VALUE), points=height(lines(meaning, _WIDTHS[1])))
        sheet.link(name)


def _write_heading(sheet: Sheet, title: str) -> None:
    sheet.skip()
    sheet.line((title, _HEADING), (None, _HEADING), points=20)


def _facts_about_texts(report: RoundReport) -> tuple[Fact, ...]:
    texts = tuple(_texts(report))
    replaced = sum(count_unwritable(text) for text in texts)
    divided = sum(len(pieces(text, "")) > 1 for text in texts)
    return (
        Fact(
            "Characters that Excel cannot hold",
            f"{replaced}: each of them stands as {REPLACEMENT} where it was." if replaced else "None",
        ),
        Fact(
            "Texts too long for one cell",
            f"{divided}: the rest of them stands at the end of their row." if divided else "None",
        ),
    )


def _texts(report: RoundReport) -> Iterator[str]:
    """Yield every text of the round once: the questionnaire's, and, where they are shown, the members'."""
    questionnaire = report.summary.questionnaire
    yield from (questionnaire.survey_title, questionnaire.plan_title, questionnaire.practice_area, report.rule)
    for item in questionnaire.items:
        yield from (item.text, item.label, item.tier or "")
    for question in questionnaire.questions:
        yield question.prompt
        yield from (option.label for option in question.options)
        if question.scale is not None:
            yield from (*question.scale.labels, question.scale.cannot_judge)
    if not report.summary.hidden:
        yield from (words.text for words in report.dataset.words)
