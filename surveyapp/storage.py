"""Files that lie beside the database for a while: in a folder for the owner alone, under names that tell nothing."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from collections.abc import Collection
    from io import BufferedRandom
    from pathlib import Path

    from flask import Flask

_EXTENSION = "surveyapp_exports_folder"
_log = logging.getLogger(__name__)


def init_app(app: Flask, instance_path: Path) -> None:
    """Tell the application where its files lie; the folder is made with the first of them."""
    app.extensions[_EXTENSION] = instance_path / "exports"


def create(name: str) -> BufferedRandom:
    """Open a new file for its owner alone. Raises OSError when that cannot be, FileExistsError when there is one."""
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    return os.fdopen(os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def find(name: str) -> Path | None:
    """Where the file called `name` lies; None when it is gone."""
    file = _folder() / name
    return file if file.is_file() else None


def keep_only(names: Collection[str]) -> None:
    """Delete every file that is not among `names`. What cannot be deleted is told in the log, and tried again."""
    folder = _folder()
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.name not in names:
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                _log.warning("%s cannot be deleted: %s", file, error.strerror)


def _folder() -> Path:
    found: Path = current_app.extensions[_EXTENSION]
    return found
