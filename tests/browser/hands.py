"""How people act on a page: with a finger, a mouse, or a keyboard and nothing else. Every act is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

_MOST_KEYS = 400
_CAREFUL = 3
# Whether the focus is on the element, or on another radio of its group: Tab stops at one of them only.
_IS_REACHED = """element => {
  const here = document.activeElement;
  return here === element || (element.type === "radio" && here?.type === "radio" && here.name === element.name);
}"""


# About how many stops lie between here and there, so that not every one of them has to be asked after.
_STOPS_BETWEEN = """element => {
  const stops = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter(stop => {
      if (stop === element) return true;
      if (stop.tabIndex < 0 || stop.disabled || !stop.checkVisibility({visibilityProperty: true})) return false;
      const group = `[name="${stop.name}"]`;
      return stop.type !== "radio" || stop === document.querySelector(`${group}:checked`) ||
        (stop === document.querySelector(group) && !document.querySelector(`${group}:checked`));
    });
  return stops.indexOf(element) - Math.max(0, stops.indexOf(document.activeElement));
}"""


class Hand:
    """A hand on a page. `acts` counts taps, clicks or keys; typing words is one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts = 0

    def press(self, target: Locator) -> None:
        """Press a button, a link or a summary."""
        raise NotImplementedError

    def choose(self, radio: Locator) -> None:
        """Choose an answer; `radio` is the input, what is pressed is its label."""
        raise NotImplementedError

    def go(self, target: Locator) -> None:
        """Press what leads to another page, and wait until that is there."""
        with self.page.expect_navigation():
            self.press(target)

    def write(self, field: Locator, text: str) -> None:
        """Put `text` in place of what stands in a field."""
        self.press(field)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(text) if text else self.page.keyboard.press("Delete")

    def pick(self, select: Locator, value: str) -> None:
        """Choose from a drop-down list."""
        self.acts += 1
        select.select_option(value)


class Finger(Hand):
    """A finger on a touch screen."""

    def press(self, target: Locator) -> None:
        self.acts += 1
        target.tap()

    def choose(self, radio: Locator) -> None:
        self.press(radio.locator("xpath=ancestor::label"))


class Mouse(Hand):
    """A mouse."""

    def press(self, target: Locator) -> None:
        self.acts += 1
        target.click()

    def choose(self, radio: Locator) -> None:
        self.press(radio.locator("xpath=ancestor::label"))


class Keys(Hand):
    """A keyboard alone: what cannot be reached by Tab cannot be used."""

    def key(self, name: str) -> None:
        self.acts += 1
        self.page.keyboard.press(name)

    def reach(self, target: Locator) -> None:
        """Press Tab until the focus is there."""
        for _ in range(target.evaluate(_STOPS_BETWEEN) - _CAREFUL):
            self.key("Tab")
        for _ in range(_MOST_KEYS):
            if target.evaluate(_IS_REACHED):
                return
            self.key("Tab")
        message = f"the keyboard does not get to {target}"
        raise AssertionError(message)

    def go(self, target: Locator) -> None:
        self.reach(target)
        super().go(target)

    def press(self, target: Locator) -> None:
        self.reach(target)
        if not target.evaluate("element => element.matches('input, textarea, select')"):
            self.key("Enter")

    def choose(self, radio: Locator) -> None:
        self.reach(radio)
        if radio.evaluate("element => document.activeElement === element"):
            self.key("Space")
        for _ in range(_MOST_KEYS):
            if radio.is_checked():
                return
            self.key("ArrowDown")
        message = f"the arrow keys do not get to {radio}"
        raise AssertionError(message)

    def pick(self, select: Locator, value: str) -> None:
        self.reach(select)
        for _ in range(_MOST_KEYS):
            if select.input_value() == value:
                return
            self.key("ArrowDown")
        message = f"the arrow keys do not get to {value}"
        raise AssertionError(message)
