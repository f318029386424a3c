"""Takes the pictures of the README's tour from the sample society, in a real browser and LibreOffice.

Run from the top of a checkout: python -m docs.take_pictures
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import waitress
from playwright.sync_api import sync_playwright

from surveyapp import create_app, database
from surveyapp.config import load_settings
from surveyapp.demo import Sample, build_demo, sample_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

_PICTURES = Path(__file__).resolve().parent / "pictures"
_PHONE, _DESK = (390, 844), (1280, 900)
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def main() -> None:
    """Take all pictures."""
    _PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as sample, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
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


def _open(browser: Browser, size: tuple[int, int]) -> Page:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, device_scale_factor=2)
    return context.new_page()


def _save(page: Page, name: str) -> None:
    page.screenshot(path=str(_PICTURES / f"{name}.png"))


def _member(browser: Browser, sample: Sample) -> None:
    page = _open(browser, _PHONE)
    page.goto(sample.member_link)
    _save(page, "member-first-page")
    page.click("button.pri")
    page.check("input[value='4']")
    for _ in range(4):
        page.click(".dock .pri")
    page.check("input[name^=importance][value='5']")
    page.check("input[name^=feasibility][value='2']")
    _save(page, "member-goal")
    page.click("button.m-mark")
    _save(page, "member-check")


def _staff(browser: Browser, sample: Sample) -> None:
    page = _open(browser, _DESK)
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
