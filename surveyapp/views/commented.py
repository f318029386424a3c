"""The comments page as it is shown, also when something on it could not be done: then that is said at its field."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import request

from surveyapp.permissions import Permission
from surveyapp.security import current_actor
from surveyapp.services import comments, questionnaires, results, second, surveys, undoing
from surveyapp.views.coded import STATES, WHOLE, name_of, read_chosen, shown_agreement, shown_words
from surveyapp.views.staff import Stage, place_of_plan, show

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from werkzeug.datastructures import MultiDict

    from surveyapp.errors import AppError
    from surveyapp.views.coded import ShownWords

# Where on the page the answer to each form stands.
_PLACES = {
    "comments.code": "{address}",
    "comments.redact": "r-{address}",
    "comments.restore": "{address}",
    "comments.publish": "{address}",
    "comments.withdraw": "{address}",
    "comments.begin_second": "second",
    "comments.leave_second": "second",
    "comments.finish_second": "second",
    "comments.add_theme": "new-theme",
    "comments.edit_theme": "n-{theme_id}",
    "comments.retire_theme": "m-{theme_id}",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be done: the `place` on the page it is about (empty when it is not shown), and what was typed."""

    place: str
    message: str
    typed: Mapping[str, str]
    ticked: tuple[int, ...]


def trouble_of(error: AppError) -> Trouble:
    """What is said on the page about the form that was just sent."""
    typed = {name: value.replace("\x00", "") for name, value in request.form.items()}
    given = {"address": typed.get("address", ""), **(request.view_args or {})}
    place = _PLACES.get(request.endpoint or "", "").format_map(given)
    return Trouble(place, str(error), typed, tuple(numbers(request.form.getlist("theme"))))


def comments_page(round_id: int, args: MultiDict[str, str], trouble: Trouble | None = None) -> str:
    """The words that a filter finds, with their themes; `args` are the address of the view. Raises `NotFound`."""
    actor = current_actor()
    round_ = surveys.get_round(actor, round_id)
    questionnaire = questionnaires.load_questionnaire(round_id)
    chosen = read_chosen(args, questionnaire.items)
    listed = comments.list_comments(actor, round_id, chosen.filter, page=chosen.page)
    summary = results.load_figures(actor, round_id).summary
    live = [theme for theme in listed.themes if not theme.retired]
    shown = shown_words(listed, summary, chosen)
    if trouble and trouble.place not in _places(shown, [theme.id for theme in live]):
        trouble = replace(trouble, place="")
    return show(
        "comments/show_comments.html",
        place=place_of_plan(round_.survey.plan_id, Stage.RESULTS),
        problems=[(trouble.place, trouble.message)] if trouble else [],
        trouble=trouble,
        round=round_,
        listed=listed,
        shown=shown,
        held_back=summary.submitted - listed.dataset.submitted,
        minimum=questionnaire.minimum_cell,
        chosen=chosen,
        states=STATES,
        items=[(item.label, name_of(item)) for item in (questionnaire.items[position] for position in listed.items)],
        whole=WHOLE,
        names={theme.id: theme.name for theme in listed.themes},
        live=live,
        retired=[theme for theme in listed.themes if theme.retired],
        agreements=[] if listed.is_second else [shown_agreement(a) for a in second.measure_agreement(actor, round_id)],
        may_edit=actor.may(Permission.EDIT_COMMENTS),
        may_undo=undoing.has_steps(actor, round_id),
    )


def _places(shown: Sequence[ShownWords], themes: Sequence[int]) -> set[str]:
    addresses = [row.comment.written.address for row in shown]
    of_themes = [f"{letter}-{number}" for number in themes for letter in "nm"]
    return {"second", "new-theme", *addresses, *(f"r-{address}" for address in addresses), *of_themes}


def numbers(values: list[str]) -> list[int]:
    """Those of some typed values that can be the number of a row."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10]
