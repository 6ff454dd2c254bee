"""What an import would store. Made from a reading, changed by a person, then brought in."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from facilitation.intake.attendance import Stay
from facilitation.intake.findings import Finding
from facilitation.intake.recognition import FileKind
from facilitation.model import Language
from facilitation.texts import folded


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a file names. `names` are all they were seen under; `answer` is what their kind of
    actor was taken from. `participant_id` is whom of the session they were found to be, and
    `is_settled` that this person's kind of actor is known there: it is never overwritten.
    `is_decided`: whoever brings them in chose the kind; else it may be a guess from a name."""

    name: str
    email: str = ""
    organisation: str = ""
    actor_id: str | None = None
    answer: str = ""
    language: Language = ""
    names: tuple[str, ...] = ()
    stays: tuple[Stay, ...] = ()
    is_registered: bool = False
    participant_id: str = ""
    is_settled: bool = False
    is_decided: bool = False

    @property
    def key(self) -> str:
        """What tells people of one file apart: the e-mail if there is one, else the name."""
        return folded(self.email) or folded(self.name)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that may become a contribution. Without a language its words will tell.

    `time` is as the file writes it, `said_at` the moment that is, where the run sheet tells.
    `speaker` is a place among the people of the draft, or None where nobody is named; `parent`
    the place of the remark that it answers.
    """

    speaker: int | None
    text: str
    time: str
    file: str
    line: int
    part_id: str
    language: Language | None = None
    parent: int | None = None
    is_taken: bool = True
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """Somebody supports a remark, as a reaction in a chat says; never a contribution."""

    speaker: int
    remark: int


@dataclass(frozen=True, slots=True)
class Draft:
    """All that one import would store, with what there is to say about its files. `turned_down` are
    on a list of registrations and not approved: they are not stored, and who was approved by an
    earlier list is registered no longer."""

    kind: FileKind
    files: tuple[str, ...]
    people: tuple[Person, ...] = ()
    turned_down: tuple[Person, ...] = ()
    remarks: tuple[Remark, ...] = ()
    shares: tuple[Share, ...] = ()
    problems: tuple[Finding, ...] = ()
    left_out: tuple[Finding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)  # what is said, by phrase

    @property
    def taken(self) -> int:
        return sum(1 for remark in self.remarks if remark.is_taken)

    def choosing(self, changes: Mapping[int, Mapping[str, object]]) -> "Draft":
        """With what a person changed of remarks: `part_id`, `language`, `is_taken`, by place."""
        remarks = list(self.remarks)
        for place, change in changes.items():
            if 0 <= place < len(remarks):
                remarks[place] = replace(remarks[place], **change)  # type: ignore[arg-type]
        return replace(self, remarks=tuple(remarks))

    def knowing(self, people: Mapping[int, Mapping[str, object]]) -> "Draft":
        """With what a person decided of people: `actor_id`, `participant_id`, by place."""
        known = list(self.people)
        for place, change in people.items():
            if 0 <= place < len(known):
                known[place] = replace(known[place], **change)  # type: ignore[arg-type]
        return replace(self, people=tuple(known))


def traces(session_id: str, draft: Draft) -> Iterator[str]:
    """One for each remark: the same words of the same speaker, counted from the first time.

    Times are left out: two clients write the same message with their own clocks.
    """
    seen: dict[tuple[str, str], int] = {}
    keys = [person.key for person in draft.people]
    for remark in draft.remarks:
        speaker = keys[remark.speaker] if remark.speaker is not None else ""
        said = (speaker, folded(remark.text))
        seen[said] = seen.get(said, 0) + 1
        yield trace(session_id, "said", *said, str(seen[said]))


def trace(session_id: str, *told: str) -> str:
    """A digest that knows something again without holding its words; salted with the session."""
    return hashlib.sha256("\x1f".join((session_id, *told)).encode()).hexdigest()


def stay_trace(session_id: str, stay: Stay) -> str:
    told = (stay.person, str(stay.joined), str(stay.left), str(stay.minutes))
    return trace(session_id, "stay", *told)
