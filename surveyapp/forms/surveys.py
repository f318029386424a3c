"""What a round asks and how it reads; when it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtforms import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from surveyapp.errors import InvalidInput
from surveyapp.forms.base import BaseForm
from surveyapp.forms.moments import ClockField, DayField, NoSuchTime, to_utc
from surveyapp.services.surveys import QuestionWords

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from werkzeug.datastructures import ImmutableMultiDict

    Typed = ImmutableMultiDict[str, str]

_LONGEST_TITLE = 500
_LONGEST_TEXT = 5000
_LONGEST_ANSWER = 100


@dataclass(frozen=True, slots=True)
class Wording:
    """A question whose words may be changed, with what it says now. `answers` names each of its labels."""

    code: str
    words: QuestionWords
    answers: tuple[str, ...]
    is_ranking: bool = False


@dataclass(frozen=True, slots=True)
class WordingFields:
    """The fields of one question."""

    code: str
    is_on: Field
    prompt: Field
    labels: tuple[Field, ...]
    cannot_judge: Field | None
    ties: Field | None

    @property
    def has_problem(self) -> bool:
        """Whether something about the words of this question must be mended."""
        fields = (self.prompt, *self.labels, *((self.cannot_judge,) if self.cannot_judge else ()))
        return any(field.errors for field in fields)


class EditRoundForm(BaseForm):
    """What a draft round asks. The fields of its questions are added by `edit_form`."""

    title = StringField(
        "Title of the survey",
        [
            DataRequired("Enter the title of the survey."),
            Length(max=_LONGEST_TITLE, message=f"Shorten the title to {_LONGEST_TITLE} characters."),
        ],
    )
    introduction = TextAreaField(
        "Introduction",
        [Length(max=_LONGEST_TEXT, message=f"Shorten the introduction to {_LONGEST_TEXT:,} characters.")],
    )
    asks_comments = BooleanField("Comments: a box under each statement, goal and step")
    asks_wording = BooleanField("Other wording: members may rewrite a statement or goal")
    depth = RadioField("Which steps are asked about")

    wordings: Sequence[Wording] = ()

    @property
    def blocks(self) -> list[WordingFields]:
        """The fields of the questions, question by question."""
        return [
            WordingFields(
                wording.code,
                self[f"{wording.code}_on"],
                self[f"{wording.code}_prompt"],
                tuple(self[f"{wording.code}_label_{place}"] for place in range(len(wording.answers))),
                self[f"{wording.code}_cannot_judge"] if wording.words.cannot_judge else None,
                self[f"{wording.code}_ties"] if wording.is_ranking else None,
            )
            for wording in self.wordings
        ]

    def words(self) -> Mapping[str, QuestionWords]:
        """What was typed, by question code."""
        return {
            block.code: QuestionWords(
                is_on=block.is_on.data,
                prompt=block.prompt.data,
                labels=tuple(field.data for field in block.labels),
                cannot_judge=block.cannot_judge.data if block.cannot_judge else "",
                ties=block.ties.data if block.ties else False,
            )
            for block in self.blocks
        }


def edit_form(
    wordings: Sequence[Wording], typed: Typed | None, *, depths: Sequence[tuple[str, str]], **now: Any
) -> EditRoundForm:
    """Make the form of a round as `typed`; `now` are the present values of the fields that every round has."""
    fields: dict[str, Any] = {"wordings": wordings}
    for wording in wordings:
        fields |= _fields_of(wording)
        now |= _values_of(wording)
    form: EditRoundForm = type("EditRoundForm", (EditRoundForm,), fields)(typed, **now)
    form.depth.choices = list(depths)
    return form


def _fields_of(wording: Wording) -> dict[str, Field]:
    code = wording.code
    fields: dict[str, Field] = {
        f"{code}_on": BooleanField("Ask this"),
        f"{code}_prompt": StringField(
            "Question",
            [
                DataRequired("Enter the question; it may not be empty."),
                Length(max=_LONGEST_TITLE, message=f"Shorten the question to {_LONGEST_TITLE} characters."),
            ],
        ),
    }
    for place, name in enumerate(wording.answers):
        fields[f"{code}_label_{place}"] = _answer_field(name)
    if wording.words.cannot_judge:
        fields[f"{code}_cannot_judge"] = _answer_field("For those who cannot judge")
    if wording.is_ranking:
        fields[f"{code}_ties"] = BooleanField("Allow ties: goals may share a place")
    return fields


def _answer_field(name: str) -> StringField:
    return StringField(
        name,
        [
            DataRequired("Enter the words of this answer; they may not be empty."),
            Length(max=_LONGEST_ANSWER, message=f"Shorten this answer to {_LONGEST_ANSWER} characters."),
        ],
    )


def _values_of(wording: Wording) -> dict[str, object]:
    code, words = wording.code, wording.words
    return {
        f"{code}_on": words.is_on,
        f"{code}_prompt": words.prompt,
        f"{code}_cannot_judge": words.cannot_judge,
        f"{code}_ties": words.ties,
        **{f"{code}_label_{place}": label for place, label in enumerate(words.labels)},
    }


class ScheduleForm(BaseForm):
    """When a draft round opens and closes. Without an opening time it opens as soon as staff open it.

    All may stay empty while the round has no closing time yet (`has_end` false); then `closes_at` is None.
    """

    opens_on = DayField("Opens on", [Optional()])
    opens_time = ClockField("Opens at", [Optional()])
    closes_on = DayField("Closes on", [Optional()])
    closes_time = ClockField("Closes at", [Optional()])
    zone = SelectField("Time zone", validate_choice=False)

    now: datetime
    zone_before = ""
    has_end = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def check(self) -> None:
        if self.has_end or self._is_touched():
            self._check_dates()

    def _is_touched(self) -> bool:
        dates = (self.opens_on, self.opens_time, self.closes_on, self.closes_time)
        return self.zone.data != self.zone_before or any(field.data for field in dates)

    def _check_dates(self) -> None:
        if self.zone.data not in {choice[0] for choice in self.zone.choices or ()}:
            self.reject("zone", "Choose a time zone from the list.")
            return
        if self.opens_on.data and not self.opens_time.data:
            self.reject("opens_time", "Enter the time the survey opens as well, or leave both empty.")
        elif self.opens_time.data and not self.opens_on.data:
            self.reject("opens_on", "Enter the day the survey opens as well, or leave both empty.")
        elif self.opens_on.data:
            self.opens_at = _moment(self, "opens", self.zone.data)
        if not self.closes_on.data:
            self.reject("closes_on", "Enter the day the survey closes.")
        if not self.closes_time.data:
            self.reject("closes_time", "Enter the time the survey closes.")
        if self.closes_on.data and self.closes_time.data:
            self._check_end()

    def _check_end(self) -> None:
        self.closes_at = _moment(self, "closes", self.zone.data)
        if self.closes_at and self.closes_at <= self.now:
            self.reject("closes_on", "The closing time must lie ahead.")
        elif self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            self.reject("closes_on", "The closing time must be after the opening time.")


class ExtendForm(BaseForm):
    """A later closing time for an open round, in the round's own zone."""

    closes_on = DayField("New closing day", [InputRequired("Enter the new closing day.")])
    closes_time = ClockField("New closing time", [InputRequired("Enter the new closing time.")])

    zone_name = "UTC"
    closes_at: datetime | None = None

    def check(self) -> None:
        self.closes_at = _moment(self, "closes", self.zone_name)


def _moment(form: BaseForm, name: str, zone: str) -> datetime | None:
    try:
        return to_utc(form[f"{name}_on"].data, form[f"{name}_time"].data, zone)
    except NoSuchTime as error:
        form.reject(f"{name}_time", str(error))
    except InvalidInput as error:
        form.reject(f"{name}_on", str(error))
    return None
