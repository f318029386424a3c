"""Files beside the database: for the owner alone, one for each name, gone when nobody names them any more."""

from __future__ import annotations

import logging
import stat
from typing import TYPE_CHECKING

import pytest

from surveyapp import storage

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


def test_files_are_for_their_owner_alone(app: Flask, tmp_path: Path) -> None:
    with storage.create("one") as out:
        out.write(b"words")

    file = storage.find("one")
    assert file is not None
    assert file.read_bytes() == b"words"
    assert file.parent == tmp_path / "exports"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_name_is_given_once(app: Flask) -> None:
    storage.create("one").close()

    with pytest.raises(FileExistsError):
        storage.create("one")


def test_what_nobody_names_is_deleted(app: Flask) -> None:
    storage.keep_only(())
    for name in ("one", "two", "three"):
        storage.create(name).close()

    storage.keep_only({"two", "four"})

    assert [storage.find(name) is not None for name in ("one", "two", "three", "four")] == [False, True, False, False]


def test_what_cannot_be_deleted_is_told(app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    storage.create("one").close()
    (tmp_path / "exports" / "a-folder").mkdir()

    with caplog.at_level(logging.WARNING):
        storage.keep_only(())

    assert storage.find("one") is None
    assert "a-folder cannot be deleted" in caplog.text
