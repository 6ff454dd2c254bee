"""Who may come in: a closed link, a new code, somebody blocked. Whoever is in stays in."""

import pytest

from facilitation import contributions, entrance, floor, participants, sessions
from facilitation.errors import FacilitationError, NotAllowed
from facilitation.model import (
    ContributionState,
    Entrance,
    HideReason,
    Origin,
    Participant,
    Role,
    View,
)
from facilitation.moderation import undoing
from facilitation.participants import Introduction
from facilitation.phrases import in_language
from facilitation.store import By
from tests.doors import Visitor, installation_of
from tests.rooms import MODERATOR, ORGANISER, Room

ES = in_language("es").say
SPANISH = {"Accept-Language": "es"}


def refusal(error: pytest.ExceptionInfo[FacilitationError]) -> str:
    return error.value.phrase


def registered(room: Room) -> Participant:
    """Somebody on the list who has not come yet."""
    person = Participant("p-1", room.session.id, Origin.PERSONAL, "mayor", "Rosa", language="es")
    with room.store.change(room.session.id) as change:
        change.touch(ORGANISER, "import", "participant:p-1")
        change.add_participant(person, "rosa@example.org")
    return person


def test_a_closed_link_lets_nobody_new_in_and_nobody_out(room: Room) -> None:
    inside = room.join()
    entrance.set_entrance(room.store, room.session, Entrance.SHUT, MODERATOR)

    with pytest.raises(NotAllowed) as error:
        room.join()

    assert refusal(error) == "error.entrance_shut"
    assert room.say(inside, "Falta agua").number == 1


def test_registered_people_only(room: Room) -> None:
    rosa = registered(room)
    entrance.set_entrance(room.store, room.session, Entrance.REGISTERED, MODERATOR)

    with pytest.raises(NotAllowed) as error:
        room.join()
    came = participants.join(
        room.store, room.session, Introduction("mayor", "es", "Rosa"), participant_id=rosa.id
    )

    assert refusal(error) == "error.registered_only"
    assert came.joined_at is not None


def test_staff_enter_a_speaker_while_the_link_is_closed(room: Room) -> None:
    entrance.set_entrance(room.store, room.session, Entrance.SHUT, MODERATOR)

    told = contributions.enter_spoken(
        room.store, room.session, Introduction("mayor", "es"), "Falta agua", "one", MODERATOR
    )

    assert told.number == 1


def test_a_blocked_participant_writes_no_more_and_their_words_are_kept(room: Room) -> None:
    loud, other = room.join(), room.join("mayor")
    said, others = room.say(loud, "Compren mi champú"), room.say(other, "Falta agua")
    sessions.put_on_screen(room.store, room.now(), View.CONTRIBUTION, MODERATOR, said)

    entrance.block(room.store, room.session, loud.id, HideReason.OFFENSIVE, MODERATOR)

    for act in (
        lambda: room.say(loud, "Otra vez"),
        lambda: contributions.revise(room.store, room.session, loud, said.id, "Otra"),
        lambda: contributions.support(room.store, room.session, loud, others.id, shared=True),
    ):
        with pytest.raises(NotAllowed):
            act()
    there = {told.number: told for told in room.store.contributions(room.session.id)}
    assert (there[1].state, there[1].reason) == (ContributionState.HIDDEN, HideReason.OFFENSIVE)
    assert there[1].words.text == "Compren mi champú"
    assert there[2].state is ContributionState.RECEIVED
    assert room.now().on_screen.view is View.QUESTION


def test_one_undo_takes_the_whole_of_a_blocking_back(room: Room) -> None:
    loud = room.join()
    first, second, third = (room.say(loud, text) for text in ("Falta agua", "Falta luz", "¡Ya!"))
    contributions.hide(room.store, room.session, third.id, HideReason.PROCEDURE, MODERATOR)
    entrance.block(room.store, room.session, loud.id, HideReason.REPEATED, MODERATOR)
    contributions.show_again(room.store, room.session, first.id, MODERATOR)
    blocking = next(
        act for act in undoing.trail(room.store, room.session, MODERATOR) if act.row.verb == "block"
    )

    assert blocking.is_undoable
    undoing.undo(room.store, room.session, blocking.row.revision, MODERATOR)

    told = {one.id: one.state for one in room.store.contributions(room.session.id)}
    assert told[first.id] is told[second.id] is ContributionState.RECEIVED
    assert told[third.id] is ContributionState.HIDDEN
    assert room.say(loud, "Falta un camino").number == 4


def test_who_is_blocked_asks_for_the_floor_no_more(room: Room) -> None:
    loud = room.join()
    floor.raise_hand(room.store, room.now(), loud)
    entrance.block(room.store, room.session, loud.id, HideReason.OFFENSIVE, MODERATOR)

    assert room.store.hands(room.session.id) == []
    with pytest.raises(NotAllowed):
        floor.raise_hand(room.store, room.now(), loud)


def test_who_is_blocked_is_listed(room: Room) -> None:
    loud, other = room.join(), room.join("mayor")
    for one in (other, loud):
        entrance.block(room.store, room.session, one.id, HideReason.OFFENSIVE, MODERATOR)
    entrance.unblock(room.store, room.session, other.id, MODERATOR)

    assert [one.id for one in room.store.blocked(room.session.id)] == [loud.id]


def test_who_is_no_longer_blocked_writes_again(room: Room) -> None:
    loud = room.join()
    entrance.block(room.store, room.session, loud.id, HideReason.REPEATED, MODERATOR)
    entrance.unblock(room.store, room.session, loud.id, MODERATOR)

    assert room.say(loud, "Falta agua").number == 1
    assert [row["verb"] for row in room.store.audit(room.session.id)][-3:] == [
        "block",
        "unblock",
        "submit",
    ]


@pytest.mark.parametrize("role", [Role.RAPPORTEUR, Role.PROJECTOR, Role.PARTICIPANT])
def test_only_those_who_lead_close_the_link_or_block(room: Room, role: Role) -> None:
    loud, by = room.join(), By(role, "1")

    for act in (
        lambda: entrance.set_entrance(room.store, room.session, Entrance.SHUT, by),
        lambda: entrance.renew_code(room.store, room.session, by),
        lambda: entrance.block(room.store, room.session, loud.id, HideReason.OFFENSIVE, by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert room.now().entrance is Entrance.OPEN


# -- at the door ----------------------------------------------------------------------------------


def visitor(room: Room, code: str = "") -> Visitor:
    return Visitor(installation_of(room.store), code or room.session.code, **SPANISH)


def test_the_door_says_that_nobody_new_is_let_in(room: Room) -> None:
    entrance.set_entrance(room.store, room.session, Entrance.SHUT, MODERATOR)

    page = visitor(room).join()

    assert ES("error.entrance_shut") in page.text


def test_after_a_new_code_those_inside_are_led_on_and_others_find_nothing(room: Room) -> None:
    inside, old = visitor(room), room.session.code
    begun = inside.join()
    entrance.renew_code(room.store, room.session, ORGANISER)
    new = room.store.session_by_id(room.session.id)
    assert new is not None
    assert new.code != old

    said = inside.send(begun, "say", text="Falta agua")
    led_on = inside.look()
    stranger = visitor(room, old)
    found = stranger.look()

    assert "Falta agua" in said.text
    assert str(inside.answer.url).endswith(f"/j/{new.code}")
    assert "Falta agua" in led_on.text
    assert stranger.answer.status_code == 404
    assert ES("error.no_session") in found.text
    assert visitor(room, new.code).join().forms["say"]


def test_a_form_of_somebody_without_cookies_still_arrives_after_a_new_code(room: Room) -> None:
    rosa = visitor(room)
    begun = rosa.join()
    entrance.renew_code(room.store, room.session, ORGANISER)
    rosa.http.cookies.clear()

    rosa.send(begun, "say", text="Falta agua")

    assert [told.words.text for told in room.store.contributions(room.session.id)] == ["Falta agua"]


def test_a_code_that_was_changed_is_not_given_again(room: Room) -> None:
    old = room.session.code
    entrance.renew_code(room.store, room.session, ORGANISER)

    with room.store.change(room.session.id) as change:
        taken = change.is_code_taken(old)

    assert taken


def test_the_door_tells_who_is_blocked_before_they_write(room: Room) -> None:
    loud = visitor(room)
    page = loud.join()
    page = loud.send(page, "say", text="Compren mi champú")
    author = room.store.contributions(room.session.id)[0].participant_id
    assert ES("error.blocked") not in page.text

    entrance.block(room.store, room.session, author, HideReason.OFFENSIVE, MODERATOR)
    page = loud.look()

    assert ES("error.blocked") in page.text
    assert "Compren mi champú" in page.text
    form = next(told for tag, told in page.tags if tag == "form" and told.get("id") == "say")
    assert "hidden" in form
    stage = next(told for tag, told in page.tags if told.get("id") == "stage")
    assert stage["data-asked"] == ""  # or the door's script would show the box again
