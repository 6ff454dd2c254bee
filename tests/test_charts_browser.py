"""Charts in a real browser: a cell opens what is behind it, and nothing flashes as counts grow."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from facilitation.access import Keys
from facilitation.charts import ChartKind
from facilitation.model import Role
from facilitation.phrases import in_language
from facilitation.store import Store
from tests.pictures import wait_for_rest
from tests.rooms import Room
from tests.servers import Server

SOON = 60_000  # ms: a busy machine is no failure
ES = in_language("es")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DOT = "(cell) => Number(getComputedStyle(cell).getPropertyValue('--size'))"
CUT = """(scroll) => {
  const end = scroll.getBoundingClientRect().right + 1
  const is_cut = (one) => one.offsetWidth < 8 || one.getBoundingClientRect().right > end
  const drawn = [...scroll.querySelectorAll('thead .name, .cell')]
  return drawn.filter(is_cut).map((one) => one.textContent)
}"""
WATCH = """(chart) => {
  window.chart = chart
  window.gone = 0
  const lost = (change) => [...change.removedNodes].filter((node) => node.nodeType === 1).length
  new MutationObserver((changes) => { for (const one of changes) window.gone += lost(one) })
    .observe(chart, { childList: true, subtree: true })
}"""


@pytest.fixture
def room(server: Server) -> Iterator[Room]:
    store = Store.open(server.database)
    room = Room.prepared(store)
    room.step("one")
    yield room
    store.close()


@pytest.fixture
def open_(server: Server, browser: Browser, room: Room) -> Iterator[Callable[..., Page]]:
    """open_("es"): the console with its themes open."""
    contexts = list[BrowserContext]()
    keys = Keys(server.environment["RONDA_SECRET"])

    def open_(language: str = "es") -> Page:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 720}))
        contexts[-1].set_default_timeout(SOON)
        page = contexts[-1].new_page()
        page.goto(f"{server.url}/k/{keys.of(room.session.id, Role.MODERATOR, 1)}")
        page.goto(f"{server.url}/moderator?s={room.session.code}&lang={language}")
        tab = in_language(language).say("moderator.themes")
        page.get_by_role("tab", name=tab, exact=True).click()
        return page

    yield open_
    for context in contexts:
        context.close()


def cell(page: Page, line: str, place: int) -> Locator:
    return page.locator(f'.chart [data-cell="{line}/{place}"]')


def press(page: Page, key: str) -> None:
    page.get_by_role("button", name=ES.say(key), exact=True).click()


def test_a_cell_opens_the_contributions_behind_it(room: Room, open_: Callable[..., Page]) -> None:
    room.say(room.join("farmer"), "Falta agua")
    room.say(room.join("mayor"), "Falta riego")
    page = open_()

    cell(page, "water", 1).click()

    shown = page.get_by_role("tabpanel").filter(has=page.locator(".chart")).locator(".card .said")
    expect(shown).to_have_text(["Falta agua"])
    press(page, "chart.close")
    expect(shown).to_have_count(0)


def test_dots_follow_shares_under_names_that_are_all_there(
    room: Room, open_: Callable[..., Page]
) -> None:
    room.say(room.join("farmer"), "Falta agua")
    for text in ("Falta agua", "Falta riego", "Nada", "Nadie"):
        room.say(room.join("mayor"), text)
    page = open_()

    wide = [cell(page, "water", place).evaluate(DOT) for place in (0, 1)]
    assert wide == [pytest.approx(0.5**0.5), 1]  # 2 of 4, 1 of 1
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for kind in (ChartKind.ACTORS, ChartKind.PROFILES, ChartKind.GROUPS):
            press(page, f"chart.kind.{kind}")
            expect(
                page.locator(f'.tabs [data-value="{kind}"][aria-pressed="true"]')
            ).to_be_visible()
            wait_for_rest(page)
            assert page.locator(".chart .scroll").first.evaluate(CUT) == []
    page.get_by_text(ES.say("chart.table_behind")).click()
    table = page.get_by_role("region", name=ES.say("chart.themes_by.groups")).get_by_role("table")
    expect(table.get_by_role("cell", name=ES.say("chart.few", n=1, of="1")).first).to_be_visible()
    assert page.locator(".scroll.folds").evaluate("(it) => it.scrollWidth - it.clientWidth") <= 1


def test_what_has_no_theme_can_be_read(room: Room, open_: Callable[..., Page]) -> None:
    room.say(room.join("farmer"), "Nada de eso me gusta")
    page = open_()

    page.get_by_role("button", name=ES.say("chart.read_unassigned", n=1)).click()

    shown = page.get_by_role("tabpanel").filter(has=page.locator(".chart")).locator(".card .said")
    expect(shown).to_have_text(["Nada de eso me gusta"])


def test_nothing_flashes_while_ten_contributions_arrive(
    room: Room, open_: Callable[..., Page]
) -> None:
    room.say(room.join("farmer"), "Falta agua")
    page = open_()
    expect(cell(page, "water", 1).locator(".n")).to_have_text("1")
    chart = page.locator(".chart .scroll")
    chart.evaluate(WATCH)

    for number in range(10):
        room.say(room.join("farmer"), f"Falta agua, otra vez {number}")

    expect(cell(page, "water", 1).locator(".n")).to_have_text("11")
    assert chart.evaluate("(node) => [node === window.chart, window.gone]") == [True, 0]


def test_a_list_to_choose_from_is_not_replaced_by_what_comes_in(
    room: Room, open_: Callable[..., Page]
) -> None:
    room.say(room.join("farmer"), "Falta agua")
    page = open_()
    choice = page.locator("select[data-of=language]")
    expect(choice).to_be_visible()
    choice.evaluate("(node) => { node.probe = true; node.focus() }")

    room.say(room.join("mayor", "fr"), "Il manque de l'eau")
    expect(cell(page, "water", 0).locator(".n")).to_have_text("1")
    assert choice.evaluate("(node) => node.probe && node.matches(':focus')")

    choice.select_option("fr")
    expect(cell(page, "water", 1).locator(".n")).to_have_text("")
    expect(cell(page, "water", 0).locator(".n")).to_have_text("1")


def test_the_arrows_go_from_cell_to_cell(room: Room, open_: Callable[..., Page]) -> None:
    room.say(room.join("farmer"), "Falta agua")
    page = open_()
    cell(page, "water", 0).focus()

    page.keyboard.press("ArrowRight")
    expect(cell(page, "water", 1)).to_be_focused()
    expect(page.locator(".chart .told")).to_contain_text(ES.say("chart.few", n=1, of="1"))
    page.keyboard.press("ArrowDown")
    expect(cell(page, "roads", 1)).to_be_focused()


def test_an_expression_is_muted_brought_back_and_made_a_theme(
    room: Room, open_: Callable[..., Page]
) -> None:
    for text in ("El peaje nos ahoga", "Quiten ese peaje", "Nadie aguanta el peaje"):
        room.say(room.join(), text)
    page = open_()
    press(page, "chart.kind.new")

    page.get_by_role("button", name=f"{ES.say('candidates.does.mute')}: peaje").click()
    page.get_by_text(ES.say("candidates.muted", n=1)).click()
    page.get_by_role("button", name=f"{ES.say('candidates.does.bring_back')}: peaje").click()
    page.get_by_role("button", name=f"{ES.say('candidates.does.promote')}: peaje").click()
    expect(page.get_by_text(ES.say("candidates.none"))).to_be_visible()

    press(page, "chart.kind.groups")
    expect(page.get_by_role("rowheader", name="Peaje").first).to_be_visible()
    assert room.now().plan.themes[-1].label.texts == {"es": "Peaje"}


@pytest.mark.parametrize("language", ["es", "fr"])
def test_axe_finds_nothing_on_the_charts(
    room: Room, open_: Callable[..., Page], language: str
) -> None:
    for actor in ("mayor", "farmer", "student"):
        room.say(room.join(actor), "Falta agua y un camino")
    page = open_(language)
    for view in (ChartKind.GROUPS, ChartKind.PROFILES, ChartKind.MINUTES, "found"):
        say = in_language(language).say
        kinds = page.get_by_role("group", name=say("chart.choice.kind"), exact=True)
        kinds.get_by_role("button", name=say(f"chart.kind.{view}"), exact=True).click()
        settled = page.locator(f'.tabs [data-value="{view}"][aria-pressed="true"]')
        expect(settled).to_be_visible()
        wait_for_rest(page)  # what is about to be replaced fades

        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})

        assert [one["id"] for one in found.response["violations"]] == []
