"""A closed round in which five members wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.commenting import FIVE, a_written_round

if TYPE_CHECKING:
    from tests.views.staffing import Desk


@pytest.fixture
def round_id(staff: Desk) -> int:
    return a_written_round(*FIVE).id
