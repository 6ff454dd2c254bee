"""All that a report is written from, read once; confidentiality is applied here and nowhere later.

After this nobody's name is at hand but where the rule of a part lets it be shown, and no kind of
actor that would name its people: whatever is counted is counted from the veiled record.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from facilitation import second_coder
from facilitation.agreement import Agreement
from facilitation.conclusions.nouns import STANDING, Conclusion, SignOff, in_report
from facilitation.confidentiality import (
    SMALLEST_CELL,
    Source,
    hidden_people,
    nameless_parts,
    names_nobody,
    shown_author,
    shown_source,
    veiled,
)
from facilitation.findings import Findings
from facilitation.model import (
    ActorGroup,
    Author,
    Axis,
    CodingState,
    Confidentiality,
    Contribution,
    Participant,
    Session,
)
from facilitation.patterns import Mark, Pattern, by_group, counted, marks_of_file
from facilitation.store import Store, now


@dataclass(frozen=True)
class Material:
    """A session as it stood at one moment.

    `given` is every contribution in the order of arrival; `standing` are those whose words a report
    may hold: received, or joined to another that says the same.
    """

    session: Session
    at: datetime
    given: tuple[Contribution, ...]
    authors: Mapping[str, Author]  # by contribution
    sources: Mapping[str, Source]  # the file and line it came from, where they may be told
    joined: Mapping[str | None, int]  # people by kind of actor; None: of those that are not told
    few: frozenset[str]  # kinds of which it is told that very few joined
    organisations: tuple[str, ...]
    steps: tuple[tuple[str, datetime], ...]
    conclusions: tuple[Conclusion, ...]
    sign_offs: tuple[SignOff, ...]
    agreement: Agreement | None  # of two people who coded the same without seeing each other
    found: dict[str, Findings] = field(default_factory=dict, compare=False)  # by part, once

    @cached_property
    def standing(self) -> tuple[Contribution, ...]:
        return tuple(told for told in self.given if told.state in STANDING)

    @cached_property
    def counted(self) -> tuple[Contribution, ...]:
        """What is counted, as the screens count."""
        return tuple(counted(self.given))

    @cached_property
    def by_id(self) -> Mapping[str, Contribution]:
        return {told.id: told for told in self.standing}

    @cached_property
    def pool(self) -> frozenset[str]:
        """Contributions whose kind of actor is not shown, by their ids."""
        parts = nameless_parts(self.session)
        return frozenset(
            told.id for told in self.given if told.actor_id is None and told.part_id in parts
        )

    @property
    def veils(self) -> bool:
        """Whether there are kinds of actors that are not told, of who came or of who spoke."""
        is_told = not self.pool and not (names_nobody(self.session) and self.joined.get(None))
        return not is_told

    def actors_of(self, given: Iterable[Contribution]) -> list[str | None]:
        """The kinds of actors that these are from, in the session's order; None at the end."""
        spoke = {told.actor_id for told in given}
        kinds = [one.id for one in self.session.plan.actors if one.id in spoke]
        return [*kinds, None] if spoke - set(kinds) else [*kinds]

    def joined_of(self, actor_id: str | None) -> int | None:
        """How many came of a kind; None: that is not told."""
        n = self.joined.get(actor_id, 0)
        is_told = n or actor_id is None or not (self.veils and self.joined.get(None))
        return n if is_told else None

    def is_told(self, actor_id: str | None) -> bool:
        """Whether it is told how many spoke as a kind: where some kinds are not shown, one that
        seems silent may be the very one that spoke."""
        is_pool = not self.pool.isdisjoint(told.id for told in self.counted)
        return not is_pool or any(told.actor_id == actor_id for told in self.counted)

    @cached_property
    def _marks(self) -> Mapping[Axis, Sequence[Mark]]:
        return {axis: marks_of_file(self.session, self.given, axis) for axis in Axis}

    def marks_of(self, part_id: str) -> list[Mark]:
        """What the themes of a part are found from."""
        return [mark for mark in self._marks[Axis.THEME] if mark.part_id == part_id]

    @cached_property
    def patterns(self) -> Mapping[tuple[str, Axis], Pattern]:
        """By part, counted as the screens count."""
        parts = [part.id for part in self.session.plan.parts if part.takes_contributions]
        return {
            (part, axis): by_group(self.session, self._marks[axis], part, axis)
            for part in parts
            for axis in Axis
        }

    def of_part(self, part_id: str) -> list[Contribution]:
        return [told for told in self.counted if told.part_id == part_id]

    def evidence_of(self, conclusion: Conclusion) -> list[Contribution]:
        """What carries a conclusion and may be shown, the most telling first."""
        return [self.by_id[id_] for id_ in conclusion.evidence if id_ in self.by_id]


def voices(of: Iterable[Contribution]) -> int:
    """How many people these are from: one person is one voice, however often they spoke."""
    return len({told.participant_id for told in of})


def gather(store: Store, session: Session) -> Material:
    """Read what a report needs. Its cost grows with the record, and with nothing else."""
    people = {person.id: person for person in store.participants(session.id)}
    record = store.contributions(session.id)
    given = tuple(veiled(session, record))
    authors = {
        told.id: shown_author(
            people.get(told.participant_id),
            told.actor_id,
            session.confidentiality_of(told.part_id),
        )
        for told in given
    }
    here = store.here(session.id)
    joined = [person for person in people.values() if person.id in here]
    came = Counter(person.actor_id for person in joined)
    hidden = hidden_people(session, record, came)
    shown = [authors[told.id].organisation for told in given if told.state in STANDING]
    return Material(
        session=session,
        at=now(),
        given=given,
        authors=authors,
        sources=_sources(store, session, given),
        joined=_told(came, hidden),
        few=frozenset(kind for kind in hidden if 0 < came[kind] < SMALLEST_CELL),
        organisations=_organisations(session, joined, shown),
        steps=tuple(store.steps(session.id)),
        conclusions=tuple(in_report(store.conclusions(session.id))),
        sign_offs=tuple(store.sign_offs(session.id)),
        agreement=_agreement(store, session),
    )


def _sources(store: Store, session: Session, given: Iterable[Contribution]) -> Mapping[str, Source]:
    found = store.sources_of(session.id)
    return {
        told.id: shown_source(found.get(told.id), session.confidentiality_of(told.part_id))
        for told in given
    }


def _told(came: Mapping[str | None, int], hidden: Collection[str]) -> Mapping[str | None, int]:
    """How many came of each kind that may be told, and under None of all the others together."""
    told: Counter[str | None] = Counter()
    for kind, n in came.items():
        told[None if kind in hidden else kind] += n
    return told


def _agreement(store: Store, session: Session) -> Agreement | None:
    """On the themes of the sample that was drawn last; None before a second person coded."""
    sample = second_coder.sample_of(store, session)
    return second_coder.agree(session, sample, Axis.THEME) if sample and sample.read else None


def _organisations(
    session: Session, joined: Sequence[Participant], shown: Iterable[str]
) -> tuple[str, ...]:
    """Those that may be named: of everyone in the room where the session's rule allows it, and of
    those who spoke on a part whose own rule does."""
    present = (shown_author(one, one.actor_id, session.plan.confidentiality) for one in joined)
    named = {author.organisation for author in present} | set(shown)
    return tuple(sorted(filter(None, named), key=str.casefold))


def group_of(session: Session, group_id: str | None) -> ActorGroup | None:
    """The group a column of a pattern stands for; None is those of no group."""
    return next((group for group in session.plan.groups if group.id == group_id), None)


def names_organisations(session: Session) -> bool:
    """Whether any rule of the session lets an organisation be named."""
    rules = {session.plan.confidentiality, *(part.confidentiality for part in session.plan.parts)}
    return bool(rules & {Confidentiality.ON_RECORD, Confidentiality.ORGANISATION_ONLY})


def codes_of(
    told: Contribution, axis: Axis, state: CodingState = CodingState.CONFIRMED
) -> list[str]:
    """What a contribution is about, as far as people confirmed it, or as a machine suggests."""
    return [one.code_id for one in told.codings if one.axis is axis and one.state is state]
