from __future__ import annotations

import math
from datetime import datetime

import pytest
from hypothesis import given
from openpyxl.utils.datetime import from_excel
from openpyxl.xml.functions import fromstring

from surveyapp.reports.excel.cells import cell, cut
from surveyapp.reports.excel.text import clean
from tests.reports.excel.test_text import ANY_TEXT


def _text_of(xml: str) -> str:
    return "".join(run.text or "" for run in fromstring(xml).iter("t"))


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        (5, '<c r="B3"><v>5</v></c>'),
        (-9, '<c r="B3"><v>-9</v></c>'),
        (0.1 + 0.2, '<c r="B3"><v>0.30000000000000004</v></c>'),
        (None, ""),
        ("", ""),
        ("a < b & c", '<c r="B3" t="inlineStr"><is><t xml:space="preserve">a &lt; b &amp; c</t></is></c>'),
        ("=1+1", '<c r="B3" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>'),
        ("#N/A", '<c r="B3" t="inlineStr"><is><t xml:space="preserve">#N/A</t></is></c>'),
        ("]]>", '<c r="B3" t="inlineStr"><is><t xml:space="preserve">]]&gt;</t></is></c>'),
    ],
)
def test_a_cell_without_a_look(value: object, xml: str) -> None:
    assert isinstance(value, int | float | str | None)
    assert cell(3, 2, value) == xml


def test_a_cell_with_a_look_stands_there_even_when_empty() -> None:
    assert cell(1, 28, None, 7) == '<c r="AB1" s="7"/>'
    assert cell(1, 28, 2, 7) == '<c r="AB1" s="7"><v>2</v></c>'


def test_a_moment_is_a_number_of_days() -> None:
    moment = datetime.fromisoformat("2026-03-02T12:30")

    number = float(fromstring(cell(1, 1, moment)).findtext("v", ""))

    assert from_excel(number) == moment


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_figure_that_is_none_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="row 4, column 2 is no figure"):
        cell(4, 2, value)


@pytest.mark.parametrize("text", ["_x0041_", "a_x000D_b_x005F_", "_x_x0041_x0042_", "_xyz_", "_x004"])
def test_what_excel_would_read_as_a_code_is_divided(text: str) -> None:
    xml = cell(1, 1, text)

    assert _text_of(xml) == text
    runs = [run.text or "" for run in fromstring(xml).iter("t")]
    assert not any("_x0041_" in run or "_x000D_" in run or "_x005F_" in run or "_x0042_" in run for run in runs)


@given(ANY_TEXT)
def test_any_text_comes_out_as_it_was_cleaned(text: str) -> None:
    (written,) = cut(1, 1, text)

    xml = cell(1, 1, written, 3)

    assert _text_of(xml) == clean(text)
    assert fromstring(xml).get("t") in {"inlineStr", None}
    assert fromstring(xml).find("f") is None


def test_cut_leaves_numbers_alone() -> None:
    assert cut(2, 3, 3.5) == (3.5,)
    assert cut(2, 3, None) == (None,)


def test_what_was_cut_off_names_its_cell() -> None:
    first, second = cut(2, 28, "x" * 40_000)

    assert str(first).endswith("(continued at the end of this row)")
    assert str(second).startswith("(continued from AB2) […] x")
