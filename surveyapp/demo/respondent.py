"""One invented respondent: leniency, optimism, patience, and the answers that follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.demo.opinions import Opinion, dispute
from surveyapp.demo.voices.comment import Mood, Speaker
from surveyapp.enums import QuestionKind
from surveyapp.questionnaire import (
    QUOTE_FIELD,
    comment_field,
    is_sorted,
    item_field,
    items_to_order,
    question_field,
    wording_field,
)
from surveyapp.questionnaire.answers import ABSTAINED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from surveyapp.demo.voices.conversation import Conversation
    from surveyapp.questionnaire import Item, Question, Questionnaire, Scale

FEASIBILITY = "feasibility"

MONOTONOUS_SHARE = 0.03
COMMENTING_SHARE = 0.47
MISSING_SHARE = 0.18
SHARING_SHARE = 0.72
REWORDING_SHARE = 0.14
REWORDING_A_CHANGED_STEP_SHARE = 0.22
TIER_MARGIN = 0.2


class Respondent:
    """Somebody who answers one questionnaire once."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        opinions: Mapping[int, Opinion],
        promises: Mapping[str | None, float],
        rng: np.random.Generator,
    ) -> None:
        self._questionnaire = questionnaire
        self._opinions = opinions
        self._promises = promises
        self._rng = rng
        self._fields: dict[str, str] = {}
        self._stance: dict[int, float] = {}
        self._changed_steps: list[Item] = []

        self._leniency = rng.normal(0, 0.08)
        self._optimism = 0.5 * self._leniency + rng.normal(0, 0.1)
        self._camp = 1 if rng.random() < 0.52 else -1
        self._omits = rng.beta(1.2, 25)
        self._unsure = rng.choice([0.4, 1.0, 2.6], p=[0.5, 0.35, 0.15])
        self._step_patience = rng.choice([0.0, 0.12, 0.8], p=[0.25, 0.37, 0.38])
        self._monotone = float(rng.uniform(0.45, 0.95)) if rng.random() < MONOTONOUS_SHARE else None
        self._appeal = {item_id: self._own_appeal(opinion) for item_id, opinion in opinions.items()}

    def answers(self, conversation: Conversation) -> dict[str, str]:
        """Every field this person fills in."""
        answer: dict[QuestionKind, Callable[[Question], None]] = {
            QuestionKind.RATING: self._rate,
            QuestionKind.CHOICE: self._choose,
            QuestionKind.RANKING: self._rank,
            QuestionKind.TEXT: lambda question: self._write(question, conversation),
        }
        for question in self._questionnaire.questions:
            answer[question.kind](question)
        if self._monotone is None:
            self._remark(conversation)
            self._reword(conversation)
        self._fields[QUOTE_FIELD] = "yes" if self._happens(SHARING_SHARE) else "no"
        return self._fields

    def _rate(self, question: Question) -> None:
        scale = question.scale
        if scale is None:
            message = f"rating question {question.code} has no scale"
            raise ValueError(message)
        for item in self._items(question):
            # Whoever begins at all answers the first question, so nobody hands in an empty form.
            if self._fields and self._happens(self._omits):
                continue
            self._fields[item_field(question, item)] = self._rating(question, item, scale)

    def _rating(self, question: Question, item: Item, scale: Scale) -> str:
        opinion = self._opinions[item.id]
        about_feasibility = question.code == FEASIBILITY
        unsure = opinion.unsure_feasible if about_feasibility else opinion.unsure
        if self._monotone is not None:
            return str(_score(self._monotone, scale))
        if self._happens(min(unsure * self._unsure, 0.9)):
            return ABSTAINED
        if about_feasibility:
            feasible = opinion.feasible + self._optimism + self._rng.normal(0, 0.2)
            if feasible < opinion.feasible - 0.2 and item.id in self._stance:
                self._stance[item.id] = min(self._stance[item.id], 0.6)
            return str(_score(feasible, scale))
        score = _score(self._appeal[item.id], scale)
        self._stance[item.id] = (score - scale.low) / max(scale.high - scale.low, 1)
        return str(score)

    def _choose(self, question: Question) -> None:
        for item in self._items(question):
            if not self._looks_at(item):
                continue
            weights = [CHOICE_WEIGHTS.get(option.code, _same)(self, item) for option in question.options]
            total = sum(weights)
            if not total:
                continue
            chosen = question.options[self._rng.choice(len(weights), p=[weight / total for weight in weights])].code
            self._fields[item_field(question, item)] = chosen
            if chosen in STEP_STANCE:
                self._stance[item.id] = STEP_STANCE[chosen]
            if chosen == "change":
                self._changed_steps.append(item)

    def _rank(self, question: Question) -> None:
        to_order = items_to_order(self._questionnaire, question, self._fields)
        ranked = [self._questionnaire.items[position] for position in to_order]
        if self._monotone is None:
            pull = {item.id: 2.4 * self._appeal[item.id] + self._rng.gumbel(0, 0.28) for item in ranked}
            ranked.sort(key=lambda item: pull[item.id], reverse=True)
        for place, item in enumerate(ranked[: self._places(question)], start=1):
            self._fields[item_field(question, item)] = str(place)

    def _places(self, question: Question) -> int:
        sorted_first = is_sorted(self._questionnaire, question, self._fields)
        enough = len(question.items) if sorted_first else question.enough or len(question.items)
        habit = self._rng.random()
        if habit < 0.07:
            return 0
        if habit < 0.18:
            return len(question.items)
        if habit < 0.34:
            return int(self._rng.integers(1, max(enough, 2)))
        return enough

    def _write(self, question: Question, conversation: Conversation) -> None:
        if self._monotone is None and self._happens(MISSING_SHARE):
            self._fields[question_field(question)] = conversation.missing()

    def _remark(self, conversation: Conversation) -> None:
        candidates = [item for item in self._questionnaire.items if item.id in self._stance]
        if not (candidates and self._questionnaire.asks_comments and self._happens(COMMENTING_SHARE)):
            return
        weights = [self._urge(item) for item in candidates]
        count = min(int(self._rng.choice([1, 2, 3], p=[0.5, 0.32, 0.18])), len(candidates))
        shares = [weight / sum(weights) for weight in weights]
        speaker: Speaker | None = None
        for position in self._rng.choice(len(candidates), size=count, replace=False, p=shares):
            item = candidates[position]
            comment = conversation.comment(item.label, _mood(self._stance[item.id]), speaker)
            speaker = speaker or comment.speaker
            self._fields[comment_field(item)] = comment.text

    def _urge(self, item: Item) -> float:
        """How much somebody wants to speak up: about whole goals, steps to be changed, and what moves them."""
        stance = self._stance[item.id]
        if item.level > 1:
            return 0.04 if stance == STEP_STANCE["keep"] else 0.8
        return 0.6 + abs(stance - 0.5)

    def _reword(self, conversation: Conversation) -> None:
        if not self._questionnaire.asks_wording:
            return
        reworded = [item for item in self._changed_steps if self._happens(REWORDING_A_CHANGED_STEP_SHARE)]
        rated = [item for item in self._questionnaire.items if item.level <= 1 and item.id in self._stance]
        if rated and self._happens(REWORDING_SHARE):
            reworded.append(rated[self._rng.integers(len(rated))])
        for item in reworded:
            self._fields[wording_field(item)] = conversation.wording(item.text)

    def _items(self, question: Question) -> list[Item]:
        return [self._questionnaire.items[position] for position in question.items]

    def _looks_at(self, item: Item) -> bool:
        if item.level <= 1:
            return not self._happens(self._omits)
        disputed = dispute(item)
        return self._happens(self._step_patience * (1 + 2 * (disputed.change + disputed.drop)))

    def _own_appeal(self, opinion: Opinion) -> float:
        taste = self._rng.normal(0, 0.16)
        return float(opinion.appeal + self._camp * opinion.divide + self._leniency + taste)

    def _happens(self, share: float) -> bool:
        return bool(self._rng.random() < share)

    def change_weight(self, item: Item) -> float:
        """How readily this person would change a step."""
        return max(dispute(item).change - 0.3 * self._leniency, 0.01)

    def drop_weight(self, item: Item) -> float:
        """How readily this person would drop a step."""
        return max(dispute(item).drop - 0.4 * self._leniency, 0.005)

    def keep_weight(self, item: Item) -> float:
        """How readily this person keeps a step as it is."""
        return max(1 - self.change_weight(item) - self.drop_weight(item), 0.0)

    def up_weight(self, item: Item) -> float:
        """How readily this person moves a goal up a tier; above the first there is none."""
        if item.tier == next(iter(self._promises), None):
            return 0.0
        return 0.75 if self._surprise(item) > TIER_MARGIN else 0.04

    def down_weight(self, item: Item) -> float:
        """How readily this person moves a goal down a tier; below the last there is none."""
        if item.tier == next(reversed(tuple(self._promises)), None):
            return 0.0
        return 0.75 if self._surprise(item) < -TIER_MARGIN else 0.03

    def stay_weight(self, item: Item) -> float:
        """How readily this person leaves a goal in its tier."""
        return 1 - self.up_weight(item) - self.down_weight(item)

    def now_weight(self, item: Item) -> float:
        """How readily this person would begin with a goal."""
        return self._standing(item) ** 3

    def next_weight(self, item: Item) -> float:
        """How readily this person lets a goal wait for its turn."""
        return 1 - self.now_weight(item) - self.later_weight(item)

    def later_weight(self, item: Item) -> float:
        """How readily this person puts a goal off."""
        return (1 - self._standing(item)) ** 3

    def _standing(self, item: Item) -> float:
        """The share of the others of its kind and level that appeal less: 0 for the last, 1 for the first."""
        alike = (item.kind, item.level)
        others = [o for o in self._questionnaire.items if (o.kind, o.level) == alike and o is not item]
        behind = sum(self._appeal[other.id] < self._appeal[item.id] for other in others)
        return behind / max(len(others), 1)

    def _surprise(self, item: Item) -> float:
        return self._appeal[item.id] - self._leniency - self._promises.get(item.tier, 0.5)


STEP_STANCE = {"keep": 1.0, "change": 0.5, "drop": 0.0}

CHOICE_WEIGHTS: dict[str, Callable[[Respondent, Item], float]] = {
    "keep": Respondent.keep_weight,
    "change": Respondent.change_weight,
    "drop": Respondent.drop_weight,
    "up": Respondent.up_weight,
    "stay": Respondent.stay_weight,
    "down": Respondent.down_weight,
    "now": Respondent.now_weight,
    "next": Respondent.next_weight,
    "later": Respondent.later_weight,
}


def _same(_respondent: Respondent, _item: Item) -> float:
    return 1.0


def _score(share: float, scale: Scale) -> int:
    """The score whose step of the scale holds `share`, when the scale runs from 0 to 1."""
    steps = len(scale.labels)
    return scale.low + min(max(int(share * steps), 0), steps - 1)


def _mood(stance: float) -> Mood:
    if stance >= 0.7:
        return Mood.FAVOR
    return Mood.DOUBT if stance >= 0.35 else Mood.OPPOSE
