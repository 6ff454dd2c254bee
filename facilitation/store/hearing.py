"""Who is here, who was heard and who asks for the floor: questions of the record, and changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from facilitation.engine import Engine
from facilitation.store.attendances import REGISTERED
from facilitation.store.writing import Writing

By = Literal["actor_id", "language"]  # what people are counted by

# Whoever joined by a link, was seen by a report of attendance, or has something in the record.
_HERE = """p.session_id = :session AND (p.joined_at IS NOT NULL
           OR EXISTS (SELECT 1 FROM stay s
                      WHERE s.session_id = p.session_id AND s.participant_id = p.id)
           OR EXISTS (SELECT 1 FROM contribution c
                      WHERE c.participant_id = p.id AND c.state = 'received'))"""
_COUNTS = {
    "registered": f"""SELECT {{by}} AS what, COUNT(*) AS n FROM participant
                      WHERE session_id = :session AND {REGISTERED} GROUP BY {{by}}""",
    "here": f"""SELECT {{by}} AS what, COUNT(*) AS n FROM participant p
                WHERE {_HERE} GROUP BY {{by}}""",
    "voices": """SELECT {by} AS what, COUNT(DISTINCT participant_id) AS n FROM contribution
                 WHERE session_id = :session AND state = 'received' {part} GROUP BY {by}""",
    "contributions": """SELECT {by} AS what, COUNT(*) AS n FROM contribution
                        WHERE session_id = :session AND state = 'received' {part} GROUP BY {by}""",
    "support": """SELECT c.{by} AS what, COUNT(*) AS n FROM contribution c
                  JOIN support s ON s.contribution_id = c.id
                  WHERE c.session_id = :session AND c.state = 'received' {part} GROUP BY c.{by}""",
    "showings": """SELECT c.{by} AS what, COUNT(*) AS n FROM showing s
                   JOIN contribution c ON c.id = s.contribution_id
                   WHERE s.session_id = :session {part} GROUP BY c.{by}""",
}


@dataclass(frozen=True, slots=True)
class RaisedHand:
    """Somebody who asks for the floor, and how often they had it."""

    participant_id: str
    actor_id: str | None
    raised_at: datetime
    turns: int


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many joined, how many of them were seen since a moment, when anybody last was; how many
    phones could not send for a while, how often they tried, and when the last of them told so."""

    joined: int
    connected: int
    last_seen_at: datetime | None
    phones: int
    tries: int
    told_at: datetime | None


class HearingReads:
    """The part of the store's questions about who is here and heard."""

    _engine: Engine

    def counts_by(
        self, session_id: str, by: By, part_id: str = ""
    ) -> Mapping[str, Mapping[str | None, int]]:
        """For each count (registered, here, voices, contributions, support, showings), how many,
        by actor or language; of one part, or of the whole."""
        values = {"session": session_id}
        of_part = "AND part_id = :part" if part_id else ""
        counts: dict[str, Mapping[str | None, int]] = {}
        for name, sql in _COUNTS.items():
            asked = sql.format(by=by, part=of_part)
            wanted = values | ({"part": part_id} if ":part" in asked else {})
            counts[name] = {row["what"]: row["n"] for row in self._engine.read(asked, **wanted)}
        return counts

    def here_by_actor(self, session_id: str) -> Mapping[str | None, int]:
        """How many people are or were here, for each kind of actor: by link, in the meeting as its
        report of attendance has it, or heard. It costs as much as there are people."""
        sql = _COUNTS["here"].format(by="actor_id")
        return {row["what"]: row["n"] for row in self._engine.read(sql, session=session_id)}

    def here(self, session_id: str) -> frozenset[str]:
        """The participants counted there: their ids."""
        found = self._engine.read(f"SELECT id FROM participant p WHERE {_HERE}", session=session_id)
        return frozenset(row["id"] for row in found)

    def hands(self, session_id: str) -> list[RaisedHand]:
        """Who asks for the floor, first raised first."""
        sql = """SELECT h.participant_id, p.actor_id, h.raised_at,
                 (SELECT COUNT(*) FROM turn t WHERE t.participant_id = h.participant_id) AS turns
                 FROM hand h JOIN participant p ON p.id = h.participant_id
                 WHERE h.session_id = :session ORDER BY h.raised_at, h.participant_id"""
        return [
            RaisedHand(
                row["participant_id"],
                row["actor_id"],
                datetime.fromisoformat(row["raised_at"]),
                row["turns"],
            )
            for row in self._engine.read(sql, session=session_id)
        ]

    def has_hand_up(self, participant_id: str) -> bool:
        sql = "SELECT 1 FROM hand WHERE participant_id = :who"
        return bool(self._engine.read(sql, who=participant_id))

    def turns_by_actor(self, session_id: str) -> Mapping[str | None, int]:
        """How often each kind of actor had the floor."""
        sql = """SELECT actor_id, COUNT(*) AS n FROM turn
                 WHERE session_id = :session GROUP BY actor_id"""
        return {row["actor_id"]: row["n"] for row in self._engine.read(sql, session=session_id)}

    def has_floor(self, session_id: str) -> str | None:
        """The participant who has the floor now."""
        sql = """SELECT participant_id, ended_at FROM turn WHERE session_id = :session
                 ORDER BY revision DESC LIMIT 1"""
        found = self._engine.read(sql, session=session_id)
        return found[0]["participant_id"] if found and found[0]["ended_at"] is None else None

    def nudged(self, session_id: str, part_id: str) -> Mapping[str, datetime]:
        """The kinds of actor that were called on in a part, and when last."""
        sql = """SELECT actor_id, sent_at FROM nudge
                 WHERE session_id = :session AND part_id = :part"""
        found = self._engine.read(sql, session=session_id, part=part_id)
        return {row["actor_id"]: datetime.fromisoformat(row["sent_at"]) for row in found}

    def has_said(self, participant_id: str, part_id: str) -> bool:
        """Whether somebody has a contribution in a part."""
        sql = """SELECT 1 FROM contribution WHERE participant_id = :who AND part_id = :part
                 AND state = 'received' LIMIT 1"""
        return bool(self._engine.read(sql, who=participant_id, part=part_id))

    def attendance(self, session_id: str, since: datetime) -> Attendance:
        """Who is there now: seen since a moment."""
        sql = """SELECT COUNT(*) AS joined, MAX(last_seen_at) AS last_seen_at,
                 SUM(CASE WHEN last_seen_at >= :since THEN 1 ELSE 0 END) AS connected
                 FROM participant WHERE session_id = :session AND joined_at IS NOT NULL"""
        (here,) = self._engine.read(sql, session=session_id, since=since.isoformat())
        sql = """SELECT COUNT(DISTINCT participant_id) AS phones, SUM(tries) AS tries,
                 MAX(told_at) AS told_at FROM lost_tries WHERE session_id = :session"""
        (lost,) = self._engine.read(sql, session=session_id)
        return Attendance(
            here["joined"],
            here["connected"] or 0,
            _moment(here["last_seen_at"]),
            lost["phones"],
            lost["tries"] or 0,
            _moment(lost["told_at"]),
        )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


class Hearing(Writing):
    """The part of a change about who is heard."""

    def raise_hand(self, participant_id: str, at: datetime) -> None:
        self._insert(
            "hand",
            "DO NOTHING",
            participant_id=participant_id,
            session_id=self.session_id,
            raised_at=at.isoformat(),
        )

    def lower_hand(self, participant_id: str) -> None:
        sql = "DELETE FROM hand WHERE participant_id = :who AND session_id = :session"
        self._tx.execute(sql, {"who": participant_id, "session": self.session_id})

    def has_floor(self, participant_id: str) -> bool:
        """Whether somebody has the floor, inside this transaction."""
        sql = """SELECT 1 FROM turn WHERE session_id = :session AND participant_id = :who
                 AND ended_at IS NULL"""
        return bool(list(self._tx.query(sql, {"session": self.session_id, "who": participant_id})))

    def end_turns(self, at: datetime) -> None:
        sql = "UPDATE turn SET ended_at = :at WHERE session_id = :session AND ended_at IS NULL"
        self._tx.execute(sql, {"at": at.isoformat(), "session": self.session_id})

    def add_turn(
        self, revision: int, participant_id: str, actor_id: str | None, part_id: str, at: datetime
    ) -> None:
        self._insert(
            "turn",
            session_id=self.session_id,
            revision=revision,
            participant_id=participant_id,
            actor_id=actor_id,
            part_id=part_id,
            given_at=at.isoformat(),
        )

    def add_showing(self, revision: int, contribution_id: str, at: datetime) -> None:
        self._insert(
            "showing",
            session_id=self.session_id,
            revision=revision,
            contribution_id=contribution_id,
            shown_at=at.isoformat(),
        )

    def add_nudge(self, part_id: str, actor_id: str, at: datetime) -> None:
        self._insert(
            "nudge",
            "(session_id, part_id, actor_id) DO UPDATE SET sent_at = excluded.sent_at",
            session_id=self.session_id,
            part_id=part_id,
            actor_id=actor_id,
            sent_at=at.isoformat(),
        )

    def add_lost_tries(self, participant_id: str, tries: int, at: datetime) -> None:
        self._insert(
            "lost_tries",
            session_id=self.session_id,
            participant_id=participant_id,
            tries=tries,
            told_at=at.isoformat(),
        )
