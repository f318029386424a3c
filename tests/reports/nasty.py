"""Texts that some file format or other would take for something else, and rounds that are full of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from surveyapp.enums import WordsKind
from surveyapp.stats.dataset import Words
from tests.reports.excel.test_texts import IDS, NASTY
from tests.reports.rounds import S1, A, a_drawn_dataset, a_report

if TYPE_CHECKING:
    from surveyapp.reports.report import RoundReport

__all__ = ["IDS", "NASTY", "a_nasty_report"]

LONG = ("ü" * 20_000, "😀" * 30_000, f"{'word ' * 9_000}end")


def a_nasty_report(texts: tuple[str, ...] = NASTY) -> RoundReport:
    """A response for each text, with a comment, a wording and an answer that say it."""
    words = [
        words
        for response, text in enumerate(texts)
        for words in (
            Words(response, "comment", S1, WordsKind.COMMENT, text),
            Words(response, "wording", A, WordsKind.WORDING, text),
            Words(response, "missing", None, WordsKind.ANSWER, text),
        )
    ]
    return a_report(replace(a_drawn_dataset(len(texts)), words=tuple(words)))
