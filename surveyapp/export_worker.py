"""Makes the files that staff asked for, one after the other, in a process of its own beside the server.

In a thread of the server, making a large file would hold the interpreter, and members' pages would wait for it.
"""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import os
import signal
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import connection
from typing import TYPE_CHECKING

from surveyapp import create_app, database, storage
from surveyapp.errors import AppError, NotAllowed
from surveyapp.exports import say_unwritable, write_export
from surveyapp.reports.formats import Options
from surveyapp.services import accounts, export_jobs
from surveyapp.services.export_jobs import GivenUp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.process import BaseProcess

    from flask import Flask

    from surveyapp.config import Settings
    from surveyapp.reports.progress import Step
    from surveyapp.services.export_jobs import Claim

_log = logging.getLogger(__name__)
# Seconds between looks for a file to be made, at the process that makes one, at whether it is wanted, for old files.
_GLANCE, _TICK, _BEAT, _CLEARING = 1.0, 0.1, 2.0, 60.0
_NICENESS = 10
_AGAIN = "Nothing is lost but the file. Export again; if it fails again, tell whoever runs this installation."
_KILLED = f"The computer ended the work on this file before it was done, perhaps for want of memory. {_AGAIN}"
_CRASHED = f"Something went wrong on our side while this file was made. {_AGAIN}"


@contextmanager
def working(app: Flask) -> Iterator[None]:
    """Make files as long as this lasts; one that is being made at its end waits for the next start."""
    supervisor = _Supervisor(app)
    supervisor.start()
    try:
        yield
    finally:
        supervisor.stop()


def make_next() -> bool:
    """Make the file that waits longest to its end, here and now; returns whether there was one.

    To be called within the application's context, with no server beside it or in a test.
    """
    claim = export_jobs.claim(now=_now())
    if claim is not None:
        _make_file(claim)
    return claim is not None


class _Supervisor(threading.Thread):
    """Looks for files to be made, and after the process that makes one."""

    def __init__(self, app: Flask) -> None:
        super().__init__(name="exports", daemon=True)
        self._app = app
        self._is_over = threading.Event()
        self._clear_at = 0.0

    def stop(self) -> None:
        """End, and the process that makes a file with it."""
        self._is_over.set()
        self.join()

    def run(self) -> None:
        while not self._is_over.wait(_GLANCE):
            try:
                with self._app.app_context():
                    self._look()
            except Exception:  # noqa: BLE001 - nobody would make files any more
                _log.exception("Looking for exports failed; it is tried again.")

    def _look(self) -> None:
        if time.monotonic() >= self._clear_at:
            export_jobs.clear(now=_now())
            self._clear_at = time.monotonic() + _CLEARING
        if export_jobs.is_any_to_take(_now()):
            claim = export_jobs.claim(now=_now())
            if claim is not None:
                self._supervise(claim)

    def _supervise(self, claim: Claim) -> None:
        """Let a process make the file, and end it when the file is not wanted any more, or the server stops."""
        settings: Settings = self._app.config["SURVEYAPP"]
        # A forked process would have this one's threads half-way through whatever they do; a new one has none.
        process = multiprocessing.get_context("spawn").Process(target=_work, args=(settings, claim), daemon=True)
        process.start()
        try:
            self._watch(process, claim)
        finally:
            process.terminate()
            process.join()
        if self._is_over.is_set():
            export_jobs.put_back(claim)
        else:
            export_jobs.fail(claim, _KILLED, now=_now())
        export_jobs.delete_files()

    def _watch(self, process: BaseProcess, claim: Claim) -> None:
        """Wait until the process has ended or its file is not wanted any more; let it be known that it is made."""
        beat_at = 0.0
        while process.is_alive() and not self._is_over.wait(_TICK):
            if time.monotonic() >= beat_at:
                beat_at = time.monotonic() + _BEAT
                if not export_jobs.stay(claim, now=_now()):
                    return


def _work(settings: Settings, claim: Claim) -> None:
    """Make one file in a process of its own, which ends with the one that began it, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches every process of a terminal; the server ends this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    app = create_app(settings)
    with app.app_context():
        _make_file(claim)
        database.engine().dispose()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _make_file(claim: Claim) -> None:
    """Make the file of a claimed job, and note how it ended."""
    try:
        _write(claim)
    except GivenUp:
        pass  # whoever gave it up has noted it
    except AppError as error:
        export_jobs.fail(claim, str(error), now=_now())
    except OSError as error:
        export_jobs.fail(claim, say_unwritable(error), now=_now())
    except Exception as error:  # noqa: BLE001 - whatever it is, somebody waits to be told
        # Its text may quote what somebody wrote, so the log is told its kind and place alone.
        _log.error("An export failed: %s at %s", type(error).__name__, _place(error))
        export_jobs.fail(claim, _CRASHED, now=_now())
    export_jobs.delete_files()


def _write(claim: Claim) -> None:
    actor = accounts.get_actor(claim.account_id)
    if actor is None:
        message = "The account that asked for this file is gone."
        raise NotAllowed(message)

    def tell(step: Step) -> None:
        export_jobs.advance(claim, step.number, step.of, step.words, now=_now())

    with storage.create(claim.stored_as) as out:
        options = Options(**claim.options)
        written = write_export(actor, claim.round_id, claim.format_name, out, now=_now(), options=options, tell=tell)
        size = out.seek(0, os.SEEK_END)
        out.seek(0)
        digest = hashlib.file_digest(out, "sha256").hexdigest()
    export_jobs.finish(
        claim,
        file_name=written.name,
        mimetype=written.mimetype,
        size=size,
        sha256=digest,
        details=written.details,
        now=_now(),
    )


def _place(error: Exception) -> str:
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return f"{last.tb_frame.f_code.co_filename}:{last.tb_lineno}" if last is not None else "an unknown place"


def _now() -> datetime:
    return datetime.now(UTC)
