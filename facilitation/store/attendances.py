"""Who is registered and who was present: what participation is measured against."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from facilitation.engine import Engine, Row

# Who is registered: on the list, by a link of their own, and not erased. Where names were let go
# their kind of actor still tells.
REGISTERED = """origin = 'personal' AND (name <> '' OR email <> '' OR actor_id IS NOT NULL
                OR joined_at IS NOT NULL)"""
TRACES = "SELECT * FROM imported WHERE session_id = :session"
TELLINGS = """SELECT told.participant_id, told.import_id, told.before, whole.kind, whole.revision
              FROM imported told JOIN import whole ON whole.id = told.import_id
              WHERE told.session_id = :session AND told.what IN ('told', 'taken_off')
              AND whole.undone_at IS NULL ORDER BY whole.revision, told.trace"""
INTRODUCTIONS = """SELECT subject, MAX(revision) AS revision FROM audit
                   WHERE session_id = :session AND verb IN ('join', 'introduce') GROUP BY subject"""


def introduced(found: Iterable[Row]) -> dict[str, int]:
    return {row["subject"].partition(":")[2]: row["revision"] for row in found}


@dataclass(frozen=True, slots=True)
class Import:
    """One import as it stands in the record. `brought` counts by what: contribution, participant,
    support, stay, told, taken_off."""

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
        sql = f"""SELECT actor_id, COUNT(*) AS n FROM participant WHERE session_id = :session
                  AND {REGISTERED} GROUP BY actor_id"""
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

    def traces_of(self, session_id: str) -> dict[str, Row]:
        """All that imports brought, by its trace."""
        return {row["trace"]: row for row in self._engine.read(TRACES, session=session_id)}

    def tellings_of(self, session_id: str) -> list[Row]:
        """What each import that stands told of each person, in the order of the imports."""
        return self._engine.read(TELLINGS, session=session_id)

    def introductions_of(self, session_id: str) -> dict[str, int]:
        """The revision at which each participant last said who they are."""
        return introduced(self._engine.read(INTRODUCTIONS, session=session_id))

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

    def sources_of(self, session_id: str) -> dict[str, tuple[str, int | None]]:
        """The same for every contribution of a session that came from a file, by its id."""
        sql = """SELECT id, source_file, source_line FROM contribution
                 WHERE session_id = :session AND source_file <> ''"""
        found = self._engine.read(sql, session=session_id)
        return {row["id"]: (row["source_file"], row["source_line"]) for row in found}

    def reviewed_actors(self) -> Mapping[str, str | None]:
        """What people decided that answers and organisations mean, in any session."""
        found = self._engine.read("SELECT answer, actor_id FROM reviewed_actor")
        return {row["answer"]: row["actor_id"] for row in found}
