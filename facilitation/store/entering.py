"""Who may come in: the part of a change that concerns codes and blocked people."""

from datetime import datetime

from facilitation.model import Contribution
from facilitation.store import rows
from facilitation.store.writing import Writing


class Entering(Writing):
    """Codes that were changed, and what a blocked participant said."""

    def received_from(self, participant_id: str) -> list[Contribution]:
        """What the room sees of one participant."""
        sql = """SELECT * FROM contribution WHERE participant_id = :author
                 AND session_id = :session AND state = 'received' ORDER BY number"""
        params = {"author": participant_id, "session": self.session_id}
        return [rows.to_contribution(row) for row in self._tx.query(sql, params)]

    def is_code_taken(self, code: str) -> bool:
        """Whether a session has this code, or had it once."""
        sql = """SELECT 1 FROM session WHERE code = :code
                 UNION SELECT 1 FROM former_code WHERE code = :code"""
        return bool(list(self._tx.query(sql, {"code": code})))

    def retire_code(self, code: str, at: datetime) -> None:
        """Remember the code that is about to be changed."""
        self._insert(
            "former_code", code=code, session_id=self.session_id, retired_at=at.isoformat()
        )
