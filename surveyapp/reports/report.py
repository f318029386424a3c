"""What a report is made from: one round's summary and data set, and the facts that name them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from surveyapp.reports.findings import Findings

if TYPE_CHECKING:
    from datetime import datetime

    from surveyapp.enums import RoundState
    from surveyapp.stats.dataset import RoundDataset
    from surveyapp.stats.summary import RoundSummary


@dataclass(frozen=True, slots=True)
class RoundReport:
    """One round, ready to be reported.

    `made_at` is aware. `filters` says in words which responses are in. `rule` is the consensus rule in words,
    empty if none was declared before the round opened. `findings` is all that is known beyond the summary.
    """

    summary: RoundSummary
    dataset: RoundDataset
    made_at: datetime
    software_version: str
    state: RoundState
    filters: str = "All responses"
    rule: str = ""
    findings: Findings = field(default_factory=Findings)

    def local(self, moment: datetime) -> datetime:
        """Give an aware `moment` in the round's zone, and naive: no file format holds a zone, so labels name it."""
        return moment.astimezone(ZoneInfo(self.summary.questionnaire.time_zone)).replace(tzinfo=None)
