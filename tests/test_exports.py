"""From a round to a file: what it is called, what the audit trail keeps of it, and what is said when it fails."""

from __future__ import annotations

import hashlib
import tempfile
from typing import TYPE_CHECKING

import pytest

from surveyapp.errors import NotAllowed, NotFound, RuleBroken
from surveyapp.exports import export, file_name, read_report
from surveyapp.permissions import OPERATOR, Actor
from surveyapp.reports.formats import Options
from surveyapp.services import results
from tests.conftest import NOON
from tests.services.commenting import FIVE, a_written_round, audited

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


def test_an_export_is_noted_after_it_is_written(app: Flask) -> None:
    round_id = a_written_round(*FIVE).id

    made = export(OPERATOR, round_id, "csv", now=NOON, options=Options(words=True, long=True))

    assert audited()[-1] == (
        "results.exported",
        {
            "format": "csv",
            "options": "in words",
            "submitted": "5",
            "data": results.load_summary(OPERATOR, round_id).fingerprint,
            "sha256": hashlib.sha256(made.content).hexdigest(),
        },
    )


def test_a_failure_is_noted_as_one_and_said(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    round_id = a_written_round(*FIVE).id
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))

    with pytest.raises(RuleBroken, match="could not be written: No such file or directory"):
        export(OPERATOR, round_id, "xlsx", now=NOON)

    noted = {"format": "xlsx", "options": "", "problem": "FileNotFoundError"}
    assert audited()[-1] == ("results.export_failed", noted)
    assert "results.exported" not in [action for action, _ in audited()]


def test_what_is_refused_is_not_noted(app: Flask) -> None:
    round_id = a_written_round(*FIVE).id
    before = audited()

    with pytest.raises(NotFound):
        export(OPERATOR, 99, "csv", now=NOON)
    with pytest.raises(NotAllowed):
        export(Actor("stranger", frozenset()), round_id, "csv", now=NOON)

    assert audited() == before


def test_a_report_that_is_only_read_is_not_noted(app: Flask) -> None:
    round_id = a_written_round(*FIVE).id
    before = audited()

    assert read_report(OPERATOR, round_id, now=NOON).filters == "Round 1, all responses"
    assert audited() == before


@pytest.mark.parametrize(
    ("title", "choice", "name"),
    [
        ("Community Plan", "", "community-plan-round-2-2026-03-02.xlsx"),
        ("Community Plan", "only Setting: Private practice", "…-only-setting-private-practice.xlsx"),
        ("../../etc/passwd\r\nX: 1", "", "etc-passwd-x-1-round-2-2026-03-02.xlsx"),
        ("Réhabilitation “à domicile”", "", "rehabilitation-a-domicile-round-2-2026-03-02.xlsx"),
        ("計画", "計画", "plan-round-2-2026-03-02.xlsx"),
        ("a" * 59 + " b" * 20, "", f"{'a' * 59}-round-2-2026-03-02.xlsx"),
    ],
)
def test_file_names(title: str, choice: str, name: str) -> None:
    expected = name.replace("…", "community-plan-round-2-2026-03-02")

    assert file_name(title, 2, "2026-03-02", "xlsx", choice) == expected
