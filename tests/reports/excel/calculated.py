"""Workbooks with their formulas calculated: by LibreOffice where there is one, and by a few lines of our own."""

from __future__ import annotations

import io
import re
import shutil
import statistics
import subprocess
from typing import TYPE_CHECKING, Any

import numpy as np
from openpyxl import load_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OFFICE = shutil.which("soffice")
_TOKEN = re.compile(r'"[^"]*"|\w+!\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?|\d+(?:\.\d+)?|[A-Z]+(?=\()|[<>]=|[-+*/&=<>(),]')
_AREA = re.compile(r"(\w+)!(\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)")


def by_office(contents: list[bytes], folder: Path) -> list[Any]:
    """The workbooks as LibreOffice saves them, with the values that it calculates."""
    assert OFFICE is not None
    sources = [folder / f"made{number}.xlsx" for number in range(len(contents))]
    for source, content in zip(sources, contents, strict=True):
        source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        OFFICE,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder / "out"),
        *map(str, sources),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return [load_workbook(folder / "out" / source.name, data_only=True) for source in sources]


def by_hand(content: bytes) -> dict[str, Any]:
    """The value of every formula on the sheet Check, by its cell, each worked out from the cells that it names."""
    workbook: Any = load_workbook(io.BytesIO(content))
    formulas = {
        cell.coordinate: getattr(cell.value, "text", cell.value).removeprefix("=")
        for row in workbook["Check"].iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    found: dict[str, Any] = {}

    def read(area: str) -> Any:
        match = _AREA.fullmatch(area)
        assert match is not None
        cells = workbook[match[1]][match[2].replace("$", "")]
        if not isinstance(cells, tuple):
            return value(cells)
        return np.array([[value(cell) for cell in row] for row in cells], dtype=object)

    def value(cell: Any) -> Any:
        if cell.data_type != "f":
            return cell.value
        if cell.coordinate not in found:
            found[cell.coordinate] = _Reader(formulas[cell.coordinate], read).expression()
        return found[cell.coordinate]

    for coordinate in formulas:
        value(workbook["Check"][coordinate])
    return found


class _Reader:
    """Works a formula out from left to right, as Excel does for the few functions that we use."""

    def __init__(self, formula: str, read: Callable[[str], Any]) -> None:
        self._tokens = _TOKEN.findall(formula)
        assert "".join(self._tokens) == formula, formula
        self._read = read

    def expression(self, lowest: int = 0) -> Any:
        left = self._operand()
        while self._tokens and _RANKS.get(self._tokens[0], -1) >= lowest:
            sign = self._tokens.pop(0)
            left = _OPERATORS[sign](left, self.expression(_RANKS[sign] + 1))
        return left

    def _operand(self) -> Any:
        token = self._tokens.pop(0)
        if token == "-":
            return _numeric(self._operand()) * -1
        if token == "(":
            inner = self.expression()
            assert self._tokens.pop(0) == ")"
            return inner
        if token[0] == '"':
            return token[1:-1]
        if "!" in token:
            return self._read(token)
        if token[0].isdigit():
            return float(token)
        assert self._tokens.pop(0) == "("
        arguments = [self.expression()]
        while self._tokens.pop(0) == ",":
            arguments.append(self.expression())
        return _FUNCTIONS[token](*arguments)


def _numeric(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype == object:
        return np.vectorize(lambda cell: 0.0 if cell is None else float(cell) if _is_number(cell) else np.nan, [float])(
            value
        )
    return value if isinstance(value, np.ndarray) else float(value or 0)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, np.integer, np.floating))


def _is_equal(left: Any, right: Any) -> Any:
    if isinstance(left, str) or isinstance(right, str):
        return left == right
    return _numeric(left) == _numeric(right)


def _count_if(cells: Any, condition: str) -> float:
    if condition.startswith(">="):
        return float(sum(_is_number(cell) and cell >= float(condition[2:]) for cell in cells.flat))
    return float(sum(cell == condition for cell in cells.flat))


def _if(test: Any, yes: Any, no: Any = False) -> Any:
    if not isinstance(test, np.ndarray):
        return yes if test else no
    shape = test.shape
    chosen = np.empty(shape, dtype=object)
    for place in np.ndindex(shape):
        side = yes if test[place] else no
        chosen[place] = side[place] if isinstance(side, np.ndarray) else side
    return chosen


def _each(test: Callable[[Any], bool]) -> Callable[[Any], Any]:
    return np.vectorize(test, [bool])


def _median(values: Any) -> float:
    return float(statistics.median(value for value in values.flat if _is_number(value) and not isinstance(value, bool)))


_RANKS = {"=": 0, "<": 0, ">": 0, "<=": 0, ">=": 0, "&": 1, "+": 2, "-": 2, "*": 3, "/": 3}
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "=": _is_equal,
    "<": lambda left, right: _numeric(left) < _numeric(right),
    ">": lambda left, right: _numeric(left) > _numeric(right),
    "<=": lambda left, right: _numeric(left) <= _numeric(right),
    ">=": lambda left, right: _numeric(left) >= _numeric(right),
    "&": lambda left, right: (
        f"{left:g}{right}" if _is_number(left) else f"{left}{right:g}" if _is_number(right) else left + right
    ),
    "+": lambda left, right: _numeric(left) + _numeric(right),
    "-": lambda left, right: _numeric(left) - _numeric(right),
    "*": lambda left, right: _numeric(left) * _numeric(right),
    "/": lambda left, right: _numeric(left) / _numeric(right),
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ABS": lambda value: abs(_numeric(value)),
    "COUNTIF": _count_if,
    "EXACT": lambda cells, text: _each(lambda cell: ("" if cell is None else str(cell)) == text)(cells),
    "IF": _if,
    "ISNUMBER": _each(_is_number),
    "MEDIAN": _median,
    "SUMPRODUCT": lambda values: float(np.sum(_numeric(values))),
}
