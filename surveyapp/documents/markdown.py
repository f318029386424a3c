"""Markdown as lines: markers as printed, emphasis and escapes gone, and headings and nesting as hints."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from surveyapp.errors import InvalidInput
from surveyapp.outline import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

# Headings can hold goals too, above those in lists.
_DEPTH_OF_HEADINGS = 6

# The parser takes 30 microseconds for each sign that opens and never closes.
_SIGNS = "*_[]`<&\\"
MOST_SIGNS = 100_000


class _ListItem(NamedTuple):
    """A list item that is open: the line it begins on (from 0) and how it is marked there."""

    first_line: int
    marker: str


class _Row(NamedTuple):
    """One line of running text: its words, and whether it goes on from the line above."""

    words: str
    continues: bool


def markdown_lines(text: str) -> list[Line]:
    """Return the lines of a Markdown document.

    Plans indent carelessly, so an indented line is never code. HTML is kept as the text it is. Raises `InvalidInput`
    when the text is little but signs of Markdown.
    """
    if sum(map(text.count, _SIGNS)) > MOST_SIGNS:
        raise InvalidInput(
            f"This document has more than {MOST_SIGNS:,} signs such as * or [. A plan has a few hundred. "
            "Nothing was stored; choose the file of one plan."
        )
    parser = MarkdownIt("commonmark", {"html": False}).disable(["code", "image"])
    try:
        return list(_lines(SyntaxTreeNode(parser.parse(text)), ()))
    except RecursionError as error:
        raise InvalidInput(
            "The emphasis of this document is nested hundreds of times. Save it as plain text (.txt) and retry."
        ) from error


def _lines(node: SyntaxTreeNode, items: tuple[_ListItem, ...]) -> Iterator[Line]:
    if node.type == "inline":
        yield from _text_lines(node, items)
    elif node.type == "fence":
        for number, words in enumerate(node.content.split("\n"), start=_first_line(node) + 2):
            yield Line(number, words)
    elif node.type in ("bullet_list", "ordered_list"):
        for item, marker in zip(node.children, _item_markers(node), strict=True):
            yield from _children(item, (*items, _ListItem(_first_line(item), marker)))
    else:
        yield from _children(node, items)


def _children(node: SyntaxTreeNode, items: tuple[_ListItem, ...]) -> Iterator[Line]:
    for child in node.children:
        yield from _lines(child, items)


def _item_markers(node: SyntaxTreeNode) -> list[str]:
    """Return the markers of a list. Where all numbers are the same, the list counts for itself."""
    if node.type == "bullet_list":
        return ["- " for _ in node.children]
    numbers = [int(item.info) for item in node.children]
    if len(set(numbers)) == 1:
        numbers = list(range(numbers[0], numbers[0] + len(numbers)))
    return [f"{number}{item.markup} " for number, item in zip(numbers, node.children, strict=True)]


def _text_lines(node: SyntaxTreeNode, items: tuple[_ListItem, ...]) -> Iterator[Line]:
    """Yield the lines of a paragraph or heading; its first line carries the markers of the list items it begins."""
    tokens = [
        token for token in (node.token.children if node.token else None) or () if token.type != "text" or token.content
    ]
    heading = node.parent.tag if node.parent and node.parent.type == "heading" else ""
    first_line = _first_line(node)
    begun = [item.marker for item in items if item.first_line == first_line]
    depth = int(heading[1:]) if heading else None
    if begun:
        # "- 1. Define" opens two lists for Markdown, and one goal for its reader.
        depth = _DEPTH_OF_HEADINGS + len({item.first_line for item in items})
    for at, row in enumerate(_rows(tokens)):
        yield Line(
            number=first_line + at + 1,
            text="".join(begun) + row.words if at == 0 else row.words,
            depth=depth if at == 0 else None,
            heading=bool(heading) or (not items and _is_strong(tokens)),
            continues=row.continues,
        )


def _rows(tokens: Sequence[Token]) -> list[_Row]:
    """Return the words of each line, without the signs of emphasis and links."""
    rows = [_Row("", continues=False)]
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            rows.append(_Row("", continues=token.type == "softbreak"))
        else:
            rows[-1] = rows[-1]._replace(words=rows[-1].words + token.content)
    return rows


def _is_strong(tokens: Sequence[Token]) -> bool:
    """Whether a paragraph is one line in bold, as headings are often written."""
    types = [token.type for token in tokens]
    return (
        types[:1] == ["strong_open"]
        and types[-1:] == ["strong_close"]
        and types.count("strong_open") == 1
        and ("softbreak" not in types)
    )


def _first_line(node: SyntaxTreeNode) -> int:
    return node.map[0] if node.map else 0
