"""Every life-cycle and closed list of a round table, one StrEnum each. Imports nothing of ours."""

from enum import StrEnum


class Role(StrEnum):
    """Who is at the screen. Not a kind of stakeholder: that is an Actor."""

    ORGANISER = "organiser"
    MODERATOR = "moderator"
    RAPPORTEUR = "rapporteur"
    PROJECTOR = "projector"
    PARTICIPANT = "participant"


class SessionState(StrEnum):
    """The life of a session: people set it, a clock never does."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


class Intake(StrEnum):
    """Whether the part on the table takes contributions now."""

    OPEN = "open"
    PAUSED = "paused"


class Entrance(StrEnum):
    """Who may still join a session. Whoever is in stays in."""

    OPEN = "open"
    REGISTERED = "registered"  # only those on the list, by their personal link
    SHUT = "shut"


class PartKind(StrEnum):
    """What a step of the run sheet is for."""

    WELCOME = "welcome"
    QUESTION = "question"
    PROPOSAL = "proposal"
    CONCLUSIONS = "conclusions"


class Confidentiality(StrEnum):
    """What may be shown of an author, loosest first."""

    ON_RECORD = "on_record"
    ORGANISATION_ONLY = "organisation_only"
    ACTOR_ONLY = "actor_only"  # the Chatham House Rule: neither identity nor affiliation


class Origin(StrEnum):
    """How a participant came to be in the record."""

    LINK = "link"
    PERSONAL = "personal"
    IMPORT = "import"
    SPOKEN = "spoken"


class Source(StrEnum):
    """Which way a contribution came in."""

    DOOR = "door"
    PAGE = "page"
    SPOKEN = "spoken"
    IMPORT = "import"


class ContributionState(StrEnum):
    """The life of a contribution. Erased keeps the trace and none of the words."""

    RECEIVED = "received"
    WAITING = "waiting"  # received, and read by a moderator before anybody else
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    ERASED = "erased"


class HideReason(StrEnum):
    """Why a contribution was taken off the room's screens; its author is told."""

    OFF_TOPIC = "off_topic"
    OFFENSIVE = "offensive"
    PERSONAL_DATA = "personal_data"
    PROCEDURE = "procedure"
    REPEATED = "repeated"


class Axis(StrEnum):
    """The two things a contribution can be coded for."""

    THEME = "theme"
    POINT = "point"


class Across(StrEnum):
    """What themes are counted across: the columns of a chart."""

    GROUPS = "groups"
    ACTORS = "actors"
    QUESTIONS = "questions"
    LANGUAGES = "languages"
    MINUTES = "minutes"


class CandidateState(StrEnum):
    """What a person decided about an expression that no theme covers; until then it is open."""

    MUTED = "muted"
    PROMOTED = "promoted"


class ChartKind(StrEnum):
    """The charts there are, on the console, the desk and the projector alike."""

    GROUPS = "groups"  # themes by groups, as dots
    PROFILES = "profiles"  # each group's themes, as bars
    ACTORS = "actors"
    QUESTIONS = "questions"
    MINUTES = "minutes"
    COMMON = "common"  # only what every group raised
    LANGUAGES = "languages"


class CodingState(StrEnum):
    """Machine work is a suggestion until a person confirms it."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class JobKind(StrEnum):
    """Work done after a submission, never on its path."""

    TRANSLATE = "translate"


class JobState(StrEnum):
    """The life of a job; a lease that ran out makes it pending again."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class View(StrEnum):
    """The one thing the projector shows."""

    QUESTION = "question"
    CONTRIBUTION = "contribution"
    THEMES = "themes"
    MINUTES = "minutes"  # themes over time
    COMMON = "common"  # what every group raised
    PARTICIPATION = "participation"
    CONCLUSIONS = "conclusions"  # what is approved: all of it, or one


class Shelf(StrEnum):
    """Which contributions the moderator's feed shows."""

    ALL = "all"
    WAITING = "waiting"
    ALIKE = "alike"  # those that likely say the same, side by side
    KEPT = "kept"
    HIDDEN = "hidden"


class Facet(StrEnum):
    """What the feed can be gone through by."""

    THEME = "theme"
    ACTOR = "actor"
    LANGUAGE = "language"


class Order(StrEnum):
    """What comes first in the feed."""

    NEWEST = "newest"
    SUPPORT = "support"


class Trouble(StrEnum):
    """Why a text is not translated, or not yet. Each has a phrase in every language."""

    OFF = "off"
    APERTIUM_MISSING = "apertium_missing"
    LIBRETRANSLATE_MISSING = "libretranslate_missing"
    ADDRESS = "address"  # nothing that translates answers there
    KEY = "key"
    BUSY = "busy"
    SLOW = "slow"
    UNREACHABLE = "unreachable"
    STOPPED = "stopped"  # in the middle of the text
    GARBLED = "garbled"
    EMPTY = "empty"
    NO_WAY = "no_way"  # from the one language to the other
    TURNED_DOWN = "turned_down"  # this text, whenever it is sent
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> "Trouble":
        """A record may hold what an earlier version wrote down."""
        return cls.UNKNOWN

    @property
    def is_lasting(self) -> bool:
        """Whether trying again is of no use."""
        return self in (Trouble.NO_WAY, Trouble.TURNED_DOWN)


class TranslationState(StrEnum):
    """How far a translation can be relied on. A person's text always wins over a machine's."""

    MACHINE = "machine"
    CHECKED = "checked"
    STALE = "stale"  # made from an earlier edition of the original


class ConclusionKind(StrEnum):
    """What a conclusion says of the room."""

    KEY_POINT = "key_point"
    CONVERGENCE = "convergence"
    DIVERGENCE = "divergence"
    MINORITY_VIEW = "minority_view"
    PROPOSAL = "proposal"
    OPEN_QUESTION = "open_question"


class ConclusionState(StrEnum):
    """The life of a conclusion. Dropped keeps it, so that dropping can be undone."""

    OFFERED = "offered"  # counted by Ronda; nobody has taken it up
    DRAFT = "draft"
    APPROVED = "approved"
    REOPENED = "reopened"
    DROPPED = "dropped"


class ReopenReason(StrEnum):
    """Why a conclusion that was approved has to be looked at again."""

    REWORDED = "reworded"
    EVIDENCE_CHANGED = "evidence_changed"  # a person chose other contributions
    EVIDENCE_HIDDEN = "evidence_hidden"
    EVIDENCE_WITHDRAWN = "evidence_withdrawn"
    EVIDENCE_REVISED = "evidence_revised"
    EVIDENCE_ERASED = "evidence_erased"
    OBJECTED = "objected"  # "this is not what I meant"
    ASKED = "asked"  # a person reopened it


class StatementState(StrEnum):
    """How far a conclusion's text in one language can be relied on."""

    WRITTEN = "written"  # by a person, in the language the conclusion was written in
    COUNTED = "counted"  # a sentence of the interface filled with counts
    MACHINE = "machine"
    CHECKED = "checked"
    STALE = "stale"  # made from an earlier wording
