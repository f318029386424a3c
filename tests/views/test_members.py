"""The membership file, who is invited, and everybody's link."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from surveyapp import database
from surveyapp.models import AuditEntry, Invitation, Member
from surveyapp.permissions import OPERATOR
from surveyapp.services import invitations, links, members, participants, sealing, surveys
from surveyapp.services.members import MemberRow, Membership
from tests.conftest import NOON, SECRET
from tests.factories import a_round, an_open_round, some_links, some_members

if TYPE_CHECKING:
    from flask import Flask

    from tests.views.staffing import Desk

FILE = """\
E-mail,First name,Last name,Region
ines@example.org,Ines,Moreau,West
ravi@example.org,Ravi,Shah,East
INES@example.org,Ines,Again,West

nobody,No,Body,
,,Nameless,
"""
NASTY = "<script>alert(1)</script>{{ 7*7 }}"


def a_file(text: str | bytes = FILE, name: str = "members.csv") -> tuple[io.BytesIO, str]:
    return io.BytesIO(text if isinstance(text, bytes) else text.encode()), name


def count(table: type[Member | Invitation]) -> int:
    database.session().rollback()
    return database.session().scalar(sa.select(sa.func.count()).select_from(table)) or 0


def last_entry() -> str | None:
    database.session().rollback()
    return database.session().scalar(sa.select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(1))


def read(staff: Desk, document: tuple[io.BytesIO, str]) -> Desk:
    return staff.get("/members/import").press("/members/import", document=document)


def test_the_preview_accounts_for_every_row_and_stores_nothing(staff: Desk) -> None:
    read(staff, a_file())

    assert staff.status == 200
    for words in (
        "members.csv · nothing is stored yet",
        "Usable 2 Repeated 1 Rejected 2 Blank 1 Rows in all 6",
        "4 ines@example.org stands in row 2 already.",
        "6 “nobody” is not an e-mail address.",
        "7 The e-mail address is missing.",
        "Ines Moreau ines@example.org Region: West",
        "Import 2 members",
    ):
        assert words in staff.words, words
    assert count(Member) == 0


def test_the_confirmation_stores_the_usable_rows(staff: Desk) -> None:
    read(staff, a_file()).press("/members/import/confirm")

    assert (staff.status, staff.url) == (303, "/members")
    assert "2 members added, 0 changed, 0 unchanged." in staff.words
    assert "2 members in the membership file" in staff.words
    assert [member.family_name for member in members.list_members(OPERATOR)] == ["Moreau", "Shah"]


def test_the_same_file_again_changes_nothing(staff: Desk) -> None:
    read(staff, a_file()).press("/members/import/confirm")

    read(staff, a_file()).press("/members/import/confirm")

    assert "0 members added, 0 changed, 2 unchanged." in staff.words


def test_the_file_travels_unchanged(staff: Desk) -> None:
    text = "email;first name;last name\r\nana@example.org;Añá;“O’Neil”\r\n"

    read(staff, a_file(text.encode("utf-16"))).press("/members/import/confirm")

    assert "Añá “O’Neil”" in staff.words


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (None, "Choose the membership file."),
        (b"", "The file is empty."),
        (b"name,region\nInes,West\n", "Line 1 names no e-mail column."),
        (b'email,name\n"a@example.org', "of the file cannot be read as CSV"),
        (b"\x00\x01\x02\x03", "This is not a text file."),
    ],
)
def test_a_file_that_cannot_be_used_comes_back_with_a_sentence(
    staff: Desk, document: bytes | None, sentence: str
) -> None:
    typed = {} if document is None else {"document": a_file(document)}

    staff.get("/members/import").press("/members/import", **typed)

    assert staff.status == 422
    assert staff.page.title.startswith("Problem: Import a membership file")
    assert sentence in staff.words
    assert 'href="#document"' in staff.page.html
    assert count(Member) == 0


def test_names_too_long_to_keep_are_rejected_with_their_row(staff: Desk) -> None:
    rows = f"email,first name\na@example.org,{'x' * 201}\n{'b' * 320}@example.org,B\nc@example.org,{'x' * 200}\n"

    read(staff, a_file(rows))
    assert "2 The name is longer than 200 characters." in staff.words
    assert "Rejected 2" in staff.words
    staff.press("/members/import/confirm")

    assert count(Member) == 1


def test_a_file_that_came_back_altered_is_refused(staff: Desk) -> None:
    read(staff, a_file()).press("/members/import/confirm", document="bm90IHppcHBlZA==")

    assert staff.status == 422
    assert "The file did not come back from the page as it was sent. Nothing was stored." in staff.words


def test_nasty_strings_are_text(staff: Desk) -> None:
    rows = f"email,first name,last name,{NASTY}\na@example.org,{NASTY},=1+1,{NASTY}\n{NASTY},,,\n"

    read(staff, a_file(rows, f"{NASTY}.csv"))
    assert "<script>" not in staff.page.html
    staff.press("/members/import/confirm")

    assert "<script>" not in staff.page.html
    assert NASTY in staff.words
    assert "<script>" not in staff.get(f"/members?q={NASTY}").page.html


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("moreau", ["Ines Moreau"]),
        ("INES west", []),
        ("shah ravi", ["Ravi Shah"]),
        ("example.org", ["Ines Moreau", "Ravi Shah"]),
        ("%25", []),
        ("_", []),
        ("%00ines", ["Ines Moreau"]),
        ("   ", ["Ines Moreau", "Ravi Shah"]),
    ],
)
def test_members_are_found_by_name_and_address(staff: Desk, search: str, found: list[str]) -> None:
    read(staff, a_file()).press("/members/import/confirm")

    staff.get(f"/members?q={search}")

    assert [name for name in ("Ines Moreau", "Ravi Shah") if name in staff.words] == found


@pytest.mark.parametrize("search", ["zz+" * 400, "x" * 60_000, "ines+" * 9 + "nobody"])
def test_an_endless_search_is_cut(staff: Desk, search: str) -> None:
    read(staff, a_file()).press("/members/import/confirm")

    staff.get(f"/members?q={search}")

    assert staff.status == 200
    assert ("Ines Moreau" in staff.words) == search.startswith("ines")
    assert "x" * 101 not in staff.page.html


def test_a_long_file_shows_the_first_and_says_so(staff: Desk) -> None:
    rows = [MemberRow(line, f"m{line}@example.org", "Ann", f"N{line:03}", {}) for line in range(201)]
    members.import_members(OPERATOR, Membership(members=rows), now=NOON)

    staff.get("/members")

    assert "201 members in the membership file" in staff.words
    assert "The first 200 are shown." in staff.words
    assert "N199" in staff.words
    assert "N200" not in staff.words


def test_inviting_everybody_who_is_not_invited_yet(staff: Desk) -> None:
    round_id = a_round().id
    some_members(3)
    assert "Ann1 Sample" in staff.get(f"/rounds/{round_id}/people").words
    assert "0 members are invited, 3 not yet" in staff.words

    staff.press("/invite")

    assert (staff.status, staff.url) == (303, f"/rounds/{round_id}/people")
    assert "3 members are invited. Download the links to send them." in staff.words
    assert "Not invited yet" not in staff.words
    assert "Ann1 Sample ann1@example.org" in staff.words
    assert count(Invitation) == 3
    some_members(4)
    assert "3 members are invited, 1 not yet" in staff.get(f"/rounds/{round_id}/people").words
    assert "Invite 1 member" in staff.words


def test_the_links_are_a_file_that_is_safe_to_open(staff: Desk) -> None:
    round_ = an_open_round()
    row = MemberRow(2, "+ann@example.org", "=HYPERLINK(1)", "-Dash, “Quoted”", {})
    members.import_members(OPERATOR, Membership(members=[row]), now=NOON)
    participants.invite_members(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)
    token = participants.list_links(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)[0].token

    staff.get(f"/rounds/{round_.id}/people").press("/links")

    assert staff.response is not None
    assert staff.response.headers["Content-Disposition"] == 'attachment; filename="links-round-1.csv"'
    assert staff.response.headers["Cache-Control"] == "no-store"
    assert staff.response.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(staff.response.get_data().decode("utf-8-sig"))))
    assert rows == [
        ["given name", "family name", "e-mail", "link", "reminders"],
        ["'=HYPERLINK(1)", "'-Dash, “Quoted”", "'+ann@example.org", f"http://localhost/r/{token}", "yes"],
    ]
    assert last_entry() == "links.exported"


def test_a_sealed_survey_has_no_links(staff: Desk) -> None:
    round_ = an_open_round()
    some_members(1)
    surveys.close_round(OPERATOR, round_.id, now=NOON)
    sealing.seal_survey(OPERATOR, round_.survey_id, secret=SECRET, now=NOON)

    assert "This survey is sealed" in staff.get(f"/rounds/{round_.id}/people").words
    assert staff.post(f"/rounds/{round_.id}/links").status == 409
    assert staff.post(f"/rounds/{round_.id}/invite").status == 409
    assert "its links were destroyed and cannot be made again" in staff.words


def test_the_people_page_finds_the_invited_and_shows_what_holds_for_them(staff: Desk) -> None:
    round_ = an_open_round()
    tokens = some_links(round_, 4)
    _, second, third, _ = members.list_members(OPERATOR)
    links.set_reminders(tokens[0], wanted=False)
    invitations.withdraw(OPERATOR, round_.survey_id, second.id, now=NOON)
    invitations.replace_link(OPERATOR, round_.survey_id, third.id, generation=0, secret=SECRET, now=NOON)

    staff.get("/rounds/1/people")

    assert "4 members, 1 withdrawn, 1 without reminders." in staff.words
    assert "Ann0 Sample ann0@example.org No reminders" in staff.words
    assert "Ann1 Sample ann1@example.org Withdrawn" in staff.words
    assert "Ann2 Sample ann2@example.org Replaced" in staff.words
    staff.get("/rounds/1/people?q=ann3+sample")
    assert "ann3@example.org" in staff.words
    assert "ann1@example.org" not in staff.words
    assert "Nobody’s name or address holds “zoe”" in staff.get("/rounds/1/people?q=zoe").words


def test_the_file_of_links_leaves_out_the_withdrawn_and_marks_who_wants_no_reminders(staff: Desk) -> None:
    round_ = an_open_round()
    tokens = some_links(round_)
    links.set_reminders(tokens[0], wanted=False)
    invitations.withdraw(OPERATOR, round_.survey_id, members.list_members(OPERATOR)[1].id, now=NOON)

    staff.get("/rounds/1/people").press("/links")

    assert staff.response is not None
    rows = list(csv.DictReader(io.StringIO(staff.response.get_data().decode("utf-8-sig"))))
    assert [(row["e-mail"], row["reminders"]) for row in rows] == [
        ("ann0@example.org", "no"),
        ("ann2@example.org", "yes"),
    ]


def test_importing_the_membership_file_again_brings_no_reminders_back(app: Flask) -> None:
    links.set_reminders(some_links(an_open_round())[0], wanted=False)
    row = MemberRow(2, "ann0@example.org", "Ann0", "Changed", {})

    members.import_members(OPERATOR, Membership(members=[row]), now=NOON)

    assert [member.reminders_stopped for member in members.list_members(OPERATOR)] == [True, False, False]


@pytest.mark.parametrize("url", ["/members", "/members/import", "/rounds/1/people"])
def test_who_may_open_the_pages(url: str, staff: Desk, analyst: Desk, facilitator: Desk, nobody: Desk) -> None:
    a_round()

    assert staff.get(url).status == 200
    assert analyst.get(url).status == 403
    assert facilitator.get(url).status == 403
    assert nobody.get(url).url == f"/sign-in?next={url}"


@pytest.mark.parametrize("url", ["/members/import/confirm", "/rounds/1/invite", "/rounds/1/links"])
def test_who_may_write(url: str, staff: Desk, analyst: Desk, facilitator: Desk, nobody: Desk) -> None:
    a_round()
    some_members(1)

    assert analyst.post(url).status == 403
    assert facilitator.post(url).status == 403
    assert nobody.post(url).url.startswith("/sign-in")
    assert staff.post_without_token(url).status == 400
    assert staff.get(url).status == 405
    assert (count(Member), count(Invitation)) == (1, 0)


@pytest.mark.parametrize("url", ["/people", "/invite", "/links"])
def test_a_round_that_is_not_there(url: str, staff: Desk) -> None:
    for round_id in ("77", "99999999999999999999"):
        answer = staff.get(f"/rounds/{round_id}{url}") if url == "/people" else staff.post(f"/rounds/{round_id}{url}")
        assert answer.status == 404
