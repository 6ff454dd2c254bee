"""A session's codebook as it changes, and what that does to what was coded."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from facilitation.model import Axis, Code, Contribution
from facilitation.store import rows
from facilitation.store.writing import Writing

_SAID = "(SELECT id FROM contribution WHERE session_id = :session)"
_COLUMNS = """contribution_id, axis, code_id, state, score, evidence, suggested_by, decided_by,
              revision"""


class Codebooks(Writing):
    """The part of a change that changes the codebook."""

    at: datetime

    def add_codebook(self, edition: int, body: str, by: str, verb: str, revision: int) -> None:
        """One more edition; the earlier ones stay."""
        self._insert(
            "codebook_edition",
            session_id=self.session_id,
            edition=edition,
            body=body,
            made_at=self.at.isoformat(),
            made_by=by,
            verb=verb,
            revision=revision,
        )

    def last_codebook(self) -> int:
        """The number of the present edition."""
        sql = "SELECT MAX(edition) AS n FROM codebook_edition WHERE session_id = :session"
        (row,) = self._tx.query(sql, {"session": self.session_id})
        return int(row["n"] or 0)

    def put_codes(self, codes: Iterable[Code]) -> None:
        """The themes and points of the session, in their order, in the place of the old ones."""
        here = {"session": self.session_id}
        self._tx.execute("DELETE FROM code WHERE session_id = :session", here)
        for position, code in enumerate(codes):
            self._insert(
                "code",
                session_id=self.session_id,
                position=position,
                axis=code.axis,
                id=code.id,
                label=rows.from_wording(code.label),
                definition=rows.from_wording(code.definition),
                is_retired=int(code.is_retired),
            )

    def move_codings(self, axis: Axis, id_: str, into: str, edition: int, revision: int) -> int:
        """What people confirmed for one theme is confirmed for another; how many. How both stood
        before is kept under the edition of the codebook that moves them."""
        at = {"session": self.session_id, "axis": axis.value, "gone": id_, "heir": into}
        decided = f"axis = :axis AND state <> 'suggested' AND contribution_id IN {_SAID}"
        moving = f"SELECT contribution_id FROM coding WHERE code_id = :gone AND {decided}"
        before = f"""INSERT INTO coding_before (codebook_edition, {_COLUMNS})
                     SELECT CAST(:edition AS BIGINT), {_COLUMNS} FROM coding
                     WHERE code_id IN (:gone, :heir) AND contribution_id IN ({moving})
                     AND {decided}"""
        self._tx.execute(before, {**at, "edition": edition})
        move = f"""INSERT INTO coding ({_COLUMNS})
                   SELECT contribution_id, axis, CAST(:heir AS TEXT), state, score, evidence,
                   suggested_by, decided_by, CAST(:revision AS BIGINT) FROM coding
                   WHERE code_id = :gone AND state = 'confirmed' AND {decided}
                   ON CONFLICT (contribution_id, axis, code_id) DO UPDATE SET
                   state = excluded.state, decided_by = excluded.decided_by,
                   revision = excluded.revision RETURNING contribution_id"""
        moved = list(self._tx.query(move, {**at, "revision": revision}))
        gone = f"""DELETE FROM coding WHERE axis = :axis AND code_id = :gone
                   AND contribution_id IN {_SAID}"""
        self._tx.execute(gone, at)
        return len(moved)

    def contributions(self) -> list[Contribution]:
        """The whole record with its codings, as it stands inside this transaction."""
        here = {"session": self.session_id}
        sql = f"SELECT * FROM coding WHERE contribution_id IN {_SAID} ORDER BY score DESC, code_id"
        codings = defaultdict(list)
        for row in self._tx.query(sql, here):
            codings[row["contribution_id"]].append(rows.to_coding(row))
        sql = "SELECT * FROM contribution WHERE session_id = :session ORDER BY number"
        return [rows.to_contribution(row, codings[row["id"]]) for row in self._tx.query(sql, here)]

    def put_codings_back(self, edition: int, moved_at: int, revision: int) -> None:
        """Undo what `move_codings` did in an edition; what people decided since stays."""
        at = {"session": self.session_id, "edition": edition}
        moved = f"""SELECT contribution_id FROM coding_before
                    WHERE codebook_edition = :edition AND contribution_id IN {_SAID}"""
        self._tx.execute(
            f"""DELETE FROM coding WHERE state = 'confirmed' AND revision = :moved_at
                AND contribution_id IN ({moved})""",
            {**at, "moved_at": moved_at},
        )
        self._tx.execute(
            f"""INSERT INTO coding ({_COLUMNS})
                SELECT {_COLUMNS} FROM coding_before
                WHERE codebook_edition = :edition AND contribution_id IN {_SAID}
                ON CONFLICT (contribution_id, axis, code_id) DO UPDATE SET
                state = excluded.state, decided_by = excluded.decided_by,
                revision = excluded.revision WHERE coding.state = 'suggested'""",
            at,
        )
        told = f"UPDATE contribution SET revision = :revision WHERE id IN ({moved})"
        self._tx.execute(told, {**at, "revision": revision})
        undone = f"""DELETE FROM coding_before
                     WHERE codebook_edition = :edition AND contribution_id IN {_SAID}"""
        self._tx.execute(undone, at)

    def tell_recoded(self, revision: int) -> None:
        """Screens see anew the contributions whose codings moved in this revision."""
        sql = f"""UPDATE contribution SET revision = :revision WHERE id IN
                  (SELECT contribution_id FROM coding WHERE revision = :revision
                   AND contribution_id IN {_SAID})"""
        self._tx.execute(sql, {"session": self.session_id, "revision": revision})
