"""The run sheet while it runs: the minutes left, spread anew; questions added, moved, reworded.

How every part was planned and how it went is kept: the first edition of a part is its plan, the
steps are what happened.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from facilitation.access import Action, require
from facilitation.errors import Conflict, NotFound, Refused
from facilitation.model import Language, Part, PartKind, Session, SessionState, Stage, Wording
from facilitation.store import By, Change, Store
from facilitation.store.trails import PartEdition
from facilitation.texts import cleaned, cleaned_line, cut, is_longer

LONGEST = 240  # minutes of one part
TITLE_LIMIT, TEXT_LIMIT = 120, 1_000  # characters as people see them
TITLE_OF_TEXT = 60  # of a question without a title of its own


@dataclass(frozen=True, slots=True)
class Slot:
    """A part in seconds: planned, spent on it so far, and what it is likely to take in all."""

    part: Part
    planned: int
    spent: int
    forecast: int


def run_sheet(
    session: Session, steps: Sequence[tuple[str, datetime]], at: datetime
) -> tuple[Slot, ...]:
    """Every part at a moment. When time was lost, the parts to come share what is left in
    proportion to their plan; time won is kept in hand. Nothing ever ends by itself."""
    spent = _spent(session, steps, at)
    parts = session.plan.parts
    here = [part.id for part in parts].index(session.part_id)
    share = _share(session, spent, here, at)
    slots = []
    for place, part in enumerate(parts):
        planned, took = part.minutes * 60, spent.get(part.id, 0)
        slots.append(Slot(part, planned, took, _forecast(planned, took, place - here, share)))
    return tuple(slots)


def _forecast(planned: int, took: int, place: int, share: float) -> int:
    """`place` counts from the part on the table."""
    if place < 0:
        return took
    return max(planned, took) if place == 0 else round(planned * share)


def _share(session: Session, spent: Mapping[str, int], here: int, at: datetime) -> float:
    """What part of their plan the parts after the present one can still have; at most all."""
    parts = session.plan.parts
    coming = sum(part.minutes * 60 for part in parts[here + 1 :])
    if session.opened_at is None or not coming:
        return 1.0
    whole = sum(part.minutes * 60 for part in parts)
    gone = ((session.closed_at or at) - session.opened_at).total_seconds()
    present = max(0, parts[here].minutes * 60 - spent.get(session.part_id, 0))
    return min(1.0, max(0.0, (whole - gone - present) / coming))


def _spent(
    session: Session, steps: Sequence[tuple[str, datetime]], at: datetime
) -> Mapping[str, int]:
    """Seconds on each part, over all the times it was on the table."""
    ends = [*(moment for _, moment in steps[1:]), session.closed_at or at]
    spent: dict[str, int] = {}
    for (part_id, began), ended in zip(steps, ends, strict=True) if steps else ():
        seconds = max(0, int((ended - began).total_seconds()))
        spent[part_id] = spent.get(part_id, 0) + seconds
    return spent


def plan_and_reality(store: Store, session: Session, at: datetime) -> tuple[Slot, ...]:
    """Every part with the minutes it was first planned for, and how long it took; for the report.

    A question that was added on the fly was planned for what it was added with.
    """
    plans: dict[str, int] = {}
    for edition in store.part_editions(session.id):
        plans.setdefault(edition.part_id, edition.minutes * 60)
    slots = run_sheet(session, store.steps(session.id), at)
    return tuple(replace(slot, planned=plans.get(slot.part.id, slot.planned)) for slot in slots)


def missing(part: Part, languages: Iterable[Language]) -> tuple[Language, ...]:
    """The languages in which a part has no question yet, or a part that asks nothing no title."""
    wording = part.text if part.takes_contributions else part.title
    return tuple(language for language in languages if not wording.texts.get(language))


@dataclass(frozen=True, slots=True)
class Draft:
    """A question as somebody typed it. `seen` is the edition of the part it was typed over."""

    title: Mapping[Language, str]
    text: Mapping[Language, str]
    minutes: int
    seen: int = 0


def edition_of(store: Store, session: Session, part_id: str) -> int:
    """The revision since which a part stands as it is; 0: as it was planned."""
    found = [one.revision for one in store.part_editions(session.id) if one.part_id == part_id]
    return found[-1] if found else 0


def reword(store: Store, session: Session, part_id: str, draft: Draft, by: By) -> None:
    """Another wording or length of a part. Raises Conflict when somebody else changed it since
    `draft.seen`: theirs stands, and the draft stays with whoever typed it."""
    require(by.role, Action.LEAD, Stage.of(session))
    with store.change(session.id) as change:
        there, place = _place_of(change.session, part_id)
        stands = change.part_edition(part_id)
        if stands and stands.revision != draft.seen:
            raise Conflict("error.part_changed")
        title, text = _checked(change.session, draft, there.takes_contributions)
        revision = change.touch(by, "reword", f"part:{part_id}", is_stage=True)
        reworded = replace(there, title=title, text=text, minutes=draft.minutes)
        change.put_part(reworded, place, revision)


def add_question(store: Store, session: Session, draft: Draft, after_id: str, by: By) -> str:
    """A question that nobody planned, after another part; its id."""
    require(by.role, Action.LEAD, Stage.of(session))
    with store.change(session.id) as change:
        title, text = _checked(change.session, draft, is_question=True)
        _, after = _place_of(change.session, after_id)
        part_id = _new_id(change.session)
        revision = change.touch(by, "add_question", f"part:{part_id}", is_stage=True)
        parts = change.session.plan.parts
        for place in range(len(parts) - 1, after, -1):
            change.put_part(parts[place], place + 1, revision)
        part = Part(part_id, PartKind.QUESTION, draft.minutes, title, text)
        change.add_part(after + 1, part, revision)
    return part_id


def move(store: Store, session: Session, part_id: str, places: int, by: By) -> None:
    """A part earlier (negative) or later in the run sheet."""
    require(by.role, Action.LEAD, Stage.of(session))
    with store.change(session.id) as change:
        parts = list(change.session.plan.parts)
        there, place = _place_of(change.session, part_id)
        target = min(max(place + places, 0), len(parts) - 1)
        if target == place:
            return
        revision = change.touch(by, "move_part", f"part:{part_id}", is_stage=True, before=place)
        put_in_order(change, [*parts[:place], *parts[place + 1 :]], there, target, revision)


def put_in_order(
    change: Change, others: Sequence[Part], part: Part, place: int, revision: int
) -> None:
    """Put a part among the others at a place; an edition for each that moved."""
    before = {one.id: n for n, one in enumerate(change.session.plan.parts)}
    for n, one in enumerate([*others[:place], part, *others[place:]]):
        if before.get(one.id) != n:
            change.put_part(one, n, revision)


def put_back(change: Change, part_id: str, edition: PartEdition, revision: int) -> None:
    """A part worded and timed as in an earlier edition, where it stands now."""
    there, place = _place_of(change.session, part_id)
    earlier = replace(there, title=edition.title, text=edition.text, minutes=edition.minutes)
    change.put_part(earlier, place, revision)


def take_out(change: Change, part_id: str, revision: int) -> None:
    """An added question off the run sheet. Raises Conflict once it was asked or answered."""
    session = change.session
    if session.part_id == part_id and session.state is SessionState.OPEN:
        raise Conflict("error.part_in_use")
    if change.is_answered(part_id) or session.part_id == part_id:
        raise Conflict("error.part_in_use")
    _, place = _place_of(session, part_id)
    change.remove_part(part_id)
    for n, part in enumerate(session.plan.parts[place + 1 :], place):
        change.put_part(part, n, revision)


def _place_of(session: Session, part_id: str) -> tuple[Part, int]:
    for place, part in enumerate(session.plan.parts):
        if part.id == part_id:
            return part, place
    raise NotFound


def _new_id(session: Session) -> str:
    taken = {part.id for part in session.plan.parts}
    return next(id_ for n in range(1, 1_000) if (id_ := f"added{n}") not in taken)


def _checked(session: Session, draft: Draft, is_question: bool) -> tuple[Wording, Wording]:
    languages = session.plan.languages
    text = {at: cleaned(draft.text.get(at, "")) for at in languages}
    title = {at: cleaned_line(draft.title.get(at, "")) for at in languages}
    if is_question:  # whoever is in a hurry writes the question alone
        title = {at: title[at] or cut(cleaned_line(text[at]), TITLE_OF_TEXT) for at in languages}
    if not any(title.values()) or (is_question and not any(text.values())):
        raise Refused("error.question_empty")
    limits = ((title, TITLE_LIMIT), (text, TEXT_LIMIT))
    for wording, limit in limits:
        if any(is_longer(one, limit) for one in wording.values()):
            raise Refused("error.line_too_long", n=limit)
    if not 1 <= draft.minutes <= LONGEST:
        raise Refused("error.minutes", n=LONGEST)
    return _wording(title), _wording(text)


def _wording(texts: Mapping[Language, str]) -> Wording:
    return Wording({language: text for language, text in texts.items() if text})
