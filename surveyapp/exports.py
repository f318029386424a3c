"""From a round to a file: the one place where a report is put together for pages, commands and the demo."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from surveyapp.config import software_version
from surveyapp.reports.report import RoundReport
from surveyapp.services import results

if TYPE_CHECKING:
    from datetime import datetime

    from surveyapp.permissions import Actor


def excel_summary(actor: Actor, round_id: int, *, now: datetime) -> bytes:
    """The Excel summary of a round. Raises `NotAllowed` and `NotFound`; the export is noted in the audit trail."""
    from surveyapp.reports.excel import write_workbook  # noqa: PLC0415 - openpyxl costs a page that exports nothing

    dataset, summary, state = results.export_round(actor, round_id, format_name="xlsx", now=now)
    report = RoundReport(
        summary=summary, dataset=dataset, made_at=now, software_version=software_version(), state=state
    )
    out = BytesIO()
    write_workbook(report, out)
    return out.getvalue()
