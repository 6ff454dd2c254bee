"""What a change writes of an import, and how one is undone as a whole."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from facilitation.engine import Row
from facilitation.model import Contribution
from facilitation.store import rows
from facilitation.store.attendances import INTRODUCTIONS, TELLINGS, TRACES, introduced
from facilitation.store.erasures import Erasures

_OF_IMPORT = "(SELECT contribution_id FROM imported WHERE import_id = :import AND what = 'undone')"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A contribution that an import brings, `folded` for search, and where it was found."""

    contribution: Contribution
    folded: str
    trace: str
    file: str
    line: int


class Imports(Erasures):
    """The part of a change that brings files in and takes them out again."""

    at: datetime

    def people_known(self) -> list[Row]:
        """Everyone of the session with their e-mail: for matching, never for a screen."""
        sql = """SELECT * FROM participant WHERE session_id = :session AND is_rehearsal = 0
                 ORDER BY created_at, id"""
        return list(self._tx.query(sql, {"session": self.session_id}))

    def aliases(self) -> list[Row]:
        sql = "SELECT participant_id, folded FROM alias WHERE session_id = :session"
        return list(self._tx.query(sql, {"session": self.session_id}))

    def traces(self) -> dict[str, Row]:
        """All that imports of this session brought, by its trace."""
        found = self._tx.query(TRACES, {"session": self.session_id})
        return {row["trace"]: row for row in found}

    def tellings(self) -> list[Row]:
        """What each import that stands told of each person, in the order of the imports."""
        return list(self._tx.query(TELLINGS, {"session": self.session_id}))

    def introductions(self) -> dict[str, int]:
        """The revision at which each participant last said who they are."""
        return introduced(self._tx.query(INTRODUCTIONS, {"session": self.session_id}))

    def import_of(self, import_id: str) -> Row | None:
        sql = "SELECT * FROM import WHERE id = :id AND session_id = :session"
        found = list(self._tx.query(sql, {"id": import_id, "session": self.session_id}))
        return found[0] if found else None

    def add_import(
        self, import_id: str, kind: str, files: Iterable[str], by_role: str, revision: int
    ) -> None:
        self._insert(
            "import",
            id=import_id,
            session_id=self.session_id,
            kind=kind,
            files=json.dumps(list(files), ensure_ascii=False),
            revision=revision,
            at=self.at.isoformat(),
            by_role=by_role,
        )

    def add_imported(self, import_id: str, trace: str, what: str, **columns: object) -> None:
        """`what`: contribution, participant, support, stay, told (what it told of a person, in
        `before`), or taken_off (that a list has somebody as not approved)."""
        self._insert("imported", **self._imported(import_id, trace, what, **columns))

    def _imported(self, import_id: str, trace: str, what: str, **columns: object) -> Row:
        told = {"session_id": self.session_id, "import_id": import_id}
        return {**told, "trace": trace, "what": what, **columns}

    def add_arrived(self, import_id: str, arrived: Iterable[Arrived]) -> None:
        """Many contributions, each with its first edition and its trace."""
        told, editions, traces = list[Row](), list[Row](), list[Row]()
        for one in arrived:
            new = one.contribution
            told.append(rows.from_contribution(new, one.folded, one.file, one.line))
            editions.append(rows.from_edition(new, self.at))
            known = {"contribution_id": new.id, "participant_id": new.participant_id}
            traces.append(self._imported(import_id, one.trace, "contribution", **known))
        for table, some in (("contribution", told), ("edition", editions), ("imported", traces)):
            self._insert_all(table, some)

    def add_alias(self, import_id: str, participant_id: str, folded: str) -> None:
        self._insert(
            "alias",
            import_id=import_id,
            session_id=self.session_id,
            participant_id=participant_id,
            folded=folded,
        )

    def add_stay(
        self,
        import_id: str,
        participant_id: str,
        joined: datetime | None,
        left: datetime | None,
        minutes: int,
    ) -> None:
        self._insert(
            "stay",
            import_id=import_id,
            session_id=self.session_id,
            participant_id=participant_id,
            joined_at=joined and joined.isoformat(),
            left_at=left and left.isoformat(),
            minutes=minutes,
        )

    def add_replies(self, parents: Mapping[str, str]) -> None:
        """Which contributions answer which: ids by ids."""
        pairs = [{"contribution_id": id_, "parent_id": parent} for id_, parent in parents.items()]
        self._insert_all("reply", pairs, "DO NOTHING")

    def imported_by(self, import_id: str, what: str) -> list[Row]:
        sql = "SELECT * FROM imported WHERE import_id = :import AND what = :what"
        return list(self._tx.query(sql, {"import": import_id, "what": what}))

    def is_rested_on(self, participant_id: str, import_id: str) -> bool:
        """Whether something else than this import knows the participant: they came, they spoke,
        another file names them."""
        sql = """SELECT 1 AS found FROM participant p WHERE p.id = :who AND (
                 p.joined_at IS NOT NULL
                 OR EXISTS (SELECT 1 FROM contribution c WHERE c.participant_id = p.id
                            AND c.state <> 'erased'))"""
        found = list(self._tx.query(sql, {"who": participant_id}))
        return bool(found or self.named_by(participant_id, import_id))

    def named_by(self, participant_id: str, import_id: str) -> str | None:
        """The first other import that stands and names a participant."""
        sql = """SELECT whole.id FROM imported named JOIN import whole ON whole.id = named.import_id
                 WHERE named.participant_id = :who AND whole.id <> :import
                 AND whole.undone_at IS NULL AND named.what <> 'taken_off'
                 ORDER BY whole.revision LIMIT 1"""
        found = list(self._tx.query(sql, {"who": participant_id, "import": import_id}))
        return found[0]["id"] if found else None

    def hand_over(self, trace: str, import_id: str) -> None:
        """Another import answers from now on for a person that it names too."""
        sql = """UPDATE imported SET import_id = :import
                 WHERE session_id = :session AND trace = :trace"""
        self._tx.execute(sql, {"session": self.session_id, "trace": trace, "import": import_id})

    def write_telling(self, participant_id: str, import_id: str, told: str) -> None:
        """In the place of what was written down of what an import told of a person."""
        sql = """UPDATE imported SET before = :told WHERE import_id = :import
                 AND participant_id = :who AND what = 'told'"""
        self._tx.execute(sql, {"import": import_id, "who": participant_id, "told": told})

    def give_kind(self, participant_id: str, actor_id: str, revision: int) -> list[str]:
        """A kind of actor for those contributions of a participant that have none; their ids."""
        sql = """UPDATE contribution SET actor_id = :actor, revision = :revision
                 WHERE participant_id = :who AND session_id = :session AND actor_id IS NULL
                 AND state <> 'erased' RETURNING id"""
        values = {"who": participant_id, "session": self.session_id, "actor": actor_id}
        return [row["id"] for row in self._tx.query(sql, {**values, "revision": revision})]

    def change_kind(
        self, participant_id: str, was: str, actor_id: str | None, revision: int
    ) -> list[str]:
        """Another kind of actor for what imports brought of a participant; the ids."""
        sql = """UPDATE contribution SET actor_id = :actor, revision = :revision
                 WHERE participant_id = :who AND session_id = :session AND actor_id = :was
                 AND source = 'import' AND state <> 'erased' RETURNING id"""
        values = {"who": participant_id, "session": self.session_id, "was": was}
        found = self._tx.query(sql, {**values, "actor": actor_id, "revision": revision})
        return [row["id"] for row in found]

    def change_kind_of(
        self, ids: Iterable[str], was: str, actor_id: str | None, revision: int
    ) -> list[str]:
        """The same for those of these contributions that have the one kind; the ids of them."""
        sql = """UPDATE contribution SET actor_id = :actor, revision = :revision
                 WHERE id = :id AND session_id = :session AND actor_id = :was
                 AND state <> 'erased' RETURNING id"""
        values = {"session": self.session_id, "was": was, "actor": actor_id, "revision": revision}
        return [row["id"] for id_ in ids for row in self._tx.query(sql, {**values, "id": id_})]

    def erase_imported_words(self, import_id: str, revision: int) -> list[str]:
        """Erase the contributions an import brought, but for those that were erased before, whose
        traces stay; the ids of what was erased."""
        which = {"import": import_id, "revision": revision}
        self._tx.execute(
            """UPDATE imported SET what = 'undone' WHERE import_id = :import
               AND what = 'contribution' AND contribution_id IN
               (SELECT id FROM contribution WHERE state <> 'erased')""",
            {"import": import_id},
        )
        found = self.imported_by(import_id, "undone")
        self._erase(_OF_IMPORT, which)
        return [row["contribution_id"] for row in found]

    def remove_imported_supports(self, import_id: str, revision: int) -> None:
        theirs = """SELECT contribution_id FROM imported
                    WHERE import_id = :import AND what = 'support'"""
        self._tx.execute(
            f"UPDATE contribution SET revision = :revision WHERE id IN ({theirs})",
            {"import": import_id, "revision": revision},
        )
        for row in self.imported_by(import_id, "support"):
            sql = "DELETE FROM support WHERE contribution_id = :id AND participant_id = :who"
            self._tx.execute(sql, {"id": row["contribution_id"], "who": row["participant_id"]})

    def forget_import(self, import_id: str) -> None:
        """Let go of what an import brought, but for the traces of what people erased."""
        which = {"import": import_id}
        for table in ("stay", "alias"):
            self._tx.execute(f"DELETE FROM {table} WHERE import_id = :import", which)
        self._tx.execute(
            """DELETE FROM imported WHERE import_id = :import
               AND what IN ('undone', 'support', 'stay', 'told', 'taken_off', 'filled',
                            'undone_person')""",
            which,
        )
        sql = "UPDATE import SET undone_at = :at WHERE id = :import"
        self._tx.execute(sql, {**which, "at": self.at.isoformat()})

    def review_actors(self, decided: Mapping[str, str | None]) -> None:
        """Remember what answers mean, for every session from now on."""
        for answer, actor_id in decided.items():
            self._insert(
                "reviewed_actor",
                """(answer) DO UPDATE SET actor_id = excluded.actor_id,
                   decided_at = excluded.decided_at""",
                answer=answer,
                actor_id=actor_id,
                decided_at=self.at.isoformat(),
            )

    def forget_reviewed(self, organisation: str, answer: str, participant_id: str) -> None:
        """What was decided of an organisation that only this person named."""
        sql = """DELETE FROM reviewed_actor WHERE answer = :answer AND NOT EXISTS
                 (SELECT 1 FROM participant WHERE organisation = :organisation AND id <> :who)"""
        values = {"answer": answer, "organisation": organisation, "who": participant_id}
        self._tx.execute(sql, values)

    def mark_undone(self, trace: str) -> None:
        """A person whom only this import knew: their trace goes with it."""
        sql = """UPDATE imported SET what = 'undone_person'
                 WHERE session_id = :session AND trace = :trace"""
        self._tx.execute(sql, {"session": self.session_id, "trace": trace})
