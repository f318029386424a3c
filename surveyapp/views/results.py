"""Results of a round: the figures on a page, and the Excel summary."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import Blueprint, request, send_file

from surveyapp.enums import QuestionKind
from surveyapp.exports import excel_summary
from surveyapp.permissions import Permission
from surveyapp.reports.figures import choices_table, priorities_table, ratings_table
from surveyapp.security import current_actor, requires
from surveyapp.services import results, surveys
from surveyapp.views.charts import colours
from surveyapp.views.figures import ORDERS, chosen_items, placed_items, rated_items, steps_by_goal, word_for
from surveyapp.views.staff import Stage, place_of_plan, show
from surveyapp.views.tables import show_table

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from surveyapp.questionnaire import Question
    from surveyapp.stats.summary import RoundSummary

bp = Blueprint("results", __name__, url_prefix="/rounds/<id:round_id>/results")
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_NAME = 60


@bp.get("")
@requires(Permission.SEE_RESULTS)
def show_results(round_id: int) -> ResponseReturnValue:
    """What members want, whether it can be done, what comes first: every figure with its n."""
    actor = current_actor()
    round_ = surveys.get_round(actor, round_id)
    summary = results.load_summary(actor, round_id)
    order = request.args.get("order", "plan")
    order = order if order in ORDERS else "plan"
    return show(
        "results/show_results.html",
        place=place_of_plan(round_.survey.plan_id, Stage.RESULTS),
        round=round_,
        summary=summary,
        questionnaire=summary.questionnaire,
        is_live=round_.accepts_answers(datetime.now(UTC)),
        may_export=actor.may(Permission.EXPORT_RESULTS),
        order=order,
        orders=ORDERS,
        **({} if summary.hidden or not summary.submitted else _figures(summary, order)),
    )


@bp.post("/export")
@requires(Permission.EXPORT_RESULTS)
def export(round_id: int) -> ResponseReturnValue:
    """Hand out the Excel summary; the export is noted in the audit trail."""
    actor, now = current_actor(), datetime.now(UTC)
    round_ = surveys.get_round(actor, round_id)
    day = now.astimezone(ZoneInfo(round_.time_zone)).date()
    name = file_name(round_.survey.plan.title, round_.number, day.isoformat())
    content = excel_summary(actor, round_id, now=now)
    return send_file(BytesIO(content), mimetype=_EXCEL, as_attachment=True, download_name=name)


def file_name(title: str, number: int, day: str) -> str:
    """Name the file of a round's results: letters, digits and hyphens only, so that every system takes it."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_NAME].strip("-") or "plan"
    return f"{slug}-round-{number}-{day}.xlsx"


def _figures(summary: RoundSummary, order: str) -> dict[str, Any]:
    """Everything on the page that is about answers."""
    questions = summary.questionnaire.questions
    ratings = [q for q in questions if q.kind is QuestionKind.RATING]
    choices = [q for q in questions if q.kind is QuestionKind.CHOICE]
    rankings = [(q, summary.rankings[q.code]) for q in questions if q.kind is QuestionKind.RANKING]
    return {
        "goals": rated_items(summary, statements=False, order=order),
        "goal_key": _key([q for q in ratings if q.code != "agreement"], "f"),
        "goal_tables": [show_table(ratings_table(summary, q.code)) for q in ratings if q.code != "agreement"],
        "statements": rated_items(summary, statements=True),
        "statement_key": _key([q for q in ratings if q.code == "agreement"], "g"),
        "statement_tables": [show_table(ratings_table(summary, q.code)) for q in ratings if q.code == "agreement"],
        "rankings": [
            (q, ranking, placed_items(summary, ranking), _concordance(summary, q), word_for(ranking.concordance.w))
            for q, ranking in rankings
        ],
        "steps": [(q, steps_by_goal(summary, q)) for q in choices if q.code == "step"],
        "choices": [(q, chosen_items(summary, q)) for q in choices if q.code != "step"],
        "choice_tables": {q.code: show_table(choices_table(summary, q.code)) for q in choices},
        "written": _written(summary),
        "answers": [(q.prompt, summary.answers.get(q.code, 0)) for q in questions if q.kind is QuestionKind.TEXT],
    }


def _key(questions: list[Question], palette: str) -> list[tuple[str, str]]:
    """The colours of scales of the same length with the words that each stands for."""
    scales = [question.scale for question in questions if question.scale]
    if len({len(scale.labels) for scale in scales}) != 1:
        return []
    words = zip(*(scale.labels for scale in scales), strict=True)
    return list(zip(colours(len(scales[0].labels), palette), (" · ".join(each) for each in words), strict=True))


def _concordance(summary: RoundSummary, question: Question) -> str:
    """The sentence about Kendall's W, the same as in the Excel summary."""
    return priorities_table(summary, question.code).notes[-1]


def _written(summary: RoundSummary) -> list[tuple[str, str, int, int]]:
    """The items that something was written about: label, text, comments, suggested wordings."""
    items = summary.questionnaire.items
    counts = [(item, summary.comments.get(at, 0), summary.wordings.get(at, 0)) for at, item in enumerate(items)]
    return [(item.label, item.text, comments, wordings) for item, comments, wordings in counts if comments + wordings]
