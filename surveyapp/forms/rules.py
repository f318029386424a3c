"""The consensus rule of each rating question, as staff declare it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import SelectField

from surveyapp.forms.base import BaseForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveyapp.forms.surveys import Typed

_NONE = ("", "No rule, no verdict")


class DeclareRulesForm(BaseForm):
    """A rule for each rating question. The fields are added by `rules_form`, which names the `questions`."""

    questions: Sequence[str] = ()

    @property
    def fields(self) -> list[SelectField]:
        """The fields in the order of the questions."""
        return [self[f"rule_{code}"] for code in self.questions]

    @property
    def chosen(self) -> dict[str, str]:
        """The name of the rule that was chosen for each question; empty for none."""
        return {code: self[f"rule_{code}"].data for code in self.questions}


def rules_form(
    offered: Mapping[str, Sequence[tuple[str, str]]], declared: Mapping[str, str], typed: Typed | None
) -> DeclareRulesForm:
    """Make the form: as `typed`, or with the rules that are `declared`, by question.

    `offered` has the names of the rules with what each is called, by question.
    """
    fields = {f"rule_{code}": SelectField(code.capitalize()) for code in offered}
    made = type("RulesOfQuestions", (DeclareRulesForm,), fields)
    form: DeclareRulesForm = made(typed, data={f"rule_{code}": name for code, name in declared.items()})
    form.questions = tuple(offered)
    for field, rules in zip(form.fields, offered.values(), strict=True):
        field.choices = [_NONE, *rules]
    return form
