"""The browser itself: where it is looked for, and what is said where there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser import looking
from tests.browser.chromium import find_chromium, launch

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


def test_it_is_looked_for_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium() is None
    for name in ("google-chrome", "chromium"):
        (tmp_path / name).touch(mode=0o755)
        assert find_chromium() == str(tmp_path / name)


def test_where_there_is_none_the_tests_fail_and_say_what_to_install(
    chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")

    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        launch(chromium.browser_type)


def test_axe_core_is_what_its_notice_says() -> None:
    notice = (looking.AXE.parent / "README.md").read_text("utf-8")

    assert f"axe-core {looking.axe_version()}" in re.sub(r"\s+", " ", notice)
    assert looking.axe_digest() in notice
