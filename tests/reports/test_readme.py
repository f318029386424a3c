from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from surveyapp.enums import Confidentiality, QuestionKind, RoundState
from surveyapp.reports.facts import Fact
from surveyapp.reports.findings import find
from surveyapp.reports.readme import CONFIDENTIALITY, DATE_AND_TIME, STATES, readme_sections
from surveyapp.stats.differences import size_of
from tests.reports.rounds import (
    A,
    B,
    a_dataset,
    a_drawn_dataset,
    a_questionnaire,
    a_report,
    a_sorted_dataset,
    the_questions,
)

if TYPE_CHECKING:
    from surveyapp.reports.report import RoundReport


def _facts(report: RoundReport) -> dict[str, Fact]:
    return {fact.label: fact for section in readme_sections(report) for fact in section.facts}


def test_every_level_and_every_state_has_its_sentence() -> None:
    assert set(CONFIDENTIALITY) == set(Confidentiality)
    assert set(STATES) == set(RoundState)


def test_it_says_what_it_is_about() -> None:
    facts = _facts(a_report())

    assert facts["Survey"].value == "What do you think?"
    assert facts["Plan"].value == "A plan for care & rest, version 3"
    assert facts["Practice area"].value == "Sample care"
    assert facts["Round"].value == 2
    assert facts["State of the round"].value == "Closed: these figures are final"


def test_it_counts_who_answered() -> None:
    facts = _facts(a_report())

    assert [facts[label].value for label in ("Members invited", "Started", "Submitted")] == [12, 8, 6]
    assert facts["Response rate (submitted of invited)"] == Fact("Response rate (submitted of invited)", 0.5, "0%")


def test_it_says_how_many_wait_for_the_next_step() -> None:
    data = a_drawn_dataset(20)
    some, one_alone = (_facts(a_report(replace(data, held_back=waiting))) for waiting in (5, 1))

    assert some["Submitted"].value == 25
    assert some["Counted in these figures"].value == "20; 5 came in since and wait for the next step"
    assert one_alone["Counted in these figures"].value == "20; 1 came in since and waits for the next step"
    assert "Counted in these figures" not in _facts(a_report(data))


def test_of_too_few_responses_it_says_no_more_than_three_counts() -> None:
    assert "Counted in these figures" not in _facts(a_report(replace(a_drawn_dataset(2), held_back=3)))


def test_small_numbers_are_hidden_where_it_says_so_and_nowhere_else() -> None:
    report = a_report()
    said = str(_facts(report)["Small numbers"].value)
    all_of_six, of_two = (report.summary.ratings["importance", item] for item in (A, B))

    assert said.startswith("Where only 1 to 2 members answered a question about an item, or gave it a score, what they")
    assert said.endswith("every number about all of them is shown as it is, also numbers from 1 to 2.")
    # two scores are hidden, and told as a number; one score among six is told
    assert (of_two.n, of_two.hidden) == (2, True)
    assert (all_of_six.n, all_of_six.distribution) == (6, (1, 1, 1, 1, 2))
    assert "Small numbers in groups" not in _facts(report)


def test_with_groups_it_says_what_is_hidden_of_them_and_how_they_are_compared() -> None:
    data = replace(a_drawn_dataset(60), segments={"region": ("North", "South") * 30})
    facts = _facts(a_report(data, findings=find(data)))

    assert "How many of a group answered at all (n) may be shown" in str(facts["Small numbers in groups"].value)
    compared = str(facts["Differences between groups"].value)
    for words in ("Kruskal-Wallis", "Mann-Whitney", "one rating by one attribute", "Holm"):
        assert words in compared, words
    for end, words in ((0.147, "Below 0.147 it is called"), (0.33, "below 0.33"), (0.474, "below 0.474")):
        assert f"{words} {size_of(end - 0.001)}" in compared
    assert "Differences between groups" not in _facts(a_report())


def test_it_claims_nothing_of_a_ranking_that_holds_by_construction() -> None:
    facts = _facts(a_report())

    assert "completed with them level at its end" in str(facts["Kendall’s W"].value)
    assert "By mean rank is no second opinion" in str(facts["By mean rank, Schulze, ranked pairs"].value)
    assert str(facts["No answer"].value).startswith("No answer was given.")


def test_nobody_invited_is_no_rate() -> None:
    assert _facts(a_report(a_drawn_dataset(0)))["Response rate (submitted of invited)"].value is None


def test_moments_are_in_the_zone_of_the_round_and_name_it() -> None:
    facts = _facts(a_report())

    made = facts["Made (America/Chicago time)"]
    assert made == Fact("Made (America/Chicago time)", datetime.fromisoformat("2026-03-02T12:30"), DATE_AND_TIME)
    assert facts["Opens (America/Chicago time)"].value == datetime.fromisoformat("2026-02-01T09:00")
    assert facts["Closes"].value == "No time was set"


def test_summer_time_is_kept() -> None:
    report = a_report(made_at=datetime(2026, 7, 1, 18, 30, tzinfo=UTC))

    assert _facts(report)["Made (America/Chicago time)"].value == datetime.fromisoformat("2026-07-01T13:30")


def test_the_rule_is_printed_or_its_absence() -> None:
    assert _facts(a_report())["Consensus rule"].value == "No consensus rule was declared."
    assert _facts(a_report(rule="75 % at 4–5."))["Consensus rule"].value == "75 % at 4–5."


def test_filters_software_and_fingerprint_are_named() -> None:
    report = a_report(filters="Members in training")

    facts = _facts(report)

    assert facts["Filters"].value == "Members in training"
    assert facts["Software"].value == "Surveyapp 9.8.7"
    assert facts["Fingerprint of the data (SHA-256)"].value == report.summary.fingerprint


def test_it_defines_what_was_asked_and_nothing_else() -> None:
    rankings = tuple(question for question in the_questions() if question.kind is QuestionKind.RANKING)

    everything = _facts(a_report())
    only_ranked = _facts(a_report(a_dataset(a_questionnaire(questions=rankings), words=[])))

    assert {"n", "Cannot judge", "No answer", "95% from … to", "Median, quartiles", "Kendall’s W"} <= set(everything)
    assert "type 7" in str(everything["Median, quartiles"].value)
    assert "Kendall’s W" in only_ranked
    assert "Median, quartiles" not in only_ranked


def test_it_says_what_a_ballot_of_sorted_items_is() -> None:
    fact = _facts(a_report(a_sorted_dataset()))["Ballots of sorted items"]

    assert fact.value == (
        "Members sorted the items first and put those under “Higher” in order. A ballot has these in that order, then "
        "the rest of “Higher”, then “Is right”, each group level. Items under “Lower” or not sorted are not ranked."
    )
    assert "Ballots of sorted items" not in _facts(a_report())


def test_too_few_responses_hide_the_fingerprint_too() -> None:
    report = a_report(a_drawn_dataset(2))

    facts = _facts(report)

    assert facts["Submitted"].value == 2
    assert str(facts["Small numbers"].value).startswith("Fewer than 3 members")
    assert report.summary.fingerprint not in {fact.value for fact in facts.values()}
