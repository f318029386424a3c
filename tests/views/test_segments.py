"""Segments on pages: chosen on the survey's page, read on the results page by address, closed where few are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surveyapp import database
from surveyapp.enums import QuestionKind, Refresh
from surveyapp.models import Survey
from surveyapp.permissions import OPERATOR
from surveyapp.questionnaire import item_field
from surveyapp.services import surveys
from surveyapp.services.segments import choose_segments
from tests.conftest import NOON
from tests.factories import a_round
from tests.services.test_segments import a_society, answer, answer_with, invite

if TYPE_CHECKING:
    from surveyapp.models import Round
    from surveyapp.questionnaire import Questionnaire
    from tests.views.staffing import Desk


def an_open_round_by_setting(settings: list[str]) -> Round:
    """An open round to which a person of each of `settings` is invited, all of one region."""
    a_society(settings=settings, regions=["north"] * len(settings))
    round_ = a_round()
    choose_segments(OPERATOR, round_.survey_id, ["setting"], refresh=Refresh.STEPS, now=NOON)
    invite(round_)
    surveys.open_round(OPERATOR, round_.id, now=NOON)
    return round_


@pytest.fixture
def closed(staff: Desk) -> int:
    """A closed round of 20 at a clinic, who rate the first goal 5, 20 at a hospital, who rate it 2, and 6 at sea."""
    round_ = an_open_round_by_setting(["clinic"] * 20 + ["hospital"] * 20 + ["ship"] * 6)
    answer(round_)
    surveys.close_round(OPERATOR, round_.id, now=NOON)
    return round_.id


def stored(round_id: int) -> tuple[list[str] | None, Refresh]:
    database.session().rollback()
    survey = database.session().get(Survey, surveys.get_round(OPERATOR, round_id).survey_id)
    assert survey is not None
    return survey.segments, survey.refresh


def test_choosing_on_the_page_of_the_survey(staff: Desk) -> None:
    a_society()
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}").press("/segments", first="setting", second="region", refresh="close")

    assert "Saved." in staff.words
    assert stored(round_id) == (["setting", "region"], Refresh.CLOSE)
    form = staff.get(f"/rounds/{round_id}").page.form("/segments")
    assert (form.values["first"], form.values["second"], form.values["third"]) == ("setting", "region", "")
    assert "Setting (3 values)" in staff.words


def test_an_attribute_twice_is_refused(staff: Desk) -> None:
    a_society()
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}").press("/segments", first="setting", second="setting")

    assert "Choose each attribute once. The segments were not changed." in staff.words
    assert stored(round_id) == (None, Refresh.STEPS)


@pytest.mark.parametrize("typed", [{"first": "licence"}, {"refresh": "live"}, {"first": "x" * 5000}])
def test_what_the_form_does_not_offer_is_refused(staff: Desk, typed: dict[str, str]) -> None:
    a_society()
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}").press("/segments", **typed)

    assert "were not changed" in staff.words
    assert stored(round_id) == (None, Refresh.STEPS)


def test_once_open_nothing_can_be_chosen(staff: Desk) -> None:
    a_society()
    round_id = a_round().id
    surveys.open_round(OPERATOR, round_id, now=NOON)

    staff.post(f"/rounds/{round_id}/segments", first="setting", second="", third="", refresh="steps")

    assert stored(round_id) == (None, Refresh.STEPS)


def test_where_nothing_could_be_compared_no_difference_is_denied(staff: Desk) -> None:
    round_ = an_open_round_by_setting(["clinic"] * 20 + ["hospital"] * 20)

    def fields(questionnaire: Questionnaire, _setting: str) -> dict[str, str]:
        choice = next(one for one in questionnaire.questions if one.kind is QuestionKind.CHOICE)
        return {item_field(choice, questionnaire.items[choice.items[0]]): choice.options[0].code}

    answer_with(round_, fields)
    surveys.close_round(OPERATOR, round_.id, now=NOON)

    staff.get(f"/rounds/{round_.id}/results")

    assert "groups could be compared on 0 by setting" in staff.words
    assert "No difference survives" not in staff.words


def test_without_attributes_there_is_nothing_to_choose(staff: Desk) -> None:
    round_id = a_round().id

    staff.get(f"/rounds/{round_id}")
    assert "no attribute with two to twelve values" in staff.words
    staff.press("/segments", refresh="close")
    assert stored(round_id) == (None, Refresh.CLOSE)


def test_side_by_side(staff: Desk, closed: int) -> None:
    staff.get(f"/rounds/{closed}/results?by=setting")

    # all 20 of a clinic, none of a hospital, all 6 at sea
    for words in ("clinic 100 100% 84–100 of 20 in clinic", "hospital 0% 0–16 of 20", "100% 61–100 of 6 in ship"):
        assert words in staff.words, words
    assert (
        "Importance of A: clinic (100%) answers higher than hospital (0%), a large difference; also ship than hospital "
        "(large)." in staff.words
    )
    assert "groups could be compared on" in staff.words
    assert 'aria-label="clinic: 100 percent of 20 answers."' in staff.page.html
    assert "Show importance by setting as table" in staff.words
    assert "style=" not in staff.page.html
    form = next(form for form in staff.page.forms if "by" in form.values)
    assert (form.values["by"], form.values["members"], form.values["order"]) == ("setting", "", "importance")


def test_one_segment_by_its_address(staff: Desk, closed: int) -> None:
    staff.get(f"/rounds/{closed}/results?members=setting%3Dhospital&order=importance")

    assert "hospital 0% 0–16 of 20 in hospital" in staff.words
    assert "in clinic" not in staff.words
    form = next(form for form in staff.page.forms if "by" in form.values)
    assert (form.values["members"], form.values["by"], form.values["order"]) == ("setting=hospital", "", "importance")


@pytest.mark.parametrize(
    "asked", ["by=licence", "members=setting%3Dmoon", "members=%3D", "by=&members=x", "round_id=9&_external=1"]
)
def test_what_is_no_segment_shows_the_whole(staff: Desk, closed: int, asked: str) -> None:
    staff.get(f"/rounds/{closed}/results?{asked}")

    assert staff.status == 200
    assert "46 of 46 members (100%)" in staff.words
    assert "in clinic" not in staff.words


def test_a_figure_about_few_is_closed(staff: Desk) -> None:
    round_ = an_open_round_by_setting(["clinic"] * 20 + ["hospital"] * 20)
    # twenty of a clinic, and three of a hospital
    answer(round_, slice(0, 23))
    surveys.close_round(OPERATOR, round_.id, now=NOON)

    staff.get(f"/rounds/{round_.id}/results?by=setting")

    assert staff.status == 200
    assert "in hospital" not in staff.words
    assert "in clinic" not in staff.words


def test_choices_and_rankings_stand_side_by_side(staff: Desk) -> None:
    round_ = an_open_round_by_setting(["clinic"] * 20 + ["hospital"] * 20)

    def fields(questionnaire: Questionnaire, setting: str) -> dict[str, str]:
        step, order = questionnaire.by_code["step"], questionnaire.by_code["order"]
        first, second, third = (item_field(order, questionnaire.items[at]) for at in order.items)
        is_clinic = setting == "clinic"
        return {
            item_field(step, questionnaire.items[step.items[0]]): "keep" if is_clinic else "drop",
            **({first: "1", second: "2"} if is_clinic else {third: "1", second: "2"}),
        }

    answer_with(round_, fields)
    surveys.close_round(OPERATOR, round_.id, now=NOON)

    staff.get(f"/rounds/{round_.id}/results?by=setting")

    html = staff.page.html
    assert 'aria-label="clinic: Keep 100 percent, Change 0 percent, Drop 0 percent. 20 answers."' in html
    assert 'aria-label="hospital: Keep 0 percent, Change 0 percent, Drop 100 percent. 20 answers."' in html
    for words in (
        "clinic 100 100% 84–100 of 20 in clinic for A.1: Keep",
        "hospital 100 0% 0–16 of 20 in hospital for A.1: Keep",
        "Among the first 3, by segment",
        "Show step by setting as table",
        "Show order by setting as table",
    ):
        assert words in staff.words, words


def test_closed_segments_are_named_once(staff: Desk) -> None:
    round_ = an_open_round_by_setting(["clinic"] * 20 + ["hospital"] * 20 + ["ship"] * 8)

    def fields(questionnaire: Questionnaire, setting: str) -> dict[str, str]:
        question = questionnaire.by_code["importance"]
        goals = [item_field(question, questionnaire.items[at]) for at in question.items]
        # the ship's eight say nothing of B, and only two of them think anything of C
        scores = ["5", "5", "5"] if setting != "ship" else ["5"]
        return dict(zip(goals, scores, strict=False))

    answer_with(round_, fields)
    surveys.close_round(OPERATOR, round_.id, now=NOON)

    staff.get(f"/rounds/{round_.id}/results?by=setting")

    assert "No answers: ship." in staff.words


def test_what_each_segment_keeps_is_told(staff: Desk) -> None:
    a_society(settings=["clinic"] * 8 + ["hospital"] * 7 + ["ship"] * 2)
    round_ = a_round()
    choose_segments(OPERATOR, round_.survey_id, ["setting"], refresh=Refresh.STEPS, now=NOON)
    staff.get(f"/rounds/{round_.id}")
    assert "Setting. How many keep which value is told here once members are invited." in staff.words

    invite(round_)
    staff.get(f"/rounds/{round_.id}")
    assert "Setting. Of 17 invited members: clinic 8, others, or not known 9." in staff.words

    surveys.open_round(OPERATOR, round_.id, now=NOON)
    staff.get(f"/rounds/{round_.id}")
    assert "Fixed since the survey opened. They can be read once the survey has closed." in staff.words
    assert "Setting. Of 17 invited members: clinic 8, others, or not known 9." in staff.words

    surveys.close_round(OPERATOR, round_.id, now=NOON)
    staff.get(f"/rounds/{round_.id}")
    assert "At the close each answer kept only as much as at least five of those who responded share." in staff.words


def test_a_survey_without_segments_says_so(staff: Desk) -> None:
    round_id = a_round().id
    surveys.open_round(OPERATOR, round_id, now=NOON)

    assert "None were chosen before the survey opened" in staff.get(f"/rounds/{round_id}").words


def test_a_difference_within_the_highest_answers_names_no_share(staff: Desk) -> None:
    round_ = an_open_round_by_setting(["clinic"] * 20 + ["hospital"] * 20)

    def fields(questionnaire: Questionnaire, setting: str) -> dict[str, str]:
        question = questionnaire.by_code["importance"]
        goals = [item_field(question, questionnaire.items[at]) for at in question.items]
        return {goals[0]: "5" if setting == "clinic" else "4"}

    answer_with(round_, fields)
    surveys.close_round(OPERATOR, round_.id, now=NOON)

    staff.get(f"/rounds/{round_.id}/results")

    assert "Importance of A: clinic answers higher than hospital, a large difference." in staff.words
