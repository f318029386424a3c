"""A member's page as it is shown: the same for the member who answers and for staff who look at it beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template

from surveyapp.forms.pages import page_form
from surveyapp.questionnaire.journey import PARTS
from surveyapp.services import responses

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from surveyapp.questionnaire import Page, Problem
    from surveyapp.services.questionnaires import Sheet


def render_page(
    sheet: Sheet,
    page: Page,
    fields: Mapping[str, str],
    *,
    draft_id: int,
    page_url: Callable[[str], str],
    csrf_token_value: str,
    problems: Sequence[Problem] = (),
    preview: str | None = None,
    **values: Any,
) -> str:
    """Render one page of a questionnaire with what was typed into it so far.

    `draft_id` decides the order in which a ranking begins, and `page_url` turns a page's slug into its address.
    With `preview`, the address to go back to, the page leads on but posts nothing.
    """
    form = page_form(sheet, page)
    return render_template(
        f"responses/{page.kind}.html",
        sheet=sheet,
        questionnaire=sheet.questionnaire,
        page=page,
        form=form,
        fields=fields,
        problems=problems,
        problem_at={name: problem.message for problem in problems for name in (problem.field, *problem.others)},
        page_url=page_url,
        action=page_url(page.slug),
        previous=sheet.journey.neighbour(page, -1),
        following=sheet.journey.neighbour(page, 1),
        minutes=sheet.journey.minutes_from(page),
        parts=[PARTS[kind] for kind in sheet.journey.parts],
        part=sheet.journey.parts.index(page.kind),
        has_saved=any(fields.get(name) for name in form.fields),
        csrf_token_value=csrf_token_value,
        preview=preview,
        order={
            question.code: responses.start_order(sheet.questionnaire, question.code, draft_id)
            for question, _ in form.rankings
        },
        **values,
    )
