"""The responses as an SPSS file: names, labels and missing values in the places that SPSS has for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pandas as pd
import pyreadstat

from surveyapp.reports.responses import responses_table
from surveyapp.reports.text import MARK, whole_characters
from surveyapp.reports.variables import variables_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Cell
    from surveyapp.reports.variables import Variable

LONGEST_TEXT = 32_767
"""How many bytes a text may have; what is longer goes on in further variables."""

_LONGEST_NAME, _LONGEST_LABEL, _LONGEST_VALUE_LABEL = 64, 255, 119
_RESERVED = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}
_RESPONSE = "response"
# The header of a .sav holds day and time of its making from this byte on, in English whatever the machine speaks.
_STAMP_AT = 92
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SPACE_AT_THE_END = re.compile(r" +\Z")


@dataclass(frozen=True, slots=True)
class _Filled:
    """A variable under the name that SPSS allows, with its values: numbers (None is missing) or texts."""

    name: str
    label: str
    values: list[float | None] | list[str]
    variable: Variable | None = None


def write_sav(report: RoundReport, out: BinaryIO) -> None:
    """Write the responses as `.sav`: numbers with labels, silence as system-missing, abstention as user-missing.

    SPSS knows no space at the end of a text, and no NUL: the former stand as "␠", the latter as the mark "�". Raises
    ValueError for a round with too few responses: there is nothing to show.
    """
    if report.summary.hidden:
        raise ValueError("too few responses to show any")
    filled = list(_filled(report))
    numbers = [(one.name, one.variable) for one in filled if one.variable is not None]
    frame = pd.DataFrame({one.name: pd.Series(one.values, dtype=_dtype(one)) for one in filled})
    questionnaire = report.summary.questionnaire
    with TemporaryDirectory() as folder:
        file = Path(folder) / "responses.sav"
        pyreadstat.write_sav(
            frame,
            file,
            file_label=_cut(f"{questionnaire.survey_title}, round {questionnaire.round_number}", 60),
            column_labels={one.name: _cut(one.label, _LONGEST_LABEL) for one in filled},
            note=_notes(report),
            variable_value_labels={name: _value_labels(variable) for name, variable in numbers},
            missing_ranges={name: list(variable.missing) for name, variable in numbers},
            variable_measure={
                one.name: "ordinal" if one.variable and one.variable.is_ordered else "nominal" for one in filled
            },
            variable_format={name: "F4.0" for name, _ in numbers},
            row_compress=True,
        )
        out.write(_made_at(report, file.read_bytes()))


def _made_at(report: RoundReport, content: bytes) -> bytes:
    """Put the report's own time where the library wrote the clock's, so that the same report gives the same bytes."""
    made_at = report.made_at.astimezone(UTC)
    stamp = f"{made_at:%d} {_MONTHS[made_at.month - 1]} {made_at:%y%H:%M:%S}".encode("ascii")
    return content[:_STAMP_AT] + stamp + content[_STAMP_AT + len(stamp) :]


def _dtype(one: _Filled) -> str:
    return "object" if one.variable is None else "float64"


def _filled(report: RoundReport) -> Iterator[_Filled]:
    columns = list(zip(*responses_table(report.dataset, report.summary).rows, strict=True))
    taken: set[str] = set()
    if not columns:
        columns = [()] * (1 + len(variables_of(report.summary)))
    yield _Filled(_name(_RESPONSE, taken), "Response: a random name", [str(cell) for cell in columns[0]])
    for variable, cells in zip(variables_of(report.summary), columns[1:], strict=True):
        if variable.numbers:
            numbers = [None if cell is None else float(variable.numbers[cell]) for cell in cells]
            yield _Filled(_name(variable.name, taken), variable.label, numbers, variable)
        else:
            yield from _texts(variable, cells, taken)


def _texts(variable: Variable, cells: tuple[Cell, ...], taken: set[str]) -> Iterator[_Filled]:
    """Yield a variable of texts, and others for what of them does not fit into one."""
    divided = [_divide(_writable(str(cell))) if cell is not None else [""] for cell in cells]
    for part in range(max(map(len, divided), default=1)):
        name = variable.name if part == 0 else f"{variable.name}_continued_{part}"
        label = variable.label if part == 0 else f"(continued) {variable.label}"
        yield _Filled(_name(name, taken), label, [parts[part] if part < len(parts) else "" for parts in divided])


def _writable(text: str) -> str:
    visible = _SPACE_AT_THE_END.sub(lambda spaces: "␠" * len(spaces[0]), whole_characters(text))
    return visible.replace("\0", MARK)


def _divide(text: str) -> list[str]:
    """Divide a text so that each part has at most so many bytes; joined they give it."""
    rest, parts = text.encode(), []
    while len(rest) > LONGEST_TEXT:
        head = rest[:LONGEST_TEXT].decode(errors="ignore")
        # a space at the end of a part would be lost
        head = head.rstrip(" ") or head
        parts.append(head)
        rest = rest[len(head.encode()) :]
    return [*parts, rest.decode()]


def _name(code: str, taken: set[str]) -> str:
    """Make the name of a variable from a code: as SPSS allows it, and like no other, whatever its capitals."""
    plain = re.sub(r"[^A-Za-z0-9_.]", "_", code).rstrip("._") or "variable"
    plain = plain if plain[0].isalpha() and plain.lower() not in _RESERVED else f"v_{plain}"
    name, number = plain[:_LONGEST_NAME].rstrip("."), 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: _LONGEST_NAME - 6]}_{number}"
    taken.add(name.lower())
    return name


def _value_labels(variable: Variable) -> dict[int | float, str]:
    return {number: _cut(label, _LONGEST_VALUE_LABEL) for number, label in variable.labels.items()}


def _cut(text: str, longest: int) -> str:
    """Shorten a label to so many bytes, with a mark that it was."""
    line = " ".join(whole_characters(text).replace("\0", MARK).split())
    if len(line.encode()) <= longest:
        return line
    return line.encode()[: longest - len("…".encode())].decode(errors="ignore").rstrip() + "…"


def _notes(report: RoundReport) -> list[str]:
    facts = (
        "Data fingerprint (SHA-256):",
        report.summary.fingerprint,
        f"Filters: {report.filters}",
        f"Consensus rule: {report.rule or 'none was declared'}",
        f"Made by Surveyapp {report.software_version}, {report.made_at.isoformat()}",
    )
    return [_cut(fact, 80) for fact in facts]
