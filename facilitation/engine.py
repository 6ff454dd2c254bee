"""The same few verbs on SQLite and on PostgreSQL: read rows, write in one transaction, migrate.

One portable SQL with `:name` parameters. SQLite goes through sqlite-utils: one writer behind one
lock and a few read-only connections, since a writer for each thread starves and a deferred
transaction that reads before it writes fails under load. PostgreSQL goes through psycopg.
"""

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from enum import Enum
from math import inf
from pathlib import Path
from queue import LifoQueue
from time import monotonic
from typing import Any, Protocol
from uuid import uuid4

import psycopg
from psycopg.rows import dict_row, tuple_row
from psycopg_pool import ConnectionPool, PoolTimeout
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3 as sqlite3  # type: ignore[attr-defined]  # the newest it finds

from facilitation.errors import Refused, Unreachable
from facilitation.listening import Listening, Silence
from facilitation.writes import Writes

Row = dict[str, Any]
SCHEMA = Path(__file__).parent / "schema"
READERS = 4
BUSY_SECONDS = 10
POOL_WAIT_SECONDS = 5  # for a connection; a server that restarts is back within that
AWAY_SECONDS = 1  # the same once it was in vain: a roomful that asks in turn hears soon
LOCK_SECONDS = 5  # for a row that somebody else holds; then whoever asks is told
POOL = 8  # connections of one process at most
# Of sqlite3's result codes (https://www.sqlite.org/rescode.html) those that pass: busy, locked,
# read-only, I/O error, full, cannot open.
PASSING = frozenset({5, 6, 8, 10, 13, 14})
# A line that was cut without a word is noticed within seconds, not after the kernel's quarter of
# an hour.
LINE = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
}
CLEARING_SECONDS = 1
TRYING_SECONDS = 1  # whoever asks whether writing works again waits no longer for its turn
TRIED = 20_000  # characters, twice: as much as an answer with all that goes with it takes


class Transaction(Protocol):
    """What a store may do inside `write`."""

    def query(self, sql: str, params: Row) -> Iterable[Row]: ...

    def execute(self, sql: str, params: Row) -> object: ...

    def execute_all(self, sql: str, params: Sequence[Row]) -> None: ...


class Engine(Protocol):
    """A database. `write` commits when its block ends and rolls back when it raises.

    `read_tuples` is for rows by the ten thousand: putting names to them takes as long as reading.
    """

    for_update: str  # ends a SELECT whose row this transaction is about to change
    skip_locked: str  # the same, passing over rows that another transaction holds

    def read(self, sql: str, **params: Any) -> list[Row]: ...

    def read_tuples(self, sql: str, **params: Any) -> list[tuple[Any, ...]]: ...

    def write(self) -> AbstractContextManager[Transaction]: ...

    def is_writable(self) -> bool: ...

    def migrate(self) -> None: ...

    def wait_for_turn(self, tx: Transaction) -> None: ...

    def clear_log(self) -> bool: ...

    def copy_to(self, path: Path) -> None: ...

    def connections(self) -> dict[str, int]: ...

    def close(self) -> None: ...


def is_postgres(database: str) -> bool:
    """Whether a database is a postgresql:// URL; else it is the path of a SQLite file. Raises
    Refused for any other URL: a file of that name would be a record of its own."""
    scheme, sign, _ = database.partition("://")
    if sign and scheme not in ("postgresql", "postgres"):
        raise Refused("error.database_url", scheme=scheme)
    return bool(sign)


def connect(database: str) -> Engine:
    """An engine with the schema in place, for a file path or a postgresql:// URL. Raises Refused
    where neither is to be had."""
    try:
        engine: Engine = (PostgresEngine if is_postgres(database) else SqliteEngine)(database)
    except (OSError, sqlite3.DatabaseError) as problem:
        raise Refused("error.no_database", reason=str(problem)) from problem
    engine.migrate()
    return engine


def _try(write: Callable[[], AbstractContextManager[Transaction]]) -> None:
    """Write something and take it away again: what there is stays as it is."""
    name = {"name": f"{uuid4()} ".ljust(TRIED, "-")}
    with write() as tx:
        tx.execute("INSERT INTO migration VALUES (:name)", name)
        tx.execute("DELETE FROM migration WHERE name = :name", name)


class SqliteEngine:
    """One file, write-ahead log, durable at commit."""

    for_update = skip_locked = ""  # one writer at a time: nothing is ever locked by another

    def __init__(self, path: str) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).touch(mode=0o600)  # people's names are in it; its log gets the same mode
        self._path = path
        self._gate = threading.Lock()
        self._writes = Writes()
        self._writer = self._open("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")
        self._readers: LifoQueue[Database] = LifoQueue()
        for _ in range(READERS):
            self._readers.put(self._open("PRAGMA query_only=ON"))

    def _open(self, *pragmas: str) -> Database:
        connection = sqlite3.connect(
            self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        for pragma in ("PRAGMA foreign_keys=ON", "PRAGMA secure_delete=ON", *pragmas):
            connection.execute(pragma).close()
        return Database(connection)

    @contextmanager
    def _reader(self) -> Iterator[Database]:
        reader = self._readers.get()
        try:
            yield reader
        finally:
            self._readers.put(reader)

    def read(self, sql: str, **params: Any) -> list[Row]:
        with self._reader() as reader, _file_answers():
            return _SqliteTransaction(reader).query(sql, params)

    def read_tuples(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        with self._reader() as reader, _file_answers():
            return reader.execute(sql, params).fetchall()

    def write(self) -> AbstractContextManager[Transaction]:
        return self._write(BUSY_SECONDS)

    @contextmanager
    def _write(self, seconds: float) -> Iterator[Transaction]:
        with self._writes.noted(), self._turn(seconds), _file_answers():
            self._writer.conn.execute("BEGIN IMMEDIATE")
            try:
                yield _SqliteTransaction(self._writer)
                self._writer.conn.commit()
            except BaseException:
                self._writer.conn.rollback()
                raise

    @contextmanager
    def _turn(self, seconds: float) -> Iterator[None]:
        """Alone with the writer. Those before us and another program share these seconds: else
        each of a roomful would wait its own after all the others'."""
        until = monotonic() + seconds
        if not self._gate.acquire(timeout=seconds):
            raise Unreachable from TimeoutError()
        try:
            self._wait_at_most(until - monotonic())
            yield
        finally:
            self._gate.release()

    def _wait_at_most(self, seconds: float) -> None:
        wait = max(0, int(1000 * seconds))
        self._writer.conn.execute(f"PRAGMA busy_timeout={wait}").close()

    def is_writable(self) -> bool:
        return self._writes.work(lambda: _try(lambda: self._write(TRYING_SECONDS)))

    def migrate(self) -> None:
        with self.write() as tx:
            _migrate(tx)

    def wait_for_turn(self, tx: Transaction) -> None:
        """Nothing to do: whoever writes is alone."""

    def clear_log(self) -> bool:
        """Move the write-ahead log into the file and empty it: what was erased is in it still.

        False: somebody went on reading it for longer than writers should wait, or the disk is full.
        """
        with suppress(Unreachable), self._gate, _file_answers():
            self._wait_at_most(CLEARING_SECONDS)
            busy, *_ = self._writer.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
        return False

    def copy_to(self, path: Path) -> None:
        """The whole database as it stands, through SQLite's online backup, into one file.

        Writers go on meanwhile. A plain copy of the file would miss what is in the log.
        """
        with self._reader() as reader:
            copy_whole(reader.conn, path)

    def connections(self) -> dict[str, int]:
        """Of a pool that others share the server with: a file has none."""
        return {}

    def close(self) -> None:
        with self._gate:
            self._writer.close()
            closed = [self._readers.get() for _ in range(READERS)]  # once nobody reads any more
            for reader in closed:
                reader.close()
                self._readers.put(reader)  # whoever reads from now on is told, and does not wait


@contextmanager
def _file_answers() -> Iterator[None]:
    """Raises Unreachable where waiting, or an operator, can help; defects stay what they are."""
    try:
        yield
    except sqlite3.OperationalError as problem:
        if getattr(problem, "sqlite_errorcode", 0) & 0xFF in PASSING:
            raise Unreachable from problem
        raise


def copy_whole(connection: sqlite3.Connection, path: Path) -> None:
    """A database into one file, without a log beside it."""
    with closing(sqlite3.connect(path)) as target:
        connection.backup(target)
        target.execute("PRAGMA journal_mode=DELETE").close()


class _SqliteTransaction:
    def __init__(self, database: Database) -> None:
        self._database = database

    def query(self, sql: str, params: Row) -> list[Row]:
        """The rows. sqlite-utils' own `query` puts a savepoint around each statement: two more
        statements, and in a burst two more moments to wait for the interpreter's lock."""
        cursor = self._database.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def execute(self, sql: str, params: Row) -> object:
        return self._database.execute(sql, params)

    def execute_all(self, sql: str, params: Sequence[Row]) -> None:
        self._database.conn.executemany(sql, params)


class PostgresEngine:
    """A pool of connections; each `write` is one transaction on one of them."""

    for_update = "FOR UPDATE"
    skip_locked = "FOR UPDATE SKIP LOCKED"

    def __init__(self, url: str) -> None:
        self._pool: ConnectionPool[Listening] = ConnectionPool(
            url,
            connection_class=Listening,
            min_size=1,
            max_size=POOL,
            kwargs={"row_factory": dict_row, "autocommit": True, **LINE},
            check=Listening.check,
            timeout=POOL_WAIT_SECONDS,
            reconnect_timeout=POOL_WAIT_SECONDS,  # then whoever asks next tries anew
            open=True,
        )
        self._is_away = False
        self._writes = Writes()

    @contextmanager
    def _connection(self) -> Iterator[Listening]:
        """Raises Unreachable when the server is down, full or silent, or the line to it is cut."""
        try:
            with self._pool.connection(AWAY_SECONDS if self._is_away else None) as connection:
                self._is_away = False
                yield connection
        except (psycopg.OperationalError, psycopg.InterfaceError) as problem:
            self._is_away = self._is_away or isinstance(problem, PoolTimeout | Silence)
            raise Unreachable from problem

    def read(self, sql: str, **params: Any) -> list[Row]:
        with self._connection() as connection:
            return list(_PostgresTransaction(connection).query(sql, params))

    def read_tuples(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        with self._connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row)
            return cursor.execute(_postgres(sql), _plain(params)).fetchall()

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        with self._writes.noted(), self._connection() as connection, connection.transaction():
            # Of this transaction only: a proxy may lend the connection to somebody else after it.
            connection.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            yield _PostgresTransaction(connection)

    def is_writable(self) -> bool:
        return self._writes.work(lambda: _try(self.write))

    def migrate(self) -> None:
        with self.write() as tx:
            self.wait_for_turn(tx)
            _migrate(tx)

    def wait_for_turn(self, tx: Transaction) -> None:
        """Processes that start together wait for each other here, to the end of a transaction: for
        as long as it takes, and so does what is done in it."""
        assert isinstance(tx, _PostgresTransaction)
        tx.connection.patience = inf
        tx.execute("SET LOCAL lock_timeout = 0", {})
        tx.execute("SELECT pg_advisory_xact_lock(7310447)", {})

    def clear_log(self) -> bool:
        """Nothing to do: the server recycles its own log."""
        return True

    def copy_to(self, path: Path) -> None:
        raise NotImplementedError("PostgreSQL is copied with pg_dump")

    def connections(self) -> dict[str, int]:
        told = self._pool.get_stats()
        names = {"open": "pool_size", "free": "pool_available", "waited_for": "requests_waiting"}
        return {name: told.get(stat, 0) for name, stat in names.items()}

    def close(self) -> None:
        self._pool.close()


class _PostgresTransaction:
    def __init__(self, connection: Listening) -> None:
        self.connection = connection

    def query(self, sql: str, params: Row) -> Iterable[Row]:
        return self.connection.execute(_postgres(sql), _plain(params)).fetchall()

    def execute(self, sql: str, params: Row) -> object:
        return self.connection.execute(_postgres(sql), _plain(params))

    def execute_all(self, sql: str, params: Sequence[Row]) -> None:
        with self.connection.cursor() as cursor:
            cursor.executemany(_postgres(sql), [_plain(one) for one in params])


def _plain(params: Row) -> Row:
    """Members of a StrEnum as their text: psycopg would send their name."""
    return {key: value.value if isinstance(value, Enum) else value for key, value in params.items()}


_NAMED = re.compile(r"(?<![:\w]):([a-z_]\w*)")


def _postgres(sql: str) -> bytes:
    return _NAMED.sub(r"%(\1)s", sql.replace("%", "%%")).encode()


def _migrate(tx: Transaction) -> None:
    tx.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)", {})
    done = {row["name"] for row in tx.query("SELECT name FROM migration", {})}
    for path in sorted(SCHEMA.glob("*.sql")):
        if path.name in done:
            continue
        for statement in _statements(path.read_text()):
            tx.execute(statement, {})
        tx.execute("INSERT INTO migration VALUES (:name)", {"name": path.name})


def _statements(script: str) -> Iterator[str]:
    """The statements of a migration: they end with a semicolon at the end of a line."""
    for statement in re.sub(r"^\s*--.*$", "", script, flags=re.MULTILINE).split(";\n"):
        if statement.strip():
            yield statement
