"""Conclusions in the record: the part of a change that writes them, and how they are read."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from facilitation.conclusions.nouns import Conclusion, Objection, SignOff, Statement
from facilitation.engine import Engine, Row
from facilitation.lifecycles import ConclusionState, ReopenReason
from facilitation.store import conclusion_rows as rows
from facilitation.store.rows import from_doubts
from facilitation.store.writing import Writing

Ask = Callable[[str, dict[str, object]], Iterable[Row]]  # a query, in a transaction or out of it

_STATEMENTS = """SELECT s.*, c.edition AS current FROM statement s
                 JOIN conclusion c ON c.id = s.conclusion_id
                 WHERE c.{key} = :key ORDER BY s.revision"""
_EVIDENCE = """SELECT e.* FROM evidence e JOIN conclusion c ON c.id = e.conclusion_id
               WHERE c.{key} = :key ORDER BY e.position"""
_OBJECTIONS = """SELECT o.* FROM objection o JOIN conclusion c ON c.id = o.conclusion_id
                 WHERE c.{key} = :key ORDER BY o.at"""


class Concluding(Writing):
    """The part of a change that concludes."""

    at: datetime

    def conclusion(self, conclusion_id: str) -> Conclusion | None:
        """As it stands inside this transaction; None where it is of another session."""
        found = _conclusions(self._ask, "id", conclusion_id)
        return found[0] if found and found[0].session_id == self.session_id else None

    def conclusions(self) -> list[Conclusion]:
        """All of the session's, in their order, as they stand inside this transaction."""
        return _conclusions(self._ask, "session_id", self.session_id)

    def next_conclusion(self) -> tuple[int, int]:
        """The number and the position of one more. No number is ever given twice."""
        sql = """SELECT COALESCE(MAX(number), 0) AS number, COALESCE(MAX(position), 0) AS position
                 FROM conclusion WHERE session_id = :session"""
        (row,) = self._ask(sql, {"session": self.session_id})
        return int(row["number"]) + 1, int(row["position"]) + 1

    def add_conclusion(self, conclusion: Conclusion) -> None:
        """Its row, its statements and the contributions it rests on."""
        self._insert(
            "conclusion",
            id=conclusion.id,
            session_id=self.session_id,
            number=conclusion.number,
            position=conclusion.position,
            kind=conclusion.kind,
            part_id=conclusion.part_id,
            point_id=conclusion.point_id,
            theme_id=conclusion.theme_id,
            language=conclusion.language,
            edition=conclusion.edition,
            state=conclusion.state,
            reason=conclusion.reason,
            made_by=conclusion.made_by,
            approved_by=conclusion.approved_by,
            approved_at=conclusion.approved_at and conclusion.approved_at.isoformat(),
            revision=conclusion.revision,
        )
        for statement in conclusion.statements:
            self.add_statement(statement)
        self.set_evidence(conclusion.id, conclusion.evidence)

    def remove_conclusion(self, conclusion_id: str) -> None:
        """Rows and all: for what was only offered."""
        for table in ("objection", "evidence", "statement"):
            sql = f"DELETE FROM {table} WHERE conclusion_id = :id"
            self._tx.execute(sql, {"id": conclusion_id})
        self._tx.execute("DELETE FROM conclusion WHERE id = :id", {"id": conclusion_id})

    def set_conclusion(self, conclusion_id: str, **columns: object) -> None:
        self._update("conclusion", columns, session_id=self.session_id, id=conclusion_id)

    def add_statement(self, statement: Statement) -> None:
        """The text of a conclusion in one language from now on; earlier ones are kept."""
        self._insert(
            "statement",
            conclusion_id=statement.conclusion_id,
            language=statement.language,
            revision=statement.revision,
            edition=statement.edition,
            body=statement.said.text,
            proposer=statement.said.proposer,
            addressee=statement.said.addressee,
            due=statement.said.due,
            state=statement.state,
            engine=statement.engine,
            doubts=from_doubts(statement.doubts),
            made_by=statement.made_by,
            made_at=statement.made_at.isoformat(),
        )

    def set_evidence(self, conclusion_id: str, contribution_ids: Sequence[str]) -> None:
        """What a conclusion rests on from now on, the most telling first."""
        gone = "DELETE FROM evidence WHERE conclusion_id = :id"
        self._tx.execute(gone, {"id": conclusion_id})
        for position, contribution_id in enumerate(contribution_ids):
            self._insert(
                "evidence",
                conclusion_id=conclusion_id,
                contribution_id=contribution_id,
                position=position,
            )

    def approved_on(self, contribution_id: str) -> list[str]:
        """The ids of the approved conclusions that rest on a contribution."""
        sql = """SELECT c.id FROM conclusion c JOIN evidence e ON e.conclusion_id = c.id
                 WHERE e.contribution_id = :id AND c.session_id = :session
                 AND c.state = 'approved' ORDER BY c.position"""
        found = self._ask(sql, {"id": contribution_id, "session": self.session_id})
        return [row["id"] for row in found]

    def reopen_conclusions(self, ids: Iterable[str], reason: ReopenReason, revision: int) -> None:
        """Take an approval back, and say why."""
        for conclusion_id in ids:
            self.set_conclusion(
                conclusion_id,
                state=ConclusionState.REOPENED,
                reason=reason,
                approved_by="",
                approved_at=None,
                revision=revision,
            )

    def move_conclusions(self, ids: Sequence[str]) -> None:
        """Their order from now on; others of the session keep their places among themselves."""
        moved = set(ids)
        rest = [one.id for one in self.conclusions() if one.id not in moved]
        for position, conclusion_id in enumerate((*ids, *rest), 1):
            self.set_conclusion(conclusion_id, position=position)

    def put_objection(self, objection: Objection) -> None:
        """What a participant says of a conclusion; said again, it replaces what they said."""
        self._insert(
            "objection",
            """(conclusion_id, participant_id) DO UPDATE SET body = excluded.body,
               language = excluded.language, at = excluded.at, settled_by = ''""",
            conclusion_id=objection.conclusion_id,
            participant_id=objection.participant_id,
            body=objection.words.text,
            language=objection.words.language,
            at=objection.at.isoformat(),
        )

    def settle_objections(self, conclusion_id: str, by: str) -> None:
        self._update("objection", {"settled_by": by}, conclusion_id=conclusion_id, settled_by="")

    def add_sign_off(self, signed: SignOff) -> None:
        """Signing the same version again puts the later name in the place of the earlier one."""
        self._insert(
            "sign_off",
            """(session_id, language, version) DO UPDATE SET name = excluded.name,
               role = excluded.role, at = excluded.at, revision = excluded.revision,
               content = excluded.content""",
            session_id=self.session_id,
            language=signed.language,
            version=signed.version,
            name=signed.name,
            role=signed.role,
            at=signed.at.isoformat(),
            revision=signed.revision,
            content=rows.from_content(signed.content),
        )

    def sign_offs(self) -> list[SignOff]:
        return _sign_offs(self._ask, self.session_id)

    def _ask(self, sql: str, params: dict[str, object]) -> Iterable[Row]:
        return self._tx.query(sql, params)


class ConclusionReads:
    """What the record holds of conclusions."""

    _engine: Engine

    def conclusions(self, session_id: str) -> list[Conclusion]:
        """All of a session, dropped ones included, in their order."""
        return _conclusions(self._ask, "session_id", session_id)

    def conclusion(self, conclusion_id: str) -> Conclusion | None:
        found = _conclusions(self._ask, "id", conclusion_id)
        return found[0] if found else None

    def statements(self, conclusion_id: str) -> list[Statement]:
        """Every text a conclusion ever had, in any language, first to present."""
        found = self._ask(_STATEMENTS.format(key="id"), {"key": conclusion_id})
        return [rows.to_statement(row) for row in found]

    def statements_wanted(self) -> list[tuple[str, str, str, int]]:
        """What a machine has to draft: session, conclusion, language and edition of each.

        Of every session with an engine; not what is only offered, or dropped.
        """
        sql = """SELECT c.session_id, c.id, l.language, c.edition FROM conclusion c
                 JOIN session ON session.id = c.session_id AND session.engine <> 'off'
                 JOIN session_language l ON l.session_id = c.session_id
                 AND l.language <> c.language
                 WHERE c.state IN ('draft', 'approved', 'reopened') AND NOT EXISTS (
                     SELECT 1 FROM statement s WHERE s.conclusion_id = c.id
                     AND s.language = l.language AND s.edition = c.edition)
                 ORDER BY c.revision, c.id, l.language"""
        found = self._engine.read(sql)
        return [(row["session_id"], row["id"], row["language"], row["edition"]) for row in found]

    def objections_of(self, participant_id: str) -> list[Objection]:
        """What one participant said of conclusions."""
        sql = "SELECT * FROM objection WHERE participant_id = :who ORDER BY at"
        return [rows.to_objection(row) for row in self._engine.read(sql, who=participant_id)]

    def sign_offs(self, session_id: str) -> list[SignOff]:
        """Who signed what, oldest first."""
        return _sign_offs(self._ask, session_id)

    def _ask(self, sql: str, params: dict[str, object]) -> Iterable[Row]:
        return self._engine.read(sql, **params)


def _conclusions(ask: Ask, key: str, value: str) -> list[Conclusion]:
    sql = f"SELECT * FROM conclusion WHERE {key} = :key ORDER BY position, number"
    found = list(ask(sql, {"key": value}))
    if not found:
        return []
    asked: dict[str, object] = {"key": value}
    spoken = map(rows.to_statement, ask(_STATEMENTS.format(key=key), asked))
    latest = {(one.conclusion_id, one.language): one for one in spoken}
    statements = _grouped((one.conclusion_id, one) for one in latest.values())
    evidence = _grouped(
        (row["conclusion_id"], row["contribution_id"])
        for row in ask(_EVIDENCE.format(key=key), asked)
    )
    objections = _grouped(
        (row["conclusion_id"], rows.to_objection(row))
        for row in ask(_OBJECTIONS.format(key=key), asked)
    )
    return [
        rows.to_conclusion(row, statements[row["id"]], evidence[row["id"]], objections[row["id"]])
        for row in found
    ]


def _sign_offs(ask: Ask, session_id: str) -> list[SignOff]:
    sql = "SELECT * FROM sign_off WHERE session_id = :session ORDER BY version, at, language"
    return [rows.to_sign_off(row) for row in ask(sql, {"session": session_id})]


Kept = TypeVar("Kept")


def _grouped(pairs: Iterable[tuple[str, Kept]]) -> dict[str, list[Kept]]:
    grouped: dict[str, list[Kept]] = defaultdict(list)
    for key, one in pairs:
        grouped[key].append(one)
    return grouped
