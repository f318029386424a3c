"""The form that all staff forms extend: fields first, then the rules that span them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms import StringField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any


def _readable(text: str | None) -> str | None:
    """Take out what no database column holds, and give every line the same ending."""
    return text and text.replace("\x00", "").replace("\r\n", "\n")


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A staff form. `check` runs only when each field is valid alone; `reject` puts a sentence at a field."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Cleans every text that is typed."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            if issubclass(unbound_field.field_class, StringField):
                options["filters"] = [_readable]
            return super().bind_field(form, unbound_field, options)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every sentence about this form with the id of the field it stands at; no id when it is about the whole."""
        return [
            *(("", str(message)) for message in self.form_errors),
            *((field.id, str(message)) for field in self for message in field.errors),
        ]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        if not super().validate(extra_validators):
            return False
        self.check()
        return not self.errors

    def check(self) -> None:
        """Rules across fields; a form without any leaves this as it is."""

    def reject(self, field_name: str, message: str) -> None:
        """Show `message` at a field, or at the top of the form when `field_name` is empty."""
        if field_name:
            field = self[field_name]
            field.errors = [*field.errors, message]
        else:
            self.form_errors.append(message)
