"""A whole 90-minute session at speed, in each language: console, projector, two phones, a crowd."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from facilitation.model import View
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from tests.pictures import picture, wait_for_rest
from tests.servers import ROOT, Server
from tests.test_pages_browser import CUT, LEGIBLE, SMALLEST

pytestmark = pytest.mark.trial

PATIENCE = 60_000  # ms: a busy machine is no failure
SPEED = "60"  # ninety minutes in ninety seconds
PEOPLE = "40"
SIZES = ({"width": 1280, "height": 720}, {"width": 1920, "height": 1080})
PHONE = {"width": 390, "height": 844}
SAID = {
    "en": "Small firms need the tenders explained in plain words, and paid within thirty days.",
    "es": "Las pymes piden licitaciones en palabras simples y el pago en treinta días.",
    "fr": "Les PME ont besoin d'appels d'offres en mots simples et d'un paiement à trente jours.",
}
# Nothing of the page's own is wider than the window.
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Played:
    """The screens of one run in one language."""

    server: Server
    language: str
    visit: Callable[..., Page]
    links: dict[str, str]

    def say(self, key: str, **values: object) -> str:
        return in_language(self.language).say(key, **values)

    def press(self, page: Page, key: str) -> None:
        button = page.get_by_role("button", name=self.say(key), exact=True).first
        button.click()

    def look_at(self, screen: Page, state: str) -> None:
        """A picture of the room's screen at both sizes: legible, and nothing cut."""
        for size in SIZES:
            screen.set_viewport_size(size)  # type: ignore[arg-type]
            shown = screen.locator(".screen")
            expect(shown).to_be_visible()
            screen.wait_for_timeout(400)  # bars and letters come to rest
            assert shown.evaluate(CUT) == [], state
            assert shown.evaluate(SMALLEST) >= LEGIBLE * size["height"] / 720, state
            picture(screen, f"{self.language}-projector-{state}-{size['height']}")

    def look_at_console(self, console: Page, state: str) -> None:
        for size in SIZES:
            console.set_viewport_size(size)  # type: ignore[arg-type]
            wait_for_rest(console)
            console.get_by_test_id("stMain").evaluate("node => node.scrollTo(0, 0)")
            assert console.evaluate(WIDER) <= 0, state
            picture(console, f"{self.language}-console-{state}-{size['height']}")


@pytest.fixture
def played(
    new_server: Callable[..., Server], browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Played]:
    server, contexts = new_server(), list[BrowserContext]()
    language = request.param

    def visit(address: str, size: dict[str, int], theme: str = "light") -> Page:
        context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            locale=language,
            color_scheme=theme,  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    told = ((line.split()[0], line.split()[1]) for line in server.command("links").splitlines()[1:])
    expect.set_options(timeout=PATIENCE)
    yield Played(server, language, visit, dict(told))
    for context in contexts:
        context.close()


def cards(console: Page) -> Locator:
    return console.locator(".card .said")


@pytest.mark.parametrize("played", INTERFACE_LANGUAGES, indirect=True)
def test_ninety_minutes_are_played(played: Played) -> None:
    crowd = subprocess.Popen(
        [
            *(sys.executable, "-m", "facilitation", "rehearse"),
            *("--people", PEOPLE, "--speed", SPEED),
        ],
        cwd=ROOT,
        env=played.server.environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _play(played)
        assert crowd.wait(PATIENCE) == 0  # it ends with the session
    finally:
        crowd.kill()
        crowd.wait()
    assert "contributions of rehearsals" in played.server.command("rehearse", "--remove")


def _play(played: Played) -> None:
    links = played.links
    console = played.visit(links["moderator"], SIZES[0])
    screen = played.visit(links["projector"], SIZES[0], "dark")
    door = played.visit(links["participant"], PHONE)
    code = links["participant"].rpartition("/")[2]
    page = played.visit(f"{played.server.url}/participant?s={code}&lang={played.language}", PHONE)

    played.look_at(screen, "waiting")
    played.press(console, "moderator.open")
    _enter(played, door)
    picture(door, f"{played.language}-door-welcome")
    _enter_page(played, page)
    played.look_at(screen, "welcome")

    played.press(console, "moderator.next")
    expect(cards(console).nth(3)).to_be_visible()
    played.look_at(screen, "question")
    _answer(played, door)
    _ask_for_the_floor(played, console, door)
    _show_everything(played, console, screen)
    _reveal(played, console, page)

    for state in ("second", "third"):
        played.press(console, "moderator.next")
        expect(cards(console).nth(1)).to_be_visible()
        played.look_at(screen, state)
    for state in ("proposal", "conclusions"):
        played.press(console, "moderator.next")
        played.look_at(screen, state)
    console.get_by_text(played.say("moderator.close"), exact=False).first.click()
    played.press(console, "moderator.close_now")
    expect(screen.get_by_text(played.say("projector.moment.closed"), exact=True)).to_be_visible()
    played.look_at(screen, "closed")
    picture(door, f"{played.language}-door-closed")


def _enter(played: Played, door: Page) -> None:
    door.locator("input[value=sme]").check()
    door.get_by_role("button", name=played.say("door.join"), exact=True).click()
    expect(door.locator("#stage")).to_be_visible()


def _enter_page(played: Played, page: Page) -> None:
    page.get_by_test_id("stRadio").locator("label:has(input)").nth(4).click()
    page.get_by_role("button", name=played.say("door.join"), exact=True).click()
    expect(page.get_by_role("button", name=played.say("door.hand.lowered"))).to_be_visible()


def _answer(played: Played, door: Page) -> None:
    expect(door.locator("#say")).to_be_visible()
    door.locator("#text").fill(SAID[played.language])
    door.locator("#go").click()
    expect(door.locator("#said .receipt")).to_be_visible()
    picture(door, f"{played.language}-door-receipt")


def _ask_for_the_floor(played: Played, console: Page, door: Page) -> None:
    door.get_by_role("button", name=played.say("door.hand.lowered"), exact=True).click()
    played.press(console, "moderator.give_floor")
    expect(door.get_by_text(played.say("door.has_floor"))).to_be_visible()
    played.look_at_console(console, "floor")
    played.press(console, "moderator.end_turn")


def _show_everything(played: Played, console: Page, screen: Page) -> None:
    for view in View:
        if view in (View.QUESTION, View.CONTRIBUTION):
            continue
        played.press(console, f"moderator.view.{view.value}")
        expect(screen.locator(f".screen.{view.value}")).to_be_visible()
        played.look_at(screen, view.value)
    played.press(console, "page.put_on_screen")
    expect(screen.locator(".screen.contribution")).to_be_visible()
    played.look_at(screen, "contribution")


def _reveal(played: Played, console: Page, page: Page) -> None:
    played.press(console, "moderator.reveal")
    played.press(console, "moderator.pause")
    expect(page.get_by_text(played.say("participant.moment.paused"))).to_be_visible()
    picture(page, f"{played.language}-page-paused")
    played.look_at_console(console, "paused")
    played.press(console, "moderator.resume")
    tab = console.get_by_role("tab", name=played.say("moderator.participation"))
    tab.click()
    expect(
        console.get_by_role("columnheader", name=played.say("moderator.column.showings"))
    ).to_be_visible()
    played.look_at_console(console, "participation")
    console.get_by_role("tab", name=played.say("moderator.feed")).click()
