"""Signing in."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired

from surveyapp.forms.base import BaseForm


class SignInForm(BaseForm):
    """Who somebody is, and where they wanted to go."""

    email = StringField("E-mail address", [DataRequired("Enter your e-mail address.")])
    password = PasswordField("Password", [InputRequired("Enter your password.")])
    next = HiddenField()
