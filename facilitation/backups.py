"""Copies of a SQLite record: made while people submit, checked, kept for a while, put back.

A backup is one file whose name tells when it was made (UTC) and what its bytes were then, so that
each stays whole on its own: `ronda-20260131T101500Z-0123456789abcdef.db`.
"""

import asyncio
import fcntl
import hashlib
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

from facilitation.engine import is_postgres
from facilitation.settings import Settings
from facilitation.store import Store, files, now
from facilitation.store.files import BrokenFile as BrokenFile, Holding

EVERY = timedelta(minutes=10)  # while a session is open
LOOK_SECONDS = 30
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"ronda-(\d{8}T\d{6}Z)-([0-9a-f]{16})\.db")
_UNFINISHED = ".part"
# Where every open connection holds SQLite's shared lock: byte range of
# https://www.sqlite.org/fileformat2.html, 1.4, the lock-byte page.
_LOCKS = (512, 0x40000000)

log = logging.getLogger(__name__)


class InUse(RuntimeError):
    """A server has the database open: it would not see what is put in its place."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was whole when it was made."""

    path: Path
    made_at: datetime
    digest: str  # the first 16 hexadecimal digits of the SHA-256 of its bytes


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, and where the database it replaced is now."""

    held: Holding
    replaced: Path | None


def is_elsewhere(settings: Settings) -> bool:
    """PostgreSQL is copied by its own tools: nothing here knows of it."""
    return is_postgres(settings.database)


def kept(folder: Path) -> list[Backup]:
    """The backups there are, newest first."""
    found = (_backup(path) for path in folder.glob("ronda-*.db"))
    return sorted(filter(None, found), key=lambda one: (one.made_at, one.path), reverse=True)


def newest(folder: Path) -> Backup | None:
    """The last good one; its age is what the organiser is told."""
    return next(iter(kept(folder)), None)


def _backup(path: Path) -> Backup | None:
    named = _NAME.fullmatch(path.name)
    if named is None:
        return None
    return Backup(path, datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC), named[2])


def back_up(store: Store, settings: Settings) -> Backup:
    """Copy the record while people go on submitting, check the copy, and let old ones go.

    Raises BrokenFile when the copy is not whole: it is not kept, and neither is an older one lost.
    """
    folder = settings.backups
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made_at = now().replace(microsecond=0)
    store.clear_log()  # in case it was in use when somebody erased
    with _draft(folder) as draft:
        store.copy_to(draft)
        files.check(draft)
        digest = _digest(draft)
        path = folder / f"ronda-{made_at.strftime(_STAMP)}-{digest}.db"
        _put(draft, path)
    _let_go(settings, now())
    return Backup(path, made_at, digest)


def check(path: Path) -> Holding:
    """Whether a backup, or any SQLite record, is whole; what it holds. Raises BrokenFile."""
    held = files.check(path)
    backup = _backup(path)
    if backup and _digest(path) != backup.digest:
        raise BrokenFile(f"{path.name} is damaged: its bytes are not those that were written")
    return held


def is_due(store: Store, folder: Path, at: datetime) -> bool:
    """Ten minutes after the last one, while a session is open or when anything changed since."""
    last = newest(folder)
    if last is None:
        return True
    if at - last.made_at < EVERY:
        return False
    changed = store.last_change()
    return store.is_any_open() or (changed is not None and changed > last.made_at)


async def keep_backups(store: Store, settings: Settings) -> None:
    """Make one whenever it is due, until cancelled. For PostgreSQL its own tools do this."""
    if is_elsewhere(settings):
        return
    while True:
        await asyncio.to_thread(_back_up_when_due, store, settings)
        await asyncio.sleep(LOOK_SECONDS)


def _back_up_when_due(store: Store, settings: Settings) -> None:
    """A full disk must not end the loop: the next look tries again, and the age is on screen."""
    try:
        with _turn(settings.backups) as is_ours:
            if is_ours and is_due(store, settings.backups, now()):
                back_up(store, settings)
            _let_go(settings, now())
    except Exception as problem:
        log.error("No backup could be made: %s: %s", type(problem).__name__, problem)


@contextmanager
def _turn(folder: Path) -> Iterator[bool]:
    """Of several processes on one database, one makes the copy; the others pass."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".turn").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def newest_whole(folder: Path) -> tuple[Path, list[str]]:
    """The newest backup that is whole, and why newer ones are not. Raises BrokenFile: none is."""
    problems = []
    for backup in kept(folder):
        try:
            check(backup.path)
        except BrokenFile as problem:
            problems.append(str(problem))
        else:
            return backup.path, problems
    raise BrokenFile("; ".join([*problems, f"no usable backup in {folder}"]))


def restore(source: Path, database: Path) -> Restored:
    """Put a whole file in the place of a database, which is kept aside with its log.

    Raises BrokenFile, before anything is touched, and InUse.
    """
    check(source)
    database.parent.mkdir(parents=True, exist_ok=True)
    with _draft(database.parent) as draft, _alone_with(database):
        files.copy_file(source, draft)
        held = files.check(draft)
        _give(draft, database if database.exists() else database.parent)
        replaced = _set_aside(database)
        _put(draft, database)
    return Restored(held, replaced)


def erasures_missing(restored: Path, replaced: Path) -> list[tuple[str, str]]:
    """Session and participant of those who erased their words in the replaced database and not in
    the one restored. Raises BrokenFile."""
    return sorted(files.erasures(replaced) - files.erasures(restored))


def _set_aside(database: Path) -> Path | None:
    """The log goes with its database: beside another one it would spoil that. Nothing that was set
    aside before is replaced, not even within the same second."""
    name = f"{database.stem}.replaced-{now().strftime(_STAMP)}"
    aside = database.with_name(f"{name}.db")
    for again in count(2):
        if not aside.exists():
            break
        aside = database.with_name(f"{name}-{again}.db")
    was_there = database.exists()
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            os.replace(f"{database}{ending}", f"{aside}{ending}")
    return aside if was_there else None


def _give(draft: Path, owned: Path) -> None:
    """To the owner of what is there, for an operator who is root and a server that is not."""
    if os.geteuid() == 0:
        os.chown(draft, owned.stat().st_uid, owned.stat().st_gid)


@contextmanager
def _alone_with(database: Path) -> Iterator[None]:
    """Hold a database that nobody else has open. Raises InUse."""
    if not database.exists():
        yield
        return
    with database.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, *_LOCKS)
        except OSError:
            raise InUse(f"{database} is open in another process: stop the server first") from None
        yield


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """A new file for its owner only, removed unless it was put in its place."""
    draft = folder / f".{uuid4()}{_UNFINISHED}"
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield draft
    finally:
        for path in folder.glob(f"{draft.name}*"):
            path.unlink(missing_ok=True)


def _put(draft: Path, path: Path) -> None:
    """Durable under its name, or not there."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(draft, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _let_go(settings: Settings, at: datetime) -> None:
    """Of what is beyond the number or the days to keep; never of the newest. And of drafts that a
    killed process left."""
    oldest = at - timedelta(days=settings.backups_days)
    for n, backup in enumerate(kept(settings.backups)):
        if n and (n >= settings.backups_kept or backup.made_at < oldest):
            backup.path.unlink(missing_ok=True)
    for draft in settings.backups.glob(f".*{_UNFINISHED}*"):
        if draft.stat().st_mtime < (at - EVERY).timestamp():
            draft.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]
