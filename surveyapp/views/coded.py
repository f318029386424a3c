"""What the comments page shows of words: pieces to mark, changes to a wording, the writer's answers, themes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from surveyapp.enums import PublishState, WordsKind
from surveyapp.questionnaire.finding import pieces, terms_of
from surveyapp.questionnaire.wording import redline
from surveyapp.reports.themes import say_source
from surveyapp.reports.words import own_answers
from surveyapp.services.comments import CommentFilter, CommentState
from surveyapp.stats.dataset import Words
from surveyapp.templating import decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from werkzeug.datastructures import MultiDict

    from surveyapp.questionnaire import Item, Questionnaire
    from surveyapp.questionnaire.finding import Piece
    from surveyapp.questionnaire.wording import Run
    from surveyapp.services.alike import Alike
    from surveyapp.services.commented import Comment
    from surveyapp.services.comments import CommentList
    from surveyapp.services.second import CoderAgreement, ThemeAgreement
    from surveyapp.stats.kappa import Kappa
    from surveyapp.stats.summary import RoundSummary

WHOLE = "plan"
STATES = {
    CommentState.ALL: "All",
    CommentState.UNCODED: "Not coded",
    CommentState.CODED: "Coded",
    CommentState.NO_THEME: "Read, no theme fits",
    CommentState.CHANGED: "Text changed since",
    CommentState.DIFFERS: "Coders differ",
    CommentState.REDACTED: "Redacted",
    CommentState.QUOTED: "May be quoted",
    CommentState.OUTSIDE: "Not from the survey",
}
_LONGEST_SEARCH = 200
# Landis and Koch (1977): the share of agreement beyond chance, and the word for it.
_WORDS_FOR_KAPPA = ((0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address of the page asks for, and the same as it goes into links and forms."""

    filter: CommentFilter
    search: str
    page: int
    values: Mapping[str, str]

    def address(self, **changed: str) -> str:
        """The query of this view with some values changed; empty ones are left out."""
        return urlencode({name: value for name, value in (dict(self.values) | changed).items() if value})


@dataclass(frozen=True, slots=True)
class AlikeWords:
    """Words that the machine takes for alike."""

    address: str
    seen: str
    text: str
    is_same: bool
    is_coded: bool


@dataclass(frozen=True, slots=True)
class ShownWords:
    """One comment or suggested wording as the page shows it."""

    comment: Comment
    about: str
    item_text: str
    pieces: tuple[Piece, ...]
    changes: tuple[Run, ...]
    answers: tuple[str, ...]
    source: str
    may_be_quoted: bool
    alike: tuple[AlikeWords, ...]


@dataclass(frozen=True, slots=True)
class ShownAgreement:
    """How far a second coder agrees with the standing codes, in words and figures: over all, and for each theme."""

    coder: str
    day: str
    comments: int
    sentence: str
    themes: tuple[tuple[str, str, str], ...]


def read_chosen(args: MultiDict[str, str], items: Sequence[Item]) -> Chosen:
    """Read the filter from an address; what makes no sense is left out."""
    labels = {item.label: position for position, item in enumerate(items)}
    item = args.get("item", "")
    theme = args.get("theme", "")
    search = args.get("q", "").replace("\x00", "")[:_LONGEST_SEARCH].strip()
    state = args.get("state", "")
    page = args.get("page", "")
    values = {
        "kind": "wordings" if args.get("kind") == "wordings" else "",
        "item": item if item == WHOLE or item in labels else "",
        "theme": theme if theme.isascii() and theme.isdigit() and len(theme) < 10 else "",
        "state": state if state in {kind.value for kind in CommentState} else "",
        "segment": args.get("segment", "")[:_LONGEST_SEARCH],
        "q": search,
    }
    chosen = CommentFilter(
        wordings=bool(values["kind"]),
        item=-1 if values["item"] == WHOLE else labels.get(values["item"]),
        theme=int(values["theme"]) if values["theme"] else None,
        state=CommentState(values["state"]),
        segment=values["segment"],
        terms=terms_of(search),
    )
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    return Chosen(chosen, search, number, values)


def shown_words(listed: CommentList, summary: RoundSummary, chosen: Chosen) -> list[ShownWords]:
    """Everything on the page about each of the words listed."""
    return [_shown(comment, alike, listed, summary, chosen) for comment, alike in listed.entries]


def _shown(
    comment: Comment,
    alike: tuple[Alike[Comment], ...],
    listed: CommentList,
    summary: RoundSummary,
    chosen: Chosen,
) -> ShownWords:
    written, questionnaire = comment.written, listed.dataset.questionnaire
    original = "" if written.item is None else questionnaire.items[written.item].text
    is_wording = written.kind is WordsKind.WORDING
    answers = None
    if written.response is not None:
        words = Words(written.response, written.question, written.item, written.kind, written.text)
        answers = own_answers(listed.dataset, summary, words, is_beside_segment=bool(comment.segment))
    return ShownWords(
        comment=comment,
        about=_about(questionnaire, comment),
        item_text=original,
        pieces=pieces(written.text, chosen.filter.terms),
        changes=redline(original, written.text) if is_wording else (),
        answers=tuple(answers.split("\n")) if answers else (),
        source=say_source(written.source),
        may_be_quoted=comment.publish is PublishState.QUOTED,
        alike=tuple(
            AlikeWords(
                other.one.written.address, other.one.seen, other.one.written.text, other.is_same, other.one.is_coded
            )
            for other in alike
        ),
    )


def _about(questionnaire: Questionnaire, comment: Comment) -> str:
    written = comment.written
    if written.item is not None:
        return name_of(questionnaire.items[written.item])
    question = questionnaire.by_code.get(written.question)
    return "The whole plan" if question is None else question.prompt


def name_of(item: Item) -> str:
    """How people call an item: Statement 1, Goal A, Step A.1."""
    if item.level == 0:
        return f"Statement {item.label.removeprefix('S')}" if item.label.startswith("S") else f"Item {item.label}"
    return f"{'Goal' if item.level == 1 else 'Step'} {item.label}"


def shown_agreement(agreement: CoderAgreement) -> ShownAgreement:
    """Put a coder's agreement into words; alpha is Krippendorff's over every theme on every comment."""
    themes = [(theme.name, _say_kappa(theme.kappa), _say_counts(theme)) for theme in agreement.themes]
    alpha = agreement.alpha.alpha
    if math.isnan(alpha):
        sentence = f"Agreement over all themes cannot be measured: {agreement.alpha.reason}."
    else:
        sentence = f"Agreement over all themes: {word_for(alpha)}, Krippendorff’s alpha {decimal(alpha, 2)}."
    return ShownAgreement(agreement.coder, agreement.done_on.isoformat(), agreement.comments, sentence, tuple(themes))


def _say_kappa(kappa: Kappa) -> str:
    if math.isnan(kappa.value):
        return f"Cannot be measured: {kappa.reason}."
    said = f"{word_for(kappa.value).capitalize()}: kappa {decimal(kappa.value, 2)}"
    if kappa.standard_error == 0:
        why = "both agreed throughout" if kappa.value == 1 else "there are too few comments"
        return f"{said}; {why}, so there is no interval."
    low, high = max(kappa.low, -1.0), min(kappa.high, 1.0)
    words = list(dict.fromkeys((word_for(low), word_for(high))))
    return f"{said}, 95% interval {decimal(low, 2)} to {decimal(high, 2)} ({' to '.join(words)})."


def _say_counts(theme: ThemeAgreement) -> str:
    return f"Given by both {theme.both}, only by the first {theme.first}, only by the second {theme.second}."


def word_for(kappa: float) -> str:
    """The word for agreement beyond chance (Landis and Koch 1977)."""
    if math.isnan(kappa):
        return "not measurable"
    if kappa <= 0:
        return "none beyond chance"
    return next((word for limit, word in _WORDS_FOR_KAPPA if kappa <= limit), "almost perfect")
