"""Whether everybody is heard: counts against who is here, who is missing, and calling on them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from math import log

from facilitation.access import Action, require
from facilitation.errors import NotFound
from facilitation.following import marks_of
from facilitation.marks import WHOLE, Mark
from facilitation.model import Actor, Axis, Participant, Session, Stage
from facilitation.store import By, Store


@dataclass(frozen=True, slots=True)
class Standing:
    """One kind of actor (or one language), or those of whom it is not known (UNSTATED): people
    registered, people who are or were here (by link, in the meeting's attendance, or heard),
    distinct voices and contributions, how often others shared those, how often they were on
    screen."""

    what: str
    registered: int = 0
    here: int = 0
    voices: int = 0
    contributions: int = 0
    support: int = 0
    showings: int = 0


UNSTATED = ""
COUNTS = tuple(field.name for field in fields(Standing))[1:]


def by_actor(store: Store, session: Session, part_id: str = WHOLE) -> tuple[Standing, ...]:
    """Every kind of actor, in the session's order, then those without one, where there are any; of
    one part, or of the whole."""
    counts = store.counts_by(session.id, "actor_id", part_id)
    return _standings((actor.id for actor in session.plan.actors), counts)


def heard(store: Store, session: Session, part_id: str = WHOLE) -> tuple[Standing, ...]:
    """The same with no more than who is here, voices and contributions. Screens ask it at every
    redraw: it follows the record, and costs as much in a long session as in a short one."""
    return heard_in_each(store, session, part_id)[0]


def heard_in_each(
    store: Store, session: Session, *part_ids: str
) -> tuple[tuple[Standing, ...], ...]:
    """The same for several parts (WHOLE: all of them) as they stand at one moment."""
    here = store.here_by_actor(session.id)
    with marks_of(store, session, Axis.THEME).held(store, session) as marks:
        said = marks.followed(Said, Said)
        kinds = [*(actor.id for actor in session.plan.actors), None]
        return tuple(
            _with_somebody(
                Standing(
                    kind or UNSTATED,
                    here=here.get(kind, 0),
                    voices=said.voices[part_id, kind],
                    contributions=said.contributions[part_id, kind],
                )
                for kind in kinds
            )
            for part_id in part_ids
        )


class Said:
    """Distinct voices and contributions by part (WHOLE: of all) and kind of actor, as they come in.
    What was merged counts with the other contribution, and its author is a voice there. Kinds that
    may not be told are counted too: whoever leads must know who has not been heard."""

    def __init__(self) -> None:
        self.voices = Counter[tuple[str, str | None]]()
        self.contributions = Counter[tuple[str, str | None]]()
        self._of_each = Counter[tuple[str, str | None, str]]()

    def take(self, before: Mark | None, after: Mark | None) -> None:
        if before is not None:
            self._count(before, -1)
        if after is not None:
            self._count(after, 1)

    def _count(self, mark: Mark, n: int) -> None:
        for part_id in (mark.part_id, WHOLE):
            had = self._of_each[part_id, mark.kind, mark.voice]
            self._of_each[part_id, mark.kind, mark.voice] += n
            self.contributions[part_id, mark.kind] += n
            if not had or not had + n:
                self.voices[part_id, mark.kind] += n


def by_language(store: Store, session: Session, part_id: str = WHOLE) -> tuple[Standing, ...]:
    """Every language of the session: people by the one they chose, contributions by theirs; then
    people who chose none."""
    counts = store.counts_by(session.id, "language", part_id)
    return _standings(session.plan.languages, counts)


def _standings(
    keys: Iterable[str], counts: Mapping[str, Mapping[str | None, int]]
) -> tuple[Standing, ...]:
    known = (
        Standing(key, **{name: count.get(key, 0) for name, count in counts.items()}) for key in keys
    )
    unstated = {name: count.get(None, 0) + count.get("", 0) for name, count in counts.items()}
    return _with_somebody((*known, Standing(UNSTATED, **unstated)))


def _with_somebody(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Without those of whom nothing is stated where there are none."""
    return tuple(
        one
        for one in standings
        if one.what != UNSTATED or any(getattr(one, name) for name in COUNTS)
    )


def total(standings: Iterable[Standing]) -> Standing:
    """All of them together."""
    told = list(standings)
    return Standing(UNSTATED, *(sum(getattr(one, name) for one in told) for name in COUNTS))


def stated(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Those whose kind of actor (or language) is known."""
    return tuple(one for one in standings if one.what != UNSTATED)


def below_share(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Who is not heard yet: those whose voices are a whole person or more below their share of the
    room, or who are here and silent while others spoke. Furthest below first. Who is of no known
    kind counts in the room, and cannot be called on."""
    told = list(standings)
    whole = total(told)
    if not whole.voices or not whole.here:
        return ()

    def missing(one: Standing) -> float:
        return whole.voices * one.here / whole.here - one.voices

    below = [one for one in stated(told) if missing(one) >= 1 or (one.here and not one.voices)]
    return tuple(sorted(below, key=missing, reverse=True))


def evenness(standings: Iterable[Standing]) -> float | None:
    """How evenly those who are here speak: Pielou's J = H / ln S over the voices of the S kinds
    that are here (Pielou 1966), 0 to 1. None where it says nothing: under two kinds, or no voice.

    A summary beside counts, never in their place: it does not say who is missing, and leaves out
    who is of no known kind.
    """
    voices = [one.voices for one in stated(standings) if one.here or one.voices]
    whole = sum(voices)
    if len(voices) < 2 or not whole:
        return None
    entropy = -sum(n / whole * log(n / whole) for n in voices if n)
    return entropy / log(len(voices))


def nudge(store: Store, session: Session, actor_id: str, by: By) -> None:
    """Tell the phones of one kind of actor that their view on the present part is missing."""
    require(by.role, Action.LEAD, Stage.of(session))
    if session.actor_of(actor_id) is None:
        raise NotFound("error.choose_actor")
    with store.change(session.id) as change:
        change.touch(by, "nudge", f"actor:{actor_id}", is_stage=True)
        change.add_nudge(change.session.part_id, actor_id, change.at)


def nudged(store: Store, session: Session) -> Mapping[str, datetime]:
    """The kinds of actor that were called on in the part on the table."""
    return store.nudged(session.id, session.part_id)


def is_nudged(store: Store, session: Session, participant: Participant) -> Actor | None:
    """The kind of actor that somebody is called on as; None once they have spoken on the part."""
    if not session.is_taking_contributions or participant.actor_id not in nudged(store, session):
        return None
    if store.has_said(participant.id, session.part_id):
        return None
    return session.actor_of(participant.actor_id)
