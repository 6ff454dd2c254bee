"""Which person of the session a file means: by e-mail, else by a name that only one person has.

The order of trust is that of the sources: an address names one person, a full name nearly always,
a display name only once it was seen beside an address.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from facilitation.texts import folded

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PARTS = re.compile(r"\s+[-–—|/·]\s+|,\s+|\s*[|]\s*")


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the record, as imports compare them. `traces` outlive an erasure."""

    id: str
    name: str
    email: str
    origin: str
    columns: dict[str, str | None]
    aliases: tuple[str, ...] = ()


class Directory:
    """The people of a session, to be found by what files call them."""

    def __init__(self, people: Iterable[Known]) -> None:
        self.by_id: dict[str, Known] = {}
        self._by_email: dict[str, str] = {}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for known in people:
            self.add(known)

    def add(self, known: Known) -> None:
        self.by_id[known.id] = known
        self.learn(known.id, known.email, [known.name, *known.aliases])

    def learn(self, participant_id: str, email: str, names: Iterable[str]) -> None:
        if email:
            self._by_email.setdefault(folded(email), participant_id)
        for name in filter(None, map(folded, names)):
            self._by_name[name].add(participant_id)

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
