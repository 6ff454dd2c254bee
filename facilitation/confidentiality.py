"""The one place that decides what is shown of an author, on every screen, file, name and log.

Where a rule names nobody (the Chatham House Rule), a kind of actor of very few people is as good as
a name. It is treated as statistical disclosure control treats small cells (Hundepool et al.,
"Statistical Disclosure Control", 2012, chapters 4 and 5: frequency rule, primary and complementary
suppression):

- primary: a kind of fewer than `SMALLEST_CELL` people is not told;
- complementary: what is not told is told together, as "kind not shown"; while that holds fewer
  than `SMALLEST_CELL` people, or one kind alone, elimination would name it, and the next smallest
  kind is not told either;
- totals stay whole: whoever is not told by kind is counted in the pool.

Files count the people who spoke, from the record they hold, so that a copy of it says the same.
Screens count the people who came or spoke: whoever watches a room from minute to minute would
otherwise learn from a kind that comes and goes with a single contribution.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from facilitation.lifecycles import ContributionState
from facilitation.model import Author, Confidentiality, Contribution, Participant, Session
from facilitation.store import Store

SMALLEST_CELL = 3  # people: where fewer are of a kind, the kind is as good as a name
KINDS_TOGETHER = 2  # kinds in the pool: one alone is named by leaving out the others
NOT_SHOWN = "?"  # stands for the pool among the ids of kinds and groups
_VOICES = (ContributionState.RECEIVED, ContributionState.MERGED)
Source = tuple[str, int | None]  # what a file is called, and the line in it
NO_SOURCE: Source = ("", None)
People = Mapping[str | None, int]  # how many of each kind; None: whose kind nobody knows


def shown_author(
    participant: Participant | None, actor_id: str | None, rule: Confidentiality
) -> Author:
    """What may be shown of the person behind a contribution under a confidentiality rule.

    `actor_id` is the kind of actor they spoke as, as far as a `Veil` lets it be told.
    """
    if participant is None or rule is Confidentiality.ACTOR_ONLY:
        return Author(actor_id)
    if rule is Confidentiality.ORGANISATION_ONLY:
        return Author(actor_id, organisation=participant.organisation)
    return Author(actor_id, participant.name, participant.organisation, participant.territory)


def shown_source(source: Source | None, rule: Confidentiality) -> Source:
    """The file and the line that a contribution came from, for a file that leaves the house: people
    name files after people, and a line of a chat leads to its author. Only where names are shown.
    """
    return source if source and rule is Confidentiality.ON_RECORD else NO_SOURCE


def too_few(people: People, besides: frozenset[str] = frozenset()) -> frozenset[str]:
    """The kinds that must not be told: those of very few people, and as many more as it takes
    that the pool of them names nobody, or all. See above for the rule.

    `besides` are kinds that are not told for another reason.
    """
    known = {kind: n for kind, n in people.items() if kind is not None}
    few = {kind for kind, n in known.items() if n < SMALLEST_CELL} | besides
    unknown = people.get(None, 0)
    for kind in sorted(known.keys() - few, key=lambda kind: (known[kind], kind)):
        together = unknown + sum(known.get(one, 0) for one in few)
        kinds = len(few) + bool(unknown)
        if not few or (together >= SMALLEST_CELL and kinds >= KINDS_TOGETHER):
            break
        few.add(kind)
    return frozenset(few)


@dataclass(frozen=True, slots=True)
class Veil:
    """What may not be told of the kinds of actors: `kinds`, of what was said on `parts`."""

    parts: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    def hides(self, actor_id: str | None, part_id: str) -> bool:
        """Whether it is not told as whom somebody spoke on a part. Where kinds are hidden, one
        that nobody knows is in the pool with them."""
        return part_id in self.parts and (actor_id is None or actor_id in self.kinds)

    def shown(self, actor_id: str | None, part_id: str) -> str | None:
        """The kind as which somebody spoke, or None."""
        return None if self.hides(actor_id, part_id) else actor_id

    def tells(self, actor_id: str, parts: Iterable[str]) -> bool:
        """Whether it is told of any of these parts who spoke as a kind."""
        return any(not self.hides(actor_id, part_id) for part_id in parts)

    def over(self, told: Contribution) -> Contribution:
        """A contribution without the kind of actor where it would name its author."""
        actor_id = self.shown(told.actor_id, told.part_id)
        return told if actor_id == told.actor_id else replace(told, actor_id=actor_id)


def veil(session: Session, people: People) -> Veil:
    """The veil of a session: `people` are those among whom an author could be, by kind."""
    parts = nameless_parts(session)
    return Veil(parts, too_few(people)) if parts else Veil()


_rooms: WeakKeyDictionary[Store, dict[str, tuple[int, People]]] = WeakKeyDictionary()


def veil_of_room(store: Store, session: Session) -> Veil:
    """The veil of every screen, for whoever is at it: who leads the room may count its kinds, and
    is not told as which of them somebody spoke."""
    if not nameless_parts(session):
        return Veil()
    kept = _rooms.setdefault(store, {})
    revision, people = kept.get(session.id, (-1, {}))
    if revision != session.revision:
        people = store.people_by_actor(session.id)
        kept[session.id] = session.revision, people
    return veil(session, people)


def nameless_parts(session: Session) -> frozenset[str]:
    """The parts whose rule names nobody, neither by name nor by organisation."""
    return frozenset(
        part.id
        for part in session.plan.parts
        if session.confidentiality_of(part.id) is Confidentiality.ACTOR_ONLY
    )


def veiled(session: Session, given: Iterable[Contribution]) -> list[Contribution]:
    """Contributions as a file may have them. All that a file tells is derived from these, so that
    none of its tables says more than the list of its contributions."""
    given = list(given)
    cover = veil(session, _spoken(session, given))
    return [cover.over(told) for told in given]


def _spoken(session: Session, given: Iterable[Contribution]) -> People:
    """How many spoke as each kind where nobody is named: of those whose words stand, or, where no
    words of a kind do, of those that a file lists without their words."""
    parts = nameless_parts(session)
    standing: dict[str | None, set[str]] = defaultdict(set)
    listed: dict[str | None, set[str]] = defaultdict(set)
    for told in given:
        if told.part_id in parts:
            listed[told.actor_id].add(told.participant_id)
            if told.state in _VOICES:
                standing[told.actor_id].add(told.participant_id)
    return {kind: len(standing.get(kind) or those) for kind, those in listed.items()}


def names_nobody(session: Session) -> bool:
    """Whether the rule of the session, or of a part of it, names nobody."""
    rule = session.plan.confidentiality
    return rule is Confidentiality.ACTOR_ONLY or bool(nameless_parts(session))


def hidden_people(
    session: Session, given: Iterable[Contribution], joined: People
) -> frozenset[str]:
    """The kinds of which a file does not tell how many came, nor who was one of them: those that
    it veils, and small counts by the same rule. `given` is the record without a veil."""
    if not names_nobody(session):
        return frozenset()
    return too_few(joined, besides=too_few(_spoken(session, given)))
