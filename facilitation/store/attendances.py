"""Who is registered and who was present: what participation is measured against."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from facilitation.engine import Engine, Row


@dataclass(frozen=True, slots=True)
class Import:
    """One import as it stands in the record. `brought` counts by what: contribution, participant,
    support, stay, filled."""

    id: str
    kind: str
    files: tuple[str, ...]
    at: datetime
    by_role: str
    undone_at: datetime | None
    brought: Mapping[str, int]


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

    def people_of(self, session_id: str) -> list[Row]:
        """Everyone with their e-mail, for matching and for mailing; never for a screen."""
        sql = """SELECT * FROM participant WHERE session_id = :session AND is_rehearsal = 0
                 ORDER BY created_at, id"""
        return self._engine.read(sql, session=session_id)

    def aliases_of(self, session_id: str) -> list[Row]:
        """Other names that people of a session were seen under, folded."""
        sql = "SELECT participant_id, folded FROM alias WHERE session_id = :session"
        return self._engine.read(sql, session=session_id)

    def known_traces(self, session_id: str) -> set[str]:
        """The traces of all that imports brought."""
        sql = "SELECT trace FROM imported WHERE session_id = :session"
        return {row["trace"] for row in self._engine.read(sql, session=session_id)}

    def imports(self, session_id: str) -> list[Import]:
        """Every import of a session, the last one first; undone ones too."""
        sql = """SELECT import_id, what, COUNT(*) AS n FROM imported
                 WHERE session_id = :session GROUP BY import_id, what"""
        brought: dict[str, dict[str, int]] = {}
        for row in self._engine.read(sql, session=session_id):
            brought.setdefault(row["import_id"], {})[row["what"]] = row["n"]
        sql = "SELECT * FROM import WHERE session_id = :session ORDER BY revision DESC"
        return [
            Import(
                row["id"],
                row["kind"],
                tuple(json.loads(row["files"])),
                datetime.fromisoformat(row["at"]),
                row["by_role"],
                row["undone_at"] and datetime.fromisoformat(row["undone_at"]),
                brought.get(row["id"], {}),
            )
            for row in self._engine.read(sql, session=session_id)
        ]

    def source_of(self, contribution_id: str) -> tuple[str, int | None]:
        """The label of the file and the line that a contribution came from; ("", None) if none."""
        sql = "SELECT source_file, source_line FROM contribution WHERE id = :id"
        found = self._engine.read(sql, id=contribution_id)
        return (found[0]["source_file"], found[0]["source_line"]) if found else ("", None)

    def reviewed_actors(self) -> Mapping[str, str | None]:
        """What people decided that answers and organisations mean, in any session."""
        found = self._engine.read("SELECT answer, actor_id FROM reviewed_actor")
        return {row["answer"]: row["actor_id"] for row in found}
