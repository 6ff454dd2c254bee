"""The record: the only SQL above the engine. `Store` answers questions and makes changes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from facilitation.engine import Engine, Transaction, connect
from facilitation.errors import NotFound
from facilitation.model import Intake, Plan, SessionState, View
from facilitation.store import rows
from facilitation.store.attending import Attending
from facilitation.store.changes import By, Change, now
from facilitation.store.finding import Finding
from facilitation.store.jobs import Jobs, Obstacle
from facilitation.store.moderating import Moderating
from facilitation.store.moving import move
from facilitation.store.standing import StandingReads

__all__ = ["By", "Change", "Obstacle", "Store", "now"]


class Store(Moderating, Finding, Attending, StandingReads):
    """One database, for as many sessions as it holds."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.jobs = Jobs(engine)
        self._listeners: list[Callable[[], None]] = []

    @classmethod
    def open(cls, database: str) -> "Store":
        """A path or a postgresql:// URL; the schema is brought up to date."""
        return cls(connect(database))

    def close(self) -> None:
        self._engine.close()

    def clear_log(self) -> bool:
        """Empty the database's log, which still holds what was erased. False: it was in use."""
        return self._engine.clear_log()

    def copy_to(self, path: Path) -> None:
        """All of a SQLite database as it stands, into one file, while people submit."""
        self._engine.copy_to(path)

    def give_to(self, other: "Store", session_ids: Sequence[str], *, is_everything: bool) -> int:
        """Copy whole sessions into another database; how many rows. Raises moving.AlreadyThere.

        `is_everything`: also what holds for the whole installation.
        """
        return move(self._engine, other._engine, session_ids, with_shared=is_everything)

    def call_after_change(self, listener: Callable[[], None]) -> None:
        """Have `listener` called after each change made here, on the thread that made it."""
        self._listeners.append(listener)

    @contextmanager
    def change(self, session_id: str) -> Iterator[Change]:
        """One transaction on one session. What its block does is durable when it ends, or undone.

        The session's row is held from the start: `change.session` is how it stands, and stays true
        to the end of the block. Read through the change there, not through the store, which would
        wait for a second connection.
        """
        with self._engine.write() as tx:
            sql = f"SELECT * FROM session WHERE id = :id {self._engine.for_update}"
            held = list(tx.query(sql, {"id": session_id}))
            if not held:
                raise NotFound
            yield Change(tx, session_id, self._with_plan(held[0], tx))
        for listener in self._listeners:
            listener()

    def add_session(
        self, session_id: str, code: str, plan: Plan, by: By, *, is_first: bool = False
    ) -> bool:
        """A prepared session, on the first part of its run sheet. False: the code is taken.

        `is_first`: only where there is none of this reference yet. Of several processes that start
        on an empty database one prepares it, and the others find it.
        """
        with self._engine.write() as tx:
            if is_first and self._is_there(tx, plan.reference):
                return True
            sql = """INSERT INTO session (id, code, reference, title, programme, contact, codebook,
                     glossary, confidentiality, state, part_id, intake, view, revision,
                     stage_revision, last_number, prepared_at, notice, retention_days)
                     VALUES (:id, :code, :reference, :title, :programme, :contact, :codebook,
                     :glossary, :confidentiality, :state, :part, :intake, :view, 0, 0, 0, :at,
                     :notice, :days)
                     ON CONFLICT (code) DO NOTHING RETURNING id"""
            params = {
                "id": session_id,
                "code": code,
                "reference": plan.reference,
                "title": rows.from_wording(plan.title),
                "programme": rows.from_programme(plan.programme),
                "contact": plan.contact,
                "codebook": plan.codebook,
                "glossary": plan.glossary,
                "confidentiality": plan.confidentiality.value,
                "state": SessionState.PREPARED.value,
                "part": plan.parts[0].id,
                "intake": Intake.PAUSED.value,
                "view": View.QUESTION.value,
                "at": now().isoformat(),
                "notice": rows.from_wording(plan.notice),
                "days": plan.retention_days,
            }
            if not list(tx.query(sql, params)):
                return False
            change = Change(tx, session_id)
            change.touch(by, "prepare", f"session:{session_id}", is_stage=True)
            change.add_plan(plan)
            change.add_codebook(1, plan.codebook, str(by), "prepare", 1)
            return True

    def _is_there(self, tx: Transaction, reference: str) -> bool:
        self._engine.wait_for_turn(tx)
        sql = "SELECT 1 FROM session WHERE reference = :reference LIMIT 1"
        return bool(list(tx.query(sql, {"reference": reference})))

    def note_presence(self, participant_id: str, at: datetime) -> None:
        """When a participant was last seen. No revision moves: presence is no change."""
        with self._engine.write() as tx:
            sql = "UPDATE participant SET last_seen_at = :at WHERE id = :id"
            tx.execute(sql, {"at": at.isoformat(), "id": participant_id})

    def note_all_present(self, participant_ids: Iterable[str], at: datetime) -> None:
        """The same of everybody with a screen open, in one transaction."""
        ids = sorted(participant_ids)
        with self._engine.write() as tx:
            for start in range(0, len(ids), 400):  # SQLite takes a limited number of parameters
                some = {f"id{n}": one for n, one in enumerate(ids[start : start + 400])}
                names = ", ".join(f":{name}" for name in some)
                sql = f"UPDATE participant SET last_seen_at = :at WHERE id IN ({names})"
                tx.execute(sql, {"at": at.isoformat(), **some})
