"""Bytes to clean text."""

from __future__ import annotations

import codecs

import pytest

from surveyapp.documents.decode import decode, normalise
from surveyapp.errors import InvalidInput

TEXT = "Café – “walk”\n"


@pytest.mark.parametrize(
    ("data", "guessed"),
    [
        (TEXT.encode(), False),
        (codecs.BOM_UTF8 + TEXT.encode(), False),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), False),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), False),
        (TEXT.encode("cp1252"), True),
    ],
)
def test_encodings(data: bytes, guessed: bool) -> None:
    assert decode(data, "plan.txt") == (TEXT, guessed)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04rest", "a Word, Excel or zip file"),
        (b"\xd0\xcf\x11\xe0rest", "an old Word or Excel file"),
        (b"%PDF-1.7", "a PDF file"),
        (b"{\\rtf1", "a rich text (RTF) file"),
        (b"<!DOCTYPE html><p>", "a web page"),
        (b"\n <html>", "a web page"),
    ],
)
def test_other_kinds_of_files_are_named(data: bytes, kind: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        decode(data, "plan.txt")

    assert str(refused.value) == (
        f"“plan.txt” is {kind}. Expected is a text (.txt) or Markdown (.md) file. Nothing was stored. "
        "Save the plan as plain text and choose that file."
    )


@pytest.mark.parametrize(
    "data",
    [
        b"A. One\0",
        "A. One".encode("utf-16-le"),
        codecs.BOM_UTF16_LE + b"abc",
        codecs.BOM_UTF16_LE + b"\x00\xd8A\x00",
        codecs.BOM_UTF8 + b"\xff",
        codecs.BOM_UTF32_LE + "A. One".encode("utf-32-le"),
        b"\x81\x8d",
        b"A. One" + b"\x07" * 5,
        bytes(range(256)),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput, match=r"“plan\.txt” cannot be read as text\. Expected is"):
        decode(data, "plan.txt")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("a\u00a0b\u2003c\u2028d\fe\vf", "a b c d e f"),
        ("\ufeffa\u200bb\u200cc\u200dd\u2060e\u200ff", "abcdef"),
        ("re\u00adha\u00ad\r\nbilitation\u00ad", "reha\u00ad\nbilitation\u00ad"),
        ("a\x07b\x1bc\x7f", "abc"),
        ("a\tb", "a\tb"),
    ],
)
def test_normalise(text: str, clean: str) -> None:
    assert normalise(text) == clean
