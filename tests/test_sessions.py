"""Leading a session: open, step, pause, reveal, put on screen, close."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from facilitation import contributions, sessions
from facilitation.errors import Conflict, NotAllowed, NotFound
from facilitation.model import (
    Confidentiality,
    ContributionState,
    HideReason,
    Intake,
    OnScreen,
    Part,
    PartKind,
    Role,
    SessionState,
    View,
    Words,
)
from facilitation.store import By, Store, now
from tests.rooms import MODERATOR, ORGANISER, Room, both, small_plan


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = Store.open(str(tmp_path / "ronda.db"))
    yield Room.prepared(store)
    store.close()


def test_a_prepared_session_waits_on_its_first_part(room: Room) -> None:
    session = room.now()

    assert (session.state, session.part_id, session.opened_at) == (
        SessionState.PREPARED,
        "start",
        None,
    )
    assert not session.is_taking_contributions


def test_the_first_step_opens_the_session_and_later_ones_do_not_open_it_again(room: Room) -> None:
    opened = room.step("one").opened_at
    assert opened is not None

    assert room.step("two").opened_at == opened


def test_stepping_to_a_question_opens_its_intake_and_to_another_part_does_not(room: Room) -> None:
    assert room.step("one").is_taking_contributions
    assert not room.step("start").is_taking_contributions


def test_pause_and_resume(room: Room) -> None:
    room.step("one")
    assert sessions.pause(room.store, room.now(), MODERATOR).intake is Intake.PAUSED
    assert sessions.resume(room.store, room.now(), MODERATOR).is_taking_contributions


def test_a_closed_session_takes_nothing_and_a_step_opens_it_again(room: Room) -> None:
    room.step("one")
    closed = sessions.close(room.store, room.now(), MODERATOR)
    assert closed.state is SessionState.CLOSED
    assert not closed.is_taking_contributions

    again = room.step("two")
    assert (again.state, again.closed_at) == (SessionState.OPEN, None)


@pytest.mark.parametrize("role", [Role.RAPPORTEUR, Role.PROJECTOR, Role.PARTICIPANT])
def test_only_moderator_and_organiser_lead(room: Room, role: Role) -> None:
    by = By(role)
    with pytest.raises(NotAllowed):
        sessions.step(room.store, room.now(), "one", by)
    with pytest.raises(NotAllowed):
        sessions.close(room.store, room.now(), by)

    assert room.now().state is SessionState.PREPARED
    assert sessions.step(room.store, room.now(), "one", ORGANISER).state is SessionState.OPEN


def test_the_words_on_screen_are_frozen_as_they_were_put_there(room: Room) -> None:
    room.step("one")
    author = room.join()
    told = room.say(author, "Falta agua")
    sessions.put_on_screen(room.store, room.now(), View.CONTRIBUTION, MODERATOR, told)
    contributions.revise(room.store, room.now(), author, told.id, "Falta agua y camino")

    assert room.now().on_screen == OnScreen(View.CONTRIBUTION, told.id, Words("Falta agua", "es"))


def test_what_was_hidden_meanwhile_cannot_be_put_on_screen(room: Room) -> None:
    room.step("one")
    told = room.say(room.join(), "Falta agua")
    contributions.hide(room.store, room.now(), told.id, HideReason.OFFENSIVE, MODERATOR)
    with pytest.raises(Conflict):
        sessions.put_on_screen(room.store, room.now(), View.CONTRIBUTION, MODERATOR, told)

    assert room.now().on_screen.view is View.QUESTION


def test_hiding_what_is_on_screen_takes_it_off(room: Room) -> None:
    room.step("one")
    told = room.say(room.join(), "Falta agua")
    sessions.put_on_screen(room.store, room.now(), View.CONTRIBUTION, MODERATOR, told)
    contributions.hide(room.store, room.now(), told.id, HideReason.PERSONAL_DATA, MODERATOR)

    assert room.now().on_screen == OnScreen(View.QUESTION)
    shown = contributions.show_again(room.store, room.now(), told.id, MODERATOR)
    assert (shown.state, shown.reason) == (ContributionState.RECEIVED, None)


def test_a_step_puts_the_question_on_screen(room: Room) -> None:
    room.step("one")
    sessions.put_on_screen(room.store, room.now(), View.THEMES, MODERATOR)
    assert room.now().on_screen.view is View.THEMES

    assert room.step("two").on_screen == OnScreen(View.QUESTION)


def test_reveal_is_said_of_one_part_and_can_be_taken_back(room: Room) -> None:
    revealed = sessions.reveal(room.store, room.now(), "one", MODERATOR, revealed=True)
    assert [part.id for part in revealed.plan.parts if part.is_revealed] == ["one"]

    hidden = sessions.reveal(room.store, room.now(), "one", MODERATOR, revealed=False)
    assert [part.id for part in hidden.plan.parts if part.is_revealed] == []


def test_clocks_run_from_what_people_did(room: Room) -> None:
    assert sessions.timing(room.now(), now()) == sessions.Timing(0, 120, 0, 1020)
    session = room.step("one")
    assert session.opened_at is not None
    later = sessions.timing(session, session.opened_at + timedelta(seconds=90))

    assert later == sessions.Timing(90, 420, 90, 1020)


def test_the_clocks_stop_when_the_session_closes(room: Room) -> None:
    room.step("one")
    closed = sessions.close(room.store, room.now(), MODERATOR)
    assert closed.closed_at is not None

    later = sessions.timing(closed, closed.closed_at + timedelta(hours=3))
    assert later == sessions.timing(closed, closed.closed_at)


def test_the_parts_before_and_after(room: Room) -> None:
    def beside() -> list[str | None]:
        return [part and part.id for part in sessions.neighbours(room.now())]

    assert beside() == [None, "one"]
    room.step("one")
    assert beside() == ["start", "two"]
    room.step("two")
    assert beside() == ["one", None]


def test_a_session_is_found_by_its_code_in_any_case_and_by_its_reference(room: Room) -> None:
    code = room.session.code
    assert sessions.find(room.store, f" {code.upper()} ") == room.now()
    assert sessions.find(room.store, "small") == room.now()
    with pytest.raises(NotFound):
        sessions.find(room.store, "nowhere")


def test_codes_have_six_letters_that_do_not_look_alike() -> None:
    codes = {sessions.new_code() for _ in range(500)}

    assert len(codes) == 500
    assert {len(code) for code in codes} == {6}
    assert set("".join(codes)) & set("il1o0") == set()


def test_the_default_session_is_prepared_once(room: Room) -> None:
    first = sessions.default_session(room.store, small_plan())

    assert sessions.default_session(room.store, small_plan()).id == first.id


def test_what_is_shown_of_authors_is_the_organisers_to_change_and_is_audited(room: Room) -> None:
    rule = Confidentiality.ACTOR_ONLY
    with pytest.raises(NotAllowed):
        sessions.set_confidentiality(room.store, room.now(), rule, MODERATOR)

    changed = sessions.set_confidentiality(room.store, room.now(), rule, ORGANISER)

    assert changed.confidentiality_of("one") is rule
    audit = room.store.audit(room.session.id)[-1]
    assert (audit["verb"], audit["role"]) == ("set_confidentiality", "organiser")
    assert audit["detail"] == '{"before": "on_record", "rule": "actor_only"}'


def test_a_question_may_have_a_rule_of_its_own_and_give_it_up(room: Room) -> None:
    chatham = Confidentiality.ACTOR_ONLY
    sessions.set_part_confidentiality(room.store, room.session, "two", chatham, ORGANISER)
    kept = room.now()
    sessions.set_part_confidentiality(room.store, room.session, "two", None, ORGANISER)

    assert (kept.confidentiality_of("one"), kept.confidentiality_of("two")) == (
        Confidentiality.ON_RECORD,
        chatham,
    )
    assert room.now().confidentiality_of("two") is Confidentiality.ON_RECORD
    last = room.store.audit(room.session.id)[-1]
    assert (last["subject"], last["detail"]) == (
        "part:two",
        '{"before": "actor_only", "rule": "on_record"}',
    )


def test_a_rule_that_shows_more_is_looser() -> None:
    on_record, organisation_only, actor_only = Confidentiality

    assert sessions.is_looser(on_record, organisation_only)
    assert sessions.is_looser(organisation_only, actor_only)
    assert not sessions.is_looser(actor_only, on_record)
    assert not sessions.is_looser(on_record, on_record)


def test_the_moments_of_a_session_as_the_room_sees_them(room: Room) -> None:
    seen = [sessions.moment_of(room.now())]
    for part_id in ("start", "one"):
        room.step(part_id)
        seen.append(sessions.moment_of(room.now()))
    seen.append(sessions.moment_of(sessions.pause(room.store, room.now(), MODERATOR)))
    seen.append(sessions.moment_of(sessions.close(room.store, room.now(), MODERATOR)))

    assert seen == ["waiting", "between", "open", "paused", "closed"]


def test_after_the_last_question_the_room_waits_for_no_other(room: Room) -> None:
    plan = small_plan()
    pause, end = (Part(id, PartKind.CONCLUSIONS, 5, both(id, id)) for id in ("pause", "end"))
    start, one, two = plan.parts
    room = Room.prepared(room.store, replace(plan, parts=(start, one, pause, two, end)))

    moments = [sessions.moment_of(room.step(part.id)) for part in room.session.plan.parts]

    assert moments == ["between", "open", "between", "open", "ending"]
