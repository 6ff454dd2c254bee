"""What people are told of their data before they write, and what is let go when its term ends."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from facilitation import privacy, sessions
from facilitation.errors import NotAllowed
from facilitation.model import Role, Wording
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.store import By, Store, now
from facilitation.translation import versions
from tests.doors import Visitor, installation_of, spaced
from tests.rooms import MODERATOR, ORGANISER, Room, small_plan

NOTICE = {"es": "Responsable: la mancomunidad.", "fr": "Responsable : l'intercommunalité."}


@pytest.fixture
def room(store_url: str) -> Iterator[Room]:
    store = Store.open(store_url)
    plan = replace(small_plan(), retention_days=30, notice=Wording(NOTICE), contact="a@b.example")
    room = Room.prepared(store, plan)
    room.step("one")
    yield room
    store.close()


@pytest.mark.parametrize("language", ["es", "fr"])
def test_the_door_says_what_happens_with_what_one_writes_before_one_joins(
    room: Room, language: str
) -> None:
    visitor = Visitor(
        installation_of(room.store), room.session.code, **{"Accept-Language": language}
    )
    say = in_language(language).say

    told = visitor.look().text

    for sentence in (
        say("privacy.consent"),
        say("privacy.record"),
        say("privacy.engine.off"),
        say("privacy.kept_days", n=30),
        say("privacy.yours"),
        NOTICE[language],
        "a@b.example",
    ):
        assert spaced(sentence) in told


@pytest.mark.parametrize("engine", versions.ENGINES)
@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_where_texts_go_is_said_for_every_engine(room: Room, engine: str, language: str) -> None:
    told = [one.phrase for one in privacy.notice(replace(room.session, engine=engine))]

    assert f"privacy.engine.{engine}" in told
    assert in_language(language).say(f"privacy.engine.{engine}")


def test_the_term_of_a_closed_session_ends_once(room: Room) -> None:
    open_ = room.now()
    sessions.close(room.store, open_, MODERATOR)
    closed = room.now()

    assert not privacy.is_due(open_, now() + timedelta(days=400))
    assert not privacy.is_due(closed, now() + timedelta(days=29))
    assert privacy.is_due(closed, now() + timedelta(days=31))
    privacy.let_go_when_due(room.store, now() + timedelta(days=31))
    assert not privacy.is_due(room.now(), now() + timedelta(days=400))


def test_names_are_let_go_and_what_was_said_stays(room: Room) -> None:
    rosa = room.join("mayor", name="Rosa Quispe")
    told = room.say(rosa, "Falta agua")

    privacy.let_go(room.store, room.session, ORGANISER)

    there = room.store.participant(rosa.id)
    assert there is not None
    assert (there.name, there.actor_id) == ("", "mayor")
    kept = room.store.contribution(told.id)
    assert kept is not None
    assert kept.words.text == "Falta agua"
    assert room.now().released_at is not None
    assert room.store.audit(room.session.id)[-1]["verb"] == "let_go"


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.RAPPORTEUR, Role.PROJECTOR, None])
def test_only_the_organiser_lets_names_go(room: Room, role: Role | None) -> None:
    rosa = room.join("mayor", name="Rosa Quispe")

    with pytest.raises(NotAllowed):
        privacy.let_go(room.store, room.session, By(role, "1"))

    there = room.store.participant(rosa.id)
    assert there is not None
    assert there.name == "Rosa Quispe"
