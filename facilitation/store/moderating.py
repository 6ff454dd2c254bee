"""What a console asks of the record, and how it changes it: sift, merge, undo."""

from collections.abc import Iterable, Mapping, Sequence

from facilitation.lifecycles import Facet
from facilitation.model import CodingState, Contribution, ContributionState
from facilitation.store import rows
from facilitation.store.reads import CONTRIBUTION, Reads
from facilitation.store.sieves import ORDERS, Sifting, sieve
from facilitation.store.trails import AuditRow, PartEdition, to_audit_row, to_part_edition
from facilitation.store.writing import Writing

STAFF_ONLY = "role <> 'participant' AND role <> 'machine'"  # as the index audit_staff says it
FROM_THE_ROOM = "('submit', 'join', 'introduce', 'translate', 'support', 'unsupport')"
IN_THE_ROOM = "state IN ('received', 'waiting', 'hidden')"
COLUMNS = {Facet.ACTOR: "actor_id", Facet.LANGUAGE: "language"}


class Moderating(Reads):
    """The questions of a console."""

    def sifted(self, session_id: str, sifting: Sifting, limit: int) -> list[Contribution]:
        """The contributions that a sifting lets through, in its order."""
        where, values = sieve(sifting)
        sql = f"""{CONTRIBUTION} WHERE session_id = :session AND {where}
                 ORDER BY {ORDERS[sifting.order]} LIMIT :limit"""
        return self._completed(self._engine.read(sql, session=session_id, limit=limit, **values))

    def facet(self, session_id: str, part_id: str, facet: Facet) -> Mapping[str, int]:
        """How many contributions of a part ("": of all) there are for each value of a facet."""
        of_part = "AND part_id = :part" if part_id else ""
        if facet is Facet.THEME:
            sql = f"""SELECT code_id AS value, COUNT(*) AS n FROM coding
                     JOIN contribution ON contribution.id = coding.contribution_id
                     WHERE session_id = :session {of_part} AND axis = 'theme'
                     AND coding.state <> 'rejected' AND contribution.{IN_THE_ROOM}
                     GROUP BY code_id"""
        else:
            column = COLUMNS[facet]
            sql = f"""SELECT {column} AS value, COUNT(*) AS n FROM contribution
                     WHERE session_id = :session {of_part} AND {IN_THE_ROOM} GROUP BY {column}"""
        values = {"session": session_id} | ({"part": part_id} if part_id else {})
        return {row["value"] or "": row["n"] for row in self._engine.read(sql, **values)}

    def in_state(self, session_id: str, state: ContributionState) -> int:
        """How many contributions of a session are in a state."""
        sql = "SELECT COUNT(*) AS n FROM contribution WHERE session_id = :session AND state = :s"
        return int(self._engine.read(sql, session=session_id, s=state)[0]["n"])

    def by_ids(self, ids: Iterable[str]) -> Mapping[str, Contribution]:
        """The contributions of these ids."""
        found = list(self._of_each(f"{CONTRIBUTION} WHERE id IN ({{ids}})", sorted(set(ids))))
        return {one.id: one for one in self._completed(found)}

    def merged_into(self, ids: Sequence[str]) -> Mapping[str, list[Contribution]]:
        """What was merged into each of these contributions, in the order it came in."""
        sql = f"{CONTRIBUTION} WHERE merged_into IN ({{ids}}) ORDER BY number"
        merged: dict[str, list[Contribution]] = {}
        for row in self._of_each(sql, ids):
            merged.setdefault(row["merged_into"], []).append(rows.to_contribution(row))
        return merged

    def kept_apart(self, session_id: str) -> set[tuple[str, str]]:
        """The pairs that a person said are not the same: the later, the earlier."""
        # By the few pairs, not by the session's contributions: it is asked at every redraw.
        sql = """SELECT contribution_id, other_id FROM likeness
                 WHERE state = 'rejected' AND EXISTS (SELECT 1 FROM contribution
                 WHERE id = contribution_id AND session_id = :session)"""
        found = self._engine.read(sql, session=session_id)
        return {(row["contribution_id"], row["other_id"]) for row in found}

    def trail(self, session_id: str, limit: int) -> list[AuditRow]:
        """What staff did last, newest first."""
        sql = f"""SELECT * FROM audit WHERE session_id = :session AND {STAFF_ONLY}
                 ORDER BY revision DESC LIMIT :limit"""
        return list(map(to_audit_row, self._engine.read(sql, session=session_id, limit=limit)))

    def part_editions(self, session_id: str) -> list[PartEdition]:
        """How the run sheet was planned and changed, oldest first."""
        sql = """SELECT * FROM part_edition WHERE session_id = :session
                 ORDER BY revision, position"""
        return list(map(to_part_edition, self._engine.read(sql, session=session_id)))


class Moderations(Writing):
    """The part of a change that a console makes."""

    def act(self, revision: int) -> AuditRow | None:
        """What was done at a revision."""
        sql = "SELECT * FROM audit WHERE session_id = :session AND revision = :revision"
        values = {"session": self.session_id, "revision": revision}
        found = list(self._tx.query(sql, values))
        return to_audit_row(found[0]) if found else None

    def acts_after(self, revision: int) -> list[AuditRow]:
        """What was done after a revision, but for what comes in from the room."""
        sql = f"""SELECT * FROM audit WHERE session_id = :session AND revision > :revision
                 AND verb NOT IN {FROM_THE_ROOM} ORDER BY revision"""
        values = {"session": self.session_id, "revision": revision}
        return list(map(to_audit_row, self._tx.query(sql, values)))

    def take_apart(self, contribution_id: str, revision: int) -> None:
        """What was merged into a contribution stands on its own again."""
        sql = """UPDATE contribution SET state = 'received', merged_into = NULL,
                 revision = :revision WHERE merged_into = :id AND session_id = :session"""
        values = {"id": contribution_id, "revision": revision, "session": self.session_id}
        self._tx.execute(sql, values)

    def merge_all_of(self, contribution_id: str, into_id: str, revision: int) -> None:
        """What was merged into a contribution is merged into another."""
        sql = """UPDATE contribution SET merged_into = :into, revision = :revision
                 WHERE merged_into = :id AND session_id = :session"""
        values = {"into": into_id, "id": contribution_id, "revision": revision}
        self._tx.execute(sql, {**values, "session": self.session_id})

    def keep_apart(self, contribution_id: str, other_id: str, by: str, revision: int) -> None:
        """A person says that two contributions are not the same."""
        self._insert(
            "likeness",
            "DO NOTHING",
            contribution_id=contribution_id,
            other_id=other_id,
            state=CodingState.REJECTED,
            decided_by=by,
            revision=revision,
        )

    def forget_apart(self, contribution_id: str, other_id: str) -> None:
        """Nobody has said yet whether two contributions are the same."""
        sql = "DELETE FROM likeness WHERE contribution_id = :id AND other_id = :other"
        self._tx.execute(sql, {"id": contribution_id, "other": other_id})

    def remove_step(self, revision: int) -> None:
        """The run sheet goes on as if a step had not been made; the audit keeps that it was."""
        sql = "DELETE FROM step WHERE session_id = :session AND revision = :revision"
        self._tx.execute(sql, {"session": self.session_id, "revision": revision})

    def remove_part(self, part_id: str) -> None:
        """A part to which nobody said anything. Its editions stay."""
        sql = "DELETE FROM part WHERE session_id = :session AND id = :id"
        self._tx.execute(sql, {"session": self.session_id, "id": part_id})

    def is_answered(self, part_id: str) -> bool:
        """Whether anybody said anything to a part."""
        sql = "SELECT 1 FROM contribution WHERE session_id = :session AND part_id = :id LIMIT 1"
        return bool(list(self._tx.query(sql, {"session": self.session_id, "id": part_id})))

    def part_edition(self, part_id: str, before: int | None = None) -> PartEdition | None:
        """How a part stands, or stood before a revision."""
        until = "" if before is None else "AND revision < :before"
        sql = f"""SELECT * FROM part_edition WHERE session_id = :session AND part_id = :id {until}
                 ORDER BY revision DESC LIMIT 1"""
        values = {"session": self.session_id, "id": part_id}
        found = list(self._tx.query(sql, values | ({} if before is None else {"before": before})))
        return to_part_edition(found[0]) if found else None
