"""The reference cases, kept outside the repository in the folder that `SURVEYAPP_REFERENCE` names."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(os.environ.get("SURVEYAPP_REFERENCE", Path(__file__).parents[3] / "shared" / "reference"))
if "SURVEYAPP_REFERENCE" in os.environ and not (FOLDER / "cases.json").is_file():
    raise pytest.UsageError(f"SURVEYAPP_REFERENCE names {FOLDER}, where there is no cases.json")
NEEDS_CASES = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the reference cases are not at {FOLDER}")


@dataclass(frozen=True)
class Case:
    id: str
    method: str
    data: dict[str, Any]
    expected: dict[str, Any]
    tolerance: float


def load_cases() -> list[Case]:
    if not FOLDER.is_dir():
        return []
    cases = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
    return [Case(**{name: case[name] for name in Case.__dataclass_fields__}) for case in cases]


def rows_of(name: str) -> list[list[str]]:
    """Read a data set without its header."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return rows


def check_case(case: Case, computed: dict[str, Any]) -> None:
    """Compare every expected value; none may be missing."""
    assert case.expected, "a case without any value to compare"
    for name, value in case.expected.items():
        assert name in computed, f"{name} is not computed"
        assert_equal(computed[name], value, case.tolerance)


def assert_equal(ours: Any, theirs: Any, tolerance: float) -> None:
    if isinstance(theirs, dict):
        for name, value in theirs.items():
            assert_equal(ours[name], value, tolerance)
    elif isinstance(theirs, bool):
        assert ours is theirs
    else:
        given = list(ours) if isinstance(theirs, list) else ours
        # a tolerance of 0 is for whole numbers and short decimals: the last digit of a float is no error
        assert given == pytest.approx(theirs, rel=max(tolerance, 1e-15), abs=tolerance)
