"""The full page for participants is for everyone: WCAG 2.2 AA, the keyboard, narrow screens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from facilitation import plans, sessions
from facilitation.phrases import in_language
from facilitation.settings import ROOT
from facilitation.store import Store
from tests.looks import in_every_look
from tests.pictures import wait_for_rest
from tests.rooms import MODERATOR, Room
from tests.servers import Server

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SOON = 60_000  # ms: a busy machine is no failure


@dataclass
class Visit:
    """A browser in one language and one theme, and the session it takes part in."""

    page: Page
    room: Room
    say: Callable[..., str]

    @property
    def box(self) -> str:
        return self.say("door.your_contribution")

    def press(self, key: str) -> None:
        self.page.get_by_role("button", name=self.say(key), exact=True).click()


@pytest.fixture
def visit(server: Server, browser: Browser) -> Iterator[Callable[..., Visit]]:
    """visit("fr", "dark", width=320): a session of its own with its first question open."""
    store, contexts = Store.open(server.database), []

    def make(language: str, theme: str = "light", width: int = 390) -> Visit:
        room = Room.prepared(store, plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml"))
        room.step("q1")
        context = browser.new_context(
            locale=language, color_scheme=theme, viewport={"width": width, "height": 844}
        )
        context.set_default_timeout(SOON)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{server.url}/participant?s={room.session.code}&lang={language}")
        return Visit(page, room, in_language(language).say)

    yield make
    for context in contexts:
        context.close()
    store.close()


def states(visit: Visit) -> Iterator[str]:
    """The states of the page, one after the other, each by its name."""
    page, room, say = visit.page, visit.room, visit.say
    store = room.store
    expect(page.get_by_role("radio")).to_have_count(len(room.session.plan.actors))
    yield "who speaks"
    visit.press("door.join")
    expect(page.get_by_text(say("error.choose_actor"))).to_be_visible()
    yield "nobody yet"
    page.locator("label").filter(has=page.get_by_role("radio")).first.click()
    visit.press("door.join")
    expect(page.get_by_label(visit.box)).to_be_editable()
    yield "question"
    page.get_by_label(visit.box).fill("x" * 2_001)
    expect(page.locator(".draft [role=alert]")).to_be_visible()
    yield "too long"
    page.get_by_label(visit.box).fill("Un presupuesto participativo en cada barrio.")
    visit.press("door.send")
    expect(page.locator(".done")).to_be_visible()
    yield "received"
    room.say(room.join("sme", "es"), "Falta agua. " * 20)
    sessions.reveal(store, room.now(), "q1", MODERATOR, revealed=True)
    sessions.open_support(store, room.now(), "q1", MODERATOR, is_open=True)
    expect(page.locator(".card")).to_have_count(2)
    yield "the room"
    page.get_by_label(visit.box).fill("Y agua")
    sessions.pause(store, room.now(), MODERATOR)
    expect(page.get_by_text(say("participant.moment.paused"))).to_be_visible()
    yield "paused"
    room.step("q2")
    expect(page.get_by_text(say("door.earlier"))).to_be_visible()
    yield "for the earlier question"
    sessions.close(store, room.now(), MODERATOR)
    expect(page.get_by_text(say("participant.moment.closed"))).to_be_visible()
    yield "closed"


@in_every_look
def test_axe_finds_nothing_in_any_state(
    visit: Callable[..., Visit], language: str, theme: str
) -> None:
    there, axe, found = visit(language, theme), Axe(), {}

    for name in states(there):
        wait_for_rest(there.page)  # what is about to be replaced fades
        told = axe.run(there.page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
        found[name] = [
            (violation["id"], [node["html"][:160] for node in violation["nodes"]][:3])
            for violation in told.response["violations"]
        ]

    assert {name: problems for name, problems in found.items() if problems} == {}
    assert len(found) == 9


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_nothing_is_cut_off_on_a_narrow_screen_or_with_large_text(
    visit: Callable[..., Visit], size: str
) -> None:
    there, wide = visit("fr", width=320 if size == "100%" else 640), {}

    for name in states(there):
        wait_for_rest(there.page)
        there.page.evaluate("size => document.documentElement.style.fontSize = size", size)
        wide[name] = there.page.evaluate(
            "() => document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth"
        )

    assert {name: over for name, over in wide.items() if over > 1} == {}


def test_the_whole_visit_by_keyboard(visit: Callable[..., Visit]) -> None:
    there = visit("es")
    page, say = there.page, there.say
    expect(page.get_by_role("radio").first).to_be_attached()
    wait_for_rest(page)

    def tab_to(script: str, what: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate(f"() => {{ const e = document.activeElement; return {script} }}"):
                return
        raise AssertionError(f"{what} is not reached by Tab")

    tab_to("e.type === 'radio'", "the kind of actor")
    page.keyboard.press("Space")
    tab_to(f"e.innerText?.trim() === '{say('door.join')}'", "join")
    page.keyboard.press("Enter")
    expect(page.get_by_label(there.box)).to_be_editable()
    wait_for_rest(page)
    tab_to("e.tagName === 'TEXTAREA'", "the box")
    page.keyboard.type("Falta agua")
    tab_to(f"e.innerText?.trim() === '{say('door.send')}'", "send")
    page.keyboard.press("Enter")

    expect(page.locator(".done")).to_be_visible()
    (stored,) = there.room.store.contributions(there.room.session.id)
    assert stored.words.text == "Falta agua"
