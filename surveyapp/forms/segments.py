"""Which attributes of members are the segments of a survey, and when its figures move on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import RadioField, SelectField

from surveyapp.enums import Refresh
from surveyapp.forms.base import BaseForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveyapp.services.segments import Candidate

_NONE = ("", "None")


class ChooseSegmentsForm(BaseForm):
    """Up to three attributes, the most important first."""

    first = SelectField("Most important")
    second = SelectField("Next")
    third = SelectField("After that")
    refresh = RadioField("Figures while the survey is open")

    @property
    def attributes(self) -> tuple[str, ...]:
        """What was chosen, in its order."""
        return tuple(field.data for field in (self.first, self.second, self.third) if field.data)

    def offer(self, candidates: Sequence[Candidate], chosen: Sequence[str]) -> None:
        """Offer the attributes that can make segments, and those that are chosen already."""
        names = [candidate.name for candidate in candidates]
        values = {candidate.name: len(candidate.values) for candidate in candidates}
        missing = [(name, name) for name in chosen if name not in names]
        offered = [(name, f"{name.replace('_', ' ').capitalize()} ({values[name]} values)") for name in names]
        for field in (self.first, self.second, self.third):
            field.choices = [_NONE, *offered, *missing]
        self.refresh.choices = [
            (Refresh.STEPS.value, "Move on in steps"),
            (Refresh.CLOSE.value, "Appear when it closes"),
        ]

    def check(self) -> None:
        for place, field in enumerate((self.first, self.second, self.third)):
            earlier = (self.first, self.second, self.third)[:place]
            if field.data and field.data in [other.data for other in earlier]:
                self.reject(field.name, "Choose each attribute once.")
