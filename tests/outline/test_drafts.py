"""How a message quotes a document."""

from __future__ import annotations

from surveyapp.outline.drafts import excerpt


def test_a_short_text_is_quoted_whole() -> None:
    assert excerpt("Walk") == "“Walk”"


def test_a_long_text_is_cut() -> None:
    assert excerpt("word " * 20) == "“" + ("word " * 20)[:59].rstrip() + "…”"
