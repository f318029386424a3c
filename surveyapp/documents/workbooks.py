"""Workbooks that come from outside, opened with care: what is no workbook, or more than one of ours, is refused."""

from __future__ import annotations

import re
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from surveyapp.errors import AppError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

LARGEST_WORKBOOK = 12_000_000
"""Bytes of the file itself."""

NOT_READ = "Nothing was stored. Choose the Excel summary that was exported here and filled in."

_LARGEST_MEMBER, _MOST_MEMBERS = 80_000_000, 400
_MOST_COLUMNS, _MOST_ROWS = 300, 1_048_576
# A workbook needs no declarations of its own: entities are how a few bytes become gigabytes.
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MERGED = re.compile(rb'mergeCell\s[^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Any]:
    """Open a workbook for reading, with formulas as formulas.

    Raises `InvalidInput`, which names the file, for what is no workbook, for one that is larger inside than any of
    ours, and for whatever in it turns out to be broken while it is read.
    """
    if len(data) > LARGEST_WORKBOOK:
        raise InvalidInput(f"“{name}” is larger than {LARGEST_WORKBOOK // 1_000_000} MB. {NOT_READ}")
    _check_inside(data, name)
    try:
        yield load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except AppError:
        raise
    except Exception as error:
        # openpyxl raises whatever a broken part happens to cause
        raise InvalidInput(f"“{name}” cannot be read as an Excel workbook. {NOT_READ}") from error


def rows_of(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield the rows that a sheet holds, with their numbers, as cells."""
    # the size that a sheet claims to have is whatever its maker wrote there
    sheet.reset_dimensions()
    before = None
    for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
        if number > _MOST_ROWS:
            message = f"a sheet of more than {_MOST_ROWS} rows"
            raise ValueError(message)
        # for every row that is left out of the file, openpyxl gives one and the same empty one
        if row is not before:
            yield number, row
        before = row


def merged_rows(workbook: Any, sheet: Any) -> list[tuple[range, range, str]]:
    """List the cells of a sheet that were merged over several rows: columns and rows from 1, and the area's name."""
    part = workbook._archive.read(sheet._worksheet_path)  # noqa: SLF001 - openpyxl leaves this out when it reads on demand
    areas = []
    for first, top, last, bottom in _MERGED.findall(part):
        if int(bottom) > int(top):
            columns = range(column_index_from_string(first.decode()), column_index_from_string(last.decode()) + 1)
            name = b"".join((first, top, b":", last, bottom)).decode()
            areas.append((columns, range(int(top), int(bottom) + 1), name))
    return areas


def _check_inside(data: bytes, name: str) -> None:
    """Refuse archives that unpack to more than a workbook holds, and parts that declare entities."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _LARGEST_MEMBER:
                raise InvalidInput(f"“{name}” unpacks to more than a workbook of ours holds. {NOT_READ}")
            if any(_is_suspect(archive, member) for member in members):
                raise InvalidInput(
                    f"“{name}” holds declarations that no workbook needs, so it was not read. {NOT_READ}"
                )
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise InvalidInput(f"“{name}” is no Excel workbook (.xlsx), or it is damaged. {NOT_READ}") from error


def _is_suspect(archive: ZipFile, member: ZipInfo) -> bool:
    """Tell whether a part declares entities, or is written so that one could not see it."""
    if not member.filename.endswith((".xml", ".rels")):
        return False
    with archive.open(member) as part:
        # what a part declares stands before its first element
        begin = part.read(4096)
    return bool(_DECLARED.search(begin)) or b"\0" in begin
