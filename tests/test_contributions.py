"""Saying one's piece: what is taken, what is refused kindly, what becomes of it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from facilitation import contributions, sessions
from facilitation.errors import Conflict, FacilitationError, NotAllowed, NotFound, Refused
from facilitation.model import (
    TEXT_LIMIT,
    Axis,
    CodingState,
    ContributionState,
    HideReason,
    Role,
    Source,
)
from facilitation.participants import Introduction
from facilitation.store import By, Store
from tests.rooms import MODERATOR, Room

SAMPLES = Path(__file__).parent / "samples"
BAD_INPUTS = [
    json.loads(line) for line in (SAMPLES / "bad_inputs.jsonl").read_text("utf-8").splitlines()
]
AS_TYPED = ("html", "markdown", "streamlit-directive", "latex", "sql", "prompt", "typst", "name")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = Store.open(str(tmp_path / "ronda.db"))
    room = Room.prepared(store)
    room.step("one")
    yield room
    store.close()


def kept(room: Room) -> list[str]:
    return [told.words.text for told in room.store.contributions(room.session.id)]


def refusal(room: Room, text: str) -> str:
    with pytest.raises(FacilitationError) as raised:
        room.say(room.join(), text)
    return raised.value.phrase


@pytest.mark.parametrize(
    "bad", [b for b in BAD_INPUTS if b["kind"] in AS_TYPED], ids=lambda b: b["id"]
)
def test_markup_formulas_and_directives_are_kept_exactly_as_typed(
    room: Room, bad: dict[str, str]
) -> None:
    room.say(room.join(), bad["input"])

    assert kept(room) == [bad["input"]]


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200b \xa0\u3000", "\n\n", "\x00", "\u202e"])
def test_nothing_to_read_is_refused_and_not_stored(room: Room, text: str) -> None:
    assert refusal(room, text) == "error.empty"
    assert kept(room) == []


@pytest.mark.parametrize("text", ["a" * 2_001, "a" * 100_000, "x" * 5_000_000])
def test_too_long_is_refused_and_not_stored(room: Room, text: str) -> None:
    assert refusal(room, text) == "error.too_long"
    assert kept(room) == []


def test_the_limit_counts_characters_as_people_see_them(room: Room) -> None:
    family = (
        "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"  # one to see, seven inside
    )
    room.say(room.join(), family * TEXT_LIMIT)

    assert kept(room) == [family * TEXT_LIMIT]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("\u202eevil\u202c bidi", "evil bidi"),
        ("\x07\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("agua\x00limpia", "agualimpia"),
        ("e\u0301cole", "\u00e9cole"),
        ("uno\r\ndos", "uno\ndos"),
        ("half \ud800 pair", "half  pair"),
    ],
)
def test_what_would_act_on_a_screen_is_taken_out(room: Room, typed: str, stored: str) -> None:
    room.say(room.join(), typed)

    assert kept(room) == [stored]


@pytest.mark.parametrize("key", ["", "1", "not-a-uuid", "x" * 10_000])
def test_a_key_that_is_no_key_is_refused(room: Room, key: str) -> None:
    submission = contributions.Submission(key, "agua", "es", "one", contributions.Source.DOOR)
    with pytest.raises(Refused):
        contributions.submit(room.store, room.session, room.join(), submission)


def test_a_key_of_somebody_else_takes_nothing_over(room: Room) -> None:
    key = str(uuid4())
    room.say(room.join(), "Falta agua", key)
    with pytest.raises(Conflict):
        room.say(room.join(), "Falta camino", key)

    assert kept(room) == ["Falta agua"]


def test_the_language_is_the_one_its_author_chose_and_a_sure_doubt_is_noted(room: Room) -> None:
    told = room.say(room.join(language="es"), "Il manque de l'eau dans toutes les communes rurales")

    assert (told.words.language, told.detected_language) == ("es", "fr")


def test_suggestions_come_with_the_words_they_rest_on(room: Room) -> None:
    room.say(room.join(), "Sin agua no hay riego")
    (told,) = room.store.contributions(room.session.id)

    (coding,) = told.codings
    assert (coding.axis, coding.code_id, coding.state) == (
        Axis.THEME,
        "water",
        CodingState.SUGGESTED,
    )
    assert set(coding.evidence) <= {"agua", "riego"}
    assert coding.evidence


def test_nothing_is_taken_while_intake_is_paused_or_the_session_closed(room: Room) -> None:
    author = room.join()
    sessions.pause(room.store, room.now(), MODERATOR)
    with pytest.raises(NotAllowed) as paused:
        room.say(author, "Falta agua")
    sessions.close(room.store, room.now(), MODERATOR)
    with pytest.raises(NotAllowed) as closed:
        room.say(author, "Falta agua")

    assert (paused.value.phrase, closed.value.phrase) == (
        "error.intake_closed",
        "error.session_closed",
    )
    assert kept(room) == []


def test_an_answer_begun_before_the_step_still_counts_for_its_question(room: Room) -> None:
    author = room.join()
    room.step("two")
    told = room.say(author, "Falta agua", part_id="one")

    assert told.part_id == "one"


def test_an_answer_that_comes_much_later_is_refused(room: Room) -> None:
    author = room.join()
    session = room.step("two")
    assert session.stepped_at is not None
    long_ago = session.stepped_at - timedelta(seconds=contributions.LATE_SECONDS + 60)
    with room.store.change(session.id) as change:
        change.add_step(change.touch(MODERATOR, "step", "part:two", is_stage=True), "two")
    assert long_ago < session.stepped_at
    with pytest.raises(Refused) as refused:
        room.say(author, "Falta agua", part_id="one")

    assert refused.value.phrase == "error.moved_on"


def test_an_answer_to_a_part_never_reached_or_unknown_is_refused(room: Room) -> None:
    author = room.join()
    for part_id in ("two", "start", "nowhere"):
        with pytest.raises(FacilitationError):
            room.say(author, "Falta agua", part_id=part_id)

    assert kept(room) == []


def test_a_resend_after_the_session_closed_still_gets_its_receipt(room: Room) -> None:
    author, key = room.join(), str(uuid4())
    first = room.say(author, "Falta agua", key)
    sessions.close(room.store, room.now(), MODERATOR)

    assert room.say(author, "Falta agua", key).number == first.number


def test_one_may_revise_and_withdraw_ones_own_until_the_session_closes(room: Room) -> None:
    author = room.join()
    told = room.say(author, "Falta agua")
    contributions.revise(room.store, room.now(), author, told.id, "Falta riego")
    assert kept(room) == ["Falta riego"]

    sessions.close(room.store, room.now(), MODERATOR)
    with pytest.raises(NotAllowed):
        contributions.revise(room.store, room.now(), author, told.id, "Otra cosa")
    with pytest.raises(NotAllowed):
        contributions.withdraw(room.store, room.now(), author, told.id)
    assert kept(room) == ["Falta riego"]


def test_nobody_touches_what_somebody_else_said(room: Room) -> None:
    told = room.say(room.join(), "Falta agua")
    stranger = room.join()
    with pytest.raises(NotFound):
        contributions.revise(room.store, room.now(), stranger, told.id, "No falta nada")
    with pytest.raises(NotFound):
        contributions.withdraw(room.store, room.now(), stranger, told.id)

    assert kept(room) == ["Falta agua"]


def test_what_is_hidden_cannot_be_revised_into_view(room: Room) -> None:
    author = room.join()
    told = room.say(author, "Falta agua")
    contributions.hide(room.store, room.now(), told.id, HideReason.OFFENSIVE, MODERATOR)
    with pytest.raises(Conflict):
        contributions.revise(room.store, room.now(), author, told.id, "Falta riego")

    (there,) = room.store.contributions_of(author.id)
    assert (there.state, there.reason) == (ContributionState.HIDDEN, HideReason.OFFENSIVE)


@pytest.mark.parametrize("role", [Role.PROJECTOR, Role.PARTICIPANT])
def test_only_staff_hide(room: Room, role: Role) -> None:
    told = room.say(room.join(), "Falta agua")
    with pytest.raises(NotAllowed):
        contributions.hide(room.store, room.now(), told.id, HideReason.OFF_TOPIC, By(role))

    (there,) = room.store.contributions(room.session.id)
    assert there.state is ContributionState.RECEIVED


def test_support_is_one_for_each_person_and_can_be_taken_back(room: Room) -> None:
    told = room.say(room.join(), "Falta agua")
    luc, eva = room.join("mayor"), room.join("clerk")
    sessions.open_support(room.store, room.now(), "one", MODERATOR, is_open=True)
    for person in (luc, luc, eva):
        contributions.support(room.store, room.now(), person, told.id, shared=True)
    assert [one.support for one in room.store.contributions(room.session.id)] == [2]
    assert room.store.supported_by(luc.id) == {told.id}

    contributions.support(room.store, room.now(), luc, told.id, shared=False)
    assert [one.support for one in room.store.feed(room.session.id)] == [1]


def test_nobody_supports_their_own_nor_before_the_moderator_opens_it(room: Room) -> None:
    author = room.join()
    told = room.say(author, "Falta agua")
    with pytest.raises(NotAllowed):
        contributions.support(room.store, room.now(), room.join(), told.id, shared=True)
    sessions.open_support(room.store, room.now(), "one", MODERATOR, is_open=True)
    with pytest.raises(Refused):
        contributions.support(room.store, room.now(), author, told.id, shared=True)

    assert [one.support for one in room.store.contributions(room.session.id)] == [0]


def test_what_was_said_aloud_is_entered_for_its_speaker_and_marked(room: Room) -> None:
    rosa = Introduction("farmer", "es", "Doña Rosa")
    for text in ("Falta agua", "Falta camino"):
        contributions.enter_spoken(room.store, room.now(), rosa, text, "one", MODERATOR)
    nobody = Introduction("farmer", "es")
    for text in ("Riego", "Acequias"):
        contributions.enter_spoken(room.store, room.now(), nobody, text, "one", MODERATOR)

    assert {one.source for one in room.store.contributions(room.session.id)} == {Source.SPOKEN}
    assert room.heard("one") == {"farmer": (3, 4)}
    verbs = {row["role"] for row in room.store.audit(room.session.id) if row["verb"] == "submit"}
    assert verbs == {"moderator"}


def test_what_is_entered_again_after_an_outage_is_one_entry(room: Room) -> None:
    nobody, key = Introduction("farmer", "es"), str(uuid4())
    for text in ("Falta agua", "Falta agua", "Falta camino"):
        contributions.enter_spoken(room.store, room.now(), nobody, text, "one", MODERATOR, key)

    assert room.heard("one") == {"farmer": (2, 2)}


def test_only_staff_speak_for_somebody_and_only_to_a_question(room: Room) -> None:
    rosa = Introduction("farmer", "es", "Doña Rosa")
    with pytest.raises(NotAllowed):
        contributions.enter_spoken(
            room.store, room.now(), rosa, "Falta agua", "one", By(Role.PARTICIPANT)
        )
    with pytest.raises(Refused):
        contributions.enter_spoken(room.store, room.now(), rosa, "Falta agua", "start", MODERATOR)

    assert kept(room) == []


def test_the_same_words_again_under_another_key_are_the_same_contribution(room: Room) -> None:
    """Back and Send again, on a page without its script."""
    author = room.join()
    first = room.say(author, "Falta agua")

    assert room.say(author, "Falta agua").number == first.number
    assert room.say(author, "Falta camino").number == first.number + 1
    assert room.say(room.join(), "Falta agua").number == first.number + 2
