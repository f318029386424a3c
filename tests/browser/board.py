"""The page on which goals are put in order, as its script shows it: who stands where, and what can be taken hold of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Locator, Page

    from tests.browser.member import Member


class Board:
    """The ranking `code` before somebody who is on its page."""

    def __init__(self, member: Member, code: str = "order") -> None:
        self.member, self.code = member, code

    @property
    def page(self) -> Page:
        return self.member.page

    def placed(self) -> list[str]:
        """The labels in the order of the person."""
        return self._labels(".rk-desk ol > li")

    def waiting(self) -> list[str]:
        """The labels that are not ranked yet, as they lie there."""
        return self._labels(".rk-desk ul > li")

    def at(self, label: str) -> Locator:
        """The row of a goal that is placed, the card of one that is not."""
        return self.page.locator(f'.rk-desk [id="{self._field(label)}"]')

    def card(self, label: str) -> Locator:
        return self.at(label).locator(".rk-add")

    def up(self, label: str) -> Locator:
        return self.at(label).locator("[data-move=up]")

    def down(self, label: str) -> Locator:
        return self.at(label).locator("[data-move=down]")

    def tie(self, label: str) -> Locator:
        return self.at(label).locator("[data-move=tie]")

    def place(self, *labels: str) -> None:
        """Choose one card after the other."""
        for label in labels:
            self.member.hand.press(self.card(label))

    def tally(self) -> str:
        return self.page.locator("[data-tally]").inner_text()

    def has_focus(self, target: Locator) -> bool:
        found: bool = target.evaluate("element => element === document.activeElement")
        return found

    def middle_of_grip(self, label: str) -> tuple[float, float]:
        """Where a finger takes hold of a row."""
        return self._middle(self.at(label).locator(".rk-grip"))

    def middle_of_text(self, label: str) -> tuple[float, float]:
        return self._middle(self.at(label).locator(".rk-text"))

    def agrees(self) -> bool:
        """Whether the lists in the form, which are what is sent, say what is shown."""
        lists: dict[str, str] = self.page.eval_on_selector_all(
            f"select[name^={self.code}-]", "lists => Object.fromEntries(lists.map(list => [list.name, list.value]))"
        )
        shown = {self._field(label): str(place) for place, label in enumerate(self.placed(), start=1)}
        return {name: place for name, place in lists.items() if place} == shown

    def _field(self, label: str) -> str:
        return self.member.survey.field(f"{self.code} {label}")

    def _labels(self, rows: str) -> list[str]:
        ids: list[str] = self.page.eval_on_selector_all(rows, "rows => rows.map(row => row.id)")
        return [self.member.survey.label(int(name.rpartition("-")[2])) for name in ids]

    def _middle(self, target: Locator) -> tuple[float, float]:
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


class Touch:
    """A finger that is put down, drawn over the glass, and lifted."""

    def __init__(self, page: Page) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)

    def down(self, x: float, y: float) -> None:
        self._send("touchStart", [{"x": x, "y": y}])

    def move(self, x: float, y: float) -> None:
        self._send("touchMove", [{"x": x, "y": y}])

    def up(self) -> None:
        self._send("touchEnd", [])

    def draw(self, start: tuple[float, float], end: tuple[float, float], steps: int = 12) -> None:
        """Put the finger down at `start` and draw it to `end`, where it stays."""
        self.down(*start)
        for step in range(1, steps + 1):
            share = step / steps
            self.move(start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)

    def _send(self, kind: str, points: list[dict[str, float]]) -> None:
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
