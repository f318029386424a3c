"""Takes the pictures of the README's tour from the sample society, in a real browser and LibreOffice.

Run from the top of a checkout: python -m docs.take_pictures
Every page of a member, whole, in both sizes and both themes, into a folder to look through:
python -m docs.take_pictures --members FOLDER
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import waitress
from playwright.sync_api import sync_playwright

from surveyapp import create_app, database
from surveyapp.config import load_settings
from surveyapp.demo import Sample, build_demo, sample_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, ViewportSize

_PICTURES = Path(__file__).resolve().parent / "pictures"
_SIZES: dict[str, ViewportSize] = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def main() -> None:
    """Take the pictures that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=Path, metavar="FOLDER", help="take every member's page into FOLDER instead")
    members: Path | None = parser.parse_args().members
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as sample, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        if members:
            _all_of_a_member(browser, sample, members)
        else:
            _member(browser, sample)
            _staff(browser, sample)
            _excel(sample, Path(folder))
        browser.close()


@contextmanager
def _served(folder: Path) -> Iterator[Sample]:
    port = _free_port()
    settings = sample_settings(load_settings({}, instance_path=folder), f"http://127.0.0.1:{port}")
    app = create_app(settings)
    with app.app_context():
        database.migrate()
        sample = build_demo(settings, now=datetime.now(UTC), tell=print)
        server = waitress.create_server(app, host="127.0.0.1", port=port)
        threading.Thread(target=server.run, daemon=True).start()
        yield sample
        server.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _open(browser: Browser, size: str, theme: Literal["light", "dark"] = "light") -> Page:
    return browser.new_context(viewport=_SIZES[size], device_scale_factor=2, color_scheme=theme).new_page()


def _save(page: Page, name: str) -> None:
    page.screenshot(path=str(_PICTURES / f"{name}.png"))


def _all_of_a_member(browser: Browser, sample: Sample, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for size, room in _SIZES.items():
        for theme in ("light", "dark"):
            page = _open(browser, size, theme)
            for name in _walk(page, sample):
                # The bar at the bottom of a phone stands at the end of the picture instead of across its middle.
                page.set_viewport_size({**room, "height": page.evaluate("document.documentElement.scrollHeight")})
                page.screenshot(path=str(folder / f"{name}-{size}-{theme}.png"))
                page.set_viewport_size(room)
            page.context.close()


def _walk(page: Page, sample: Sample) -> Iterator[str]:
    """Walk through the survey and stop wherever there is something to see."""
    address, _, token = sample.member_link.partition("/r/")
    page.goto(f"{address}/r/{token[:-1]}")
    yield "wrong-link"
    page.goto(f"{address}/s/{sample.round_id}/v/1")
    yield "not-signed-in"
    page.goto(f"{sample.member_link}/plan")
    yield "plan"
    page.goto(f"{sample.member_link}/stop")
    yield "reminders"
    page.goto(sample.member_link)
    yield "first-page"
    page.click("button.pri")
    page.goto(f"{address}/s/{sample.round_id}/v/1")
    yield "statement"
    page.check("input[name^=agreement][value='4']")
    page.goto(f"{address}/s/{sample.round_id}/g/A")
    _answer_goal(page)
    yield "goal"
    page.goto(f"{address}/s/{sample.round_id}/rank")
    yield "order-to-begin"
    for _ in range(5 - page.locator("ol.rk-list li").count()):
        page.locator(".rk-add").first.click()
    yield "order"
    page.click("button.m-mark")
    yield "check"
    page.click(".dock .pri")
    yield "thanks"
    page.click("form[data-leave] button")
    yield "left"


def _answer_goal(page: Page) -> None:
    page.check("input[name^=importance][value='5']")
    page.check("input[name^=feasibility][value='2']")
    page.locator("input[name^=step][value=change]").first.check()
    wording = page.locator(".stepitem textarea.plan-edit").first
    wording.fill((wording.get_attribute("data-original") or "").replace("a shared", "one short, shared"))
    page.locator(".redline:visible").wait_for()


def _member(browser: Browser, sample: Sample) -> None:
    page = _open(browser, "phone")
    page.goto(sample.member_link)
    _save(page, "member-first-page")
    page.click("button.pri")
    page.check("input[name^=agreement][value='4']")
    for _ in range(4):
        page.click(".dock .pri")
    page.check("input[name^=importance][value='5']")
    page.check("input[name^=feasibility][value='2']")
    _save(page, "member-goal")
    page.goto(f"{page.url.partition('/g/')[0]}/rank")
    for _ in range(3):
        page.locator(".rk-add").first.click()
    _save(page, "member-order")
    page.click("button.m-mark")
    _save(page, "member-check")


def _staff(browser: Browser, sample: Sample) -> None:
    page = _open(browser, "desk")
    address = sample.member_link.partition("/r/")[0]
    page.goto(f"{address}/sign-in")
    page.fill("input[type=email]", sample.staff_email)
    page.fill("input[type=password]", sample.staff_password)
    page.click("main button.pri")
    page.goto(f"{address}/plans/import")
    page.fill("textarea", files("surveyapp.demo").joinpath("sample_plan.txt").read_text("utf-8"))
    page.click("main button.pri")
    _save(page, "staff-import")
    page.goto(f"{address}/rounds/{sample.round_id}")
    _save(page, "staff-survey")
    page.goto(f"{address}/rounds/{sample.round_id}/results")
    _save(page, "staff-results")


def _excel(sample: Sample, folder: Path) -> None:
    """The first page of the sheet Summary as it is printed."""
    (folder / "summary.xlsx").write_bytes(sample.summary())
    convert = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", "pdf"]
    subprocess.run([*convert, "--outdir", str(folder), str(folder / "summary.xlsx")], check=True)
    picture = str(_PICTURES / "excel-summary")
    pages = ["-f", "2", "-l", "2", "-singlefile", "-r", "110", "-png"]
    subprocess.run(["pdftoppm", *pages, str(folder / "summary.pdf"), picture], check=True)


if __name__ == "__main__":
    main()
