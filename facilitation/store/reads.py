"""The questions asked of the record: one method each. Nothing here writes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from facilitation.engine import Engine, Row, Transaction
from facilitation.marks import Mark
from facilitation.model import (
    Axis,
    CodebookEdition,
    Coding,
    Contribution,
    Edition,
    Participant,
    Plan,
    Role,
    Session,
    Translation,
)
from facilitation.store import rows
from facilitation.store.attendances import Attendances
from facilitation.store.candidates import CandidateReads
from facilitation.store.concluding import ConclusionReads
from facilitation.store.hearing import HearingReads
from facilitation.store.second_coding import read_sample

CONTRIBUTION = """SELECT contribution.*, (SELECT COUNT(*) FROM support
                  WHERE support.contribution_id = contribution.id) AS support FROM contribution"""
PLAN_TABLES = ("session_language", "part", "actor_group", "actor", "code")


class Reads(Attendances, ConclusionReads, CandidateReads, HearingReads):
    """What the record holds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # A plan changes only with the stage revision: read its rows once for each.
        self._plans: dict[str, tuple[int, Plan]] = {}

    def session(self, code: str) -> Session | None:
        """By its code, as it is typed or printed."""
        return self._session("SELECT * FROM session WHERE code = :key", code)

    def session_of_former_code(self, code: str) -> Session | None:
        """By a code that was changed since."""
        sql = """SELECT session.* FROM session JOIN former_code
                 ON former_code.session_id = session.id WHERE former_code.code = :key"""
        return self._session(sql, code)

    def session_by_id(self, session_id: str) -> Session | None:
        return self._session("SELECT * FROM session WHERE id = :key", session_id)

    def newest_session(self, reference: str) -> Session | None:
        """The one prepared last among those of a reference ("1.1.1")."""
        sql = "SELECT * FROM session WHERE reference = :key ORDER BY prepared_at DESC, id LIMIT 1"
        return self._session(sql, reference)

    def sessions(self) -> list[Session]:
        """All of them, newest first."""
        found = self._engine.read("SELECT * FROM session ORDER BY prepared_at DESC, id")
        return [self._with_plan(row) for row in found]

    def opened_alike(self, session: Session) -> list[str]:
        """The codes of other sessions that were opened as the same round table at the very same
        moment: one of them was made of the other's record."""
        sql = """SELECT code FROM session WHERE reference = :reference AND opened_at = :at
                 AND id <> :id ORDER BY prepared_at, code"""
        asked = {"reference": session.plan.reference, "id": session.id}
        at = session.opened_at.isoformat() if session.opened_at else ""
        return [row["code"] for row in self._engine.read(sql, at=at, **asked)]

    def revisions(self) -> dict[str, tuple[int, int]]:
        """Of every session: its id, its revision and its stage revision. Cheap: asked often."""
        found = self._engine.read("SELECT id, revision, stage_revision FROM session")
        return {row["id"]: (row["revision"], row["stage_revision"]) for row in found}

    def is_any_open(self) -> bool:
        """Whether a session is open now."""
        return bool(self._engine.read("SELECT 1 FROM session WHERE state = 'open' LIMIT 1"))

    def last_change(self) -> datetime | None:
        """When anything last changed in any session; None in an empty record."""
        return rows.to_time(self._engine.read("SELECT MAX(at) AS at FROM audit")[0]["at"])

    def generation(self, session_id: str, role: Role) -> int:
        """The generation of a role's keys; a key of an older one is no longer good."""
        found = self._engine.read(
            "SELECT generation FROM key_generation WHERE session_id = :session AND role = :role",
            session=session_id,
            role=role,
        )
        return found[0]["generation"] if found else 1

    def steps(self, session_id: str) -> list[tuple[str, datetime]]:
        """The run sheet as it went: part and moment, in order."""
        sql = "SELECT part_id, stepped_at FROM step WHERE session_id = :session ORDER BY revision"
        found = self._engine.read(sql, session=session_id)
        return [(row["part_id"], datetime.fromisoformat(row["stepped_at"])) for row in found]

    def participant(self, participant_id: str) -> Participant | None:
        found = self._engine.read("SELECT * FROM participant WHERE id = :id", id=participant_id)
        return rows.to_participant(found[0]) if found else None

    def email_of(self, participant_id: str) -> str:
        """Where a registered participant can be written to; kept out of what screens are given."""
        sql = "SELECT email FROM participant WHERE id = :id"
        found = self._engine.read(sql, id=participant_id)
        return found[0]["email"] if found else ""

    def participants(self, session_id: str) -> list[Participant]:
        """Everyone of a session, in the order they came into the record."""
        sql = "SELECT * FROM participant WHERE session_id = :session ORDER BY created_at, id"
        return [rows.to_participant(row) for row in self._engine.read(sql, session=session_id)]

    def blocked(self, session_id: str) -> list[Participant]:
        """From whom nothing is taken any more, in the order they were blocked."""
        sql = """SELECT * FROM participant WHERE session_id = :session
                 AND blocked_at IS NOT NULL ORDER BY blocked_at"""
        return [rows.to_participant(row) for row in self._engine.read(sql, session=session_id)]

    def participants_of(self, ids: Iterable[str]) -> Mapping[str, Participant]:
        """The people behind these ids."""
        found = self._of_each("SELECT * FROM participant WHERE id IN ({ids})", sorted(set(ids)))
        return {row["id"]: rows.to_participant(row) for row in found}

    def contribution(self, contribution_id: str) -> Contribution | None:
        sql = f"{CONTRIBUTION} WHERE id = :id"
        found = self._completed(self._engine.read(sql, id=contribution_id))
        return found[0] if found else None

    def feed(self, session_id: str, since: int = 0) -> list[Contribution]:
        """The contributions changed after revision `since`, in the order of their change."""
        sql = f"""{CONTRIBUTION} WHERE session_id = :session AND revision > :since
                 ORDER BY revision"""
        return self._completed(self._engine.read(sql, session=session_id, since=since))

    def marks(self, session_id: str, axis: Axis, since: int = 0) -> list[Mark]:
        """What counting needs of the contributions changed after revision `since`, in that order.

        Their words are not read: of ten thousand contributions that is what takes the time.
        """
        values = {"session": session_id, "since": since}
        told = """SELECT c.id, c.part_id, c.participant_id, c.actor_id, a.group_id, c.language,
                  c.received_at, c.state, c.revision, c.merged_into FROM contribution c
                  LEFT JOIN actor a ON a.session_id = c.session_id AND a.id = c.actor_id
                  WHERE c.session_id = :session AND c.revision > :since ORDER BY c.revision"""
        coded = """SELECT d.contribution_id, d.code_id, d.state FROM contribution c
                   JOIN coding d ON d.contribution_id = c.id AND d.axis = :axis
                   WHERE c.session_id = :session AND c.revision > :since"""
        found = self._engine.read_tuples(told, **values)  # first: newer codings come with their own
        codings: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for contribution_id, code_id, state in self._engine.read_tuples(
            coded, axis=axis.value, **values
        ):
            codings[contribution_id].append((code_id, state))
        return [rows.to_mark(row, codings.get(row[0], ())) for row in found]

    def has_lost_rows(self, session_id: str, since: int) -> bool:
        """Whether a rehearsal was taken out after revision `since`: the one change that leaves no
        row behind, so that the feed cannot tell of it."""
        sql = """SELECT 1 FROM audit WHERE session_id = :session AND revision > :since
                 AND verb = 'end_rehearsal' LIMIT 1"""
        return bool(self._engine.read(sql, session=session_id, since=since))

    def room(
        self, session_id: str, part_id: str, limit: int, actor_id: str = "", theme_id: str = ""
    ) -> list[Contribution]:
        """What the room may read of a part, newest first: from one kind of actor, on one theme
        that a person confirmed, or whatever they are about ("")."""
        sql = f"""{CONTRIBUTION} WHERE session_id = :session AND part_id = :part
                 AND state = 'received' AND (:actor = '' OR actor_id = :actor)
                 AND (:theme = '' OR id IN (SELECT contribution_id FROM coding
                     WHERE axis = 'theme' AND state = 'confirmed' AND code_id = :theme))
                 ORDER BY number DESC LIMIT :limit"""
        asked = {"session": session_id, "part": part_id, "limit": limit}
        found = self._engine.read(sql, **asked, actor=actor_id, theme=theme_id)
        return self._completed(found)

    def room_speaks(self, session_id: str, part_id: str) -> tuple[set[str], set[str]]:
        """The kinds of actors who speak on a part, and the confirmed themes they speak of."""
        sql = """SELECT DISTINCT c.actor_id, k.code_id FROM contribution c
                 LEFT JOIN coding k ON k.contribution_id = c.id
                     AND k.axis = 'theme' AND k.state = 'confirmed'
                 WHERE c.session_id = :session AND c.part_id = :part AND c.state = 'received'"""
        found = self._engine.read(sql, session=session_id, part=part_id)
        actors = {row["actor_id"] for row in found if row["actor_id"]}
        return actors, {row["code_id"] for row in found if row["code_id"]}

    def contributions(self, session_id: str) -> list[Contribution]:
        """The whole record, in the order of arrival."""
        sql = f"{CONTRIBUTION} WHERE session_id = :session ORDER BY number"
        return self._completed(self._engine.read(sql, session=session_id))

    def contributions_of(self, participant_id: str) -> list[Contribution]:
        """What one participant gave, newest first."""
        sql = f"{CONTRIBUTION} WHERE participant_id = :author ORDER BY number DESC"
        return self._completed(self._engine.read(sql, author=participant_id))

    def supported_by(self, participant_id: str) -> set[str]:
        """The ids of the contributions that a participant shares."""
        sql = "SELECT contribution_id FROM support WHERE participant_id = :who"
        return {row["contribution_id"] for row in self._engine.read(sql, who=participant_id)}

    def editions(self, contribution_id: str) -> list[Edition]:
        """Every text a contribution ever had, first to present."""
        sql = "SELECT * FROM edition WHERE contribution_id = :id ORDER BY edition"
        return [rows.to_edition(row) for row in self._engine.read(sql, id=contribution_id)]

    def editions_of_session(self, session_id: str) -> Mapping[str, list[Edition]]:
        """The same for every contribution of a session."""
        sql = """SELECT e.* FROM edition e JOIN contribution c ON c.id = e.contribution_id
                 WHERE c.session_id = :session ORDER BY e.edition"""
        found: dict[str, list[Edition]] = defaultdict(list)
        for row in self._engine.read(sql, session=session_id):
            found[row["contribution_id"]].append(rows.to_edition(row))
        return found

    def sample(self, session_id: str) -> tuple[Row, list[Row], dict[str, list[Row]]]:
        """The sample drawn last for a second coder, its items, and what was given to each."""
        return read_sample(self._engine, session_id)

    def codebooks(self, session_id: str) -> list[CodebookEdition]:
        """Every codebook a session was coded with, first to present."""
        sql = "SELECT * FROM codebook_edition WHERE session_id = :session ORDER BY edition"
        return [rows.to_codebook_edition(row) for row in self._engine.read(sql, session=session_id)]

    def joined_by_actor(self, session_id: str) -> Mapping[str | None, int]:
        """How many people joined, for each kind of actor."""
        sql = """SELECT actor_id, COUNT(*) AS n FROM participant
                 WHERE session_id = :session AND joined_at IS NOT NULL GROUP BY actor_id"""
        return {row["actor_id"]: row["n"] for row in self._engine.read(sql, session=session_id)}

    def people_by_actor(self, session_id: str) -> Mapping[str | None, int]:
        """How many people came or spoke, by kind of actor; who spoke as two is one of each."""
        sql = """SELECT actor_id, COUNT(*) AS n FROM (
                     SELECT actor_id, id AS who FROM participant
                     WHERE session_id = :session AND joined_at IS NOT NULL
                     UNION SELECT actor_id, participant_id FROM contribution
                     WHERE session_id = :session) AS everybody GROUP BY actor_id"""
        return {row["actor_id"]: row["n"] for row in self._engine.read(sql, session=session_id)}

    def spoken_on(self, session_id: str) -> list[tuple[str, str]]:
        """Who gave something on which part: a participant's id and a part's."""
        sql = """SELECT DISTINCT participant_id, part_id FROM contribution
                 WHERE session_id = :session"""
        found = self._engine.read(sql, session=session_id)
        return [(row["participant_id"], row["part_id"]) for row in found]

    def audit(self, session_id: str) -> list[Row]:
        """Who did what to which id, oldest first."""
        sql = "SELECT * FROM audit WHERE session_id = :session ORDER BY revision"
        return self._engine.read(sql, session=session_id)

    def _session(self, sql: str, key: str) -> Session | None:
        found = self._engine.read(sql, key=key)
        return self._with_plan(found[0]) if found else None

    def _with_plan(self, row: Row, tx: Transaction | None = None) -> Session:
        stage_revision, plan = self._plans.get(row["id"], (-1, None))
        if plan is None or stage_revision != row["stage_revision"]:
            plan = rows.to_plan(
                row,
                *(self._ordered(table, row["id"], tx) for table in PLAN_TABLES),
            )
            self._plans[row["id"]] = (row["stage_revision"], plan)
        return rows.to_session(row, plan)

    def _ordered(self, table: str, session_id: str, tx: Transaction | None) -> list[Row]:
        sql = f"SELECT * FROM {table} WHERE session_id = :session ORDER BY position"
        if tx is None:
            return self._engine.read(sql, session=session_id)
        return list(tx.query(sql, {"session": session_id}))

    def _completed(self, found: Sequence[Row]) -> list[Contribution]:
        """The contributions of these rows, with their codings and translations."""
        ids = [row["id"] for row in found]
        codings, translations = self._codings(ids), self._translations(ids)
        return [
            rows.to_contribution(row, codings[row["id"]], translations[row["id"]]) for row in found
        ]

    def _codings(self, ids: Sequence[str]) -> Mapping[str, list[Coding]]:
        sql = """SELECT * FROM coding WHERE contribution_id IN ({ids})
                 ORDER BY score DESC, code_id"""
        return _grouped(map(rows.to_coding, self._of_each(sql, ids)))

    def _translations(self, ids: Sequence[str]) -> Mapping[str, list[Translation]]:
        """The best text in each language: of the present edition, a person's before a machine's."""
        sql = """SELECT t.*, c.edition AS current FROM translation t
                 JOIN contribution c ON c.id = t.contribution_id
                 WHERE t.contribution_id IN ({ids}) ORDER BY t.edition, t.is_checked"""
        found = map(rows.to_translation, self._of_each(sql, ids))
        best = {(one.contribution_id, one.words.language): one for one in found}
        return _grouped(best.values())

    def _of_each(self, sql: str, ids: Sequence[str]) -> Iterable[Row]:
        """The rows of many ids; SQLite takes a limited number of parameters at once."""
        for start in range(0, len(ids), 500):
            names = {f"id{n}": id_ for n, id_ in enumerate(ids[start : start + 500])}
            placeholders = ", ".join(f":{name}" for name in names)
            yield from self._engine.read(sql.format(ids=placeholders), **names)


Told = TypeVar("Told", Coding, Translation)


def _grouped(found: Iterable[Told]) -> Mapping[str, list[Told]]:
    """By contribution."""
    grouped: dict[str, list[Told]] = defaultdict(list)
    for one in found:
        grouped[one.contribution_id].append(one)
    return grouped
