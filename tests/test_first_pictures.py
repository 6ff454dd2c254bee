"""The pictures of the README, made anew for people to look at: into docs/pictures with
`RONDA_PICTURES=docs/pictures`."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from facilitation import sessions
from facilitation.model import Contribution, Role, Session, View, Words
from facilitation.store import Store
from facilitation.translation import versions
from tests.pictures import picture
from tests.rooms import MODERATOR, Room
from tests.servers import Server
from tests.test_charts_pictures import fill, opened as opened
from tests.test_projector import translate

pytestmark = pytest.mark.trial

SAID = "La loi nous oblige à deux réunions publiques par an. Personne ne vient parce que personne"
IN_ENGLISH = (
    "The law obliges us to hold two public meetings a year. Nobody comes, because nobody has ever "
    "seen a decision change afterwards."
)
IN_SPANISH = (
    "La ley nos obliga a dos reuniones públicas por año. Nadie viene porque nadie nunca vio una "
    "decisión cambiar después."
)


@pytest.fixture
def room(server: Server) -> Iterator[Room]:
    store = Store.open(server.database)
    room = Room(store, fill(store, 60, only="q1", minutes=14))
    for actor in room.session.plan.actors * 2:  # who says nothing yet
        room.join(actor.id)
    yield room
    store.close()


def said_in_french(room: Room) -> Contribution:
    """One of them, as the machine has it in Spanish and a person in English."""
    told = next(
        one for one in room.store.contributions(room.session.id) if one.words.text.startswith(SAID)
    )
    translate(room, told, "es", IN_SPANISH)
    versions.correct(room.store, room.now(), told.id, Words(IN_ENGLISH, "en"), MODERATOR)
    return told


def test_the_first_page(room: Room, opened: Callable[..., Page]) -> None:
    def put(view: View, item: Contribution | None = None) -> Session:
        return sessions.put_on_screen(room.store, room.now(), view, MODERATOR, item)

    put(View.THEMES)
    put(View.QUESTION)
    console = opened(room.session, Role.MODERATOR, "en")
    expect(console.locator(".card").first).to_be_visible()
    picture(console, "moderator")
    for language, look, view, item, name in (
        ("es", "light", View.CONTRIBUTION, said_in_french(room), "contribution"),
        ("en", "dark", View.PARTICIPATION, None, "participation"),
        ("es", "light", View.MINUTES, None, "over-time"),
    ):
        put(view, item)
        screen = opened(room.session, Role.PROJECTOR, language, color_scheme=look)
        expect(screen.locator(".screen")).to_be_visible()
        screen.wait_for_timeout(400)  # bars come to rest
        picture(screen, f"projector-{name}")
