"""The results page and the Excel summary: the same figures as the summary, and nothing about too few people."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from surveyapp import database
from surveyapp.enums import QuestionKind
from surveyapp.models import AuditEntry, Question
from surveyapp.permissions import OPERATOR
from surveyapp.questionnaire import comment_field, item_field, question_field, wording_field
from surveyapp.reports.excel import SHEETS
from surveyapp.services import results, surveys
from tests.conftest import NOON
from tests.factories import a_plan, an_open_round
from tests.views.staffing import some_answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from surveyapp.questionnaire import Questionnaire
    from tests.views.staffing import Desk

NASTY = "<script>alert(1)</script>{{ 7*7 }}"
PLAIN_TEXT = "A statement to judge, in <b>words</b>."
STATEMENTS_ONLY = f"""\
Sample Practice Area

Envisioned Future:

{PLAIN_TEXT}
"""


def everything(questionnaire: Questionnaire, number: int) -> dict[str, str]:
    """Six people: goal A is essential to all, B divides them, C is for nobody; they rank A, B, C or B, A."""
    fields = {}
    scores = {"A": "5", "B": "5" if number % 2 else "1", "C": str(1 + number % 2)}
    for question in questionnaire.questions:
        for place, item in enumerate(questionnaire.items[position] for position in question.items):
            name = item_field(question, item)
            if question.kind is QuestionKind.RATING:
                fields[name] = scores.get(item.label, "4") if number else "na"
            elif question.kind is QuestionKind.CHOICE:
                fields[name] = question.options[0 if number else 1].code
            elif question.kind is QuestionKind.RANKING and place < 2:
                fields[name] = str((place + number // 5) % 2 + 1)
        if question.kind is QuestionKind.TEXT:
            fields[question_field(question)] = NASTY
    goal = questionnaire.items[questionnaire.by_code["importance"].items[0]]
    return fields | {comment_field(goal): NASTY, wording_field(goal): "Shorter."}


def answered(count: int, answer: Callable[[Questionnaire, int], dict[str, str]] = everything) -> int:
    """A closed round in which `count` members answered."""
    round_id = an_open_round().id
    some_answers(round_id, count, answer)
    surveys.close_round(OPERATOR, round_id, now=NOON)
    return round_id


def test_before_anybody_answered(staff: Desk) -> None:
    staff.get(f"/rounds/{an_open_round().id}/results")

    assert staff.status == 200
    assert "No answers yet" in staff.words
    assert "Nobody is invited yet · live" in staff.words


def test_fewer_than_the_minimum_are_counts_only(staff: Desk) -> None:
    round_id = an_open_round().id
    some_answers(round_id, 4, everything)

    staff.get(f"/rounds/{round_id}/results")

    assert "4 of 4 members (100%) have submitted · live" in staff.words
    assert "Counts only, for now" in staff.words
    assert "Invited 4, started 4, submitted 4." in staff.words
    assert "Figures appear from 10 submitted on: five are always held back" in staff.words
    assert '<svg class="stackbar' not in staff.page.html
    assert "Shorten the wait" not in staff.words


def test_every_figure_with_its_n(staff: Desk) -> None:
    round_id = answered(7)

    staff.get(f"/rounds/{round_id}/results")

    for words in (
        "7 of 7 members (100%) have submitted · closed",
        # Goal A: six of six scores at the top; the seventh cannot judge. Wilson 61-100.
        "100% 61–100 of 6 for A 6 answered, 1 cannot judge",
        # Goal B: three of six.
        "50% 19–81 of 6 for B",
        "0% 0–39 of 6 for C",
        "100% 61–100 of 6 for statement 1",
        "over 7 members who ranked; 0 ranked none",
        "Members’ agreement on the order is",
        "Kendall’s W =",
        "7 comments and 7 suggested wordings; 7 answers to “What is missing from the plan?”.",
        "A.1 Publish a shared definition of a timely visit. Keep 86 14 86% 49–97 of 7 for A.1 7 answered",
        "C Share staff between neighboring practices. Move up 86 14 86% 49–97 of 7 for C 7 answered",
        "The figures are final: 7 responses.",
    ):
        assert words in staff.words, words
    html = staff.page.html
    middle = "A little 0 percent, Fairly 0 percent, Very 0 percent"
    assert f'aria-label="Not 0 percent, {middle}, Essential 100 percent. 6 answers."' in html
    assert f'aria-label="Not 50 percent, {middle}, Essential 50 percent. 6 answers."' in html
    assert 'aria-label="Keep 86 percent, Change 14 percent, Drop 0 percent. 7 answers."' in html
    assert "style=" not in html
    assert "Show importance as table" in staff.words


def test_the_ranking_stands_as_the_summary_has_it(staff: Desk) -> None:
    round_id = answered(7)
    summary = results.load_summary(OPERATOR, round_id)
    ranking = summary.rankings["order"]

    def ranking_label(item: int) -> str:
        return summary.questionnaire.items[item].label

    staff.get(f"/rounds/{round_id}/results")

    rows = staff.page.html.split("Where members put the goals")[1].split("<tbody>")[1].split("</tbody>")[0]
    labels = [row.split('scope="row">')[1][0] for row in rows.split("<tr>")[1:]]
    assert labels == ["A", "B", "C"] == [ranking_label(item.item) for item in ranking.items]
    # A: five people place it first, two second, of three: 5 x 2 + 2 x 1 points.
    assert "12.0" in rows


@pytest.mark.parametrize(
    ("order", "labels"),
    [
        ("plan", "ABC"),
        ("importance", "ABC"),
        ("disagreement", "BCA"),
        # All three are as hard as they are unimportant: C alone is less hard than it is unimportant.
        ("gap", "ABC"),
        ("nonsense", "ABC"),
    ],
)
def test_orders(staff: Desk, order: str, labels: str) -> None:
    round_id = answered(7)

    staff.get(f"/rounds/{round_id}/results?order={order}")

    assert goals_on(staff) == labels


@pytest.mark.parametrize(
    ("address", "labels"),
    [("", "BCA"), ("?order=importance", "BCA"), ("?order=plan", "ABC"), ("?order=gap", "CBA")],
)
def test_importance_comes_first_and_hard_is_another_order(staff: Desk, address: str, labels: str) -> None:
    def rates(questionnaire: Questionnaire, number: int) -> dict[str, str]:
        important, feasible = {"A": 1, "B": 5, "C": 4 if number else 2}, {"A": 1, "B": 4 if number % 2 else 1, "C": 1}
        return {
            item_field(question, questionnaire.items[at]): str(scores[questionnaire.items[at].label])
            for code, scores in (("importance", important), ("feasibility", feasible))
            for question in [questionnaire.by_code[code]]
            for at in question.items
        }

    round_id = answered(6, rates)

    staff.get(f"/rounds/{round_id}/results{address}")

    assert goals_on(staff) == labels


def goals_on(desk: Desk) -> str:
    """The goals of the first section, in the order in which they stand."""
    section = desk.page.html.split('id="wanted"')[1].split("</section>")[0]
    return "".join(name[0] for name in section.split('class="res-name"><b>')[1:])


def test_the_highest_answers_are_counted_as_the_scale_has_them(staff: Desk) -> None:
    round_id = an_open_round().id
    with database.transaction() as db:
        nine = [word for word in ("Not important", "Of some importance", "Important") for _ in range(3)]
        own = sa.update(Question).where(Question.round_id == round_id, Question.code == "importance")
        db.execute(own.values(labels=nine, agree_from=7))
    some_answers(round_id, 6, everything)
    surveys.close_round(OPERATOR, round_id, now=NOON)

    staff.get(f"/rounds/{round_id}/results")

    assert "the share choosing the highest answers, with a 95% interval" in staff.words
    assert "the share choosing the two highest answers" in staff.words.split("envisioned future")[1]


def test_small_cells_say_that_they_are_hidden(staff: Desk) -> None:
    round_id = an_open_round().id

    def few_on_b(questionnaire: Questionnaire, number: int) -> dict[str, str]:
        fields = everything(questionnaire, 1)
        goal = questionnaire.items[questionnaire.by_code["importance"].items[1]]
        question = questionnaire.by_code["importance"]
        order = questionnaire.by_code["order"]
        ranking = [item_field(order, questionnaire.items[position]) for position in order.items]
        dropped = [item_field(question, goal)] * (number > 3) + ranking * (number > 2)
        return {name: text for name, text in fields.items() if name not in dropped}

    some_answers(round_id, 6, few_on_b)
    surveys.close_round(OPERATOR, round_id, now=NOON)
    summary = results.load_summary(OPERATOR, round_id)

    staff.get(f"/rounds/{round_id}/results")

    assert summary.rankings["order"].hidden
    assert "Fewer than 5 answered, so nothing is shown" in staff.words
    assert "4 answered" in staff.words
    assert "Fewer than 5 members ranked, so no figure about them is shown." in staff.words


def test_a_plan_of_statements_alone(staff: Desk) -> None:
    round_id = an_open_round(a_plan(STATEMENTS_ONLY)).id
    some_answers(
        round_id,
        5,
        lambda questionnaire, _: {
            item_field(questionnaire.by_code["agreement"], questionnaire.items[0]): "4",
        },
    )
    surveys.close_round(OPERATOR, round_id, now=NOON)

    staff.get(f"/rounds/{round_id}/results")

    assert staff.status == 200
    assert "How far members agree with the envisioned future" in staff.words
    assert PLAIN_TEXT in staff.words
    assert "What members want" not in staff.words


def test_the_excel_summary(analyst: Desk) -> None:
    round_id = answered(7)

    analyst.get(f"/rounds/{round_id}/results").press("/results/formats")

    assert analyst.response is not None
    assert analyst.response.headers["Content-Disposition"] == (
        "attachment; filename=community-rehabilitation-strategic-plan-round-1-2026-03-02.xlsx"
    )
    workbook = load_workbook(BytesIO(analyst.response.get_data()))
    assert workbook.sheetnames == [name for name in SHEETS if name not in {"Responses", "Long"}]
    entry = database.session().scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.actor) == ("results.exported", "The analyst")


def test_a_closed_round_says_when_it_closed(staff: Desk) -> None:
    round_id = an_open_round().id
    surveys.close_round(OPERATOR, round_id, now=NOON)

    staff.get(f"/rounds/{round_id}/results")

    assert "closed Thursday, March 12, 1:00 p.m. Central" in staff.words


def test_who_may_see_and_export(staff: Desk, analyst: Desk, facilitator: Desk, nobody: Desk) -> None:
    url = f"/rounds/{an_open_round().id}/results"

    assert staff.get(url).status == 200
    assert analyst.get(url).status == 200
    assert facilitator.get(url).status == 403
    assert facilitator.post(f"{url}/formats").status == 403
    assert nobody.get(url).url == f"/sign-in?next={url}"
    assert nobody.post(f"{url}/formats").url.startswith("/sign-in")
    assert staff.post_without_token(f"{url}/formats").status == 400
    assert staff.get("/rounds/77/results").status == 404
    assert staff.post("/rounds/77/results/formats").status == 404
    assert staff.get("/rounds/99999999999999999999/results").status == 404
