"""The trail of what staff did and the way back from it. On both engines."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from facilitation import contributions, erasure, patterns, sessions, themes
from facilitation.errors import Conflict, NotAllowed, NotFound
from facilitation.model import (
    Axis,
    CodingState,
    Contribution,
    ContributionState,
    HideReason,
    Intake,
    Role,
    Session,
    SessionState,
    View,
)
from facilitation.moderation import curating, likeness, run_sheet, undoing
from facilitation.store import By, Store
from tests.rooms import Room

ONE, TWO = By(Role.MODERATOR, "1", "a"), By(Role.MODERATOR, "1", "b")


@dataclass
class Console:
    """A room with two contributions to its first question, and what a moderator does there."""

    room: Room
    first: Contribution
    second: Contribution

    @property
    def store(self) -> Store:
        return self.room.store

    @property
    def session(self) -> Session:
        return self.room.now()

    def undo(self, by: By = ONE) -> None:
        """What `by` did last on this page."""
        last = undoing.last_of(undoing.trail(self.store, self.session, by), by)
        assert last, "there is nothing to undo"
        undoing.undo(self.store, self.session, last.row.revision, by)

    def stands(self) -> object:
        """All that an undo must put back."""
        session = self.session
        told = self.store.contributions(session.id)
        apart = self.store.kept_apart(session.id)
        pattern = patterns.themes_by_group(self.store, session)
        table = (session.part_id, session.state, session.intake, session.stepped_at)
        life = (session.opened_at, session.closed_at, session.is_premoderated)
        of_each = [
            (one.state, one.reason, one.is_kept, one.merged_into, one.words, one.codings)
            for one in told
        ]
        steps = self.store.steps(session.id)
        return table, life, session.on_screen, session.plan.parts, steps, of_each, apart, pattern


@pytest.fixture
def console(store: Store) -> Console:
    room = Room.prepared(store)
    room.step("one")
    first = room.say(room.join(), "Falta agua potable")
    second = room.say(room.join("mayor"), "falta agua potable!")
    return Console(room, first, second)


def draft(console: Console, part_id: str = "one") -> run_sheet.Draft:
    seen = run_sheet.edition_of(console.store, console.session, part_id)
    return run_sheet.Draft({"es": "Otra"}, {"es": "¿Otra?"}, 9, seen)


def hide(console: Console) -> None:
    contributions.hide(console.store, console.session, console.first.id, HideReason.OFF_TOPIC, ONE)


def show(console: Console) -> None:
    sessions.put_on_screen(console.store, console.session, View.CONTRIBUTION, ONE, console.first)


def merge(console: Console) -> None:
    curating.merge(console.store, console.session, console.second.id, console.first.id, ONE)


def decide(state: CodingState) -> Callable[[Console], object]:
    return lambda c: themes.decide(c.store, c.session, c.first.id, Axis.THEME, "water", state, ONE)


ACTS: dict[str, Callable[[Console], object]] = {
    "step": lambda c: sessions.step(c.store, c.session, "two", ONE),
    "pause": lambda c: sessions.pause(c.store, c.session, ONE),
    "close": lambda c: sessions.close(c.store, c.session, ONE),
    "put_on_screen": show,
    "reveal": lambda c: sessions.reveal(c.store, c.session, "one", ONE, revealed=True),
    "support": lambda c: sessions.open_support(c.store, c.session, "one", ONE, is_open=True),
    "read_first": lambda c: sessions.read_first(c.store, c.session, ONE, is_on=True),
    "hide": hide,
    "keep": lambda c: curating.keep(c.store, c.session, c.first.id, ONE, kept=True),
    "merge": merge,
    "keep_apart": lambda c: curating.keep_apart(c.store, c.session, c.second.id, c.first.id, ONE),
    "relabel": lambda c: contributions.relabel(c.store, c.session, c.first.id, "fr", ONE),
    "confirmed": decide(CodingState.CONFIRMED),
    "rejected": decide(CodingState.REJECTED),
    "reword": lambda c: run_sheet.reword(c.store, c.session, "one", draft(c), ONE),
    "move_part": lambda c: run_sheet.move(c.store, c.session, "two", -2, ONE),
    "add_question": lambda c: run_sheet.add_question(c.store, c.session, draft(c), "one", ONE),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_undone_and_all_stands_as_before(console: Console, act: str) -> None:
    before = console.stands()
    ACTS[act](console)
    assert console.stands() != before

    console.undo()

    assert console.stands() == before


def test_an_act_that_took_something_back_is_undone_too(console: Console) -> None:
    """What each of these undoes is done again."""
    store, first = console.store, console.first.id
    hide(console)
    hidden = console.stands()
    contributions.show_again(store, console.session, first, ONE)
    console.undo()
    assert console.stands() == hidden
    console.undo()

    merge(console)
    merged = console.stands()
    curating.take_apart(store, console.session, console.second.id, ONE)
    console.undo()
    assert console.stands() == merged


def test_what_was_let_in_waits_again(console: Console) -> None:
    sessions.read_first(console.store, console.session, ONE, is_on=True)
    told = [console.room.say(console.room.join(), text) for text in ("Uno", "Dos")]
    before = console.stands()
    curating.let_in(console.store, console.session, [one.id for one in told], ONE)

    console.undo()

    assert console.stands() == before


def test_undoing_goes_back_one_act_after_the_other(console: Console) -> None:
    before = console.stands()
    hide(console)
    sessions.pause(console.store, console.session, ONE)
    sessions.step(console.store, console.session, "two", ONE)

    for _ in range(3):
        console.undo()

    assert console.stands() == before


def test_the_step_that_opened_the_session_is_undone(store: Store) -> None:
    room = Room.prepared(store)
    sessions.open_session(store, room.now(), ONE)
    (act, *_) = undoing.trail(store, room.now(), ONE)

    undoing.undo(store, room.now(), act.row.revision, ONE)

    assert room.now().state is SessionState.PREPARED
    assert (room.now().opened_at, store.steps(room.session.id)) == (None, [])


def test_each_page_undoes_its_own_and_sees_the_others(console: Console) -> None:
    sessions.pause(console.store, console.session, ONE)
    curating.keep(console.store, console.session, console.first.id, TWO, kept=True)

    told = undoing.trail(console.store, console.session, ONE)
    assert [(act.row.verb, act.row.seat) for act in told[:2]] == [("keep", "b"), ("pause", "a")]
    console.undo(ONE)

    assert console.session.intake is Intake.OPEN
    assert console.store.contribution(console.first.id).is_kept  # type: ignore[union-attr]


def test_what_somebody_changed_again_is_not_undone(console: Console) -> None:
    sessions.pause(console.store, console.session, ONE)
    sessions.step(console.store, console.session, "two", TWO)

    with pytest.raises(Conflict) as refused:
        console.undo(ONE)

    assert refused.value.phrase == "error.changed_since"
    assert console.session.part_id == "two"


def test_once_the_other_undid_theirs_it_can_be_undone(console: Console) -> None:
    before = console.stands()
    sessions.pause(console.store, console.session, ONE)
    sessions.step(console.store, console.session, "two", TWO)

    console.undo(TWO)
    console.undo(ONE)

    assert console.stands() == before


def test_the_same_act_is_undone_once(console: Console) -> None:
    sessions.pause(console.store, console.session, ONE)
    (act, *_) = undoing.trail(console.store, console.session, ONE)
    undoing.undo(console.store, console.session, act.row.revision, TWO)

    with pytest.raises(Conflict) as refused:
        undoing.undo(console.store, console.session, act.row.revision, ONE)

    assert refused.value.phrase == "error.undone_already"
    assert [act.is_undone for act in undoing.trail(console.store, console.session, ONE)[:2]] == [
        False,
        True,
    ]


def test_what_its_author_took_back_does_not_come_back(console: Console) -> None:
    hide(console)
    author = console.store.participant(console.first.participant_id)
    assert author
    contributions.withdraw(console.store, console.session, author, console.first.id)

    with pytest.raises(Conflict):
        console.undo()

    assert console.store.contribution(console.first.id).state is ContributionState.WITHDRAWN  # type: ignore[union-attr]


def test_what_was_erased_does_not_come_back(console: Console) -> None:
    merge(console)
    author = console.store.participant(console.second.participant_id)
    assert author
    erasure.erase(console.store, console.session, author, By(Role.PARTICIPANT, author.id))

    with pytest.raises(Conflict):
        console.undo()

    assert likeness.likenesses(console.store, console.session, [console.first]) == {}


def test_a_question_that_was_answered_stays(console: Console) -> None:
    run_sheet.add_question(console.store, console.session, draft(console), "one", ONE)
    console.room.step("added1")
    console.room.say(console.room.join(), "Sí")
    console.room.step("two")

    with pytest.raises(Conflict) as refused:
        console.undo()

    assert refused.value.phrase == "error.part_in_use"


def test_a_rapporteur_undoes_what_rapporteurs_may_do(console: Console) -> None:
    rapporteur = By(Role.RAPPORTEUR, "1", "c")
    sessions.pause(console.store, console.session, ONE)
    (act, *_) = undoing.trail(console.store, console.session, rapporteur)
    assert not act.is_undoable

    with pytest.raises(NotAllowed):
        undoing.undo(console.store, console.session, act.row.revision, rapporteur)


def test_what_the_room_did_is_not_undone_by_staff(console: Console) -> None:
    revision = console.session.revision  # the second contribution came in

    for wrong in (revision, 10_000):
        with pytest.raises(NotFound):
            undoing.undo(console.store, console.session, wrong, ONE)


def test_the_trail_holds_nobodys_words(console: Console) -> None:
    for act in ACTS.values():
        act(console)
        console.undo()
    rows = str(console.store.audit(console.session.id))

    assert [word for word in ("agua", "potable", "Otra") if word in rows] == []
