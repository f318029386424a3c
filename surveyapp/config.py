"""Settings from defaults, the instance folder and the environment; refuses to start half-configured."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from surveyapp.accent import read_accent
from surveyapp.errors import InvalidInput
from surveyapp.mark import read_mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from surveyapp.accent import Accent

_SHORTEST_KEY = 32
_PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations.

    `secret_key` signs cookies and, together with a survey's own link key, makes its personal links:
    whoever loses it loses the links. `public_url` is where members reach the application; links are
    built from it and never from a request's Host header. Without an `accent` or a `mark` of the society's
    own, ours serve.
    """

    instance_path: Path
    database_url: str
    secret_key: str
    public_url: str
    society: str
    time_zone: str
    accent: Accent | None = None
    mark: Markup | None = None

    @property
    def is_https(self) -> bool:
        """Whether members reach the application over TLS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")


def load_settings(environ: Mapping[str, str] | None = None, *, instance_path: Path | None = None) -> Settings:
    """Read the settings. Raises `InvalidInput` with what to change when one cannot be used."""
    env = os.environ if environ is None else environ
    instance = instance_path or _instance_path(env)
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        message = (
            f"The instance folder {instance} cannot be made: {error.strerror}. Name another with SURVEYAPP_INSTANCE."
        )
        raise InvalidInput(message) from error
    return Settings(
        instance_path=instance,
        database_url=_database_url(env, instance),
        secret_key=_secret_key(env, instance),
        public_url=env.get("SURVEYAPP_URL", "http://127.0.0.1:8000").rstrip("/"),
        society=env.get("SURVEYAPP_SOCIETY", "The society"),
        time_zone=_time_zone(env.get("SURVEYAPP_TIME_ZONE", "America/Chicago")),
        accent=read_accent(accent) if (accent := env.get("SURVEYAPP_ACCENT")) else None,
        mark=read_mark(Path(mark)) if (mark := env.get("SURVEYAPP_MARK")) else None,
    )


def software_version() -> str:
    """The version that is installed, as reports name it."""
    return version("surveyapp")


def migrations_path() -> Path:
    """Where the migration scripts lie: at the top of a checkout, beside the package in a wheel."""
    checkout = _PROJECT / "migrations"
    return checkout if checkout.is_dir() else _PROJECT / "surveyapp_migrations"


def _instance_path(env: Mapping[str, str]) -> Path:
    if named := env.get("SURVEYAPP_INSTANCE"):
        return Path(named).resolve()
    if (_PROJECT / "pyproject.toml").is_file():
        return _PROJECT / "instance"
    return Path.cwd() / "instance"


def _database_url(env: Mapping[str, str], instance: Path) -> str:
    url = env.get("SURVEYAPP_DATABASE_URL") or f"sqlite:///{instance / 'surveyapp.db'}"
    scheme, separator, rest = url.partition("://")
    if scheme in {"postgres", "postgresql"}:
        scheme = "postgresql+psycopg"
    if scheme not in {"sqlite", "postgresql+psycopg"} or not separator:
        message = "SURVEYAPP_DATABASE_URL must begin with sqlite:/// or postgresql://."
        raise InvalidInput(message)
    return f"{scheme}://{rest}"


def _secret_key(env: Mapping[str, str], instance: Path) -> str:
    key = env.get("SURVEYAPP_SECRET_KEY")
    if key is None:
        key = _kept_key(instance / "secret_key")
    if len(key) < _SHORTEST_KEY or len(set(key)) < _SHORTEST_KEY // 4:
        message = (
            f"The secret key is too weak. Set SURVEYAPP_SECRET_KEY to at least {_SHORTEST_KEY} random characters, "
            "for example the output of: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
        raise InvalidInput(message)
    return key


def _kept_key(file: Path) -> str:
    """Read the key of this installation; make one, readable by the owner alone, at the first start."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text("utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        key = secrets.token_urlsafe(48)
        out.write(key + "\n")
    return key


def is_zone(name: str) -> bool:
    """Whether `name` is a time zone such as America/Chicago."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones
        return False
    return True


def _time_zone(name: str) -> str:
    if not is_zone(name):
        message = f"SURVEYAPP_TIME_ZONE must be a zone name such as America/Chicago, not {name!r}."
        raise InvalidInput(message)
    return name
