"""Replacing a link and withdrawing an invitation: the link stops at once, the answers stay, and nothing is joined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.errors import NotAllowed, NotFound, RuleBroken
from surveyapp.models import AuditEntry, Draft, Invitation, Member, Participant, ReplacedLink, Response
from surveyapp.permissions import OPERATOR, Actor
from surveyapp.services import (
    drafts,
    invitations,
    links,
    members,
    participants,
    questionnaires,
    responses,
    sealing,
    surveys,
)
from surveyapp.services.links import Ending, LinkEnded
from tests.conftest import NOON, SECRET
from tests.factories import an_open_round, some_links

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

LATER = NOON + timedelta(days=1)


@dataclass
class World:
    """An open round whose first member has begun and saved an answer."""

    round_id: int
    survey_id: int
    tokens: list[str]
    people: list[int]
    draft_id: int

    def door(self, token: str) -> links.Door:
        door = links.find_door(token, secret=SECRET, now=NOON)
        assert door is not None
        return door

    def replace(self, generation: int = 0, person: int = 0) -> str:
        member_id = self.people[person]
        new = invitations.replace_link(
            OPERATOR, self.survey_id, member_id, generation=generation, secret=SECRET, now=NOON
        )
        assert new.member.id == member_id
        return new.token

    def withdraw(self, person: int = 0) -> None:
        invitations.withdraw(OPERATOR, self.survey_id, self.people[person], now=NOON)

    def restore(self, person: int = 0) -> None:
        invitations.restore(OPERATOR, self.survey_id, self.people[person], now=NOON)

    def close(self) -> None:
        surveys.close_round(OPERATOR, self.round_id, now=LATER)


@pytest.fixture
def world(app: Flask) -> World:
    round_ = an_open_round()
    tokens = some_links(round_)
    round_id, draft_id = links.begin(tokens[0], secret=SECRET, now=NOON)
    drafts.save_fields(draft_id, round_id, {"missing": "Much"}, now=NOON)
    people = [member.id for member in members.list_members(OPERATOR)]
    return World(round_id, round_.survey_id, tokens, people, draft_id)


def ending(token: str, act: Callable[..., object] = links.find_door) -> Ending:
    with pytest.raises(LinkEnded) as ended:
        act(token, secret=SECRET, now=NOON)
    return ended.value.ending


def submit(world: World, draft_id: int) -> None:
    questionnaire = questionnaires.load_questionnaire(world.round_id)
    responses.submit(draft_id, world.round_id, questionnaire, now=NOON)


def actions() -> list[tuple[str, str | None]]:
    database.session().rollback()
    entries = database.session().scalars(sa.select(AuditEntry).order_by(AuditEntry.id))
    return [(entry.action, entry.details.get("member")) for entry in entries]


def test_a_new_link_opens_the_same_draft_and_the_old_one_stops(world: World) -> None:
    old = world.tokens[0]

    new = world.replace()

    assert new not in world.tokens
    assert len(new) == 24
    assert (world.door(new).draft_id, world.door(new).fields) == (world.draft_id, {"missing": "Much"})
    assert links.begin(new, secret=SECRET, now=NOON) == (world.round_id, world.draft_id)
    assert ending(old) is Ending.REPLACED
    assert ending(old, links.begin) is Ending.REPLACED


def test_a_link_can_be_replaced_again_and_all_before_are_recognised(world: World) -> None:
    given = [world.tokens[0]] + [world.replace(generation) for generation in range(4)]

    assert len(set(given)) == 5
    assert [ending(token) for token in given[:-1]] == [Ending.REPLACED] * 4
    assert world.door(given[-1]).draft_id == world.draft_id


def test_answers_submitted_by_the_old_link_are_those_of_the_new(world: World) -> None:
    submit(world, world.draft_id)

    new = world.replace()

    assert world.door(new).submitted
    submit(world, links.begin(new, secret=SECRET, now=NOON)[1])
    assert participants.count_progress(world.round_id) == participants.Progress(3, 1, 1)
    answered = participants.list_answered(OPERATOR, world.survey_id, secret=SECRET)
    assert [done for _, done in answered] == [True, False, False]


def test_replacing_before_the_member_began(world: World) -> None:
    new = world.replace(person=1)

    _, draft_id = links.begin(new, secret=SECRET, now=NOON)
    newest = world.replace(generation=1, person=1)

    assert world.door(newest).draft_id == draft_id != world.draft_id


def test_the_file_of_links_has_the_new_ones(world: World) -> None:
    new = world.replace()

    found = participants.list_links(OPERATOR, world.survey_id, secret=SECRET, now=NOON)

    assert [link.token for link in found] == [new, *world.tokens[1:]]
    assert participants.invite_members(OPERATOR, world.survey_id, secret=SECRET, now=NOON) == 0


def test_a_second_press_gives_the_same_link(world: World) -> None:
    new = world.replace()

    assert world.replace() == new
    assert world.door(new).draft_id == world.draft_id
    assert [action for action, _ in actions()][-2:] == ["link.replaced", "link.shown"]


def test_a_page_that_is_out_of_date_replaces_nothing(world: World) -> None:
    world.replace()
    newest = world.replace(1)

    for generation in (0, 3, 999999):
        with pytest.raises(RuleBroken, match="meanwhile"):
            world.replace(generation)

    assert world.door(newest).draft_id == world.draft_id


def test_a_device_that_opened_the_old_link_is_not_let_in_any_more(world: World) -> None:
    before, others = world.door(world.tokens[0]).admission, world.door(world.tokens[1]).admission
    assert links.is_admitted(before)

    new = world.replace()

    assert not links.is_admitted(before)
    assert links.is_admitted(others)
    assert links.is_admitted(world.door(new).admission)
    assert not links.is_admitted("")


def test_a_withdrawn_link_stops_and_its_devices_with_it(world: World) -> None:
    before = world.door(world.tokens[0]).admission

    world.withdraw()

    assert ending(world.tokens[0]) is Ending.WITHDRAWN
    assert ending(world.tokens[0], links.begin) is Ending.WITHDRAWN
    assert not links.is_admitted(before)
    found = participants.list_links(OPERATOR, world.survey_id, secret=SECRET, now=NOON)
    assert [link.token for link in found] == world.tokens[1:]


def test_what_was_submitted_before_a_withdrawal_stays_and_counts(world: World) -> None:
    submit(world, world.draft_id)

    world.withdraw()

    assert participants.count_progress(world.round_id) == participants.Progress(3, 1, 1)
    world.close()
    sealing.seal_survey(OPERATOR, world.survey_id, secret=SECRET, now=LATER)
    answered = participants.list_answered(OPERATOR, world.survey_id, secret=SECRET)
    assert [done for _, done in answered] == [True, False, False]


def test_a_withdrawal_taken_back_opens_the_same_answers_by_the_same_link(world: World) -> None:
    before = world.door(world.tokens[0]).admission
    world.withdraw()

    world.restore()

    assert world.door(world.tokens[0]).draft_id == world.draft_id
    assert not links.is_admitted(before)
    assert links.is_admitted(world.door(world.tokens[0]).admission)


def test_a_withdrawal_stays_once_the_round_is_closed(world: World) -> None:
    world.withdraw()
    assert invitations.may_restore(OPERATOR, world.survey_id)

    world.close()

    assert not invitations.may_restore(OPERATOR, world.survey_id)
    with pytest.raises(RuleBroken, match="closed, so the withdrawal stays"):
        world.restore()
    assert ending(world.tokens[0]) is Ending.WITHDRAWN


def test_what_cannot_be_done(world: World) -> None:
    with pytest.raises(RuleBroken, match="not withdrawn"):
        world.restore()
    world.withdraw()
    with pytest.raises(RuleBroken, match="withdrawn already"):
        world.withdraw()
    with pytest.raises(RuleBroken, match="withdrawn"):
        world.replace()
    assert invitations.get_invitation(OPERATOR, world.survey_id, world.people[0]).generation == 0


def test_a_replaced_link_of_a_withdrawn_invitation_says_that_it_is_withdrawn(world: World) -> None:
    new = world.replace()

    world.withdraw()

    assert ending(world.tokens[0]) is ending(new) is Ending.WITHDRAWN


def test_a_sealed_survey_lets_nobody_in_and_changes_no_link(app: Flask, world: World) -> None:
    new = world.replace()
    admissions = [world.door(token).admission for token in (new, *world.tokens[1:])]
    world.close()

    sealing.seal_survey(OPERATOR, world.survey_id, secret=SECRET, now=LATER)

    assert not any(links.is_admitted(admission) for admission in admissions)
    assert {ending(token) for token in (*world.tokens, new)} == {Ending.SEALED}
    for act in (lambda: world.replace(1), world.withdraw, world.restore):
        with pytest.raises(RuleBroken, match="sealed"):
            act()
    # A cookie that somebody kept must not lead from the draft it names to the member, not even in SQLite's free pages.
    for file in Path(app.instance_path).glob("surveyapp.db*"):
        assert not [admission for admission in admissions if admission.encode() in file.read_bytes()]


def test_every_change_leaves_an_entry_that_names_the_member(world: World) -> None:
    world.replace()
    world.withdraw()
    world.restore()

    ann = "ann0@example.org"
    assert actions()[-3:] == [("link.replaced", ann), ("invitation.withdrawn", ann), ("invitation.restored", ann)]


def test_only_those_who_manage_members(world: World) -> None:
    stranger, survey_id, person = Actor("stranger", frozenset()), world.survey_id, world.people[0]
    acts: list[Callable[[], object]] = [
        lambda: invitations.replace_link(stranger, survey_id, person, generation=0, secret=SECRET, now=NOON),
        lambda: invitations.withdraw(stranger, survey_id, person, now=NOON),
        lambda: invitations.restore(stranger, survey_id, person, now=NOON),
        lambda: invitations.may_restore(stranger, survey_id),
        lambda: invitations.get_invitation(stranger, survey_id, person),
        lambda: invitations.get_invitation_of(stranger, survey_id, "ann0@example.org"),
        lambda: invitations.find_invitations(stranger, survey_id, search="", limit=9),
    ]

    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_people_who_are_not_invited(world: World) -> None:
    for act in (
        lambda: invitations.get_invitation(OPERATOR, world.survey_id, 999),
        lambda: invitations.get_invitation(OPERATOR, 999, world.people[0]),
        lambda: invitations.get_invitation_of(OPERATOR, world.survey_id, "zoe@example.org"),
        lambda: invitations.withdraw(OPERATOR, 999, world.people[0], now=NOON),
    ):
        with pytest.raises(NotFound):
            act()


def test_looking_people_up(world: World) -> None:
    world.withdraw(1)
    links.set_reminders(world.tokens[2], wanted=False)

    everybody = invitations.find_invitations(OPERATOR, world.survey_id, search="", limit=2)
    one = invitations.find_invitations(OPERATOR, world.survey_id, search="ANN2 sample", limit=2)

    assert [found.member.given_name for found in everybody.invitations] == ["Ann0", "Ann1"]
    assert (everybody.found, everybody.total, everybody.withdrawn, everybody.without_reminders) == (3, 3, 1, 1)
    assert [found.member.given_name for found in one.invitations] == ["Ann2"]
    assert (one.found, one.total) == (1, 3)
    mine = invitations.get_invitation_of(OPERATOR, world.survey_id, " ANN1@example.org")
    assert (mine.member_id, mine.withdrawn_on) == (world.people[1], date(2026, 3, 2))


def test_the_database_alone_joins_no_replaced_link_with_an_answer(world: World) -> None:
    tokens = [world.tokens[0], world.replace(), world.replace(1)]
    db = database.session()
    db.rollback()
    pseudonyms = set(db.scalars(sa.select(Participant.pseudonym)))
    digests = set(db.scalars(sa.select(Invitation.link_digest))) | set(db.scalars(sa.select(ReplacedLink.link_digest)))
    keys = list(db.scalars(sa.select(Member.key)))
    stored = surveys.get_round(OPERATOR, world.round_id).survey.link_key
    assert stored is not None

    for guess in (stored, links.link_key(stored, ""), links.link_key(stored, stored.hex())):
        made = [links.member_token(guess, key, generation) for key in keys for generation in range(4)]
        assert not digests & {links.link_digest(token) for token in made}
        assert not pseudonyms & {links.pseudonym(guess, token) for token in (*made, *tokens)}
    assert not (digests | pseudonyms) & set(tokens)


def test_nothing_on_the_side_of_the_answers_tells_whose_link_was_changed(world: World) -> None:
    """Not by a value, and on PostgreSQL not by the transaction in which a row was last written either."""
    links.begin(world.tokens[1], secret=SECRET, now=NOON)
    submit(world, world.draft_id)
    before = _side_of_answers()

    world.replace()
    world.withdraw()
    world.restore()
    links.set_reminders(world.tokens[0], wanted=False)

    assert _side_of_answers() == before


def _side_of_answers() -> list[tuple[object, ...]]:
    db = database.session()
    db.rollback()
    is_postgres = database.engine().dialect.name == "postgresql"
    rows: list[tuple[object, ...]] = []
    for table in (Participant, Draft, Response):
        written = [sa.text(f"{table.__tablename__}.xmin::text")] if is_postgres else []
        query = sa.select(*table.__table__.columns, *written).order_by(table.id)
        rows += [tuple(row) for row in db.execute(query)]
    return rows
