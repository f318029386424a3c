"""The migrations make exactly the tables of the models, and can be undone, on both databases."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic import command

from surveyapp import create_app, database
from surveyapp.errors import RuleBroken
from surveyapp.permissions import OPERATOR
from surveyapp.services import drafts, invitations, links, members, questionnaires, responses
from surveyapp.services.rules import declare_rules, load_rules
from tests.conftest import NOON, SECRET, settings_for
from tests.factories import a_plan, a_round, an_open_round, some_links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.postgres import Server

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database without tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        server: Server = request.getfixturevalue("postgres")
        server.drop("empty")
        url = server.create("empty")
    app = create_app(settings_for(tmp_path, url))
    with app.app_context():
        yield app
        database.engine().dispose()


def _tables() -> set[str]:
    return set(sa.inspect(database.engine()).get_table_names()) - {"alembic_version"}


def test_migrations_make_the_models(empty_app: Flask) -> None:
    database.migrate()

    with database.engine().connect() as connection:
        command.check(database.migration_config(connection))
    assert _tables() == set(database.Base.metadata.tables)


def test_migrating_twice_changes_nothing(empty_app: Flask) -> None:
    database.migrate()
    database.migrate()

    assert _tables() == set(database.Base.metadata.tables)


def test_every_migration_can_be_undone_and_done_again(empty_app: Flask) -> None:
    numbers = sorted(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    seen = []
    for number in numbers:
        database.migrate(number)
        seen.append(_tables())
    for number, tables in reversed(list(zip(numbers, seen, strict=True))):
        assert _tables() == tables
        database.migrate_down("base" if number == "0001" else f"{int(number) - 1:04}")

    assert _tables() == set()
    database.migrate()
    assert _tables() == set(database.Base.metadata.tables)


def test_links_given_out_before_they_could_be_replaced_still_let_their_holders_in(empty_app: Flask) -> None:
    database.migrate()
    tokens = some_links(an_open_round())
    draft = links.begin(tokens[0], secret=SECRET, now=NOON)
    database.session().rollback()
    database.migrate_down("0008")

    database.migrate()

    doors = [links.find_door(token, secret=SECRET, now=NOON) for token in tokens]
    assert [door.draft_id for door in doors if door] == [draft[1], None, None]
    assert len({door.admission for door in doors if door and links.is_admitted(door.admission)}) == 3
    assert all(links.wants_reminders(token) for token in tokens)


def test_links_that_ended_cannot_be_taken_back_to_where_they_would_work_again(empty_app: Flask) -> None:
    database.migrate()
    round_ = an_open_round()
    links_given = some_links(round_)
    person = members.list_members(OPERATOR)[0].id
    invitations.withdraw(OPERATOR, round_.survey_id, person, now=NOON)
    database.session().rollback()

    with pytest.raises(RuntimeError, match="withdrawn"):
        database.migrate_down("0008")

    # SQLite has gone as far down as it could
    database.migrate()
    with pytest.raises(links.LinkEnded):
        links.find_door(links_given[0], secret=SECRET, now=NOON)


def _placements() -> list[tuple[object, ...]]:
    with database.engine().connect() as connection:
        rows = connection.execute(sa.text("SELECT response_id, item_id, place, shown_at FROM placement"))
        return sorted((tuple(row) for row in rows), key=str)


def _a_ranking() -> None:
    """A submitted response that ranks one goal of three and leaves two out."""
    round_ = an_open_round()
    questionnaire = questionnaires.load_questionnaire(round_.id)
    goal = questionnaire.items[questionnaire.by_code["order"].items[0]]
    _, draft_id = links.begin(some_links(round_)[0], secret=SECRET, now=NOON)
    drafts.save_fields(draft_id, round_.id, {f"order-{goal.id}": "1"}, now=NOON)
    responses.submit(draft_id, round_.id, questionnaire, now=NOON)
    database.session().rollback()


def test_rankings_stay_as_they_were_when_items_may_stand_level(empty_app: Flask) -> None:
    database.migrate()
    _a_ranking()
    before = _placements()
    assert len(before) == 3

    database.migrate_down("0007")
    assert _placements() == before
    with database.engine().connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(sa.text("UPDATE placement SET place = 1"))
    database.migrate()

    assert _placements() == before
    assert not questionnaires.load_questionnaire(1).by_code["order"].ties
    database.session().rollback()


def test_ballots_with_level_items_are_not_taken_back_to_where_they_cannot_be(empty_app: Flask) -> None:
    database.migrate()
    _a_ranking()
    with database.engine().begin() as connection:
        connection.execute(sa.text("UPDATE placement SET place = 1"))
    before = _placements()

    with pytest.raises(RuntimeError, match="stand level"):
        database.migrate_down("0007")

    assert _placements() == before


def test_a_survey_that_opened_without_a_rule_stays_without_one(empty_app: Flask) -> None:
    database.migrate()
    open_id = an_open_round().id
    draft_id = a_round(a_plan("Other Strategic Plan\n\nEnvisioned Future:\n\nIn the future, all is well.\n")).id
    database.session().rollback()

    database.migrate_down("0014")
    database.migrate()

    opened, draft = load_rules(OPERATOR, open_id), load_rules(OPERATOR, draft_id)
    assert (opened.rules, opened.locked_at) == ({}, NOON)
    assert (draft.rules, draft.locked_at) == ({}, None)
    with pytest.raises(RuleBroken, match="locked"):
        declare_rules(OPERATOR, open_id, {"importance": "society"}, now=NOON)
    declare_rules(OPERATOR, draft_id, {"agreement": "society"}, now=NOON)
    database.session().rollback()


def test_no_table_of_answers_keeps_the_order_in_which_they_came(migrated_sqlite: Path) -> None:
    connection = sqlite3.connect(migrated_sqlite)
    rows = connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'").fetchall()
    connection.close()

    # What staff made of words has random numbers, in whose order the file keeps it.
    tables = [table for table in database.Base.metadata.sorted_tables if table.name != "remark"]
    asked = {table.name for table in tables if "response_id" in table.columns}
    assert {"placement", "ranking_trace", "page_seconds"} <= asked <= {name for (name,) in rows}
