"""What each import told of a person, kept for as long as the import stands: so that a later list
can correct an earlier one, and an undo takes what that import alone told, and nothing else.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from facilitation.importing.drafts import Person
from facilitation.intake.recognition import FileKind
from facilitation.model import Language
from facilitation.participants import NAME_LIMIT
from facilitation.texts import cleaned_line, cut

Row = Mapping[str, Any]
FILLED = ("actor_id", "organisation", "language", "email", "name")
WRITTEN = ("told", "changed", "is_listed", "origin", "given", "is_guess")
UNSAID_AT_THE_DOOR = "email"  # an address finds a person again: it is filled in, never corrected


@dataclass(frozen=True, slots=True)
class Telling:
    """What one import told of one person. Of columns, those it changed are `changed`; `given` are
    the contributions whose kind of actor it changed; `is_guess`: that kind was taken from a name.
    A list of registrations also tells whether somebody is on it; `origin` is how they were in the
    record before any list."""

    told: Mapping[str, str]
    changed: tuple[str, ...] = ()
    is_listed: bool | None = None
    origin: str = ""
    given: tuple[str, ...] = ()
    is_guess: bool = False
    import_id: str = ""
    is_list: bool = False  # told by a list of registrations
    revision: int = 0

    @classmethod
    def read(cls, row: Row) -> "Telling":
        """From the record; nothing is left of one whose person was erased or let go."""
        kept = json.loads(row["before"] or '{"told": {}}')
        return cls(
            told=kept["told"],
            changed=tuple(kept.get("changed", ())),
            is_listed=kept.get("is_listed"),
            origin=kept.get("origin", ""),
            given=tuple(kept.get("given", ())),
            is_guess=kept.get("is_guess", False),
            import_id=row["import_id"],
            is_list=row["kind"] == FileKind.REGISTRATIONS.value,
            revision=row["revision"],
        )

    def written(self) -> str:
        kept = {name: value for name, value in asdict(self).items() if name in WRITTEN}
        return json.dumps(kept, ensure_ascii=False)


Tellings = Sequence[Telling]


def by_person(rows: Iterable[Row]) -> Mapping[str, Tellings]:
    """The tellings of the imports that stand, in their order, by participant."""
    found: dict[str, list[Telling]] = defaultdict(list)
    for row in rows:
        found[row["participant_id"]].append(Telling.read(row))
    return found


def standing(tellings: Tellings, column: str) -> tuple[str, bool]:
    """What a column holds by all that was told, and whether a list of registrations corrects it:
    what came first stands, but a later list corrects an earlier one, and a guess from a name."""
    value, is_open = "", False
    for one in tellings:
        told = one.told.get(column, "")
        if told and (not value or (is_open and one.is_list)):
            value = told
            is_open = one.is_list or (column == "actor_id" and one.is_guess)
    return value, is_open


def is_listed(tellings: Tellings) -> bool:
    """Whether the last list that knows somebody has them among the approved."""
    told = [one.is_listed for one in tellings if one.is_listed is not None]
    return bool(told and told[-1])


def origin_before(tellings: Tellings, default: str) -> str:
    """How somebody was in the record before any list named them."""
    return next((one.origin for one in tellings if one.origin), default)


def is_own(tellings: Tellings, column: str, spoke_at: int) -> bool:
    """Whether a column is what the person said of themselves: no import changed it since they last
    introduced themselves, at revision `spoke_at` (0: never)."""
    last = max((one.revision for one in tellings if column in one.changed), default=0)
    return last <= (0 if column == UNSAID_AT_THE_DOOR else spoke_at)


def said_of(person: Person, languages: Sequence[Language]) -> dict[str, str]:
    """What a draft says of a person, by column; what it does not say is not there."""
    said = {
        "actor_id": person.actor_id or "",
        "organisation": line(person.organisation),
        "language": person.language if person.language in languages else "",
        "email": cut(cleaned_line(person.email), NAME_LIMIT * 2),
        "name": line(person.name),
    }
    return {column: value for column, value in said.items() if value}


def line(text: str) -> str:
    return cut(cleaned_line(text), NAME_LIMIT)
