"""A round of 1,000 responses as plain rows, drawn by lot, and the same as the data set and the report of a round.

The rows are what members answered, in words of Python alone: tests recompute every figure from them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.enums import InputSource, ItemKind, PublishState, QuestionKind, WordsKind
from surveyapp.questionnaire import Option, Question, Scale
from surveyapp.questionnaire.standing import Standing
from surveyapp.reports.findings import find
from surveyapp.stats.dataset import CANNOT_JUDGE, NOT_SHOWN, SILENT, UNRANKED, RoundDataset, Words
from surveyapp.stats.rule_presets import percent_rule
from surveyapp.stats.themed import CodedWords, OutsideSource, ThemedWords
from tests.reports.rounds import a_questionnaire, a_report, an_item

if TYPE_CHECKING:
    from surveyapp.reports.report import RoundReport

CANNOT, UNSEEN = "cannot judge", "not shown"
RESPONSES = 1_000
MINIMUM = 5

ITEMS = ("S1", "S2", "A", "B", "C", "D", "E", "A.1", "A.2", "B.1")
RATED = {"agreement": ("S1", "S2"), "importance": ("A", "B", "C", "D", "E"), "feasibility": ("A", "B", "C")}
SCALES = {"agreement": (1, 5, 4), "importance": (1, 9, 7), "feasibility": (0, 4, 3)}
CHOSEN = {"step": ("A.1", "A.2", "B.1"), "sort": ("A", "B", "C", "D", "E")}
OPTIONS = {"step": ("keep", "change", "drop"), "sort": ("now", "next", "later")}
RANKED = {"order": ("A", "B", "C", "D", "E"), "partly": ("S1", "S2", "A", "B")}
PLACES = {"order": 3, "partly": 2}
ASKED = {**RATED, **CHOSEN, **RANKED}
RULE_LEAST = 0.4
THEMES = ("Who pays", "Rural reach", "Hours")


@dataclass(frozen=True, slots=True)
class Row:
    """One response. An answer of None is silence, and a place of 0 stands where others have a place and it has none."""

    code: str
    answers: dict[tuple[str, str], int | str | None]
    texts: dict[tuple[str, str], str]
    setting: str | None
    region: str | None


@cache
def the_rows() -> tuple[Row, ...]:
    random = Random(20_260_302)
    codes = random.sample([f"R-{number:04}" for number in range(2 * RESPONSES)], RESPONSES)
    return tuple(_a_row(random, code) for code in codes)


def _a_row(random: Random, code: str) -> Row:
    setting = random.choices(("clinic", "hospital", "own", "academic", "locum", None), (48, 30, 14, 2.5, 0.3, 5.2))[0]
    region = random.choices(("North", "South"), (60, 40))[0]
    answers: dict[tuple[str, str], int | str | None] = {}
    for code_, items in RATED.items():
        low, high, _ = SCALES[code_]
        for at, item in enumerate(items):
            middle = low + (high - low) * (0.35 + 0.1 * at + (0.15 if setting == "hospital" else 0))
            score = min(high, max(low, round(random.gauss(middle, (high - low) / 4))))
            answers[code_, item] = random.choices((score, CANNOT, UNSEEN, None), (85, 6, 4, 5))[0]
    for code_, items in CHOSEN.items():
        for item in items:
            option = random.choices(OPTIONS[code_], (70, 22, 8))[0]
            answers[code_, item] = random.choices((option, UNSEEN, None), (88, 4, 8))[0]
    answers |= _a_ballot(random, "order", 0) | _a_ballot(random, "partly", 0.1)
    said = [item for item in ITEMS if random.random() < 0.04]
    texts = {("comment", item): f"Comment {random.random()} on {item}" for item in said}
    reworded = [item for item in ITEMS if random.random() < 0.01]
    texts |= {("wording", item): f"Reach {item} by {random.randint(2027, 2040)}" for item in reworded}
    if random.random() < 0.1:
        texts["missing", ""] = f"What about {random.random()}?"
    return Row(code, answers, texts, setting, region)


def _a_ballot(random: Random, code: str, unseen: float) -> dict[tuple[str, str], int | str | None]:
    """Rank some of the items that are seen, some level with others, or none of them."""
    items = RANKED[code]
    seen = [item for item in items if random.random() >= unseen]
    ranked = random.sample(seen, random.choice((0, 1, 2, len(seen), len(seen))) if len(seen) > 1 else len(seen))
    places: dict[str, int] = {}
    for number, item in enumerate(sorted(ranked, key=lambda item: items.index(item) + random.gauss(0, 2)), start=1):
        level = places and random.random() < 0.2
        places[item] = max(places.values()) if level else number
    nothing = 0 if places else None
    return {(code, item): places.get(item, nothing) if item in seen else UNSEEN for item in items}


@cache
def the_dataset() -> RoundDataset:
    """The rows as a data set."""
    levels = {label: label.count(".") + (label[0] != "S") for label in ITEMS}
    kinds = {label: ItemKind.GOAL if level else ItemKind.STATEMENT for label, level in levels.items()}
    items = tuple(
        an_item(n, kinds[label], label, f"Reach {label}", level=levels[label]) for n, label in enumerate(ITEMS)
    )
    rows = the_rows()
    words = [
        Words(number, *_kind_of(code, label), text)
        for number, row in enumerate(rows)
        for (code, label), text in row.texts.items()
    ]
    return RoundDataset(
        questionnaire=a_questionnaire(items=items, questions=_questions(), minimum_cell=MINIMUM),
        invited=1_500,
        started=1_100,
        codes=tuple(row.code for row in rows),
        ratings={code: _matrix(code, {CANNOT: CANNOT_JUDGE}) for code in RATED},
        choices={code: _matrix(code, {name: at for at, name in enumerate(OPTIONS[code])}) for code in CHOSEN},
        places={code: _matrix(code, {}) for code in RANKED},
        words=tuple(words),
        quotable=tuple([True, False, None][number % 3] for number in range(len(rows))),
        segments={"setting": tuple(row.setting for row in rows), "region": tuple(row.region for row in rows)},
    )


@cache
def the_report() -> RoundReport:
    """Everything that reports show of it: with themes, verdicts, decisions, segments, ranges and methods."""
    data = the_dataset()
    rules = {"importance": percent_rule(1, 9, 7, RULE_LEAST)}
    decisions = {"key-2": Standing("Keep", "", "Most want it", 1), "key-3": Standing("Reword", "Reach B soon", "", 2)}
    findings = find(data, coded=the_coded_words(), rules=rules, decisions=decisions)
    return replace(a_report(data), findings=findings)


@cache
def the_coded_words() -> CodedWords:
    """Two of three comments are coded, with one theme or two; some were said elsewhere."""
    data = the_dataset()
    themed = [
        ThemedWords(
            data.codes[words.response],
            words.question,
            words.item,
            words.kind,
            words.text,
            themes_of(number),
            number % 3 > 0,
            False,
            False,
            PublishState.QUOTED,
            "",
            None,
            number % 5 if words.kind is WordsKind.WORDING else 0,
            name=f"c1-{number:010}",
        )
        for number, words in enumerate(data.words)
    ]
    meeting = OutsideSource(InputSource.MEETING, "Fall", date(2026, 1, 9))
    heard = replace(themed[0], code=None, question="comment", item=2, kind=WordsKind.COMMENT, text="Heard", group=0)
    return CodedWords((*themed, replace(heard, themes=THEMES[:1], is_coded=True, source=meeting)), THEMES)


def themes_of(number: int) -> tuple[str, ...]:
    """The themes of the words at one place of the data set; those that nobody has coded have none."""
    if number % 3 == 0:
        return ()
    return (THEMES[number % 2], THEMES[2]) if number % 7 == 1 else (THEMES[number % 2],)


def _questions() -> tuple[Question, ...]:
    at = {label: position for position, label in enumerate(ITEMS)}
    made = []
    for number, (code, labels) in enumerate(ASKED.items(), start=1):
        items = tuple(at[label] for label in labels)
        prompt = f"What of {code}?"
        if code in RATED:
            low, high, cut = SCALES[code]
            scale = Scale(low, tuple(f"Step {score}" for score in range(low, high + 1)), "Cannot judge", cut)
            made.append(Question(number, code, QuestionKind.RATING, prompt, items, scale))
        elif code in CHOSEN:
            options = tuple(Option(name, name.capitalize()) for name in OPTIONS[code])
            made.append(Question(number, code, QuestionKind.CHOICE, prompt, items, options=options))
        else:
            enough = PLACES[code]
            made.append(Question(number, code, QuestionKind.RANKING, prompt, items, enough=enough, ties=True))
    return (*made, Question(99, "missing", QuestionKind.TEXT, "What is missing?"))


def _matrix(code: str, coded: dict[int | str, int]) -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    table = coded | {UNSEEN: NOT_SHOWN}

    def cell(answer: int | str | None) -> int:
        if answer is None:
            return UNRANKED if code in RANKED else SILENT
        return table[answer] if answer in table else int(answer)

    return np.array([[cell(row.answers[code, item]) for item in ASKED[code]] for row in the_rows()], dtype=np.int16)


def _kind_of(code: str, label: str) -> tuple[str, int | None, WordsKind]:
    if code == "missing":
        return code, None, WordsKind.ANSWER
    return code, ITEMS.index(label), WordsKind(code)
