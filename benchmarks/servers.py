"""Servers in processes of their own that tell how much CPU they have used."""

from __future__ import annotations

import logging
import multiprocessing
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
import waitress
from flask import Flask, request

from surveyapp import create_app, database
from surveyapp.cli.running import calm_collector
from surveyapp.config import load_settings
from surveyapp.documents import read_plan_document
from surveyapp.permissions import OPERATOR
from surveyapp.services import members, participants, plans, surveys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

Make = Callable[[Path, int], tuple[Flask, tuple[str, ...]]]
_THREADS = 8
_PAGE = "<!doctype html><title>Bare</title>" + "<p>A page of about five thousand characters.</p>" * 105


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens, and what its first words were (links, for the application)."""

    port: int
    links: tuple[str, ...]
    _ask: Connection

    def cpu_seconds(self) -> float:
        """User and system time of the server's process so far."""
        self._ask.send("cpu")
        seconds: float = self._ask.recv()
        return seconds


@contextmanager
def serving(make: Make, people: int = 0) -> Iterator[Server]:
    """Serve what `make` makes in a folder of its own, for `people` members, until the block ends."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    with tempfile.TemporaryDirectory() as folder:
        process = multiprocessing.get_context("spawn").Process(
            target=_serve, args=(make, Path(folder), people, there), daemon=True
        )
        process.start()
        port, links = here.recv()
        yield Server(port, links, here)
        process.terminate()
        process.join()


def application(folder: Path, people: int) -> tuple[Flask, tuple[str, ...]]:
    """The application with the sample plan, an open round, and a link for each of `people` members."""
    settings = replace(load_settings({}, instance_path=folder), society="A society")
    app = create_app(settings)
    now = datetime.now(UTC)
    with app.app_context():
        database.migrate()
        source = files("surveyapp.demo").joinpath("sample_plan.txt").read_bytes()
        outline = read_plan_document(source, "sample_plan.txt")
        version, _ = plans.import_outline(OPERATOR, outline, source_name="plan", source=source, now=now)
        round_ = surveys.create_survey(OPERATOR, version.id, time_zone="UTC", now=now)
        closes_at = now + timedelta(days=1)
        surveys.schedule_round(OPERATOR, round_.id, opens_at=None, closes_at=closes_at, time_zone="UTC", now=now)
        surveys.open_round(OPERATOR, round_.id, now=now)
        rows = [members.MemberRow(n, f"m{n}@example.org", "Member", str(n), {}) for n in range(people)]
        members.import_members(OPERATOR, members.Membership(members=rows), now=now)
        participants.invite_members(OPERATOR, round_.survey_id, secret=settings.secret_key, now=now)
        links = participants.list_links(OPERATOR, round_.survey_id, secret=settings.secret_key, now=now)
        return app, tuple(link.token for link in links)


def bare_page(_folder: Path, _people: int) -> tuple[Flask, tuple[str, ...]]:
    """A Flask application with one page of five thousand characters and nothing behind it."""
    app = Flask("bare_page")

    @app.route("/", methods=["GET", "POST"])
    def page() -> str:
        return _PAGE if request.method == "GET" else str(len(request.form))

    return app, ()


def bare_insert(folder: Path, _people: int) -> tuple[Flask, tuple[str, ...]]:
    """The same, but each POST inserts one row through SQLAlchemy with the application's own SQLite settings."""
    app = Flask("bare_insert")
    database.init_app(app, f"sqlite:///{folder / 'bare.db'}")
    table = sa.Table("answer", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.Text))
    with app.app_context():
        table.metadata.create_all(database.engine())

    @app.route("/", methods=["GET", "POST"])
    def page() -> str:
        if request.method == "POST":
            with database.writing() as connection:
                connection.execute(sa.insert(table), {"text": request.form["a"]})
        return _PAGE

    return app, ()


def bare_update(folder: Path, _people: int) -> tuple[Flask, tuple[str, ...]]:
    """A Flask application that updates one row at each POST, through SQLAlchemy with the application's own settings."""
    app = Flask("bare_update")
    database.init_app(app, f"sqlite:///{folder / 'bare.db'}")
    table = sa.Table("answer", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.Text))
    change = sa.update(table).where(table.c.id == 1)
    with app.app_context():
        table.metadata.create_all(database.engine())
        with database.writing() as connection:
            connection.execute(sa.insert(table), {"id": 1, "text": ""})

    @app.post("/")
    def page() -> dict[str, int]:
        with database.writing() as connection:
            connection.execute(change, {"text": str(request.get_json())})
        return {"version": 1}

    return app, ()


def _serve(make: Make, folder: Path, people: int, ask: Connection) -> None:
    app, links = make(folder, people)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    calm_collector()
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=_THREADS)
    threading.Thread(target=server.run, daemon=True).start()
    ask.send((server.effective_port, links))
    while ask.recv() == "cpu":
        ask.send(time.process_time())
