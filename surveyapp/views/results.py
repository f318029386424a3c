"""Results of a round: the figures on a page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, jsonify, redirect, request, url_for

from surveyapp.enums import QuestionKind, Refresh, RoundState
from surveyapp.permissions import Permission
from surveyapp.reports.figures import choices_table, priorities_table, ratings_table
from surveyapp.reports.tables import short_name
from surveyapp.security import current_actor, requires
from surveyapp.services import results, surveys
from surveyapp.stats.steps import is_step_due
from surveyapp.templating import words
from surveyapp.views.charts import colours
from surveyapp.views.choices import show_choice
from surveyapp.views.cuts import asked_view, cut_tables, member_choices, read_cut, told_differences
from surveyapp.views.figures import ORDERS, rated_items
from surveyapp.views.freshness import Standing, say_freshness, say_submitted
from surveyapp.views.places import show_ranking
from surveyapp.views.rules import shown_rules
from surveyapp.views.staff import Stage, place_of_plan, show
from surveyapp.views.tables import show_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from surveyapp.questionnaire import Question
    from surveyapp.services.results import RoundFigures
    from surveyapp.stats.declared import DeclaredRule
    from surveyapp.stats.summary import RoundSummary
    from surveyapp.views.cuts import Cut

bp = Blueprint("results", __name__, url_prefix="/rounds/<id:round_id>/results")
_MOST_VIEWS = 64


@bp.get("")
@requires(Permission.SEE_RESULTS)
def show_results(round_id: int) -> ResponseReturnValue:
    """What members want, whether it can be done, what comes first: every figure with its n. The address is the view."""
    actor = current_actor()
    round_ = surveys.get_head(actor, round_id)
    figures = results.load_figures(actor, round_id)
    summary, segments = figures.summary, figures.segments
    order = request.args.get("order", "")
    order = order if order in ORDERS else next(iter(ORDERS))
    cut = read_cut(segments, request.args.get("members", ""), request.args.get("by", ""))
    standing = Standing(
        round_.state, round_.accepts_answers(datetime.now(UTC)), round_.survey.refresh, bool(round_.survey.segments)
    )
    declared = shown_rules(summary.questionnaire, summary.invited)
    return show(
        "results/show_results.html",
        place=place_of_plan(round_.survey.plan_id, Stage.RESULTS),
        round=round_,
        summary=summary,
        questionnaire=summary.questionnaire,
        fresh=say_freshness(summary, standing),
        is_open=round_.state is RoundState.OPEN,
        waits_for_close=round_.survey.refresh is Refresh.CLOSE,
        is_step_due=standing.moves_on and is_step_due(summary.counted, summary.submitted, summary.minimum_cell),
        may_export=actor.may(Permission.EXPORT_RESULTS),
        order=order,
        orders=ORDERS,
        cut=cut,
        figures_step=figures.data.step,
        view=asked_view(),
        member_choices=member_choices(segments),
        attribute_choices=[(name, short_name(name)) for name in segments.attributes],
        chosen_member=request.args.get("members", "") if len(cut.chosen) == 1 else "",
        declared=declared,
        **({} if summary.hidden or not summary.submitted else _prepared(figures, declared.rules, order, cut)),
    )


@bp.post("/figures")
@requires(Permission.SEE_RESULTS)
def move_on(round_id: int) -> ResponseReturnValue:
    """Let the figures of an open round move on to the next step."""
    if not results.move_on(current_actor(), round_id):
        flash("Nothing has changed: too few answers are new. The figures move on when enough have come in.")
    return redirect(url_for("results.show_results", round_id=round_id, **asked_view()), code=303)


@bp.get("/state")
@requires(Permission.SEE_RESULTS)
def show_state(round_id: int) -> ResponseReturnValue:
    """How many have submitted, and whether there are new figures: what an open page asks for from time to time."""
    actor = current_actor()
    data = results.get_data_state(actor, round_id)
    progress = results.count_people(actor, round_id)
    is_due = results.is_step_due(actor, round_id)
    said = say_submitted(progress.submitted, progress.invited)
    response = jsonify(said=said, is_due=is_due, state=data.state.value, step=data.step)
    response.set_etag(
        f"{data.state.value}-{data.revision}-{data.step}-{progress.submitted}-{progress.invited}-{is_due:d}"
    )
    return response.make_conditional(request)


def _prepared(figures: RoundFigures, rules: Mapping[str, DeclaredRule], order: str, cut: Cut) -> dict[str, Any]:
    """Everything on the page that is about answers, made once for each view of the same data; `rules` are locked."""
    key = (order, cut.chosen)
    found = figures.prepared.get(key)
    if not isinstance(found, dict):
        found = _figures(figures, rules, order, cut)
        if len(figures.prepared) < _MOST_VIEWS:
            figures.prepared[key] = found
    return found


def _figures(figures: RoundFigures, rules: Mapping[str, DeclaredRule], order: str, cut: Cut) -> dict[str, Any]:
    summary = figures.summary
    questions = summary.questionnaire.questions
    ratings = [q for q in questions if q.kind is QuestionKind.RATING]
    choices = [q for q in questions if q.kind is QuestionKind.CHOICE]
    return {
        "goals": rated_items(summary, rules, statements=False, order=order, cut=cut),
        "goal_key": _key([q for q in ratings if q.code != "agreement"], "f"),
        "goal_tables": [show_table(ratings_table(summary, q.code)) for q in ratings if q.code != "agreement"],
        "statements": rated_items(summary, rules, statements=True, cut=cut),
        "goal_top": _top([q for q in ratings if q.code != "agreement"]),
        "statement_top": _top([q for q in ratings if q.code == "agreement"]),
        "statement_key": _key([q for q in ratings if q.code == "agreement"], "g"),
        "statement_tables": [show_table(ratings_table(summary, q.code)) for q in ratings if q.code == "agreement"],
        "rankings": [
            show_ranking(summary, q, figures.ranges.get(q.code), cut)
            for q in questions
            if q.kind is QuestionKind.RANKING
        ],
        "ranking_tables": {
            q.code: show_table(priorities_table(summary, q.code)) for q in questions if q.kind is QuestionKind.RANKING
        },
        "choices": [show_choice(summary, q, cut) for q in choices],
        "choice_tables": {q.code: show_table(choices_table(summary, q.code)) for q in choices},
        "segment_tables": cut_tables(figures, cut),
        "differences": told_differences(figures, cut),
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


def _top(questions: list[Question]) -> str:
    """Name the answers that count as agreement: the two highest, on most scales."""
    counts = {
        len(range(question.scale.agree_from, question.scale.high + 1)) for question in questions if question.scale
    }
    return (
        "highest answer"
        if counts == {1}
        else f"{words(counts.pop())} highest answers"
        if len(counts) == 1
        else "highest answers"
    )


def _written(summary: RoundSummary) -> list[tuple[str, str, int, int]]:
    """The items that something was written about: label, text, comments, suggested wordings."""
    items = summary.questionnaire.items
    counts = [(item, summary.comments.get(at, 0), summary.wordings.get(at, 0)) for at, item in enumerate(items)]
    return [(item.label, item.text, comments, wordings) for item, comments, wordings in counts if comments + wordings]
