"""The application on a migrated database, once on SQLite and once on PostgreSQL; a fixed cast; a fixed noon."""

from __future__ import annotations

import contextvars
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from surveyapp import create_app, database
from surveyapp.config import Settings
from tests.postgres import running_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.postgres import Server

SECRET = "a-secret-of-the-tests-that-nobody-else-uses-0123456789"
NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def settings_for(folder: Path, database_url: str) -> Settings:
    """Settings of an installation in `folder`."""
    return Settings(
        instance_path=folder,
        database_url=database_url,
        secret_key=SECRET,
        public_url="http://localhost",
        society="The Sample Society",
        time_zone="America/Chicago",
    )


class Visitor(FlaskClient):
    """A client whose requests share nothing with the test: Flask would hand them the test's own context."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return contextvars.Context().run(super().open, *args, **kwargs)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file after all migrations, to be copied for each test."""
    folder = tmp_path_factory.mktemp("migrated")
    file = folder / "migrated.db"
    _migrate(folder, f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database after all migrations, to be the template of each test's own."""
    _migrate(tmp_path_factory.mktemp("migrated_postgres"), postgres.create("migrated"))
    return "migrated"


def _migrate(folder: Path, url: str) -> None:
    app = create_app(settings_for(folder, url))
    with app.app_context():
        database.migrate()
        database.engine().dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database of this test's own."""
    if request.param == "sqlite":
        file = tmp_path / "surveyapp.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        yield f"sqlite:///{file}"
        return
    server: Server = request.getfixturevalue("postgres")
    name = f"test_{uuid4().hex}"
    yield server.create(name, request.getfixturevalue("migrated_postgres"))
    server.drop(name)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application, with its context pushed, so that services can be called as pages call them."""
    app = create_app(settings_for(tmp_path, database_url))
    app.config["TESTING"] = True
    app.test_client_class = Visitor
    with app.app_context():
        yield app
        database.session().rollback()
    with app.app_context():
        database.engine().dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
