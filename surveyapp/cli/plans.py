"""`surveyapp plans`: read a plan document, import it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp.cli.application import application, example, read_file, sentences
from surveyapp.permissions import OPERATOR

if TYPE_CHECKING:
    from surveyapp.outline import Outline


@click.group()
def plans() -> None:
    """Read and import plan documents."""


@plans.command("read", epilog=example("surveyapp plans read plan.txt", "surveyapp plans read plan.txt --json"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the outline as JSON.")
def read(file: Path, *, as_json: bool) -> None:
    """Show the outline of the plan document FILE and what is doubtful about it. Nothing is stored."""
    from surveyapp.outline import as_dict  # noqa: PLC0415

    with sentences():
        outline = _outline(file, read_file(file))
    if as_json:
        click.echo(json.dumps(as_dict(outline), ensure_ascii=False, indent=2))
    else:
        _show(outline)


@plans.command("import", epilog=example("surveyapp plans import plan.txt"))
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Store the plan document FILE as the first or next version of its plan. The same file again changes nothing."""
    from surveyapp.services import plans as service  # noqa: PLC0415

    with application():
        source = read_file(file)
        outline = _outline(file, source)
        version, is_new = service.import_outline(
            OPERATOR, outline, source_name=file.name, source=source, now=datetime.now(UTC)
        )
        for warning in outline.warnings:
            click.echo(f"{file}:{warning.line}: {warning.message}", err=True)
        outcome = "imported" if is_new else "was imported before; nothing changed"
        click.echo(
            f"“{outline.title}”, version {version.number} (number {version.id} for `surveys create`): {outcome}."
        )


def _outline(file: Path, source: bytes) -> Outline:
    from surveyapp.documents import read_plan_document  # noqa: PLC0415

    return read_plan_document(source, file.name)


def _show(outline: Outline) -> None:
    click.echo(outline.title)
    click.echo(f"Practice area: {outline.practice_area}\n")
    for item in outline.items:
        click.echo(f"{'  ' * max(item.level - 1, 0)}{item.label:<10} {item.text}")
    for warning in outline.warnings:
        click.echo(f"\nline {warning.line}: {warning.message}")
