"""The staff's browsers, on a clock that stands at noon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from surveyapp.enums import Role
from tests.conftest import NOON
from tests.views.staffing import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@pytest.fixture
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def staff(app: Flask, noon: None) -> Desk:
    return Desk(app, Role.STAFF)


@pytest.fixture
def analyst(app: Flask, noon: None) -> Desk:
    return Desk(app, Role.ANALYST)


@pytest.fixture
def facilitator(app: Flask, noon: None) -> Desk:
    return Desk(app, Role.FACILITATOR)


@pytest.fixture
def nobody(app: Flask, noon: None) -> Desk:
    return Desk(app, None)
