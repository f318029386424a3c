"""The application on a migrated database, once on SQLite and once on PostgreSQL; a fixed cast; a fixed noon."""

from __future__ import annotations

import contextvars
import gc
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from surveyapp import create_app, database
from surveyapp.config import Settings
from tests.postgres import running_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from jinja2 import BytecodeCache
    from werkzeug.test import TestResponse

    from tests.postgres import Server

SECRET = "a-secret-of-the-tests-that-nobody-else-uses-0123456789"
VIEWS = Path(__file__).parent / "views"
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
    """The name of a database after all migrations, to be emptied for each test."""
    _migrate(tmp_path_factory.mktemp("migrated_postgres"), postgres.create("migrated"))
    return "migrated"


def _migrate(folder: Path, url: str) -> None:
    app = create_app(settings_for(folder, url))
    with app.app_context():
        database.migrate()
        database.engine().dispose()


def pytest_configure() -> None:
    """Look for garbage less often: thousands of tests that keep little spend a tenth of their time on it."""
    gc.set_threshold(50_000, 20, 20)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what uses the database on both kinds; of the pages' tests those that are marked so, and the rest on one.

    What differs between the two lies below the pages, and every page is opened once on each.
    """
    if "database_url" in metafunc.fixturenames:
        is_of_pages = VIEWS in metafunc.definition.path.parents
        is_on_both = not is_of_pages or metafunc.definition.get_closest_marker("both_databases") is not None
        metafunc.parametrize("database_url", ["sqlite", "postgresql"] if is_on_both else ["sqlite"], indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database that this test alone uses."""
    if request.param == "sqlite":
        file = tmp_path / "surveyapp.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        yield f"sqlite:///{file}"
        return
    server: Server = request.getfixturevalue("postgres")
    name: str = request.getfixturevalue("migrated_postgres")
    server.empty(name)
    yield server.url(name)


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Hash passwords as always, but with so little work that a thousand sign-ins take no time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("surveyapp.services.accounts._hasher", PasswordHasher.from_parameters(CHEAPEST))
        yield


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates are compiled once for all the applications that tests make."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(database_url: str, tmp_path: Path, compiled_templates: BytecodeCache) -> Iterator[Flask]:
    """The application, with its context pushed, so that services can be called as pages call them."""
    app = create_app(settings_for(tmp_path, database_url))
    app.jinja_env.bytecode_cache = compiled_templates
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
