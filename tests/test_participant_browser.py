"""The full page for participants in a real browser: nothing typed is lost, whatever happens."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from facilitation import sessions
from facilitation.phrases import in_language
from facilitation.store import Store
from tests.lines import Line
from tests.rooms import MODERATOR, Room
from tests.servers import Server

ES = in_language("es").say
SOON = 60_000  # ms: a busy machine is no failure
NewPhone = Callable[..., Page]


@pytest.fixture
def room(server: Server) -> Iterator[Room]:
    """A session of this test's own on the running server, with its first question open."""
    store = Store.open(server.database)
    room = Room.prepared(store)
    room.step("one")
    yield room
    store.close()


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    """The network between this test's phone and the server."""
    line = Line(server.url)
    yield line
    line.cut()


@pytest.fixture
def phone(browser: Browser, line: Line, room: Room) -> Iterator[NewPhone]:
    """A new phone on the page: phone(), phone("mayor"), phone(""): not joined yet.

    No request may leave for another host.
    """
    contexts: list[BrowserContext] = []
    hosts: set[str] = set()

    def take(as_: str = "farmer", **settings: Any) -> Page:
        context = browser.new_context(
            **{"viewport": {"width": 390, "height": 844}, "locale": "es-ES", **settings}
        )
        context.set_default_timeout(SOON)
        contexts.append(context)
        context.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        page = context.new_page()
        page.goto(address(line, room))
        if as_:
            join(page, as_)
        return page

    expect.set_options(timeout=SOON)
    yield take
    for context in contexts:
        context.close()
    assert {host for host in hosts if host} == {f"127.0.0.1:{line.port}"}


def address(line: Line, room: Room) -> str:
    return f"{line.url}/participant?s={room.session.code}"


def join(page: Page, actor: str) -> None:
    page.get_by_text(actor, exact=True).click()
    with page.expect_response(re.compile("/stage$")):  # the browser keeps who they are
        page.get_by_role("button", name=ES("door.join")).click()
    expect(page.locator(".draft")).to_be_visible()
    expect(box(page)).to_be_editable()


def box(page: Page) -> Locator:
    """The one that stands: one that is replaced stays for a moment beside the next."""
    standing = page.locator(":not([data-stale=true] *)")
    return page.get_by_label(ES("door.your_contribution")).and_(standing)


def send(page: Page, text: str = "") -> None:
    if text:
        box(page).fill(text)
    page.get_by_role("button", name=ES("door.send"), exact=True).click()


def expect_receipt(page: Page, number: int) -> None:
    told = ES("door.received", number=number, time="@").split("@")[0].strip()
    expect(page.locator(".done")).to_contain_text(told)


def expect_empty(page: Page) -> None:
    expect(box(page)).to_have_count(1)  # for a moment the one before may still be there
    expect(box(page)).to_have_value("")


def said(room: Room) -> list[tuple[str, int]]:
    """The record: the words and the edition of each contribution."""
    stored = room.store.contributions(room.session.id)
    return [(one.words.text, one.edition) for one in stored]


def kept(page: Page, text: str) -> None:
    """Returns once the browser itself keeps these words."""
    page.wait_for_function(
        "text => Object.values(localStorage).some((one) => "
        "new URLSearchParams(JSON.parse(one)[2]).get('text') === text)",
        arg=text,
    )


# -- nothing lost ---------------------------------------------------------------------------------


def test_half_a_sentence_survives_a_reload(phone: NewPhone, room: Room) -> None:
    page = phone()
    box(page).fill("Falta ag")

    page.reload()

    expect(box(page)).to_have_value("Falta ag")
    send(page, "Falta agua")
    expect_receipt(page, 1)
    expect_empty(page)  # until then what stands in the box is kept, too
    page.reload()
    expect_empty(page)
    assert said(room) == [("Falta agua", 1)]


def test_a_double_tap_is_one_contribution_and_one_receipt(phone: NewPhone, room: Room) -> None:
    page = phone()
    box(page).fill("Falta agua")

    page.get_by_role("button", name=ES("door.send"), exact=True).dblclick()

    expect_receipt(page, 1)
    expect_empty(page)
    expect(page.locator(".problem")).to_have_count(0)
    assert said(room) == [("Falta agua", 1)]


def test_an_answer_lost_on_the_way_back_is_one_contribution(
    phone: NewPhone, room: Room, line: Line
) -> None:
    page = phone()
    box(page).fill("Falta agua")
    kept(page, "Falta agua")

    line.swallow()
    send(page)
    page.wait_for_timeout(1_000)
    line.mend()

    expect_receipt(page, 1)
    expect_empty(page)
    assert said(room) == [("Falta agua", 1)]


def test_what_was_sent_into_a_dead_network_goes_when_it_is_back(
    phone: NewPhone, room: Room, line: Line
) -> None:
    page = phone()
    line.hold()

    send(page, "Falta agua")
    page.wait_for_timeout(1_000)
    assert said(room) == []
    line.cut()
    expect(page.locator(".draft [role=status]")).to_have_text(ES("door.unsent"))
    page.route("**/say*", lambda route: route.fulfill(status=503, body="full"))
    page.evaluate("dispatchEvent(new Event('online'))")  # the next try
    expect(page.locator(".draft [role=status]")).to_have_text(ES("door.unsaved"))
    page.unroute("**/say*")
    line.mend()

    expect_receipt(page, 1)
    expect_empty(page)
    assert said(room) == [("Falta agua", 1)]


def test_the_back_button_sends_nothing_again(phone: NewPhone, room: Room) -> None:
    page = phone()
    send(page, "Falta agua")
    expect_receipt(page, 1)

    page.get_by_role("link", name=ES("participant.mine")).click()
    expect(page.locator(".said")).to_have_text(["Falta agua"])
    page.go_back()

    expect_empty(page)
    page.go_forward()
    expect(page.locator(".said")).to_have_text(["Falta agua"])
    assert said(room) == [("Falta agua", 1)]


def test_two_tabs_each_keep_their_own_words(phone: NewPhone, room: Room, line: Line) -> None:
    first = phone()
    box(first).fill("Falta agua")
    kept(first, "Falta agua")
    second = first.context.new_page()
    second.goto(address(line, room))
    expect_empty(second)

    send(second, "Falta luz")
    expect_receipt(second, 1)
    expect(box(first)).to_have_value("Falta agua")
    send(first)

    expect_receipt(first, 2)
    assert said(room) == [("Falta luz", 1), ("Falta agua", 1)]


def test_two_people_on_one_phone_do_not_see_each_other_s_drafts(
    phone: NewPhone, room: Room
) -> None:
    page = phone("farmer")
    box(page).fill("Falta ag")
    kept(page, "Falta ag")

    with page.expect_navigation():
        page.get_by_role("link", name=ES("participant.mine")).click()
    expect(box(page)).to_have_value("Falta ag")  # what was begun on the page goes on at the door
    with page.expect_navigation():
        page.get_by_role("button", name=ES("door.somebody_else")).click()
    page.get_by_label("mayor").check()
    with page.expect_navigation():  # the link below stands on the page before, too
        page.get_by_role("button", name=ES("door.join")).click()
    page.get_by_role("link", name=ES("door.full_page")).click()
    expect(page.locator(".draft")).to_be_visible()
    expect_empty(page)
    send(page, "Falta luz")

    expect_receipt(page, 1)
    stored = room.store.contributions(room.session.id)
    assert [(one.words.text, one.actor_id) for one in stored] == [("Falta luz", "mayor")]


def test_a_server_that_is_killed_and_started_again_loses_nothing(
    new_server: Callable[..., Server], browser: Browser
) -> None:
    server = new_server()
    store = Store.open(server.database)
    room = Room.prepared(store)
    room.step("one")
    expect.set_options(timeout=90_000)
    context = browser.new_context(locale="es-ES")
    context.set_default_timeout(SOON)
    page = context.new_page()
    page.goto(f"{server.url}/participant?s={room.session.code}")
    join(page, "farmer")
    send(page, "Falta agua")
    expect_receipt(page, 1)
    expect(box(page)).to_have_count(1)  # the sent one leaves a moment after its receipt came
    box(page).fill("Falta luz")
    kept(page, "Falta luz")
    before = box(page).element_handle()

    server.kill()
    server.start()

    # The server knows nothing of the page and draws an empty box, into which the words come back.
    page.wait_for_function("before => !before.isConnected", arg=before, timeout=90_000)
    expect(box(page)).to_have_value("Falta luz")
    expect(box(page)).to_be_editable()
    send(page)
    expect_receipt(page, 2)
    assert said(room) == [("Falta agua", 1), ("Falta luz", 1)]
    context.close()
    store.close()


def test_a_phone_locked_for_twenty_minutes_goes_on_where_it_was(
    phone: NewPhone, room: Room, line: Line
) -> None:
    page = phone()
    box(page).fill("Falta ag")
    kept(page, "Falta ag")
    page.clock.install()
    lifecycle = page.context.new_cdp_session(page)
    lifecycle.send("Page.setWebLifecycleState", {"state": "frozen"})
    line.cut()
    room.step("two")
    line.mend()
    lifecycle.send("Page.setWebLifecycleState", {"state": "active"})
    page.clock.fast_forward("20:00")

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.get_by_text(ES("door.earlier"))).to_be_visible()
    expect(box(page)).to_have_value("Falta ag")
    send(page, "Falta agua")
    expect_receipt(page, 1)
    stored = room.store.contributions(room.session.id)
    assert [(one.words.text, one.part_id) for one in stored] == [("Falta agua", "one")]


def test_whoever_types_while_the_moderator_steps_on_is_not_cut_off(
    phone: NewPhone, room: Room
) -> None:
    page = phone()
    box(page).press_sequentially("Falta ")

    room.step("two")
    for _ in range(60):  # until the note stands above the box, and on
        page.keyboard.type("a")
        page.wait_for_timeout(100)
    expect(page.get_by_text(ES("door.earlier"))).to_be_visible()
    page.keyboard.type("!")

    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("Falta " + 60 * "a" + "!")


def test_a_pause_keeps_what_is_typed_and_the_resumption_takes_it(
    phone: NewPhone, room: Room
) -> None:
    page = phone()
    box(page).fill("Falta agua")

    sessions.pause(room.store, room.now(), MODERATOR)
    expect(page.get_by_text(ES("participant.moment.paused"))).to_be_visible()
    expect(box(page)).to_have_value("Falta agua")
    sessions.resume(room.store, room.now(), MODERATOR)
    expect(page.get_by_text(ES("participant.moment.open"))).to_be_visible()
    send(page)

    expect_receipt(page, 1)
    assert said(room) == [("Falta agua", 1)]


def test_a_closed_session_says_so_and_leaves_the_words_in_the_box(
    phone: NewPhone, room: Room
) -> None:
    page = phone()
    box(page).fill("Falta agua")

    sessions.close(room.store, room.now(), MODERATOR)

    expect(page.get_by_text(ES("participant.moment.closed"))).to_be_visible()
    expect(box(page)).to_have_value("Falta agua")


def test_what_is_too_long_is_said_before_it_is_sent_and_stays(phone: NewPhone, room: Room) -> None:
    page = phone()

    box(page).fill("👩‍🌾 é́ñ")
    expect(page.locator(".draft .row")).to_contain_text("4")
    expect(page.locator(".draft [role=alert]")).to_be_hidden()
    box(page).fill("á" * 2_001)

    expect(page.locator(".draft [role=alert]")).to_have_text(ES("error.too_long", n=2_000))
    assert said(room) == []
