"""All that a report is written from, read once; confidentiality is applied here and nowhere later.

After this nobody's name is at hand but where the rule of a part lets it be shown.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from facilitation import second_coder
from facilitation.agreement import Agreement
from facilitation.conclusions.nouns import STANDING, Conclusion, SignOff, in_report
from facilitation.confidentiality import shown_author, veiled
from facilitation.findings import Findings
from facilitation.model import (
    ActorGroup,
    Author,
    Axis,
    CodingState,
    Confidentiality,
    Contribution,
    ContributionState,
    Participant,
    Session,
)
from facilitation.patterns import Mark, Pattern, marks, themes_by_group
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
    joined: Mapping[str | None, int]  # people by kind of actor
    organisations: tuple[str, ...]
    steps: tuple[tuple[str, datetime], ...]
    conclusions: tuple[Conclusion, ...]
    sign_offs: tuple[SignOff, ...]
    patterns: Mapping[tuple[str, Axis], Pattern]  # by part, as the screens count them
    marks: Mapping[str, Sequence[Mark]]  # by part: what its themes are found from
    agreement: Agreement | None  # of two people who coded the same without seeing each other
    found: dict[str, Findings] = field(default_factory=dict, compare=False)  # by part, once

    @cached_property
    def standing(self) -> tuple[Contribution, ...]:
        return tuple(told for told in self.given if told.state in STANDING)

    @cached_property
    def counted(self) -> tuple[Contribution, ...]:
        """What is counted, as the screens count: joined to another, it counts there, for what that
        one is about; not at all while that one is not shown."""
        received = {one.id: one for one in self.given if one.state is ContributionState.RECEIVED}
        counted = []
        for told in self.standing:
            into = received.get(told.merged_into or told.id)
            if into is not None:
                counted.append(replace(told, part_id=into.part_id, codings=into.codings))
        return tuple(counted)

    @cached_property
    def by_id(self) -> Mapping[str, Contribution]:
        return {told.id: told for told in self.standing}

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
    given = tuple(veiled(session, store.contributions(session.id)))
    authors = {
        told.id: shown_author(
            people.get(told.participant_id),
            told.actor_id,
            session.confidentiality_of(told.part_id),
        )
        for told in given
    }
    joined = [person for person in people.values() if person.joined_at]
    parts = [part.id for part in session.plan.parts if part.takes_contributions]
    shown = [authors[told.id].organisation for told in given if told.state in STANDING]
    return Material(
        session=session,
        at=now(),
        given=given,
        authors=authors,
        joined=Counter(person.actor_id for person in joined),
        organisations=_organisations(session, joined, shown),
        steps=tuple(store.steps(session.id)),
        conclusions=tuple(in_report(store.conclusions(session.id))),
        sign_offs=tuple(store.sign_offs(session.id)),
        patterns={
            (part, axis): themes_by_group(store, session, part, axis)
            for part in parts
            for axis in Axis
        },
        marks={part: tuple(marks(store, session, part)) for part in parts},
        agreement=_agreement(store, session),
    )


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
