"""What each figure means, in plain words, as far as a round asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.enums import QuestionKind
from surveyapp.reports.facts import Fact

if TYPE_CHECKING:
    from surveyapp.questionnaire import Question, Questionnaire


def define(questionnaire: Questionnaire, *, compares_groups: bool) -> tuple[Fact, ...]:
    """Define the figures about what the questionnaire asks, and those between groups where there are some."""
    asked = {question.kind for question in questionnaire.questions}
    definitions = tuple(definition for kinds, definition in _DEFINITIONS if not kinds or asked.intersection(kinds))
    sorts = (questionnaire.sort_of(q) for q in questionnaire.questions if q.kind is QuestionKind.RANKING)
    between = (_DIFFERENCES,) if compares_groups and asked.intersection(_RATING) else ()
    return (*definitions, *(_sorted_first(sort) for sort in sorts if sort), *between)


def _sorted_first(sort: Question) -> Fact:
    """Say what a ballot is where members sorted the items before they put some of them in order."""
    first, *middle, last = (f"“{option.label}”" for option in sort.options)
    return Fact(
        "Ballots of sorted items",
        f"Members sorted the items first and put those under {first} in order. A ballot has these in that order, then "
        f"the rest of {first}, then {', '.join(middle)}, each group level. Items under {last} or not sorted are not "
        "ranked.",
    )


_RATING = {QuestionKind.RATING}
_COUNTED = {QuestionKind.RATING, QuestionKind.CHOICE}
_RANKING = {QuestionKind.RANKING}

_DEFINITIONS: tuple[tuple[set[QuestionKind], Fact], ...] = (
    (
        _COUNTED,
        Fact(
            "n",
            "How many members answered: for a rating those who gave a score, for a choice those who chose.",
        ),
    ),
    (
        _RATING,
        Fact(
            "Cannot judge",
            "An answer of its own, counted apart. It is no score, and no part of n, a share, a median or a quartile.",
        ),
    ),
    (
        set(),
        Fact(
            "No answer",
            "No answer was given. It is no part of any figure, and an empty cell in single responses.",
        ),
    ),
    (
        _RATING,
        Fact(
            "Share at the top scores",
            "The part of the n scores that lie at the scores named in the heading, for example 4–5.",
        ),
    ),
    (
        _RATING | _RANKING,
        Fact(
            "95% from … to",
            "Wilson’s interval for a share: how far the share hangs on the number of answers. The fewer answers, the "
            "wider. It cannot tell what those who did not answer would have said.",
        ),
    ),
    (
        _RATING,
        Fact(
            "Median, quartiles",
            "The median is the middle score: as many lie above it as below. A quarter of the scores lie below the "
            "lower quartile, a quarter above the upper one; between two scores they are interpolated (type 7, as "
            "QUARTILE.INC in Excel).",
        ),
    ),
    (
        _RANKING,
        Fact(
            "Borda points, place",
            "With m items, a ballot gives m − 1 points to its first place, m − 2 to its second, and so on; the items "
            "that it does not rank share the points left over, each the same, and items that stand level share those "
            "of the places they fill. The place is the order by points; equal points share a place.",
        ),
    ),
    (
        _RANKING,
        Fact(
            "Mean rank",
            "The average place over all ballots, 1 is best; items that a ballot does not rank share the mean of its "
            "places left over, and items that stand level the mean of the places they fill.",
        ),
    ),
    (
        _RANKING,
        Fact(
            "Places from … to",
            "The places left to an item when those who ranked are drawn anew many times: it lies below the items that "
            "stand above it in nearly all draws, and above those that stand below it. Two items of which neither does "
            "cannot be told apart: their order here may be chance.",
        ),
    ),
    (
        _RANKING,
        Fact(
            "By mean rank, Schulze, ranked pairs",
            "The place that another method gives on the same ballots. By mean rank is no second opinion: where every "
            "ballot was shown every item, it is always the order by Borda points, said another way. Schulze and ranked "
            "pairs compare the items two by two: which of them do more ballots put first? Where these two agree with "
            "the order by points, it does not hang on the method.",
        ),
    ),
    (
        _RANKING,
        Fact(
            "Share in first place, in the top",
            "The part of all ballots that put the item first, or among the first places that were asked for. Items "
            "that stand level on the last of these places all count.",
        ),
    ),
    (
        _RANKING,
        Fact(
            "Kendall’s W",
            "How far the ballots agree on the order, from 0 (not at all) to 1 (everybody gives the same order), "
            "corrected for ties. A ballot that leaves items out is completed with them level at its end, each with the "
            "mean of the places left over. A small p only says that the agreement is no accident, not that it is "
            "strong.",
        ),
    ),
    (
        set(),
        Fact(
            "Comments, wordings",
            "They stand as they were written, but for names that staff took out. A response keeps its name, which "
            "is random, wherever it stands.",
        ),
    ),
)

_DIFFERENCES = Fact(
    "Differences between groups",
    "Ratings alone are compared, over the groups whose shares are shown; those that are hidden, and others or not "
    "known, are left out. Each item is tested by Kruskal-Wallis (by Mann-Whitney where two groups are left), and the p"
    " of all items of one rating by one attribute are corrected together (Holm). Where an item stays below 0.05, its "
    "groups are tested two by two (Mann-Whitney), and these p are corrected together again (Holm). Two groups are "
    "named where both corrections stay below 0.05. Nothing is corrected for other ratings and other attributes. How "
    "far they lie apart is said in a word, since a number would let small numbers of answers be worked out. The word "
    "goes by Cliff’s delta, which says how far two groups lie apart: of a member of each, drawn by lot, how much "
    "more often the one rates the item higher than the other does, from 0 (as often) to 1 "
    "(always). Below 0.147 it is called negligible, below 0.33 small, below 0.474 medium, from there large.",
)
