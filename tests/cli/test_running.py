"""`surveyapp run` as it is run: a process that serves, and makes the file of a large round in another one."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.cookiejar import CookieJar
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest
from openpyxl import load_workbook

from surveyapp import create_app, database, exports
from surveyapp.enums import Role
from surveyapp.permissions import OPERATOR
from surveyapp.reports.excel import SHEETS
from surveyapp.services import accounts
from tests.conftest import NOON, SECRET, settings_for
from tests.exporting import a_large_round

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 120.0
EMAIL, PASSWORD = "ann@example.org", "a long enough password"


@contextmanager
def served(folder: Path, url: str) -> Iterator[str]:
    """The address of a `surveyapp run` in `folder`, stopped as an operator stops it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    env = {
        **os.environ,
        "SURVEYAPP_INSTANCE": str(folder),
        "SURVEYAPP_DATABASE_URL": url,
        "SURVEYAPP_SECRET_KEY": SECRET,
        "SURVEYAPP_URL": address,
    }
    command = [str(Path(sys.executable).parent / "surveyapp"), "run", "--port", str(port)]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, env=env, stdout=log, stderr=log) as process:
        try:
            yield address
        finally:
            process.terminate()


class Visitor:
    """A browser without a script, which keeps its cookie."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        self.url = ""

    def get(self, path: str) -> bytes:
        return self._open(path, None)

    def press(self, page: str, path: str, **typed: str) -> bytes:
        """Fill in a form of `page` that is sent to `path`."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page).decode())
        assert found is not None
        return self._open(path, urlencode({"csrf_token": found[1], **typed}).encode())

    def _open(self, path: str, data: bytes | None) -> bytes:
        with self._opener.open(self.address + path, data, timeout=30) as answer:
            self.url = answer.url.removeprefix(self.address)
            content: bytes = answer.read()
            return content

    def wait_for_server(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.get("/sign-in")
            except URLError:
                assert time.monotonic() < deadline, "the server never answered"
                time.sleep(0.1)
            else:
                return


@pytest.fixture
def installation(migrated_sqlite: Path, tmp_path: Path) -> tuple[str, int]:
    """The address of a database with an account and a round too large to be waited for, and the round's number."""
    file = tmp_path / "surveyapp.db"
    file.write_bytes(migrated_sqlite.read_bytes())
    app = create_app(settings_for(tmp_path, f"sqlite:///{file}"))
    with app.app_context():
        round_id = a_large_round(exports.MOST_AT_ONCE + 500)
        accounts.create_account(OPERATOR, email=EMAIL, name="Ann", role=Role.ANALYST, password=PASSWORD, now=NOON)
        database.session().rollback()
        database.engine().dispose()
    return f"sqlite:///{file}", round_id


def test_a_large_workbook_from_the_button_to_the_file(installation: tuple[str, int], tmp_path: Path) -> None:
    url, round_id = installation
    with served(tmp_path, url) as address:
        visitor = Visitor(address)
        visitor.wait_for_server()
        visitor.press("/sign-in", "/sign-in", email=EMAIL, password=PASSWORD)
        formats = f"/rounds/{round_id}/results/formats"
        page = visitor.press(formats, formats, format_name="xlsx", responses="y").decode()
        job = visitor.url
        assert job.startswith(f"/rounds/{round_id}/results/exports/")
        deadline = time.monotonic() + PATIENCE
        while "data-export" in page:
            assert time.monotonic() < deadline, "the file was never made"
            time.sleep(0.2)
            page = visitor.get(job).decode()
        assert "The file is ready" in page
        content = visitor.get(f"{job}/file")

    book = load_workbook(BytesIO(content), read_only=True)
    assert tuple(book.sheetnames) == SHEETS
    assert sum(1 for _ in book["Responses"].iter_rows()) == exports.MOST_AT_ONCE + 500 + 2
