"""The membership file: every row is accounted for, and nothing a cell holds is ever more than text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.errors import InvalidInput
from surveyapp.permissions import OPERATOR
from surveyapp.services import members
from surveyapp.services.members import ImportCounts, read_membership
from tests.conftest import NOON

if TYPE_CHECKING:
    from flask import Flask

CSV = "E-mail;First name;Last name;Region\nann@example.org;Ann;Ågren;West\nbo@example.org;Bo;Ray;\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_files_as_spreadsheets_write_them(encoding: str, delimiter: str, newline: str) -> None:
    data = CSV.replace(";", delimiter).replace("\n", newline).encode(encoding)

    found = read_membership(data)

    assert [(row.email, row.given_name, row.family_name, row.attributes) for row in found.members] == [
        ("ann@example.org", "Ann", "Ågren", {"Region": "West"}),
        ("bo@example.org", "Bo", "Ray", {}),
    ]


def test_every_row_is_accounted_for() -> None:
    data = (
        b"email,given name\nANN@example.org,Ann\n\nann@Example.org,Ann again\nno address,Bo\n,Cy\n"
        b'"a@b.co, d@e.fi",Two\n"eve@example.org\r\nBcc: x@y.zz",Eve\n,\n'
    )

    found = read_membership(data)

    assert [row.email for row in found.members] == ["ann@example.org"]
    assert [problem.line for problem in found.repeated] == [4]
    assert [problem.message for problem in found.rejected] == [
        "“no address” is not an e-mail address.",
        "The e-mail address is missing.",
        "“a@b.co, d@e.fi” holds more than one e-mail address; give each person a row.",
        "“eve@example.org Bcc: x@y.zz” holds more than one e-mail address; give each person a row.",
    ]
    assert found.blank == 2
    assert found.row_count == 8


def test_a_line_break_in_a_name_is_no_header() -> None:
    found = read_membership(b'email,given name\nann@example.org,"Ann\r\nBcc: x@y.zz"\n')

    assert found.members[0].given_name == "Ann Bcc: x@y.zz"


def test_a_row_with_more_cells_than_the_header_is_rejected() -> None:
    found = read_membership(b"email,region\na@example.org,West, ,\nb@example.org,Rome, Italy\n")

    assert [row.email for row in found.members] == ["a@example.org"]
    assert [(problem.line, problem.message) for problem in found.rejected] == [
        (3, "This row has more than the 2 cells that the header names.")
    ]


@pytest.mark.parametrize("above", ["sep=;\n", "SEP=;\r\n", '"sep=;"\r', "\n", " \n;;\n", "sep=;\n\n"])
def test_lines_above_the_header(above: str) -> None:
    found = read_membership(f"{above}email;region, wide;town\nann@example.org;West;\n".encode())

    assert [dict(row.attributes) for row in found.members] == [{"region, wide": "West"}]
    assert (found.blank, found.row_count) == (0, 1)


def test_rows_are_counted_from_the_top_of_the_file_as_a_spreadsheet_shows_them() -> None:
    found = read_membership(b"sep=,\n\nemail,name\n\nnobody,Ann\n")

    assert [problem.line for problem in found.rejected] == [4]


@pytest.mark.parametrize("header", ["Name", "full name", "MEMBER"])
def test_the_whole_name_in_one_column(header: str) -> None:
    found = read_membership(f"{header},email\nAnn Ray,ann@example.org\n".encode())

    assert [(row.given_name, row.family_name, row.attributes) for row in found.members] == [("", "Ann Ray", {})]


def test_a_name_beside_the_family_name_is_kept_as_it_is_called() -> None:
    found = read_membership(b"Name,email,surname\nAnn Ray,ann@example.org,Ray\n")

    assert [(row.family_name, row.attributes) for row in found.members] == [("Ray", {"Name": "Ann Ray"})]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b" \n \n", "is empty"),
        (b"name,place\nAnn,West\n", "no e-mail column"),
        (b"email,email\na@b.co,c@d.co\n", "two columns"),
        (b"email,Region,REGION\na@b.co,x,y\n", "Line 1: two columns are called “REGION”"),
        (b"\n\nname\nAnn\n", "Line 3 names no e-mail column"),
        (b"sep=;", "no e-mail column"),
        (b'sep=;\nemail\n"ann@example.org\n', "Line 3 of the file cannot be read as CSV"),
        (b"PK\x03\x04\x00\x00\x00\x08\x00", "not a text file"),
        (b'email\n"ann@example.org\n', "cannot be read as CSV"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(data: bytes, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        read_membership(data)


def test_a_file_that_is_too_large() -> None:
    with pytest.raises(InvalidInput, match="larger than 10 MB"):
        read_membership(b"email\n" + b"x" * members.LARGEST_FILE)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = read_membership(data)
    except InvalidInput:
        return
    assert found.row_count >= len(found.members)


def test_importing_twice_changes_nothing_and_nobody_is_removed(app: Flask) -> None:
    membership = read_membership(CSV.encode())

    assert members.import_members(OPERATOR, membership, now=NOON) == ImportCounts(2, 0, 0)
    assert members.import_members(OPERATOR, membership, now=NOON) == ImportCounts(0, 0, 2)
    changed = read_membership(b"email,last name\nbo@example.org,Rae\n")
    assert members.import_members(OPERATOR, changed, now=NOON) == ImportCounts(0, 1, 0)
    assert [member.family_name for member in members.list_members(OPERATOR)] == ["Rae", "Ågren"]
