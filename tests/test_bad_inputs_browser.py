"""Every hostile text in a real browser, on every screen at once: shown as typed, never acted on."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from facilitation import sessions
from facilitation.access import Keys, participant_token
from facilitation.errors import FacilitationError
from facilitation.model import Contribution, Role, View
from facilitation.store import Store
from facilitation.texts import cleaned
from tests.pictures import wait_for_rest
from tests.rooms import MODERATOR, Room
from tests.servers import Server

SOON = 60_000  # ms: a busy machine is no failure
BAD = [
    json.loads(line)
    for line in (Path(__file__).parent / "samples" / "bad_inputs.jsonl").read_text().splitlines()
]
# What would show that a text was taken for more than a text.
ACTED = "img[src*=evil], iframe[src*=evil], a[href*=evil], a[href^=data], .katex, svg[onload]"


class Screens:
    """Browsers on one session. Whatever leaves for another host, and every dialog, is noted."""

    def __init__(self, browser: Browser, server: Server, room: Room) -> None:
        self.room, self.server, self.seen = room, server, list[str]()
        self._contexts = list[BrowserContext]()
        self._browser = browser

    def open(self, address: str, staff: Role | None = None) -> Page:
        context = self._browser.new_context(viewport={"width": 1280, "height": 900})
        self._contexts.append(context)
        context.set_default_timeout(SOON)
        context.on("request", lambda request: self._note(request.url))
        page = context.new_page()
        page.on("dialog", lambda dialog: self.seen.append(f"dialog {dialog.message}"))
        if staff:
            key = Keys(self.server.environment["RONDA_SECRET"]).of(self.room.session.id, staff, 1)
            page.goto(f"{self.server.url}/k/{key}")
        page.goto(f"{self.server.url}{address}")
        return page

    def _note(self, url: str) -> None:
        if not url.startswith((self.server.url, "data:", "blob:")):
            self.seen.append(url)

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def screens(browser: Browser, server: Server) -> Iterator[Screens]:
    store = Store.open(server.database)
    room = Room.prepared(store)
    room.step("one")
    screens = Screens(browser, server, room)
    yield screens
    screens.close()
    store.close()


def submitted(room: Room) -> list[Contribution]:
    """All that the record takes, each by somebody who calls themselves the same; each as typed,
    but for what would act on a screen."""
    told = []
    for bad in BAD:
        text = bad["input"]
        try:
            told.append(room.say(room.join(name=text[:60]), text))
        except FacilitationError:
            continue
        assert told[-1].words.text == cleaned(text)
    return told


def test_hostile_words_are_words_on_every_screen(screens: Screens) -> None:
    room, code = screens.room, screens.room.session.code
    told = submitted(room)
    sessions.reveal(room.store, room.now(), "one", MODERATOR, revealed=True)
    reader = room.join()
    keys = Keys(screens.server.environment["RONDA_SECRET"])
    token = participant_token(keys, room.session, reader.id)

    pages = {
        "console": screens.open(f"/moderator?s={code}", Role.MODERATOR),
        "page": screens.open(f"/participant?s={code}&p={token}"),
        "desk": screens.open(f"/rapporteur?s={code}", Role.RAPPORTEUR),
        "screen": screens.open(f"/projector?s={code}", Role.PROJECTOR),
    }

    assert len(told) > 20
    shortest = min(told, key=lambda one: len(one.words.text)).words.text
    for name in ("console", "page"):
        expect(pages[name].get_by_text(shortest, exact=True).first).to_be_visible()
        wait_for_rest(pages[name])
        words = pages[name].locator("[lang] >> visible=true").all_text_contents()
        assert [one.words.text for one in told if one.words.text not in words] == [], name
    for one in told:
        sessions.put_on_screen(room.store, room.now(), View.CONTRIBUTION, MODERATOR, one)
        first_line = one.words.text.splitlines()[0][:40]
        expect(pages["screen"].locator("body")).to_contain_text(first_line)
    for page in pages.values():
        assert page.locator(ACTED).count() == 0
    assert screens.seen == []


def test_hostile_words_are_words_at_the_door(screens: Screens) -> None:
    room, rosa = screens.room, screens.room.join()
    for bad in BAD:
        try:
            room.say(rosa, bad["input"])
        except FacilitationError:
            continue
    keys = Keys(screens.server.environment["RONDA_SECRET"])
    token = participant_token(keys, room.session, rosa.id)

    page = screens.open(f"/j/{room.session.code}?p={token}")

    kept = [one.words.text for one in room.store.contributions_of(rosa.id)]
    shown = page.locator(".said").all_text_contents()  # all of it came with the page
    assert shown == kept
    assert len(kept) > 20
    assert page.locator(ACTED).count() == 0
    assert screens.seen == []
