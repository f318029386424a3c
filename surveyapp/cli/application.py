"""What every command needs: the application on a database that is up to date, and failures said in one sentence."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from surveyapp.errors import AppError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from surveyapp.config import Settings


# A number that a row can have.
ID = click.IntRange(1, 2**31 - 1)


@contextmanager
def application(settings: Settings | None = None) -> Iterator[Flask]:
    """The application, its database migrated, and no connection left open after it.

    Turns our errors into one sentence and exit code 1.
    """
    from surveyapp import create_app, database  # noqa: PLC0415 - help and parsing need no database

    with sentences():
        app = create_app(settings)
        try:
            with app.app_context():
                database.migrate()
                yield app
        finally:
            with app.app_context():  # the first one has given its connections back by now
                database.engine().dispose()


@contextmanager
def sentences() -> Iterator[None]:
    """Show an error of ours as its sentence instead of a traceback."""
    try:
        yield
    except AppError as error:
        raise click.ClickException(str(error)) from error


def read_file(file: Path) -> bytes:
    """The bytes of a file that was named. Raises `InvalidInput` when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror or error}."
        raise InvalidInput(message) from error


def write_file(file: Path, content: bytes) -> None:
    """Put `content` in place of a file at once, so that a failure never leaves half a file."""
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        message = f"{file} cannot be written: {error.strerror or error}."
        raise InvalidInput(message) from error


def example(*lines: str) -> str:
    """The examples at the end of a command's help, each on a line of its own."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)
