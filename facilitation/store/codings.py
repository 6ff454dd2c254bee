"""What contributions are about, as it changes: a machine suggests, people decide."""

import json
from collections.abc import Iterable, Sequence

from facilitation.model import Coding
from facilitation.store import rows
from facilitation.store.writing import Writing


class Codings(Writing):
    """The part of a change that codes."""

    def replace_suggestions(
        self, contribution_id: str, codings: Sequence[Coding], by: str, revision: int
    ) -> None:
        """New suggestions in the place of old ones; what a person decided stays."""
        self._tx.execute(
            "DELETE FROM coding WHERE contribution_id = :id AND state = 'suggested'",
            {"id": contribution_id},
        )
        self._put_codings(codings, "DO NOTHING", suggested_by=by, decided_by="", revision=revision)

    def add_codings(self, codings: Sequence[Coding], by: str, revision: int) -> None:
        """The first suggestions of contributions that have none."""
        self._put_codings(codings, "DO NOTHING", suggested_by=by, decided_by="", revision=revision)

    def decide_coding(self, coding: Coding, by: str, revision: int) -> None:
        """Confirm or reject a coding, or add one that nobody suggested."""
        self._put_codings(
            [coding],
            """(contribution_id, axis, code_id) DO UPDATE SET state = excluded.state,
               decided_by = excluded.decided_by, revision = excluded.revision""",
            suggested_by="",
            decided_by=by,
            revision=revision,
        )

    def undo_decision(self, coding: Coding, revision: int) -> None:
        """A coding as it was before a person decided: a suggestion again, or not there."""
        which = "contribution_id = :contribution AND axis = :axis AND code_id = :code"
        at = {
            "contribution": coding.contribution_id,
            "axis": coding.axis.value,
            "code": coding.code_id,
        }
        self._tx.execute(f"DELETE FROM coding WHERE {which} AND suggested_by = ''", at)
        sql = f"""UPDATE coding SET state = 'suggested', decided_by = '', revision = :revision
                  WHERE {which}"""
        self._tx.execute(sql, {**at, "revision": revision})

    def reject_suggestions(self, contribution_id: str, by: str, revision: int) -> None:
        """Nothing of what a machine still suggests for a contribution holds."""
        sql = """UPDATE coding SET state = 'rejected', decided_by = :by, revision = :revision
                 WHERE contribution_id = :id AND state = 'suggested'"""
        self._tx.execute(sql, {"id": contribution_id, "by": by, "revision": revision})

    def codings_of(self, contribution_id: str) -> list[Coding]:
        """As they stand inside this transaction."""
        sql = "SELECT * FROM coding WHERE contribution_id = :id ORDER BY score DESC, code_id"
        return [rows.to_coding(row) for row in self._tx.query(sql, {"id": contribution_id})]

    def _put_codings(self, codings: Iterable[Coding], conflict: str, **columns: object) -> None:
        told = [
            {
                "contribution_id": coding.contribution_id,
                "axis": coding.axis,
                "code_id": coding.code_id,
                "state": coding.state,
                "score": coding.score,
                "evidence": json.dumps(coding.evidence, ensure_ascii=False),
                **columns,
            }
            for coding in codings
        ]
        self._insert_all("coding", told, conflict)
