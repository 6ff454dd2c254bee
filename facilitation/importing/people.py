"""The people of an import as they are put into the record: known again, filled in, or new."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from facilitation.importing.directory import Directory, Known
from facilitation.importing.drafts import Draft, Person, Remark, trace
from facilitation.intake.recognition import FileKind
from facilitation.model import Language, Origin, Participant, Session
from facilitation.participants import NAME_LIMIT
from facilitation.store import Change, Store
from facilitation.texts import cleaned_line, cut, folded

Row = Mapping[str, Any]
FILLED = ("actor_id", "organisation", "language", "email", "name")


def directory(rows: Iterable[Row], aliases: Iterable[Row]) -> Directory:
    """The people of a session with all they are called."""
    called: dict[str, list[str]] = defaultdict(list)
    for row in aliases:
        called[row["participant_id"]].append(row["folded"])
    return Directory(
        Known(
            row["id"],
            row["name"],
            row["email"],
            row["origin"],
            {column: row[column] for column in FILLED},
            tuple(called[row["id"]]),
        )
        for row in rows
    )


def directory_of(store: Store, session: Session) -> Directory:
    """The same outside of a change, for a preview."""
    return directory(store.people_of(session.id), store.aliases_of(session.id))


def matched(known: Directory, draft: Draft) -> Draft:
    """The people of a draft with whom of the session they are."""
    found = (known.find(one.name, one.email, one.names) for one in draft.people)
    people = tuple(
        replace(
            one,
            participant_id=id_ or "",
            is_settled=bool(id_ and known.by_id[id_].columns["actor_id"]),
        )
        for one, id_ in zip(draft.people, found, strict=True)
    )
    return replace(draft, people=people)


class People:
    """Whom a draft names, inside the change that brings it in."""

    def __init__(
        self, change: Change, import_id: str, kind: FileKind, traces: Mapping[str, Row]
    ) -> None:
        self.import_id = import_id
        self.new = self.known = self.changed = 0
        self._change = change
        self._kind = kind
        self._traces = dict(traces)
        self._directory = directory(change.people_known(), change.aliases())
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

    def settle(self, place: int, person: Person) -> str:
        """The participant a person of the draft is; a new one where nobody matches."""
        if place not in self._settled:
            self._settled[place] = self._find_or_add(person)
            self._note(self._settled[place], person)
        return self._settled[place]

    def _find_or_add(self, person: Person) -> str:
        told = trace(self._change.session_id, "person", person.key)
        before = self._traces.get(told)
        found = str(before["participant_id"]) if before else None
        found = (
            found
            or person.participant_id
            or self._directory.find(person.name, person.email, person.names)
        )
        if found is None or found not in self._directory.by_id:
            self.new += 1
            return self._add(person, told)
        self.known += 1
        if before is None or self._is_there(found):
            self._fill(found, person)
        return found

    def _is_there(self, participant_id: str) -> bool:
        """Not erased: of who was, nothing is filled in again."""
        columns = self._directory.by_id[participant_id].columns
        return bool(columns["name"] or columns["email"])

    def _add(self, person: Person, told: str = "") -> str:
        id_ = str(uuid4())
        participant = Participant(
            id=id_,
            session_id=self._change.session_id,
            origin=Origin.PERSONAL if person.is_registered else Origin.IMPORT,
            actor_id=person.actor_id,
            name=_line(person.name),
            organisation=_line(person.organisation),
            language=person.language,
        )
        email = cut(cleaned_line(person.email), NAME_LIMIT * 2)
        self._change.add_participant(participant, email)
        told = told or trace(self._change.session_id, "nobody", self.import_id)
        self._change.add_imported(self.import_id, told, "participant", participant_id=id_)
        self.changed += 1
        columns = {column: getattr(participant, column, email) for column in FILLED}
        self._directory.add(Known(id_, participant.name, email, participant.origin, columns))
        return id_

    def _fill(self, participant_id: str, person: Person) -> None:
        """Blanks are filled in, nothing is overwritten; what was before is kept for an undo."""
        known = self._directory.by_id[participant_id]
        told = {column: getattr(person, column) for column in FILLED}
        if person.language and person.language not in self._change.session.plan.languages:
            told["language"] = ""
        new = {name: value for name, value in told.items() if value and not known.columns[name]}
        if person.is_registered and known.origin != Origin.PERSONAL:
            new["origin"] = Origin.PERSONAL.value
        if not new:
            return
        before = {name: known.columns.get(name, known.origin) for name in new}
        self._change.set_participant(participant_id, **new)
        self._change.add_imported(
            self.import_id,
            trace(self._change.session_id, "filled", self.import_id, participant_id),
            "filled",
            participant_id=participant_id,
            before=json.dumps(before),
        )
        known.columns.update({name: value for name, value in new.items() if name != "origin"})
        self._directory.learn(participant_id, person.email, [])
        self.changed += 1

    def _note(self, participant_id: str, person: Person) -> None:
        """Other names, and when they were there; each stay once."""
        known = self._directory.by_id[participant_id]
        if person.key and not self._is_there(participant_id):
            return
        called = {folded(known.name), *known.aliases}
        for name in dict.fromkeys(map(folded, person.names)):
            if name and name not in called and len(name) <= NAME_LIMIT * 2:
                self._change.add_alias(self.import_id, participant_id, name)
        self._directory.learn(participant_id, person.email, person.names)
        for stay in person.stays:
            told = trace(
                self._change.session_id,
                "stay",
                *(stay.person, str(stay.joined), str(stay.left), str(stay.minutes)),
            )
            if told in self._traces:
                continue
            self._change.add_imported(self.import_id, told, "stay", participant_id=participant_id)
            self._change.add_stay(
                self.import_id, participant_id, stay.joined, stay.left, stay.minutes
            )
            self._traces[told] = {"participant_id": participant_id}
            self.changed += 1


def _line(text: str) -> str:
    return cut(cleaned_line(text), NAME_LIMIT)
