"""Rows in and rows changed: what every part of a change is made of."""

from typing import Any

from facilitation.engine import Transaction


class Writing:
    """One transaction on one session. Names of columns come from our own code, values never do."""

    def __init__(self, tx: Transaction, session_id: str) -> None:
        self._tx = tx
        self.session_id = session_id

    def _insert(self, table: str, conflict: str = "", /, **columns: object) -> None:
        names = ", ".join(columns)
        values = ", ".join(f":{name}" for name in columns)
        on_conflict = f" ON CONFLICT {conflict}" if conflict else ""
        sql = f"INSERT INTO {table} ({names}) VALUES ({values}){on_conflict}"
        self._tx.execute(sql, columns)

    def _update(self, table: str, columns: dict[str, Any], /, **where: object) -> None:
        setting = ", ".join(f"{name} = :{name}" for name in columns)
        matching = " AND ".join(f"{name} = :_{name}" for name in where)
        keys = {f"_{name}": value for name, value in where.items()}
        self._tx.execute(f"UPDATE {table} SET {setting} WHERE {matching}", {**columns, **keys})
