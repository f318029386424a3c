"""A round in which every text that a person can type is nasty, each marked with the field it was typed into."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.enums import InputSource, ItemKind, PublishState, QuestionKind, WordsKind
from surveyapp.questionnaire import Option, Question, Scale
from surveyapp.questionnaire.standing import Standing
from surveyapp.reports.findings import find
from surveyapp.stats.dataset import RoundDataset, Words
from surveyapp.stats.themed import CodedWords, OutsideSource, ThemedWords
from tests.reports.excel.test_texts import NASTY
from tests.reports.rounds import a_questionnaire, a_report, an_item

if TYPE_CHECKING:
    from surveyapp.reports.report import RoundReport

TEXTS = (*(text for text in NASTY if len(text) < 1_000), "y" * 32_768)
ONCE = {
    "survey": "null\x00",
    "plan": "&L&P of &N",
    "area": "<b>&amp;</b> ]]> <!-- -->",
    "rule": "half a pair\ud83d",
    "filters": "=1+1",
    "attribute": "'=1+1",
    "cannot judge": "{{ 7 * 7 }}{% raw %}${7*7}",
    "prompt": "no character\ufffe\uffff",
}
"""What is typed once for a round."""


def typed(field: str, text: str) -> str:
    """What was typed into a field: the text, and which field it was."""
    return f"{text}«{field}»"


@cache
def the_nasty_report(texts: tuple[str, ...] = TEXTS) -> RoundReport:
    """An item, a tier, an option, a step of a scale, an open question and a segment for each text.

    Each is also a comment, a suggested wording, an answer, a theme, a source from elsewhere and a reason.
    """
    data = _dataset(texts)
    items = data.questionnaire.items
    decisions = {
        item.key: Standing("Keep", typed("new wording", text), typed("reason", text), 1)
        for item, text in zip(items, texts, strict=True)
    }
    report = a_report(data, findings=find(data, coded=_coded(data, texts), decisions=decisions))
    return replace(report, rule=typed("rule", ONCE["rule"]), filters=typed("filters", ONCE["filters"]))


def _dataset(texts: tuple[str, ...]) -> RoundDataset:
    """Three responses for each text, all of its segment; every answer is given by as many."""
    items = tuple(
        replace(an_item(n, ItemKind.GOAL, f"G{n}", typed("item", text), level=1, tier=typed("tier", text)), marker=text)
        for n, text in enumerate(texts)
    )
    count = len(texts)
    numbers = np.repeat(np.arange(count, dtype=np.int16), 3)[:, np.newaxis]
    order = np.tile(np.array([1, 2], dtype=np.int16), (3 * count, 1))
    questionnaire = a_questionnaire(
        items=items,
        questions=_questions(texts),
        plan_title=typed("plan", ONCE["plan"]),
        survey_title=typed("survey", ONCE["survey"]),
        practice_area=typed("area", ONCE["area"]),
    )
    return RoundDataset(
        questionnaire=questionnaire,
        invited=9 * count,
        started=3 * count,
        codes=tuple(f"R-{number:04}" for number in range(3 * count)),
        ratings={"rated": numbers + np.int16(1)},
        choices={"chosen": numbers},
        places={"ranked": order},
        words=tuple(words for n, text in enumerate(texts) for words in _words(n, text)),
        segments={
            typed("attribute", ONCE["attribute"]): tuple(typed("segment", text) for text in texts for _ in range(3))
        },
    )


def _questions(texts: tuple[str, ...]) -> tuple[Question, ...]:
    scale = Scale(
        1, tuple(typed("step", text) for text in texts), typed("cannot judge", ONCE["cannot judge"]), agree_from=2
    )
    options = tuple(Option(f"o{n}", typed("option", text)) for n, text in enumerate(texts))
    asked = (
        Question(1, "rated", QuestionKind.RATING, typed("prompt", ONCE["prompt"]), (0,), scale),
        Question(2, "chosen", QuestionKind.CHOICE, "Which?", (0,), options=options),
        Question(3, "ranked", QuestionKind.RANKING, "First?", (0, 1), enough=2),
    )
    opened = (
        Question(9 + n, f"open{n}", QuestionKind.TEXT, typed("open question", text)) for n, text in enumerate(texts)
    )
    return (*asked, *opened)


def _words(number: int, text: str) -> tuple[Words, ...]:
    writer = 3 * number
    return (
        Words(writer, "comment", number, WordsKind.COMMENT, typed("comment", text)),
        Words(writer, "wording", number, WordsKind.WORDING, typed("wording", text)),
        Words(writer, f"open{number}", None, WordsKind.ANSWER, typed("answer", text)),
    )


def _coded(data: RoundDataset, texts: tuple[str, ...]) -> CodedWords:
    themed = []
    for words in data.words:
        theme = typed("theme", texts[words.response // 3])
        segment = typed("segment", texts[words.response // 3])
        themed.append(
            ThemedWords(
                data.codes[words.response],
                words.question,
                words.item,
                words.kind,
                words.text,
                (theme,),
                True,
                False,
                False,
                PublishState.QUOTED,
                segment,
                None,
                0,
            )
        )
    outside = [
        replace(
            one,
            code=None,
            text=typed("outside words", text),
            themes=(),
            segment="",
            source=OutsideSource(InputSource.LETTER, typed("source", text), date(2026, 1, 9)),
        )
        for one, text in zip(themed[::3], texts, strict=True)
    ]
    return CodedWords((*themed, *outside), tuple(typed("theme", text) for text in texts))
