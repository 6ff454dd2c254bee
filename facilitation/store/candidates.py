"""What people decided about candidates: kept under a digest, so that no words are kept here."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from facilitation.engine import Engine
from facilitation.lifecycles import CandidateState
from facilitation.store.writing import Writing


class CandidateReads:
    """What is asked of those decisions."""

    _engine: Engine

    def candidate_decisions(
        self, session_id: str
    ) -> Mapping[str, tuple[CandidateState, str | None]]:
        """By key: what was decided, and the theme that was made of it."""
        sql = "SELECT key, state, code_id FROM candidate WHERE session_id = :session"
        found = self._engine.read(sql, session=session_id)
        return {row["key"]: (CandidateState(row["state"]), row["code_id"]) for row in found}


class Candidates(Writing):
    """The part of a change that decides about candidates."""

    at: datetime

    def decide_candidates(
        self,
        keys: Iterable[str],
        state: CandidateState,
        by: str,
        revision: int,
        code_id: str | None = None,
    ) -> None:
        """Mute them, or say which theme they became; a later decision stands."""
        for key in keys:
            self._insert(
                "candidate",
                """(session_id, key) DO UPDATE SET state = excluded.state,
                   code_id = excluded.code_id, decided_at = excluded.decided_at,
                   decided_by = excluded.decided_by, revision = excluded.revision""",
                session_id=self.session_id,
                key=key,
                state=state.value,
                code_id=code_id,
                decided_at=self.at.isoformat(),
                decided_by=by,
                revision=revision,
            )

    def reopen_candidates(self, keys: Iterable[str]) -> None:
        """As if nobody had decided about them."""
        for key in keys:
            self._tx.execute(
                "DELETE FROM candidate WHERE session_id = :session AND key = :key",
                {"session": self.session_id, "key": key},
            )
