"""The fingerprint: the same for the same answers, another for any change."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.enums import WordsKind
from surveyapp.stats.dataset import RoundDataset, Words, fingerprint
from tests.stats.datasets import FATE, FATES, FIRST, IMPORTANCE, MISSING, a_dataset, datasets, reordered

if TYPE_CHECKING:
    from surveyapp.questionnaire import Question, Questionnaire

COMMENT = Words(response=1, question=IMPORTANCE, item=2, kind=WordsKind.COMMENT, text="Say who does it.")
ON_THE_WHOLE = Words(response=0, question=MISSING, item=None, kind=WordsKind.ANSWER, text="Care at home.")


def a_round() -> RoundDataset:
    return a_dataset(
        ratings=[[1, 2, 3], [4, 5, -2]],
        choices=[[0, 1, 2], [-1, 0, 0]],
        places=[[1, 2, 0], [0, 1, 0]],
        words=(COMMENT, ON_THE_WHOLE),
    )


def with_words(*words: Words) -> RoundDataset:
    return replace(a_round(), words=words)


def asking(question: Question) -> Questionnaire:
    """Ask `question` in place of the first."""
    return replace(QUESTIONNAIRE, questions=(question, *QUESTIONNAIRE.questions[1:]))


def test_is_64_hexadecimal_digits() -> None:
    assert re.fullmatch("[0-9a-f]{64}", fingerprint(a_round()))


def test_of_the_same_answers_is_the_same() -> None:
    assert fingerprint(a_round()) == fingerprint(a_round())


def test_does_not_depend_on_who_was_invited_or_began() -> None:
    assert fingerprint(replace(a_round(), invited=41, started=31)) == fingerprint(a_round())


@given(datasets().flatmap(lambda d: st.tuples(st.just(d), st.permutations(range(d.submitted)))))
def test_does_not_depend_on_the_order_of_the_responses(told: tuple[RoundDataset, list[int]]) -> None:
    dataset, order = told

    assert fingerprint(reordered(dataset, order)) == fingerprint(dataset)


@given(datasets().filter(lambda d: d.submitted > 0), st.data())
def test_changes_with_any_single_answer(dataset: RoundDataset, data: st.DataObject) -> None:
    before = fingerprint(dataset)
    code = data.draw(st.sampled_from((IMPORTANCE, FATE, FIRST)))
    matrix = {**dataset.ratings, **dataset.choices, **dataset.places}[code]
    row = data.draw(st.integers(0, matrix.shape[0] - 1))
    column = data.draw(st.integers(0, matrix.shape[1] - 1))

    matrix[row, column] += data.draw(st.sampled_from((-1, 1)))

    assert fingerprint(dataset) != before


QUESTIONNAIRE = a_round().questionnaire
FIRST_ITEM, *OTHER_ITEMS = QUESTIONNAIRE.items
FIRST_QUESTION = QUESTIONNAIRE.questions[0]
CHANGED = {
    "the text of an item": replace(QUESTIONNAIRE, items=(replace(FIRST_ITEM, text="Reach aim A."), *OTHER_ITEMS)),
    "the key of an item": replace(QUESTIONNAIRE, items=(replace(FIRST_ITEM, key="key-Z"), *OTHER_ITEMS)),
    "the order of the items": replace(QUESTIONNAIRE, items=(*OTHER_ITEMS, FIRST_ITEM)),
    "one item more": replace(QUESTIONNAIRE, items=(*QUESTIONNAIRE.items, FIRST_ITEM)),
    "the prompt": asking(replace(FIRST_QUESTION, prompt="How urgent?")),
    "the items of a question": asking(replace(FIRST_QUESTION, items=(2, 1, 0))),
    "the scale": asking(replace(FIRST_QUESTION, scale=None)),
    "that items may stand level": asking(replace(FIRST_QUESTION, ties=True)),
    "the options": asking(replace(FIRST_QUESTION, options=FATES)),
    "no questions": replace(QUESTIONNAIRE, questions=()),
}


@pytest.mark.parametrize("change", CHANGED)
def test_changes_with_what_was_asked(change: str) -> None:
    assert fingerprint(replace(a_round(), questionnaire=CHANGED[change])) != fingerprint(a_round())


@pytest.mark.parametrize(
    "words",
    [
        (COMMENT,),
        (COMMENT, ON_THE_WHOLE, ON_THE_WHOLE),
        (replace(COMMENT, text="Say who does it"), ON_THE_WHOLE),
        (replace(COMMENT, kind=WordsKind.WORDING), ON_THE_WHOLE),
        (replace(COMMENT, item=1), ON_THE_WHOLE),
        (replace(COMMENT, item=None), ON_THE_WHOLE),
        (replace(COMMENT, response=0), ON_THE_WHOLE),
        (replace(COMMENT, question=FATE), ON_THE_WHOLE),
    ],
)
def test_changes_with_any_words(words: tuple[Words, ...]) -> None:
    assert fingerprint(with_words(*words)) != fingerprint(a_round())


def test_changes_with_the_name_of_a_response_and_with_one_more() -> None:
    one_more = a_dataset(ratings=[[1, 2, 3], [4, 5, -2], [-1, -1, -1]])
    without = a_dataset(ratings=[[1, 2, 3], [4, 5, -2]])

    assert fingerprint(replace(a_round(), codes=("R000", "R008"))) != fingerprint(a_round())
    assert fingerprint(one_more) != fingerprint(without)


@pytest.mark.parametrize("between", ["\x1e", "\x1f", "\x00", "\n", "|", ",", ", ", '", "', '\\", "'])
def test_does_not_take_a_text_for_the_end_of_itself(between: str) -> None:
    def keyed(key: str, text: str) -> RoundDataset:
        first = replace(FIRST_ITEM, key=key, text=text)
        return replace(a_round(), questionnaire=replace(QUESTIONNAIRE, items=(first, *OTHER_ITEMS)))

    assert fingerprint(keyed(f"a{between}b", "c")) != fingerprint(keyed("a", f"b{between}c"))


def test_takes_words_of_one_place_in_any_order() -> None:
    first, second = replace(COMMENT, text="a"), replace(COMMENT, text="b")

    assert fingerprint(with_words(first, second)) == fingerprint(with_words(second, first))


def test_takes_text_that_is_no_valid_unicode() -> None:
    assert fingerprint(with_words(replace(COMMENT, text="\ud800"))) != fingerprint(with_words(COMMENT))


def test_of_an_empty_round_still_tells_what_was_asked() -> None:
    assert fingerprint(a_dataset(responses=0)) != fingerprint(replace(a_dataset(responses=0), ratings={}))


def test_a_salt_makes_another_one() -> None:
    plain = a_round()
    salted = [fingerprint(replace(plain, salt=salt)) for salt in ("one", "another", "one")]

    assert salted[0] == salted[2]
    assert len({fingerprint(plain), *salted}) == 3
