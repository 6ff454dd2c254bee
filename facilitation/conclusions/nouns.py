"""The nouns of a report's conclusions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from facilitation.lifecycles import (
    ConclusionKind,
    ConclusionState,
    ContributionState,
    ReopenReason,
    StatementState,
)
from facilitation.model import Contribution, Doubt, Language, Words

# What may carry a conclusion: it was received, or joined to another that says the same.
STANDING = (ContributionState.RECEIVED, ContributionState.MERGED)


@dataclass(frozen=True, slots=True)
class Said:
    """What a conclusion says in one language; who proposes what to whom by when, if it was said."""

    text: str
    proposer: str = ""
    addressee: str = ""
    due: str = ""

    @property
    def whole(self) -> str:
        """All of it as one text, to be compared with another language's."""
        return "\n".join(filter(None, (self.text, self.proposer, self.addressee, self.due)))


@dataclass(frozen=True, slots=True)
class Statement:
    """A conclusion's text in one language, and where it comes from."""

    conclusion_id: str
    language: Language
    said: Said
    state: StatementState
    edition: int  # of the conclusion's wording that it says
    made_by: str  # who wrote or checked it, or "machine"
    made_at: datetime
    engine: str = ""
    doubts: tuple[Doubt, ...] = ()
    revision: int = 0

    @property
    def words(self) -> Words:
        return Words(self.said.text, self.language)

    @property
    def is_settled(self) -> bool:
        """Whether no machine's wording is left in it: a counted sentence is the interface's own."""
        settled = (StatementState.WRITTEN, StatementState.CHECKED, StatementState.COUNTED)
        return self.state in settled


@dataclass(frozen=True, slots=True)
class Objection:
    """A participant says of a conclusion that rests on their words: not what I meant."""

    conclusion_id: str
    participant_id: str
    words: Words
    at: datetime
    settled_by: str = ""  # who looked into it


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A rapporteur's sentence with the contributions it rests on. Numbered within its session."""

    id: str
    session_id: str
    number: int
    position: int
    kind: ConclusionKind
    part_id: str  # the question it answers; "" where it is not of one
    point_id: str  # the point of the proposal it belongs to; ""
    theme_id: str  # what it was counted for; ""
    language: Language  # the one it was written in
    edition: int
    state: ConclusionState
    reason: ReopenReason | None
    made_by: str
    approved_by: str
    approved_at: datetime | None
    revision: int
    statements: tuple[Statement, ...] = ()  # the present one of each language
    evidence: tuple[str, ...] = ()  # ids of contributions, the most telling first
    objections: tuple[Objection, ...] = field(default=())

    def statement(self, language: Language) -> Statement | None:
        return next((one for one in self.statements if one.language == language), None)

    @property
    def original(self) -> Statement:
        """Its text in the language it was written in."""
        return next(one for one in self.statements if one.language == self.language)

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        return tuple(one for one in self.objections if not one.settled_by)

    def words_in(self, language: Language) -> Words:
        """The text in `language`; where there is none, the one it was written in, marked."""
        return (self.statement(language) or self.original).words


@dataclass(frozen=True, slots=True)
class Signed:
    """One conclusion as it was signed in one language, by its ids."""

    conclusion_id: str
    number: int
    kind: ConclusionKind
    part_id: str
    point_id: str
    statement: int  # the revision of its text
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignOff:
    """Somebody answers by name for one language of one version of the conclusions."""

    session_id: str
    language: Language
    version: int
    name: str
    role: str
    at: datetime
    revision: int
    content: tuple[Signed, ...]


def in_report(conclusions: Iterable[Conclusion]) -> list[Conclusion]:
    """Those that people took up and did not drop, in their order: what a report can hold."""
    out = (ConclusionState.OFFERED, ConclusionState.DROPPED)
    return [one for one in conclusions if one.state not in out]


def standing(evidence: Iterable[Contribution]) -> list[Contribution]:
    """The contributions that may carry a conclusion now."""
    return [told for told in evidence if told.state in STANDING]
