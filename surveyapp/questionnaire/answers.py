"""What typed fields mean as answers, and what stands in the way of submitting them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind
from surveyapp.questionnaire.fields import COMMENT, QUOTE_FIELD, WORDING, item_field, question_field
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.rankings import is_ranked, read_places, typed_places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveyapp.questionnaire.model import Question, Questionnaire

LONGEST_TEXT = 5000
ABSTAINED = "na"


@dataclass(slots=True)
class Answers:
    """One participant's answers, by question id and item id. What is absent is silence.

    A rating of None is "cannot judge". `places` are ballots: each place is one more than the number of items above
    it (1, 1, 3 where two share the first), and an item without one is not ranked.
    """

    ratings: dict[tuple[int, int], int | None] = field(default_factory=dict)
    choices: dict[tuple[int, int], str] = field(default_factory=dict)
    places: dict[int, dict[int, int]] = field(default_factory=dict)
    comments: dict[int, str] = field(default_factory=dict)
    wordings: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    may_be_quoted: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was answered; the permission to quote is no answer."""
        return not any((self.ratings, self.choices, self.places, self.comments, self.wordings, self.texts))


def read_answers(questionnaire: Questionnaire, fields: Mapping[str, str]) -> tuple[Answers, tuple[Problem, ...]]:
    """Read typed `fields` as answers; whatever cannot be one is named as a problem and left out.

    What a ranking means is said in `rankings`. A wording that says the same as the item is no suggestion.
    """
    answers, problems = Answers(), []
    for question in questionnaire.questions:
        problems += _READERS[question.kind](questionnaire, question, fields, answers)
    problems += _read_words(questionnaire, fields, answers)
    answers.may_be_quoted = {"yes": True, "no": False}.get(fields.get(QUOTE_FIELD, ""))
    return answers, tuple(problems)


def _read_rating(
    questionnaire: Questionnaire, question: Question, fields: Mapping[str, str], answers: Answers
) -> list[Problem]:
    if question.scale is None:
        message = f"rating question {question.code} has no scale"
        raise ValueError(message)
    scores: dict[str, int | None] = {str(score): score for score in question.scale.scores}
    scores[ABSTAINED] = None
    problems = []
    for item in (questionnaire.items[position] for position in question.items):
        name = item_field(question, item)
        if not (typed := fields.get(name, "")):
            continue
        if typed in scores:
            answers.ratings[question.id, item.id] = scores[typed]
        else:
            problems.append(Problem(name, "Choose one of the answers shown."))
    return problems


def _read_choice(
    questionnaire: Questionnaire, question: Question, fields: Mapping[str, str], answers: Answers
) -> list[Problem]:
    codes = {option.code for option in question.options}
    problems = []
    for item in (questionnaire.items[position] for position in question.items):
        name = item_field(question, item)
        if not (typed := fields.get(name, "")):
            continue
        if typed in codes:
            answers.choices[question.id, item.id] = typed
        else:
            problems.append(Problem(name, "Choose one of the answers shown."))
    return problems


def _read_ranking(
    questionnaire: Questionnaire, question: Question, fields: Mapping[str, str], answers: Answers
) -> list[Problem]:
    places, problems = read_places(questionnaire, question, fields)
    if places:
        answers.places[question.id] = places
    return problems


def _read_text(
    _questionnaire: Questionnaire, question: Question, fields: Mapping[str, str], answers: Answers
) -> list[Problem]:
    name = question_field(question)
    text = fields.get(name, "")
    if text.strip():
        answers.texts[question.id] = text
    return _length_problem(name, text)


def _read_words(questionnaire: Questionnaire, fields: Mapping[str, str], answers: Answers) -> list[Problem]:
    """Read comments and rewrites. Few items have any, so the typed fields are walked and not the items."""
    problems = []
    for name, text in fields.items():
        kind, _, item_id = name.partition("-")
        if kind not in {COMMENT, WORDING} or not item_id.isdecimal() or not text.strip():
            continue
        position = questionnaire.position_of.get(int(item_id))
        if position is None:
            continue
        if kind == COMMENT and questionnaire.asks_comments:
            answers.comments[int(item_id)] = text
            problems += _length_problem(name, text)
        if kind == WORDING and questionnaire.asks_wording:
            if not is_same_wording(text, questionnaire.items[position].text):
                answers.wordings[int(item_id)] = text
            problems += _length_problem(name, text)
    return problems


def fields_of(questionnaire: Questionnaire, answers: Answers) -> dict[str, str]:
    """Write `answers` as the fields that `read_answers` reads them from."""
    asked = {question.id: question for question in questionnaire.questions}
    codes = {question.id: question.code for question in asked.values()}
    fields = {
        f"{codes[question]}-{item}": ABSTAINED if score is None else str(score)
        for (question, item), score in answers.ratings.items()
    }
    fields |= {f"{codes[question]}-{item}": option for (question, item), option in answers.choices.items()}
    for question, ballot in answers.places.items():
        places = typed_places(questionnaire, asked[question], ballot, answers.choices)
        fields |= {f"{codes[question]}-{item}": str(place) for item, place in places.items()}
    fields |= {f"{COMMENT}-{item}": text for item, text in answers.comments.items()}
    fields |= {f"{WORDING}-{item}": text for item, text in answers.wordings.items()}
    fields |= {codes[question]: text for question, text in answers.texts.items()}
    if answers.may_be_quoted is not None:
        fields[QUOTE_FIELD] = "yes" if answers.may_be_quoted else "no"
    return fields


def count_answered(questionnaire: Questionnaire, fields: Mapping[str, str]) -> tuple[int, int]:
    """How many of the main answers (each rating, and each ranking as one) are given, and how many there are.

    A sort is the first half of its ranking and not counted apart.
    """
    given = total = 0
    for question in questionnaire.questions:
        if question.kind is QuestionKind.RATING:
            items = (questionnaire.items[position] for position in question.items)
            given += sum(bool(fields.get(item_field(question, item))) for item in items)
            total += len(question.items)
        elif question.kind is QuestionKind.RANKING:
            given += is_ranked(questionnaire, question, fields)
            total += 1
    return given, total


def is_same_wording(suggestion: str, original: str) -> bool:
    """Whether `suggestion` says `original` again; white space alone is no change of wording."""
    return suggestion.split() == original.split()


def _length_problem(name: str, text: str) -> list[Problem]:
    if len(text) <= LONGEST_TEXT:
        return []
    return [Problem(name, f"Shorten this to {LONGEST_TEXT:,} characters; it has {len(text):,}. Nothing is lost.")]


_READERS = {
    QuestionKind.RATING: _read_rating,
    QuestionKind.CHOICE: _read_choice,
    QuestionKind.RANKING: _read_ranking,
    QuestionKind.TEXT: _read_text,
}
