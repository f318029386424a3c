"""Somebody who answers: acts on pages through a hand and remembers what was said, to compare with the database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser import stored
from tests.browser.waiting import until_equal

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.devices import Device
    from tests.browser.hands import Hand
    from tests.browser.survey import Survey


class Member:
    """A member with a link, at one device. `did` is what they said so far: "importance A" -> "4"."""

    def __init__(
        self, survey: Survey, token: str, device: Device, hand: type[Hand], did: dict[str, str] | None = None
    ) -> None:
        self.survey, self.token, self.device = survey, token, device
        self.hand = hand(device.page)
        self.page = device.page
        self.did: dict[str, str] = {} if did is None else did

    def in_another_tab(self) -> Member:
        """The same person in a further tab; what they say there counts as said."""
        device = replace(self.device, page=self.device.open_tab())
        return Member(self.survey, self.token, device, type(self.hand), self.did)

    def says(self, status: str) -> None:
        """Wait until the page says of its saving: Saved, Saving…, Offline …, Not saved."""
        expect(self.page.locator("#save")).to_have_text(status)

    def is_kept(self) -> None:
        """Wait until the server holds what this person said, all of it and nothing else."""
        until_equal(self.page, lambda: stored.draft(self.survey, self.token), self.did)

    @property
    def slug(self) -> str:
        """Where in the survey this page stands."""
        return self.page.url.removeprefix(self.survey.url("")).partition("#")[0]

    def arrive(self) -> None:
        """Open the link in the e-mail."""
        self.page.goto(self.survey.link(self.token))

    def start(self) -> None:
        """Open the link and press Start or Continue."""
        self.arrive()
        self.hand.go(self.page.locator("button.pri"))

    def visit(self, slug: str) -> None:
        """Go to a page by its address."""
        self.page.goto(self.survey.url(slug))

    def at(self, said: str) -> Locator:
        """The field of "comment A" or "order B"."""
        return self.page.locator(f'[name="{self.survey.field(said)}"]')

    def answer(self, said: str, value: str) -> None:
        """Choose one of the answers to "importance A"."""
        self.hand.choose(self.page.locator(f'input[name="{self.survey.field(said)}"][value="{value}"]'))
        self.did[said] = value

    def clear(self, said: str) -> None:
        """Take an answer back."""
        button = self.page.locator(f'button[name=clear][value="{self.survey.field(said)}"]')
        self.hand.press(button)
        del self.did[said]

    def write(self, said: str, text: str) -> None:
        """Write a comment, another wording, or an answer in words; what hides the field is opened first."""
        field = self.at(said)
        hidden_in = self.page.locator("details:not([open])", has=field)
        if hidden_in.count():
            self.hand.press(hidden_in.locator("summary"))
        self.hand.write(field, text)
        self.did[said] = text

    def answered(self, said: str) -> str | None:
        """The answer to "importance A" that the page shows."""
        chosen = self.page.locator(f'input[name="{self.survey.field(said)}"]:checked')
        return chosen.get_attribute("value") if chosen.count() else None

    def options(self, said: str) -> list[str]:
        """The answers that the page offers to "tier A"."""
        inputs = self.page.locator(f'input[name="{self.survey.field(said)}"]')
        found: list[str] = inputs.evaluate_all("inputs => inputs.map(input => input.value)")
        return found

    def order_by_cards(self, *labels: str) -> None:
        """Rank by choosing one goal after the other, the script's way."""
        for place, label in enumerate(labels, start=1):
            self.hand.press(self.page.locator(f'.rk-desk [id="{self.survey.field(f"order {label}")}"] .rk-add'))
            self.did[f"order {label}"] = str(place)

    def order_by_lists(self, *labels: str) -> None:
        """Rank by the drop-down lists that serve without a script."""
        for place, label in enumerate(labels, start=1):
            self.hand.pick(self.at(f"order {label}"), str(place))
            self.did[f"order {label}"] = str(place)

    def press(self, go: str) -> None:
        """Leave the page by Next, Back, the check, or Submit."""
        self.hand.go(self.page.locator(f"button[name=go][value={go}]:not(.vh)"))

    def share(self, value: str) -> None:
        """Say whether comments may be shown."""
        self.answer("share", value)
