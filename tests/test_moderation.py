"""What moderators do with what comes in: read first, keep, merge, take apart. On both engines."""

import pytest

from facilitation import contributions, participants, patterns, sessions, themes
from facilitation.errors import Conflict, NotAllowed, Refused
from facilitation.lifecycles import Facet, Order, Shelf
from facilitation.model import (
    Axis,
    CodingState,
    Contribution,
    ContributionState,
    HideReason,
    Role,
    View,
)
from facilitation.moderation import curating, likeness, sifting
from facilitation.store import By
from facilitation.store.sieves import Sifting
from tests.rooms import MODERATOR, Room

PARTICIPANT = By(Role.PARTICIPANT, "p")


def state_of(room: Room, told: Contribution) -> ContributionState:
    found = room.store.contribution(told.id)
    assert found
    return found.state


def numbers(room: Room, **asked: object) -> list[int]:
    found = sifting.sifted(room.store, room.now(), Sifting(**asked), 9, Role.MODERATOR)  # type: ignore[arg-type]
    return [told.number for told in found]


def merge(room: Room, told: Contribution, into: Contribution) -> None:
    curating.merge(room.store, room.now(), told.id, into.id, MODERATOR)


def voices(room: Room, theme: str = "water") -> tuple[int, int]:
    """Those who speak of a theme, and those who said anything."""
    pattern = patterns.themes_by_group(room.store, room.now(), "one")
    row = next(row for row in pattern.rows if row.code.id == theme)
    return row.whole.voices, pattern.voices


# -- reading first ---------------------------------------------------------------------------------


def test_read_first_what_comes_in_waits_and_is_counted_nowhere(room: Room) -> None:
    sessions.read_first(room.store, room.now(), MODERATOR, is_on=True)

    told = room.say(room.join(), "Falta agua")

    assert told.number == 1  # it is in the record and has its receipt
    assert state_of(room, told) is ContributionState.WAITING
    assert voices(room) == (0, 0)
    assert numbers(room, shelf=Shelf.WAITING) == [1]
    assert sifting.waiting(room.store, room.now()) == 1


def test_let_in_it_is_in_the_room_and_phones_are_told(room: Room) -> None:
    sessions.read_first(room.store, room.now(), MODERATOR, is_on=True)
    told = [room.say(room.join(), "Falta agua"), room.say(room.join(), "Falta riego")]
    stage = room.now().stage_revision

    assert curating.let_in(room.store, room.now(), [one.id for one in told], MODERATOR) == 2
    assert curating.let_in(room.store, room.now(), [told[0].id], MODERATOR) == 0

    assert voices(room) == (2, 2)
    assert room.now().stage_revision > stage


def test_what_is_said_twice_while_it_waits_is_one_contribution(room: Room) -> None:
    sessions.read_first(room.store, room.now(), MODERATOR, is_on=True)
    author = room.join()

    assert room.say(author, "Falta agua").id == room.say(author, "Falta agua").id


def test_what_was_let_in_and_is_revised_is_read_again(room: Room) -> None:
    author = room.join()
    told = room.say(author, "Falta agua")
    sessions.put_on_screen(room.store, room.now(), View.CONTRIBUTION, MODERATOR, told)
    sessions.read_first(room.store, room.now(), MODERATOR, is_on=True)

    contributions.revise(room.store, room.now(), author, told.id, "Otra cosa")

    assert state_of(room, told) is ContributionState.WAITING
    assert room.now().on_screen.view is View.QUESTION


def test_what_staff_enter_does_not_wait(room: Room) -> None:
    sessions.read_first(room.store, room.now(), MODERATOR, is_on=True)
    speaker = participants.Introduction("farmer", "es", "Rosa")

    told = contributions.enter_spoken(
        room.store, room.now(), speaker, "Falta agua", "one", MODERATOR
    )

    assert told.state is ContributionState.RECEIVED


def test_what_waits_is_not_put_on_screen(room: Room) -> None:
    sessions.read_first(room.store, room.now(), MODERATOR, is_on=True)
    told = room.say(room.join(), "Falta agua")

    with pytest.raises(Conflict):
        sessions.put_on_screen(room.store, room.now(), View.CONTRIBUTION, MODERATOR, told)


# -- keeping and sifting ---------------------------------------------------------------------------


def test_what_is_kept_for_later_is_on_its_own_shelf(room: Room) -> None:
    told = room.say(room.join(), "Falta agua")
    room.say(room.join(), "Falta un camino")

    curating.keep(room.store, room.now(), told.id, MODERATOR, kept=True)

    assert numbers(room, shelf=Shelf.KEPT) == [1]
    curating.keep(room.store, room.now(), told.id, MODERATOR, kept=False)
    assert numbers(room, shelf=Shelf.KEPT) == []


def test_the_feed_is_gone_through_by_theme_actor_language_and_words(room: Room) -> None:
    room.say(room.join("farmer"), "Falta agua")
    room.say(room.join("mayor", "fr"), "Il manque une route")
    room.say(room.join("farmer"), "100% _ árboles")

    assert numbers(room) == [3, 2, 1]
    assert numbers(room, theme="water") == [1]
    assert numbers(room, actor="farmer") == [3, 1]
    assert numbers(room, language="fr") == [2]
    assert numbers(room, words="MANQUE") == [2]
    assert numbers(room, words="arboles") == [3]
    assert numbers(room, words="0% _") == [3]
    assert numbers(room, words="%a%") == []
    assert numbers(room, words="2") == [2]
    assert numbers(room, words="99999999999999999999") == []
    assert numbers(room, part_id="two") == []


def test_most_shared_come_first_where_asked(room: Room) -> None:
    told, _ = room.say(room.join(), "Falta agua"), room.say(room.join(), "Falta camino")
    sessions.reveal(room.store, room.now(), "one", MODERATOR, revealed=True)
    sessions.open_support(room.store, room.now(), "one", MODERATOR, is_open=True)
    contributions.support(room.store, room.now(), room.join(), told.id, shared=True)

    assert numbers(room, order=Order.SUPPORT) == [1, 2]


def test_what_there_is_to_choose_is_counted(room: Room) -> None:
    room.say(room.join("farmer"), "Falta agua")
    room.say(room.join("mayor", "fr"), "Il manque de l'eau et une route")

    def counted(facet: Facet) -> dict[str, int]:
        return dict(sifting.choices(room.store, room.now(), "one", facet))

    assert counted(Facet.THEME) == {"water": 2, "roads": 1}
    assert counted(Facet.ACTOR) == {"farmer": 1, "mayor": 1}
    assert counted(Facet.LANGUAGE) == {"es": 1, "fr": 1}


def test_the_feed_is_for_staff(room: Room) -> None:
    with pytest.raises(NotAllowed):
        sifting.sifted(room.store, room.now(), Sifting(), 9, Role.PARTICIPANT)


# -- merging ---------------------------------------------------------------------------------------


def test_a_merged_voice_counts_for_what_the_other_is_about(room: Room) -> None:
    one, other = room.say(room.join(), "Falta agua"), room.say(room.join("mayor"), "Lo mismo digo")
    assert voices(room) == (1, 2)

    merge(room, other, one)

    assert voices(room) == (2, 2)
    assert room.heard("one") == {
        "farmer": (1, 1),
        "mayor": (1, 1),
    }


def test_a_merged_voice_follows_the_codings_of_the_other(room: Room) -> None:
    one, other = room.say(room.join(), "Falta agua"), room.say(room.join(), "Falta agua aquí")
    merge(room, other, one)

    themes.decide(
        room.store, room.now(), one.id, Axis.THEME, "water", CodingState.REJECTED, MODERATOR
    )

    assert voices(room) == (0, 2)


def test_a_merged_contribution_keeps_its_words_and_leaves_the_feed(room: Room) -> None:
    one, other = room.say(room.join(), "Falta agua"), room.say(room.join(), "Falta mucha agua")

    merge(room, other, one)

    kept = room.store.contribution(other.id)
    assert kept
    assert (kept.state, kept.words.text, kept.merged_into) == (
        ContributionState.MERGED,
        "Falta mucha agua",
        one.id,
    )
    assert numbers(room) == [1]
    assert [m.number for m in room.store.merged_into([one.id])[one.id]] == [2]


def test_what_was_merged_into_it_goes_with_it(room: Room) -> None:
    first, second, third = (room.say(room.join(), f"Falta agua {n}") for n in "abc")
    merge(room, third, second)
    merge(room, second, first)

    assert {m.number for m in room.store.merged_into([first.id])[first.id]} == {2, 3}
    assert voices(room) == (3, 3)


def test_taken_apart_it_stands_on_its_own(room: Room) -> None:
    one, other = room.say(room.join(), "Falta agua"), room.say(room.join(), "Falta camino")
    merge(room, other, one)
    assert voices(room, "roads") == (0, 2)

    curating.take_apart(room.store, room.now(), other.id, MODERATOR)

    assert voices(room, "roads") == (1, 2)
    assert state_of(room, other) is ContributionState.RECEIVED


def test_what_leaves_the_room_lets_go_of_what_was_merged_into_it(room: Room) -> None:
    author = room.join()
    one, other = room.say(author, "Falta agua"), room.say(room.join(), "Falta agua aquí")
    merge(room, other, one)

    contributions.hide(room.store, room.now(), one.id, HideReason.OFF_TOPIC, MODERATOR)

    assert state_of(room, other) is ContributionState.RECEIVED
    assert voices(room) == (1, 1)


def test_only_two_of_one_question_are_merged(room: Room) -> None:
    one = room.say(room.join(), "Falta agua")
    room.step("two")
    other = room.say(room.join(), "Falta agua")

    with pytest.raises(Refused):
        merge(room, one, one)
    with pytest.raises(Refused):
        merge(room, other, one)


def test_what_is_hidden_meanwhile_is_not_merged(room: Room) -> None:
    one, other = room.say(room.join(), "Falta agua"), room.say(room.join(), "Falta agua aquí")
    contributions.hide(room.store, room.now(), one.id, HideReason.OFF_TOPIC, MODERATOR)

    with pytest.raises(Conflict):
        merge(room, other, one)


def test_participants_merge_nothing(room: Room) -> None:
    one, other = room.say(room.join(), "Falta agua"), room.say(room.join(), "Falta agua aquí")

    with pytest.raises(NotAllowed):
        curating.merge(room.store, room.now(), other.id, one.id, PARTICIPANT)


# -- likeness --------------------------------------------------------------------------------------


def alike(room: Room) -> dict[int, int]:
    """The number of each contribution that is like an earlier one, and the number of that."""
    told = room.store.contributions(room.session.id)
    number_of = {one.id: one.number for one in told}
    found = likeness.likenesses(room.store, room.now(), told)
    return {number_of[id_]: number_of[one.other_id] for id_, one in found.items()}


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("Falta agua potable en la escuela", "¡FALTA agua potable en las escuelas!", True),
        ("Falta agua", "falta agua.", True),
        ("Sí", "sí", True),
        ("Falta agua potable en la escuela", "No falta agua potable en la escuela", False),
        ("Hacen falta 3 pozos nuevos", "Hacen falta 30 pozos nuevos", False),
        ("Falta agua potable en la escuela", "Falta un camino hasta la costa", False),
        ("Falta agua", "Sobra dinero", False),
    ],
)
def test_what_likely_says_the_same_is_seen(
    room: Room, one: str, other: str, is_alike: bool
) -> None:
    room.say(room.join(), one)
    room.say(room.join(), other)

    assert alike(room) == ({2: 1} if is_alike else {})


def test_what_a_person_said_is_not_the_same_is_not_asked_again(room: Room) -> None:
    one, other = room.say(room.join(), "Falta agua"), room.say(room.join(), "falta agua!")
    assert alike(room) == {2: 1}

    curating.keep_apart(room.store, room.now(), other.id, one.id, MODERATOR)

    assert alike(room) == {}


def test_a_likeness_ends_when_the_words_change(room: Room) -> None:
    author = room.join()
    told = room.say(author, "Falta agua potable")
    room.say(room.join(), "Falta agua potable!")
    assert alike(room) == {2: 1}

    contributions.revise(room.store, room.now(), author, told.id, "Sobra dinero público")

    assert alike(room) == {}


def test_likely_duplicates_stand_side_by_side(room: Room) -> None:
    for text in ("Falta agua potable", "Sobra dinero público", "falta agua potable!", "Otra cosa"):
        room.say(room.join(), text)

    assert numbers(room, part_id="one", shelf=Shelf.ALIKE) == [1, 3]
    assert numbers(room, part_id="two", shelf=Shelf.ALIKE) == []
