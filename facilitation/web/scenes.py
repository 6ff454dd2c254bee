"""What the door shows one person at one moment, put together before it is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from facilitation import participation
from facilitation.conclusions import check_back
from facilitation.conclusions.nouns import Conclusion
from facilitation.model import (
    TEXT_LIMIT,
    Contribution,
    ContributionState,
    Language,
    Session,
    SessionState,
    Words,
)
from facilitation.phrases import name_of
from facilitation.sessions import Moment, moment_of
from facilitation.store import Store
from facilitation.web.visits import Visit


def names_phrase(session: Session, part_id: str) -> str:
    """The sentence that says how authors are shown in a part."""
    return f"door.names.{session.confidentiality_of(part_id)}"


def moment_phrases(moment: Moment) -> tuple[str, str]:
    """While no question is on the table: how things stand, and what to do."""
    return f"door.moment.{moment}", f"door.moment_hint.{moment}"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is in the box: with its key, so that sending it twice is saying it once."""

    key: str
    part_id: str
    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class Own:
    """One of the participant's contributions, and what became of it."""

    contribution: Contribution
    question: Words
    state: str  # the phrase that says it
    reason: str  # the phrase that says why, or ""
    is_revisable: bool
    text: str  # what the box for correcting it holds
    uses: tuple[Conclusion, ...] = ()  # shown conclusions that rest on it


@dataclass(frozen=True)
class Scene:
    """The door as one participant sees it."""

    visit: Visit
    draft: Draft
    refusal: str = ""  # a sentence
    told_number: int = 0  # the contribution whose receipt is shown
    correction: tuple[int, str] = (0, "")  # a correction that was refused: its number and text

    @classmethod
    def at_rest(cls, visit: Visit, told_number: int = 0) -> "Scene":
        """Nothing typed yet."""
        return cls(visit, empty_draft(visit), told_number=told_number)

    @property
    def session(self) -> Session:
        return self.visit.session

    @property
    def moment(self) -> Moment:
        return moment_of(self.session)

    @cached_property
    def called_as(self) -> Words | None:
        """The kind of actor whose view is missing, where it is theirs."""
        author = self.visit.participant
        actor = author and participation.is_nudged(self._store, self.session, author)
        return actor.label.in_language(self.visit.language) if actor else None

    @property
    def floor(self) -> str:
        """The phrases about asking for the floor: "" (not now), lowered, raised or given."""
        if self.session.state is not SessionState.OPEN or self.is_blocked:
            return ""
        if self._store.has_floor(self.session.id) == self.visit.participant_id:
            return "given"
        return "raised" if self._store.has_hand_up(self.visit.participant_id) else "lowered"

    @property
    def _store(self) -> Store:
        return self.visit.installation.store

    @property
    def is_asked(self) -> bool:
        """A question is on the table, whether or not it takes contributions this minute."""
        return self.moment.is_asked

    @property
    def is_blocked(self) -> bool:
        """Nothing is taken from this participant any more."""
        author = self.visit.participant
        return author is not None and author.blocked_at is not None

    @property
    def moment_phrases(self) -> tuple[str, str]:
        return moment_phrases(self.moment)

    @property
    def names_phrase(self) -> str:
        """How the author of what is in the box will be shown."""
        return names_phrase(self.session, self.draft.part_id)

    @property
    def title(self) -> Words:
        return self.session.part.title.in_language(self.visit.language)

    @property
    def limit(self) -> int:
        return TEXT_LIMIT

    @property
    def is_for_earlier_part(self) -> bool:
        return bool(self.draft.text) and self.draft.part_id != self.session.part_id

    @property
    def has_box(self) -> bool:
        """There is something to answer, or words that must not get lost."""
        return (self.is_asked and not self.is_blocked) or bool(self.draft.text)

    @property
    def languages(self) -> Iterator[tuple[Language, str]]:
        """The languages to write in, each in its own name."""
        return ((code, name_of(code)) for code in self.session.plan.languages)

    @cached_property
    def own(self) -> tuple[Own, ...]:
        """What this participant gave, newest first."""
        given = self.visit.installation.store.contributions_of(self.visit.participant_id)
        return tuple(map(self._own, given))

    @cached_property
    def conclusions(self) -> tuple[Conclusion, ...]:
        """What was concluded, once the moderator reveals it."""
        if not check_back.are_shown(self.session):
            return ()
        return tuple(check_back.shown(self.visit.installation.store, self.session))

    @property
    def told(self) -> Own | None:
        """The contribution that the receipt is for."""
        return next((o for o in self.own if o.contribution.number == self.told_number), None)

    @property
    def receipt(self) -> str:
        """The sentence that says it arrived, or what else became of it."""
        told = self.told
        if told is None:
            return ""
        phrases, given = self.visit.phrases, told.contribution
        if given.state is ContributionState.WITHDRAWN:
            key = "door.withdrawn"
        else:
            key = "door.received" if given.edition == 1 else "door.updated"
        return phrases.say(
            key,
            number=phrases.number(given.number),
            time=phrases.clock(given.received_at, self.visit.zone),
        )

    def _own(self, contribution: Contribution) -> Own:
        state = contribution.state
        part = self.session.part_of(contribution.part_id)
        number, corrected = self.correction
        return Own(
            contribution=contribution,
            question=part.title.in_language(self.visit.language),
            state=f"door.state.{self._state(contribution)}",
            reason=f"door.reason.{contribution.reason}" if contribution.reason else "",
            is_revisable=state is ContributionState.RECEIVED
            and not self.is_blocked
            and self.session.state is SessionState.OPEN,
            text=corrected if number == contribution.number else contribution.words.text,
            uses=tuple(one for one in self.conclusions if contribution.id in one.evidence),
        )

    def _state(self, contribution: Contribution) -> str:
        if contribution.state is not ContributionState.RECEIVED:
            return contribution.state.value
        if self.session.on_screen.contribution_id == contribution.id:
            return "on_screen"
        part = self.session.part_of(contribution.part_id)
        return "shown" if part.is_revealed else "received"


def empty_draft(visit: Visit) -> Draft:
    """A new answer to the part on the table, in the reader's language where the session has it."""
    languages = visit.session.plan.languages
    language = visit.language if visit.language in languages else languages[0]
    return Draft(str(uuid4()), visit.session.part_id, "", language)
