"""The file itself: a zip whose bytes depend on its contents alone, with the rows put into their sheets."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from os import PathLike
    from typing import BinaryIO

_ROWS = re.compile(rb"<sheetData ?/>|<sheetData>.*</sheetData>", re.DOTALL)


class Archive(ZipFile):
    """A zip file to be written to `out`, with every member stamped with the one moment `stamp`.

    `rows` holds, by the member's name, the rows that take the place of those that openpyxl wrote into a sheet.
    """

    def __init__(self, out: BinaryIO, stamp: datetime, rows: Mapping[str, IO[bytes]]) -> None:
        super().__init__(out, "w", ZIP_DEFLATED)
        self._stamp = (stamp.year, stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second)
        self._rows = rows

    def open(
        self,
        name: str | ZipInfo,
        mode: Literal["r", "w"] = "r",
        pwd: bytes | None = None,
        *,
        force_zip64: bool = False,
    ) -> IO[bytes]:
        """Open a member; every way of writing one comes through here."""
        if isinstance(name, ZipInfo):
            name.date_time = self._stamp
        return super().open(name, mode, pwd, force_zip64=force_zip64)

    def write(
        self,
        filename: str | PathLike[str],
        arcname: str | PathLike[str] | None = None,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Add the file `filename`; a sheet is given its rows on the way."""
        rows = self._rows.get(str(arcname))
        if rows is None:
            super().write(filename, arcname, compress_type, compresslevel)
            return
        before, after = _ROWS.split(Path(filename).read_bytes(), maxsplit=1)
        member = ZipInfo(str(arcname))
        member.compress_type = ZIP_DEFLATED
        member.external_attr = 0o600 << 16
        member.file_size = rows.tell()
        rows.seek(0)
        with self.open(member, "w") as target:
            target.write(before + b"<sheetData>")
            shutil.copyfileobj(rows, target)
            target.write(b"</sheetData>" + after)
