"""`surveyapp run`, `demo` and `check`: serve the application, serve it with invented data, look at the installation."""

from __future__ import annotations

import gc
import logging
import socket
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.application import application, example, sentences, write_file

if TYPE_CHECKING:
    from flask import Flask

_THREADS = 8
# Versions of SQLite in which two processes that write at once can damage a database (mended in these).
_MENDED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


@click.command(epilog=example("surveyapp run --port 8000", "SURVEYAPP_URL=https://survey.example.org surveyapp run"))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def run(host: str, port: int) -> None:
    """Serve the application. Set SURVEYAPP_URL to the address that members reach it at."""
    with application() as app:
        click.echo(f"Surveyapp serves on http://{host}:{port}. Stop with Ctrl+C.")
    _serve(app, host, port)


@click.command(epilog=example("surveyapp demo", "surveyapp demo --no-serve --out summaries"))
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Build the sample data, write the Excel summary, and end.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the Excel summary.")
def demo(port: int, *, no_serve: bool, out: Path | None) -> None:
    """Build a sample society with an open survey and 150 responses, all invented, and serve it.

    The data is made anew each time, in a folder of its own; nothing else is touched.
    """
    from surveyapp.config import load_settings  # noqa: PLC0415
    from surveyapp.demo import build_demo, sample_settings  # noqa: PLC0415

    if not no_serve:
        _require_free(port)
    with sentences():
        # What is only built must not take the data away from a demo that is being served.
        folder = "demo-built" if no_serve else "demo"
        settings = sample_settings(load_settings(), f"http://127.0.0.1:{port}", folder)
    with application(settings) as app:
        sample = build_demo(settings, now=datetime.now(UTC), tell=click.echo)
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            write_file(out / sample.summary_name, sample.summary())
            click.echo(f"The Excel summary is in {out / sample.summary_name}.")
        click.echo(f"\nA member's link:  {sample.member_link}")
        click.echo(f"Staff:            {settings.public_url}/sign-in")
        click.echo(f"  e-mail          {sample.staff_email}")
        click.echo(f"  password        {sample.staff_password}\n")
    if not no_serve:
        click.echo("Stop with Ctrl+C.")
        _serve(app, "127.0.0.1", port)


@click.command(epilog=example("surveyapp check"))
def check() -> None:
    """Look at the installation: settings, database, versions. Ends with exit code 1 when something must be mended."""
    from surveyapp import database  # noqa: PLC0415

    with application() as app:
        settings = app.config["SURVEYAPP"]
        click.echo(f"settings   ok, instance folder {settings.instance_path}")
        click.echo(f"society    {settings.society}")
        accent = settings.accent.light.accent if settings.accent else "ours; change it with SURVEYAPP_ACCENT"
        click.echo(f"accent     {accent}")
        click.echo(f"mark       {'your own' if settings.mark else 'ours; change it with SURVEYAPP_MARK'}")
        dialect = database.engine().dialect.name
        click.echo(f"database   ok, {dialect}, migrated")
        click.echo(f"members reach it at {settings.public_url}")
        if not settings.is_https:
            click.echo("note       the address is not https: use it for trials on this machine only")
        if dialect == "sqlite" and (warning := sqlite_warning(sqlite3.sqlite_version_info)):
            click.echo(f"note       {warning}")


def sqlite_warning(version: tuple[int, ...]) -> str | None:
    """Say what a version of SQLite must not be used for, if anything."""
    mended = any(version >= good and version[:2] == good[:2] for good in _MENDED) or version >= max(_MENDED)
    if mended:
        return None
    name = ".".join(str(part) for part in version)
    return f"SQLite {name} is safe with one writing process only: run one `surveyapp run`, or use PostgreSQL"


def _require_free(port: int) -> None:
    """Refuse before anything is made anew, so that a demo which runs on this port keeps its data."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            message = f"Port {port} cannot be used: {error.strerror or error}. Choose another with --port."
            raise click.ClickException(message) from error


def calm_collector() -> None:
    """Tell Python's collector that what is loaded at the start stays.

    Looking through it again and again would cost a serving process a twentieth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


def _serve(app: Flask, host: str, port: int) -> None:
    import waitress  # noqa: PLC0415

    from surveyapp.export_worker import working  # noqa: PLC0415

    # A request that waits a moment for a thread is no news for the operator.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    calm_collector()
    try:
        with working(app):
            waitress.serve(app, host=host, port=port, threads=_THREADS, ident=None)
    except OSError as error:
        message = f"Port {port} cannot be used: {error.strerror or error}. Choose another with --port."
        raise click.ClickException(message) from error
