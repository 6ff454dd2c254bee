"""The door is for everyone: WCAG 2.2 AA in every language, by day and by night, in every state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from facilitation import contributions, plans, sessions
from facilitation.model import HideReason, View
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.settings import ROOT
from facilitation.store import Store
from tests.looks import in_every_look
from tests.rooms import MODERATOR, Room
from tests.servers import Server

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 4


@dataclass
class Door:
    """A browser in one language and one theme, and the session at whose door it stands."""

    page: Page
    room: Room
    url: str
    say: Callable[..., str]

    def open(self, path: str = "") -> Page:
        self.page.goto(f"{self.url}/j/{self.room.session.code}{path}")
        return self.page

    def join(self) -> Page:
        page = self.open()
        page.get_by_role("radio").first.check()
        page.get_by_text(self.say("door.about_you")).click()
        page.get_by_label(self.say("door.name"), exact=True).fill("Ana María Ñandú de la Vega")
        with page.expect_navigation():  # the page before it is not looked at while it goes
            page.get_by_role("button", name=self.say("door.join")).click()
        return page

    def send(self, text: str) -> Page:
        self.page.get_by_label(self.say("door.your_contribution")).fill(text)
        self.page.get_by_role("button", name=self.say("door.send"), exact=True).click()
        said = self.page.locator("#said:not(:empty), #unsent:not([hidden])")
        expect(said.first).to_be_visible()
        return self.page

    def overfill(self) -> Page:
        """More than fits: it is said at once, and nothing is sent."""
        self.page.get_by_label(self.say("door.your_contribution")).fill("x" * 2_001)
        expect(self.page.locator("#over")).to_be_visible()
        return self.page

    def follow(self, moment: str) -> Page:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(moment)
        return self.page


def states(door: Door) -> Iterator[tuple[str, Page]]:
    """The states of the door, one after the other, each with a name."""
    room, say = door.room, door.say
    door.page.goto(f"{door.url}/j")
    yield "code", door.page
    door.page.goto(f"{door.url}/j/zzzzzz")
    yield "wrong code", door.page
    door.page.goto(f"{door.url}/k/wrong")
    yield "wrong key", door.page
    yield "greeting", door.open()
    door.page.get_by_text(say("door.about_you")).click()
    yield "greeting, all of it", door.page
    yield "waiting", door.join()
    room.step("q2")
    yield "question", door.follow(room.now().part.text.in_language(language_of(door)).text)
    yield "received", door.send("Un presupuesto participativo en cada barrio.")
    yield "own contributions", own_contributions(door)
    for summary in door.page.locator("summary").all():
        summary.click()
    yield "correcting", door.page
    door.open()
    door.page.context.set_offline(True)
    yield "not sent yet", door.send("Sin conexión")
    door.page.context.set_offline(False)
    expect(door.page.locator("#said .receipt")).to_be_visible()
    yield "too long", door.overfill()
    sessions.pause(room.store, room.now(), MODERATOR)
    expect(door.page.get_by_text(say("door.paused"))).to_be_visible()
    yield "paused", door.page
    room.step("q3")
    expect(door.page.locator("#earlier")).to_be_visible()
    yield "for the earlier question", door.page
    room.step("welcome")
    door.page.get_by_label(say("door.your_contribution")).fill("")
    yield "between questions", door.follow(say("door.moment.between"))
    sessions.close(room.store, room.now(), MODERATOR)
    yield "closed", door.follow(say("door.moment.closed"))
    yield "who speaks", door.open("?who=1")


def language_of(door: Door) -> str:
    return str(door.page.locator("html").get_attribute("lang"))


def own_contributions(door: Door) -> Page:
    """One contribution in each state that its author can see."""
    room, texts = door.room, ("Dos", LONG, "سلام من الجبل", "Quatre")
    for text in texts:
        door.send(text)
        expect(door.page.locator(".said").first).to_have_text(text)
    _, one, two, *_ = room.store.contributions(room.session.id)
    contributions.hide(room.store, room.now(), one.id, HideReason.OFF_TOPIC, MODERATOR)
    sessions.put_on_screen(room.store, room.now(), View.CONTRIBUTION, MODERATOR, two)
    page = door.open()
    page.get_by_text(door.say("door.withdraw"), exact=True).first.click()
    with page.expect_navigation():
        page.locator("form[action*=withdraw] button").first.click()
    return page


@pytest.fixture
def new_door(server: Server, browser: Browser) -> Iterator[Callable[..., Door]]:
    """new_door("fr", "dark", width=320): a session of its own, waiting to be opened."""
    store = Store.open(server.database)
    contexts = []

    def make(language: str, theme: str = "light", width: int = 390, **settings: Any) -> Door:
        plan = plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml")
        context = browser.new_context(
            locale=language,
            color_scheme=theme,
            viewport={"width": width, "height": 844},
            **settings,
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        return Door(
            context.new_page(), Room.prepared(store, plan), server.url, in_language(language).say
        )

    yield make
    for context in contexts:
        context.close()
    store.close()


@in_every_look
def test_axe_finds_nothing_in_any_state(
    new_door: Callable[..., Door], language: str, theme: str
) -> None:
    door, axe = new_door(language, theme), Axe()
    found = {}

    for name, page in states(door):
        told = axe.run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
        found[name] = [
            (violation["id"], [node["html"] for node in violation["nodes"]])
            for violation in told.response["violations"]
        ]

    assert {name: problems for name, problems in found.items() if problems} == {}
    assert len(found) == 17


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_nothing_is_cut_off_on_a_narrow_screen_or_with_large_text(
    new_door: Callable[..., Door], size: str
) -> None:
    door = new_door("fr", width=320 if size == "100%" else 640)
    wide = {}

    for name, page in states(door):
        page.wait_for_load_state()
        page.locator("html").evaluate(
            "(html, size) => html.style.fontSize = size", f"calc({size} * 1.0625)"
        )
        wide[name] = page.locator("body").evaluate(
            """(body) => [...body.querySelectorAll('*')].filter((e) => {
                 const box = e.getBoundingClientRect();
                 return box.width && (box.right > innerWidth + 1 || box.left < -1);
               }).map((e) => e.outerHTML.slice(0, 80))"""
        )

    assert {name: cut for name, cut in wide.items() if cut} == {}


def test_whatever_is_to_be_pressed_can_be_hit(new_door: Callable[..., Door]) -> None:
    """At least 24 by 24 pixels (WCAG 2.5.8); the label of a choice counts with it."""
    door = new_door("es", width=320)
    small = {}

    for name, page in states(door):
        small[name] = page.evaluate(
            """() => [...document.querySelectorAll('a, button, input, select, summary')]
                 .filter((e) => e.type !== 'hidden')
                 .map((e) => [e, (e.closest('label') || e).getBoundingClientRect()])
                 .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
                 .map(([e]) => e.outerHTML.slice(0, 80))"""
        )

    assert {name: targets for name, targets in small.items() if targets} == {}


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_every_text_in_another_language_is_marked(
    new_door: Callable[..., Door], language: str
) -> None:
    door = new_door(language)
    door.join()
    door.room.step("q1")
    door.follow(door.room.now().part.text.in_language(language).text)
    other = "es" if language == "fr" else "fr"
    door.page.locator("#language").select_option(other)
    door.send("Texto / texte")

    assert door.page.locator("html").get_attribute("lang") == language
    expect(door.page.locator(".said")).to_have_attribute("lang", other)
    names = door.page.locator("nav button").all()
    assert [name.get_attribute("lang") for name in names] == list(INTERFACE_LANGUAGES)


def test_a_receipt_is_announced_in_a_region_that_was_there_before(
    new_door: Callable[..., Door],
) -> None:
    door = new_door("en")
    door.join()
    door.room.step("q1")
    door.follow(door.room.now().part.text.in_language("en").text)
    door.page.evaluate("window.region = document.getElementById('said')")

    door.send("A budget in each district.")

    assert door.page.evaluate("region === document.getElementById('said') && region.isConnected")
    assert door.page.locator("#said").get_attribute("role") == "status"
