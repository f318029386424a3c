"""Themes: named, numbered, merged and retired. None is ever deleted, so no code loses its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import sqlalchemy as sa

from surveyapp import database, permissions
from surveyapp.errors import InvalidInput, NotFound, RuleBroken
from surveyapp.models import Theme
from surveyapp.models.comments import LONGEST_THEME
from surveyapp.permissions import Permission
from surveyapp.questionnaire.finding import fold
from surveyapp.services import activity
from surveyapp.services.remarks import survey_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from surveyapp.permissions import Actor

DIGITS = range(1, 10)
# Control characters, and those that stay unseen or turn the direction of whatever follows.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2069\ufeff]+")


def list_themes(actor: Actor, round_id: int) -> Sequence[Theme]:
    """All themes of the round's survey in their order, retired ones too. Raises `NotFound`."""
    permissions.require(actor, Permission.CODE_COMMENTS)
    db = database.session()
    return read_themes(db, survey_of(db, round_id)[0])


def read_themes(db: Session, survey_id: int) -> Sequence[Theme]:
    """The themes of a survey in their order."""
    return db.scalars(sa.select(Theme).where(Theme.survey_id == survey_id).order_by(Theme.position, Theme.id)).all()


def counted_as(themes: Sequence[Theme]) -> Mapping[int, int]:
    """For each theme the one that its codes count for: itself, or where it was merged into in the end."""
    into = {theme.id: theme.merged_into_id for theme in themes}
    ends = {}
    for theme_id in into:
        end = theme_id
        while (following := into[end]) is not None:
            end = following
        ends[theme_id] = end
    return ends


def add_theme(actor: Actor, round_id: int, *, name: str, now: datetime) -> Theme:
    """Add a theme at the end of the list, with the lowest key that is free. Raises `InvalidInput`."""
    permissions.require(actor, Permission.CODE_COMMENTS)
    with database.transaction() as db:
        survey_id, title = survey_of(db, round_id)
        themes = read_themes(db, survey_id)
        clean = _free_name(themes, name)
        taken = {theme.digit for theme in themes}
        digit = next((digit for digit in DIGITS if digit not in taken), None)
        position = max((theme.position for theme in themes), default=0) + 1
        theme = Theme(survey_id=survey_id, name=clean, digit=digit, position=position)
        db.add(theme)
        activity.record(db, actor, "theme.added", title, now, theme=clean)
    return theme


def edit_theme(
    actor: Actor, round_id: int, theme_id: int, *, name: str, digit: int | None, now: datetime
) -> tuple[Theme, Theme | None]:
    """Rename a theme and give it a key; a theme that had this key gets the earlier one of this theme, or none.

    Returns the theme, and the one that changed keys with it. Raises `InvalidInput`, `RuleBroken`, `NotFound`.
    """
    permissions.require(actor, Permission.CODE_COMMENTS)
    if digit is not None and digit not in DIGITS:
        message = "Choose a key from 1 to 9, or none."
        raise InvalidInput(message)
    with database.transaction() as db:
        survey_id, title = survey_of(db, round_id)
        themes = read_themes(db, survey_id)
        theme = live_theme(themes, theme_id)
        earlier, freed = theme.name, theme.digit
        theme.name = _free_name(themes, name, theme)
        holders = (other for other in themes if other is not theme and other.digit == digit)
        other = None if digit is None else next(holders, None)
        theme.digit = None
        if other is not None:
            other.digit = None
            db.flush()
            other.digit = freed
        db.flush()
        theme.digit = digit
        activity.record(db, actor, "theme.edited", title, now, theme=theme.name, earlier=earlier, key=digit or "none")
    return theme, other


def retire_theme(actor: Actor, round_id: int, theme_id: int, *, into_id: int | None, now: datetime) -> Theme:
    """Take a theme out of use, or merge it: then its codes count for the theme `into_id`. Codes stay as they are."""
    permissions.require(actor, Permission.CODE_COMMENTS)
    with database.transaction() as db:
        survey_id, title = survey_of(db, round_id)
        themes = read_themes(db, survey_id)
        theme = live_theme(themes, theme_id)
        into = None if into_id is None else live_theme(themes, into_id)
        if into is theme:
            message = "Choose another theme to merge this one into. Nothing was changed."
            raise InvalidInput(message)
        theme.retire(into)
        details = {"theme": theme.name} if into is None else {"theme": theme.name, "into": into.name}
        activity.record(db, actor, "theme.merged" if into else "theme.retired", title, now, **details)
    return theme


def bring_back(actor: Actor, round_id: int, theme_id: int, *, now: datetime) -> Theme:
    """Take a retired or merged theme into use again, with the codes it had. Raises `NotFound`."""
    permissions.require(actor, Permission.CODE_COMMENTS)
    with database.transaction() as db:
        survey_id, title = survey_of(db, round_id)
        theme = _theme(read_themes(db, survey_id), theme_id)
        theme.retired, theme.merged_into_id = False, None
        activity.record(db, actor, "theme.brought_back", title, now, theme=theme.name)
    return theme


def live_theme(themes: Sequence[Theme], theme_id: int) -> Theme:
    """The theme with this number. Raises `NotFound`, and `RuleBroken` for a retired one."""
    theme = _theme(themes, theme_id)
    if theme.retired:
        message = f"The theme “{theme.name}” is out of use. Nothing was changed. Load the page again."
        raise RuleBroken(message)
    return theme


def clean_name(typed: str) -> str:
    """A name as it is kept: one line, nothing in it that nobody sees."""
    return " ".join(_UNSEEN.sub(" ", typed).split())


def _theme(themes: Sequence[Theme], theme_id: int) -> Theme:
    found = next((theme for theme in themes if theme.id == theme_id), None)
    if found is None:
        message = "There is no such theme. Nothing was changed."
        raise NotFound(message)
    return found


def _free_name(themes: Sequence[Theme], name: str, own: Theme | None = None) -> str:
    clean = clean_name(name)
    if not clean:
        message = "Enter the name of the theme."
        raise InvalidInput(message)
    if len(clean) > LONGEST_THEME:
        message = f"Shorten the name of the theme to {LONGEST_THEME} characters."
        raise InvalidInput(message)
    same = next((theme for theme in themes if theme is not own and fold(theme.name) == fold(clean)), None)
    if same is not None:
        instead = "It is out of use: bring it back instead." if same.retired else "Choose another name."
        message = f"There is a theme “{same.name}” already. {instead}"
        raise InvalidInput(message)
    return clean
