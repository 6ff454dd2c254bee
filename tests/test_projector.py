"""What the room sees: one thing at a time, legible, in its languages, whatever happens."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from facilitation import contributions
from facilitation.access import Keys
from facilitation.model import (
    Contribution,
    Doubt,
    Language,
    Role,
    Translation,
    TranslationState,
    View,
    Words,
)
from facilitation.phrases import in_language, name_of
from facilitation.plans import read_plan
from facilitation.settings import ROOT
from facilitation.store import By, Store
from facilitation.translation import versions
from tests.looks import in_every_look
from tests.pictures import wait_for_rest
from tests.rooms import MODERATOR, Room
from tests.servers import Server
from tests.test_pages_browser import CUT, LEGIBLE, LONG, SMALLEST, SOON, STANDARDS, Staff

SAID = "Falta agua en la comuna"
MACHINE = By(None, "apertium")
SIZES = ({"width": 1280, "height": 720}, {"width": 1920, "height": 1080})
FLAT = (
    "(all) => all.filter((one) => one.offsetWidth !== one.offsetHeight).map((one) => one.className)"
)


@pytest.fixture
def projected(server: Server, browser: Browser) -> Iterator[Staff]:
    """The first session on its first question, and somebody who looks at the room's screen."""
    store, contexts = Store.open(server.database), list[BrowserContext]()

    def new_page(**look: object) -> Page:
        context = browser.new_context(**{"viewport": SIZES[0], **look})  # type: ignore[arg-type]
        context.set_default_timeout(SOON)
        contexts.append(context)
        return context.new_page()

    room = Room.prepared(store, read_plan(ROOT / "data" / "sessions" / "1.1.1.toml"))
    room.step("q1")
    yield Staff(room, new_page, server.url, Keys(server.environment["RONDA_SECRET"]))
    for context in contexts:
        context.close()
    store.close()


def translate(
    room: Room, told: Contribution, language: Language, text: str, *doubts: Doubt
) -> None:
    """What a machine makes of a contribution."""
    with room.store.change(room.session.id) as change:
        revision = change.touch(MACHINE, "translate", f"contribution:{told.id}")
        made = Translation(
            contribution_id=told.id,
            words=Words(text, language),
            state=TranslationState.MACHINE,
            edition=told.edition,
            engine="apertium",
            engine_version="3.8",
            route=f"{told.words.language}>{language}",
            glossary_version="",
            doubts=doubts,
            made_at=change.at,
            made_by="machine",
        )
        change.put_translation(made, revision)
        change.set_contribution(told.id, revision=revision)


def mark(state: TranslationState, language: Language) -> str:
    say = in_language(language).say
    return say(f"page.translation.{state.value}", language=name_of("es", language))


def test_a_contribution_stands_above_its_translations_each_with_its_mark(projected: Staff) -> None:
    room = projected.room
    told = room.say(room.join("sme"), SAID)
    translate(room, told, "en", "Water is missing in the commune")
    translate(room, told, "fr", "Il manque de l'eau dans la commune")
    projected.put(View.CONTRIBUTION, 1)
    screen = projected.open(Role.PROJECTOR)

    expect(screen.locator("blockquote .quoted")).to_have_text(SAID)
    expect(screen.locator(".others .quoted")).to_have_text(
        ["Water is missing in the commune", "Il manque de l'eau dans la commune"]
    )
    machine = [mark(TranslationState.MACHINE, language) for language in ("en", "fr")]
    expect(screen.locator(".others .sign")).to_have_text(machine)

    versions.correct(
        room.store, room.now(), told.id, Words("The commune lacks water", "en"), MODERATOR
    )

    expect(screen.locator(".checked .quoted")).to_have_text("The commune lacks water")
    expect(screen.locator(".checked .sign")).to_have_text(mark(TranslationState.CHECKED, "en"))


def test_a_doubted_translation_waits_for_a_person(projected: Staff) -> None:
    room = projected.room
    told = room.say(room.join("sme"), SAID)
    translate(room, told, "en", "Water is not missing", Doubt("negation"))
    projected.put(View.CONTRIBUTION, 1)
    screen = projected.open(Role.PROJECTOR)
    expect(screen.locator("blockquote .quoted")).to_have_text(SAID)
    expect(screen.locator(".others")).to_have_count(0)

    versions.correct(room.store, room.now(), told.id, Words("Water is missing", "en"), MODERATOR)

    expect(screen.locator(".others .quoted")).to_have_text("Water is missing")


def test_what_is_on_screen_stays_as_it_was_put_there(projected: Staff) -> None:
    """Its author corrects it meanwhile: neither the words nor their translations move."""
    room = projected.room
    author = room.join("sme")
    told = room.say(author, SAID)
    translate(room, told, "en", "Water is missing in the commune")
    projected.put(View.CONTRIBUTION, 1)
    screen = projected.open(Role.PROJECTOR)
    expect(screen.locator(".others .quoted")).to_have_text("Water is missing in the commune")

    revised = contributions.revise(
        room.store, room.now(), author, told.id, "Falta agua y falta un camino"
    )
    translate(room, revised, "fr", "Il manque de l'eau et un chemin")

    other = room.say(room.join("university"), "Falta un puente")
    expect(screen.locator("blockquote .quoted")).to_have_text(SAID)
    expect(screen.locator(".others .quoted")).to_have_text("Water is missing in the commune")
    projected.put(View.CONTRIBUTION, other.number)
    expect(screen.locator("blockquote .quoted")).to_have_text("Falta un puente")


@pytest.mark.parametrize("viewport", SIZES, ids=["720p", "1080p"])
def test_long_words_in_three_languages_are_legible_and_not_cut(
    projected: Staff, viewport: dict[str, int]
) -> None:
    room = projected.room
    told = room.say(room.join("planning_office", name="Ana Ñandú de la Mancomunidad"), LONG[:900])
    for language in ("en", "fr"):
        translate(room, told, language, LONG[:1800])
    projected.put(View.CONTRIBUTION, 1)
    page = projected.open(Role.PROJECTOR, "fr", viewport=viewport)
    screen = page.locator(".screen.contribution")
    expect(page.locator(".others .quoted")).to_have_count(2)
    wait_for_rest(page)  # letters get their size once the screen has its own

    assert screen.evaluate(CUT) == []
    assert screen.evaluate(SMALLEST) >= LEGIBLE * viewport["height"] / 720
    expect(page.get_by_role("button")).to_have_count(0)


@in_every_look
def test_axe_finds_nothing_on_what_the_room_sees(
    projected: Staff, language: str, theme: str
) -> None:
    room = projected.room
    told = room.say(room.join("university", name="Ana"), SAID)
    translate(room, told, "en", "Water is missing in the commune")
    page = projected.open(Role.PROJECTOR, language, color_scheme=theme)
    found = {}

    for view in View:
        projected.put(view, number=1 if view is View.CONTRIBUTION else 0)
        expect(page.locator(f".screen.{view.value}")).to_be_visible()
        wait_for_rest(page)
        assert page.locator(".key .filling").evaluate_all(FLAT) == []
        assert page.locator("tbody tr[hidden]").count() == 0  # all 14 themes have room
        told_by_axe = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
        found[view] = [
            (one["id"], [node["html"][:200] for node in one["nodes"]])
            for one in told_by_axe.response["violations"]
        ]

    assert found == {view: [] for view in View}
