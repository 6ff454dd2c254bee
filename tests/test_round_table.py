"""The round table played for real: console, projector, a door without JavaScript, a full page."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from facilitation.phrases import in_language
from facilitation.plans import read_plan
from facilitation.settings import ROOT
from tests.servers import Server

FRENCH = "Sans route en hiver, les villages d'en haut ne viennent jamais aux réunions."
SPANISH = "Que las cuentas del fondo de emergencia se publiquen cada mes."
HALF_TYPED = "Lo que todavía estoy escribiendo"

PLAN = read_plan(ROOT / "data" / "sessions" / "1.1.1.toml")
FIRST, SECOND = (part.text.texts for part in PLAN.parts[1:3])

SOON = 60_000  # ms: a busy machine is no failure
NewVisit = Callable[..., Page]


@pytest.fixture
def links(server: Server) -> dict[str, str]:
    """The link of each role in the default session."""
    printed = server.command("links").splitlines()
    return dict(line.split() for line in printed[1:])


@pytest.fixture
def visit(browser: Browser) -> Iterator[NewVisit]:
    """Somebody's own browser at an address: visit(url, "fr", java_script_enabled=False)."""
    contexts: list[BrowserContext] = []

    def visit(url: str, language: str, **settings: object) -> Page:
        contexts.append(browser.new_context(locale=language, **settings))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(SOON)
        page = contexts[-1].new_page()
        page.goto(url)
        return page

    yield visit
    for context in contexts:
        context.close()


def press(page: Page, key: str, language: str) -> None:
    page.get_by_role("button", name=in_language(language).say(key), exact=True).click()


def enter_door(page: Page, language: str, actor: str) -> None:
    page.get_by_role("radio", name=re.compile(actor)).check()
    with page.expect_navigation():
        press(page, "door.join", language)


def join_page(page: Page, actor: str) -> None:
    say = in_language("es").say
    whom = page.get_by_role("radiogroup", name=say("door.speak_as"))
    whom.get_by_text(actor, exact=True).click()
    with page.expect_response(re.compile("/stage$")):  # the browser keeps who they are
        press(page, "door.join", "es")
    expect(page.locator(".draft")).to_be_visible()


def answer_on_page(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name=in_language("es").say("door.your_contribution"))
    expect(box).to_be_editable()
    box.fill(text)
    press(page, "door.send", "es")


def test_a_round_table_in_three_languages(
    links: dict[str, str], server: Server, visit: NewVisit
) -> None:
    moderator = visit(links["moderator"], "en")
    projector = visit(links["projector"], "en")
    door = visit(links["participant"], "fr", java_script_enabled=False)
    code = links["participant"].rpartition("/")[2]
    page = visit(f"{server.url}/participant?s={code}", "es")

    # The moderator opens the session and goes to the first question.
    press(moderator, "moderator.open", "en")
    reveal = in_language("en").say("moderator.reveal")
    expect(moderator.get_by_role("button", name=reveal, exact=True)).to_be_visible()  # it is open
    press(moderator, "moderator.next", "en")
    for question in FIRST.values():
        expect(projector.get_by_text(question)).to_be_visible()

    # One person speaks French at the door, without JavaScript, and sees a receipt.
    enter_door(door, "fr", "Organisation de la société civile")
    door.get_by_label(in_language("fr").say("door.your_contribution"), exact=True).fill(FRENCH)
    press(door, "door.send", "fr")
    expect(door.get_by_role("status")).to_contain_text("1")
    expect(door.locator("#mine")).to_contain_text(FRENCH)

    # One speaks Spanish on the full page, and sees a receipt.
    join_page(page, "Universidad")
    answer_on_page(page, SPANISH)
    receipt = in_language("es").say("door.received", number="2", time="")
    expect(page.get_by_text(receipt)).to_be_visible()

    # Console and projector show both, in their own words and in the chart.
    for words in (FRENCH, SPANISH):
        expect(moderator.get_by_text(words)).to_be_visible()
    press(moderator, "moderator.view.themes", "en")
    expect(projector.get_by_text("Transparency and trust")).to_be_visible()
    expect(projector.get_by_text("Urban-rural balance")).to_be_visible()

    # The moderator steps on: both screens follow, and what is half typed stays.
    page.get_by_role("textbox").last.fill(HALF_TYPED)
    press(moderator, "moderator.next", "en")
    expect(projector.get_by_text(SECOND["es"])).to_be_visible()
    expect(page.get_by_text(SECOND["es"])).to_be_visible()
    expect(page.get_by_role("textbox").last).to_have_value(HALF_TYPED)

    # The record holds both, once.
    exported = server.command("export", code, "--to", "csv")
    assert [exported.count(FRENCH), exported.count(SPANISH)] == [1, 1]


def test_the_doors_question_follows_the_moderator_and_keeps_what_is_typed(
    links: dict[str, str], visit: NewVisit
) -> None:
    moderator = visit(links["moderator"], "en")
    door = visit(links["participant"], "fr")
    moderator.get_by_text("Question 1: ").first.click()
    enter_door(door, "fr", "Université")
    box = door.get_by_label(in_language("fr").say("door.your_contribution"), exact=True)
    expect(door.get_by_text(FIRST["fr"])).to_be_visible()
    box.fill("Ce que j'écris encore")
    moderator.get_by_text("Question 2: ").first.click()

    expect(door.get_by_text(SECOND["fr"])).to_be_visible()
    expect(box).to_have_value("Ce que j'écris encore")


def test_a_wrong_key_opens_nothing(server: Server, visit: NewVisit) -> None:
    page = visit(f"{server.url}/k/wrong", "fr")

    expect(page.get_by_role("heading")).to_have_text(in_language("fr").say("link.no_key"))
    assert page.context.cookies() == []


@pytest.mark.parametrize("name", ["organiser", "moderator", "rapporteur", "projector"])
def test_a_page_opened_first_on_a_cold_server_asks_who_is_there(
    server: Server, links: dict[str, str], visit: NewVisit, name: str
) -> None:
    """Without a key a page shows a refusal and nothing of the session."""
    server.stop()
    server.start()
    code = links["participant"].rpartition("/")[2]
    page = visit(f"{server.url}/{name}?s={code}", "es")

    expect(page.get_by_text(in_language("es").say("page.refused"))).to_be_visible()
    expect(page.get_by_text("1.1.1")).to_have_count(0)
