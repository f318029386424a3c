"""Bytes to clean text: what the bytes are, how they are encoded, and which characters only get in the way."""

from __future__ import annotations

import codecs
import re

from surveyapp.errors import InvalidInput

_EXPECTED = "Expected is a text (.txt) or Markdown (.md) file. Nothing was stored."
_SIGNATURES = (
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"%PDF-", "a PDF file"),
    (b"{\\rtf", "a rich text (RTF) file"),
)
_WEB_PAGE = re.compile(rb"\s{0,100}<(?:!doctype html|html)\b", re.IGNORECASE)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Soft hyphens stay at the end of a line, where the parser needs them to join the halves of a word.
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u0001-\u0008\u000e-\u001f\u007f]|\u00ad(?!\n|$)")
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2028\u0085\f\v]")
_MOST_CONTROL_CHARACTERS = 0.01
_CONTROL = re.compile("[\u0001-\u0008\u000e-\u001f\u007f]")


def decode(data: bytes, name: str) -> tuple[str, bool]:
    """Return the document's text and whether its encoding had to be guessed.

    Raises `InvalidInput` when the bytes are of another kind of file or no text at all.
    """
    kind = next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)
    if kind is None and _WEB_PAGE.match(data):
        kind = "a web page"
    if kind:
        raise InvalidInput(f"“{name}” is {kind}. {_EXPECTED} Save the plan as plain text and choose that file.")
    text, guessed = _decode(data)
    if text is None or "\0" in text or len(_CONTROL.findall(text)) > _MOST_CONTROL_CHARACTERS * len(text):
        raise InvalidInput(
            f"“{name}” cannot be read as text. {_EXPECTED} Save the plan as text in UTF-8 and try again."
        )
    return text, guessed


def normalise(text: str) -> str:
    """Give every line the same ending and every blank the same character, and drop characters nobody sees."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _BLANKS.sub(" ", _UNSEEN.sub("", text))


def _decode(data: bytes) -> tuple[str | None, bool]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _try(data[len(mark) :], encoding), False
    text = _try(data, "utf-8")
    return (text, False) if text is not None else (_try(data, "cp1252"), True)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
