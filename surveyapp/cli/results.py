"""`surveyapp results`: the Excel summary of a round."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from surveyapp.cli.application import ID, application, example, write_file
from surveyapp.permissions import OPERATOR


@click.group()
def results() -> None:
    """Export results."""


@results.command("export", epilog=example("surveyapp results export 1 --out results.xlsx"))
@click.argument("round_id", type=ID)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The Excel file to write.")
def export(round_id: int, out: Path) -> None:
    """Write the Excel summary of ROUND_ID."""
    from surveyapp.exports import excel_summary  # noqa: PLC0415

    with application():
        content = excel_summary(OPERATOR, round_id, now=datetime.now(UTC))
        write_file(out, content)
        click.echo(f"The Excel summary of round {round_id} is in {out}.")
