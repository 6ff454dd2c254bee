"""Which person of the session a file means: by e-mail, else by a name that only one person has.

The order of trust is that of the sources: an address names one person, a full name nearly always,
a display name only once it was seen beside an address.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from facilitation.importing.drafts import Person, trace
from facilitation.importing.tellings import (
    UNSAID_AT_THE_DOOR,
    Tellings,
    is_listed,
    is_own,
    standing,
)
from facilitation.lifecycles import Origin
from facilitation.texts import folded

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PARTS = re.compile(r"\s+[-–—|/·]\s+|,\s+|\s*[|]\s*")


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the record, as imports compare them. `tellings` are what imports told of them,
    `spoke_at` the revision at which they last introduced themselves."""

    id: str
    name: str
    email: str
    origin: str
    columns: dict[str, str | None]
    aliases: tuple[str, ...] = ()
    tellings: Tellings = ()
    spoke_at: int = 0

    @property
    def is_there(self) -> bool:
        """Not erased: of who was, nothing is filled in again."""
        return bool(self.columns["name"] or self.columns["email"])

    @property
    def is_registered(self) -> bool:
        return self.origin == Origin.PERSONAL

    @property
    def can_be_taken_off(self) -> bool:
        """Registered because an earlier list said so."""
        return self.is_registered and is_listed(self.tellings)

    def can_be_corrected(self, column: str) -> bool:
        """Whether a column is what an earlier list of registrations told, or a guess."""
        if column == UNSAID_AT_THE_DOOR or is_own(self.tellings, column, self.spoke_at):
            return False
        return standing(self.tellings, column) == (self.columns[column] or "", True)

    def news(self, said: Mapping[str, str], *, is_list: bool) -> dict[str, str]:
        """What would change: blanks are filled in, and a list corrects what an earlier one told."""
        if not self.is_there:
            return {}
        return {
            column: value
            for column, value in said.items()
            if not self.columns[column]
            or (is_list and value != self.columns[column] and self.can_be_corrected(column))
        }


class Directory:
    """The people of a session, to be found by what files call them."""

    def __init__(
        self, people: Iterable[Known], traces: Mapping[str, str] | None = None, session_id: str = ""
    ) -> None:
        """`traces`: whom earlier imports brought, by what their files called them."""
        self._traces = traces or {}
        self._session_id = session_id
        self.by_id: dict[str, Known] = {}
        self._by_email: dict[str, str] = {}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for known in people:
            self.add(known)

    def add(self, known: Known) -> None:
        self.by_id[known.id] = known
        self.learn(known.id, known.email, [known.name, *known.aliases])

    def put(self, participant_id: str, new: Mapping[str, str]) -> None:
        """What an import changed of somebody."""
        known = self.by_id[participant_id]
        columns = {**known.columns, **{name: new[name] for name in new if name != "origin"}}
        self.add(
            replace(
                known,
                columns=columns,
                name=new.get("name", known.name),
                email=new.get("email", known.email),
                origin=new.get("origin", known.origin),
            )
        )

    def learn(self, participant_id: str, email: str, names: Iterable[str]) -> None:
        if email:
            self._by_email.setdefault(folded(email), participant_id)
        for name in filter(None, map(folded, names)):
            self._by_name[name].add(participant_id)

    def trace_of(self, person: Person) -> str:
        return trace(self._session_id, "person", person.key)

    def whom(self, person: Person) -> str | None:
        """The participant a person of a draft is: as an earlier import had it, as somebody chose,
        else whom their address or name finds."""
        found = (
            self._traces.get(self.trace_of(person))
            or person.participant_id
            or self.find(person.name, person.email, person.names)
        )
        return found if found in self.by_id else None

    def find(self, name: str, email: str = "", names: Iterable[str] = ()) -> str | None:
        """The one person meant, or None; two who share a name are left to a person."""
        if email and (found := self._by_email.get(folded(email))):
            return found
        for called in dict.fromkeys(one for every in (name, *names) for one in _readings(every)):
            people = self._by_name.get(called, set())
            others = [id_ for id_ in people if not self._is_another(id_, email)]
            if len(others) == 1:
                return others[0]
        return None

    def _is_another(self, participant_id: str, email: str) -> bool:
        """Two addresses are two people, whatever they are called."""
        theirs = self.by_id[participant_id].email if participant_id in self.by_id else ""
        return bool(email and theirs) and folded(theirs) != folded(email)


def _readings(name: str) -> Iterator[str]:
    """A display name, then without what is in brackets, then its first part: "Ana Ruiz | UCLG"."""
    yield folded(name)
    bare = " ".join(_ASIDE.sub(" ", name).split())
    if bare:
        yield folded(bare)
        first = _PARTS.split(bare)[0]
        if len(first.split()) > 1:
            yield folded(first)
