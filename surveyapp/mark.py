"""The society's mark: an SVG file that is drawn inline in every header, so only shapes get through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from markupsafe import Markup

from surveyapp.errors import InvalidInput

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 8 * 1024
_SVG, _XLINK = "http://www.w3.org/2000/svg ", "http://www.w3.org/1999/xlink "
_SHAPE = re.compile(
    "svg|g|defs|symbol|use|path|rect|circle|ellipse|line|polyline|polygon|clipPath|mask|linearGradient|radialGradient|stop"
)
_UNSEEN = re.compile("title|desc|metadata")
_KEPT = re.compile(
    "id|href|d|[xy][12]?|c[xy]|r[xy]?|f[xy]|width|height|points|transform|viewBox|preserveAspectRatio|color|opacity|"
    "fill|fill-rule|fill-opacity|stroke|stroke-(?:width|linecap|linejoin|miterlimit|dasharray|dashoffset|opacity)|"
    "display|visibility|clip-path|clip-rule|mask|offset|stop-color|stop-opacity|gradientUnits|gradientTransform|"
    "spreadMethod|clipPathUnits|maskUnits|maskContentUnits"
)
_INSIDE = re.compile(r"""url\(\s*['"]?#([\w.:-]+)['"]?\s*\)""")
# What may stand in a value once references inside the file are taken out: no other way to name or load anything.
_PLAIN = re.compile(r"(?:[^()\\]|(?:matrix|translate|scale|rotate|skewX|skewY|rgba?|hsla?)\([^()\\]*\))*")


def read_mark(file: Path) -> Markup:
    """Read a mark as markup that may stand in any page. Raises `InvalidInput` with what must be changed in the file.

    What an editor noted for itself is left out; what could run, load or restyle anything is refused.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise _refused(f"the file {file} cannot be read: {error.strerror or error}") from error
    if len(content) > _LARGEST:
        raise _refused(f"{file.name} has {len(content):,} bytes, and {_LARGEST:,} are the most. Simplify the drawing")
    drawing = _Drawing(file.name)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = drawing.refuse_document_type
    parser.StartElementHandler = drawing.start
    parser.EndElementHandler = drawing.end
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _refused(f"{file.name} is no SVG file that can be read: {error}") from error
    return Markup("").join(drawing.parts)


class _Drawing:
    """Hears of each element in turn and keeps what may be drawn."""

    def __init__(self, file_name: str) -> None:
        self.parts: list[Markup] = []
        self._file = file_name
        self._unseen = 0

    def refuse_document_type(self, *_declaration: object) -> None:
        # Without a document type there are no entities, and so nothing that could grow or be fetched.
        raise _refused(f"{self._file} must not have a <!DOCTYPE>. Export it without")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.removeprefix(_SVG) if tag.startswith(_SVG) else ""
        if not self.parts and (name != "svg" or "viewBox" not in attributes):
            raise _refused(f"{self._file} must be one <svg> element with a viewBox")
        if self._unseen or not name or _UNSEEN.fullmatch(name):
            self._unseen += 1
            return
        if not _SHAPE.fullmatch(name):
            raise _refused(f"<{name}> in {self._file} is not allowed. Export all of it as paths and plain shapes")
        kept = {key.removeprefix(_XLINK): value for key, value in attributes.items() if self._keeps(name, key, value)}
        if not self.parts:
            kept = {key: value for key, value in kept.items() if key not in {"width", "height"}}
            kept |= {"class": "mark", "aria-hidden": "true", "focusable": "false"}
        own = Markup("").join(Markup(' {}="{}"').format(key, _own(key, value)) for key, value in kept.items())
        self.parts.append(Markup("<{}{}>").format(name, own))

    def end(self, tag: str) -> None:
        if self._unseen:
            self._unseen -= 1
        else:
            self.parts.append(Markup("</{}>").format(tag.removeprefix(_SVG)))

    def _keeps(self, element: str, attribute: str, value: str) -> bool:
        name = attribute.removeprefix(_XLINK)
        where = f"{name}= on <{element}> in {self._file}"
        if name.lower().startswith("on") or name == "style":
            raise _refused(f"{where} is not allowed. Export it with plain attributes such as fill=")
        if not _KEPT.fullmatch(name):
            return False
        if not (value.startswith("#") if name == "href" else _PLAIN.fullmatch(_INSIDE.sub("", value))):
            raise _refused(f"{where} points outside the file or is not plain. Only its own #names are allowed")
        return True


def _own(attribute: str, value: str) -> str:
    """Set the names inside the mark apart from those of the pages that it will stand in."""
    if attribute == "id":
        return f"mark-{value}"
    if attribute == "href":
        return f"#mark-{value[1:]}"
    return _INSIDE.sub(r"url(#mark-\1)", value)


def _refused(why: str) -> InvalidInput:
    return InvalidInput(f"SURVEYAPP_MARK: {why}.")
