"""Thirty people who answer in thirty ways: all, a part, nothing in the end, one thing first and another later."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from tests.circle.recomputed import Journey
from tests.views.browsing import Browser

if TYPE_CHECKING:
    from random import Random

    from flask import Flask

COUNT = 30
VOICES = (
    "=1+1",
    "-5 is not enough",
    "Say who does it, and by when.",
    "“Quoted” & <b>bold</b>",
    "@here",
    "Über – gut 👍",
)


class Robot:
    """One person with one device; `submitted` is what counts in the end, None for who never submitted."""

    def __init__(self, app: Flask, token: str, labels: dict[int, str], chance: Random, number: int) -> None:
        self.submitted: Journey | None = None
        self._browser = Browser(app)
        self._token = token
        self._labels = labels
        self._chance = chance
        self._kind = ("complete", "partial", "abandoned", "changed", "complete", "returned")[number % 6]
        self._now = Journey()

    def walk(self) -> None:
        """Answer as this kind of person does."""
        browser = self._browser.start(self._token)
        pages = 0
        while not browser.url.endswith("/review"):
            pages += 1
            skips = self._kind == "partial" and self._chance.random() < 0.4
            typed = {} if skips else self._fill()
            browser.press("next", **typed)
            assert browser.status == 200, browser.html
            if self._kind == "abandoned" and pages > 5:
                return
            if self._kind == "returned" and pages == 4:
                browser = self._browser.start(self._token)
        self._submit()
        if self._kind == "changed":
            browser.get("/s/1/g/B").press("review", **self._fill())
            self._submit()
            browser.get("/s/1/g/C").press("review", **{browser.field("importance-"): "1"})  # and never submitted again

    def _submit(self) -> None:
        self._browser.press("submit", share=self._chance.choice(["yes", "no"]))
        assert self._browser.url.endswith("/done"), self._browser.html
        self.submitted = deepcopy(self._now)

    def _fill(self) -> dict[str, str]:
        form, chance = self._browser.form, self._chance
        typed: dict[str, str] = {}
        places = [name for name in form.options if name.startswith("order-")]
        if places:
            typed |= self._rank(places)
            if chance.random() < 0.3:
                typed["missing"] = self._now.missing = chance.choice(VOICES)
        for name, options in form.options.items():
            code, _, item = name.partition("-")
            if code in {"order", "share"} or chance.random() < 0.15:
                continue
            typed[name] = value = chance.choice(options)
            self._note(code, self._labels[int(item)], value)
        for name in [name for name in form.values if name.startswith(("comment-", "wording-"))]:
            if chance.random() < 0.15:
                code, _, item = name.partition("-")
                typed[name] = chance.choice(VOICES)
                words = self._now.comments if code == "comment" else self._now.wordings
                words[self._labels[int(item)]] = typed[name]
        return typed

    def _rank(self, places: list[str]) -> dict[str, str]:
        chosen = self._chance.sample(places, self._chance.choice([0, 1, 3, 5, 5, 5, len(places)]))
        # Gaps are closed, so the places may be spread over all that are offered.
        spread = sorted(self._chance.sample(range(1, len(places) + 1), len(chosen)))
        self._now.ranked = [self._labels[int(name.partition("-")[2])] for name in chosen]
        return dict.fromkeys(places, "") | {name: str(place) for name, place in zip(chosen, spread, strict=True)}

    def _note(self, code: str, label: str, value: str) -> None:
        if code in {"tier", "step"}:
            self._now.choices[code, label] = value
        else:
            self._now.scores[code, label] = None if value == "na" else int(value)
