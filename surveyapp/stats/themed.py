"""Words as reports show them: with their themes, what may be read of them, and where they come from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from surveyapp.enums import PublishState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from surveyapp.enums import InputSource, WordsKind

    Key = tuple[str | None, str, int | None, WordsKind]


@dataclass(frozen=True, slots=True)
class OutsideSource:
    """Where words come from that did not come through the survey."""

    kind: InputSource
    name: str
    heard_on: date


@dataclass(frozen=True, slots=True)
class ThemedWords:
    """Somebody's words with what staff made of them.

    `code` names the response as `RoundDataset.codes` does, None for words from elsewhere (`source`), which are no
    response and are marked wherever they stand. `item` is a position in the questionnaire's items, None for the whole.
    `text` is what may be shown: the redacted text where there is one. `is_coded` tells that it was read as it stands;
    `changed` that it was coded before its writer changed it: its `themes` are those of the earlier text.
    `group` numbers suggested wordings of an item that change nearly the same; 0 for all other words.
    `address` is their lasting one, `disposition` what became of them (empty for nothing yet) after `revision` steps.
    `name` is what files call them, which does not tell which words are from the same person, as `address` does.
    """

    code: str | None
    question: str
    item: int | None
    kind: WordsKind
    text: str
    themes: tuple[str, ...]
    is_coded: bool
    changed: bool
    is_redacted: bool
    publish: PublishState
    segment: str
    source: OutsideSource | None
    group: int
    address: str = ""
    name: str = ""
    disposition: str = ""
    revision: int = 0

    @property
    def may_be_quoted(self) -> bool:
        """Whether people other than staff may read the text."""
        return self.publish is PublishState.QUOTED


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How often a theme was given: in `comments` of the survey, and in input from `elsewhere`, which is no response."""

    theme: str
    comments: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Whose comments are listed, where not everybody's: those of the members of one `segment`.

    `codes` names their responses; None where it may not be said beside words who is in that segment.
    """

    segment: str
    codes: frozenset[str] | None


@dataclass(frozen=True)
class CodedWords:
    """All words of a round in plan order, and the themes in use in their order.

    Figures about words rest on all of them; with `listed`, lists of comments hold those of one segment alone. Lists
    name the response that words are from only where it `names_responses`: beside single responses.
    """

    words: tuple[ThemedWords, ...]
    themes: tuple[str, ...]
    listed: Listed | None = None
    names_responses: bool = False

    def lists(self, code: str | None) -> bool:
        """Whether lists hold the comments of the response `code`; None stands for what is from elsewhere."""
        return self.listed is None or (self.listed.codes is not None and code in self.listed.codes)

    @cached_property
    def by_words(self) -> Mapping[Key, ThemedWords]:
        """The survey's words by response code, question, item and kind; a data set's words are found so."""
        return {
            (words.code, words.question, words.item, words.kind): words for words in self.words if words.source is None
        }

    @property
    def elsewhere(self) -> tuple[ThemedWords, ...]:
        """The words that did not come through the survey."""
        return tuple(words for words in self.words if words.source is not None)

    def count_themes(self, item: int | None = None, *, whole: bool = False) -> tuple[ThemeCount, ...]:
        """Count the themes of an item (all words without one; with `whole` those on the whole), most frequent first.

        Only texts that were coded as they stand count.
        """
        about = [w for w in self.words if w.is_coded and ((item is None and not whole) or w.item == item)]
        here = Counter(theme for words in about if words.source is None for theme in words.themes)
        elsewhere = Counter(theme for words in about if words.source is not None for theme in words.themes)
        order = {theme: place for place, theme in enumerate(self.themes)}
        names = sorted(
            here.keys() | elsewhere.keys(), key=lambda name: (-here[name], order.get(name, len(order)), name)
        )
        return tuple(ThemeCount(name, here[name], elsewhere[name]) for name in names)
