"""The trail of what staff did, and the way back from it.

Undo is a change like any other: it has a revision and a row in the audit. What somebody changed
again since is not undone: a conflict says so, and both changes stay as they are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from facilitation import contributions
from facilitation.access import Action, may, require
from facilitation.errors import Conflict, NotFound
from facilitation.model import (
    Axis,
    Coding,
    CodingState,
    Contribution,
    ContributionState,
    OnScreen,
    Session,
    Stage,
    View,
    Words,
)
from facilitation.moderation import run_sheet
from facilitation.store import By, Change, Store
from facilitation.store.trails import AuditRow

Scope = frozenset[str]  # what an act changed: two whose scopes meet are about the same thing
Telling = Callable[[AuditRow], Scope]
Going = Callable[[Change, AuditRow, int], None]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing staff did, and whether this role can take it back now."""

    row: AuditRow
    is_undone: bool
    is_undoable: bool


@dataclass(frozen=True, slots=True)
class WayBack:
    """How acts of one verb are undone, and who may."""

    action: Action
    scope: Telling
    go: Going


def trail(store: Store, session: Session, by: By, limit: int = 30) -> list[Act]:
    """What staff did last, newest first."""
    require(by.role, Action.CURATE, Stage.of(session))
    rows = store.trail(session.id, limit)
    undone, stage = _undone(rows), Stage.of(session)
    return [
        Act(
            row,
            is_undone=row.revision in undone,
            is_undoable=row.revision not in undone
            and row.verb in WAYS_BACK
            and _is_complete(row)
            and may(by.role, WAYS_BACK[row.verb].action, stage),
        )
        for row in rows
    ]


def last_of(acts: Iterable[Act], by: By) -> Act | None:
    """What this open page did last that can be undone."""
    own = (act for act in acts if act.row.seat == by.seat and act.row.role == by.role)
    return next((act for act in own if act.is_undoable), None)


def undo(store: Store, session: Session, revision: int, by: By) -> AuditRow:
    """Take back what was done at a revision; returns what it was. Raises Conflict when it was
    changed again since, or undone already."""
    with store.change(session.id) as change:
        row = change.act(revision)
        way = WAYS_BACK.get(row.verb) if row and row.is_staff and _is_complete(row) else None
        if row is None or way is None:
            raise NotFound
        require(by.role, way.action, Stage.of(change.session))
        _require_last(change, row, way)
        at = change.touch(by, "undo", f"revision:{revision}", is_stage=True, of=row.verb)
        way.go(change, row, at)
    return row


def _require_last(change: Change, row: AuditRow, way: WayBack) -> None:
    later = change.acts_after(row.revision)
    undone = _undone(later)
    if row.revision in undone:
        raise Conflict("error.undone_already")
    scope = way.scope(row)
    for one in later:
        if one.revision not in undone and scope & _scope_of(one):
            raise Conflict("error.changed_since")


def _undone(rows: Iterable[AuditRow]) -> set[int]:
    """The revisions that these rows undid."""
    undoing = (row.subject.partition(":")[2] for row in rows if row.verb == "undo")
    return {int(revision) for revision in undoing if revision.isdigit()}


def _scope_of(row: AuditRow) -> Scope:
    way = WAYS_BACK.get(row.verb)
    return way.scope(row) if way else frozenset({row.subject})


def _is_complete(row: AuditRow) -> bool:
    """Whether a row says how things stood: one that an earlier version wrote may not, and what a
    participant submitted is theirs to withdraw."""
    return row.verb not in NEEDS_BEFORE or "before" in row.detail


# -- what an act is about --------------------------------------------------------------------------


def _of(*things: str) -> Telling:
    return lambda row: frozenset(things)


def _of_person(row: AuditRow) -> Scope:
    """Not of what was hidden with it: showing one of them again does not hold the rest."""
    return frozenset({row.subject})


def _subject(row: AuditRow) -> Scope:
    ids = row.detail.get("ids", ())
    return frozenset({row.subject, *(f"contribution:{id_}" for id_ in ids)}) - {""}


def _subject_and(aspect: str) -> Telling:
    return lambda row: frozenset({f"{row.subject}/{aspect}"})


def _coded(row: AuditRow) -> Scope:
    return frozenset({f"{row.subject}/{row.detail.get('axis')}/{row.detail.get('code')}"})


# -- the ways back ---------------------------------------------------------------------------------


def _to_part_before(change: Change, row: AuditRow, revision: int) -> None:
    """The step was not made: the clock of the part before runs on."""
    _to_table_before(change, row, revision)
    _to_screen_before(change, row, revision)
    change.remove_step(row.revision)


def _to_table_before(change: Change, row: AuditRow, revision: int) -> None:
    before = dict(row.detail["before"])
    columns = ("part_id", "state", "intake", "opened_at", "closed_at", "stepped_at")
    change.set_session(**{name: before[name] for name in columns})


def _to_screen_before(change: Change, row: AuditRow, revision: int) -> None:
    """What the room saw; a contribution that left the room meanwhile does not come back."""
    before = row.detail["before"]
    there = change.contribution(before["item"]) if before["item"] else None
    if there is not None and there.state is ContributionState.RECEIVED:
        change.show(OnScreen(View(before["view"]), there.id, there.words))
    elif View(before["view"]) is View.CONTRIBUTION:
        change.show(OnScreen(View.QUESTION))
    else:
        change.show(OnScreen(View(before["view"]), conclusion_id=before.get("conclusion")))


def _set_part(column: str, value: int, change: Change, row: AuditRow, revision: int) -> None:
    change.set_part(row.id, **{column: value})


def _set_session(column: str, value: int, change: Change, row: AuditRow, revision: int) -> None:
    change.set_session(**{column: value})


def _set_kept(value: int, change: Change, row: AuditRow, revision: int) -> None:
    change.set_contribution(row.id, is_kept=value, revision=revision)


def _to_state_before(change: Change, row: AuditRow, revision: int) -> None:
    before = row.detail["before"]
    _require_words(change, row.id)
    change.set_contribution(
        row.id, state=before["state"], reason=before["reason"], revision=revision
    )


def _let_out(change: Change, row: AuditRow, revision: int) -> None:
    for id_ in row.detail["ids"]:
        _require_words(change, id_)
        change.set_contribution(id_, state=ContributionState.WAITING, revision=revision)
        if change.session.on_screen.contribution_id == id_:
            change.show(OnScreen(View.QUESTION))


def _let_write_again(change: Change, row: AuditRow, revision: int) -> None:
    """And what was hidden with the blocking is back, unless it was dealt with since."""
    change.set_participant(row.id, blocked_at=None)
    for id_ in row.detail.get("ids", ()):
        there = change.contribution(id_)
        if there is not None and there.state is ContributionState.HIDDEN:
            state = ContributionState.RECEIVED
            change.set_contribution(id_, state=state, reason=None, revision=revision)


def _block_again(change: Change, row: AuditRow, revision: int) -> None:
    change.set_participant(row.id, blocked_at=change.at.isoformat())


def _unmerge(change: Change, row: AuditRow, revision: int) -> None:
    _require_words(change, row.id)
    state = row.detail["before"]
    change.set_contribution(row.id, state=state, merged_into=None, revision=revision)
    change.set_contribution(row.detail["into"], revision=revision)


def _merge_again(change: Change, row: AuditRow, revision: int) -> None:
    into_id = row.detail["into"]
    into = change.contribution(into_id)
    if into is None or into.state is not ContributionState.RECEIVED:
        raise Conflict("error.changed_since")
    _require_words(change, row.id)
    state = ContributionState.MERGED
    change.set_contribution(row.id, state=state, merged_into=into_id, revision=revision)
    change.set_contribution(into_id, revision=revision)


def _ask_again(change: Change, row: AuditRow, revision: int) -> None:
    change.forget_apart(row.id, row.detail["other"])
    change.set_contribution(row.id, revision=revision)


def _to_language_before(change: Change, row: AuditRow, revision: int) -> None:
    there = _require_words(change, row.id)
    words = Words(there.words.text, row.detail["before"])
    contributions.rewritten(change, there, words, revision)


def _uncode(change: Change, row: AuditRow, revision: int) -> None:
    """What a machine had suggested is a suggestion again, the rest is gone."""
    axis, code_id = Axis(row.detail["axis"]), row.detail["code"]
    coding = Coding(row.id, axis, code_id, CodingState.SUGGESTED, 0.0, ())
    change.undo_decision(coding, revision)
    change.set_contribution(row.id, read_edition=0, revision=revision)


def _unword(change: Change, row: AuditRow, revision: int) -> None:
    earlier = change.part_edition(row.id, before=row.revision)
    if earlier is None:
        raise NotFound
    run_sheet.put_back(change, row.id, earlier, revision)


def _move_back(change: Change, row: AuditRow, revision: int) -> None:
    parts = change.session.plan.parts
    moved = next((part for part in parts if part.id == row.id), None)
    if moved is None:
        raise NotFound
    others = [part for part in parts if part is not moved]
    run_sheet.put_in_order(change, others, moved, int(row.detail["before"]), revision)


def _unask(change: Change, row: AuditRow, revision: int) -> None:
    run_sheet.take_out(change, row.id, revision)


def _require_words(change: Change, contribution_id: str) -> Contribution:
    """What was erased or withdrawn stays so."""
    there = change.contribution(contribution_id)
    gone = (ContributionState.ERASED, ContributionState.WITHDRAWN)
    if there is None or there.state in gone:
        raise Conflict("error.changed_since")
    return there


def _lead(scope: Telling, go: Going) -> WayBack:
    return WayBack(Action.LEAD, scope, go)


def _curate(scope: Telling, go: Going) -> WayBack:
    return WayBack(Action.CURATE, scope, go)


WAYS_BACK: Mapping[str, WayBack] = {
    "step": _lead(_of("table", "screen"), _to_part_before),
    "pause": _lead(_of("table"), _to_table_before),
    "resume": _lead(_of("table"), _to_table_before),
    "close": _lead(_of("table"), _to_table_before),
    "put_on_screen": _lead(_of("screen"), _to_screen_before),
    "reveal": _lead(_subject_and("revealed"), partial(_set_part, "is_revealed", 0)),
    "unreveal": _lead(_subject_and("revealed"), partial(_set_part, "is_revealed", 1)),
    "open_support": _lead(_subject_and("support"), partial(_set_part, "is_support_open", 0)),
    "close_support": _lead(_subject_and("support"), partial(_set_part, "is_support_open", 1)),
    "read_first": _lead(_of("read_first"), partial(_set_session, "is_premoderated", 0)),
    "read_after": _lead(_of("read_first"), partial(_set_session, "is_premoderated", 1)),
    "reword": _lead(_subject_and("wording"), _unword),
    "move_part": _lead(_of("order"), _move_back),
    "add_question": _lead(_of("order"), _unask),
    "block": _lead(_of_person, _let_write_again),
    "unblock": _lead(_of_person, _block_again),
    "hide": _curate(_subject, _to_state_before),
    "show_again": _curate(_subject, _to_state_before),
    "let_in": _curate(_subject, _let_out),
    "merge": _curate(_subject, _unmerge),
    "take_apart": _curate(_subject, _merge_again),
    "keep_apart": _curate(_subject_and("likeness"), _ask_again),
    "keep": _curate(_subject_and("kept"), partial(_set_kept, 0)),
    "unkeep": _curate(_subject_and("kept"), partial(_set_kept, 1)),
    "relabel": WayBack(Action.REVIEW, _subject, _to_language_before),
    "confirmed": WayBack(Action.REVIEW, _coded, _uncode),
    "rejected": WayBack(Action.REVIEW, _coded, _uncode),
}
NEEDS_BEFORE = (
    *("step", "pause", "resume", "close", "put_on_screen", "hide", "show_again", "merge"),
    *("relabel", "move_part"),
)
