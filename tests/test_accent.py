"""The accent: whatever colour a society sets, everything can be read, or the start is refused with a better one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.accent import DARK, GRAPHIC, LIGHT, OURS, TEXT, Accent, contrast, read_accent, worst_contrast
from surveyapp.errors import InvalidInput

STYLE_SHEET = (Path(__file__).resolve().parent.parent / "surveyapp" / "static" / "app.css").read_text("utf-8")
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06X}".format)


def tokens(start: str) -> dict[str, str]:
    """The colours of the theme whose block in the style sheet begins with `start`, in full length."""
    block = STYLE_SHEET.partition(start)[2].partition("}")[0]
    found = dict(re.findall(r"--([\w-]+):(#[0-9A-F]{3,6})\b", block))
    return {name: value if len(value) > 4 else "#" + "".join(2 * c for c in value[1:]) for name, value in found.items()}


THEMES = {"light": tokens("\n:root{"), "dark": tokens("(prefers-color-scheme:dark){:root{")}


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#767676", "#FFFFFF", 4.54),
        ("#0E5A63", "#FFFFFF", 7.9),
    ],
)
def test_contrast_as_wcag_has_it(first: str, second: str, ratio: float) -> None:
    assert contrast(first, second) == contrast(second, first) == pytest.approx(ratio, abs=0.02)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_of_tokens_can_be_read(theme: str) -> None:
    colours = THEMES[theme]
    grounds = ("paper", "sheet", "sunk")
    text = [
        (front, ground) for front in ("ink", "ink-2", "ink-3", "accent", "accent-strong", "you") for ground in grounds
    ]
    text += [(name, f"{name}-wash") for name in ("accent", "you", "ok", "warn", "bad")]
    text += [(ink, f"{name}-wash") for ink in ("ink", "ink-2") for name in ("accent", "you", "ok", "warn", "bad")]
    text += [("accent", f"{name}-wash") for name in ("ok", "warn", "bad")]
    text += [
        ("on-accent", "accent"),
        ("on-accent", "accent-strong"),
        ("on-you", "you"),
        ("bad", "paper"),
        ("bad", "sheet"),
    ]
    text += [("on-s", "s1"), ("on-s", "s2"), ("on-s", "s3"), ("on-s4", "s4"), ("on-s5", "s5")]
    text += [("on-d1", "d1"), ("on-d", "d2"), ("on-d", "d3"), ("on-d", "d4"), ("on-d5", "d5")]
    lines = [(line, ground) for line in ("edge", "focus", "group") for ground in grounds]
    lines += [(line, "accent-wash") for line in ("edge", "focus")]

    ratios = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in (*text, *lines)}

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < (TEXT if pair in text else GRAPHIC)} == {}


@pytest.mark.parametrize(("ours", "theme"), [(LIGHT, "light"), (DARK, "dark")])
def test_what_the_accent_is_held_against_is_what_the_style_sheet_has(ours: dict[str, str], theme: str) -> None:
    assert {name: THEMES[theme][name] for name in ours} == ours


def test_our_own_accent_gives_our_own_family_or_nearly() -> None:
    accent = read_accent(OURS)

    for family, colours in ((accent.light, THEMES["light"]), (accent.dark, THEMES["dark"])):
        made = (family.accent, family.strong, family.wash, family.on_accent)
        drawn = (colours["accent"], colours["accent-strong"], colours["accent-wash"], colours["on-accent"])
        assert all(contrast(one, other) < 1.05 for one, other in zip(made, drawn, strict=True))


def answer_to(setting: str) -> Accent | str:
    """The accent, or the sentence with which it is refused."""
    try:
        return read_accent(setting)
    except InvalidInput as error:
        return str(error)


@settings(deadline=None)
@given(COLOURS)
def test_an_accent_is_readable_or_refused_with_one_that_serves(colour: str) -> None:
    answer = answer_to(colour)

    if isinstance(answer, str) and (found := re.search(r"(#[0-9A-F]{6}) is the nearest", answer)):
        answer = answer_to(found[1])
        assert isinstance(answer, Accent)
    if isinstance(answer, Accent):
        assert worst_contrast(answer) >= 1
    else:
        assert "marks a member’s own answer" in answer


@pytest.mark.parametrize("setting", ["teal", "0E5A63", "#0E5", "#0E5A63FF", "#GGGGGG", "#0E5A63;}"])
def test_what_is_no_colour_is_refused(setting: str) -> None:
    with pytest.raises(InvalidInput, match="one colour such as #0E5A63"):
        read_accent(setting)


@pytest.mark.parametrize("setting", ["#7FC8D0", "#FFFFFF", "#FFD700"])
def test_what_is_too_pale_is_refused(setting: str) -> None:
    with pytest.raises(InvalidInput, match="too pale to be read"):
        read_accent(setting)


@pytest.mark.parametrize("setting", ["#A34605", "#BF5700", "#F4A963"])
def test_the_hue_that_marks_a_members_own_answer_is_taken(setting: str) -> None:
    with pytest.raises(InvalidInput, match="marks a member’s own answer"):
        read_accent(setting)


@pytest.mark.parametrize("setting", ["#000000", "#003366", "#A51C30", "#6A1B9A", "#7a5c00"])
def test_common_colours_serve(setting: str) -> None:
    assert worst_contrast(read_accent(setting)) >= 1
