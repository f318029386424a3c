"""The seal: a closed survey's end, after which names and answers can never be joined again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database, permissions
from surveyapp.models import Invitation
from surveyapp.permissions import Permission
from surveyapp.services import activity
from surveyapp.services.export_jobs import delete_files, forget_of_survey
from surveyapp.services.originals import destroy_originals
from surveyapp.services.participants import find_survey, list_answered
from surveyapp.services.segments import forget_participants

if TYPE_CHECKING:
    from datetime import datetime

    from surveyapp.permissions import Actor


def seal_survey(actor: Actor, survey_id: int, *, secret: str, now: datetime) -> None:
    """Destroy the survey's link key, so that links and pseudonyms can never be joined again, and end every visit.

    Who answered is noted on all invitations at once, so that the moment of writing tells nothing. What was typed and
    not submitted, the originals of redacted words, and files of results made in the background go as well.
    Raises `RuleBroken` while a round is open, and while a redacted text waits to be looked at.
    """
    permissions.require(actor, Permission.RUN_SURVEYS)
    with database.transaction() as db:
        survey = find_survey(db, survey_id)
        answered = dict(list_answered(actor, survey_id, secret=secret)) if survey.link_key else {}
        survey.seal(now)
        for invitation in db.scalars(sa.select(Invitation).where(Invitation.survey_id == survey_id)):
            invitation.seal(answered=answered[invitation.member])
        forget_participants(db, survey_id)
        destroy_originals(db, survey_id)
        forget_of_survey(db, survey_id)
        activity.record(db, actor, "survey.sealed", survey.title, now)
    delete_files()
    database.forget_order()
