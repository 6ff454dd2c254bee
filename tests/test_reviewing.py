"""The whole record at the rapporteurs' hand: found, waiting, changed in bulk, undone, told."""

import pytest

from facilitation import attention, contributions
from facilitation.conclusions import writing
from facilitation.conclusions.nouns import Said
from facilitation.conclusions.writing import Draft
from facilitation.errors import Conflict, NotAllowed, Refused
from facilitation.lifecycles import ConclusionKind
from facilitation.model import (
    CodingState,
    Contribution,
    ContributionState,
    Doubt,
    HideReason,
    Role,
    Translation,
    TranslationState,
    Words,
)
from facilitation.reviewing.finding import Sought, find
from facilitation.reviewing.history import history_of
from facilitation.reviewing.many import MANY, Act, do, undo
from facilitation.reviewing.waiting import Need, waiting
from facilitation.store import By, now
from facilitation.translation import versions
from tests.rooms import MODERATOR, Room

RAPPORTEUR = By(Role.RAPPORTEUR, "1")


def translated(room: Room, told: Contribution, text: str, *doubts: Doubt) -> None:
    made = Translation(
        *(told.id, Words(text, "fr"), TranslationState.MACHINE, 1, "test", "1", "es>fr", ""),
        *(doubts, now(), "machine"),
    )
    with room.store.change(room.session.id) as change:
        change.put_translation(made, change.touch(MODERATOR, "translate"))


def found(room: Room, words: str = "", **columns: str) -> list[int]:
    ids = find(room.store, room.now(), Sought(words, **columns))
    return [one.number for one in room.store.contributions_by(ids)]


def state(room: Room, told: Contribution) -> Contribution:
    there = room.store.contribution(told.id)
    assert there is not None
    return there


# -- finding ---------------------------------------------------------------------------------------


def test_words_are_found_without_accents_in_original_and_translation(room: Room) -> None:
    first = room.say(room.join("farmer"), "La ŒUVRE del año")
    room.say(room.join("mayor", "fr"), "100 % de l'eau_potable")
    translated(room, first, "Un château d'eau")

    assert found(room, "oeuvre ano") == [1]
    assert found(room, "chateau") == [1]
    assert found(room, "EAU") == [1, 2]
    assert found(room, "100 %") == [2]
    assert found(room, "u_p") == [2]
    assert found(room, "u%p") == []
    assert found(room, "#2") == [2]
    assert found(room, "oeuvre potable") == []


def test_each_filter_narrows_down(room: Room) -> None:
    room.say(room.join("farmer"), "Falta agua")
    hidden = room.say(room.join("mayor", "fr"), "Une route")
    contributions.hide(room.store, room.now(), hidden.id, HideReason.OFF_TOPIC, MODERATOR)

    assert found(room) == [1, 2]
    assert found(room, part="one", actor="mayor") == [2]
    assert found(room, part="two") == []
    assert found(room, language="es") == [1]
    assert found(room, theme="water") == [1]
    assert found(room, state="hidden") == [2]
    assert found(room, source="spoken") == []


# -- the queue -------------------------------------------------------------------------------------


def test_the_queue_holds_what_needs_a_person(room: Room) -> None:
    doubted = room.say(room.join("farmer"), "Buenos días a 3 personas")
    translated(room, doubted, "Bonjour à 4 personnes", Doubt("numbers"))
    coded = room.say(room.join("farmer"), "Falta agua")
    hidden = room.say(room.join("farmer"), "Otra cosa")
    contributions.hide(room.store, room.now(), hidden.id, HideReason.OFF_TOPIC, MODERATOR)

    queue = waiting(room.store, room.now())

    assert [one.id for one in queue.by_need[Need.DOUBTED]] == [doubted.id]
    assert [one.id for one in queue.by_need[Need.CODINGS]] == [coded.id]
    assert [one.id for one in queue.by_need[Need.HIDDEN]] == [hidden.id]
    assert queue.first() is Need.DOUBTED

    words = Words("Bonjour à 3 personnes", "fr")
    versions.correct(room.store, room.now(), doubted.id, words, RAPPORTEUR)
    assert waiting(room.store, room.now()).by_need[Need.DOUBTED] == []


def test_nobody_overwrites_anothers_correction(room: Room) -> None:
    told = room.say(room.join("farmer"), "Falta agua")
    translated(room, told, "Machine")
    first, second = Words("Il manque de l'eau", "fr"), Words("L'eau manque", "fr")
    correct = versions.correct

    correct(room.store, room.now(), told.id, first, RAPPORTEUR, seen="Machine")
    with pytest.raises(Conflict, match="translation_changed"):
        correct(room.store, room.now(), told.id, second, RAPPORTEUR, seen="Machine")
    correct(room.store, room.now(), told.id, second, RAPPORTEUR, seen=first.text)

    assert [one.words for one in state(room, told).translations] == [second]


# -- many at once ----------------------------------------------------------------------------------


def test_many_are_hidden_at_once_and_shown_again(room: Room) -> None:
    told = [room.say(room.join(), f"Falta agua {n}") for n in range(3)]
    contributions.hide(room.store, room.now(), told[2].id, HideReason.OFFENSIVE, MODERATOR)
    ids = [one.id for one in told]

    done = do(room.store, room.now(), Act.HIDE, "off_topic", ids, RAPPORTEUR)
    assert done.count == 2  # one was hidden already, for another reason
    assert undo(room.store, room.now(), done, RAPPORTEUR) == 0

    assert [state(room, one).state for one in told] == [
        ContributionState.RECEIVED,
        ContributionState.RECEIVED,
        ContributionState.HIDDEN,
    ]


def test_themes_of_many_are_confirmed_and_taken_back(room: Room) -> None:
    told = [room.say(room.join(), f"Falta agua {n}") for n in range(2)]
    ids = [one.id for one in told]

    done = do(room.store, room.now(), Act.CONFIRM, "", ids, RAPPORTEUR)
    assert {c.state for one in told for c in state(room, one).codings} == {CodingState.CONFIRMED}

    undo(room.store, room.now(), done, RAPPORTEUR)
    assert {c.state for one in told for c in state(room, one).codings} == {CodingState.SUGGESTED}


def test_many_are_added_to_a_conclusion_and_taken_out_again(room: Room) -> None:
    told = [room.say(room.join(), f"Falta agua {n}") for n in range(3)]
    draft = Draft(ConclusionKind.KEY_POINT, "es", Said("Agua."), evidence=(told[0].id,))
    written = writing.write(room.store, room.now(), draft, RAPPORTEUR)
    ids = [one.id for one in told]

    done = do(room.store, room.now(), Act.REST, written.id, ids, RAPPORTEUR)
    rested = room.store.conclusion(written.id)
    assert rested is not None
    assert (rested.evidence, done.count) == (tuple(ids), 2)

    undo(room.store, room.now(), done, RAPPORTEUR)
    again = room.store.conclusion(written.id)
    assert again is not None
    assert again.evidence == (told[0].id,)


def test_undoing_leaves_what_somebody_changed_since(room: Room) -> None:
    told = [room.say(room.join(), f"Falta agua {n}") for n in range(2)]
    done = do(
        *(room.store, room.now(), Act.HIDE, "off_topic", [one.id for one in told], RAPPORTEUR)
    )
    contributions.show_again(room.store, room.now(), told[0].id, MODERATOR)

    assert undo(room.store, room.now(), done, RAPPORTEUR) == 1
    assert state(room, told[1]).state is ContributionState.RECEIVED


def test_an_act_on_many_is_limited_and_needs_the_role(room: Room) -> None:
    told = room.say(room.join(), "Falta agua")
    participant = By(Role.PARTICIPANT, told.participant_id)

    with pytest.raises(Refused):
        do(room.store, room.now(), Act.HIDE, "off_topic", [told.id] * (MANY + 1), RAPPORTEUR)
    with pytest.raises(Refused):
        do(room.store, room.now(), Act.HIDE, "because", [told.id], RAPPORTEUR)
    with pytest.raises(NotAllowed):
        do(room.store, room.now(), Act.HIDE, "off_topic", [told.id], participant)


# -- history and presence --------------------------------------------------------------------------


def test_the_history_tells_each_change_and_each_text(room: Room) -> None:
    author = room.join("farmer")
    told = room.say(author, "Falta agua")
    contributions.revise(room.store, room.now(), author, told.id, "Falta riego")
    contributions.hide(room.store, room.now(), told.id, HideReason.OFF_TOPIC, MODERATOR)

    history = history_of(room.store, room.now(), told, RAPPORTEUR)

    assert [event.verb for event in history.events] == ["submit", "revise", "hide"]
    assert [one.words.text for one in history.editions] == ["Falta agua", "Falta riego"]
    assert history.events[-1].role == "moderator"


def test_rapporteurs_see_who_is_on_what_and_no_revision_moves(room: Room) -> None:
    before = room.now().revision
    attention.attend(room.store, room.session, "a", "Inés", "conclusion:1", RAPPORTEUR)
    attention.attend(room.store, room.session, "a", "Inés", "conclusion:2", RAPPORTEUR)
    for nameless in "bd":
        attention.attend(room.store, room.session, nameless, "", "conclusion:2", RAPPORTEUR)

    assert attention.others(room.store, room.session, "b") == {"conclusion:2": ("Inés", "")}
    assert attention.others(room.store, room.session, "c") == {"conclusion:2": ("Inés", "")}
    assert room.now().revision == before
