"""What browsers keep for good, made once at start; and members' pages, packed small for slow networks."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound

from surveyapp.accent import OURS
from surveyapp.security import Access, requires

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.accent import Accent, Family
    from surveyapp.config import Settings

bp = Blueprint("assets", __name__, url_prefix="/assets")
# The member pages' script is one file; its parts stand in it in this order.
_MEMBER_PARTS = ("saving", "ranking", "wording")
_FONTS = ("atkinson", "literata")
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}
_FOR_GOOD = "public, max-age=31536000, immutable"
# A page's pack costs about 0.1 ms and makes 3 kB of 10. Only answers to GET on members' pages are packed: they hold a
# form's token and reflect nothing of the request, so that nobody can guess at the token by the size (BREACH).
_PACKED_PAGES = frozenset({"links", "responses"})
_WORTH_PACKING = 1024


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent; its name changes with its content. `packed` is the same in gzip, empty if no smaller."""

    name: str
    content: bytes
    packed: bytes

    @property
    def address(self) -> str:
        """Where browsers find it."""
        return f"{bp.url_prefix}/{self.name}"


def init_app(app: Flask) -> None:
    """Make the files, serve them, and tell the templates their addresses. A missing source ends the start."""
    sources = Path(app.root_path) / "static"
    settings: Settings = app.config["SURVEYAPP"]
    fonts = {name: _asset(f"{name}.woff2", (sources / f"fonts/{name}.woff2").read_bytes()) for name in _FONTS}
    css = _asset("app.css", _style_sheet((sources / "app.css").read_text("utf-8"), fonts, settings.accent).encode())
    js = _asset("member.js", b";\n".join((sources / f"member/{part}.js").read_bytes() for part in _MEMBER_PARTS))
    staff = {file.stem: _asset(file.name, file.read_bytes()) for file in sorted((sources / "staff").glob("*.js"))}
    icon = _asset("icon.svg", _icon((sources / "icon.svg").read_text("utf-8"), settings).encode())
    every = (css, js, *staff.values(), icon, *fonts.values())
    app.extensions["surveyapp_assets"] = {asset.name: asset for asset in every}
    app.jinja_env.globals.update(
        css_url=css.address,
        js_url=js.address,
        staff_js={name: script.address for name, script in staff.items()},
        icon_url=icon.address,
        font_url=fonts["atkinson"].address,
    )
    app.register_blueprint(bp)
    app.after_request(_pack_page)


@bp.get("/<name>")
@requires(Access.EVERYBODY)
def serve(name: str) -> Response:
    """One of the files, packed for whoever takes it so."""
    assets: dict[str, Asset] = current_app.extensions["surveyapp_assets"]
    if name not in assets:
        raise NotFound
    asset = assets[name]
    is_packed = bool(asset.packed) and _takes_gzip()
    answer = Response(asset.packed if is_packed else asset.content, mimetype=_TYPES[name.rpartition(".")[2]])
    answer.headers["Cache-Control"] = _FOR_GOOD
    answer.vary.add("Accept-Encoding")
    if is_packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(f"{name}.gz" if is_packed else name)
    answer.make_conditional(request)
    return answer


def _pack_page(response: Response) -> Response:
    is_page = request.blueprint in _PACKED_PAGES and request.method in {"GET", "HEAD"} and response.is_sequence
    if is_page and (response.content_length or 0) >= _WORTH_PACKING:
        response.vary.add("Accept-Encoding")
        if _takes_gzip():
            response.set_data(gzip.compress(response.get_data(), compresslevel=4, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
    return response


def _takes_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def _asset(name: str, content: bytes) -> Asset:
    stem, _, ending = name.partition(".")
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    worth = packed if len(packed) < len(content) else b""
    return Asset(f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.{ending}", content, worth)


def _style_sheet(source: str, fonts: dict[str, Asset], accent: Accent | None) -> str:
    for name, font in fonts.items():
        source = source.replace(f"url(fonts/{name}.woff2)", f"url({font.address})")
    if accent is None:
        return source
    light, dark = _tokens(accent.light), _tokens(accent.dark)
    return f"{source}\n@layer tokens{{{light}@media screen and (prefers-color-scheme:dark){{{dark}}}}}\n"


def _tokens(family: Family) -> str:
    return (
        f":root{{--accent:{family.accent};--accent-strong:{family.strong};"
        f"--accent-wash:{family.wash};--on-accent:{family.on_accent}}}"
    )


def _icon(source: str, settings: Settings) -> str:
    """The little picture beside the page's title: the society's mark, or else ours, in the accent's colour."""
    colour = settings.accent.light.accent if settings.accent else OURS
    if settings.mark:
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" color="{colour}">{settings.mark}</svg>'
    return source.replace(OURS, colour)
