"""The colours as the browser has them, in both themes: whoever reads them can tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.devices import DESK

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.devices import Device, Kind
    from tests.browser.survey import Survey

TEXT, GRAPHIC = 4.5, 3.0
_GROUNDS = ("paper", "sheet", "sunk")
_PAIRS: list[tuple[str, str, float]] = [
    *(
        (text, ground, TEXT)
        for text in ("ink", "ink-2", "ink-3", "accent", "accent-strong", "you")
        for ground in _GROUNDS
    ),
    *((mark, ground, GRAPHIC) for mark in ("edge", "focus", "group") for ground in _GROUNDS),
    *((text, f"{text}-wash", TEXT) for text in ("ok", "warn", "bad", "you", "accent")),
    *(("ink", f"{name}-wash", TEXT) for name in ("ok", "warn", "bad", "you", "accent")),
    *((text, ground, TEXT) for text in ("ok", "warn", "bad") for ground in ("paper", "sheet")),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("on-you", "you", TEXT),
    *(("on-s", f"s{step}", TEXT) for step in (1, 2, 3)),
    ("on-s4", "s4", TEXT),
    ("on-s5", "s5", TEXT),
    ("on-d1", "d1", TEXT),
    *(("on-d", f"d{step}", TEXT) for step in (2, 3, 4)),
    ("on-d5", "d5", TEXT),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tokens_can_be_told_apart(take: Callable[[Kind], Device], survey: Survey, theme: str) -> None:
    page = take(DESK.but(color_scheme=theme)).page
    page.goto(survey.link(survey.newcomer()))
    names = sorted({name for first, second, _ in _PAIRS for name in (first, second)})

    tokens: dict[str, str] = page.evaluate(
        "names => Object.fromEntries(names.map(name => [name,"
        " getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()]))",
        names,
    )

    faint = [
        f"{front} on {back}: {ratio:.2f}"
        for front, back, least in _PAIRS
        if (ratio := contrast(tokens[front], tokens[back])) < least
    ]
    assert faint == []


@pytest.mark.parametrize(("first", "second", "expected"), [("#000", "#fff", 21.0), ("#777777", "#ffffff", 4.478)])
def test_contrast_is_the_one_of_the_guidelines(first: str, second: str, expected: float) -> None:
    assert contrast(first, second) == pytest.approx(expected, abs=1e-3)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2.2 (1.4.3) between two colours written as #rgb or #rrggbb."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
