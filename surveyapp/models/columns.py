"""Column kinds that several tables share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import mapped_column

from surveyapp.database import RandomId, random_id

if TYPE_CHECKING:
    from enum import StrEnum

    from sqlalchemy.orm import MappedColumn


def enum_column(kind: type[StrEnum], *, primary_key: bool = False) -> MappedColumn[Any]:
    """Make a column for the values of `kind`, kept as text and held to them by a CHECK."""
    values = sa.Enum(
        kind,
        name=kind.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )
    return mapped_column(values, primary_key=primary_key)


def random_key() -> MappedColumn[Any]:
    """Make a primary key that tells nothing about when its row was written."""
    return mapped_column(RandomId, primary_key=True, autoincrement=False, default=random_id)


def coarse_column() -> MappedColumn[Any]:
    """Make a column for segments, by attribute: only what enough people share. NULL where none were stamped."""
    return mapped_column(sa.JSON(none_as_null=True))
