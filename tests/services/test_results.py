"""From stored answers to the data set: codes, columns, and nothing that was not submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import RoundState, WordsKind
from surveyapp.errors import NotAllowed, NotFound
from surveyapp.models import AuditEntry
from surveyapp.permissions import OPERATOR, Actor
from surveyapp.services import drafts, links, questionnaires, responses, results, surveys
from surveyapp.stats.dataset import CANNOT_JUDGE, SILENT, UNRANKED
from tests.conftest import NOON, SECRET
from tests.factories import an_open_round, some_links

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.models import Round


def answered_round(*people: dict[str, str], is_open: bool = False) -> Round:
    """A closed round in which each person submitted; fields are named by code and label, as in `importance-A`."""
    round_ = an_open_round()
    questionnaire = questionnaires.load_questionnaire(round_.id)
    ids = {item.label: item.id for item in questionnaire.items}
    for token, typed in zip(some_links(round_, len(people) + 1), people, strict=False):
        round_id, draft_id = links.begin(token, secret=SECRET, now=NOON)
        fields = {}
        for name, text in typed.items():
            code, _, label = name.partition("-")
            fields[f"{code}-{ids[label]}" if label else code] = text
        drafts.save_fields(draft_id, round_id, fields, now=NOON)
        responses.submit(draft_id, round_id, questionnaire, now=NOON)
    return round_ if is_open else surveys.close_round(OPERATOR, round_.id, now=NOON)


def test_codes_of_the_data_set(app: Flask) -> None:
    round_ = answered_round(
        {"importance-A": "5", "importance-B": "na", "step-A.1": "drop", "order-C": "1", "order-A": "3"},
        {"missing": "More time", "comment-A": "Words", "wording-S1": "Other words"},
    )

    dataset, summary, state = results.load_for_export(OPERATOR, round_.id)

    rows = {tuple(int(code) for code in row) for row in dataset.ratings["importance"]}
    assert rows == {(5, CANNOT_JUDGE, SILENT), (SILENT, SILENT, SILENT)}
    assert {tuple(int(c) for c in row) for row in dataset.choices["step"]} == {(2, SILENT, SILENT), (SILENT,) * 3}
    assert {tuple(int(place) for place in row) for row in dataset.places["order"]} == {
        (2, UNRANKED, 1),
        (UNRANKED, UNRANKED, UNRANKED),
    }
    assert {(words.kind, words.question, words.text) for words in dataset.words} == {
        (WordsKind.COMMENT, "comment", "Words"),
        (WordsKind.WORDING, "wording", "Other words"),
        (WordsKind.ANSWER, "missing", "More time"),
    }
    assert (dataset.invited, dataset.started, dataset.submitted, summary.submitted) == (3, 2, 2, 2)
    assert len({*dataset.codes}) == 2
    assert dataset.quotable == (None, None)
    assert state is RoundState.CLOSED


def test_the_same_data_give_the_same_codes_and_fingerprint(app: Flask) -> None:
    round_ = answered_round({"importance-A": "5"}, {"importance-A": "4"})

    first, one, _ = results.load_for_export(OPERATOR, round_.id)
    again, two, _ = results.load_for_export(OPERATOR, round_.id)

    assert first.codes == again.codes == tuple(sorted(first.codes))
    assert one.fingerprint == two.fingerprint


def test_an_export_is_noted(app: Flask) -> None:
    round_ = answered_round({"importance-A": "5"})

    results.record_export(OPERATOR, round_.id, {"format": "xlsx", "submitted": 1}, now=NOON)
    results.record_export(OPERATOR, round_.id, {"format": "csv"}, now=NOON, failed=True)

    entries = database.session().scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert [(entry.action, entry.actor, entry.details) for entry in reversed(entries)] == [
        ("results.exported", "operator", {"format": "xlsx", "submitted": "1"}),
        ("results.export_failed", "operator", {"format": "csv"}),
    ]


def test_few_responses_stay_closed(app: Flask) -> None:
    summary = results.load_summary(OPERATOR, answered_round(*[{"importance-A": "5"}] * 4).id)

    assert summary.hidden
    assert (summary.submitted, dict(summary.ratings)) == (4, {})


def test_five_responses_open(app: Flask) -> None:
    round_ = answered_round(*[{"importance-A": str(score)} for score in (1, 2, 3, 4, 5)])

    summary = results.load_summary(OPERATOR, round_.id)

    item = next(position for position, item in enumerate(summary.questionnaire.items) if item.label == "A")
    rating = summary.ratings["importance", item]
    assert (rating.n, rating.distribution, rating.median, rating.agreement.count) == (5, (1, 1, 1, 1, 1), 3.0, 2)


def test_results_are_for_those_who_may_see_them(app: Flask) -> None:
    round_ = answered_round({"importance-A": "5"})
    stranger = Actor("stranger", frozenset())

    with pytest.raises(NotAllowed):
        results.load_summary(stranger, round_.id)
    with pytest.raises(NotAllowed):
        results.load_for_export(stranger, round_.id)
    with pytest.raises(NotAllowed):
        results.record_export(stranger, round_.id, {}, now=NOON)
    with pytest.raises(NotFound):
        results.load_summary(OPERATOR, 999)
