"""A SQLite file looked at on its own, without a store: is it whole, and what does it hold."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from facilitation.engine import BUSY_SECONDS, SCHEMA, copy_whole, sqlite3


class BrokenFile(ValueError):
    """A file that cannot be used as a record; its message says why, to an operator."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What a record holds, counted by reading it."""

    sessions: int
    participants: int
    contributions: int

    def __str__(self) -> str:
        return (
            f"{self.sessions} sessions, {self.participants} participants, "
            f"{self.contributions} contributions"
        )


def check(path: Path) -> Holding:
    """Read a record from end to end; nothing is changed. Raises BrokenFile with the reason."""
    with _look_into(path) as database:
        (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise BrokenFile(f"{path.name} is damaged: {' '.join(found.split())}")
        done = {name for (name,) in database.execute("SELECT name FROM migration")}
        newer = sorted(done - {script.name for script in SCHEMA.glob("*.sql")})
        if newer:
            raise BrokenFile(f"{path.name} was written by a newer Ronda: it has {newer[0]}")
        return Holding(
            *(
                database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
                for table in ("session", "participant", "contribution")
            )
        )


def copy_file(source: Path, target: Path) -> None:
    """A record, with what is in the log beside it, as one file. Raises BrokenFile."""
    with _look_into(source) as database:
        copy_whole(database, target)


def erasures(path: Path) -> frozenset[tuple[str, str]]:
    """The session and the participant of everyone whose words were erased. Raises BrokenFile."""
    with _look_into(path) as database:
        found = database.execute("SELECT session_id, subject FROM audit WHERE verb = 'erase'")
        return frozenset((session, subject.partition(":")[2]) for session, subject in found)


@contextmanager
def _look_into(path: Path) -> Iterator[sqlite3.Connection]:
    """Without a log beside the file no lock is taken and nothing is made beside it."""
    mode = "mode=ro" if _log_of(path).exists() else "immutable=1"
    address = f"{path.resolve().as_uri()}?{mode}"
    try:
        _require_whole(path)
        with closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as database:
            yield database
    except OSError as problem:
        raise BrokenFile(f"{path.name}: {problem.strerror}") from None
    except sqlite3.Error as problem:
        raise BrokenFile(f"{path.name} is damaged: {problem}") from None


def _require_whole(path: Path) -> None:
    """What the header says (https://www.sqlite.org/fileformat2.html, 1.3), before SQLite is asked:
    it takes an empty file for a new database."""
    size = path.stat().st_size
    with path.open("rb") as file:
        header = file.read(100)
    if not size:
        raise BrokenFile(f"{path.name} is empty")
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        raise BrokenFile(f"{path.name} is not a SQLite database")
    page = int.from_bytes(header[16:18], "big")
    needed = int.from_bytes(header[28:32], "big") * (65_536 if page == 1 else page)
    if size < needed and not _log_of(path).exists():
        raise BrokenFile(f"{path.name} is cut short: {size} of {needed} bytes")


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")
