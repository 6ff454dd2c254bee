"""Keep a contribution for later, let it in, merge it with one that says the same."""

from collections.abc import Iterable

from facilitation.access import Action, require
from facilitation.errors import Conflict, NotFound, Refused
from facilitation.model import (
    Contribution,
    ContributionState,
    OnScreen,
    Session,
    Stage,
    View,
)
from facilitation.store import By, Change, Store

IN_THE_ROOM = (ContributionState.RECEIVED, ContributionState.WAITING)


def keep(store: Store, session: Session, contribution_id: str, by: By, *, kept: bool) -> None:
    """Onto the moderators' shortlist, or off it. Nobody else sees that."""
    require(by.role, Action.CURATE, Stage.of(session))
    with store.change(session.id) as change:
        there = _there(change, contribution_id)
        if there.is_kept is kept:
            return
        revision = change.touch(by, "keep" if kept else "unkeep", f"contribution:{there.id}")
        change.set_contribution(there.id, is_kept=int(kept), revision=revision)


def let_in(store: Store, session: Session, ids: Iterable[str], by: By) -> int:
    """What waited to be read first is in the room from now on; how many they were."""
    require(by.role, Action.CURATE, Stage.of(session))
    with store.change(session.id) as change:
        found = [change.contribution(id_) for id_ in dict.fromkeys(ids)]
        waiting = [one for one in found if one and one.state is ContributionState.WAITING]
        if not waiting:
            return 0
        subject = f"contribution:{waiting[0].id}" if len(waiting) == 1 else ""
        told = [one.id for one in waiting]
        # Their authors are told at once: phones hear of changes of stage only.
        revision = change.touch(by, "let_in", subject, is_stage=True, ids=told)
        for one in waiting:
            change.set_contribution(one.id, state=ContributionState.RECEIVED, revision=revision)
    return len(waiting)


def merge(store: Store, session: Session, contribution_id: str, into_id: str, by: By) -> None:
    """Have a contribution count with another of the same part that says the same.

    It keeps its words and its author; its voice counts for what the other one is about. What was
    merged into it goes with it. Raises Conflict when either left the room meanwhile.
    """
    require(by.role, Action.CURATE, Stage.of(session))
    with store.change(session.id) as change:
        there, into = _there(change, contribution_id), _root(change, into_id)
        _require_mergeable(there, into)
        subject, before = f"contribution:{there.id}", there.state.value
        revision = change.touch(by, "merge", subject, is_stage=True, into=into.id, before=before)
        change.merge_all_of(there.id, into.id, revision)
        state = ContributionState.MERGED
        change.set_contribution(there.id, state=state, merged_into=into.id, revision=revision)
        change.set_contribution(into.id, revision=revision)
        if change.session.on_screen.contribution_id == there.id:
            change.show(OnScreen(View.QUESTION))


def _root(change: Change, contribution_id: str) -> Contribution:
    """The contribution that one counts with: itself, unless it was merged."""
    found = _there(change, contribution_id)
    return _there(change, found.merged_into) if found.merged_into else found


def _require_mergeable(there: Contribution, into: Contribution) -> None:
    if there.id == into.id or there.part_id != into.part_id:
        raise Refused("error.not_mergeable")
    if there.state not in IN_THE_ROOM or into.state not in IN_THE_ROOM:
        raise Conflict


def take_apart(store: Store, session: Session, contribution_id: str, by: By) -> None:
    """A merged contribution stands on its own again."""
    require(by.role, Action.CURATE, Stage.of(session))
    with store.change(session.id) as change:
        there = _there(change, contribution_id)
        if there.state is not ContributionState.MERGED or there.merged_into is None:
            raise Conflict
        subject, into_id = f"contribution:{there.id}", there.merged_into
        revision = change.touch(by, "take_apart", subject, is_stage=True, into=into_id)
        state = ContributionState.RECEIVED
        change.set_contribution(there.id, state=state, merged_into=None, revision=revision)
        change.set_contribution(into_id, revision=revision)


def keep_apart(store: Store, session: Session, contribution_id: str, other_id: str, by: By) -> None:
    """Say that two contributions are not the same, so that nobody is asked again."""
    require(by.role, Action.CURATE, Stage.of(session))
    with store.change(session.id) as change:
        there, other = _there(change, contribution_id), _there(change, other_id)
        revision = change.touch(by, "keep_apart", f"contribution:{there.id}", other=other.id)
        change.keep_apart(there.id, other.id, str(by), revision)
        change.set_contribution(there.id, revision=revision)


def _there(change: Change, contribution_id: str) -> Contribution:
    there = change.contribution(contribution_id)
    if there is None:
        raise NotFound("error.no_contribution")
    return there
