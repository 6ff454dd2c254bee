"""Every route there is, tried by strangers: nothing is told, opened or changed, nothing breaks."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.routing import Route

from facilitation import access, cookies
from facilitation.access import Keys
from facilitation.installation import Installation
from facilitation.pacing import pace
from facilitation.store import Store
from facilitation.web import Web
from tests.doors import browser, installation_of
from tests.rooms import Room

SECRET_WORDS = "Falta agua en la comunidad de Rosa"
OPEN_TO_ALL = ("/", "/j", "/healthz", "/healthz/ready", "/healthz/live", "/metrics")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, Room, Room]]:
    """Two sessions; something was said in the first."""
    folder: Path = tmp_path_factory.mktemp("routes")
    store = Store.open(str(folder / "ronda.db"))
    room, other = Room.prepared(store), Room.prepared(store)
    for one in (room, other):
        one.step("one")
    room.say(room.join("farmer", name="Rosa Quispe"), SECRET_WORDS)
    yield installation_of(store), room, other
    store.close()


def routes(installation: Installation) -> list[Route]:
    return [route for route in Web(installation).routes if isinstance(route, Route)]


def strangers(installation: Installation, room: Room, other: Room) -> Iterator[httpx.Client]:
    """Nobody; somebody of another session under this one's names; somebody with another secret."""
    store, forged = installation.store, Keys("another secret than that of this installation")
    author = other.join("farmer")
    yield browser(installation)
    for keys, session in ((installation.keys, other.session), (forged, room.session)):
        http = browser(installation)
        for role in access.STAFF:
            token = access.role_token(store, keys, access.Grant(session, role))
            http.cookies.set(cookies.role_cookie(room.session, role), token)
        mine = access.participant_token(keys, session, author.id)
        http.cookies.set(cookies.participant_cookie(room.session), mine)
        http.headers["X-Form"] = access.form_token(keys, session, author.id)
        yield http


def test_no_route_tells_or_changes_anything_for_a_stranger(
    house: tuple[Installation, Room, Room],
) -> None:
    installation, room, other = house
    before = room.now().revision
    for http in strangers(installation, room, other):
        http.follow_redirects = False
        form = {"form": http.headers.pop("X-Form", "made up"), "text": "Hola", "language": "es"}
        for route in routes(installation):
            path = route.path.replace("{code}", room.session.code)
            path = path.replace("{key:path}", "x" * 32).replace("{anything_else:path}", "x/y")
            path += "?topic=feed" if path.startswith("/live/") else ""  # the other ends with nobody
            for method in sorted((route.methods or set()) - {"HEAD"}):
                pace.cache_clear()
                answer = http.request(method, path, data=form if method == "POST" else None)
                told = (method, path, answer.status_code)
                assert answer.status_code < 500, told
                assert SECRET_WORDS not in answer.text, told
                assert "Rosa Quispe" not in answer.text, told
                given = answer.headers.get_list("set-cookie")
                assert not [one for one in given for role in access.STAFF if f"-{role}=" in one], (
                    told
                )
                if method == "POST" or path not in OPEN_TO_ALL:
                    assert answer.status_code in (200, 204, 303, 400, 403, 404, 405), told
    pace.cache_clear()

    refused = {"refused"}
    changed = [row for row in installation.store.audit(room.session.id) if row["revision"] > before]
    assert {row["verb"] for row in changed} <= refused
    assert room.now().on_screen == room.session.on_screen


def test_every_route_is_one_that_is_known_here(house: tuple[Installation, Room, Room]) -> None:
    """A new one has to be thought about: whom it lets in, and how that is shown."""
    installation, _, _ = house
    first = {route.path.split("/")[1].partition("{")[0] for route in routes(installation)}

    assert first == {"", "j", "k", "enter", "live", "healthz", "metrics"}
