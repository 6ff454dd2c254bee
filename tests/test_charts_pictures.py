"""Every chart with 3, 30 and 300 contributions in three languages, for people to look at."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from facilitation import contributions, participants, plans, sessions, themes
from facilitation.access import Keys
from facilitation.charts import ChartKind
from facilitation.contributions import Submission
from facilitation.model import CodingState, Role, Session, Source
from facilitation.participants import Introduction
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.settings import ROOT
from facilitation.store import Store, now as moment
from tests.pictures import picture
from tests.rooms import MODERATOR, ORGANISER
from tests.servers import Server

pytestmark = pytest.mark.trial

SIZES = (3, 30, 300)
CONFIRMED = 0.6  # of the suggestions, so that both fillings are seen
MINUTES = 85  # that it seems to have lasted
SOON = 60_000  # ms


@pytest.fixture(scope="module")
def filled(server: Server) -> Iterator[dict[int, Session]]:
    """The default session with so many contributions of the rehearsal, themes half checked."""
    store = Store.open(server.database)
    yield {size: fill(store, size) for size in SIZES}
    store.close()


def fill(store: Store, size: int, only: str = "", minutes: int = MINUTES) -> Session:
    """With so many contributions, as if they had come in the last so many minutes: to every
    question, or to one only."""
    plan = plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml")
    session = sessions.prepare(store, plan, ORGANISER)
    lines = [json.loads(line) for line in rehearsed().read_text("utf-8").splitlines()]
    spoken = [line for line in lines if len(line["text"]) > 60]
    asked = [part.id for part in plan.parts if part.takes_contributions]
    questions = [only] if only else asked
    for number, line in enumerate(islice(cycle(spoken), size)):
        part_id = questions[number * len(questions) // size]
        if session.part_id != part_id:
            session = sessions.step(store, session, part_id, MODERATOR)
        who = Introduction(line["actor"], line["language"], line.get("name", ""))
        author = participants.join(store, session, who)
        said = Submission(str(uuid4()), line["text"], line["language"], part_id, Source.DOOR)
        told = contributions.submit(store, session, author, said)
        move(store, session, told.id, timedelta(minutes=minutes * (number - size) / size))
        check(store, session, told.id, number)
    walk(store, session, questions, minutes)
    return sessions.find(store, session.code)


def walk(store: Store, session: Session, questions: list[str], minutes: int) -> None:
    """As if each question had been opened in its time."""
    with store.change(session.id) as change:
        revision = change.touch(MODERATOR, "move", "steps", is_stage=True)
        change._tx.execute("DELETE FROM step WHERE session_id = :s", {"s": session.id})
        for place, part_id in enumerate(questions):
            change.at = moment() - timedelta(minutes=minutes * (1 - place / len(questions)))
            change.add_step(revision - len(questions) + place, part_id)


def move(store: Store, session: Session, contribution_id: str, by: timedelta) -> None:
    """As if it had come at another minute of the session."""
    with store.change(session.id) as change:
        revision = change.touch(MODERATOR, "move", f"contribution:{contribution_id}")
        at = (change.at + by).isoformat()
        change.set_contribution(contribution_id, received_at=at, revision=revision)


def rehearsed() -> Path:
    return ROOT / "data" / "rehearsal.jsonl"


def check(store: Store, session: Session, contribution_id: str, number: int) -> None:
    """Confirm what a machine suggested, three times of five."""
    told = store.contribution(contribution_id)
    assert told
    for coding in told.codings if number % 5 < 5 * CONFIRMED else ():
        about = (coding.axis, coding.code_id, CodingState.CONFIRMED)
        themes.decide(store, session, told.id, *about, MODERATOR)


@pytest.fixture
def opened(server: Server, browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []
    keys = Keys(server.environment["RONDA_SECRET"])

    def open_(session: Session, role: Role, language: str, **look: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, **look})  # type: ignore[arg-type]
        context.set_default_timeout(SOON)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{server.url}/k/{keys.of(session.id, role, 1)}")
        page.goto(f"{server.url}/{role.value}?s={session.code}&lang={language}")
        return page

    yield open_
    for context in contexts:
        context.close()


def tab(page: Page, language: str, key: str) -> None:
    page.get_by_role("tab", name=in_language(language).say(key), exact=True).click()


def pressed(page: Page, language: str, key: str) -> None:
    page.get_by_role("button", name=in_language(language).say(key), exact=True).click()


CUT = """() => [...document.querySelectorAll('*')].filter((one) => one.shadowRoot)
    .flatMap((one) => [...one.shadowRoot.querySelectorAll('.matrix th, .matrix td, .tabs button')])
    .filter((one) => one.scrollWidth > one.clientWidth + 1 && !one.closest('.parts'))
    .map((one) => one.textContent)"""
SCROLLED = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length"


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_chart(
    filled: dict[int, Session], opened: Callable[..., Page], size: int, language: str
) -> None:
    page = opened(filled[size], Role.RAPPORTEUR, language)
    tab(page, language, "rapporteur.themes")
    for kind in ChartKind:
        pressed(page, language, f"chart.kind.{kind.value}")
        expect(page.get_by_role("table", name=caption(kind, language)).first).to_be_visible()
        picture(page, f"chart-{kind.value}-{size}-{language}")
        assert page.evaluate(CUT) == []
    for view, sign in (("found", "findings.silences_means"), ("new", "candidates.means")):
        pressed(page, language, f"chart.kind.{view}")
        expect(page.get_by_text(in_language(language).say(sign))).to_be_visible()
        picture(page, f"chart-{view}-{size}-{language}")


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_on_the_console_by_night_and_on_a_phone(
    filled: dict[int, Session], opened: Callable[..., Page], language: str
) -> None:
    for look in ({"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 844}}):
        page = opened(filled[300], Role.MODERATOR, language, **look)
        tab(page, language, "moderator.themes")
        chart = page.get_by_role("table", name=caption(ChartKind.GROUPS, language)).first
        chart.scroll_into_view_if_needed()
        expect(chart).to_be_visible()
        picture(page, f"chart-console-{'night' if 'color_scheme' in look else 'phone'}-{language}")
        assert page.evaluate(CUT) == []
        pressed(page, language, "chart.kind.actors")  # the most columns in the least room
        caption_of_actors = caption(ChartKind.ACTORS, language)
        expect(page.get_by_role("table", name=caption_of_actors).first).to_be_visible()
        assert page.locator(".chart .scroll").evaluate_all(SCROLLED) == 0


def caption(kind: ChartKind, language: str) -> str:
    return in_language(language).say(f"chart.themes_by.{kind.value}")
