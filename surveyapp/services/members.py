"""The membership file: read a CSV, say what it holds row by row, and only then store it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from surveyapp import database, permissions
from surveyapp.errors import InvalidInput
from surveyapp.models import Member
from surveyapp.permissions import Permission
from surveyapp.services import activity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from surveyapp.permissions import Actor

Query = TypeVar("Query", bound=sa.Select[*tuple[Any, ...]])
LARGEST_FILE = 10 * 1024 * 1024
_EMAIL_HEADERS = {"email", "e-mail", "mail", "email address", "e-mail address"}
_GIVEN_HEADERS = {"given name", "given_name", "first name", "first_name", "firstname", "given"}
_FAMILY_HEADERS = {"family name", "family_name", "last name", "last_name", "lastname", "surname", "family"}
_WHOLE_NAME_HEADERS = {"name", "full name", "full_name", "fullname", "member"}
_SEPARATOR = re.compile(r'"?sep=([,;\t|])"? *(?:\r\n|\r|\n|$)', re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_LONGEST_ADDRESS = 320
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One usable row of a membership file."""

    line: int
    email: str
    given_name: str
    family_name: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that cannot be used, with the reason and where it stands."""

    line: int
    message: str


@dataclass(slots=True)
class Membership:
    """A membership file as read: rows = members + repeated + rejected + blank, none left out in silence."""

    members: list[MemberRow] = field(default_factory=list)
    repeated: list[RowProblem] = field(default_factory=list)
    rejected: list[RowProblem] = field(default_factory=list)
    blank: int = 0

    @property
    def row_count(self) -> int:
        """All rows below the header."""
        return len(self.members) + len(self.repeated) + len(self.rejected) + self.blank


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What an import did to the stored membership."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class MemberSearch:
    """Some of the members that a search found, how many it found, and how many there are in all."""

    members: Sequence[Member]
    found: int
    total: int


def read_membership(data: bytes) -> Membership:
    """Read a membership CSV: comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252; with a header row.

    One column must hold the e-mail address; given and family name are recognised (a single column with
    the whole name counts as the family name); every other named column becomes an attribute. Blank lines
    and a line such as `sep=;` may stand above the header. Raises `InvalidInput` when the file as a whole
    cannot be used.
    """
    text = _decode(data)
    separator = _SEPARATOR.match(text)
    if separator:
        text = text[separator.end() :]
    delimiter = separator[1] if separator else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = enumerate(reader, start=1)
    try:
        line, header = next(((line, cells) for line, cells in rows if not _is_blank(cells)), (1, []))
        return _read_rows(rows, _columns(header, line), width=len(header))
    except csv.Error as error:
        number = reader.line_num + bool(separator)
        message = f"Line {number} of the file cannot be read as CSV ({error}). Save it as CSV again and retry."
        raise InvalidInput(message) from error


def list_members(actor: Actor) -> Sequence[Member]:
    """All members by family name."""
    permissions.require(actor, Permission.MANAGE_MEMBERS)
    query = sa.select(Member).order_by(Member.family_name, Member.given_name, Member.id)
    return database.session().scalars(query).all()


def find_members(actor: Actor, *, search: str, limit: int) -> MemberSearch:
    """The first `limit` members by family name whose names and address hold every word of `search`."""
    permissions.require(actor, Permission.MANAGE_MEMBERS)
    db = database.session()
    query = holding(sa.select(Member), search)
    found = db.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    total = db.scalar(sa.select(sa.func.count()).select_from(Member)) or 0
    in_order = query.order_by(Member.family_name, Member.given_name, Member.id).limit(limit)
    return MemberSearch(db.scalars(in_order).all(), found, total)


def holding(query: Query, search: str) -> Query:
    """Narrow a query about members to those whose names and address hold every word of `search`."""
    names = (Member.given_name, Member.family_name, Member.email)
    for word in search.split():
        query = query.where(sa.or_(*(name.icontains(word, autoescape=True) for name in names)))
    return query


def import_members(actor: Actor, membership: Membership, *, now: datetime) -> ImportCounts:
    """Store the usable rows: new members are added, known ones (by address) brought up to date, nobody removed.

    The same file again changes nothing.
    """
    permissions.require(actor, Permission.MANAGE_MEMBERS)
    added = changed = 0
    with database.transaction() as db:
        known = {member.email: member for member in db.scalars(sa.select(Member))}
        for row in membership.members:
            member = known.get(row.email)
            values = (row.given_name, row.family_name, dict(row.attributes))
            if member is None:
                db.add(Member(email=row.email, given_name=values[0], family_name=values[1], attributes=values[2]))
                added += 1
            elif (member.given_name, member.family_name, member.attributes) != values:
                member.given_name, member.family_name, member.attributes = values
                changed += 1
        if added or changed:
            activity.record(db, actor, "members.imported", "membership file", now, added=added, changed=changed)
    return ImportCounts(added, changed, len(membership.members) - added - changed)


def _decode(data: bytes) -> str:
    if not data.strip():
        message = "The file is empty. A CSV file with a header row and one member per row was expected."
        raise InvalidInput(message)
    if len(data) > LARGEST_FILE:
        message = f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB. Leave out columns that are not needed."
        raise InvalidInput(message)
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if is_utf16 else ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    message = "This is not a text file. Save the membership list as CSV and choose that file."
    raise InvalidInput(message)


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    return max(",;\t", key=header.count)


def _is_blank(cells: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in cells)


def _columns(header: Sequence[str], line: int) -> dict[str, int]:
    """Position by role: `email`, `given`, `family`, and every attribute as `+name`."""
    columns: dict[str, int] = {}
    seen: set[str] = set()
    roles = (("email", _EMAIL_HEADERS), ("given", _GIVEN_HEADERS), ("family", _FAMILY_HEADERS))
    for position, title in enumerate(header):
        name = _clean(title)
        role = next((role for role, names in roles if name.casefold() in names), f"+{name}")
        if name and role.casefold() in seen:
            message = f"Line {line}: two columns are called “{name}”. Rename or remove one of them."
            raise InvalidInput(message)
        if name:
            columns[role] = position
            seen.add(role.casefold())
    if "email" not in columns:
        titles = ", ".join(_clean(title) for title in header) or "nothing"
        message = (
            f"Line {line} names no e-mail column. A header such as “email” was expected; it reads: {titles[:200]}."
        )
        raise InvalidInput(message)
    whole_name = next((role for role in columns if role[1:].casefold() in _WHOLE_NAME_HEADERS), None)
    if whole_name and not {"given", "family"} & columns.keys():
        columns["family"] = columns.pop(whole_name)
    return columns


def _read_rows(rows: Iterator[tuple[int, list[str]]], columns: Mapping[str, int], *, width: int) -> Membership:
    found = Membership()
    first_line: dict[str, int] = {}
    for number, cells in rows:
        if _is_blank(cells):
            found.blank += 1
            continue
        if not _is_blank(cells[width:]):
            found.rejected.append(
                RowProblem(number, f"This row has more than the {width} cells that the header names.")
            )
            continue
        row = {role: _clean(cells[at]) if at < len(cells) else "" for role, at in columns.items()}
        address = row["email"].lower()
        if not _ADDRESS.fullmatch(address) or len(address) > _LONGEST_ADDRESS:
            found.rejected.append(RowProblem(number, _address_problem(row["email"])))
        elif max(len(row.get("given", "")), len(row.get("family", ""))) > _LONGEST_NAME:
            found.rejected.append(RowProblem(number, f"The name is longer than {_LONGEST_NAME} characters."))
        elif address in first_line:
            found.repeated.append(RowProblem(number, f"{address} stands in row {first_line[address]} already."))
        else:
            first_line[address] = number
            attributes = {role[1:]: text for role, text in row.items() if role.startswith("+") and text}
            found.members.append(MemberRow(number, address, row.get("given", ""), row.get("family", ""), attributes))
    return found


def _address_problem(text: str) -> str:
    if not text:
        return "The e-mail address is missing."
    if text.count("@") > 1:
        return f"“{text[:80]}” holds more than one e-mail address; give each person a row."
    return f"“{text[:80]}” is not an e-mail address."


def _clean(text: str) -> str:
    """Strip a cell; line breaks and control characters inside it become one blank, so no name is ever a header."""
    return _CONTROL.sub(" ", text.replace("\xa0", " ")).strip()
