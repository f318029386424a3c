"""Engine, session, column types, and `transaction()`: the one way to write."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import current_app, g
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Session

from surveyapp.config import migrations_path
from surveyapp.errors import InvalidInput, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.config import Config
    from flask import Flask
    from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect

_WRITES = "surveyapp_writes"
_SINGLE = "surveyapp_single"
_EXTENSION = "surveyapp_engine"
_WRITE_LOCK = 7_355_608


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. A naive one is refused: it has no zone to convert from."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a datetime without a zone cannot be stored: {value!r}"
            raise ValueError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


# On SQLite an INTEGER primary key is the row's place in the file, so a random one leaves no order behind.
RandomId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def random_id() -> int:
    """Draw a key that tells nothing about when its row was written."""
    return secrets.randbits(62) + 1


class Base(DeclarativeBase):
    """Base of all tables; every constraint has a name that migrations and services can rely on."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, str]: sa.JSON, list[str]: sa.JSON, list[int]: sa.JSON}  # noqa: RUF012


def init_app(app: Flask, url: str) -> None:
    """Give the application its engine; each of its contexts (a request, a command, a test) gets a session."""
    # A failing statement must not carry anybody's words into the log.
    # The connection used last has the freshest pages in its cache, so it is the one to use next.
    made = sa.create_engine(url, hide_parameters=True, pool_use_lifo=True)
    _prepare(made)
    app.extensions[_EXTENSION] = made
    app.teardown_appcontext(_close_session)


def engine() -> sa.Engine:
    """The engine of the current application."""
    found: sa.Engine = current_app.extensions[_EXTENSION]
    return found


def session() -> Session:
    """The session of the current request, command or test, for reading."""
    if "session" not in g:
        g.session = Session(engine())
    found: Session = g.session
    return found


def _close_session(_error: BaseException | None) -> None:
    if (opened := g.pop("session", None)) is not None:
        opened.close()


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one transaction of a public write; commit at the end, roll back on any exception.

    Begins anew, because on SQLite a read snapshot cannot be turned into a write while others write;
    whatever was loaded before is refreshed on access. Raises `RuntimeError` when nested: a public
    write never calls a public write.
    """
    current = session()
    if current.info.get(_WRITES):
        message = "transactions do not nest: call the helper that takes the session"
        raise RuntimeError(message)
    current.rollback()
    current.info[_WRITES] = True
    try:
        connection = current.connection(execution_options={_WRITES: True})
        if connection.dialect.name == "postgresql":
            # Staff's changes follow one another, as on SQLite: a check and the write after it belong together.
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITE_LOCK)))
        yield current
        current.commit()
    except BaseException:
        current.rollback()
        raise
    finally:
        current.info[_WRITES] = False


def begin_snapshot() -> None:
    """Let the session see one state of the database until its next write, whatever others write meanwhile.

    SQLite always does so. Whatever was loaded before is refreshed on access.
    """
    current = session()
    if current.info.get(_WRITES):
        message = "a snapshot begins before a transaction, not within it"
        raise RuntimeError(message)
    current.rollback()
    if engine().dialect.name == "postgresql":
        current.connection(execution_options={"isolation_level": "REPEATABLE READ"})


@contextmanager
def reading(*, single: bool = False) -> Iterator[sa.Connection]:
    """A bare connection for the few statements of a participant's page.

    A session's bookkeeping would be a third of such a page's cost, and there is nothing to keep books of.
    A `single` statement sees one state of the database by itself and needs no transaction around it.
    """
    with engine().connect() as connection:
        yield connection.execution_options(**{_SINGLE: True}) if single else connection


@contextmanager
def writing() -> Iterator[sa.Connection]:
    """A bare connection in a write transaction, for a participant's page; commits at the end like `transaction`.

    Whatever the session had read before is read anew afterwards, so it sees what was written here.
    """
    if "session" in g:
        g.session.rollback()
    with engine().connect() as connection, connection.execution_options(**{_WRITES: True}).begin():
        yield connection


def forget_order() -> None:
    """Rewrite SQLite's file in the order of its keys and empty its journal.

    Until then the places of rows within a page, and the journal, tell in which order answers were
    written, and what was destroyed can still be read there. Raises `RuleBroken` while somebody else
    holds the database so that it cannot be done.
    """
    if engine().dialect.name != "sqlite":
        return
    connection = engine().raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        is_busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    if is_busy:
        message = "It is done, but the database's journal is still in use and could not be emptied. Do it again later."
        raise RuleBroken(message)


def _prepare(made: sa.Engine) -> None:
    """Teach a SQLite engine our durability, foreign keys, and writes that queue instead of failing."""
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _set_pragmas)
        event.listen(made, "begin", _begin)


def _set_pragmas(connection: DBAPIConnection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin on its own: _begin does
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an acknowledged answer survives a power cut
        "foreign_keys=ON",
        "busy_timeout=15000",
        "secure_delete=FAST",  # wiped where it costs nothing at once; closing a round rewrites the whole file
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if _SINGLE not in options:
        # A deferred transaction that reads and then writes fails at once under WAL, whatever the timeout.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN")


def migrate(target: str = "head") -> None:
    """Bring the database up to revision `target` (`head`, or a number). Harmless when it is there already."""
    from alembic import command  # noqa: PLC0415 - a second of CPU that only commands pay

    try:
        with engine().connect() as connection:
            command.upgrade(migration_config(connection), target)
            connection.commit()
    except sa.exc.OperationalError as error:
        message = f"The database cannot be used: {error.orig}. Check SURVEYAPP_DATABASE_URL."
        raise InvalidInput(message) from error
    _keep_private()


def migrate_down(target: str) -> None:
    """Take the database back to revision `target` (`base`, or a number)."""
    from alembic import command  # noqa: PLC0415

    with engine().connect() as connection:
        command.downgrade(migration_config(connection), target)
        connection.commit()


def _keep_private() -> None:
    """Let nobody but the owner read SQLite's file: it holds what members said."""
    name = engine().url.database
    if engine().dialect.name == "sqlite" and name and Path(name).is_file():
        Path(name).chmod(0o600)


def migration_config(connection: sa.Connection) -> Config:
    """Alembic's settings for running our scripts on `connection`."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations_path()))
    config.attributes.update(connection=connection, metadata=Base.metadata)
    return config
