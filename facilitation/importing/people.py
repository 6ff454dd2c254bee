"""The people of an import as they are put into the record: known again, filled in, or new."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import uuid4

from facilitation.importing.directory import Directory, Known
from facilitation.importing.drafts import Draft, Person, Remark, stay_trace, trace
from facilitation.importing.tellings import (
    FILLED,
    Row,
    Telling,
    by_person,
    origin_before,
    said_of,
)
from facilitation.intake.recognition import FileKind
from facilitation.model import Language, Origin, Participant, Session
from facilitation.participants import NAME_LIMIT
from facilitation.store import Change, Store
from facilitation.texts import folded


def directory(
    session: Session,
    rows: Iterable[Row],
    aliases: Iterable[Row],
    tellings: Iterable[Row],
    spoke_at: Mapping[str, int],
    traces: Mapping[str, Row],
) -> Directory:
    """The people of a session with all they are called, and what imports told of them."""
    called: dict[str, list[str]] = defaultdict(list)
    for row in aliases:
        called[row["participant_id"]].append(row["folded"])
    told = by_person(tellings)
    people = (
        Known(
            row["id"],
            row["name"],
            row["email"],
            row["origin"],
            {column: row[column] for column in FILLED},
            tuple(called[row["id"]]),
            told.get(row["id"], ()),
            spoke_at.get(row["id"], 0),
        )
        for row in rows
    )
    brought = {told: row["participant_id"] for told, row in traces.items()}
    return Directory(people, brought, session.id)


def directory_of(
    store: Store, session: Session, traces: Mapping[str, Row] | None = None
) -> Directory:
    """The same outside of a change, for a preview."""
    return directory(
        session,
        store.people_of(session.id),
        store.aliases_of(session.id),
        store.tellings_of(session.id),
        store.introductions_of(session.id),
        store.traces_of(session.id) if traces is None else traces,
    )


def names_of(store: Store, session: Session) -> frozenset[str]:
    """All that the people of a session are called, for reading the headers of a chat."""
    names = (row["name"] for row in store.people_of(session.id))
    aliases = (row["folded"] for row in store.aliases_of(session.id))
    return frozenset(filter(None, (*names, *aliases)))


def matched(known: Directory, draft: Draft) -> Draft:
    """The people of a draft with whom of the session they are."""
    is_list = draft.kind is FileKind.REGISTRATIONS
    people = []
    for one in draft.people:
        there = known.by_id.get(known.whom(one) or "")
        is_settled = bool(
            there
            and there.columns["actor_id"]
            and not (is_list and there.can_be_corrected("actor_id"))
        )
        id_ = there.id if there else ""
        people.append(replace(one, participant_id=id_, is_settled=is_settled))
    return replace(draft, people=tuple(people))


class People:
    """Whom a draft names, inside the change that brings it in."""

    def __init__(
        self,
        change: Change,
        import_id: str,
        kind: FileKind,
        traces: Mapping[str, Row],
        revision: int,
    ) -> None:
        self.import_id = import_id
        self.new = self.known = self.changed = self.corrected = 0
        self._revision = revision
        self._change = change
        self._is_list = kind is FileKind.REGISTRATIONS
        self._guesses = kind in (FileKind.PARTICIPANTS, FileKind.CHAT, FileKind.VTT)
        self._traces = dict(traces)
        self._directory = directory(
            change.session,
            change.people_known(),
            change.aliases(),
            change.tellings(),
            change.introductions(),
            traces,
        )
        self._told: dict[str, Telling] = {}
        self._settled: dict[int, str] = {}
        self._nobody = ""

    def speaker(self, draft: Draft, remark: Remark) -> tuple[str, str | None, Language]:
        """The participant who said a remark, as which kind of actor, in which language."""
        if remark.speaker is None:
            if not self._nobody:
                self._nobody = self._add(Person(""))
            return self._nobody, None, ""
        id_ = self.settle(remark.speaker, draft.people[remark.speaker])
        columns = self._directory.by_id[id_].columns
        return id_, columns["actor_id"], columns["language"] or ""

    def settle_listed(self, draft: Draft) -> None:
        """Who is in the record whether they spoke or not; and what was told of everybody."""
        for place, person in enumerate(draft.people):
            if person.is_registered or person.stays:
                self.settle(place, person)
        for person in draft.turned_down:
            self._take_off(person)
        self._write_down()

    def settle(self, place: int, person: Person) -> str:
        """The participant a person of the draft is; a new one where nobody matches."""
        if place not in self._settled:
            self._settled[place] = self._find_or_add(person)
            self._note(self._settled[place], person)
        return self._settled[place]

    def _find_or_add(self, person: Person) -> str:
        found = self._directory.whom(person)
        if found is None:
            self.new += 1
            return self._add(person, self._directory.trace_of(person))
        self.known += 1
        self._tell(found, person)
        return found

    def _add(self, person: Person, told: str = "") -> str:
        id_ = str(uuid4())
        said = said_of(person, self._change.session.plan.languages)
        email = said.get("email", "")
        participant = Participant(
            id=id_,
            session_id=self._change.session_id,
            origin=Origin.PERSONAL if person.is_registered else Origin.IMPORT,
            actor_id=person.actor_id,
            name=said.get("name", ""),
            organisation=said.get("organisation", ""),
            language=said.get("language", ""),
        )
        self._change.add_participant(participant, email)
        told = told or trace(self._change.session_id, "nobody", self.import_id)
        self._change.add_imported(self.import_id, told, "participant", participant_id=id_)
        self.changed += 1
        columns = {column: getattr(participant, column, email) for column in FILLED}
        self._directory.add(Known(id_, participant.name, email, participant.origin, columns))
        if said:
            self._told[id_] = Telling(
                said,
                tuple(said),
                person.is_registered or None,
                Origin.IMPORT.value,
                is_guess=self._guesses and not person.is_decided,
            )
        return id_

    def _tell(self, participant_id: str, person: Person) -> None:
        """Blanks are filled in, and a list corrects what an earlier one told; what was told before
        is kept for an undo. Who is twice in a file is told of by the first."""
        known = self._directory.by_id[participant_id]
        if not known.is_there:
            return
        said = said_of(person, self._change.session.plan.languages)
        before = self._told.get(participant_id)
        new = known.news(said, is_list=self._is_list and before is None)
        given = self._kind_follows(known, new.get("actor_id"))
        before = before or Telling(
            {},
            origin=origin_before(known.tellings, known.origin),
            is_guess=self._guesses and not person.is_decided,
        )
        is_listed = person.is_registered or before.is_listed
        self._told[participant_id] = replace(
            before,
            told={**said, **before.told},
            changed=(*before.changed, *new),
            is_listed=is_listed,
            given=(*before.given, *given),
        )
        self.corrected += any(known.columns[column] for column in new)
        if person.is_registered and not known.is_registered:
            new["origin"] = Origin.PERSONAL.value
        self._put(known, new)

    def _take_off(self, person: Person) -> None:
        """Who is not approved by this list was perhaps by an earlier one: registered no longer."""
        known = self._directory.by_id.get(self._directory.whom(person) or "")
        if known is None or known.id in self._told or not known.can_be_taken_off:
            return
        origin = origin_before(known.tellings, Origin.IMPORT.value)
        self._told[known.id] = Telling({}, is_listed=False, origin=origin)
        self.corrected += 1
        self._put(known, {"origin": origin})

    def _put(self, known: Known, new: Mapping[str, str]) -> None:
        if new:
            self._change.set_participant(known.id, **new)
            self._directory.put(known.id, new)
            self.changed += 1

    def _kind_follows(self, known: Known, actor_id: str | None) -> list[str]:
        """The kind of actor also for what they said before; of which contributions."""
        was = known.columns["actor_id"]
        if not actor_id:
            return []
        if not was:
            return self._change.give_kind(known.id, actor_id, self._revision)
        sent = [id_ for one in known.tellings for id_ in one.given]
        return [
            *self._change.change_kind(known.id, was, actor_id, self._revision),
            *self._change.change_kind_of(sent, was, actor_id, self._revision),
        ]

    def _write_down(self) -> None:
        """What this import told of each person, once for each."""
        for participant_id, telling in self._told.items():
            self._change.add_imported(
                self.import_id,
                trace(self._change.session_id, "told", self.import_id, participant_id),
                "told" if telling.told else "taken_off",
                participant_id=participant_id,
                before=telling.written(),
            )

    def _note(self, participant_id: str, person: Person) -> None:
        """Other names, and when they were there; each stay once."""
        known = self._directory.by_id[participant_id]
        if person.key and not known.is_there:
            return
        called = {folded(known.name), *known.aliases}
        for name in dict.fromkeys(map(folded, person.names)):
            if name and name not in called and len(name) <= NAME_LIMIT * 2:
                self._change.add_alias(self.import_id, participant_id, name)
        self._directory.learn(participant_id, person.email, person.names)
        for stay in person.stays:
            told = stay_trace(self._change.session_id, stay)
            if told in self._traces:
                continue
            self._change.add_imported(self.import_id, told, "stay", participant_id=participant_id)
            self._change.add_stay(
                self.import_id, participant_id, stay.joined, stay.left, stay.minutes
            )
            self._traces[told] = {"participant_id": participant_id}
            self.changed += 1
