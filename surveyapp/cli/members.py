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
        write_file(out, links_csv([link.row() for link in found], settings.public_url))
        click.echo(f"{len(found)} links written to {out}; {added} of them are new.")


@invitations.command("replace", epilog=example("surveyapp invitations replace 1 ann@example.org"))
@click.argument("round_id", type=ID)
@click.argument("email")
@click.confirmation_option(prompt="The present link stops at once, in every browser. Replace it?")
def replace(round_id: int, email: str) -> None:
    """Give the member with the address EMAIL a new link to the survey of ROUND_ID and print it.

    The new link opens the same answers. Send it to nobody but the member.
    """
    from surveyapp.reports.delimited import link_address  # noqa: PLC0415
    from surveyapp.services import invitations as service  # noqa: PLC0415
    from surveyapp.services import surveys  # noqa: PLC0415

    with application() as app:
        settings, now = app.config["SURVEYAPP"], datetime.now(UTC)
        survey_id = surveys.get_round(OPERATOR, round_id).survey_id
        found = service.get_invitation_of(OPERATOR, survey_id, email)
        new = service.replace_link(
            OPERATOR,
            survey_id,
            found.member_id,
            generation=found.generation,
            secret=settings.secret_key,
            now=now,
        )
        click.echo(f"{new.member.email}: {link_address(settings.public_url, new.token)}")


@invitations.command(
    "withdraw",
    epilog=example(
        "surveyapp invitations withdraw 1 ann@example.org", "surveyapp invitations withdraw 1 ann@example.org --undo"
    ),
)
@click.argument("round_id", type=ID)
@click.argument("email")
@click.option("--undo", is_flag=True, help="Take the withdrawal back; possible until the round is closed.")
def withdraw(round_id: int, email: str, *, undo: bool) -> None:
    """Stop the link and the reminders of the member with the address EMAIL in the survey of ROUND_ID.

    What the member submitted stays and counts; what was begun and not submitted is not counted, as ever.
    """
    from surveyapp.services import invitations as service  # noqa: PLC0415
    from surveyapp.services import surveys  # noqa: PLC0415

    with application():
        survey_id = surveys.get_round(OPERATOR, round_id).survey_id
        found = service.get_invitation_of(OPERATOR, survey_id, email)
        act = service.restore if undo else service.withdraw
        act(OPERATOR, survey_id, found.member_id, now=datetime.now(UTC))
        click.echo(f"The link of {email} works again." if undo else f"The invitation of {email} is withdrawn.")
