"""`surveyapp members` and `surveyapp invitations`: the membership file, and everybody's personal link."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from surveyapp.cli.application import ID, application, example, read_file, write_file
from surveyapp.permissions import OPERATOR


@click.group()
def members() -> None:
    """Import the membership file."""


@members.command("import", epilog=example("surveyapp members import members.csv"))
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Add and update members from the CSV FILE; nobody is removed. The same file again changes nothing."""
    from surveyapp.services import members as service  # noqa: PLC0415

    with application():
        membership = service.read_membership(read_file(file))
        counts = service.import_members(OPERATOR, membership, now=datetime.now(UTC))
        for problem in (*membership.repeated, *membership.rejected):
            click.echo(f"{file}, row {problem.line}: {problem.message}", err=True)
        click.echo(
            f"{membership.row_count} rows = {counts.added} added + {counts.changed} changed"
            f" + {counts.unchanged} unchanged"
            f" + {len(membership.repeated)} repeated + {len(membership.rejected)} rejected + {membership.blank} blank."
        )


@click.group()
def invitations() -> None:
    """Invite members and hand out their links."""


@invitations.command("links", epilog=example("surveyapp invitations links 1 --out links.csv"))
@click.argument("round_id", type=ID)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The CSV file to write.")
def links(round_id: int, out: Path) -> None:
    """Invite every member to the survey of ROUND_ID and write their personal links to a CSV file.

    Whoever holds a link can answer as that member: keep the file as you would keep keys.
    """
    from surveyapp.reports.delimited import links_csv  # noqa: PLC0415
    from surveyapp.services import participants, surveys  # noqa: PLC0415

    with application() as app:
        settings, now = app.config["SURVEYAPP"], datetime.now(UTC)
        survey_id = surveys.get_round(OPERATOR, round_id).survey_id
        added = participants.invite_members(OPERATOR, survey_id, secret=settings.secret_key, now=now)
        found = participants.list_links(OPERATOR, survey_id, secret=settings.secret_key, now=now)
        rows = [(p.member.given_name, p.member.family_name, p.member.email, p.token) for p in found]
        write_file(out, links_csv(rows, settings.public_url))
        click.echo(f"{len(found)} links written to {out}; {added} of them are new.")
