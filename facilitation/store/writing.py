"""Rows in and rows changed: what every part of a change is made of."""

from collections.abc import Iterable, Sequence
from typing import Any

from facilitation.engine import Row, Transaction


class Writing:
    """One transaction on one session. Names of columns come from our own code, values never do."""

    def __init__(self, tx: Transaction, session_id: str) -> None:
        self._tx = tx
        self.session_id = session_id

    def _insert(self, table: str, conflict: str = "", /, **columns: object) -> None:
        self._tx.execute(_insertion(table, conflict, columns), columns)

    def _insert_all(self, table: str, rows: Sequence[Row], conflict: str = "") -> None:
        """Rows with the same columns, in one go: on PostgreSQL without an answer for each."""
        if rows:
            self._tx.execute_all(_insertion(table, conflict, rows[0]), rows)

    def _update(self, table: str, columns: dict[str, Any], /, **where: object) -> None:
        setting = ", ".join(f"{name} = :{name}" for name in columns)
        matching = " AND ".join(f"{name} = :_{name}" for name in where)
        keys = {f"_{name}": value for name, value in where.items()}
        self._tx.execute(f"UPDATE {table} SET {setting} WHERE {matching}", {**columns, **keys})


def _insertion(table: str, conflict: str, columns: Iterable[str]) -> str:
    names = ", ".join(columns)
    values = ", ".join(f":{name}" for name in columns)
    on_conflict = f" ON CONFLICT {conflict}" if conflict else ""
    return f"INSERT INTO {table} ({names}) VALUES ({values}){on_conflict}"
