"""The mark: shapes get through as they are drawn, and nothing that could run, load or restyle anything does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surveyapp.errors import InvalidInput
from surveyapp.mark import read_mark

if TYPE_CHECKING:
    from pathlib import Path

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 8 8"'


def a_file(folder: Path, inside: str, root: str = SVG) -> Path:
    file = folder / "mark.svg"
    file.write_text(f"<svg {root}>{inside}</svg>", "utf-8")
    return file


def test_shapes_come_through(tmp_path: Path) -> None:
    file = a_file(tmp_path, '<g fill="none"><path d="M0 0h8" stroke="currentColor"/></g>', f'{SVG} width="99"')

    assert read_mark(file) == (
        '<svg viewBox="0 0 8 8" class="mark" aria-hidden="true" focusable="false">'
        '<g fill="none"><path d="M0 0h8" stroke="currentColor"></path></g></svg>'
    )


def test_its_names_cannot_meet_those_of_a_page(tmp_path: Path) -> None:
    inside = (
        '<linearGradient id="main"/><path fill="url(#main) red"/><use href="#main"/><use xlink:href="#main"/>'
        "<path mask=\"url('#main')\"/>"
    )

    mark = read_mark(a_file(tmp_path, inside))

    assert mark.count("mark-main") == 5
    assert "#main" not in mark
    assert "xlink" not in mark


def test_what_an_editor_noted_for_itself_is_left_out(tmp_path: Path) -> None:
    root = f'{SVG} xmlns:ink="http://editor.example/ns" version="1.1" ink:label="x" class="vh" data-name="y"'
    inside = '<!-- c --><title>T</title><metadata><ink:a>b</ink:a></metadata><ink:view><path d="M9 9"/></ink:view>'

    mark = read_mark(a_file(tmp_path, f'{inside}<path d="M0 0"/>', root))

    assert mark.partition(">")[2] == '<path d="M0 0"></path></svg>'
    assert "label" not in mark
    assert 'class="mark"' in mark


def test_text_inside_is_text(tmp_path: Path) -> None:
    mark = read_mark(a_file(tmp_path, '<path d="&quot;&gt;&lt;script&gt;"/>&lt;b&gt;'))

    assert "<script" not in mark
    assert "<b>" not in mark


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("<script>alert(1)</script>", "<script> in mark.svg is not allowed"),
        ("<foreignObject/>", "<foreignObject> in mark.svg"),
        ("<style>*{}</style>", "<style> in mark.svg"),
        ("<image href='x.png'/>", "<image> in mark.svg"),
        ("<a href='#x'/>", "<a> in mark.svg"),
        ("<animate/>", "<animate> in mark.svg"),
        ("<text>The society</text>", "<text> in mark.svg"),
        ("<path onclick='x'/>", "onclick= on <path>"),
        ("<path ONLOAD='x'/>", "ONLOAD= on <path>"),
        ("<path style='fill:red'/>", "style= on <path>"),
        ("<use href='https://x.example/a.svg#b'/>", "points outside"),
        ("<use xlink:href='data:image/svg+xml,x'/>", "points outside"),
        ("<path fill='url(https://x.example/a#b)'/>", "points outside"),
        ("<path fill='URL(//x.example)'/>", "points outside"),
        ("<path fill='u\\72l(//x.example)'/>", "points outside"),
        ("<path mask='image-set(&quot;//x.example&quot; 1x)'/>", "points outside"),
        ("<path fill='url(#a) url(//x.example)'/>", "points outside"),
        ("<h:script xmlns:h='http://www.w3.org/2000/svg'/>", "<script> in mark.svg"),
        ("<g>", "is no SVG file that can be read"),
        ("&unknown;", "is no SVG file that can be read"),
        (f"<path d='{'M0 0' * 3000}'/>", "bytes, and 8,192 are the most"),
    ],
)
def test_what_is_refused(tmp_path: Path, inside: str, why: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_mark(a_file(tmp_path, inside))

    assert str(refused.value).startswith("SURVEYAPP_MARK: ")
    assert why in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_grow(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "mark.svg"
    file.write_text(f'<!DOCTYPE svg [<!ENTITY a "{"x" * 100}">]><svg {SVG}>&a;</svg>', encoding)

    with pytest.raises(InvalidInput, match="must not have a <!DOCTYPE>"):
        read_mark(file)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PNG", b'<?xml version="1.0" encoding="klingon"?><svg/>'])
def test_what_is_no_svg_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mark.svg"
    file.write_bytes(content)

    with pytest.raises(InvalidInput, match="is no SVG file"):
        read_mark(file)


@pytest.mark.parametrize("root", ['viewBox="0 0 8 8"', 'xmlns="http://www.w3.org/2000/svg"'])
def test_it_must_be_one_drawing_with_a_size_of_its_own(tmp_path: Path, root: str) -> None:
    with pytest.raises(InvalidInput, match="one <svg> element with a viewBox"):
        read_mark(a_file(tmp_path, "", root))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read: No such file"):
        read_mark(tmp_path / "mark.svg")
