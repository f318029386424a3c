"""The society's accent colour: one colour is set, and all that goes with it in light and dark is worked out from it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from surveyapp.errors import InvalidInput

# The contrasts that WCAG 2.2 asks for (1.4.3, 1.4.11).
TEXT, GRAPHIC = 4.5, 3.0
# What the accent meets on the pages, as static/app.css has it.
LIGHT = {
    "paper": "#F7F5F0",
    "sheet": "#FFFFFF",
    "sunk": "#ECE9E2",
    "ink": "#1A2123",
    "ink-2": "#434D50",
    "edge": "#798386",
    "focus": "#1A4FC4",
}
DARK = {
    "paper": "#11181A",
    "sheet": "#192225",
    "sunk": "#0C1113",
    "ink": "#E9EDEB",
    "ink-2": "#BAC4C4",
    "edge": "#748285",
    "focus": "#9DB9FF",
}
OURS = "#0E5A63"
_DARK_ON_ACCENT = "#0B1719"
# Orange says "your answer" on members' pages and nothing else, so these hues (in degrees) are taken.
_TAKEN_HUES, _COLOURED = (35.0, 75.0), 0.05
_A_STEP = 0.004


@dataclass(frozen=True, slots=True)
class Family:
    """The accent in one theme: for text and buttons, under the pointer, as a wash behind text; what is read on it."""

    accent: str
    strong: str
    wash: str
    on_accent: str


@dataclass(frozen=True, slots=True)
class Accent:
    """The accent in both themes."""

    light: Family
    dark: Family


def read_accent(setting: str) -> Accent:
    """Work out the whole accent from one #RRGGBB. Raises `InvalidInput` when it cannot be read on every ground."""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", setting):
        message = f"SURVEYAPP_ACCENT must be one colour such as {OURS}, not {setting!r}."
        raise InvalidInput(message)
    nearest = _nearest(setting)
    if _is_taken(setting) or _is_taken(nearest):
        message = (
            f"SURVEYAPP_ACCENT {setting} is an orange or a brown, which marks a member’s own answer on every page. "
            "Choose another hue."
        )
        raise InvalidInput(message)
    if nearest != setting:
        lowest = min(contrast(setting, ground) for ground in (LIGHT["sunk"], _accent(setting).light.wash))
        message = (
            f"SURVEYAPP_ACCENT {setting} is too pale to be read: on the page its contrast is "
            f"{math.floor(100 * lowest) / 100:.2f}, and {TEXT} is needed. {nearest} is the nearest that serves."
        )
        raise InvalidInput(message)
    return _accent(setting)


def worst_contrast(accent: Accent) -> float:
    """The contrast of the worst pair on any page as a share of what it needs; 1 or more is good."""
    return min(
        contrast(front, ground) / needed
        for family, theme in ((accent.light, LIGHT), (accent.dark, DARK))
        for front, ground, needed in _pairs(family, theme)
    )


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours by WCAG 2.2, from 1 to 21."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _nearest(colour: str) -> str:
    """The colour itself, or the nearest darker one that can be read everywhere."""
    if worst_contrast(_accent(colour)) >= 1:
        return colour
    too_pale, chroma, hue = _oklch(colour)
    dark_enough = 0.0
    while too_pale - dark_enough > _A_STEP:
        between = (too_pale + dark_enough) / 2
        if worst_contrast(_accent(_hex(between, chroma, hue))) >= 1:
            dark_enough = between
        else:
            too_pale = between
    return _hex(dark_enough, chroma, hue)


def _is_taken(colour: str) -> bool:
    _, chroma, hue = _oklch(colour)
    return chroma >= _COLOURED and _TAKEN_HUES[0] <= hue <= _TAKEN_HUES[1]


def _pairs(family: Family, theme: dict[str, str]) -> list[tuple[str, str, float]]:
    grounds = [theme["paper"], theme["sheet"], theme["sunk"], family.wash]
    return [
        *((front, ground, TEXT) for front in (family.accent, family.strong) for ground in grounds),
        *((family.on_accent, ground, TEXT) for ground in (family.accent, family.strong)),
        *((theme[ink], family.wash, TEXT) for ink in ("ink", "ink-2")),
        *((theme[line], family.wash, GRAPHIC) for line in ("edge", "focus")),
    ]


def _accent(colour: str) -> Accent:
    """Keep the hue; lightness and colourfulness follow the steps between our own teals."""
    lightness, chroma, hue = _oklch(colour)
    bright = min(1.16 * chroma, 0.13)
    return Accent(
        light=Family(
            accent=colour.upper(),
            strong=_hex(max(0.0, lightness - 0.077), 0.82 * chroma, hue),
            wash=_hex(0.937, min(0.19 * chroma, 0.02), hue),
            on_accent="#FFFFFF",
        ),
        dark=Family(
            accent=_hex(0.787, bright, hue),
            strong=_hex(0.864, 0.73 * bright, hue),
            wash=_hex(0.308, min(0.55 * chroma, 0.05), hue),
            on_accent=_DARK_ON_ACCENT,
        ),
    )


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _straight(red), _straight(green), _straight(blue)


def _straight(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _bent(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _oklch(colour: str) -> tuple[float, float, float]:
    """Lightness, chroma and hue in degrees, in OKLCH (Ottosson 2020), where equal steps look equal."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """The colour on a screen; one that no screen shows loses colourfulness until it can be shown."""
    while True:
        a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
        long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        parts = (
            4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
        )
        if chroma <= 0 or all(-0.0001 <= part <= 1.0001 for part in parts):
            return "#" + "".join(f"{round(255 * _bent(min(1, max(0, part)))):02X}" for part in parts)
        chroma = max(0.0, chroma - _A_STEP)
