"""The application on a real database file, served on a port of its own; it can stop and come back as it was."""

from __future__ import annotations

import shutil
import socket
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import waitress
from waitress import wasyncore

from surveyapp import create_app, database
from tests.conftest import settings_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

_THREADS = 8


class Site:
    """One installation in `folder`, with a copy of the `migrated` database; nothing of it outlives the folder."""

    def __init__(self, folder: Path, migrated: Path) -> None:
        shutil.copy(migrated, folder / "surveyapp.db")
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = replace(settings_for(folder, f"sqlite:///{folder / 'surveyapp.db'}"), public_url=self.url)
        self._app: Flask
        self._serving: _Serving | None = None

    def start(self) -> None:
        """Serve, from an application made anew: nothing that an earlier one kept in memory is there."""
        self._app = create_app(self.settings)
        self._serving = _Serving(self._app, self.port)
        self._serving.start()

    def stop(self) -> None:
        """Stop as a crash does: every connection is cut, the port refuses, the memory is gone. The file stays."""
        if self._serving is not None:
            self._serving.stop()
            self._serving = None
            with self._app.app_context():
                database.engine().dispose()

    def restart(self) -> None:
        self.stop()
        self.start()

    @contextmanager
    def services(self) -> Iterator[datetime]:
        """Inside the application, as a command is; the present moment comes with it."""
        with self._app.app_context():
            yield datetime.now(UTC)


class _Serving(threading.Thread):
    """A waitress server in a thread, with its connections in our hands so that they can be cut."""

    def __init__(self, app: Flask, port: int) -> None:
        super().__init__()
        self._connections: dict[int, object] = {}
        self._server = waitress.create_server(app, host="127.0.0.1", port=port, threads=_THREADS, map=self._connections)
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.is_set():
            wasyncore.loop(count=1, map=self._connections)
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._connections)

    def stop(self) -> None:
        self._is_over.set()
        self._server.pull_trigger()
        self.join()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
