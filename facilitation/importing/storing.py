"""A draft into the record, in one transaction; and an import undone as a whole.

What an earlier import brought is known by its trace and not brought again, so the same file may be
read as often as somebody likes, and a longer one brings only what is new.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from facilitation import themes
from facilitation.access import Action, require
from facilitation.errors import Conflict, NotFound, Refused
from facilitation.importing.drafts import Draft, trace
from facilitation.importing.people import People
from facilitation.importing.prepared import (
    READING,
    STEP,
    Found,
    Prepared,
    Progress,
    batched,
    prepare,
    silent,
)
from facilitation.importing.taking_back import take_back_people
from facilitation.model import OnScreen, Session, Stage, View
from facilitation.store import By, Change, Store
from facilitation.store.imports import Arrived
from facilitation.translation.versions import queue


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import did. `again` counts contributions of earlier imports, `corrected` people of
    whom an earlier list of registrations told otherwise."""

    import_id: str
    new_people: int = 0
    known_people: int = 0
    contributions: int = 0
    shares: int = 0
    again: int = 0
    corrected: int = 0


def bring_in(
    store: Store,
    session: Session,
    draft: Draft,
    by: By,
    progress: Progress = silent,
    found: Found | None = None,
) -> Brought:
    """Store a draft: all of it, or nothing. Raises NotAllowed, Refused where nothing is new, or
    Conflict where an earlier import of the same was undone meanwhile.

    Reading the contributions for themes and language takes most of the time and is done before
    the record is held; `found` is what was read of them before. `progress` is told of reading and
    of storing them.
    """
    require(by.role, Action.PREPARE, Stage.of(session))
    ready = prepare(store, session, draft, progress, found)
    with store.change(session.id) as change:
        return _store(change, draft, ready, by, progress)


def _store(
    change: Change, draft: Draft, ready: Sequence[Prepared], by: By, progress: Progress
) -> Brought:
    import_id, known = str(uuid4()), change.traces()
    new = [one for one in ready if one.trace not in known]
    if not all(one.id for one in new):  # nobody read what was known a moment ago
        raise Conflict()
    revision = change.touch(
        by,
        "import",
        f"import:{import_id}",
        kind=draft.kind.value,
        people=len(draft.people),
        contributions=len(new),
    )
    change.add_import(import_id, draft.kind.value, draft.files, str(by.role), revision)
    people = People(change, import_id, draft.kind, known, revision)
    ids = _add_contributions(change, people, draft, ready, known, revision, progress)
    shares = _add_shares(change, people, draft, ids, known)
    people.settle_listed(draft)
    if not (new or shares or people.changed):
        raise Refused("import.nothing_new")
    return Brought(
        import_id,
        people.new,
        people.known,
        len(new),
        shares,
        len(ready) - len(new),
        people.corrected,
    )


def _add_contributions(
    change: Change,
    people: People,
    draft: Draft,
    ready: Sequence[Prepared],
    known: Mapping[str, Mapping[str, object]],
    revision: int,
    progress: Progress,
) -> dict[int, str]:
    """The contributions by the place of their remark, those of earlier imports too."""
    new = [one for one in ready if one.trace not in known]
    arrived = list(_arrived(change, people, draft, new, revision))
    version = themes.version(change.session)
    for start, some in batched(arrived, STEP):
        told = [one.contribution for one in some]
        change.add_arrived(people.import_id, some)
        change.add_codings([coding for one in told for coding in one.codings], version, revision)
        for one in told:
            queue(change, one)
        progress(READING + (1 - READING) * (start + len(some)) / len(arrived))
    ids = {
        one.place: str(known[one.trace]["contribution_id"]) if one.trace in known else one.id
        for one in ready
    }
    change.add_replies({one.id: ids[n] for one in new if (n := one.remark.parent) in ids})
    return ids


def _arrived(
    change: Change, people: People, draft: Draft, new: Sequence[Prepared], revision: int
) -> Iterator[Arrived]:
    """The contributions as they will stand, with whoever said them put into the record."""
    first = change.take_numbers(len(new)) if new else 0
    for number, one in enumerate(new, first):
        author, actor_id, language = people.speaker(draft, one.remark)
        told = one.told(change.session, author, actor_id, language, number, revision)
        yield Arrived(told, one.folded, one.trace, one.remark.file, one.remark.line)


def _add_shares(
    change: Change,
    people: People,
    draft: Draft,
    ids: Mapping[int, str],
    known: Mapping[str, object],
) -> int:
    """Reactions as sharing, once for each person and never of one's own words."""
    added = 0
    for share in draft.shares:
        contribution = change.contribution(ids.get(share.remark, ""))
        if contribution is None:
            continue
        who = people.settle(share.speaker, draft.people[share.speaker])
        told = trace(change.session_id, "share", contribution.id, who)
        if told in known or who == contribution.participant_id or not contribution.words.text:
            continue
        if change.is_shared(contribution.id, who):
            continue
        change.add_support(contribution.id, who)
        change.add_imported(
            people.import_id,
            told,
            "support",
            contribution_id=contribution.id,
            participant_id=who,
        )
        added += 1
    return added


def undo(store: Store, session: Session, import_id: str, by: By) -> None:
    """Take back all that an import brought: words, people nobody else knows, what
    nobody else told of the others, presence, sharing.

    Numbers are not given again. Raises NotFound, NotAllowed, or Conflict where it was undone.
    """
    require(by.role, Action.PREPARE, Stage.of(session))
    with store.change(session.id) as change:
        there = change.import_of(import_id)
        if there is None:
            raise NotFound("import.no_import")
        if there["undone_at"]:
            raise Conflict("import.undone_already")
        revision = change.touch(by, "undo_import", f"import:{import_id}", kind=there["kind"])
        change.remove_imported_supports(import_id, revision)
        erased = change.erase_imported_words(import_id, revision)
        if change.session.on_screen.contribution_id in erased:
            change.show(OnScreen(View.QUESTION))
        take_back_people(change, import_id, revision)
        change.forget_import(import_id)
    store.clear_log()


def review(store: Store, session: Session, decided: Mapping[str, str | None], by: By) -> None:
    """Remember which kind of actor an answer or an organisation means, for every session.

    Answers are as `intake.headers.plain` writes them.
    """
    require(by.role, Action.PREPARE, Stage.of(session))
    kinds = {actor.id for actor in session.plan.actors}
    good = {
        answer: kind
        for answer, kind in decided.items()
        if answer and (kind is None or kind in kinds)
    }
    if good:
        with store.change(session.id) as change:
            change.touch(by, "review_actors", answers=len(good))
            change.review_actors(good)
