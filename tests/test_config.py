"""Settings: sensible defaults, one key per installation, and no start with a setting that cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surveyapp.config import load_settings, migrations_path, software_version
from surveyapp.errors import InvalidInput

if TYPE_CHECKING:
    from pathlib import Path


def test_defaults_serve_a_trial_on_one_machine(tmp_path: Path) -> None:
    settings = load_settings({}, instance_path=tmp_path)

    assert settings.database_url == f"sqlite:///{tmp_path / 'surveyapp.db'}"
    assert settings.public_url == "http://127.0.0.1:8000"
    assert not settings.is_https


def test_the_key_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = load_settings({}, instance_path=tmp_path)

    assert load_settings({}, instance_path=tmp_path).secret_key == first.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert load_settings({}, instance_path=tmp_path / "other").secret_key != first.secret_key


@pytest.mark.parametrize("key", ["", "changeme", "secret" * 5, "a" * 64, "ab" * 32])
def test_a_weak_key_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(InvalidInput, match="too weak"):
        load_settings({"SURVEYAPP_SECRET_KEY": key}, instance_path=tmp_path)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://kim@host/plan", "postgresql+psycopg://kim@host/plan"),
        ("postgresql://kim@host/plan?sslmode=require", "postgresql+psycopg://kim@host/plan?sslmode=require"),
        ("postgresql+psycopg://host/plan", "postgresql+psycopg://host/plan"),
        ("sqlite:////var/lib/plan.db", "sqlite:////var/lib/plan.db"),
    ],
)
def test_addresses_of_databases(tmp_path: Path, url: str, expected: str) -> None:
    assert load_settings({"SURVEYAPP_DATABASE_URL": url}, instance_path=tmp_path).database_url == expected


@pytest.mark.parametrize("url", ["mysql://host/plan", "plan.db", "sqlite"])
def test_other_databases_are_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidInput, match="must begin with"):
        load_settings({"SURVEYAPP_DATABASE_URL": url}, instance_path=tmp_path)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "America"])
def test_a_time_zone_that_is_none_is_refused(tmp_path: Path, zone: str) -> None:
    with pytest.raises(InvalidInput, match="zone name"):
        load_settings({"SURVEYAPP_TIME_ZONE": zone}, instance_path=tmp_path)


def test_the_societys_own_look(tmp_path: Path) -> None:
    mark = tmp_path / "mark.svg"
    mark.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>', "utf-8")
    own = load_settings({"SURVEYAPP_ACCENT": "#003366", "SURVEYAPP_MARK": str(mark)}, instance_path=tmp_path)
    ours = load_settings({"SURVEYAPP_ACCENT": "", "SURVEYAPP_MARK": ""}, instance_path=tmp_path)

    assert own.accent is not None
    assert own.accent.light.accent == "#003366"
    assert own.mark is not None
    assert own.mark.startswith("<svg")
    assert (ours.accent, ours.mark) == (None, None)


@pytest.mark.parametrize(("name", "value"), [("SURVEYAPP_ACCENT", "#FFFFFF"), ("SURVEYAPP_MARK", "missing.svg")])
def test_a_look_that_cannot_be_had_is_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(InvalidInput, match=name):
        load_settings({name: value}, instance_path=tmp_path)


def test_https_is_recognised_and_a_slash_at_the_end_does_not_matter(tmp_path: Path) -> None:
    settings = load_settings({"SURVEYAPP_URL": "https://survey.example.org/"}, instance_path=tmp_path)

    assert (settings.public_url, settings.is_https) == ("https://survey.example.org", True)


def test_the_instance_folder_can_be_named(tmp_path: Path) -> None:
    settings = load_settings({"SURVEYAPP_INSTANCE": str(tmp_path / "here")})

    assert settings.instance_path == tmp_path / "here"
    assert settings.instance_path.is_dir()


def test_the_migrations_and_the_version_are_found() -> None:
    assert (migrations_path() / "env.py").is_file()
    assert software_version().count(".") == 2
