"""Zip files whose bytes depend on their contents and one moment alone."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


def write_zip(members: Iterable[tuple[str, bytes]], stamp: datetime) -> bytes:
    """Pack named contents in their order, each stamped with the aware moment `stamp`, in its own zone's hours."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in members:
            member = ZipInfo(name, (stamp.year, stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second))
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            archive.writestr(member, content)
    return out.getvalue()


def restamp(archive: bytes, stamp: datetime) -> bytes:
    """Pack a zip file anew, so that it does not tell when it was made."""
    with ZipFile(BytesIO(archive)) as opened:
        return write_zip([(name, opened.read(name)) for name in opened.namelist()], stamp)
