"""Themes: names and keys that nobody else has, merged and brought back with their codes."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.errors import InvalidInput, NotFound, RuleBroken
from surveyapp.models import Theme
from surveyapp.permissions import OPERATOR
from surveyapp.services import themes
from surveyapp.services.comments import CommentFilter, list_comments
from tests.conftest import NOON
from tests.factories import an_open_round
from tests.services.commenting import FIVE, a_person, a_theme, a_written_round, audited, code, find

pytestmark = pytest.mark.usefixtures("app")


def keys(round_id: int) -> list[tuple[str, int | None, bool]]:
    return [(theme.name, theme.digit, theme.retired) for theme in themes.list_themes(OPERATOR, round_id)]


def test_the_first_nine_get_keys() -> None:
    round_id = an_open_round().id
    for number in range(1, 11):
        a_theme(round_id, f"Theme {number}")

    assert [digit for _, digit, _ in keys(round_id)] == [*range(1, 10), None]


def test_two_themes_change_keys() -> None:
    round_id = an_open_round().id
    one, two = a_theme(round_id, "One"), a_theme(round_id, "Two")

    edited, other = themes.edit_theme(OPERATOR, round_id, two, name="Zwei", digit=1, now=NOON)

    assert (edited.id, other and other.id) == (two, one)
    assert keys(round_id) == [("One", 2, False), ("Zwei", 1, False)]
    assert audited()[-1] == ("theme.edited", {"theme": "Zwei", "earlier": "Two", "key": "1"})


def test_a_theme_without_a_key_takes_one() -> None:
    round_id = an_open_round().id
    one, two = a_theme(round_id, "One"), a_theme(round_id, "Two")
    _, other = themes.edit_theme(OPERATOR, round_id, two, name="Two", digit=None, now=NOON)
    assert other is None

    themes.edit_theme(OPERATOR, round_id, two, name="Two", digit=1, now=NOON)

    assert keys(round_id) == [("One", None, False), ("Two", 1, False)]
    _, other = themes.edit_theme(OPERATOR, round_id, one, name="One", digit=None, now=NOON)
    assert other is None
    _, other = themes.edit_theme(OPERATOR, round_id, two, name="Two", digit=1, now=NOON)
    assert other is None
    assert keys(round_id) == [("One", None, False), ("Two", 1, False)]


@pytest.mark.parametrize("name", ["Who pays", " who  PAYS ", "Whó pays"])
def test_a_name_is_there_once(name: str) -> None:
    round_id = an_open_round().id
    pays = a_theme(round_id, "Who pays")

    with pytest.raises(InvalidInput, match="already"):
        a_theme(round_id, name)
    themes.retire_theme(OPERATOR, round_id, pays, into_id=None, now=NOON)
    with pytest.raises(InvalidInput, match="bring it back"):
        a_theme(round_id, name)


@pytest.mark.parametrize("name", ["", "  ", "\x07\u202e\u200b", "x" * 61])
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(InvalidInput):
        a_theme(an_open_round().id, name)


def test_a_name_is_one_line_that_everybody_can_read() -> None:
    round_id = an_open_round().id

    a_theme(round_id, " Who\tpays\n\u202eand\x00 why\u2069 ")

    assert [name for name, _, _ in keys(round_id)] == ["Who pays and why"]


def test_a_merged_theme_counts_for_the_other_and_comes_back_with_its_codes() -> None:
    round_id, ann = a_written_round(*FIVE).id, a_person()
    one, two, three = (a_theme(round_id, name) for name in ("One", "Two", "Three"))
    code(ann, round_id, "Needs", one)
    code(ann, round_id, "Who", one, two)

    themes.retire_theme(OPERATOR, round_id, one, into_id=two, now=NOON)
    themes.retire_theme(OPERATOR, round_id, two, into_id=three, now=NOON)

    assert find(ann, round_id, "Needs").themes == find(ann, round_id, "Who").themes == (three,)
    assert list_comments(ann, round_id, CommentFilter(theme=three)).found == 2
    # Taking the theme off takes off what it stands for.
    code(ann, round_id, "Needs", remove=(three,))
    assert find(ann, round_id, "Needs").themes == ()

    themes.bring_back(OPERATOR, round_id, one, now=NOON)
    assert find(ann, round_id, "Who").themes == (one, three)
    assert keys(round_id) == [("One", None, False), ("Two", None, True), ("Three", 3, False)]
    assert [action for action, _ in audited()][-4:-2] == ["theme.merged", "theme.merged"]


def test_what_cannot_be_done_with_themes() -> None:
    round_id = an_open_round().id
    one = a_theme(round_id, "One")

    with pytest.raises(InvalidInput, match="another theme"):
        themes.retire_theme(OPERATOR, round_id, one, into_id=one, now=NOON)
    with pytest.raises(NotFound):
        themes.retire_theme(OPERATOR, round_id, one, into_id=999, now=NOON)
    with pytest.raises(InvalidInput, match="1 to 9"):
        themes.edit_theme(OPERATOR, round_id, one, name="One", digit=10, now=NOON)
    themes.retire_theme(OPERATOR, round_id, one, into_id=None, now=NOON)
    with pytest.raises(RuleBroken, match="out of use"):
        themes.edit_theme(OPERATOR, round_id, one, name="Two", digit=None, now=NOON)
    with pytest.raises(NotFound):
        a_theme(999, "One")


@pytest.mark.parametrize(
    "values",
    [{"digit": 0}, {"digit": 10}, {"digit": 1, "retired": True}, {"merged_into_id": 1}, {"name": "One"}],
)
def test_what_the_table_itself_refuses(values: dict[str, object]) -> None:
    round_ = an_open_round()
    one = a_theme(round_.id, "One")
    row = {"survey_id": round_.survey_id, "name": "Two", "position": 2, "retired": False} | values
    if "merged_into_id" in values:
        row["merged_into_id"] = one

    with pytest.raises(sa.exc.IntegrityError), database.transaction() as db:
        db.execute(sa.insert(Theme).values(row))
