"""Somebody with a solver, who reads everything that reports show of segments and knows who is in which.

Nothing here asks the code that closes cells. Known are: how many people each combination of segments has (from the
membership file, and from who has answered), how all of them answered (from the figures of the whole round), every
number in every table by segment, and of each comment beside which a segment stands, its writer's answers. Unknown is
how many of each combination gave each answer. A number is found out when no other whole number fits all of that.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from surveyapp.enums import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from surveyapp.reports.report import RoundReport
    from surveyapp.reports.tables import Table
    from surveyapp.stats.dataset import RoundDataset

    Line = npt.NDArray[np.float64]
    Group = tuple[str | None, ...]
    Cell = tuple[str, int, str, str | None, int]

_TRIES = 3


@dataclass
class Knowledge:
    """Numbers that were read: by question, item, attribute, segment, and the answer (-1 for all who gave one).

    `said` holds who is of which segment, by the name of the response.
    """

    numbers: dict[Cell, int] = field(default_factory=dict)
    said: dict[str, set[tuple[str, str | None]]] = field(default_factory=dict)

    def read(self, report: RoundReport, tables: Iterable[Table]) -> None:
        """Read every number about segments in the tables of a report, and every segment beside words."""
        for table in tables:
            if table.name == "segments" and table.columns:
                self._read_rows(report, table)
            if table.name == "comments" and table.columns:
                self._read_words(report, table)

    def _read_rows(self, report: RoundReport, table: Table) -> None:
        names = ("question", "label", "attribute", "segment", "n", "answer", "share")
        at = [table.position(name) for name in names]
        for row in table.rows:
            code, label, attribute, segment, n, answer, share = (row[place] for place in at)
            question = report.summary.questionnaire.by_code[str(code).lower()]
            item = next(one for one in question.items if report.summary.questionnaire.items[one].label == label)
            about = question.code, item, str(attribute).lower(), None if segment == _OTHERS else str(segment)
            if isinstance(n, int):
                self.numbers[(*about, -1)] = n
                if isinstance(share, float):
                    labels = [option.label for option in question.options]
                    count = share * n
                    assert abs(count - round(count)) < 1e-6
                    self.numbers[(*about, labels.index(str(answer)) if labels else 0)] = round(count)

    def _read_words(self, report: RoundReport, table: Table) -> None:
        key, segment = table.position("key"), table.position("segment")
        attributes = list(report.dataset.segments)
        for row in table.rows:
            for name in str(row[segment]).split(" · ") if row[segment] else ():
                own = next(one for one in attributes if name in report.dataset.segments[one])
                # As if the name told the response: whoever reads a file knows less.
                code = str(row[key]).split("/")[1].partition("-")[2]
                self.said.setdefault(code, set()).add((own, name))


_OTHERS = "Others, or not known"


def answers_given(dataset: RoundDataset, code: str, item: int) -> list[int]:
    """Which answer each response gave, as tables by segment tell them apart; the last number is for none."""
    question = dataset.questionnaire.by_code[code]
    at = question.items.index(item)
    if question.kind is QuestionKind.CHOICE:
        none = len(question.options)
        return [none if choice < 0 else int(choice) for choice in dataset.choices[code][:, at]]
    if question.kind is QuestionKind.RATING and question.scale:
        low, cut = question.scale.low, question.scale.agree_from
        return [2 if score < low else int(score < cut) for score in dataset.ratings[code][:, at].tolist()]
    return [
        2 if max(ballot) <= 0 or ballot[at] < 0 else int(not 0 < ballot[at] <= question.enough)
        for ballot in dataset.places[code].tolist()
    ]


def found_out(
    dataset: RoundDataset, people: list[Group], attributes: list[str], known: Knowledge, minimum: int
) -> list[Cell]:
    """The numbers of answers from 1 to `minimum` - 1 that can be worked out; `people` have a segment per attribute."""
    groups = sorted(set(people), key=str)
    found: list[Cell] = []
    for question in dataset.questionnaire.questions:
        for item in question.items:
            given = answers_given(dataset, question.code, item)
            attack = _Attack(people, groups, given, len(question.options) or 2)
            for place, attribute in enumerate(attributes):
                for segment in {person[place] for person in people}:
                    about = question.code, item, attribute, segment
                    rows = [group[place] == segment for group in groups]
                    attack.look_at(rows, {at: known.numbers.get((*about, at)) for at in range(-1, attack.answers)})
            for row, (code, person) in enumerate(zip(dataset.codes, people, strict=True)):
                for attribute, segment in known.said.get(code, ()):
                    place = attributes.index(attribute)
                    assert person[place] == segment
                    attack.see(tuple(group[place] == segment for group in groups), given[row])
            found += [(question.code, item, "", None, count) for count in attack.determined(minimum)]
    return found


class _Attack:
    """What is known of one item: equations and lower bounds on how many of each group gave each answer."""

    def __init__(self, people: list[Group], groups: list[Group], given: list[int], answers: int) -> None:
        self.answers = answers
        self._shape = (len(groups), answers + 1)
        self._truth = np.zeros(self._shape)
        np.add.at(self._truth, ([groups.index(person) for person in people], given), 1)
        every = range(len(groups))
        self._equal = [self._line(every, [answer]) for answer in range(answers + 1)]
        self._equal += [self._line([group], range(answers + 1)) for group in every]
        self._targets = [self._line([group], [answer]) for group in every for answer in range(answers)]
        self._seen: Counter[tuple[tuple[bool, ...], int]] = Counter()

    def look_at(self, of_segment: list[bool], numbers: dict[int, int | None]) -> None:
        """Take in the numbers of one segment, by answer; -1 is for all who gave one."""
        groups = np.flatnonzero(of_segment)
        for answer, number in numbers.items():
            line = self._line(groups, [answer] if answer >= 0 else range(self.answers))
            if answer >= 0:
                self._targets.append(line)
            if number is not None:
                assert number == line @ self._truth.ravel(), "a table shows a wrong number"
                self._equal.append(line)

    def see(self, of_segment: tuple[bool, ...], answer: int) -> None:
        """Take in that somebody of a segment gave this answer."""
        self._seen[of_segment, answer] += 1

    def determined(self, minimum: int) -> list[int]:
        """The small numbers that can be nothing else: solve for a table that fits and has another number there."""
        truth = self._truth.ravel()
        unique = {line.tobytes(): line for line in self._targets if 0 < line @ truth < minimum}
        if not unique:
            return []
        targets, constraints = np.array([*unique.values()]), self._constraints()
        rng, fixed = np.random.default_rng(1), np.ones(len(unique), dtype=bool)
        for _ in range(_TRIES):
            goal = targets.T @ np.where(fixed, rng.normal(size=len(unique)), 0.0)
            fixed &= targets @ self._other(goal, constraints) == targets @ truth
            if not fixed.any():
                return []
        return [
            int(target @ truth)
            for target in targets[fixed]
            if all(target @ self._other(sign * target, constraints) == target @ truth for sign in (1, -1))
        ]

    def _line(self, groups: Iterable[int], answers: Iterable[int]) -> Line:
        line = np.zeros(self._shape)
        line[np.ix_(list(groups), list(answers))] = 1
        return line.ravel()

    def _constraints(self) -> list[LinearConstraint]:
        sides = np.array(self._equal) @ self._truth.ravel()
        constraints = [LinearConstraint(np.array(self._equal), sides, sides)]
        if self._seen:
            lines = np.array([self._line(np.flatnonzero(groups), [answer]) for groups, answer in self._seen])
            constraints.append(LinearConstraint(lines, np.array([*self._seen.values()]), np.inf))
        return constraints

    def _other(self, goal: Line, constraints: list[LinearConstraint]) -> Line:
        solved = milp(
            goal, constraints=constraints, integrality=np.ones(goal.size, dtype=np.int64), bounds=Bounds(0, np.inf)
        )
        assert solved.x is not None, "what is shown contradicts itself"
        rounded: Line = np.rint(solved.x)
        return rounded
