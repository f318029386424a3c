"""`surveyapp results`: the results of a round as a file of any kind."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from surveyapp.cli.application import ID, application, example, write_file
from surveyapp.permissions import OPERATOR


@click.group()
def results() -> None:
    """Export results."""


@results.command(
    "export",
    epilog=example(
        "surveyapp results export 1 --out results.xlsx",
        "surveyapp results export 1 --responses --out with-responses.xlsx",
        "surveyapp results export 1 --out results.docx",
        "surveyapp results export 1 --format csv --table summary --out summary.csv",
        'surveyapp results export 1 --members "practice_setting=Private practice" --out private.xlsx',
    ),
)
@click.argument("round_id", type=ID)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("xlsx", "docx", "csv", "parquet", "arrow", "sav", "bundle", "json")),
    help="The format; without it, what the ending of the file says, or else the Excel summary.",
)
@click.option(
    "--responses",
    is_flag=True,
    help="Excel, CSV: every single response, in place of figures by segment; so not with --members or --by.",
)
@click.option("--words", is_flag=True, help="Excel, CSV, Parquet, Arrow: words in place of codes in single responses.")
@click.option("--long", is_flag=True, help="Parquet, Arrow: a row per answer instead of per response.")
@click.option("--members", default="", help="Excel, Word, CSV, JSON: by segment and of comments, this one alone.")
@click.option("--by", default="", help="Excel, Word, CSV, JSON: by segment, the figures of this attribute alone.")
@click.option("--table", default="", help="CSV: the name of one table, instead of a zip file of all.")
def export(
    round_id: int,
    out: Path,
    format_name: str | None,
    *,
    responses: bool,
    words: bool,
    long: bool,
    members: str,
    by: str,
    table: str,
) -> None:
    """Write the results of ROUND_ID: the Excel summary, the Word report, or data for other programs."""
    from surveyapp.exports import export as make  # noqa: PLC0415
    from surveyapp.reports.formats import FORMATS, Options  # noqa: PLC0415

    ending = out.suffix.removeprefix(".").lower()
    name = format_name or (ending if ending in FORMATS else "xlsx")
    with application():
        options = Options(responses=responses, words=words, long=long, table=table, members=members, by=by)
        made = make(OPERATOR, round_id, name, now=datetime.now(UTC), options=options)
        write_file(out, made.content)
        click.echo(f"The {FORMATS[name].title} of round {round_id} is in {out}.")
