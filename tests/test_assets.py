"""What browsers keep for good: addresses that change with the content, small on the way, and the society's own look."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import time_machine

from surveyapp import assets, create_app
from surveyapp.accent import OURS, read_accent
from surveyapp.mark import read_mark
from tests.conftest import NOON, settings_for
from tests.factories import an_open_round, some_links

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from surveyapp.config import Settings

ADDRESSES = ("css_url", "js_url", "icon_url", "font_url")
LARGEST_STYLE_SHEET, LARGEST_SCRIPT = 12_000, 10_000


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path, f"sqlite:///{tmp_path / 'no.db'}")


@pytest.fixture
def bare(settings: Settings) -> Flask:
    """The application without a database: what is made at start needs none."""
    return create_app(settings)


@pytest.fixture
def token(app: Flask) -> Iterator[str]:
    """A member's link to an open round, at noon."""
    with time_machine.travel(NOON, tick=False):
        yield some_links(an_open_round(), 1)[0]


def address(app: Flask, name: str) -> str:
    return str(app.jinja_env.globals[name])


def text_of(app: Flask, name: str) -> str:
    return app.test_client().get(address(app, name)).get_data(as_text=True)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("css_url", "text/css; charset=utf-8"),
        ("js_url", "text/javascript; charset=utf-8"),
        ("icon_url", "image/svg+xml; charset=utf-8"),
        ("font_url", "font/woff2"),
    ],
)
def test_each_is_kept_for_good_and_known_for_what_it_is(bare: Flask, name: str, kind: str) -> None:
    response = bare.test_client().get(address(bare, name))

    assert response.status_code == 200
    assert response.headers["Content-Type"] == kind
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    assert re.fullmatch(r"/assets/[a-z]+-[0-9a-f]{12}\.[a-z0-9]+", address(bare, name))


@pytest.mark.parametrize("name", ["css_url", "js_url"])
def test_it_is_packed_for_whoever_takes_it_so(bare: Flask, name: str) -> None:
    client, url = bare.test_client(), address(bare, name)
    plain, packed = client.get(url), client.get(url, headers={"Accept-Encoding": "br, gzip"})
    refused = client.get(url, headers={"Accept-Encoding": "gzip;q=0"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == refused.data
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in refused.headers
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_fonts_are_packed_already(bare: Flask) -> None:
    response = bare.test_client().get(address(bare, "font_url"), headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in response.headers


def test_whoever_has_it_gets_no_second_copy(bare: Flask) -> None:
    client, url = bare.test_client(), address(bare, "css_url")
    has = {"If-None-Match": client.get(url).headers["ETag"]}

    assert client.get(url, headers=has).status_code == 304
    assert client.get(url, headers=has | {"Accept-Encoding": "gzip"}).status_code == 200


def test_an_address_that_was_is_not_kept(bare: Flask) -> None:
    for url in ("/assets/app-000000000000.css", "/assets/app.css", "/assets/", "/static/app.css"):
        response = bare.test_client().get(url)
        assert response.status_code == 404
        assert response.headers["Cache-Control"] == "no-store"


def test_the_script_is_all_parts_in_order(bare: Flask) -> None:
    text = text_of(bare, "js_url")

    places = [text.index(words) for words in ("form[data-save]", "data-ranking", "textarea.plan-edit")]
    assert places == sorted(places)
    assert text.count('"use strict";') == 3


def test_a_missing_part_ends_the_start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "_MEMBER_PARTS", ("saving", "missing"))

    with pytest.raises(FileNotFoundError):
        create_app(settings)


@pytest.mark.parametrize(("name", "most"), [("css_url", LARGEST_STYLE_SHEET), ("js_url", LARGEST_SCRIPT)])
def test_they_stay_small(bare: Flask, name: str, most: int) -> None:
    response = bare.test_client().get(address(bare, name), headers={"Accept-Encoding": "gzip"})

    assert len(response.data) <= most


def test_the_style_sheet_loads_the_fonts_that_are_served_and_nothing_else(bare: Flask) -> None:
    urls = re.findall(r"url\(([^)]*)\)", text_of(bare, "css_url"))

    assert len(urls) == 2
    assert address(bare, "font_url") in urls
    assert [bare.test_client().get(url).mimetype for url in urls] == ["font/woff2"] * 2
    assert "@import" not in text_of(bare, "css_url")


def test_the_societys_accent_stands_last_in_both_themes(settings: Settings, bare: Flask) -> None:
    own = create_app(replace(settings, accent=read_accent("#003366")))
    sheet = text_of(own, "css_url")

    values = re.findall(r"--accent:(#\w+)", sheet)
    assert values == [*re.findall(r"--accent:(#\w+)", text_of(bare, "css_url")), "#003366", "#89BDFD"]
    assert sheet.count("{") == sheet.count("}")
    assert address(own, "css_url") != address(bare, "css_url")
    assert "#003366" in text_of(own, "icon_url")
    assert OURS not in text_of(own, "icon_url")


def test_the_societys_mark_stands_in_every_header_and_as_the_icon(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "mark.svg"
    file.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M1 2h3"/></svg>', "utf-8")
    app = create_app(replace(settings, mark=read_mark(file)))

    assert 'd="M1 2h3"' in app.test_client().get("/nothing-here").get_data(as_text=True)
    assert 'd="M1 2h3"' in text_of(app, "icon_url")
    assert OURS in text_of(app, "icon_url")


def test_members_pages_are_packed_when_they_are_asked_for(client: FlaskClient, token: str) -> None:
    url = f"/r/{token}"
    plain, packed = client.get(url), client.get(url, headers={"Accept-Encoding": "gzip, br"})

    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert packed.headers["Cache-Control"] == "no-store"
    assert len(packed.data) < len(plain.data) / 2


def test_answers_that_reflect_what_was_sent_are_never_packed(client: FlaskClient, token: str) -> None:
    takes = {"Accept-Encoding": "gzip"}

    assert "Content-Encoding" not in client.post("/s/1/v/1", data={"comment-1": "x" * 5000}, headers=takes).headers
    assert "Content-Encoding" not in client.get("/sign-in?next=/plans", headers=takes).headers
