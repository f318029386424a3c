from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from surveyapp.reports.excel.look import ACCENT, BIPOLAR, INK, RULE, SHEET, UNIPOLAR, Look, dress, is_dark, palette
from surveyapp.reports.tables import Align


def test_palette_gives_the_colours_themselves_for_five_steps() -> None:
    assert palette(BIPOLAR, 5) == list(BIPOLAR)


@pytest.mark.parametrize("count", [2, 3, 4, 7, 9, 10])
def test_palette_ends_where_the_colours_end_and_repeats_none(count: int) -> None:
    colours = palette(UNIPOLAR, count)

    assert (colours[0], colours[-1]) == (UNIPOLAR[0], UNIPOLAR[-1])
    assert len(set(colours)) == count


@pytest.mark.parametrize("count", [0, 1])
def test_palette_of_one_or_none(count: int) -> None:
    assert palette(UNIPOLAR, count) == [UNIPOLAR[-1]][:count]


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [UNIPOLAR, BIPOLAR])
@pytest.mark.parametrize("count", [2, 3, 5, 7, 9])
def test_labels_can_be_read_on_every_step(colours: tuple[str, ...], count: int) -> None:
    for colour in palette(colours, count):
        pair = sorted((_luminance(colour), _luminance(SHEET if is_dark(colour) else INK)))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4


def test_dress_gives_a_cell_its_look() -> None:
    page = Workbook(write_only=True).create_sheet()
    look = Look(bold=True, fill=ACCENT, align=Align.RIGHT, wrap=True, number_format="0%", rule=RULE, quoted=True)

    cell = dress(WriteOnlyCell(page), look)

    assert (cell.font.b, cell.font.name, cell.fill.fgColor.rgb) == (True, "Arial", f"00{ACCENT}")
    assert (cell.alignment.horizontal, cell.alignment.wrap_text, cell.number_format) == ("right", True, "0%")
    assert (cell.border.bottom.style, cell.border.right.style, cell.quotePrefix) == ("thin", None, True)
