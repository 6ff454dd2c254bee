"""Every noun of a round table. Its life-cycles are written in `lifecycles.py` and had from here.

Languages are BCP 47 codes in lower case ("en", "es", "fr"). Times are aware and in UTC.
Nothing is fixed at three languages, four groups or fourteen themes: they are rows of a session.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from facilitation.lifecycles import (
    Axis as Axis,
    CodingState as CodingState,
    Confidentiality as Confidentiality,
    ContributionState as ContributionState,
    Entrance as Entrance,
    HideReason as HideReason,
    Intake as Intake,
    JobKind as JobKind,
    JobState as JobState,
    Origin as Origin,
    PartKind as PartKind,
    Role as Role,
    SessionState as SessionState,
    Source as Source,
    TranslationState as TranslationState,
    Trouble as Trouble,
    View as View,
)

Language = str

TEXT_LIMIT = 2_000  # characters of a contribution, counted as people see them (graphemes)


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: a text of one edition into one language. `attempts` counts this one."""

    id: str
    session_id: str
    contribution_id: str
    edition: int
    target: Language
    attempts: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text and the language it is in, so that every screen can mark it."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in the languages of a session, in the session's order of languages."""

    texts: Mapping[Language, str] = field(default_factory=dict)

    def in_language(self, language: Language) -> Words:
        """The text in `language`; where it was never written, the first one there is, marked."""
        if language in self.texts:
            return Words(self.texts[language], language)
        for other, text in self.texts.items():
            return Words(text, other)
        return Words("", language)

    def __bool__(self) -> bool:
        return any(self.texts.values())


@dataclass(frozen=True, slots=True)
class Prompt:
    """A hint above the box of a question: "which instrument?", "by which procedure?"."""

    id: str
    wording: Wording


@dataclass(frozen=True, slots=True)
class Part:
    """A step of the run sheet."""

    id: str
    kind: PartKind
    minutes: int
    title: Wording
    text: Wording = field(default_factory=Wording)
    prompts: tuple[Prompt, ...] = ()
    confidentiality: Confidentiality | None = None  # None: as the session
    is_revealed: bool = False
    is_support_open: bool = False

    @property
    def takes_contributions(self) -> bool:
        return self.kind in (PartKind.QUESTION, PartKind.PROPOSAL)


@dataclass(frozen=True, slots=True)
class ActorGroup:
    """A roll-up of actors; `colour` indexes the palette that means the same on every screen."""

    id: str
    label: Wording
    colour: int


@dataclass(frozen=True, slots=True)
class Actor:
    """A kind of stakeholder. `group` is None for those who fit no group: nobody is forced."""

    id: str
    label: Wording
    explanation: Wording
    group: str | None


@dataclass(frozen=True, slots=True)
class Code:
    """A theme of the codebook, or a point of the proposal."""

    id: str
    axis: Axis
    label: Wording
    definition: Wording = field(default_factory=Wording)
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A start and an end as the programme prints them, in one zone. Text: no clock runs on it."""

    start: str
    end: str
    zone: str


@dataclass(frozen=True, slots=True)
class Programme:
    """The identity of a session, as its concept note gives it; nothing here drives the app."""

    line: Wording
    sub_axis: Wording
    organisers: tuple[str, ...]
    platform: str
    capacity: int
    date: str
    schedule: tuple[Scheduled, ...]
    summary: Wording
    concept: Wording
    objectives: Wording
    documents: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A session as its file describes it, before anybody opened it."""

    reference: str
    languages: tuple[Language, ...]
    title: Wording
    programme: Programme
    confidentiality: Confidentiality
    contact: str
    parts: tuple[Part, ...]
    groups: tuple[ActorGroup, ...]
    actors: tuple[Actor, ...]
    themes: tuple[Code, ...]
    points: tuple[Code, ...]
    codebook: str  # the codebook's own file text, so that a session keeps the one it was coded with
    notice: Wording = field(default_factory=Wording)  # what the organiser adds about people's data
    retention_days: int = 0  # after closing, names are let go; 0: when the organiser erases them
    glossary: str = ""  # the session's terms, as the text of their CSV file


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What the room sees. The words of a contribution are frozen when it is put on screen."""

    view: View
    contribution_id: str | None = None
    words: Words | None = None
    conclusion_id: str | None = None  # of View.CONCLUSIONS; None is all of them


@dataclass(frozen=True, slots=True)
class Session:
    """One round table as it stands at `revision`."""

    id: str
    code: str
    plan: Plan
    state: SessionState
    part_id: str
    intake: Intake
    on_screen: OnScreen
    revision: int
    stage_revision: int
    opened_at: datetime | None
    closed_at: datetime | None
    stepped_at: datetime | None  # when the part on the table began
    engine: str = "off"
    is_rehearsal: bool = False
    entrance: Entrance = Entrance.OPEN
    released_at: datetime | None = None  # when people's names were let go
    is_premoderated: bool = False  # moderators read what comes in before anybody else

    @property
    def part(self) -> Part:
        """The part on the table."""
        return self.part_of(self.part_id)

    def part_of(self, part_id: str) -> Part:
        return next(part for part in self.plan.parts if part.id == part_id)

    def actor_of(self, actor_id: str | None) -> Actor | None:
        return next((actor for actor in self.plan.actors if actor.id == actor_id), None)

    @property
    def is_taking_contributions(self) -> bool:
        return (
            self.state is SessionState.OPEN
            and self.part.takes_contributions
            and self.intake is Intake.OPEN
        )

    def confidentiality_of(self, part_id: str) -> Confidentiality:
        return self.part_of(part_id).confidentiality or self.plan.confidentiality


@dataclass(frozen=True, slots=True)
class Participant:
    """A person in the room, or registered for it. `joined_at` is None until they come."""

    id: str
    session_id: str
    origin: Origin
    actor_id: str | None = None
    name: str = ""
    organisation: str = ""
    territory: str = ""
    language: Language = ""
    joined_at: datetime | None = None
    last_seen_at: datetime | None = None
    is_rehearsal: bool = False
    blocked_at: datetime | None = None

    @property
    def is_registered(self) -> bool:
        """On the list: they come by a link of their own, or were entered by staff."""
        return self.origin in (Origin.PERSONAL, Origin.SPOKEN)


@dataclass(frozen=True, slots=True)
class Author:
    """What a screen may show of the person behind a contribution."""

    actor_id: str | None
    name: str = ""
    organisation: str = ""
    territory: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A contribution's text as it once stood; the record keeps all of them."""

    number: int
    words: Words
    written_at: datetime


@dataclass(frozen=True, slots=True)
class CodebookEdition:
    """A codebook that a session was coded with, as the text of its file, and what made it so."""

    number: int
    text: str
    made_at: datetime
    verb: str
    revision: int


@dataclass(frozen=True, slots=True)
class Coding:
    """A contribution is about a theme (or a point), and who says so."""

    contribution_id: str
    axis: Axis
    code_id: str
    state: CodingState
    score: float
    evidence: tuple[str, ...]  # words as they stand in the text


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a machine's text may be wrong. `values` fill the phrase `doubt.<kind>`."""

    kind: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Translation:
    """A contribution's text in another language, with where it comes from."""

    contribution_id: str
    words: Words
    state: TranslationState
    edition: int  # of the original it was made from
    engine: str
    engine_version: str
    route: str  # the languages passed through: "fr>es>en"
    glossary_version: str
    doubts: tuple[Doubt, ...]
    made_at: datetime
    made_by: str  # "machine", or who checked it


@dataclass(frozen=True, slots=True)
class Contribution:
    """One answer as written, in one language. `number` counts within its session."""

    id: str
    session_id: str
    number: int
    part_id: str
    participant_id: str
    actor_id: str | None
    words: Words
    edition: int
    state: ContributionState
    source: Source
    received_at: datetime
    revision: int
    reason: HideReason | None = None
    detected_language: Language | None = None  # only when the detector is sure of another one
    is_mixed: bool = False
    is_rehearsal: bool = False
    codings: tuple[Coding, ...] = ()
    translations: tuple[Translation, ...] = ()  # one for each language: a checked one if there is
    support: int = 0  # how many people share it
    is_read: bool = False  # somebody looked for its themes and left it at what there is
    merged_into: str | None = None  # the contribution it counts with, when it says the same
    is_kept: bool = False  # for later, on the moderators' shortlist

    @property
    def waits_for_a_hand(self) -> bool:
        """Whether it is still to be coded: a suggestion is open, or nobody found it a theme."""
        if self.state is not ContributionState.RECEIVED:
            return False
        states = {coding.state for coding in self.codings}
        return CodingState.SUGGESTED in states or not (states or self.is_read)


@dataclass(frozen=True, slots=True)
class Stage:
    """All that permissions depend on besides role and action."""

    state: SessionState
    is_intake_open: bool
    is_revealed: bool
    is_support_open: bool = False

    @classmethod
    def of(cls, session: Session) -> "Stage":
        part = session.part
        return cls(
            session.state,
            session.is_taking_contributions,
            part.is_revealed,
            part.is_support_open,
        )
