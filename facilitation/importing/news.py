"""What a draft would change of the record, told before it is brought in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from facilitation.importing.directory import Directory, Known
from facilitation.importing.drafts import Draft, Person, stay_trace, trace, traces
from facilitation.importing.tellings import Row, said_of
from facilitation.intake.recognition import FileKind
from facilitation.model import Session

LISTED = "listed"  # among what may be otherwise: whether somebody is registered


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A person whom an earlier list of registrations told us otherwise: what it told and what this
    one tells, by column. Under LISTED, one that is not approved any more."""

    name: str
    columns: Mapping[str, tuple[str, str]]


def otherwise(session: Session, known: Directory, draft: Draft) -> tuple[Otherwise, ...]:
    """Whom a list of registrations corrects, in its order."""
    if draft.kind is not FileKind.REGISTRATIONS:
        return ()
    return (*_corrected(session, known, draft), *_taken_off(known, draft))


def _corrected(session: Session, known: Directory, draft: Draft) -> Iterator[Otherwise]:
    for person, there, is_first in _found(known, draft):
        if there is None or not is_first:
            continue
        news = there.news(said_of(person, session.plan.languages), is_list=True)
        columns = {name: (was, now) for name, now in news.items() if (was := there.columns[name])}
        if columns:
            yield Otherwise(there.name or there.email, columns)


def staying(known: Directory, draft: Draft) -> int:
    """How many registered people have another kind of actor in the record, and keep it: they said
    so themselves, or it came another way than by a list."""
    if draft.kind is not FileKind.REGISTRATIONS:
        return 0
    return sum(
        1
        for person, there, is_first in _found(known, draft)
        if there is not None
        and is_first
        and person.actor_id
        and there.columns["actor_id"] not in (None, person.actor_id)
        and not there.can_be_corrected("actor_id")
    )


def _found(known: Directory, draft: Draft) -> Iterator[tuple[Person, Known | None, bool]]:
    """Everybody in a draft with whom of the record they are, and whether for the first time: of
    who is twice in a file, only the first row corrects."""
    seen = set()
    for person in draft.people:
        there = known.by_id.get(known.whom(person) or "")
        yield person, there, there is not None and there.id not in seen
        if there is not None:
            seen.add(there.id)


def _taken_off(known: Directory, draft: Draft) -> Iterator[Otherwise]:
    seen = {known.whom(person) for person in draft.people}
    for person in draft.turned_down:
        there = known.by_id.get(known.whom(person) or "")
        if there is not None and there.id not in seen and there.can_be_taken_off:
            seen.add(there.id)
            yield Otherwise(there.name or there.email, {LISTED: ("", "")})


def has_news(session: Session, known: Directory, draft: Draft, brought: Mapping[str, Row]) -> bool:
    """Whether bringing a draft in would change anything. `brought`: all that earlier imports
    brought, by its trace."""
    is_list = draft.kind is FileKind.REGISTRATIONS
    return (
        any(
            remark.is_taken and told not in brought
            for remark, told in zip(draft.remarks, traces(session.id, draft), strict=True)
        )
        or any(
            _is_new(session, person, there, brought, is_list=is_first and is_list)
            for person, there, is_first in _found(known, draft)
        )
        or any(_taken_off(known, draft))
        or _has_shares(session, known, draft, brought)
    )


def _is_new(
    session: Session,
    person: Person,
    there: Known | None,
    brought: Mapping[str, Row],
    *,
    is_list: bool,
) -> bool:
    if not (person.is_registered or person.stays):
        return False  # who only speaks comes in with what they say
    if there is None:
        return True
    is_told = there.news(said_of(person, session.plan.languages), is_list=is_list)
    is_listed = person.is_registered and not there.is_registered
    stays = (stay_trace(session.id, stay) for stay in person.stays)
    return there.is_there and bool(
        is_told or is_listed or any(stay not in brought for stay in stays)
    )


def _has_shares(
    session: Session, known: Directory, draft: Draft, brought: Mapping[str, Row]
) -> bool:
    said = list(traces(session.id, draft)) if draft.shares else []
    for share in draft.shares:
        there = brought.get(said[share.remark])
        contribution_id = there["contribution_id"] if there else None
        speaker = draft.people[share.speaker]
        is_own = draft.remarks[share.remark].speaker == share.speaker
        who = known.whom(speaker)
        if (
            contribution_id
            and not is_own
            and (who is None or trace(session.id, "share", contribution_id, who) not in brought)
        ):
            return True
    return False
