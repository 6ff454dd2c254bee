"""The server, or the record behind it, goes away and comes back: what each screen says meanwhile,
in a real browser."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from facilitation import sessions
from facilitation.access import Keys
from facilitation.model import Participant, Role, View
from facilitation.phrases import in_language
from facilitation.store import Store
from tests.doors import spaced
from tests.pictures import wait_for_rest
from tests.rooms import MODERATOR, Room
from tests.servers import Postgres, Server, running_postgres
from tests.test_pages_browser import Staff

BACK = 90_000  # ms, with five screens on a busy machine
PHONE = {"width": 390, "height": 844}
SCREENS = {Role.ORGANISER: "fr", Role.MODERATOR: "es", Role.RAPPORTEUR: "fr", Role.PROJECTOR: "fr"}
SAY = in_language("es").say
THEIR_DIALOG = '[data-testid="stDialog"]'


@dataclass
class Away:
    """A room on a server and a record that go away, with every screen of it open."""

    postgres: Postgres
    server: Server
    staff: Staff
    screens: dict[Role, Page]

    @property
    def lines(self) -> dict[Role, Locator]:
        return {role: page.locator(".away") for role, page in self.screens.items()}

    def all_say_so(self) -> None:
        for role, line in self.lines.items():
            language = SCREENS.get(role, "es")
            how = "short" if role in (Role.PROJECTOR, Role.PARTICIPANT) else "lost"
            told = in_language(language).say(f"page.line_{how}", time="@")
            expect(line).to_contain_text(told.split("@")[0].strip(), timeout=BACK)
        for page in self.screens.values():
            expect(page.locator(THEIR_DIALOG)).to_have_count(0)

    def none_says_so(self) -> None:
        for line in self.lines.values():
            expect(line).to_be_hidden(timeout=BACK)

    def opened_anew(self) -> None:
        """As they are hours after the server was started: a screen whose line was lost runs as a
        whole twice more, within half a minute of its coming back."""
        for page in self.screens.values():
            page.reload()
        for page in self.screens.values():
            all_is_drawn(page)

    @property
    def untouched(self) -> tuple[Page, Page]:
        """Screens that nobody does anything at."""
        return self.screens[Role.PROJECTOR], self.screens[Role.RAPPORTEUR]

    def puts_before_the_room(self, author: Participant, text: str) -> None:
        """Somebody says it; it comes to those screens by itself."""
        room = self.staff.room
        said = room.say(author, text)
        sessions.put_on_screen(room.store, room.now(), View.CONTRIBUTION, MODERATOR, said)
        for page in self.untouched:
            expect(page.get_by_text(text).first).to_be_visible(timeout=BACK)


@pytest.fixture(scope="module")
def away(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Away]:
    contexts = list[BrowserContext]()

    def new_page(**look: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, **look})  # type: ignore[arg-type]
        context.set_default_timeout(BACK)
        contexts.append(context)
        return context.new_page()

    with running_postgres() as cluster, cluster.fresh_database() as url:
        server = Server(tmp_path_factory.mktemp("server"), url).start()
        store = Store.open(url)
        room = Room.prepared(store)
        room.step("one")
        staff = Staff(room, new_page, server.url, Keys(server.environment["RONDA_SECRET"]))
        screens = {role: staff.open(role, language) for role, language in SCREENS.items()}
        screens[Role.PARTICIPANT] = joined(staff)
        for page in screens.values():
            all_is_drawn(page)
        yield Away(cluster, server, staff, screens)
        for context in contexts:
            context.close()
        store.close()
        server.kill()
        assert server.tracebacks() == []
        assert "A page waits for the record: " in server.log.read_text()


def all_is_drawn(page: Page) -> None:
    expect(page.locator(".top, .screen").first).to_be_visible(timeout=BACK)
    expect(page.locator(".away")).to_have_count(1)
    wait_for_rest(page)


def joined(staff: Staff) -> Page:
    """The full page of a participant, on a phone."""
    phone = staff.new_page(viewport=PHONE, locale="es-ES")
    phone.goto(f"{staff.url}/participant?s={staff.room.session.code}")
    phone.get_by_text("farmer", exact=True).click()
    phone.get_by_role("button", name=in_language("es").say("door.join")).click()
    expect(phone.get_by_role("button", name=in_language("es").say("door.send"))).to_be_visible()
    return phone


def test_when_the_server_is_killed_every_screen_says_so_and_keeps_what_it_shows(
    away: Away,
) -> None:
    away.none_says_so()
    away.server.kill()

    away.all_say_so()
    expect(away.screens[Role.PROJECTOR].get_by_text("¿Qué falta?")).to_be_visible()
    away.server.start()

    away.none_says_so()
    away.staff.room.step("two")
    expect(away.screens[Role.PROJECTOR].get_by_text("¿Quién?")).to_be_visible(timeout=BACK)


def test_when_the_record_is_away_every_screen_says_so_and_comes_back_with_it(away: Away) -> None:
    away.opened_anew()
    opened_meanwhile = away.staff.open(Role.RAPPORTEUR, "fr")
    expect(opened_meanwhile.locator(".top")).to_be_visible(timeout=BACK)
    author = away.staff.room.join()
    away.puts_before_the_room(author, "Falta agua")
    away.postgres.stop()

    away.all_say_so()
    opened_meanwhile.reload()
    away.screens[Role.MODERATOR].get_by_role("button", name=SAY("moderator.back")).click()
    notice = in_language("fr").say("page.no_record")
    expect(opened_meanwhile.locator(".problem")).to_have_text(spaced(notice), timeout=BACK)
    for untouched in away.untouched:
        expect(untouched.get_by_text("Falta agua").first).to_be_visible()
    away.postgres.start()

    away.none_says_so()
    away.puts_before_the_room(author, "Más agua")
    expect(opened_meanwhile.locator(".top")).to_be_visible(timeout=BACK)
    for page in (opened_meanwhile, *away.screens.values()):
        expect(page.locator(".problem")).to_have_count(0, timeout=BACK)
    expect(away.screens[Role.MODERATOR].locator(".here .name")).to_be_visible(timeout=BACK)
