"""`surveyapp surveys`: create a survey from a plan, open, extend, close and seal it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from surveyapp.cli.application import ID, application, example
from surveyapp.config import is_zone
from surveyapp.permissions import OPERATOR

_RUNS = timedelta(days=14)
_MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])


@click.group()
def surveys() -> None:
    """Create, open, extend, close and seal surveys."""


@surveys.command(
    "create", epilog=example("surveyapp surveys create 1 --closes 2026-03-13T17:00 --zone America/Chicago")
)
@click.argument("version_id", type=ID)
@click.option("--closes", type=_MOMENT, help="Closing time in the zone; 14 days from now if it is left out.")
@click.option("--zone", help="Time zone shown to members; the installation's if it is left out.")
def create(version_id: int, closes: datetime | None, zone: str | None) -> None:
    """Create a survey with the preset questions on plan version VERSION_ID, as a draft round."""
    from surveyapp.forms.moments import to_utc  # noqa: PLC0415
    from surveyapp.services import surveys as service  # noqa: PLC0415

    with application() as app:
        now = datetime.now(UTC)
        zone = zone or app.config["SURVEYAPP"].time_zone
        closes_at = to_utc(closes.date(), closes.time(), zone) if closes and is_zone(zone) else now + _RUNS
        round_ = service.create_survey(OPERATOR, version_id, time_zone=zone, closes_at=closes_at, now=now)
        click.echo(
            f"Survey {round_.survey_id} with round {round_.id} is a draft. Next: surveyapp surveys open {round_.id}"
        )


@surveys.command("open", epilog=example("surveyapp surveys open 1"))
@click.argument("round_id", type=ID)
def open_(round_id: int) -> None:
    """Open ROUND_ID. From then on its wording and questions are fixed."""
    from surveyapp.services import surveys as service  # noqa: PLC0415

    with application():
        round_ = service.open_round(OPERATOR, round_id, now=datetime.now(UTC))
        click.echo(
            f"Round {round_id} takes answers from {round_.opens_at:%Y-%m-%d %H:%M}"
            f" to {round_.closes_at:%Y-%m-%d %H:%M} UTC."
        )


@surveys.command("extend", epilog=example("surveyapp surveys extend 1 --closes 2026-03-20T17:00"))
@click.argument("round_id", type=ID)
@click.option("--closes", type=_MOMENT, required=True, help="The new closing time in the round's zone.")
def extend(round_id: int, closes: datetime) -> None:
    """Give the open round ROUND_ID more time."""
    from surveyapp.forms.moments import to_utc  # noqa: PLC0415
    from surveyapp.services import surveys as service  # noqa: PLC0415

    with application():
        zone = service.get_round(OPERATOR, round_id).time_zone
        closes_at = to_utc(closes.date(), closes.time(), zone)
        service.extend_round(OPERATOR, round_id, closes_at=closes_at, now=datetime.now(UTC))
        click.echo(f"Round {round_id} now closes at {closes:%Y-%m-%d %H:%M} in {zone}.")


@surveys.command("close", epilog=example("surveyapp surveys close 1"))
@click.argument("round_id", type=ID)
def close(round_id: int) -> None:
    """Close ROUND_ID now."""
    from surveyapp.services import surveys as service  # noqa: PLC0415

    with application():
        service.close_round(OPERATOR, round_id, now=datetime.now(UTC))
        click.echo(f"Round {round_id} is closed.")


@surveys.command("seal", epilog=example("surveyapp surveys seal 1"))
@click.argument("survey_id", type=ID)
@click.confirmation_option(prompt="The links can never be made again. Seal the survey?")
def seal(survey_id: int) -> None:
    """Destroy the link key of SURVEY_ID for good, so that nobody can ever join links and answers."""
    from surveyapp.services import sealing  # noqa: PLC0415

    with application() as app:
        secret = app.config["SURVEYAPP"].secret_key
        sealing.seal_survey(OPERATOR, survey_id, secret=secret, now=datetime.now(UTC))
        click.echo(f"Survey {survey_id} is sealed.")
