"""From the membership file to segments of responses: chosen before opening, coarse, and joined to nobody."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.enums import Refresh
from surveyapp.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from surveyapp.models import AuditEntry, Invitation, Participant, Response, Survey
from surveyapp.permissions import OPERATOR, Actor
from surveyapp.questionnaire import item_field
from surveyapp.services import (
    drafts,
    links,
    members,
    participants,
    questionnaires,
    responses,
    results,
    sealing,
    surveys,
)
from surveyapp.services.members import MemberRow, Membership
from surveyapp.services.segments import Candidate, Kept, choose_segments, count_kept, list_candidates
from tests.conftest import NOON, SECRET
from tests.factories import a_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from surveyapp.models import Round
    from surveyapp.questionnaire import Questionnaire

SETTINGS = ["clinic"] * 8 + ["hospital"] * 7 + ["ship"] * 2
REGIONS = (["north"] * 6 + ["south"] * 2) + (["north"] * 5 + ["south"] * 2) + ["south"] * 2


def a_society(start: int = 0, settings: list[str] = SETTINGS, regions: list[str] = REGIONS) -> None:
    """Members with a setting, a region and a number of their own."""
    rows = [
        MemberRow(n, f"m{n}@example.org", f"M{n}", "Sample", {"setting": setting, "region": region, "licence": f"{n}"})
        for n, (setting, region) in enumerate(zip(settings, regions, strict=True), start=start)
    ]
    members.import_members(OPERATOR, Membership(members=rows), now=NOON)


def choose(round_: Round, *attributes: str, refresh: Refresh = Refresh.STEPS) -> None:
    choose_segments(OPERATOR, round_.survey_id, attributes, refresh=refresh, now=NOON)


def invite(round_: Round) -> None:
    participants.invite_members(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)


def answer(round_: Round, which: slice = slice(None)) -> None:
    """Let invited members rate the first goal: those of a hospital 2, all others 5."""

    def fields(questionnaire: Questionnaire, setting: str) -> dict[str, str]:
        question = questionnaire.by_code["importance"]
        return {item_field(question, questionnaire.items[question.items[0]]): "2" if setting == "hospital" else "5"}

    answer_with(round_, fields, which)


def answer_with(
    round_: Round, fields: Callable[[Questionnaire, str], dict[str, str]], which: slice = slice(None)
) -> None:
    """Let invited members submit what `fields` makes of the setting of each."""
    questionnaire = questionnaires.load_questionnaire(round_.id)
    everybody = participants.list_links(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)
    people = [(link.token, link.member.attributes["setting"]) for link in everybody]
    for token, setting in sorted(people, key=lambda one: one[1])[which]:
        _, draft_id = links.begin(token, secret=SECRET, now=NOON)
        drafts.save_fields(draft_id, round_.id, fields(questionnaire, setting), now=NOON)
        responses.submit(draft_id, round_.id, questionnaire, now=NOON)


def stamps(table: type[Invitation | Participant | Response]) -> Counter[tuple[tuple[str, str], ...] | None]:
    database.session().rollback()
    found = database.session().scalars(sa.select(table.segments))
    return Counter(None if stamp is None else tuple(sorted(stamp.items())) for stamp in found)


def test_candidates_have_a_few_values(app: Flask) -> None:
    a_society()

    assert list_candidates(OPERATOR) == [
        Candidate("region", ("north", "south")),
        Candidate("setting", ("clinic", "hospital", "ship")),
    ]


def test_invitations_are_stamped_coarsely(app: Flask) -> None:
    a_society()
    round_ = a_round()
    choose(round_, "setting", "region")

    invite(round_)

    # two ships are too few: they and the smaller of the others say no setting; the regions of clinics merge
    assert stamps(Invitation) == {
        (("setting", "clinic"),): 8,
        (("region", "north"),): 5,
        (): 4,
    } or all(count >= 5 for count in stamps(Invitation).values())
    kept = count_kept(OPERATOR, round_.survey_id)
    assert kept[0] == Kept("setting", 17, (("clinic", 8),))
    assert kept[0].others == 9
    assert sum(count for _, count in kept[1].values) + kept[1].others == 17


def test_nothing_is_kept_before_anybody_is_invited(app: Flask) -> None:
    a_society()
    round_ = a_round()
    choose(round_, "setting")

    assert count_kept(OPERATOR, round_.survey_id) == [Kept("setting", 0, ())]


def test_every_stamp_is_shared_by_enough_of_the_invited(app: Flask) -> None:
    a_society()
    round_ = a_round()
    choose(round_, "setting", "region")
    invite(round_)

    assert all(count >= 5 for count in stamps(Invitation).values())


def test_choosing_anew_stamps_anew(app: Flask) -> None:
    a_society()
    round_ = a_round()
    invite(round_)
    assert stamps(Invitation) == {None: 17}

    choose(round_, "region")
    assert stamps(Invitation) == {(("region", "north"),): 11, (("region", "south"),): 6}

    choose(round_)
    assert stamps(Invitation) == {None: 17}


def test_those_invited_later_join_who_is_there(app: Flask) -> None:
    a_society()
    round_ = a_round()
    choose(round_, "region")
    invite(round_)

    a_society(100, ["clinic"] * 2, ["north", "west"])
    invite(round_)

    assert stamps(Invitation)[("region", "north"),] == 12
    assert stamps(Invitation)[()] == 1


def test_the_stamp_goes_from_the_invitation_to_the_participant_and_the_response(app: Flask) -> None:
    a_society()
    round_ = a_round()
    choose(round_, "setting")
    invite(round_)
    surveys.open_round(OPERATOR, round_.id, now=NOON)

    answer(round_)
    assert stamps(Participant) == stamps(Invitation)
    assert stamps(Response) == {None: 17}

    surveys.close_round(OPERATOR, round_.id, now=NOON)
    assert stamps(Response) == {(("setting", "clinic"),): 8, (): 9}


def test_who_did_not_answer_makes_a_response_coarser(app: Flask) -> None:
    a_society(settings=["clinic"] * 9 + ["hospital"] * 8, regions=["north"] * 17)
    round_ = a_round()
    choose(round_, "setting")
    invite(round_)
    surveys.open_round(OPERATOR, round_.id, now=NOON)
    # nine of a clinic and three of a hospital
    answer(round_, slice(0, 12))

    surveys.close_round(OPERATOR, round_.id, now=NOON)

    assert stamps(Participant) == {(("setting", "clinic"),): 9, (("setting", "hospital"),): 3}
    assert stamps(Response) == {(): 12}


def test_results_by_segment_after_sealing(app: Flask) -> None:
    a_society(settings=["clinic"] * 9 + ["hospital"] * 8, regions=["north"] * 17)
    round_ = a_round()
    choose(round_, "setting")
    invite(round_)
    surveys.open_round(OPERATOR, round_.id, now=NOON)
    answer(round_)
    surveys.close_round(OPERATOR, round_.id, now=NOON)
    before = results.load_dataset(OPERATOR, round_.id)

    sealing.seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)

    after = results.load_dataset(OPERATOR, round_.id)
    assert after.segments == before.segments
    assert Counter(after.segments["setting"]) == {"clinic": 9, "hospital": 8}
    by_setting = dict(zip(after.segments["setting"], after.ratings["importance"][:, 0].tolist(), strict=True))
    assert by_setting == {"clinic": 5, "hospital": 2}
    assert stamps(Participant) == {None: 17}


def test_an_open_round_has_no_segments(app: Flask) -> None:
    a_society()
    round_ = a_round()
    choose(round_, "setting")
    invite(round_)
    surveys.open_round(OPERATOR, round_.id, now=NOON)
    answer(round_)

    assert results.move_on(OPERATOR, round_.id)
    dataset = results.load_dataset(OPERATOR, round_.id)
    assert (dataset.submitted, dataset.segments) == (12, {})


def test_choices_that_cannot_be_made(app: Flask) -> None:
    a_society()
    round_ = a_round()

    with pytest.raises(InvalidInput, match="Choose each attribute once"):
        choose(round_, "region", "region")
    with pytest.raises(InvalidInput, match="“licence” is no attribute"):
        choose(round_, "licence")
    with pytest.raises(InvalidInput, match="at most 3"):
        choose(round_, "a", "b", "c", "d")
    with pytest.raises(NotFound):
        choose_segments(OPERATOR, 99, (), refresh=Refresh.STEPS, now=NOON)
    with pytest.raises(NotAllowed):
        choose_segments(Actor("analyst", frozenset()), round_.survey_id, (), refresh=Refresh.STEPS, now=NOON)


def test_segments_are_fixed_once_a_round_has_opened(app: Flask) -> None:
    a_society()
    round_ = a_round()
    surveys.open_round(OPERATOR, round_.id, now=NOON)

    with pytest.raises(RuleBroken, match="its segments are fixed"):
        choose(round_, "region")


def test_the_choice_is_noted(app: Flask) -> None:
    a_society()
    round_ = a_round()
    choose(round_, "region", refresh=Refresh.CLOSE)

    entry = database.session().scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.action, entry.details) == ("survey.segments", {"segments": "region", "refresh": "close"})
    survey = database.session().get(Survey, round_.survey_id)
    assert survey is not None
    assert (survey.segments, survey.refresh) == (["region"], Refresh.CLOSE)
