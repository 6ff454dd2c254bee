"""Whole sessions from one database into another, on whichever engine each is.

All of it in one transaction of the target, which is read back and compared before it ends: either
the target holds everything, or nothing of it. The source is held still meanwhile, and not changed.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence

from facilitation.engine import Engine, Row, Transaction

# Every table, each after those it refers to, and which rows of it belong to a session.
_OF_SESSION = "session_id = :session"
_OF_SAID = "contribution_id IN (SELECT id FROM contribution WHERE session_id = :session)"
_OF_CONCLUDED = "conclusion_id IN (SELECT id FROM conclusion WHERE session_id = :session)"
_OF_SAMPLED = "sample_id IN (SELECT id FROM sample WHERE session_id = :session)"
TABLES: Mapping[str, str] = {
    "session": "id = :session",
    **dict.fromkeys(("session_language", "part", "actor_group", "actor", "code"), _OF_SESSION),
    **dict.fromkeys(("key_generation", "former_code", "step", "part_edition"), _OF_SESSION),
    **dict.fromkeys(("codebook_edition", "candidate", "audit", "participant"), _OF_SESSION),
    "contribution": _OF_SESSION,
    **dict.fromkeys(("edition", "coding", "coding_before", "translation", "support"), _OF_SAID),
    **dict.fromkeys(("likeness", "reply"), _OF_SAID),
    **dict.fromkeys(("job", "sample", "hand", "turn", "showing", "nudge"), _OF_SESSION),
    **dict.fromkeys(("sample_item", "second_coding"), _OF_SAMPLED),
    **dict.fromkeys(("lost_tries", "import", "imported", "stay", "alias"), _OF_SESSION),
    "conclusion": _OF_SESSION,
    **dict.fromkeys(("statement", "evidence", "objection"), _OF_CONCLUDED),
    "sign_off": _OF_SESSION,
}
# Not a session's: who is looking at what just now, and what holds for the whole installation.
FLEETING = ("attention",)
SHARED = "reviewed_actor"


class AlreadyThere(ValueError):
    """The target holds such a session; names its code."""


class NotTheSame(RuntimeError):
    """What the target gave back is not what was put in; names the table. Nothing was kept."""


def move(source: Engine, target: Engine, session_ids: Sequence[str], *, with_shared: bool) -> int:
    """Put these sessions into the target; how many rows that were. Raises AlreadyThere."""
    with source.write() as reading, target.write() as writing:
        moved = 0
        for session_id in session_ids:
            _hold(source, reading, session_id)
            _require_absent(reading, writing, session_id)
            moved += sum(_moved(reading, writing, table, session_id) for table in TABLES)
        if with_shared:
            _add(writing, SHARED, _rows(reading, SHARED, "1 = 1", ""), "ON CONFLICT DO NOTHING")
        return moved


def _hold(engine: Engine, tx: Transaction, session_id: str) -> None:
    """Nobody changes the session until this transaction ends."""
    sql = f"SELECT id FROM session WHERE id = :id {engine.for_update}"
    list(tx.query(sql, {"id": session_id}))


def _require_absent(reading: Transaction, writing: Transaction, session_id: str) -> None:
    codes = """SELECT code FROM session WHERE id = :session
               UNION SELECT code FROM former_code WHERE session_id = :session"""
    there = """SELECT id FROM session WHERE id = :session OR code = :code
               UNION SELECT code FROM former_code WHERE code = :code"""
    for row in reading.query(codes, {"session": session_id}):
        if list(writing.query(there, {"session": session_id, "code": row["code"]})):
            raise AlreadyThere(row["code"])


def _moved(reading: Transaction, writing: Transaction, table: str, session_id: str) -> int:
    given = _rows(reading, table, TABLES[table], session_id)
    _add(writing, table, given)
    if not _is_same(given, _rows(writing, table, TABLES[table], session_id)):
        raise NotTheSame(table)
    return len(given)


def _rows(tx: Transaction, table: str, which: str, session_id: str) -> list[Row]:
    return list(tx.query(f"SELECT * FROM {table} WHERE {which}", {"session": session_id}))


def _add(tx: Transaction, table: str, given: list[Row], conflict: str = "") -> None:
    if not given:
        return
    names = ", ".join(given[0])
    values = ", ".join(f":{name}" for name in given[0])
    tx.execute_all(f"INSERT INTO {table} ({names}) VALUES ({values}) {conflict}", given)


def _is_same(given: list[Row], found: list[Row]) -> bool:
    """Row by row, in an order of our own. PostgreSQL keeps a REAL to seven digits."""
    pairs = zip(sorted(map(_split, given)), sorted(map(_split, found)), strict=False)
    return len(given) == len(found) and all(
        exact == other and all(map(_is_close, numbers, others))
        for (exact, numbers), (other, others) in pairs
    )


def _is_close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-6)


def _split(row: Row) -> tuple[str, list[float]]:
    """What is compared exactly, and the fractions."""
    exact = {name: value for name, value in sorted(row.items()) if not isinstance(value, float)}
    return json.dumps(exact, ensure_ascii=False), [*_fractions(row)]


def _fractions(row: Row) -> Iterator[float]:
    return (row[name] for name in sorted(row) if isinstance(row[name], float))
