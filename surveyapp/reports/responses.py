"""The answers themselves: a row per response, a column per thing that it may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from surveyapp.enums import WordsKind
from surveyapp.reports.codebook import response_columns
from surveyapp.reports.tables import Align, Cell, Column, Rows, Table, withheld
from surveyapp.stats.dataset import NOT_SHOWN, SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from surveyapp.reports.codebook import ResponseColumn
    from surveyapp.stats.dataset import Codes, RoundDataset, Words
    from surveyapp.stats.summary import RoundSummary

    Key = tuple[str, int | None]

_CHUNK = 500


def responses_table(dataset: RoundDataset, summary: RoundSummary) -> Table:
    """Build the table with a row per response; the columns' names are their codes, and the codebook explains them.

    The columns of a ranking each hold their own item's place. Columns about too few people are left out.
    """
    title = "Responses"
    if summary.hidden:
        return withheld("responses", title, summary)
    columns = [column for column in response_columns(summary) if not column.withheld]
    return Table(
        name="responses",
        title=title,
        columns=(Column("response", "Response", width=12), *(_column(column) for column in columns)),
        rows=Rows(lambda: _rows(dataset, columns)),
    )


def _column(column: ResponseColumn) -> Column:
    if column.values:
        return Column(column.code, column.title, width=14, align=Align.RIGHT)
    return Column(column.code, column.title, width=30)


def _rows(dataset: RoundDataset, columns: list[ResponseColumn]) -> Iterator[list[Cell]]:
    answers = [column for column in columns if column.values]
    places: dict[Key, int] = {
        (column.source, column.item): position
        for position, column in enumerate(column for column in columns if not column.values)
    }
    order, bounds = _words_by_response(dataset)
    for start in range(0, dataset.submitted, _CHUNK):
        codes = dataset.codes[start : start + _CHUNK]
        cells = [codes, *_answer_cells(dataset, answers, start)]
        for response, row in enumerate(zip(*cells, strict=True), start):
            words = (dataset.words[position] for position in order[bounds[response] : bounds[response + 1]])
            yield [*row, *_words_cells(words, places)]


def _answer_cells(dataset: RoundDataset, columns: list[ResponseColumn], start: int) -> list[list[Cell]]:
    """Give the cells of each column for the responses from `start`."""
    matrices = _matrices(dataset, start)
    return [[column.values[value] for value in matrices[column.source][:, column.index].tolist()] for column in columns]


def _matrices(dataset: RoundDataset, start: int) -> dict[str, Codes]:
    rows = slice(start, start + _CHUNK)
    plain = {code: matrix[rows] for code, matrix in (*dataset.ratings.items(), *dataset.choices.items())}
    return plain | {code: _ballots(matrix[rows]) for code, matrix in dataset.places.items()}


def _ballots(places: Codes) -> Codes:
    """Turn "not ranked" into silence where a person ranked nothing at all, which is no ballot."""
    has_ranked = (places > 0).any(axis=1, keepdims=True)
    return np.where(has_ranked | (places == NOT_SHOWN), places, SILENT)


def _words_by_response(dataset: RoundDataset) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Order the words by response; those of response r lie from bounds[r] to bounds[r + 1]."""
    writers = np.fromiter((words.response for words in dataset.words), dtype=np.intp, count=len(dataset.words))
    order = np.argsort(writers, kind="stable")
    return order, np.searchsorted(writers[order], np.arange(dataset.submitted + 1))


def _words_cells(words: Iterator[Words], places: dict[Key, int]) -> list[str | None]:
    cells: list[str | None] = [None] * len(places)
    for one in words:
        is_answer = one.kind is WordsKind.ANSWER or one.item is None
        place = places[one.question if is_answer else one.kind, one.item]
        before = cells[place]
        cells[place] = one.text if before is None else f"{before}\n{one.text}"
    return cells
