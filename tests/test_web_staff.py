"""The links of staff: what a key opens, and what a wrong one does not."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from facilitation.access import STAFF, staff_keys
from facilitation.cookies import is_let_in, role_cookie
from facilitation.installation import Installation
from facilitation.model import Role
from facilitation.phrases import in_language
from facilitation.store import Store
from tests.doors import Page, browser, installation_of, spaced
from tests.rooms import ORGANISER, Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = Store.open(str(tmp_path / "ronda.db"))
    yield Room.prepared(store)
    store.close()


@pytest.fixture
def installation(room: Room) -> Installation:
    return installation_of(room.store)


def follow(installation: Installation, key: str, **headers: str) -> httpx.Response:
    http = browser(installation, **headers)
    http.follow_redirects = False
    return http.get(f"/k/{key}")


@pytest.mark.parametrize("role", STAFF)
def test_a_key_opens_the_page_of_its_role_and_leaves_the_address(
    room: Room, installation: Installation, role: Role
) -> None:
    key = staff_keys(room.store, installation.keys, room.session)[role]

    answer = follow(installation, key)

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/{role}?s={room.session.code}"
    assert key not in str(answer.headers)
    for other in STAFF:
        held = is_let_in(room.store, installation.keys, answer.cookies, room.session, other)
        assert held == (other is role)


def test_the_cookie_of_a_role_is_kept_from_scripts_and_other_sites(
    room: Room, installation: Installation
) -> None:
    key = staff_keys(room.store, installation.keys, room.session)[Role.MODERATOR]

    told = follow(installation, key).headers["Set-Cookie"]

    assert told.startswith(role_cookie(room.session, Role.MODERATOR) + "=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(told.split("; "))
    assert "Secure" not in told


def test_over_https_cookies_stay_on_https(room: Room) -> None:
    installation = installation_of(room.store, RONDA_PUBLIC_URL="https://ronda.example")
    key = staff_keys(room.store, installation.keys, room.session)[Role.MODERATOR]

    answer = follow(installation, key)

    assert "Secure" in answer.headers["Set-Cookie"].split("; ")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_one_browser_holds_several_roles_and_sessions(
    room: Room, installation: Installation
) -> None:
    other = Room.prepared(room.store)
    http = browser(installation)
    http.follow_redirects = False

    http.get(f"/k/{staff_keys(room.store, installation.keys, room.session)[Role.MODERATOR]}")
    http.get(f"/k/{staff_keys(room.store, installation.keys, room.session)[Role.PROJECTOR]}")
    http.get(f"/k/{staff_keys(room.store, installation.keys, other.session)[Role.RAPPORTEUR]}")

    held = [
        (one.session.code, role)
        for one in (room, other)
        for role in STAFF
        if is_let_in(room.store, installation.keys, http.cookies, one.session, role)
    ]
    assert held == [
        (room.session.code, Role.MODERATOR),
        (room.session.code, Role.PROJECTOR),
        (other.session.code, Role.RAPPORTEUR),
    ]


WRONG = {
    "made up": "A" * 32,
    "empty": "",
    "not ASCII": "%C3%A9" * 8,
    "long": "A" * 65,
    "very long": "A" * 8_000,
    "with a slash": "a/b",
    "going up": "..%2f..%2fetc",
    "null": "%00",
}


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("key", list(WRONG.values()), ids=list(WRONG))
def test_a_wrong_key_gets_one_plain_page_in_the_reader_s_language(
    installation: Installation, key: str, language: str
) -> None:
    answer = follow(installation, key, **{"Accept-Language": language})

    page = Page(answer.text)
    assert answer.status_code == 404
    assert page.language == language
    assert spaced(in_language(language).say("link.no_key")) in page.text
    assert "Set-Cookie" not in answer.headers


def test_an_over_long_key_is_refused_before_any_look_up(
    room: Room, installation: Installation
) -> None:
    room.store.close()  # whoever asked the record now would fail

    assert follow(installation, "A" * 65).status_code == 404


def test_a_key_of_an_older_generation_opens_nothing(room: Room, installation: Installation) -> None:
    old = staff_keys(room.store, installation.keys, room.session)[Role.MODERATOR]
    with room.store.change(room.session.id) as change:
        change.touch(ORGANISER, "revoke")
        change.set_generation(Role.MODERATOR, 2)

    assert follow(installation, old).status_code == 404


def test_keys_of_another_installation_open_nothing(room: Room, installation: Installation) -> None:
    other = installation_of(
        room.store, RONDA_SECRET="another secret, as long as a secret has to be"
    )
    key = staff_keys(room.store, other.keys, room.session)[Role.ORGANISER]

    assert follow(installation, key).status_code == 404
