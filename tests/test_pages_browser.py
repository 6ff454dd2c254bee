"""The staff's pages in a real browser: they follow by themselves, hold still and can be read."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from facilitation import access, plans, sessions
from facilitation.access import Keys
from facilitation.exports import csv_file, record
from facilitation.model import (
    Axis,
    Coding,
    CodingState,
    Contribution,
    ContributionState,
    HideReason,
    Plan,
    Role,
    View,
    Words,
)
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.settings import ROOT
from facilitation.store import Store
from facilitation.translation import versions
from tests.looks import in_every_look
from tests.pictures import wait_for_rest
from tests.rooms import MODERATOR, ORGANISER, Room
from tests.servers import Server, needs

SOON = 60_000  # ms: a busy machine is no failure
STAFF = (Role.ORGANISER, Role.MODERATOR, Role.RAPPORTEUR)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LEGIBLE = 27.9  # CSS pixels at 720 lines; sizes are computed, so not quite round
LONG = "Falta agua en la comunidad, y el camino se corta cada invierno. " * 30


@dataclass
class Staff:
    """Opens pages of one session, each person in a browser of their own."""

    room: Room
    new_page: Callable[..., Page]
    url: str
    keys: Keys

    def open(self, role: Role, language: str = "es", **look: object) -> Page:
        """The page of a role, by its link."""
        page = self.new_page(**look)
        generation = self.room.store.generation(self.room.session.id, role)
        key = self.keys.of(self.room.session.id, role, generation)
        page.goto(f"{self.url}/k/{key}")
        page.goto(f"{self.url}/{role.value}?s={self.room.session.code}&lang={language}")
        return page

    def put(self, view: View, number: int = 0) -> None:
        told = self.room.store.contributions(self.room.session.id)
        item = told[number - 1] if number else None
        sessions.put_on_screen(self.room.store, self.room.now(), view, MODERATOR, item)


@pytest.fixture
def new_staff(server: Server, browser: Browser) -> Iterator[Callable[..., Staff]]:
    """new_staff(): a small session with its first question open; or another plan's session."""
    store, contexts = Store.open(server.database), list[BrowserContext]()

    def new_page(**look: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, **look})  # type: ignore[arg-type]
        context.set_default_timeout(SOON)
        contexts.append(context)
        return context.new_page()

    def make(plan: Plan | None = None, part_id: str = "one") -> Staff:
        room = Room.prepared(store, plan)
        room.step(part_id)
        return Staff(room, new_page, server.url, Keys(server.environment["RONDA_SECRET"]))

    yield make
    for context in contexts:
        context.close()
    store.close()


@pytest.fixture
def staff(new_staff: Callable[..., Staff]) -> Staff:
    return new_staff()


def press(page: Page | Locator, key: str, language: str = "es", **values: object) -> None:
    page.get_by_role("button", name=in_language(language).say(key, **values), exact=True).click()


def cards(page: Page) -> Locator:
    return page.locator(".card .said")


# -- following -------------------------------------------------------------------------------------


def test_the_console_shows_what_comes_in_newest_first(staff: Staff) -> None:
    farmer = staff.room.join("farmer")
    staff.room.say(farmer, "Falta agua")
    console = staff.open(Role.MODERATOR)
    expect(cards(console)).to_have_text(["Falta agua"])

    staff.room.say(farmer, "Falta un camino")

    expect(cards(console)).to_have_text(["Falta un camino", "Falta agua"])


def test_what_is_new_waits_while_somebody_points_at_the_list(staff: Staff) -> None:
    farmer = staff.room.join("farmer")
    staff.room.say(farmer, "Falta agua")
    console = staff.open(Role.MODERATOR)
    expect(cards(console)).to_have_count(1)
    wait_for_rest(console)  # nothing moves away from under the pointer
    cards(console).hover()

    staff.room.say(farmer, "Falta un camino")
    waiting = console.get_by_role("button", name=in_language("es").say("page.new", number=1))

    expect(waiting).to_be_visible()
    assert cards(console).all_inner_texts() == ["Falta agua"]
    waiting.click()
    expect(cards(console)).to_have_text(["Falta un camino", "Falta agua"])


def test_the_words_of_a_contribution_are_marked_with_their_language(staff: Staff) -> None:
    staff.room.say(staff.room.join("mayor", "fr"), "Il manque de l'eau <b>ici</b>")

    console = staff.open(Role.MODERATOR, "es")

    expect(cards(console)).to_have_text("Il manque de l'eau <b>ici</b>")
    expect(cards(console)).to_have_attribute("lang", "fr")
    expect(console.locator("html")).to_have_attribute("lang", "es")


def test_the_language_is_chosen_on_the_page_and_kept_in_its_address(staff: Staff) -> None:
    console = staff.open(Role.MODERATOR, "es")

    console.get_by_role("button", name="Français").click()

    expect(
        console.get_by_role("button", name=in_language("fr").say("moderator.next"))
    ).to_be_visible()
    expect(console.locator("html")).to_have_attribute("lang", "fr")
    expect(console).to_have_url(re.compile("lang=fr"))


def test_the_screen_follows_the_console(staff: Staff) -> None:
    staff.room.say(staff.room.join("farmer"), "Falta agua")
    screen, console = staff.open(Role.PROJECTOR), staff.open(Role.MODERATOR)
    expect(screen.get_by_text("¿Qué falta?")).to_be_visible()

    press(console, "page.put_on_screen")
    expect(screen.locator(".quoted")).to_have_text("Falta agua")
    press(console, "moderator.view.themes")
    expect(screen.get_by_role("rowheader", name="Agua")).to_be_visible()
    press(console, "moderator.view.participation")

    expect(screen.get_by_role("rowheader", name="farmer")).to_be_visible()


def test_a_press_on_a_part_puts_it_on_the_table(staff: Staff) -> None:
    screen, console = staff.open(Role.PROJECTOR, "fr"), staff.open(Role.MODERATOR, "fr")

    press(console, "moderator.next", "fr")

    expect(screen.get_by_text("Qui ?")).to_be_visible()
    assert staff.room.now().part_id == "two"


def test_a_contribution_is_hidden_for_a_reason_and_shown_again(staff: Staff) -> None:
    told = staff.room.say(staff.room.join("farmer"), "Falta agua")
    console = staff.open(Role.MODERATOR)

    console.get_by_text(in_language("es").say("page.hide"), exact=True).click()
    press(console, "page.reason.procedure")
    again = console.get_by_role("button", name=in_language("es").say("page.show_again"))
    expect(again).to_be_visible()
    hidden = staff.room.store.contribution(told.id)
    assert hidden
    assert (hidden.state, hidden.reason) == (ContributionState.HIDDEN, HideReason.PROCEDURE)

    again.click()

    expect(console.locator(".card.received")).to_have_count(1)
    expect(again).to_have_count(0)
    shown = staff.room.store.contribution(told.id)
    assert shown
    assert shown.state is ContributionState.RECEIVED


def test_one_press_confirms_a_theme(staff: Staff) -> None:
    staff.room.say(staff.room.join("farmer"), "Falta agua")
    console = staff.open(Role.MODERATOR)
    expect(console.locator(".chip.suggested")).to_contain_text("Agua")

    press(console, "page.confirm", theme="Agua")

    expect(console.locator(".chip.confirmed")).to_have_text("Agua")


def test_the_words_that_led_to_a_theme_are_marked_where_they_stand(staff: Staff) -> None:
    staff.room.say(
        staff.room.join("farmer"), "Con desagües no basta: falta agua, y <b>agua</b> limpia"
    )
    console = staff.open(Role.MODERATOR)

    expect(cards(console)).to_have_text("Con desagües no basta: falta agua, y <b>agua</b> limpia")
    expect(console.locator(".said mark")).to_have_text(["agua", "agua"])

    wait_for_rest(console)
    console.locator(".chip.suggested").hover()

    expect(console.locator(".said mark.shown")).to_have_count(2)


def test_signs_in_the_words_that_led_to_a_theme_are_signs(staff: Staff) -> None:
    """A hyphen or a bracket in them once took the whole list down."""
    text = "El procès-verbal (a.b*c) [x] {y} ^$ c++ \\ a|b / agua"
    told = staff.room.say(staff.room.join("farmer"), text)
    evidence = ("procès-verbal", "(a.b*c)", "[x]", "{y}", "^$", "c++", "\\", "a|b", "/")
    coding = Coding(told.id, Axis.THEME, "roads", CodingState.SUGGESTED, 1.0, evidence)
    with staff.room.store.change(staff.room.session.id) as change:
        revision = change.touch(MODERATOR, "suggest", f"contribution:{told.id}")
        change.replace_suggestions(told.id, [coding], "test", revision)
        change.set_contribution(told.id, revision=revision)

    console = staff.open(Role.MODERATOR)

    expect(cards(console)).to_have_text(text)
    expect(console.locator(".said mark").first).to_have_text("procès-verbal")


def test_codings_go_by_keys_from_one_card_to_the_next(staff: Staff) -> None:
    farmer = staff.room.join("farmer")
    staff.room.say(farmer, "Falta un camino")
    staff.room.say(farmer, "Falta agua")
    staff.room.say(farmer, "¿Se oye?")
    console = staff.open(Role.MODERATOR)
    said, here = console.locator(".card").nth, console.locator(".card:focus .said")
    press(console, "page.next_uncoded")
    expect(here).to_have_text("¿Se oye?")

    console.keyboard.press("0")
    expect(said(0).locator("[data-does=leave_at_that]")).to_have_count(0)
    console.keyboard.press("n")
    expect(here).to_have_text("Falta agua")
    console.keyboard.press("1")
    expect(said(1).locator(".chip.confirmed")).to_have_text("Agua")
    console.keyboard.press("n")
    expect(here).to_have_text("Falta un camino")
    console.keyboard.press("0")

    expect(said(2).locator(".chip.rejected")).to_have_text("Caminos")
    expect(console.get_by_role("button", name=spanish("page.next_uncoded"))).to_be_disabled()
    assert [told.waits_for_a_hand for told in contributions_of(staff)] == [False] * 3


def test_a_theme_nobody_suggested_is_found_by_typing_and_can_be_taken_back(staff: Staff) -> None:
    staff.room.say(staff.room.join("farmer"), "Falta agua")
    console = staff.open(Role.MODERATOR)
    console.get_by_text(spanish("page.add_theme"), exact=True).click()
    box = console.get_by_role("textbox", name=spanish("page.add_theme_by"))
    box.press_sequentially("CÁM")

    staff.room.say(staff.room.join("mayor"), "Falta un puente")  # a redraw, while somebody types
    expect(console.get_by_role("button", name=spanish("page.new", number=1))).to_be_visible()
    expect(box).to_have_value("CÁM")
    box.press("Enter")

    chip = console.locator(".chip.confirmed")
    expect(chip).to_have_text("Caminos")
    press(console, "page.take_back", theme="Caminos")
    expect(chip).to_have_count(0)
    expect(console.locator(".chip.suggested")).to_contain_text("Agua")


def spanish(key: str, **values: object) -> str:
    return in_language("es").say(key, **values)


def contributions_of(staff: Staff) -> list[Contribution]:
    return staff.room.store.contributions(staff.room.session.id)


def test_a_dot_grows_where_it_stands(staff: Staff) -> None:
    """A redraw keeps the nodes of the chart: nothing flashes."""
    staff.put(View.THEMES)
    screen = staff.open(Role.PROJECTOR)
    cell = screen.get_by_role("row", name="Agua").get_by_role("cell").nth(1)
    expect(cell).to_have_text("")
    screen.evaluate("node => (window.cell = node)", cell.element_handle())

    staff.room.say(staff.room.join("farmer"), "Falta agua")

    expect(cell).to_have_text("1")
    assert screen.evaluate("node => window.cell === node", cell.element_handle())
    screen.set_viewport_size({"width": 1280, "height": 160})
    told = screen.locator(".rest")
    expect(told).to_be_visible()  # lines that have no room are not left out in silence
    shown, of = screen.locator("tbody tr:visible").count(), screen.locator("tbody tr").count()
    assert told.inner_text() == spanish("projector.rest", n=shown, of=of)


def test_an_open_page_goes_dark_when_its_link_is_replaced(staff: Staff) -> None:
    staff.room.say(staff.room.join("farmer"), "Falta agua")
    console = staff.open(Role.MODERATOR)
    expect(cards(console)).to_have_count(1)

    access.renew_key(staff.room.store, staff.room.now(), Role.MODERATOR, ORGANISER)

    expect(console.get_by_text(in_language("es").say("page.refused"))).to_be_visible()
    expect(cards(console)).to_have_count(0)


def test_somebody_who_joins_on_the_page_is_known_the_next_time(staff: Staff) -> None:
    page = staff.new_page()
    page.goto(f"{staff.url}/participant?s={staff.room.session.code}&lang=es")
    page.get_by_text("farmer").click()
    with page.expect_response(re.compile("/stage$")):  # the browser shows that it kept who they are
        press(page, "door.join")
    box = page.get_by_label(in_language("es").say("door.your_contribution"))
    expect(box).to_be_visible()

    page.reload()

    expect(box).to_be_visible()
    assert "p=" not in page.url
    assert len(staff.room.store.participants(staff.room.session.id)) == 1


# -- in other languages ----------------------------------------------------------------------------


def test_a_translation_is_read_corrected_in_place_and_shown_to_the_room(
    new_staff: Callable[..., Staff],
) -> None:
    needs("apertium")
    staff = new_staff(plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml"), "q1")
    room, corrected = staff.room, "El agua es lo primero."
    versions.choose_engine(room.store, room.now(), "apertium", ORGANISER)
    room.say(room.join("university", "fr"), "L'eau d'abord.")
    console, screen = staff.open(Role.MODERATOR), staff.open(Role.PROJECTOR)
    card = console.locator(".card")
    machine = card.locator(".translation .said").first
    expect(machine).to_have_attribute("lang", "es")

    card.get_by_text(spanish("page.correct"), exact=True).click()
    box = card.get_by_label(spanish("page.correct_label"))
    box.fill(corrected)
    room.say(room.join("sme", "es"), "Falta un puente.")  # the console is redrawn meanwhile
    expect(console.get_by_role("button", name=spanish("page.new", number=1))).to_be_visible()
    expect(box).to_have_value(corrected)
    press(card, "page.correct_save")

    expect(card.locator(".translation.checked .said").first).to_have_text(corrected)
    english = card_of(staff, 1, "en")
    versions.correct(room.store, room.now(), english.id, Words("Water first.", "en"), MODERATOR)
    staff.put(View.CONTRIBUTION, 1)
    expect(screen.locator("blockquote .quoted")).to_have_text("L'eau d'abord.")
    others = screen.locator(".others .checked .quoted")
    expect(others).to_have_text(["Water first.", corrected])
    file = csv_file.write(record.lines(room.store, room.now())).decode("utf-8-sig")
    assert corrected in file


def card_of(staff: Staff, number: int, language: str) -> Contribution:
    """A contribution once its translation into a language is there."""
    until = time.monotonic() + SOON / 1000
    while time.monotonic() < until:
        told = contributions_of(staff)[number - 1]
        if any(made.words.language == language for made in told.translations):
            return told
        time.sleep(0.05)
    raise AssertionError(f"number {number} is not there in {language}")


def test_how_one_reads_is_remembered_and_a_wrong_language_is_set_right(staff: Staff) -> None:
    room = staff.room
    told = room.say(room.join("farmer", "es"), "Internet")
    versions.correct(room.store, room.now(), told.id, Words("Voilà", "fr"), MODERATOR)
    console = staff.open(Role.MODERATOR, "fr")
    said = console.locator(".card .said")
    expect(said.first).to_have_text("Voilà")

    press(console, "page.reading_original", "fr")
    expect(said).to_have_text(["Internet"])
    console.reload()
    expect(said).to_have_text(["Internet"])
    choice = console.get_by_role("button", name=in_language("fr").say("page.reading_original"))
    expect(choice).to_have_attribute("aria-pressed", "true")

    console.locator(".card .tongue summary").click()
    other = in_language("fr").say("page.relabel", language="français")
    console.get_by_role("button", name=other, exact=True).click()
    expect(said).to_have_attribute("lang", "fr")
    expect(console.locator(".card .tongue summary")).to_have_text("français")


# -- legible ---------------------------------------------------------------------------------------

# Run in the page on its .screen, which stands in a shadow tree.
SMALLEST = """(screen) => Math.min(...[...screen.querySelectorAll("*")]
  .filter((e) => e.offsetParent && !e.closest("caption"))
  .filter((e) => [...e.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
  .map((e) => parseFloat(getComputedStyle(e).fontSize)))"""
CUT = """(screen) => [...screen.querySelectorAll("p, th, td, span")]
  .filter((e) => e.offsetParent && !e.closest(".fit, caption"))
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.left < -1 || box.top < -1
    || box.right > innerWidth + 1 || box.bottom > innerHeight + 1))
  .map(([e]) => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_the_screen_can_be_read_in_a_shared_window_and_nothing_is_cut(
    new_staff: Callable[..., Staff], language: str
) -> None:
    plan = plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml")
    staff = new_staff(plan, "q1")
    for actor in plan.actors:
        staff.room.say(staff.room.join(actor.id, "es", "Ana Ñandú"), LONG)
    page = staff.open(Role.PROJECTOR, language)
    found = {}

    for view in View:
        staff.put(view, number=1 if view is View.CONTRIBUTION else 0)
        shown = page.locator(f".screen.{view.value}")
        expect(shown).to_be_visible()
        wait_for_rest(page)  # letters get their size once the screen has its own
        found[view] = (shown.evaluate(SMALLEST) >= LEGIBLE, shown.evaluate(CUT))

    assert found == {view: (True, []) for view in View}


@pytest.mark.parametrize("role", STAFF)
@in_every_look
def test_axe_finds_nothing_on_the_pages_of_staff(
    new_staff: Callable[..., Staff], role: Role, language: str, theme: str
) -> None:
    staff = new_staff(plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml"), "q1")
    staff.room.say(staff.room.join("university", "es", "Ana"), LONG[:300])
    page = staff.open(role, language, color_scheme=theme)
    expect(page.get_by_role("tab").first).to_be_visible()
    if role is Role.MODERATOR:
        expect(cards(page)).to_have_count(1)
    wait_for_rest(page)  # what is about to be replaced fades

    told = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})

    assert [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]])
        for violation in told.response["violations"]
    ] == []
