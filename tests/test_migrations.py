"""The migrations make exactly the tables of the models, and can be undone, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic import command

from surveyapp import create_app, database
from tests.conftest import settings_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from tests.postgres import Server


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
    numbers = [f"{number:04}" for number in range(1, 7)]
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
