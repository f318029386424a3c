"""What can be measured on a page as it stands: barriers, small targets, letters that are cut, headings, the focus."""

from __future__ import annotations

import hashlib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SMALLEST = 44
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_COLOUR_RULES = ["color-contrast", "link-in-text-block"]

_RUN_AXE = """options => axe.run(document, options).then(found => found.violations.map(rule =>
  `${rule.id}: ${rule.nodes.map(node => node.target.join(" ") + " (" + node.failureSummary + ")").join("; ")}`))"""

# An input is as large as the label around it. A link inside a sentence is exempt, and so is what nobody sees yet.
_SMALL_TARGETS = """smallest => {
  const small = [];
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (element.type === "hidden" || element.closest(".vh")) continue;
    if (!element.checkVisibility({visibilityProperty: true})) continue;
    const target = element.matches("input") ? element.closest("label") ?? element : element;
    const box = target.getBoundingClientRect();
    if (!box.width || box.bottom <= 0) continue;
    const inline = element.matches("a") && getComputedStyle(element).display === "inline" &&
      element.parentElement.textContent.trim().length > element.textContent.trim().length;
    if (!inline && (box.width < smallest - .5 || box.height < smallest - .5))
      small.push(`${element.tagName} "${(element.innerText || element.name || "").slice(0, 30)}" is ` +
        `${box.width.toFixed(1)} x ${box.height.toFixed(1)}`);
  }
  return small;
}"""

# Every run of letters must lie inside the page and inside whatever clips it; a text area scrolls and may hold more.
_CUT_LETTERS = """width => {
  const cut = [];
  if (document.documentElement.scrollWidth > width)
    cut.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest(".vh, .skip, script, style, textarea, select, svg")) continue;
    if (!parent.checkVisibility({visibilityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      let left = 0, right = width;
      for (let around = parent; around !== document.body; around = around.parentElement) {
        if (getComputedStyle(around).overflowX === "visible") continue;
        const clip = around.getBoundingClientRect();
        left = Math.max(left, clip.left);
        right = Math.min(right, clip.right);
      }
      if (box.left < left - 1 || box.right > right + 1)
        { cut.push(`"${node.textContent.trim().slice(0, 40)}" from ${box.left.toFixed()} to ${box.right.toFixed()}` +
          ` is shown from ${left.toFixed()} to ${right.toFixed()}`); break; }
    }
  }
  return cut;
}"""

# A note that stands above everything has a heading of its own.
_HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter(heading => heading.checkVisibility() && !heading.closest(".note")).map(heading => +heading.tagName[1])"""

# Where the focus is: what it is on, whether a ring shows there, and whether the middle of it can be seen.
_FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const shown = element.matches("input") ? element.closest("label") ?? element : element;
  const rings = [element, shown, shown.parentElement].some(at => {
    const style = getComputedStyle(at);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const box = shown.getBoundingClientRect();
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
  const found = document.elementFromPoint(x, (top + bottom) / 2);
  const edge = document.elementFromPoint(x, Math.min(box.bottom, innerHeight) - 3);
  const isMine = at => at !== null && (shown.contains(at) || at.contains(shown));
  return {
    what: `${element.tagName} ${element.name || ""} ${(element.innerText || element.value || "").trim().slice(0, 30)}`,
    // Of a text area the browser brings the line with the caret into view, and that suffices.
    rings, seen: bottom - top > 8 && isMine(found) && (element.matches("textarea") || isMine(edge)),
  };
}"""


@cache
def _axe() -> str:
    return AXE.read_text("utf-8")


def axe_digest() -> str:
    """The SHA-256 of axe-core as it lies here."""
    return hashlib.sha256(AXE.read_bytes()).hexdigest()


def axe_version() -> str:
    """The version that axe-core says it is."""
    return _axe()[:20].removeprefix("/*! axe v").partition("\n")[0]


def barriers(page: Page, *, only_colours: bool = False) -> list[str]:
    """What axe-core finds against WCAG 2.0 to 2.2, A and AA, and against good practice."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{_axe()};0")
    run: dict[str, Any] = (
        {"type": "rule", "values": _COLOUR_RULES} if only_colours else {"type": "tag", "values": _RULES}
    )
    found: list[str] = page.evaluate(_RUN_AXE, {"runOnly": run, "resultTypes": ["violations"]})
    return [f"axe {line}" for line in found]


def barriers_in_the_dark(page: Page) -> list[str]:
    """What axe-core finds against the colours of the dark theme; nothing else differs there."""
    page.emulate_media(color_scheme="dark")
    found = [f"in the dark: {line}" for line in barriers(page, only_colours=True)]
    page.emulate_media(color_scheme="light")
    return found


def small_targets(page: Page) -> list[str]:
    """What a thumb must hit and is smaller than 44 by 44."""
    found: list[str] = page.evaluate(_SMALL_TARGETS, SMALLEST)
    return [f"small {line}" for line in found]


def cut_letters(page: Page) -> list[str]:
    """A page wider than its window, and words that are not shown whole."""
    size = page.viewport_size
    assert size is not None
    found: list[str] = page.evaluate(_CUT_LETTERS, size["width"])
    return [f"cut {line}" for line in found]


def complaints(page: Page) -> list[str]:
    """Barriers, small targets and cut letters of a page as it stands."""
    return [*barriers(page), *small_targets(page), *cut_letters(page)]


def heading_jumps(page: Page) -> list[str]:
    """Headings that do not begin with one h1, or leave out a level."""
    levels: list[int] = page.evaluate(_HEADINGS)
    jumps = [f"h{after} after h{before}" for before, after in pairwise(levels) if after > before + 1]
    return [f"headings {levels}"] if levels[:1] != [1] or levels.count(1) != 1 else jumps


def lost_focus(page: Page) -> tuple[int, list[str]]:
    """Press Tab through the whole page; count the stops, and name those without a ring or out of sight."""
    stops, lost = 0, []
    while stops < 300:
        page.keyboard.press("Tab")
        focus = page.evaluate(_FOCUS)
        if focus is None:
            break
        stops += 1
        if not focus["rings"]:
            lost.append(f"no ring on {focus['what']}")
        if not focus["seen"]:
            lost.append(f"out of sight: {focus['what']}")
    return stops, lost
