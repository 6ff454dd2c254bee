"""The organiser's passcode: one way in beside the secret link, and slow to guess."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from facilitation import passcode
from facilitation.__main__ import ronda
from facilitation.cookies import is_let_in
from facilitation.errors import TooFast
from facilitation.installation import Installation
from facilitation.model import Role
from facilitation.pacing import pace
from facilitation.phrases import in_language
from facilitation.store import Store
from tests.doors import Page, browser, installation_of, spaced
from tests.rooms import Room

RIGHT = "ríos y caminos 2026"
KEPT = passcode.hashed(RIGHT)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = Store.open(str(tmp_path / "ronda.db"))
    pace.cache_clear()
    yield Room.prepared(store)
    pace.cache_clear()
    store.close()


@pytest.fixture
def installation(room: Room) -> Installation:
    return installation_of(room.store, RONDA_PASSCODE=KEPT)


def enter(installation: Installation, typed: str, **fields: str) -> tuple[int, str, bool]:
    """The status, what the page says, and whether the organiser is in."""
    http = browser(installation, **{"Accept-Language": "es"})
    http.follow_redirects = False
    form = {**Page(http.get("/enter").text).forms["enter"], "passcode": typed, **fields}
    answer = http.post("/enter", data=form)
    session = installation.store.sessions()[0]
    cookies = dict(http.cookies.items())
    role, keys = Role.ORGANISER, installation.keys
    is_in = is_let_in(installation.store, keys, cookies, session, role)
    return answer.status_code, answer.headers.get("Location") or Page(answer.text).text, is_in


def test_the_right_passcode_opens_the_organiser_s_page(
    room: Room, installation: Installation
) -> None:
    assert enter(installation, RIGHT) == (303, f"/organiser?s={room.session.code}", True)
    assert enter(installation, RIGHT, code=f" {room.session.code.upper()} ")[2]


@pytest.mark.parametrize("typed", ["", "rios y caminos 2026", RIGHT + " ", "x" * 100_000, "\0"])
def test_a_wrong_one_opens_nothing(installation: Installation, typed: str) -> None:
    status, told, is_in = enter(installation, typed)

    assert (status, is_in) == (403, False)
    assert spaced(in_language("es").say("error.wrong_passcode")) in told


def test_without_a_passcode_there_is_no_such_door(room: Room) -> None:
    http = browser(installation_of(room.store))

    assert http.get("/enter").status_code == 404
    assert http.post("/enter", data={"passcode": ""}).status_code == 404


def test_a_form_that_is_not_ours_is_refused_before_any_try(installation: Installation) -> None:
    assert enter(installation, RIGHT, form="made up")[0] == 403
    http = browser(installation, Origin="https://elsewhere.example")
    form = Page(http.get("/enter").text).forms["enter"]
    answer = http.post("/enter", data={**form, "passcode": RIGHT})

    assert answer.status_code == 403
    assert dict(http.cookies.items()) == {}


def test_guessing_is_slowed_and_the_right_one_waits_as_long(installation: Installation) -> None:
    told = [enter(installation, "guess number " + str(n))[0] for n in range(12)]

    assert told[0] == 403
    assert 429 in told
    assert enter(installation, RIGHT)[::2] == (429, False)


def test_no_more_than_two_are_tried_at_the_same_moment() -> None:
    passcode._trying.acquire()
    passcode._trying.acquire()
    try:
        with pytest.raises(TooFast):
            passcode.is_right(RIGHT, KEPT)
    finally:
        passcode._trying.release()
        passcode._trying.release()

    assert passcode.is_right(RIGHT, KEPT)


def test_the_command_prints_a_hash_and_keeps_nothing(room: Room) -> None:
    told = CliRunner().invoke(ronda, ["passcode", "--passcode", RIGHT])
    short = CliRunner().invoke(ronda, ["passcode", "--passcode", "short"])

    assert passcode.is_right(RIGHT, told.output.strip().removeprefix("RONDA_PASSCODE=").strip("'"))
    assert RIGHT not in told.output
    assert (short.exit_code, "10 to 128 characters" in short.output) == (1, True)
