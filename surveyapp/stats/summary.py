"""RoundDataset -> RoundSummary: every figure that a page or a report shows, computed once and at full precision."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from surveyapp.enums import QuestionKind, WordsKind
from surveyapp.stats.agreement import Concordance, kendall_w, undefined_concordance
from surveyapp.stats.ballots import Ballots
from surveyapp.stats.dataset import CANNOT_JUDGE, NOT_SHOWN, SILENT, UNRANKED, fingerprint
from surveyapp.stats.rankings import borda, completed_ranks, first_share, mean_ranks, top_k_share
from surveyapp.stats.ratings import Share, distribution, median, quantile, share, top_share
from surveyapp.stats.segments import is_small

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from surveyapp.questionnaire import Question, Questionnaire, Scale
    from surveyapp.stats.dataset import Codes, RoundDataset


@dataclass(frozen=True, slots=True)
class RatingSummary:
    """One rating question on one item (`item` is a position in the questionnaire's items).

    `n` counts scores only; `cannot_judge` and `silent` are counted apart, and the three sum to the responses
    that were shown the item. `distribution` has a count per score, lowest first. Quartiles are type 7.
    `agreement` is the share of the `n` scores at the scale's `agree_from` or above. When `hidden`, fewer than
    the minimum answered: the distribution is empty, the figures are nan, `agreement` is a share of nobody,
    and only the three counts are there. With no score at all nothing is hidden: zeros, and figures of nan.
    """

    question: str
    item: int
    n: int
    cannot_judge: int
    silent: int
    hidden: bool
    distribution: tuple[int, ...]
    median: float
    lower_quartile: float
    upper_quartile: float
    agreement: Share


@dataclass(frozen=True, slots=True)
class ChoiceSummary:
    """One choice question on one item: a count and a share per option, in the order of the options.

    When `hidden`, fewer than the minimum answered: `counts` and `shares` are empty, `n` and `silent` are there.
    """

    question: str
    item: int
    n: int
    silent: int
    hidden: bool
    counts: tuple[int, ...]
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class RankedItem:
    """One item of a ranking, over all ballots (people who placed at least one item).

    `place` is its place by Borda points, 1 best; equal points share a place. `ranked` ballots gave it a place.
    `mean_rank` and `borda` let the items a ballot leaves out share its leftover places and points
    (each gets their mean), so borda = ballots x items - the sum of its ranks. `first` and `top` are the
    shares of all ballots that placed it first, or among the first `enough` places.

    A ballot that was not shown the item takes no part in its figures; see `borda` for the places then.
    """

    item: int
    place: int
    ranked: int
    mean_rank: float
    borda: float
    first: Share
    top: Share


@dataclass(frozen=True, slots=True)
class RankingSummary:
    """One ranking question: `items` best first by Borda points (equal points in plan order, with equal `place`).

    `ballots` people placed at least one item, `silent` were shown items and placed none. `concordance` is
    Kendall's W with tie correction over all ballots, each completed with mid-ranks at the bottom; it is nan,
    with the reason, where not every ballot showed every item. When `hidden`, fewer than the minimum ranked, or
    fewer than the minimum were shown one of the items: `items` is empty and the concordance is nan.
    """

    question: str
    ballots: int
    silent: int
    hidden: bool
    enough: int
    items: tuple[RankedItem, ...]
    concordance: Concordance


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """Everything a page or report shows about one round.

    `ratings` and `choices` are keyed by (question code, position of the item); `rankings` by question code;
    `comments` and `wordings` count the texts per item position, for every item; `answers` counts all other
    texts by question, for every text question. `submitted` counts everybody who submitted; the figures leave out
    `held_back` of them until an open round's next step. `hidden` is true when the figures would rest on fewer than the
    minimum: then only the three counts are shown and all mappings are empty.
    """

    questionnaire: Questionnaire
    invited: int
    started: int
    submitted: int
    minimum_cell: int
    hidden: bool
    fingerprint: str
    ratings: Mapping[tuple[str, int], RatingSummary]
    choices: Mapping[tuple[str, int], ChoiceSummary]
    rankings: Mapping[str, RankingSummary]
    comments: Mapping[int, int]
    wordings: Mapping[int, int]
    answers: Mapping[str, int]
    held_back: int = 0

    @property
    def counted(self) -> int:
        """How many responses the figures rest on."""
        return self.submitted - self.held_back


def summarise(dataset: RoundDataset) -> RoundSummary:
    """Compute every figure of a round that is shown anywhere, at full precision, with small cells closed.

    The result does not depend, to the last bit, on the order of the responses. Raises ValueError, with
    question, response and item, for an answer that its question does not have.
    """
    questionnaire = dataset.questionnaire
    received = dataset.submitted + dataset.held_back
    hidden = is_small(dataset.submitted, questionnaire.minimum_cell) or 0 < dataset.held_back == received
    questions = () if hidden else questionnaire.questions
    ratings = [_rating_summaries(dataset, q) for q in questions if q.kind is QuestionKind.RATING]
    choices = [_choice_summaries(dataset, q) for q in questions if q.kind is QuestionKind.CHOICE]
    rankings = [_ranking_summary(dataset, q) for q in questions if q.kind is QuestionKind.RANKING]
    return RoundSummary(
        questionnaire=questionnaire,
        invited=dataset.invited,
        started=dataset.started,
        submitted=received,
        held_back=dataset.held_back,
        minimum_cell=questionnaire.minimum_cell,
        hidden=hidden,
        fingerprint=fingerprint(dataset),
        ratings={(one.question, one.item): one for per_question in ratings for one in per_question},
        choices={(one.question, one.item): one for per_question in choices for one in per_question},
        rankings={one.question: one for one in rankings},
        comments={} if hidden else _texts_per_item(dataset, WordsKind.COMMENT),
        wordings={} if hidden else _texts_per_item(dataset, WordsKind.WORDING),
        answers={} if hidden else _other_texts(dataset),
    )


def _rating_summaries(dataset: RoundDataset, question: Question) -> list[RatingSummary]:
    scale = question.scale
    if scale is None or scale.low < 0:
        # Scores below zero could not be told from the marks for silence.
        raise ValueError(f"the rating question {question.code} needs a scale from 0 or above")
    allowed = (*scale.scores, SILENT, CANNOT_JUDGE, NOT_SHOWN)
    columns = _answers(dataset, dataset.ratings, question, allowed).T
    minimum = dataset.questionnaire.minimum_cell
    return [
        _rating_summary(question.code, item, scale, column, minimum)
        for item, column in zip(question.items, columns, strict=True)
    ]


def _rating_summary(question: str, item: int, scale: Scale, column: Codes, minimum: int) -> RatingSummary:
    scores = column[~np.isin(column, (SILENT, CANNOT_JUDGE, NOT_SHOWN))]
    cannot_judge = int(np.count_nonzero(column == CANNOT_JUDGE))
    # "Cannot judge" is an answer as well: one person who gave it is as recognisable as one who gave a score.
    hidden = is_small(scores.size, minimum) or is_small(scores.size + cannot_judge, minimum)
    seen = scores[:0] if hidden else scores
    return RatingSummary(
        question=question,
        item=item,
        n=scores.size,
        cannot_judge=cannot_judge,
        silent=int(np.count_nonzero(column == SILENT)),
        hidden=hidden,
        distribution=() if hidden else distribution(seen, scale.low, scale.high),
        median=median(seen),
        lower_quartile=quantile(seen, 0.25),
        upper_quartile=quantile(seen, 0.75),
        agreement=top_share(seen, scale.agree_from),
    )


def _choice_summaries(dataset: RoundDataset, question: Question) -> list[ChoiceSummary]:
    last = len(question.options) - 1
    columns = _answers(dataset, dataset.choices, question, (*range(last + 1), SILENT, NOT_SHOWN)).T
    summaries = []
    for item, column in zip(question.items, columns, strict=True):
        chosen = column[column >= 0]
        hidden = is_small(chosen.size, dataset.questionnaire.minimum_cell)
        counts = () if hidden else distribution(chosen, 0, last)
        shares = tuple(share(count, chosen.size) for count in counts)
        silent = int(np.count_nonzero(column == SILENT))
        summaries.append(ChoiceSummary(question.code, item, chosen.size, silent, hidden, counts, shares))
    return summaries


def _ranking_summary(dataset: RoundDataset, question: Question) -> RankingSummary:
    places = _answers(dataset, dataset.places, question, (*range(1, len(question.items) + 1), UNRANKED, NOT_SHOWN))
    ballots = places[(places > 0).any(axis=1)]
    shown = np.count_nonzero(ballots != NOT_SHOWN, axis=0)
    minimum = dataset.questionnaire.minimum_cell
    hidden = any(is_small(int(n), minimum) for n in (len(ballots), *shown))
    if hidden:
        concordance = undefined_concordance(
            len(ballots), len(shown), f"fewer than {minimum} people, so nothing is shown"
        )
    elif (shown < len(ballots)).any():
        concordance = undefined_concordance(len(ballots), len(shown), "not everybody was shown every item")
    else:
        concordance = kendall_w(completed_ranks(ballots))
    return RankingSummary(
        question=question.code,
        ballots=len(ballots),
        silent=int(np.count_nonzero((places != NOT_SHOWN).any(axis=1))) - len(ballots),
        hidden=hidden,
        enough=question.enough,
        items=() if hidden else _ranked_items(question, ballots),
        concordance=concordance,
    )


def _ranked_items(question: Question, places: Codes) -> tuple[RankedItem, ...]:
    if not len(places):
        nobody = share(0, 0)
        return tuple(RankedItem(item, 1, 0, math.nan, 0.0, nobody, nobody) for item in question.items)
    ballots = Ballots.from_ranks(places)
    scores = borda(ballots)
    figures = zip(
        question.items,
        scores.places,
        ballots.exposure().ranked,
        mean_ranks(ballots).means,
        scores.points,
        first_share(places),
        top_k_share(places, question.enough),
        strict=True,
    )
    return tuple(sorted((RankedItem(*each) for each in figures), key=lambda ranked: (ranked.place, ranked.item)))


def _answers(dataset: RoundDataset, matrices: Mapping[str, Codes], question: Question, allowed: Iterable[int]) -> Codes:
    """Take a question's matrix after checking its shape and that it holds `allowed` values alone."""
    answers = matrices[question.code]
    expected = (dataset.submitted, len(question.items))
    if answers.shape != expected:
        raise ValueError(f"{question.code}: answers of shape {answers.shape}, expected {expected}")
    wrong = np.argwhere(~np.isin(answers, tuple(allowed)))
    if wrong.size:
        row, column = wrong[0]
        label = dataset.questionnaire.items[question.items[column]].label
        raise ValueError(f"{question.code}: {answers[row, column]} by {dataset.codes[row]} on {label} is no answer")
    return answers


def _texts_per_item(dataset: RoundDataset, kind: WordsKind) -> dict[int, int]:
    counts = Counter(words.item for words in dataset.words if words.kind is kind)
    return {position: counts[position] for position in range(len(dataset.questionnaire.items))}


def _other_texts(dataset: RoundDataset) -> dict[str, int]:
    """Count what stands on no item, whatever its kind, so that every text is counted once."""
    counts = Counter(w.question for w in dataset.words if w.item is None or w.kind is WordsKind.ANSWER)
    asked = [q.code for q in dataset.questionnaire.questions if q.kind is QuestionKind.TEXT]
    return {code: counts[code] for code in (*asked, *sorted(counts.keys() - set(asked)))}
