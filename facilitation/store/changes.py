"""The ways the record changes. Each change moves the session's revision and leaves an audit row."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from facilitation.engine import Transaction
from facilitation.model import (
    Contribution,
    Job,
    JobKind,
    JobState,
    OnScreen,
    Participant,
    Role,
    Session,
    Translation,
    TranslationState,
    Words,
)
from facilitation.store import rows
from facilitation.store.candidates import Candidates
from facilitation.store.codebooks import Codebooks
from facilitation.store.codings import Codings
from facilitation.store.concluding import Concluding
from facilitation.store.entering import Entering
from facilitation.store.hearing import Hearing
from facilitation.store.imports import Imports
from facilitation.store.moderating import Moderations
from facilitation.store.planning import Planning
from facilitation.store.rehearsals import Rehearsals
from facilitation.store.restoring import Restoring
from facilitation.store.second_coding import SecondCoding


@dataclass(frozen=True, slots=True)
class By:
    """Who makes a change: a role, and which participant or which key of that role.

    No role: a machine, of that name.
    """

    role: Role | None
    who: str = ""
    seat: str = ""  # one open page of theirs: two moderators hold the same key

    def __str__(self) -> str:
        return f"{self.role or 'machine'}:{self.who}"


def now() -> datetime:
    return datetime.now(UTC)


class Change(
    Planning,
    Entering,
    Concluding,
    Codebooks,
    Codings,
    SecondCoding,
    Candidates,
    Imports,
    Rehearsals,
    Moderations,
    Hearing,
    Restoring,
):
    """One transaction on one session, which it holds until it ends."""

    def __init__(self, tx: Transaction, session_id: str, session: Session | None = None) -> None:
        super().__init__(tx, session_id)
        self._session = session
        self.at = now()

    @property
    def session(self) -> Session:
        """How the session stood when this transaction took hold of it."""
        assert self._session is not None, "a session that is only being prepared"
        return self._session

    def part_before(self) -> str | None:
        """The part that was on the table before the present one."""
        sql = """SELECT part_id FROM step WHERE session_id = :session
                 ORDER BY revision DESC LIMIT 1 OFFSET 1"""
        found = list(self._tx.query(sql, {"session": self.session_id}))
        return found[0]["part_id"] if found else None

    def touch(
        self, by: By, verb: str, subject: str = "", *, is_stage: bool = False, **detail: object
    ) -> int:
        """Move the revision and write who did what. Call it once, before what it stands for.

        `is_stage` tells the phones too. `detail` holds ids, states and counts, never words.
        """
        stage = ", stage_revision = revision + 1" if is_stage else ""
        sql = f"""UPDATE session SET revision = revision + 1{stage}
                  WHERE id = :session RETURNING revision"""
        (moved,) = self._tx.query(sql, {"session": self.session_id})
        self._insert(
            "audit",
            session_id=self.session_id,
            revision=moved["revision"],
            at=self.at.isoformat(),
            role=by.role or "machine",
            who=by.who,
            seat=by.seat,
            verb=verb,
            subject=subject,
            detail=json.dumps(detail),
        )
        return int(moved["revision"])

    def set_session(self, **columns: object) -> None:
        self._update("session", columns, id=self.session_id)

    def show(self, on_screen: OnScreen) -> None:
        """What the room sees from now on."""
        words = on_screen.words
        self.set_session(
            view=on_screen.view,
            view_item=on_screen.contribution_id or on_screen.conclusion_id,
            view_words=words and words.text,
            view_language=words and words.language,
        )

    def set_part(self, part_id: str, **columns: object) -> None:
        self._update("part", columns, session_id=self.session_id, id=part_id)

    def add_step(self, revision: int, part_id: str) -> None:
        self._insert(
            "step",
            session_id=self.session_id,
            revision=revision,
            part_id=part_id,
            stepped_at=self.at.isoformat(),
        )

    def set_generation(self, role: Role, generation: int) -> None:
        sql = """INSERT INTO key_generation (session_id, role, generation)
                 VALUES (:session, :role, :generation)
                 ON CONFLICT (session_id, role) DO UPDATE SET generation = excluded.generation"""
        params = {"session": self.session_id, "role": role, "generation": generation}
        self._tx.execute(sql, params)

    def add_participant(self, participant: Participant, email: str = "") -> None:
        self._insert(
            "participant",
            id=participant.id,
            session_id=self.session_id,
            origin=participant.origin,
            actor_id=participant.actor_id,
            name=participant.name,
            organisation=participant.organisation,
            territory=participant.territory,
            language=participant.language,
            email=email,
            created_at=self.at.isoformat(),
            joined_at=participant.joined_at and participant.joined_at.isoformat(),
            last_seen_at=participant.joined_at and participant.joined_at.isoformat(),
            is_rehearsal=int(participant.is_rehearsal),
        )

    def set_participant(self, participant_id: str, **columns: object) -> None:
        self._update("participant", columns, session_id=self.session_id, id=participant_id)

    def participant(self, participant_id: str) -> Participant | None:
        """As it stands inside this transaction; None where it is of another session."""
        sql = "SELECT * FROM participant WHERE id = :id AND session_id = :session"
        found = list(self._tx.query(sql, {"id": participant_id, "session": self.session_id}))
        return rows.to_participant(found[0]) if found else None

    def contribution(self, contribution_id: str) -> Contribution | None:
        """As it stands inside this transaction; None where it is of another session."""
        sql = "SELECT * FROM contribution WHERE id = :id AND session_id = :session"
        found = list(self._tx.query(sql, {"id": contribution_id, "session": self.session_id}))
        return rows.to_contribution(found[0]) if found else None

    def said_before(self, author_id: str, part_id: str, words: Words) -> Contribution | None:
        """What this author has in the record of a part in the very same words."""
        sql = """SELECT * FROM contribution WHERE participant_id = :author AND part_id = :part
                 AND state IN ('received', 'waiting') AND language = :language AND body = :body
                 LIMIT 1"""
        params = {"author": author_id, "part": part_id}
        found = list(
            self._tx.query(sql, {**params, "language": words.language, "body": words.text})
        )
        return rows.to_contribution(found[0]) if found else None

    def next_number(self) -> int:
        sql = """UPDATE session SET last_number = last_number + 1
                 WHERE id = :session RETURNING last_number"""
        (row,) = self._tx.query(sql, {"session": self.session_id})
        return int(row["last_number"])

    def take_numbers(self, n: int) -> int:
        """`n` numbers in a row for many contributions at once; the first of them."""
        sql = """UPDATE session SET last_number = last_number + :n
                 WHERE id = :session RETURNING last_number"""
        (row,) = self._tx.query(sql, {"session": self.session_id, "n": n})
        return int(row["last_number"]) - n + 1

    def add_contribution(self, contribution: Contribution, folded: str) -> None:
        """The row of a contribution and its first edition."""
        self._insert("contribution", **rows.from_contribution(contribution, folded))
        self.add_edition(contribution)

    def revise_contribution(self, revised: Contribution, folded: str) -> None:
        """Another text or language in the place of the present one, kept as its next edition."""
        self.set_contribution(
            revised.id,
            body=revised.words.text,
            language=revised.words.language,
            folded=folded,
            edition=revised.edition,
            detected_language=revised.detected_language,
            is_mixed=int(revised.is_mixed),
            revision=revised.revision,
        )
        self.add_edition(revised)

    def add_edition(self, contribution: Contribution) -> None:
        self._insert("edition", **rows.from_edition(contribution, self.at))

    def set_contribution(self, contribution_id: str, **columns: object) -> None:
        self._update("contribution", columns, session_id=self.session_id, id=contribution_id)

    def add_support(self, contribution_id: str, participant_id: str) -> None:
        self._insert(
            "support",
            "DO NOTHING",
            contribution_id=contribution_id,
            participant_id=participant_id,
            at=self.at.isoformat(),
        )

    def is_shared(self, contribution_id: str, participant_id: str) -> bool:
        sql = """SELECT 1 AS found FROM support
                 WHERE contribution_id = :id AND participant_id = :who"""
        return bool(list(self._tx.query(sql, {"id": contribution_id, "who": participant_id})))

    def remove_support(self, contribution_id: str, participant_id: str) -> None:
        sql = "DELETE FROM support WHERE contribution_id = :id AND participant_id = :who"
        self._tx.execute(sql, {"id": contribution_id, "who": participant_id})

    def spoken_as(self, name: str, actor_id: str) -> str | None:
        """The participant whom staff entered for a speaker of this name and actor before."""
        sql = """SELECT id FROM participant WHERE session_id = :session AND origin = 'spoken'
                 AND name = :name AND actor_id = :actor ORDER BY created_at LIMIT 1"""
        params = {"session": self.session_id, "name": name, "actor": actor_id}
        found = list(self._tx.query(sql, params))
        return found[0]["id"] if found else None

    def add_jobs(self, contribution: Contribution, targets: Iterable[str]) -> None:
        """Have the present edition of a contribution translated, once into each language."""
        for target in targets:
            self._insert(
                "job",
                """(contribution_id, edition, kind, target) DO UPDATE
                   SET state = excluded.state, attempts = 0, problem = '',
                   not_before = excluded.not_before""",
                id=str(uuid4()),
                session_id=self.session_id,
                contribution_id=contribution.id,
                edition=contribution.edition,
                kind=JobKind.TRANSLATE,
                target=target,
                state=JobState.PENDING,
                not_before=self.at.isoformat(),
            )

    def try_jobs_again(self) -> None:
        """Every job that failed, or was put off, is due now."""
        sql = """UPDATE job SET state = 'pending', attempts = 0, not_before = :now, problem = ''
                 WHERE session_id = :session AND state IN ('pending', 'failed')
                 AND problem <> ''"""
        self._tx.execute(sql, {"session": self.session_id, "now": self.at.isoformat()})

    def finish_job(self, job: Job) -> bool:
        """In the transaction of its result. False: another worker took it over meanwhile."""
        sql = """UPDATE job SET state = 'done', problem = '', lease_until = NULL
                 WHERE id = :id AND state = 'running' AND attempts = :attempts RETURNING id"""
        return bool(list(self._tx.query(sql, {"id": job.id, "attempts": job.attempts})))

    def checked_text(self, contribution_id: str, language: str) -> str | None:
        """A person's text for the present edition, if there is one."""
        sql = """SELECT t.body FROM translation t JOIN contribution c ON c.id = t.contribution_id
                 WHERE t.contribution_id = :id AND t.language = :language AND t.is_checked = 1
                 AND t.edition = c.edition"""
        found = list(self._tx.query(sql, {"id": contribution_id, "language": language}))
        return found[0]["body"] if found else None

    def put_translation(self, made: Translation, revision: int) -> None:
        """In the place of the one of the same language and kind (a machine's, or a person's)."""
        columns = {
            "edition": made.edition,
            "body": made.words.text,
            "engine": made.engine,
            "engine_version": made.engine_version,
            "route": made.route,
            "glossary_version": made.glossary_version,
            "doubts": rows.from_doubts(made.doubts),
            "made_at": made.made_at.isoformat(),
            "made_by": made.made_by,
            "revision": revision,
        }
        setting = ", ".join(f"{name} = excluded.{name}" for name in columns)
        self._insert(
            "translation",
            f"(contribution_id, language, is_checked) DO UPDATE SET {setting}",
            contribution_id=made.contribution_id,
            language=made.words.language,
            is_checked=int(made.state is TranslationState.CHECKED),
            **columns,
        )
