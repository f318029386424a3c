"""Tables of figures about one question each: distributions of ratings and choices, and the result of a ranking."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from surveyapp.reports.findings import Findings
from surveyapp.reports.standing import methods_of, ranges_of
from surveyapp.reports.tables import (
    DECIMAL,
    HIDDEN,
    LABEL,
    SHARE,
    TEXT,
    WHOLE,
    Align,
    Cell,
    Column,
    Table,
    band,
    figure_column,
    hidden_note,
    middle_cells,
    number,
    placed_items,
    say_p,
    share_cells,
    share_columns,
    short_name,
    withheld,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from surveyapp.stats.summary import ChoiceSummary, RankingSummary, RatingSummary, RoundSummary

NOTHING = Findings()
ASKED_OF_SOME = "Members marked only the steps they have a view on, so each share is of those who marked that step."


def ratings_table(summary: RoundSummary, code: str) -> Table:
    """Build the distributions of the rating question `code`: a row per item. Raises KeyError if there is none."""
    question = summary.questionnaire.by_code[code]
    if summary.hidden or question.scale is None:
        return withheld(code, short_name(code), summary)
    scale = question.scale
    labels = [(str(score), str(score), f"{score} {scale.label(score)}") for score in scale.scores]
    columns = (
        LABEL,
        TEXT,
        figure_column("n", "n", "Answers", width=6),
        figure_column("cannot_judge", scale.cannot_judge, "Answers"),
        figure_column("silent", "No answer", "Answers"),
        *_distribution_columns(labels, "scores"),
        figure_column("median", "Median", "Middle and spread", DECIMAL),
        figure_column("lower_quartile", "Lower quartile", "Middle and spread", DECIMAL),
        figure_column("upper_quartile", "Upper quartile", "Middle and spread", DECIMAL),
        *share_columns("share", f"Share at {band(question)}", "Top scores"),
    )
    ratings = [summary.ratings[code, position] for position in question.items]
    rows = tuple(_rating_row(summary, rating, len(labels)) for rating in ratings)
    basis = f"{summary.counted} responses. Shares are of the n scores."
    notes = _notes(summary, (rating.hidden for rating in ratings), question.prompt, basis)
    return Table(code, short_name(code), columns, rows, notes)


def choices_table(summary: RoundSummary, code: str) -> Table:
    """Build the distributions of the choice question `code`: a row per item. Raises KeyError if there is none."""
    question = summary.questionnaire.by_code[code]
    if summary.hidden:
        return withheld(code, short_name(code), summary)
    columns = (
        LABEL,
        TEXT,
        figure_column("n", "n", "Answers", width=6),
        figure_column("silent", "No answer", "Answers"),
        *_distribution_columns([(option.code, option.label, option.label) for option in question.options], "choices"),
    )
    choices = [summary.choices[code, position] for position in question.items]
    rows = tuple(_choice_row(summary, choice, len(question.options)) for choice in choices)
    basis = f"{summary.counted} responses. Shares are of the n choices."
    asked = (question.prompt, ASKED_OF_SOME) if question.code == "step" else (question.prompt,)
    notes = _notes(summary, (choice.hidden for choice in choices), *asked, basis)
    return Table(code, short_name(code), columns, rows, notes)


def priorities_table(summary: RoundSummary, code: str, findings: Findings = NOTHING) -> Table:
    """Build the result of the ranking question `code`, best first. Raises KeyError if there is none.

    `findings` add how far the places are settled, and the places that other methods give.
    """
    question = summary.questionnaire.by_code[code]
    if summary.hidden:
        return withheld(code, short_name(code), summary)
    ranking = summary.rankings[code]
    top = f"Share in the top {ranking.enough}"
    settled, other = ranges_of(summary, code, findings), methods_of(code, findings)
    columns = (
        Column("place", "Place", width=7, number_format=WHOLE, align=Align.CENTRE),
        LABEL,
        replace(TEXT, width=64),
        *settled.columns,
        figure_column("borda", "Borda points", "Order by points", "#,##0.0", width=10),
        figure_column("mean_rank", "Mean rank", "Order by points", DECIMAL),
        *other.columns,
        *share_columns("first", "Share in first place", "First choice"),
        *share_columns("top", top, top),
        figure_column("ranked", "Gave it a place", "Ballots", width=10),
    )
    items = summary.questionnaire.items
    rows = tuple(
        (
            ranked.place,
            items[ranked.item].label,
            items[ranked.item].text,
            *settled.cells(ranked.item),
            ranked.borda,
            number(ranked.mean_rank),
            *other.cells(ranked.item),
            *share_cells(ranked.first),
            *share_cells(ranked.top),
            ranked.ranked,
        )
        for ranked in placed_items(ranking)
    )
    ballots = f"{ranking.ballots} of {summary.counted} ranked at least one item; {ranking.silent} ranked none."
    notes = (question.prompt, ballots, *settled.notes, _concordance_sentence(ranking, summary.minimum_cell))
    return Table(code, short_name(code), columns, rows, notes)


def _distribution_columns(answers: list[tuple[str, str, str]], what: str) -> list[Column]:
    """Make two columns for each answer, which is given as its name, its short title and its full one."""
    counts = [figure_column(f"count.{name}", short, f"How many {what}", width=6) for name, short, _ in answers]
    shares = [figure_column(f"share.{name}", full, f"Share of the {what}", SHARE) for name, _, full in answers]
    return counts + shares


def _rating_row(summary: RoundSummary, rating: RatingSummary, points: int) -> tuple[Cell, ...]:
    item = summary.questionnaire.items[rating.item]
    counts: tuple[Cell, ...] = (item.label, item.text, rating.n, rating.cannot_judge, rating.silent)
    if rating.hidden:
        return (*counts, *(HIDDEN,) * (2 * points + 6))
    shares = _shares(rating.distribution, rating.n)
    return (*counts, *rating.distribution, *shares, *middle_cells(rating), *share_cells(rating.agreement))


def _choice_row(summary: RoundSummary, choice: ChoiceSummary, options: int) -> tuple[Cell, ...]:
    item = summary.questionnaire.items[choice.item]
    counts: tuple[Cell, ...] = (item.label, item.text, choice.n, choice.silent)
    if choice.hidden:
        return (*counts, *(HIDDEN,) * (2 * options))
    return (*counts, *choice.counts, *(number(share.value) for share in choice.shares))


def _shares(counts: tuple[int, ...], n: int) -> tuple[Cell, ...]:
    return tuple(count / n if n else None for count in counts)


def _concordance_sentence(ranking: RankingSummary, minimum: int) -> str:
    concordance = ranking.concordance
    if ranking.hidden:
        return f"Fewer than {minimum} members ranked, or were shown one of the items, so no figure about them is shown."
    if concordance.reason is not None:
        return f"Kendall’s W cannot be given: {concordance.reason}."
    return (
        f"Agreement on the order: Kendall’s W = {concordance.w:.2f} on a scale from 0 (none) to 1 (everybody gives the "
        f"same order), {say_p(concordance.p_value)}, over {concordance.raters} ballots and {concordance.items} items."
    )


def _notes(summary: RoundSummary, hidden: Iterable[bool], *notes: str) -> tuple[str, ...]:
    return (*notes, hidden_note(summary.minimum_cell)) if any(hidden) else notes
