"""Taking a rehearsal out of the record, with all that hangs on it."""

from facilitation.model import Intake, SessionState
from facilitation.store.erasures import GONE_WITH_THE_WORDS, STAYING
from facilitation.store.writing import Writing

_PEOPLE = "(SELECT id FROM participant WHERE session_id = :session AND is_rehearsal = 1)"
_SAID = "(SELECT id FROM contribution WHERE session_id = :session AND is_rehearsal = 1)"
_CONCLUDED = f"SELECT DISTINCT conclusion_id FROM evidence WHERE contribution_id IN {_SAID}"

# Every table that refers to a participant, but their contributions.
OF_PEOPLE = (
    *("support", "objection", "imported", "stay", "alias"),
    *("hand", "turn", "lost_tries"),
)


class Rehearsals(Writing):
    """The part of a change that ends a rehearsal."""

    def rehearsed(self) -> tuple[int, int]:
        """How many people and contributions of a session are a rehearsal."""
        values = {"session": self.session_id}
        counts = (
            next(iter(self._tx.query(f"SELECT COUNT(*) AS n FROM {rows} AS rehearsed", values)))
            for rows in (_PEOPLE, _SAID)
        )
        people, said = (int(row["n"]) for row in counts)
        return people, said

    def remove_rehearsed(self, revision: int) -> None:
        """Rows and all: unlike what a person erases, a rehearsal leaves no trace but its audit."""
        session = {"session": self.session_id}
        values = {**session, "revision": revision}
        self._remove_concluded(session)
        apart = f"""UPDATE contribution SET state = 'received', merged_into = NULL,
                    revision = :revision WHERE state = 'merged' AND merged_into IN {_SAID}"""
        self._tx.execute(apart, values)
        counted = f"""UPDATE contribution SET revision = :revision WHERE id IN
                      (SELECT contribution_id FROM support WHERE participant_id IN {_PEOPLE})"""
        self._tx.execute(counted, values)
        self._tx.execute(f"DELETE FROM likeness WHERE other_id IN {_SAID}", session)
        self._tx.execute(f"DELETE FROM reply WHERE parent_id IN {_SAID}", session)
        for table in (*GONE_WITH_THE_WORDS, *STAYING):
            self._tx.execute(f"DELETE FROM {table} WHERE contribution_id IN {_SAID}", session)
        self._tx.execute(f"DELETE FROM contribution WHERE id IN {_SAID}", session)
        for table in OF_PEOPLE:
            self._tx.execute(f"DELETE FROM {table} WHERE participant_id IN {_PEOPLE}", session)
        self._tx.execute(f"DELETE FROM participant WHERE id IN {_PEOPLE}", session)

    def _remove_concluded(self, session: dict[str, str]) -> None:
        """What was concluded from a rehearsal, and the signatures under it."""
        objected = f"DELETE FROM objection WHERE participant_id IN {_PEOPLE}"
        self._tx.execute(objected, session)
        found = list(self._tx.query(f"{_CONCLUDED} ORDER BY conclusion_id", session))
        for row in found:
            for table in ("objection", "statement", "evidence"):
                sql = f"DELETE FROM {table} WHERE conclusion_id = :conclusion_id"
                self._tx.execute(sql, row)
            self._tx.execute("DELETE FROM conclusion WHERE id = :conclusion_id", row)
        if found:
            self._tx.execute("DELETE FROM sign_off WHERE session_id = :session", session)

    def has_anybody(self) -> bool:
        """Whether somebody joined this session or said something in it."""
        sql = """SELECT 1 FROM participant WHERE session_id = :session AND joined_at IS NOT NULL
                 UNION SELECT 1 FROM contribution WHERE session_id = :session"""
        return bool(list(self._tx.query(sql, {"session": self.session_id})))

    def prepare_again(self, part_id: str) -> None:
        """As a session stands before it is opened for the first time, on its first part."""
        session = {"session_id": self.session_id}
        self._tx.execute("DELETE FROM step WHERE session_id = :session_id", session)
        self._tx.execute("DELETE FROM nudge WHERE session_id = :session_id", session)
        self._update("part", {"is_revealed": 0, "is_support_open": 0}, **session)
        columns = {"opened_at": None, "closed_at": None, "stepped_at": None, "last_number": 0}
        state = {"state": SessionState.PREPARED, "intake": Intake.PAUSED, "part_id": part_id}
        self._update("session", {**columns, **state}, id=self.session_id)
