"""The moderator's console in a real browser: by keyboard alone, and two at once."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from facilitation import access, plans, sessions
from facilitation.access import Keys
from facilitation.model import (
    Contribution,
    ContributionState,
    HideReason,
    Intake,
    Plan,
    Role,
    View,
)
from facilitation.moderation import curating
from facilitation.phrases import in_language
from facilitation.settings import ROOT
from facilitation.store import Store
from tests.looks import in_every_look
from tests.pictures import pick, wait_for_rest
from tests.rooms import MODERATOR, Room
from tests.servers import Server
from tests.test_pages_browser import SOON, STANDARDS, Staff

SAY = in_language("es").say
Open = Callable[..., Staff]


@pytest.fixture
def open_room(browser: Browser) -> Iterator[Open]:
    """open_room(server): a session of that server with its first question open."""
    stores, contexts = list[Store](), list[BrowserContext]()

    def new_page(**look: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, **look})  # type: ignore[arg-type]
        context.set_default_timeout(SOON)
        contexts.append(context)
        return context.new_page()

    def make(server: Server, plan: Plan | None = None, part_id: str = "one") -> Staff:
        stores.append(Store.open(server.database))
        room = Room.prepared(stores[-1], plan)
        room.step(part_id)
        return Staff(room, new_page, server.url, Keys(server.environment["RONDA_SECRET"]))

    yield make
    for context in contexts:
        context.close()
    for store in stores:
        store.close()


@pytest.fixture
def staff(server: Server, open_room: Open) -> Staff:
    return open_room(server)


def console(staff: Staff, *texts: str) -> tuple[Page, list[Contribution]]:
    """A console that shows these contributions, each of another farmer; newest last here."""
    told = [staff.room.say(staff.room.join("farmer"), text) for text in texts]
    page = staff.open(Role.MODERATOR)
    expect(cards(page)).to_have_count(len(texts))
    expect(page.get_by_role("button", name=SAY("keys.open"))).to_be_visible()  # the keys act now
    wait_for_rest(page)  # and nothing moves away from under the pointer
    return page, told


def cards(page: Page) -> Locator:
    return page.locator("li.card")


def focused(page: Page) -> Locator:
    return page.locator("li.card:focus")


def state(staff: Staff, told: Contribution) -> Contribution:
    found = staff.room.store.contribution(told.id)
    assert found
    return found


# -- by keyboard alone -----------------------------------------------------------------------------


def test_keys_lead_the_session(staff: Staff) -> None:
    page, _ = console(staff, "Falta agua")
    here = page.locator(".here .name")

    page.keyboard.press("Shift+ArrowRight")
    expect(here).to_have_text("Dos")
    page.keyboard.press("Shift+ArrowLeft")
    expect(here).to_have_text("Uno")
    page.keyboard.press("p")
    expect(page.get_by_role("button", name=SAY("moderator.resume"))).to_be_visible()

    page.keyboard.press("u")

    expect(page.get_by_role("button", name=SAY("moderator.pause"))).to_be_visible()
    assert staff.room.now().intake is Intake.OPEN


def test_keys_go_through_the_contributions_and_act_on_one(staff: Staff) -> None:
    page, (first, second) = console(staff, "Falta agua", "Falta un camino")

    page.keyboard.press("j")
    expect(focused(page)).to_contain_text("camino")
    page.keyboard.press("j")
    expect(focused(page)).to_contain_text("agua")
    page.keyboard.press("s")
    expect(page.locator(".card.on-screen")).to_contain_text("agua")
    assert staff.room.now().on_screen.contribution_id == first.id
    page.keyboard.press("k")
    expect(focused(page)).to_contain_text("camino")
    page.keyboard.press("l")
    expect(page.locator(".kept")).to_have_count(1)
    assert state(staff, second).is_kept


def test_hiding_by_key_asks_for_a_reason_and_is_undone_by_key(staff: Staff) -> None:
    page, (told,) = console(staff, "Falta agua")

    page.keyboard.press("j")
    page.keyboard.press("h")
    expect(page.get_by_role("button", name=SAY("page.reason.off_topic"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".card.hidden")).to_have_count(1)
    assert state(staff, told).reason is HideReason.OFF_TOPIC
    page.keyboard.press("u")

    expect(page.locator(".card.received")).to_have_count(1)


def test_an_author_is_blocked_on_a_card_told_so_and_let_write_again_by_one_undo(
    staff: Staff,
) -> None:
    page, (told,) = console(staff, "Compren mi champú")
    token = access.participant_token(staff.keys, staff.room.session, told.participant_id)
    loud = staff.new_page()
    loud.goto(f"{staff.url}/participant?s={staff.room.session.code}&lang=es&p={token}")
    expect(loud.get_by_role("button", name=SAY("door.send"))).to_be_visible()

    page.get_by_text(SAY("page.block"), exact=True).click()
    page.locator(".reasoned.block").get_by_text(SAY("page.reason.offensive")).click()
    expect(page.locator(".card.hidden")).to_contain_text(SAY("page.is_blocked"))
    expect(loud.get_by_text(SAY("error.blocked"))).to_be_visible()
    expect(loud.get_by_role("button", name=SAY("door.send"))).to_have_count(0)
    page.keyboard.press("u")

    expect(page.locator(".card.received")).to_have_count(1)
    expect(loud.get_by_role("button", name=SAY("door.send"))).to_be_visible()


def test_merging_by_key_is_undone_by_key(staff: Staff) -> None:
    page, (first, second) = console(staff, "Falta agua potable", "falta agua potable!")
    expect(page.locator(".alike")).to_contain_text("Falta agua potable")

    page.keyboard.press("j")
    page.keyboard.press("m")
    expect(cards(page)).to_have_count(1)
    expect(page.locator(".merged")).to_contain_text("falta agua potable!")
    assert state(staff, second).merged_into == first.id
    page.keyboard.press("u")

    expect(cards(page)).to_have_count(2)


def test_what_waits_is_let_in_by_key(staff: Staff) -> None:
    sessions.read_first(staff.room.store, staff.room.now(), MODERATOR, is_on=True)
    page, (told,) = console(staff, "Falta agua")
    expect(page.locator(".card.waiting")).to_have_count(1)

    page.keyboard.press("j")
    page.keyboard.press("a")

    expect(page.locator(".card.received")).to_have_count(1)
    assert state(staff, told).state is ContributionState.RECEIVED


def test_words_are_looked_for_by_key_and_typing_presses_nothing(staff: Staff) -> None:
    page, _ = console(staff, "Falta agua", "Falta un camino")

    page.keyboard.press("/")
    page.keyboard.type("puju")  # each a letter that does something elsewhere
    expect(cards(page)).to_have_count(0)
    assert staff.room.now().intake is Intake.OPEN
    page.keyboard.press("Escape")
    expect(cards(page)).to_have_count(2)
    page.keyboard.press("/")
    page.keyboard.type("CAMINO")

    expect(cards(page)).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_the_keys_are_shown_and_can_be_turned_off(staff: Staff) -> None:
    page, _ = console(staff, "Falta agua")

    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(SAY("keys.put_on_screen"))
    dialog.get_by_label(SAY("keys.on")).uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("j")

    expect(focused(page)).to_have_count(0)


def test_every_control_of_the_console_is_reached_by_tab(staff: Staff) -> None:
    page, _ = console(staff, "Falta agua potable", "falta agua potable!")
    wanted = {
        SAY(f"moderator.{name}")
        for name in ("next", "pause", "reveal", "read_first", "close", "view.themes")
    }
    wanted |= {
        SAY("page.put_on_screen"),
        SAY("page.keep"),
        SAY("page.keep_apart"),
        SAY("page.hide"),
        SAY("page.merge", number=1),
        SAY("keys.open"),
        SAY("moderator.change_parts"),
    }
    name = """() => { let at = document.activeElement
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
      return (at?.innerText || at?.closest("label")?.innerText || "").trim() }"""
    met, missed = set[str](), wanted

    for _ in range(120):
        page.keyboard.press("Tab")
        met.add(page.evaluate(name))
        missed = {one for one in wanted if not any(one in text for text in met)}
        if not missed:
            break
    tabs = page.get_by_role("tab")
    tabs.first.focus()
    for place in range(1, tabs.count()):
        page.keyboard.press("ArrowRight")
        expect(tabs.nth(place)).to_be_focused()  # a key pressed before that would be lost

    assert missed == set()
    expect(page.get_by_role("tab", name=SAY("moderator.trail"))).to_be_focused()


# -- the feed --------------------------------------------------------------------------------------


def test_the_feed_is_gone_through_by_theme(staff: Staff) -> None:
    page, _ = console(staff, "Falta agua", "Falta un camino")

    page.get_by_title(SAY("moderator.choose.order")).select_option(SAY("moderator.order.theme"))
    page.get_by_title(SAY("moderator.order.theme")).select_option("Agua (1)")

    expect(cards(page)).to_have_count(1)
    expect(cards(page)).to_contain_text("Falta agua")


def test_what_is_pushed_off_the_list_stays_under_the_hand(staff: Staff) -> None:
    """More come in than the list holds, while somebody points at a card."""
    page, _ = console(staff, "Falta agua")
    farmer = staff.room.join("farmer")
    cards(page).hover()

    for n in range(45):
        staff.room.say(farmer, f"Falta una cosa {n}")
    expect(page.get_by_role("button", name=SAY("page.new", number="40+"))).to_be_visible()

    assert [one.split("\n")[0] for one in cards(page).all_inner_texts()] != []
    expect(cards(page)).to_have_count(1)
    expect(cards(page)).to_contain_text("Falta agua")


def test_what_the_room_sees_is_said_on_the_console(staff: Staff) -> None:
    page, (told, *_) = console(staff, "Falta agua", "Falta un camino")

    sessions.put_on_screen(staff.room.store, staff.room.now(), View.CONTRIBUTION, MODERATOR, told)

    expect(page.get_by_text(SAY("moderator.on_screen", number=1), exact=True)).to_be_visible()


# -- two at once -----------------------------------------------------------------------------------


def test_two_moderators_see_each_others_changes_and_a_conflict_is_said(staff: Staff) -> None:
    one, _ = console(staff, "Falta agua")
    other = staff.open(Role.MODERATOR)
    expect(cards(other)).to_have_count(1)

    one.keyboard.press("p")
    expect(other.get_by_role("button", name=SAY("moderator.resume"))).to_be_visible()
    expect(other.locator(".trail.bar")).to_contain_text(SAY("trail.pause"))
    other.keyboard.press("Shift+ArrowRight")
    expect(one.locator(".here .name")).to_have_text("Dos")
    one.keyboard.press("u")

    expect(one.get_by_text(SAY("error.changed_since"))).to_be_visible()
    assert staff.room.now().part_id == "two"


def test_the_trail_says_who_did_what_and_takes_it_back(staff: Staff) -> None:
    page, (told,) = console(staff, "Falta agua")
    curating.keep(staff.room.store, staff.room.now(), told.id, MODERATOR, kept=True)

    page.get_by_role("tab", name=SAY("moderator.trail")).click()
    line = page.locator(".trail:not(.bar) li").first
    expect(line).to_contain_text(SAY("trail.keep"))
    expect(line).to_contain_text(SAY("page.role.moderator"))
    line.get_by_role("button").click()

    expect(page.locator(".undone")).to_contain_text(SAY("trail.keep"))
    assert not state(staff, told).is_kept


def test_a_question_is_added_on_the_fly_and_its_missing_language_is_marked(staff: Staff) -> None:
    page, _ = console(staff, "Falta agua")

    page.get_by_text(SAY("moderator.change_parts")).click()
    which = page.get_by_role("combobox", name=SAY("moderator.which_part"))
    pick(page, which, SAY("moderator.new_question"))
    add = page.get_by_role("button", name=SAY("moderator.add_question"))
    expect(add).to_be_visible()  # until then the boxes are those of the part before
    wait_for_rest(page)
    box = page.get_by_label(SAY("moderator.part_text", language="español"))
    box.fill("¿Con qué dinero?")
    add.click()

    sheet = page.get_by_role("navigation")
    expect(sheet).to_contain_text("¿Con qué dinero?")
    expect(sheet).to_contain_text(SAY("moderator.missing", languages="francés"))


# -- a record that takes no writes -----------------------------------------------------------------


def test_a_step_that_could_not_be_taken_is_said_under_its_button(
    server: Server, staff: Staff
) -> None:
    if server.database.startswith("postgresql"):
        pytest.skip("another program holds a file, not a server")
    page, _ = console(staff, "Falta agua")

    with closing(sqlite3.connect(server.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        page.get_by_role("button", name=SAY("moderator.next")).click()
        expect(page.get_by_text(SAY("error.no_record"))).to_be_visible()
        other.rollback()

    assert staff.room.now().part_id == "one"


# -- accessible ------------------------------------------------------------------------------------


@in_every_look
def test_axe_finds_nothing_on_the_whole_console(
    server: Server, open_room: Open, language: str, theme: str
) -> None:
    """With a likely duplicate, a merged one, one that waits, the trail and the sheet of keys."""
    staff = open_room(server, plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml"), "q1")
    room = staff.room
    told = [
        room.say(room.join("university", "es", "Ana"), f"Falta agua potable en la escuela{end}")
        for end in (".", "!", "?")
    ]
    curating.merge(room.store, room.now(), told[1].id, told[0].id, MODERATOR)
    sessions.read_first(room.store, room.now(), MODERATOR, is_on=True)
    room.say(room.join("sme", "fr", "Luc"), "Il faut des fonds pour les PME.")
    page = staff.open(Role.MODERATOR, language, color_scheme=theme)
    expect(page.locator(".alike")).to_have_count(1)
    found = [violations(page)]

    expect(page.get_by_role("button", name=in_language(language).say("keys.open"))).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    found.append(violations(page))
    page.keyboard.press("Escape")
    page.get_by_role("tab", name=in_language(language).say("moderator.trail")).click()
    expect(page.locator(".trail:not(.bar) li").first).to_be_visible()
    found.append(violations(page))

    assert found == [[], [], []]


def violations(page: Page) -> list[tuple[str, list[str]]]:
    wait_for_rest(page)  # what is about to be replaced fades
    told = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
    return [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]])
        for violation in told.response["violations"]
    ]
