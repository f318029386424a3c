"""`surveyapp accounts`: who may sign in."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from surveyapp.cli.application import application, example
from surveyapp.enums import Role
from surveyapp.permissions import OPERATOR


@click.group()
def accounts() -> None:
    """Create accounts."""


@accounts.command(
    "create", epilog=example("surveyapp accounts create kim@example.org --name 'Kim Sample' --role staff")
)
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.STAFF.value, show_default=True)
@click.password_option(help="At least 12 characters; asked for when left out.")
def create(email: str, name: str, role: str, password: str) -> None:
    """Create an account for EMAIL that may sign in."""
    from surveyapp.services import accounts as service  # noqa: PLC0415

    with application():
        account = service.create_account(
            OPERATOR, email=email, name=name, role=Role(role), password=password, now=datetime.now(UTC)
        )
        click.echo(f"{account.email} may sign in as {role}.")
