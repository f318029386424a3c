"""A member's page as it is shown: the same for the member who answers and for staff who look at it beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import render_template

from surveyapp.forms.pages import page_form
from surveyapp.questionnaire import is_sorted, items_to_order
from surveyapp.questionnaire.journey import PARTS
from surveyapp.security import form_token
from surveyapp.services import drafts, responses, timings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from surveyapp.forms.pages import PageForm
    from surveyapp.questionnaire import Page, Problem
    from surveyapp.security import Device
    from surveyapp.services.drafts import Sitting
    from surveyapp.services.questionnaires import Sheet

_WARNED = 600


@dataclass(frozen=True, slots=True)
class Saving:
    """What a page needs in order to save while somebody answers, and to say in time that the round closes.

    `key` names what this device keeps of the draft, `version` what the page shows, `count` the device's saves so far;
    `left` are the seconds until `closes_at`, below zero in the grace that ends at `ends_at`.
    """

    key: str
    version: int
    count: int
    closes_at: datetime
    ends_at: datetime
    left: int

    @classmethod
    def of(cls, sitting: Sitting, device: Device, closes_at: datetime | None) -> Saving:
        """For this sitting on this device. Raises `ValueError` for a round without a closing time, which none has."""
        if closes_at is None:
            message = "a round that takes answers has a closing time"
            raise ValueError(message)
        left = int((closes_at - datetime.now(UTC)).total_seconds())
        key, count = kept_key(sitting.draft_id), sitting.count_of(device.name)
        return cls(key, sitting.version, count, closes_at, drafts.end_of_grace(closes_at), left)

    @property
    def is_closing(self) -> bool:
        """Whether the round closes within minutes, or has closed and waits for those who had begun."""
        return self.left < _WARNED


def kept_key(draft_id: int) -> str:
    """The name under which a device keeps what it could not save yet of this draft; it tells nothing."""
    return form_token(f"kept:{draft_id}")[:16]


def render_page(
    sheet: Sheet,
    page: Page,
    fields: Mapping[str, str],
    *,
    draft_id: int,
    page_url: Callable[[str], str],
    csrf_token_value: str,
    problems: Sequence[Problem] = (),
    differing: Sequence[tuple[str, str, str]] = (),
    saving: Saving | None = None,
    preview: str | None = None,
    **values: Any,
) -> str:
    """Render one page of a questionnaire with what was typed into it so far.

    `draft_id` decides the order in which a ranking begins, and `page_url` turns a page's slug into its address.
    With `preview`, the address to go back to, the page leads on but posts nothing.
    """
    form = page_form(sheet, page)
    measured = timings.measured_seconds(sheet.questionnaire.round_id, now=datetime.now(UTC))
    return render_template(
        f"responses/{page.kind}.html",
        sheet=sheet,
        questionnaire=sheet.questionnaire,
        page=page,
        form=form,
        fields=fields,
        problems=problems,
        differing=differing,
        saving=saving,
        problem_at={name: problem.message for problem in problems for name in (problem.field, *problem.others)},
        page_url=page_url,
        action=page_url(page.slug),
        previous=sheet.journey.neighbour(page, -1),
        following=sheet.journey.neighbour(page, 1),
        minutes=sheet.journey.minutes_from(page, measured),
        parts=[PARTS[kind] for kind in sheet.journey.parts],
        part=sheet.journey.parts.index(page.part),
        has_saved=any(fields.get(name) for name in form.fields),
        csrf_token_value=csrf_token_value,
        preview=preview,
        order=_orders(sheet, form, fields, draft_id),
        is_sorted={question.code: is_sorted(sheet.questionnaire, question, fields) for question, _ in form.rankings},
        **values,
    )


def _orders(sheet: Sheet, form: PageForm, fields: Mapping[str, str], draft_id: int) -> dict[str, list[int]]:
    """The items of each sort and ranking in the order in which this participant finds them, the same in both.

    A ranking has those alone that are to be put in order.
    """
    questionnaire, orders = sheet.questionnaire, {}
    for sort, _ in form.sorts:
        feeds = questionnaire.rankings_of(sort) or (sort,)
        orders[sort.code] = responses.start_order(questionnaire, feeds[0].code, draft_id)
    for ranking, _ in form.rankings:
        there = set(items_to_order(questionnaire, ranking, fields))
        shuffled = responses.start_order(questionnaire, ranking.code, draft_id)
        orders[ranking.code] = [position for position in shuffled if position in there]
    return orders
