"""Personal links and pseudonyms: opening changes nothing, starting is idempotent, and nothing joins the two sides."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from surveyapp import database
from surveyapp.errors import NotAllowed, NotFound, RuleBroken
from surveyapp.models import AuditEntry, Draft, Invitation, Member, Participant, TextAnswer
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
from tests.factories import a_round, an_open_round, some_links, some_members

if TYPE_CHECKING:
    from flask import Flask


def count(table: type[database.Base]) -> int:
    database.session().rollback()
    return database.session().scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_each_member_has_one_link_that_stays(app: Flask) -> None:
    round_ = an_open_round()
    first = some_links(round_, 3)

    assert participants.invite_members(OPERATOR, round_.survey_id, secret=SECRET, now=NOON) == 0
    assert some_links(round_, 3) == first
    assert len(set(first)) == 3
    assert all(len(token) == 24 for token in first)


def test_members_who_joined_later_are_invited_later(app: Flask) -> None:
    round_ = an_open_round()
    first = some_links(round_, 2)
    some_members(4)

    assert participants.invite_members(OPERATOR, round_.survey_id, secret=SECRET, now=NOON) == 2
    assert set(first) < set(some_links(round_, 4))


def test_opening_a_link_changes_nothing(app: Flask) -> None:
    token = some_links(an_open_round())[0]

    doors = [links.find_door(token, secret=SECRET, now=NOON) for _ in range(10)]

    assert {door.draft_id for door in doors if door} == {None}
    assert (count(Participant), count(Draft)) == (0, 0)


def test_starting_twice_is_starting_once(app: Flask) -> None:
    token = some_links(an_open_round())[0]

    first = links.begin(token, secret=SECRET, now=NOON)

    assert links.begin(token, secret=SECRET, now=NOON) == first
    assert (count(Participant), count(Draft)) == (1, 1)


def test_the_door_knows_its_holder_and_nobody_else(app: Flask) -> None:
    mine, other, _ = some_links(an_open_round())
    round_id, draft_id = links.begin(mine, secret=SECRET, now=NOON)
    drafts.save_fields(draft_id, round_id, {"missing": "Much"}, now=NOON)

    door, others = (links.find_door(token, secret=SECRET, now=NOON) for token in (mine, other))

    assert door is not None
    assert others is not None
    assert (door.draft_id, door.fields, door.submitted) == (draft_id, {"missing": "Much"}, False)
    assert (others.draft_id, others.fields) == (None, {})


def test_an_unknown_link_and_a_round_that_has_not_opened(app: Flask) -> None:
    round_ = a_round()
    token = some_links(round_)[0]

    assert links.find_door(token, secret=SECRET, now=NOON) is None
    with pytest.raises(NotFound):
        links.begin(token, secret=SECRET, now=NOON)
    with pytest.raises(NotFound):
        links.find_door(token[:-1] + ("A" if token[-1] != "A" else "B"), secret=SECRET, now=NOON)
    with pytest.raises(NotFound):
        links.begin("../../etc", secret=SECRET, now=NOON)


def test_no_start_after_closing(app: Flask) -> None:
    token = some_links(an_open_round())[0]

    with pytest.raises(RuleBroken):
        links.begin(token, secret=SECRET, now=NOON + timedelta(days=10))

    door = links.find_door(token, secret=SECRET, now=NOON + timedelta(days=10))
    assert door is not None
    assert not door.accepting


def test_the_database_alone_joins_no_member_with_an_answer(app: Flask) -> None:
    """Without the installation's secret, no function of what is stored leads from a member to a pseudonym."""
    round_ = an_open_round()
    tokens = some_links(round_)
    for token in tokens:
        links.begin(token, secret=SECRET, now=NOON)
    db = database.session()
    pseudonyms = set(db.scalars(sa.select(Participant.pseudonym)))
    members = db.scalars(sa.select(Member)).all()
    digests = set(db.scalars(sa.select(Invitation.link_digest)))
    stored_key = surveys.get_round(OPERATOR, round_.id).survey.link_key
    assert stored_key is not None

    for guess in (stored_key, links.link_key(stored_key, ""), links.link_key(stored_key, stored_key.hex())):
        made = [links.member_token(guess, member.key) for member in members]
        assert not digests & {links.link_digest(token) for token in made}
        assert not pseudonyms & {links.pseudonym(guess, token) for token in made}
    assert not {token for token in tokens if token in digests | pseudonyms}


def test_the_order_of_rows_tells_nothing_about_the_order_of_people(app: Flask) -> None:
    tokens = some_links(an_open_round(), 40)
    begun = [links.begin(token, secret=SECRET, now=NOON)[1] for token in tokens]
    db = database.session()

    stored = list(db.scalars(sa.select(Draft.id).order_by(Draft.id)))

    followed = sum(b == begun[begun.index(a) + 1] for a, b in itertools.pairwise(stored) if a != begun[-1])
    assert sorted(begun) == stored
    assert followed < 10


def test_closing_leaves_no_order_of_answers_in_the_file_of_sqlite(app: Flask) -> None:
    """Neither the journal nor the places of rows within a page may tell who came before whom."""
    round_ = an_open_round()
    questionnaire = questionnaires.load_questionnaire(round_.id)
    tokens = some_links(round_, 30)
    for number, token in enumerate(tokens):
        round_id, draft_id = links.begin(token, secret=SECRET, now=NOON)
        drafts.save_fields(draft_id, round_id, {"missing": f"told as number {number:02}"}, now=NOON)
        responses.submit(draft_id, round_id, questionnaire, now=NOON)
    database.session().rollback()
    query = sa.select(TextAnswer.response_id, TextAnswer.text).order_by(TextAnswer.response_id)
    by_response = [text for _, text in database.session().execute(query)]
    by_draft = [fields["missing"] for fields in database.session().scalars(sa.select(Draft.fields).order_by(Draft.id))]

    surveys.close_round(OPERATOR, round_.id, now=NOON + timedelta(hours=1))

    for file in Path(app.instance_path).glob("surveyapp.db"):
        content = file.read_bytes()
        # SQLite fills a page from its end, so within each page the rows stand backwards.
        answers = [divmod(content.index(text.encode()), 4096) for text in by_response]
        typed = [divmod(content.rindex(text.encode()), 4096) for text in by_draft]
        for places in (answers, typed):
            assert places == sorted(places, key=lambda place: (place[0], -place[1]))
        assert all(journal.stat().st_size == 0 for journal in Path(app.instance_path).glob("*-wal"))


def test_sealing_leaves_no_key_in_the_file_of_sqlite(app: Flask) -> None:
    round_ = an_open_round()
    key = surveys.get_round(OPERATOR, round_.id).survey.link_key
    assert key is not None
    surveys.close_round(OPERATOR, round_.id, now=NOON + timedelta(hours=1))

    sealing.seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)

    assert all(key not in file.read_bytes() for file in Path(app.instance_path).glob("surveyapp.db*"))


def test_who_answered_is_known_and_never_what(app: Flask) -> None:
    round_ = an_open_round()
    tokens = some_links(round_)
    questionnaire = questionnaires.load_questionnaire(round_.id)
    round_id, draft_id = links.begin(tokens[1], secret=SECRET, now=NOON)
    links.begin(tokens[2], secret=SECRET, now=NOON)
    drafts.save_fields(draft_id, round_id, {"missing": "Much"}, now=NOON)
    responses.submit(draft_id, round_id, questionnaire, now=NOON)

    answered = participants.list_answered(OPERATOR, round_.survey_id, secret=SECRET)

    assert [(member.given_name, done) for member, done in answered] == [
        ("Ann0", False),
        ("Ann1", True),
        ("Ann2", False),
    ]
    assert participants.count_progress(round_.id) == participants.Progress(3, 2, 1)


def test_sealing_destroys_the_key_and_keeps_who_answered(app: Flask) -> None:
    round_ = an_open_round()
    tokens = some_links(round_)
    questionnaire = questionnaires.load_questionnaire(round_.id)
    round_id, draft_id = links.begin(tokens[0], secret=SECRET, now=NOON)
    drafts.save_fields(draft_id, round_id, {"missing": "Much"}, now=NOON)
    responses.submit(draft_id, round_id, questionnaire, now=NOON)
    with pytest.raises(RuleBroken, match="Close every round"):
        sealing.seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)
    surveys.close_round(OPERATOR, round_.id, now=NOON + timedelta(days=1))

    sealing.seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)

    assert surveys.get_round(OPERATOR, round_.id).survey.link_key is None
    answered = participants.list_answered(OPERATOR, round_.survey_id, secret=SECRET)
    assert [done for _, done in answered] == [True, False, False]
    with pytest.raises(RuleBroken, match="sealed"):
        participants.list_links(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)
    with pytest.raises(RuleBroken, match="sealed already"):
        sealing.seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)
    for token in tokens:
        with pytest.raises(LinkEnded) as ended:
            links.find_door(token, secret=SECRET, now=NOON)
        assert ended.value.ending is Ending.SEALED


def test_reminders_are_stopped_and_wanted_again_by_any_link_that_was_given_out(app: Flask) -> None:
    round_ = an_open_round()
    mine, other, _ = some_links(round_)
    member_id = members.list_members(OPERATOR)[0].id
    new = invitations.replace_link(OPERATOR, round_.survey_id, member_id, generation=0, secret=SECRET, now=NOON)
    invitations.withdraw(OPERATOR, round_.survey_id, member_id, now=NOON)

    for token in (mine, new.token):
        links.set_reminders(token, wanted=False)
        links.set_reminders(token, wanted=False)
        assert [links.wants_reminders(each) for each in (mine, new.token, other)] == [False, False, True]
        links.set_reminders(token, wanted=True)
        assert links.wants_reminders(mine)


def test_stopping_reminders_leaves_no_time_and_no_entry(app: Flask) -> None:
    token = some_links(an_open_round())[0]
    entries = count(AuditEntry)

    links.set_reminders(token, wanted=False)

    assert count(AuditEntry) == entries
    kinds = {column.name: column.type for column in Member.__table__.columns}
    assert not [name for name, kind in kinds.items() if isinstance(kind, sa.Date | sa.DateTime)]


def test_reminders_of_a_link_that_was_never_given_out(app: Flask) -> None:
    some_links(an_open_round())

    for act in (links.wants_reminders, lambda token: links.set_reminders(token, wanted=False)):
        with pytest.raises(NotFound):
            act("A" * 24)


def test_a_known_and_an_unknown_link_take_the_same_path(app: Flask) -> None:
    """Neither the number of questions put to the database nor their wording tells whether a link was ever one."""
    round_ = an_open_round()
    tokens = some_links(round_)
    people = members.list_members(OPERATOR)
    invitations.replace_link(OPERATOR, round_.survey_id, people[0].id, generation=0, secret=SECRET, now=NOON)
    invitations.withdraw(OPERATOR, round_.survey_id, people[1].id, now=NOON)
    seen: dict[str, list[str]] = {}

    def note(*arguments: object) -> None:
        seen[token].append(str(arguments[2]))

    event.listen(database.engine(), "before_cursor_execute", note)
    for token in (tokens[0], tokens[1], "A" * 24, "x"):
        seen[token] = []
        with pytest.raises(NotFound):
            links.find_door(token, secret=SECRET, now=NOON)
        with pytest.raises(NotFound):
            links.begin(token, secret=SECRET, now=NOON)
    event.remove(database.engine(), "before_cursor_execute", note)

    assert len(seen) == 4
    assert len({tuple(statements) for statements in seen.values()}) == 1


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "{}.",
        "{})",
        "{}>",
        "{} ",
        "{}\u200b",
        "{}&gt;",
        "<{}>",
        "({}).",
        "{}\n",
        '{}"',
        "{}_",
        "{}-",
        "{}./x",
        "{}=",
    ],
)
def test_what_a_mail_program_leaves_around_a_link_is_no_part_of_it(around: str) -> None:
    for token in ("abcdefghijklmnopqrstuvwx", "-_-_-_-_-_-_-_-_-_-_-_-_"):
        assert links.whole_token(around.format(token)) == token


@pytest.mark.parametrize("text", ["", ".", "abc", "a" * 23, "a" * 25, "a" * 23 + "."])
def test_what_is_not_a_whole_link_stays_as_it_is(text: str) -> None:
    assert links.whole_token(text) == text


@given(st.text(max_size=60))
def test_cleaning_a_link_twice_is_cleaning_it_once(text: str) -> None:
    once = links.whole_token(text)

    assert links.whole_token(once) == once


def test_links_are_for_those_who_manage_members(app: Flask) -> None:
    round_ = an_open_round()
    stranger = Actor("stranger", frozenset())

    with pytest.raises(NotAllowed):
        participants.list_links(stranger, round_.survey_id, secret=SECRET, now=NOON)
    with pytest.raises(NotAllowed):
        participants.list_answered(stranger, round_.survey_id, secret=SECRET)
    with pytest.raises(NotFound):
        participants.invite_members(OPERATOR, 999, secret=SECRET, now=NOON)
