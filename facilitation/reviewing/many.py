"""One act on many contributions at once, and its way back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from facilitation import contributions, themes
from facilitation.conclusions import writing
from facilitation.errors import FacilitationError, Refused
from facilitation.model import (
    Axis,
    CodingState,
    Contribution,
    ContributionState,
    HideReason,
    Session,
)
from facilitation.store import By, Store

MANY = 200  # contributions of one act


class Act(StrEnum):
    """What can be done with many."""

    HIDE = "hide"
    SHOW_AGAIN = "show_again"
    CONFIRM = "confirm"  # every suggested theme
    REJECT = "reject"
    ADD_THEME = "add_theme"
    REST = "rest"  # a conclusion on them


Step = tuple[str, str, str]  # a contribution, and an axis and code, or a reason


@dataclass(frozen=True, slots=True)
class Done:
    """What an act changed, so that it can be undone: only what it really changed."""

    act: Act
    steps: tuple[Step, ...]
    conclusion_id: str = ""
    before: tuple[str, ...] = ()  # the evidence of that conclusion
    after: int = 0  # its revision after the act

    @property
    def count(self) -> int:
        return len({contribution_id for contribution_id, *_ in self.steps})


def do(store: Store, session: Session, act: Act, detail: str, ids: Sequence[str], by: By) -> Done:
    """Do it to all of them; those it says nothing about, or that changed meanwhile, are left.

    `detail` is a reason to hide, a theme or a conclusion's id.
    """
    if len(ids) > MANY:
        raise Refused("error.too_many_at_once", n=MANY)
    told = store.contributions_by(ids)
    told = [one for one in told if one.session_id == session.id]
    if act is Act.REST:
        return _rest(store, session, detail, told, by)
    steps = [step for one in told for step in _steps(session, act, detail, one)]
    return Done(act, tuple(_tried(store, session, act, steps, by)))


def _steps(session: Session, act: Act, detail: str, told: Contribution) -> Iterable[Step]:
    """What the act changes on one contribution."""
    is_there = told.state is ContributionState.RECEIVED
    if act is Act.HIDE and is_there:
        yield (told.id, "", detail)
    elif act is Act.SHOW_AGAIN and told.state is ContributionState.HIDDEN:
        yield (told.id, "", (told.reason or HideReason.OFF_TOPIC).value)
    elif act in (Act.CONFIRM, Act.REJECT) and is_there:
        for coding in told.codings:
            if coding.state is CodingState.SUGGESTED:
                yield (told.id, coding.axis.value, coding.code_id)
    elif act is Act.ADD_THEME and is_there:
        decided = {one.code_id for one in told.codings if one.state is CodingState.CONFIRMED}
        if detail not in decided:
            yield (told.id, Axis.THEME.value, detail)


def _tried(
    store: Store, session: Session, act: Act, steps: Iterable[Step], by: By
) -> Iterable[Step]:
    for step in steps:
        _change(store, session, act, step, by)
        yield step


def _change(store: Store, session: Session, act: Act, step: Step, by: By) -> None:
    id_, axis, detail = step
    if act is Act.HIDE:
        try:
            reason = HideReason(detail)
        except ValueError:
            raise Refused from None
        contributions.hide(store, session, id_, reason, by)
    elif act is Act.SHOW_AGAIN:
        contributions.show_again(store, session, id_, by)
    else:
        state = CodingState.REJECTED if act is Act.REJECT else CodingState.CONFIRMED
        themes.decide(store, session, id_, Axis(axis), detail, state, by)


def _rest(
    store: Store, session: Session, conclusion_id: str, told: Sequence[Contribution], by: By
) -> Done:
    before = store.conclusion(conclusion_id)
    ids = [one.id for one in told if one.state is ContributionState.RECEIVED]
    after = writing.add_evidence(store, session, conclusion_id, ids, by)
    earlier = before.evidence if before else ()
    steps = tuple((id_, "", "") for id_ in ids if id_ not in earlier)
    return Done(Act.REST, steps, conclusion_id, earlier, after.revision)


def undo(store: Store, session: Session, done: Done, by: By) -> int:
    """Take an act back; how many changes could not be, because somebody changed them since."""
    if done.act is Act.REST:
        writing.rest_on(store, session, done.conclusion_id, done.before, done.after, by)
        return 0
    left = 0
    for step in done.steps:
        try:
            _take_back(store, session, done.act, step, by)
        except FacilitationError:
            left += 1
    return left


def _take_back(store: Store, session: Session, act: Act, step: Step, by: By) -> None:
    id_, axis, detail = step
    if act is Act.HIDE:
        contributions.show_again(store, session, id_, by)
    elif act is Act.SHOW_AGAIN:
        contributions.hide(store, session, id_, HideReason(detail), by)
    else:
        themes.take_back(store, session, id_, Axis(axis), detail, by)
