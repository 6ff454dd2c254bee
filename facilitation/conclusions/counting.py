"""A first draft of the conclusions: what was counted, and the contributions that speak for it.

No prose is made up: a sentence of the interface is filled with counts of what people confirmed, in
every language of the session at once. Each is an offer until a person takes it up.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from facilitation.conclusions.centrality import most_central
from facilitation.confidentiality import NOT_SHOWN, nameless_parts, veiled
from facilitation.findings import Difference, Findings, find
from facilitation.lifecycles import Axis, CodingState, ConclusionKind, ContributionState
from facilitation.model import Contribution, Language, Session, Wording
from facilitation.patterns import Mark, marks_of_file
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.store import Store

KEY_POINTS = 5  # themes of one question; views of a single actor come on top, all of them
QUOTES = 9  # contributions offered as evidence: one of each kind of actor


@dataclass(frozen=True, slots=True)
class Offer:
    """What could be concluded: where it belongs, its sentences and what it rests on."""

    kind: ConclusionKind
    part_id: str
    point_id: str
    theme_id: str
    texts: Mapping[Language, str]
    evidence: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same offer when it is counted again."""
        return (self.kind, self.part_id, self.point_id, self.theme_id)


@dataclass(frozen=True, slots=True)
class _Theme:
    """A theme or point in one question, or over all, with the contributions confirmed for it."""

    id: str
    label: Wording
    told: tuple[Contribution, ...]

    @property
    def voices(self) -> int:
        return len({one.participant_id for one in self.told})

    @property
    def actors(self) -> list[str]:
        """The kinds of actor that raised it, those with most contributions first."""
        counts: dict[str, int] = defaultdict(int)
        for one in self.told:
            if one.actor_id:
                counts[one.actor_id] += 1
        return sorted(counts, key=lambda actor: (-counts[actor], actor))


@dataclass(frozen=True, slots=True)
class _Room:
    """What was said to one question, or in the whole session."""

    session: Session
    part_id: str
    told: Sequence[Contribution]
    voices: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "voices", len({one.participant_id for one in self.told}))

    def themes(self, axis: Axis) -> list[_Theme]:
        """Those somebody confirmed, most voices first."""
        plan = self.session.plan
        codes = plan.themes if axis is Axis.THEME else plan.points
        found = [_Theme(code.id, code.label, self._about(axis, code.id)) for code in codes]
        return sorted((one for one in found if one.told), key=lambda one: -one.voices)

    def _about(self, axis: Axis, code_id: str) -> tuple[Contribution, ...]:
        return tuple(
            told
            for told in self.told
            if any(
                coding.axis is axis
                and coding.code_id == code_id
                and coding.state is CodingState.CONFIRMED
                for coding in told.codings
            )
        )


def count(store: Store, session: Session) -> list[Offer]:
    """What can be offered now: question by question, then point by point."""
    given = veiled(session, store.contributions(session.id))  # for a report, which tells no more
    marks = marks_of_file(session, given, Axis.THEME)
    told = [_pooled(session, one) for one in given if one.state is ContributionState.RECEIVED]
    offers: list[Offer] = []
    for part in session.plan.parts:
        if part.takes_contributions:
            here = [one for one in told if one.part_id == part.id]
            findings = _found(session, [mark for mark in marks if mark.part_id == part.id])
            offers += _of_question(_Room(session, part.id, here), findings)
    offers += _of_points(_Room(session, "", told))
    return offers


def _pooled(session: Session, told: Contribution) -> Contribution:
    """Of a kind of actor that is not shown: one more among the kinds, and not a kind."""
    is_hidden = told.actor_id is None and told.part_id in nameless_parts(session)
    return replace(told, actor_id=NOT_SHOWN) if is_hidden else told


def _found(session: Session, marks: Sequence[Mark]) -> Findings:
    groups = [group.id for group in session.plan.groups]
    return find(marks, groups, [code.id for code in session.plan.themes if not code.is_retired])


def _of_question(room: _Room, found: Findings) -> Iterator[Offer]:
    themes = room.themes(Axis.THEME)
    common = {one.theme for one in found.common_ground}
    has_others = len({one.actor_id for one in room.told}) > 1
    alone = [one for one in themes if has_others and len(one.actors) == 1]
    several = [one for one in themes if one not in alone and one.voices > 1]
    for theme in several[:KEY_POINTS]:
        kind = ConclusionKind.CONVERGENCE if theme.id in common else ConclusionKind.KEY_POINT
        yield _offer(room, kind, theme)
    for difference in found.differences:
        theme = next(one for one in themes if one.id == difference.theme)
        yield _divergence(room, theme, difference)
    for theme in alone:  # by rule: a single actor's view is not averaged away
        yield _offer(room, ConclusionKind.MINORITY_VIEW, theme)


def _of_points(room: _Room) -> Iterator[Offer]:
    for point in room.themes(Axis.POINT):
        texts = _sentences(room, ConclusionKind.KEY_POINT, point)
        yield Offer(ConclusionKind.KEY_POINT, "", point.id, "", texts, _quotes(point))


def _offer(room: _Room, kind: ConclusionKind, theme: _Theme) -> Offer:
    texts = _sentences(room, kind, theme)
    return Offer(kind, room.part_id, "", theme.id, texts, _quotes(theme))


def _divergence(room: _Room, theme: _Theme, found: Difference) -> Offer:
    group = next(one for one in room.session.plan.groups if one.id == found.group)
    texts = _in_each_language(
        room.session,
        lambda language: in_language(language).say(
            "conclusion.counted.divergence",
            theme=theme.label.in_language(language).text,
            group=group.label.in_language(language).text,
            n=found.here.count,
            of=found.here.total,
            others=found.others.count,
            rest=found.others.total,
        ),
    )
    kind = ConclusionKind.DIVERGENCE
    return Offer(kind, room.part_id, "", theme.id, texts, _quotes(theme))


def _sentences(room: _Room, kind: ConclusionKind, theme: _Theme) -> Mapping[Language, str]:
    is_few = kind is ConclusionKind.MINORITY_VIEW and theme.actors == [NOT_SHOWN]
    sentence = "few" if is_few else kind.value

    def say(language: Language) -> str:
        actor = room.session.actor_of(theme.actors[0]) if theme.actors else None
        return in_language(language).say(
            f"conclusion.counted.{sentence}",
            theme=theme.label.in_language(language).text,
            n=theme.voices,
            of=room.voices,
            actors=len(theme.actors),
            actor=actor.label.in_language(language).text if actor else "",
        )

    return _in_each_language(room.session, say)


def _in_each_language(session: Session, say: Callable[[Language], str]) -> Mapping[Language, str]:
    """In the session's languages that the interface has; in its first one if it has none."""
    languages = session.plan.languages
    spoken = [one for one in languages if one in INTERFACE_LANGUAGES] or languages[:1]
    return {language: say(language) for language in spoken}


def _quotes(theme: _Theme) -> tuple[str, ...]:
    """The most central contribution of each kind of actor that raised it."""
    first: dict[str | None, str] = {}
    for told in most_central(theme.told):
        first.setdefault(told.actor_id, told.id)
    order: Iterable[str | None] = (*theme.actors, None)
    return tuple(first[actor] for actor in order if actor in first)[:QUOTES]
