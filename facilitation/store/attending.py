"""Who of the staff is at what right now. Like presence, it moves no revision."""

from datetime import datetime

from facilitation.engine import Engine


class Attending:
    """The part of the store that knows who looks at what."""

    _engine: Engine

    def attend(self, session_id: str, visitor: str, name: str, subject: str, at: datetime) -> None:
        """`visitor` is at `subject` from now on, and at nothing else."""
        sql = """INSERT INTO attention (session_id, visitor, name, subject, at)
                 VALUES (:session, :visitor, :name, :subject, :at)
                 ON CONFLICT (session_id, visitor) DO UPDATE SET name = excluded.name,
                 subject = excluded.subject, at = excluded.at"""
        params = {"session": session_id, "visitor": visitor, "name": name, "subject": subject}
        with self._engine.write() as tx:
            tx.execute(sql, {**params, "at": at.isoformat()})

    def forget_attention(self, session_id: str, before: datetime) -> None:
        sql = "DELETE FROM attention WHERE session_id = :session AND at < :before"
        with self._engine.write() as tx:
            tx.execute(sql, {"session": session_id, "before": before.isoformat()})

    def attending(self, session_id: str, since: datetime) -> list[tuple[str, str, str]]:
        """Visitor, name and subject of everyone seen since then."""
        sql = """SELECT visitor, name, subject FROM attention
                 WHERE session_id = :session AND at >= :since ORDER BY at"""
        found = self._engine.read(sql, session=session_id, since=since.isoformat())
        return [(row["visitor"], row["name"], row["subject"]) for row in found]
