"""Who is registered and who was present: what participation is measured against."""

from collections.abc import Mapping
from datetime import datetime

from facilitation.engine import Engine


class Attendances:
    """The part of the reads that counts people. Nothing here writes."""

    _engine: Engine

    def registered_by_actor(self, session_id: str) -> Mapping[str | None, int]:
        """How many people are registered, for each kind of actor; None: it is not known."""
        sql = """SELECT actor_id, COUNT(*) AS n FROM participant WHERE session_id = :session
                 AND origin = 'personal' AND (name <> '' OR email <> '') GROUP BY actor_id"""
        return {row["actor_id"]: row["n"] for row in self._engine.read(sql, session=session_id)}

    def present_by_actor(self, session_id: str) -> Mapping[str | None, int]:
        """How many people the reports of attendance saw, for each kind of actor. Empty: no report
        was imported. Somebody who came back counts once."""
        sql = """SELECT p.actor_id, COUNT(DISTINCT p.id) AS n FROM stay
                 JOIN participant p ON p.id = stay.participant_id
                 WHERE stay.session_id = :session GROUP BY p.actor_id"""
        return {row["actor_id"]: row["n"] for row in self._engine.read(sql, session=session_id)}

    def stays(
        self, session_id: str
    ) -> list[tuple[str, str | None, datetime | None, datetime | None, int]]:
        """Every stay: participant, kind of actor, joined, left (the report's clock), minutes."""
        sql = """SELECT stay.*, p.actor_id FROM stay JOIN participant p
                 ON p.id = stay.participant_id WHERE stay.session_id = :session
                 ORDER BY stay.joined_at, p.id"""
        return [
            (
                row["participant_id"],
                row["actor_id"],
                row["joined_at"] and datetime.fromisoformat(row["joined_at"]),
                row["left_at"] and datetime.fromisoformat(row["left_at"]),
                row["minutes"],
            )
            for row in self._engine.read(sql, session=session_id)
        ]
