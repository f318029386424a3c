"""The statistics on a spreadsheet from elsewhere: tables, JSON, refusals with the place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from surveyapp.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

BALLOTS = "id,count,Access,Training,Research\na,12,1,2,3\nb,9,2,1,3\nc,5,3,,1\n"
RATINGS = "rater,S1,S2,S3\na,7,8,3\nb,8,9,2\nc,6,9,4\n"
METHODS = [
    "borda",
    "copeland",
    "dowdall",
    "irv",
    "kemeny",
    "mean_ranks",
    "minimax",
    "plackett_luce",
    "ranked_pairs",
    "schulze",
]


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["stats", *(str(word) for word in words)])


@pytest.fixture
def ballots(tmp_path: Path) -> Path:
    return written(tmp_path / "ballots.csv", BALLOTS)


@pytest.fixture
def ratings(tmp_path: Path) -> Path:
    return written(tmp_path / "ratings.csv", RATINGS)


def written(file: Path, text: str) -> Path:
    file.write_text(text, "utf-8")
    return file


def workbook(file: Path, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return file


def test_a_person_can_read_the_ranking(ballots: Path) -> None:
    result = run("rank", ballots, "--top", 1)

    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == f"{ballots}: 26 ballots on 3 items, by borda"
    assert lines[2].split() == ["place", "item", "ranked", "by", "points", "90%", "range", "in", "top", "1", "tier"]
    # Access: 12 x 2 + 9 x 1 + 5 x 1; the five who leave training out put research first and access second.
    assert [line.split()[:4] for line in lines[3:6]] == [
        ["1", "Access", "26", "38.0"],
        ["2", "Training", "21", "30.0"],
        ["3", "Research", "26", "10.0"],
    ]
    assert "share the points left over" in result.stdout


@pytest.mark.parametrize("method", METHODS)
def test_every_method_ranks(ballots: Path, method: str) -> None:
    result = run("rank", ballots, "--method", method)

    assert result.exit_code == 0, result.output
    assert [line.split()[1] for line in result.stdout.splitlines()[3:6]] == ["Access", "Training", "Research"]


@pytest.mark.parametrize("method", METHODS)
def test_every_figure_as_json(ballots: Path, method: str) -> None:
    figures = json.loads(run("rank", ballots, "--method", method, "--json", "--seed", 4).stdout)

    assert figures["ballots"] == 26
    assert figures["method"] == method
    assert figures["result"]["items"] == ["Access", "Training", "Research"]
    assert figures["exposure"]["unranked"] == [0, 5, 0]
    resampled = method not in ("irv", "kemeny", "plackett_luce")
    assert (figures["uncertainty"]["seed"] == 4) if resampled else (figures["uncertainty"] is None)


def test_a_workbook_gives_the_same_as_a_csv_file(ballots: Path, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [None],
        ["Access", "Training", "Research", "Count"],
        [1, 2, 3, 12],
        [2, 1, 3, 9],
        [],
        [3, None, 1.0, 5],
    ]
    book = workbook(tmp_path / "ballots.xlsx", Notes=[["nothing"]], Votes=rows)

    ours = json.loads(run("rank", book, "--sheet", "Votes", "--json").stdout)

    theirs = json.loads(run("rank", ballots, "--json").stdout)
    assert ours["source"] == f"{book}, sheet “Votes”"
    assert ours["result"] == theirs["result"]
    assert ours["uncertainty"] == theirs["uncertainty"]


def test_panels_are_drawn_each_on_its_own_and_weights_count(tmp_path: Path) -> None:
    file = written(tmp_path / "panels.csv", "panel;weight;a;b\nmany;1;1;2\nmany;1;1;2\nfew;3,5;2;1\n")

    figures = json.loads(run("rank", file, "--json").stdout)

    assert figures["panels"] == {"many": 2, "few": 1}
    assert figures["result"]["points"] == [2, 3.5]
    assert figures["uncertainty"]["intervals"] == [[2, 2], [1, 1]]


def test_rows_that_rank_nothing_are_left_out_and_counted(tmp_path: Path) -> None:
    file = written(tmp_path / "some.csv", "voter,a,b\n1,1,2\n2,,\n3,0,0\n")

    result = run("rank", file)

    assert "1 ballot on 2 items" in result.stdout
    assert "2 ballots rank nothing and are left out." in result.stdout


def test_ties_and_second_optima_are_said(tmp_path: Path) -> None:
    file = written(tmp_path / "tied.csv", "a,b\n1,2\n2,1\n")

    assert "not the only one. Another: b, a." in run("rank", file, "--method", "kemeny").stdout
    assert "Winner: a or b, depending on how ties fall." in run("rank", file, "--method", "irv").stdout


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n1,2\n1,first\n", "row 3, column “b”: “first” is not a rank"),
        ("a,b\n1,-2\n", "row 2, column “b”: “-2” is not a rank"),
        ("a,b,count\n1,2,1.5\n", "row 2, column “count”: “1.5” is not a whole number of people"),
        ("a,b,count\n1,2,\n", "column “count”: “” is not a whole number of people"),
        ("a,b,weight\n1,2,\n", "column “weight”: “” is not a weight"),
        ("a,b\n,\n,0\n", "no row ranks anything"),
        ("a,a\n1,2\n", "row 1: two columns are called “a”"),
        ("a,,b\n1,2,3\n", "row 1: column 2 has values and no name"),
        ("id,a\n1,1\n", "at least two columns of numbers are expected, here: 1"),
        ("a,b\n", "has no table"),
        ('a,b\n1,"2\n', "cannot be read as CSV"),
    ],
)
def test_a_bad_table_is_refused_with_the_place(tmp_path: Path, text: str, sentence: str) -> None:
    file = written(tmp_path / "bad.csv", text)

    result = run("rank", file)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"Error: {file}")
    assert sentence in result.stderr


@pytest.mark.parametrize("content", [b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0", b"a\x00b\n1\x002\n"])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other.xlsx"
    file.write_bytes(content)

    result = run("rank", file)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {file}")


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path, ballots: Path) -> None:
    book = workbook(tmp_path / "book.xlsx", Votes=[["a", "b"], [1, 2]])

    assert "has no sheet “Other”. Its sheets: Votes." in run("rank", book, "--sheet", "Other").stderr
    assert "has no sheet “Votes”" in run("rank", ballots, "--sheet", "Votes").stderr
    assert "cannot be read" in run("rank", tmp_path / "none.csv").stderr


def test_a_cell_of_a_workbook_is_refused_with_its_sheet(tmp_path: Path) -> None:
    book = workbook(tmp_path / "book.xlsx", Votes=[["a", "b"], [1, 2], [True, 2]])

    assert "book.xlsx, sheet “Votes”, row 3, column “a”: “True” is not a rank" in run("rank", book).stderr


def test_a_method_that_cannot_says_why(tmp_path: Path) -> None:
    file = written(tmp_path / "apart.csv", "a,b,c\n1,2,3\n2,1,3\n")

    result = run("rank", file, "--method", "plackett_luce")

    assert result.exit_code == 1
    assert "no finite worths exist" in result.stderr


def test_a_person_can_read_the_agreement(ratings: Path) -> None:
    result = run("agree", ratings, "--scale", "1-9")

    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == f"{ratings}: 3 raters, 3 items"
    # All three put S2 above S1 above S3, so they agree in full on the order.
    assert lines[3].split()[:3] == ["Kendall's", "W", "1.0000"]
    assert [name for name in ("alpha, ordinal", "ICC(2,1)", "Fleiss", "Gwet") if name in result.stdout] == [
        "alpha, ordinal",
        "ICC(2,1)",
        "Fleiss",
        "Gwet",
    ]


def test_items_may_stand_in_rows(ratings: Path, tmp_path: Path) -> None:
    turned = written(tmp_path / "turned.csv", "item,a,b,c\nS1,7,8,6\nS2,8,9,9\nS3,3,2,4\n")

    ours = json.loads(run("agree", turned, "--items-in-rows", "--json").stdout)

    theirs = json.loads(run("agree", ratings, "--json").stdout)
    assert {**ours, "source": ""} == {**theirs, "source": ""}
    assert ours["items"] == ["S1", "S2", "S3"]
    assert ours["fleiss"] is None


def test_gaps_are_counted_and_change_the_form(tmp_path: Path) -> None:
    file = written(tmp_path / "gaps.csv", "S1,S2,S3\n7,8,3\n8,9,\n6,9,4\n")

    result = run("agree", file)

    assert "missing ratings: 1" in result.stdout
    assert "not comparable with the complete one" in result.stdout
    assert "ICC" not in result.stdout
    assert "Kappas need the declared scale" in result.stdout


def test_an_undefined_figure_shows_its_reason(tmp_path: Path) -> None:
    file = written(tmp_path / "level.csv", "S1,S2,S3\n3,3,3\n3,3,3\n")

    assert "every rater put all items level" in run("agree", file).stdout
    assert json.loads(run("agree", file, "--json").stdout)["kendall_w"]["w"] is None


@pytest.mark.parametrize(
    ("scale", "sentence"),
    [
        ("1-8", "row 3, column “S2”: “9” is not a score of the scale 1 to 8"),
        ("nine", "“nine” is no scale"),
        ("9-1", "“9-1” is no scale"),
    ],
)
def test_a_score_off_the_scale_is_refused(ratings: Path, scale: str, sentence: str) -> None:
    result = run("agree", ratings, "--scale", scale)

    assert result.exit_code == 1
    assert sentence in result.stderr


def test_a_tie_that_irv_cannot_count_is_refused_with_its_row(tmp_path: Path) -> None:
    file = written(tmp_path / "tied.csv", "A,B,C\n1,2,3\n2,1,2\n")

    result = run("rank", file, "--method", "irv")

    assert result.exit_code == 1
    assert f"{file}, row 3: “A” and “C” have the same rank 2" in result.stderr
    assert run("rank", file, "--method", "borda", "--draws", 100).exit_code == 0


def test_mean_ranks_are_shown_with_their_ranges(ballots: Path) -> None:
    lines = run("rank", ballots, "--method", "mean_ranks", "--draws", 100).stdout.splitlines()

    assert lines[2].split()[4:8] == ["mean", "rank", "90%", "range"]
    # (12 x 1 + 9 x 2 + 5 x 2) / 26: the five leave out Training, which stands third with them
    assert lines[3].split()[:4] == ["1", "Access", "26", "1.538"]
    assert "share the ranks left over" in "\n".join(lines)


@pytest.mark.parametrize("command", ["rank", "agree"])
def test_a_number_beyond_all_sense_is_refused_with_its_cell(tmp_path: Path, command: str) -> None:
    file = written(tmp_path / "huge.csv", "A,B,C\n1,1e300,3\n2,1,3\n")

    result = run(command, file)

    assert result.exit_code == 1
    assert f"{file}, row 2, column “B”: “1e300” is not" in result.stderr


def test_an_undefined_form_alone_shows_why(tmp_path: Path) -> None:
    lines = run("agree", written(tmp_path / "apart.csv", "A,B,C\n1,1,2\n2,1,1\n")).stdout.splitlines()

    assert next(line for line in lines if line.startswith("ICC(2,1)")).split()[1] == "-1.0000"
    assert "nothing to divide by for icc2_k" in next(line for line in lines if line.startswith("ICC(2,k)"))
