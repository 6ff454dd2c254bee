"""The door in a real browser: nothing typed is ever lost, whatever happens to the network."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, Route, expect

from facilitation import sessions
from facilitation.phrases import in_language
from facilitation.store import Store
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
def phone(browser: Browser, server: Server, room: Room) -> Iterator[NewPhone]:
    """A new phone at the door: phone(), phone(java_script_enabled=False), phone(as_="farmer").

    No request may leave for another host.
    """
    contexts: list[BrowserContext] = []
    hosts: set[str] = set()

    def take(as_: str = "farmer", **settings: Any) -> Page:
        context = browser.new_context(
            **{"viewport": {"width": 390, "height": 844}, "locale": "es-ES", **settings}
        )
        contexts.append(context)
        context.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        page = context.new_page()
        page.set_default_timeout(SOON)
        page.goto(f"{server.url}/j/{room.session.code}")
        if as_:
            join(page, as_)
        return page

    yield take
    for context in contexts:
        context.close()
    assert hosts == {server.url.removeprefix("http://")}


def join(page: Page, actor: str) -> None:
    page.get_by_label(actor).check()
    with page.expect_navigation():  # a network cut before the next page came would not hold there
        page.get_by_role("button", name=ES("door.join")).click()


def somebody_else(page: Page, actor: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=ES("door.somebody_else")).click()
    join(page, actor)


def box(page: Page) -> Any:
    return page.get_by_label(ES("door.your_contribution"))


def send(page: Page, text: str = "") -> None:
    if text:
        box(page).fill(text)
    page.get_by_role("button", name=ES("door.send"), exact=True).click()


def expect_receipt(page: Page, number: int, within: int = SOON) -> None:
    told = ES("door.received", number=number, time="@").split("@")[0].strip()
    expect(page.locator("#said")).to_contain_text(told, timeout=within)


def kept(page: Page, text: str) -> None:
    """Returns once the browser itself keeps these words, which it does every second."""
    page.wait_for_function(
        "text => Object.values(localStorage).some((one) => "
        "new URLSearchParams(JSON.parse(one)[2]).get('text') === text)",
        arg=text,
    )


def said(room: Room) -> list[tuple[str, int]]:
    """The record: the words and the edition of each contribution."""
    stored = room.store.contributions(room.session.id)
    return [(one.words.text, one.edition) for one in stored]


# -- following the session ------------------------------------------------------------------------


def test_the_question_follows_the_moderator_by_itself(phone: NewPhone, room: Room) -> None:
    page = phone()

    room.step("two")

    expect(page.get_by_role("heading", level=1)).to_have_text("¿Quién?")
    send(page, "El cabildo")
    expect_receipt(page, 1)
    assert [one.part_id for one in room.store.contributions(room.session.id)] == ["two"]


def test_the_first_question_comes_to_those_who_wait(phone: NewPhone, room: Room) -> None:
    room.step("start")
    page = phone()
    expect(page.get_by_role("heading", level=1)).to_have_text(ES("door.moment.between"))
    expect(box(page)).to_be_hidden()

    room.step("one")

    expect(page.get_by_role("heading", level=1)).to_have_text("¿Qué falta?")
    send(page, "Falta agua")
    expect_receipt(page, 1)


def test_what_is_being_typed_stays_and_goes_to_the_question_it_was_begun_for(
    phone: NewPhone, room: Room
) -> None:
    page = phone()
    box(page).press_sequentially("Falta ag")

    room.step("two")
    expect(page.get_by_text(ES("door.earlier"))).to_be_visible()
    box(page).press_sequentially("ua")
    send(page)

    expect_receipt(page, 1)
    stored = room.store.contributions(room.session.id)
    assert [(one.words.text, one.part_id) for one in stored] == [("Falta agua", "one")]
    expect(page.get_by_text(ES("door.earlier"))).to_be_hidden()


def test_one_button_turns_the_text_to_the_new_question(phone: NewPhone, room: Room) -> None:
    page = phone()
    box(page).fill("El cabildo")
    room.step("two")

    page.get_by_role("button", name=ES("door.renew")).click()
    expect(page.get_by_text(ES("door.earlier"))).to_be_hidden()
    expect(box(page)).to_have_value("El cabildo")
    send(page)

    expect_receipt(page, 1)
    stored = room.store.contributions(room.session.id)
    assert [(one.words.text, one.part_id) for one in stored] == [("El cabildo", "two")]


def test_a_pause_keeps_what_is_typed_and_the_resumption_takes_it(
    phone: NewPhone, room: Room
) -> None:
    page = phone()
    box(page).fill("Falta agua")

    sessions.pause(room.store, room.now(), MODERATOR)
    expect(page.get_by_text(ES("door.paused"))).to_be_visible()
    send(page)
    expect(page.get_by_text(ES("error.intake_closed"))).to_be_visible()
    expect(box(page)).to_have_value("Falta agua")
    sessions.resume(room.store, room.now(), MODERATOR)
    expect(page.get_by_text(ES("door.paused"))).to_be_hidden()
    send(page)

    expect_receipt(page, 1)
    assert said(room) == [("Falta agua", 1)]


def test_a_closed_session_says_so_and_leaves_the_words_in_the_box(
    phone: NewPhone, room: Room
) -> None:
    page = phone()
    box(page).fill("Falta agua")

    sessions.close(room.store, room.now(), MODERATOR)

    expect(page.get_by_role("heading", level=1)).to_have_text(ES("door.moment.closed"))
    expect(box(page)).to_have_value("Falta agua")


def test_a_correction_being_written_is_left_alone(phone: NewPhone, room: Room) -> None:
    page = phone()
    send(page, "Falta auga")
    expect_receipt(page, 1)
    page.get_by_text(ES("door.correct"), exact=True).click()
    correction = page.get_by_label(ES("door.correct_label", number=1))
    correction.fill("Falta agu")

    room.step("two")

    expect(page.get_by_role("heading", level=1)).to_have_text("¿Quién?")
    expect(correction).to_have_value("Falta agu")


def test_the_counter_counts_as_people_do(phone: NewPhone) -> None:
    page = phone()

    box(page).fill("👩‍🌾 é́ñ")
    expect(page.locator("#count")).to_have_text("4")
    expect(page.locator("#over")).to_be_hidden()
    box(page).fill("á" * 2_001)

    expect(page.locator("#count")).to_have_text("2001")
    expect(page.locator("#over")).to_be_visible()


# -- nothing lost ---------------------------------------------------------------------------------


def test_half_a_sentence_survives_a_reload(phone: NewPhone, room: Room) -> None:
    page = phone()
    box(page).fill("Falta ag")

    page.reload()

    expect(box(page)).to_have_value("Falta ag")
    send(page, "Falta agua")
    expect_receipt(page, 1)
    assert said(room) == [("Falta agua", 1)]


def test_half_a_sentence_survives_a_tab_that_dies(phone: NewPhone, room: Room) -> None:
    page = phone()
    box(page).fill("Falta ag")
    kept(page, "Falta ag")
    address, context = page.url, page.context
    page.evaluate("onpagehide = null")  # as when the phone takes the page's memory: no last word
    page.close()

    page = context.new_page()
    page.goto(address.partition("/j/")[0] + "/j")  # where drafts can be seen and nothing is done
    page.wait_for_function(
        "() => Object.values(localStorage).every((one) => Date.now() - JSON.parse(one)[0] > 3000)"
    )
    page.goto(address)

    expect(box(page)).to_have_value("Falta ag")


def test_a_double_tap_is_one_contribution(phone: NewPhone, room: Room) -> None:
    page = phone()
    box(page).fill("Falta agua")

    page.get_by_role("button", name=ES("door.send"), exact=True).dblclick()

    expect_receipt(page, 1)
    page.wait_for_timeout(500)  # a second one would come now
    assert said(room) == [("Falta agua", 1)]


def test_what_is_sent_without_a_network_goes_when_it_is_back(phone: NewPhone, room: Room) -> None:
    page = phone()
    page.context.set_offline(True)

    send(page, "Falta agua")
    expect(page.get_by_text(ES("door.unsent"))).to_be_visible()
    expect(box(page)).to_have_value("Falta agua")
    assert said(room) == []
    page.context.set_offline(False)

    expect_receipt(page, 1)
    expect(box(page)).to_have_value("")
    assert said(room) == [("Falta agua", 1)]


def test_an_answer_lost_on_the_way_back_is_asked_for_again(phone: NewPhone, room: Room) -> None:
    page = phone()

    def deliver_and_drop(route: Route) -> None:
        httpx.post(
            route.request.url,
            content=route.request.post_data_buffer,
            headers={"Content-Type": route.request.headers["content-type"]},
            trust_env=False,
            timeout=SOON / 1000,
        )
        route.abort("connectionreset")

    page.route("**/say", deliver_and_drop)
    send(page, "Falta agua")
    expect(page.get_by_text(ES("door.unsent"))).to_be_visible()
    assert said(room) == [("Falta agua", 1)]
    page.unroute("**/say")

    expect_receipt(page, 1)
    assert said(room) == [("Falta agua", 1)]


def test_an_answer_drawn_before_the_last_step_does_not_bring_the_old_question_back(
    phone: NewPhone, room: Room
) -> None:
    page = phone()
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/say", lambda route: held.append((route, route.fetch())))
    send(page, "Falta agua")
    while not held:
        page.wait_for_timeout(50)
    room.step("two")
    expect(page.get_by_role("heading", level=1)).to_have_text("¿Quién?")

    route, drawn_before = held[0]
    route.fulfill(response=drawn_before)

    expect_receipt(page, 1)
    expect(page.get_by_role("heading", level=1)).to_have_text("¿Quién?")
    expect(page.locator("#say [name=part]")).to_have_value("two")


def test_a_look_that_failed_is_taken_again(phone: NewPhone, room: Room) -> None:
    page = phone()
    page.route("**/stage*", lambda route: route.abort("connectionreset"))
    with page.expect_event("requestfailed"):
        room.step("two")

    page.unroute("**/stage*")

    expect(page.get_by_role("heading", level=1)).to_have_text("¿Quién?")


def test_what_was_sent_and_not_confirmed_is_sent_after_a_reload(
    phone: NewPhone, room: Room
) -> None:
    page = phone()
    page.route("**/say", lambda route: route.abort("connectionreset"))
    send(page, "Falta agua")
    expect(page.get_by_text(ES("door.unsent"))).to_be_visible()

    page.unroute("**/say")
    page.reload()

    expect_receipt(page, 1)
    assert said(room) == [("Falta agua", 1)]


def test_what_becomes_of_it_is_said_beside_the_button(phone: NewPhone, room: Room) -> None:
    page = phone()
    held: list[Route] = []
    page.route("**/say", lambda route: held.append(route))
    box(page).fill("Falta agua")
    button = page.get_by_role("button", name=ES("door.send"), exact=True)
    below = button.evaluate("(it) => Math.ceil(it.getBoundingClientRect().bottom)") + 40
    page.set_viewport_size({"width": 390, "height": below})  # the button at the screen's lower edge

    send(page)
    expect(page.get_by_text(ES("door.sending"))).to_be_in_viewport()
    expect(page.get_by_text(ES("door.sending"))).to_be_visible()
    held.pop(0).abort("connectionreset")
    expect(page.get_by_text(ES("door.unsent"))).to_be_visible()
    expect(page.get_by_text(ES("door.unsent"))).to_be_in_viewport(ratio=1)
    page.unroute("**/say")
    for route in held:
        route.abort("connectionreset")

    expect_receipt(page, 1)
    expect(page.get_by_text(ES("door.unsent"))).to_be_hidden()
    expect(page.get_by_text(ES("door.sending"))).to_be_hidden()
    assert said(room) == [("Falta agua", 1)]


def test_a_line_that_is_back_sends_what_is_kept_without_waiting_for_the_next_try(
    phone: NewPhone, room: Room
) -> None:
    page = phone()
    page.route("**/live/**", lambda route: route.abort("connectionreset"))
    page.route("**/say", lambda route: route.abort("connectionreset"))
    page.reload()
    page.evaluate(  # the next try never comes
        "const soon = setTimeout; setTimeout = (task, ms) => ms < 1900 ? soon(task, ms) : 1e9"
    )
    send(page, "Falta agua")
    expect(page.get_by_text(ES("door.unsent"))).to_be_visible()

    page.unroute("**/say")
    page.unroute("**/live/**")

    expect_receipt(page, 1)
    assert said(room) == [("Falta agua", 1)]


def test_a_refusal_of_the_server_is_no_loss_and_no_lost_line(phone: NewPhone, room: Room) -> None:
    page = phone()
    page.route("**/say", lambda route: route.fulfill(status=502, body="Bad gateway"))

    send(page, "Falta agua")
    expect(page.get_by_text(ES("door.unsaved"))).to_be_visible()
    expect(page.get_by_text(ES("door.unsent"))).to_be_hidden()
    expect(box(page)).to_have_value("Falta agua")
    page.unroute("**/say")

    expect_receipt(page, 1)
    assert said(room) == [("Falta agua", 1)]


def test_the_back_button_sends_nothing_again(phone: NewPhone, room: Room) -> None:
    page = phone()
    send(page, "Falta agua")
    expect_receipt(page, 1)

    page.go_back()
    page.go_forward()

    expect(page.locator(".said")).to_have_text(["Falta agua"])
    expect(box(page)).to_have_value("")
    assert said(room) == [("Falta agua", 1)]


def test_two_tabs_each_keep_their_own_words(phone: NewPhone, room: Room) -> None:
    first = phone()
    box(first).fill("Falta agua")
    second = first.context.new_page()
    second.goto(first.url)
    expect(box(second)).to_have_value("")
    box(second).fill("Falta luz")
    kept(first, "Falta agua")

    second.reload()
    expect(box(second)).to_have_value("Falta luz")
    send(second)
    expect_receipt(second, 1)
    send(first)

    expect_receipt(first, 2)
    assert said(room) == [("Falta luz", 1), ("Falta agua", 1)]


def test_two_people_on_one_phone_do_not_see_each_other_s_drafts(
    phone: NewPhone, room: Room
) -> None:
    page = phone("farmer")
    box(page).fill("Falta ag")

    somebody_else(page, "mayor")
    expect(box(page)).to_have_value("")
    send(page, "Falta luz")

    expect_receipt(page, 1)
    stored = room.store.contributions(room.session.id)
    assert [(one.words.text, one.actor_id) for one in stored] == [("Falta luz", "mayor")]


def test_what_the_first_of_two_people_sent_still_arrives_as_theirs(
    phone: NewPhone, room: Room
) -> None:
    page = phone("farmer")
    page.route("**/say", lambda route: route.abort("connectionreset"))
    send(page, "Falta agua")
    expect(page.get_by_text(ES("door.unsent"))).to_be_visible()

    page.unroute("**/say")
    somebody_else(page, "mayor")
    send(page, "Falta luz")
    expect(page.locator("#said .receipt")).to_be_visible()

    for _ in range(SOON // 100):
        if len(said(room)) == 2:
            break
        page.wait_for_timeout(100)
    stored = room.store.contributions(room.session.id)
    assert sorted((one.words.text, one.actor_id) for one in stored) == [
        ("Falta agua", "farmer"),
        ("Falta luz", "mayor"),
    ]


def test_a_phone_locked_for_twenty_minutes_goes_on_where_it_was(
    phone: NewPhone, room: Room
) -> None:
    page = phone()
    box(page).fill("Falta ag")
    page.clock.install()
    lifecycle = page.context.new_cdp_session(page)
    lifecycle.send("Page.setWebLifecycleState", {"state": "frozen"})
    room.step("two")
    lifecycle.send("Page.setWebLifecycleState", {"state": "active"})
    page.clock.fast_forward("20:00")

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.get_by_role("heading", level=1)).to_have_text("¿Quién?")
    expect(box(page)).to_have_value("Falta ag")
    send(page, "Falta agua")
    expect_receipt(page, 1)
    assert said(room) == [("Falta agua", 1)]


def test_a_hidden_tab_closes_its_stream_and_opens_it_again(phone: NewPhone, room: Room) -> None:
    page = phone()
    opened: list[str] = []
    page.on("request", lambda request: opened.append(request.url))
    hide = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true});"
    look = "document.dispatchEvent(new Event('visibilitychange'))"

    page.evaluate(hide % "true" + look)
    opened.clear()
    room.step("two")
    page.wait_for_timeout(2_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("¿Qué falta?")
    assert opened == []
    page.evaluate(hide % "false" + look)

    expect(page.get_by_role("heading", level=1)).to_have_text("¿Quién?")
    assert [url.split("/")[3] for url in opened if "live" in url] == ["live"]


def test_a_server_that_is_killed_and_started_again_loses_nothing(
    new_server: Callable[..., Server], browser: Browser
) -> None:
    server = new_server()
    store = Store.open(server.database)
    room = Room.prepared(store)
    room.step("one")
    context = browser.new_context(locale="es-ES")
    context.set_default_timeout(SOON)
    page = context.new_page()
    page.goto(f"{server.url}/j/{room.session.code}")
    join(page, "farmer")
    send(page, "Falta agua")
    expect_receipt(page, 1)

    server.kill()
    send(page, "Falta luz")
    expect(page.get_by_text(ES("door.unsent"))).to_be_visible()
    server.start()
    room.step("two")

    expect_receipt(page, 2, within=150_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("¿Quién?", timeout=150_000)
    assert said(room) == [("Falta agua", 1), ("Falta luz", 1)]
    context.close()
    store.close()


# -- without a script, without a mouse ------------------------------------------------------------


def test_the_whole_visit_without_a_script(phone: NewPhone, room: Room) -> None:
    page = phone("", java_script_enabled=False)

    join(page, "farmer")
    send(page, "Falta auga")
    expect_receipt(page, 1)
    page.get_by_text(ES("door.correct"), exact=True).click()
    page.get_by_label(ES("door.correct_label", number=1)).fill("Falta agua")
    page.get_by_role("button", name=ES("door.correct_save")).click()
    expect(page.locator("#said")).to_have_text(ES("door.updated", number=1))
    for language, code in (("Français", "fr"), ("Español", "es")):
        with page.expect_navigation():
            page.get_by_role("button", name=language).click()
        expect(page.locator("html")).to_have_attribute("lang", code)
    send(page, "Y camino")
    expect_receipt(page, 2)
    page.get_by_text(ES("door.withdraw"), exact=True).first.click()
    page.get_by_role("button", name=ES("door.withdraw_now", number=2)).click()

    expect(page.locator("#said")).to_have_text(ES("door.withdrawn", number=2))
    assert said(room) == [("Falta agua", 2), ("Y camino", 1)]


def test_the_whole_visit_by_keyboard(phone: NewPhone, room: Room) -> None:
    page = phone("")

    def tab_to(text: str) -> None:
        """Tab until the focus is on what bears this text, and can be seen."""
        for _ in range(40):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e);
                    return [e.innerText || e.labels?.[0]?.innerText || e.value || '',
                            s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2] }"""
            )
            if text in focused[0]:
                assert focused[1], f"no visible focus on {text}"
                return
        raise AssertionError(f"{text} is not reached by Tab")

    tab_to("mayor")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(ES("door.join"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(box(page)).to_be_visible()
    tab_to(ES("door.your_contribution"))
    page.keyboard.type("Falta auga")
    tab_to(ES("door.send"))
    page.keyboard.press("Enter")
    expect_receipt(page, 1)
    assert page.evaluate("document.activeElement.id") == "said"
    tab_to(ES("door.correct"))
    page.keyboard.press("Enter")
    tab_to(ES("door.correct_label", number=1))
    page.keyboard.press("End")
    for _ in "uga":
        page.keyboard.press("Backspace")
    page.keyboard.type("gua")
    tab_to(ES("door.correct_save"))
    page.keyboard.press("Enter")

    expect(page.locator("#said")).to_have_text(ES("door.updated", number=1))
    (stored,) = room.store.contributions(room.session.id)
    assert (stored.words.text, stored.actor_id) == ("Falta agua", "farmer")


# -- what people typed is data --------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "![x](https://evil.example/x.png) [y](https://evil.example)",
        "=1+1 @cmd {{7*7}} ${7*7}",
        "\u202eal revés\u202c شكرا جزيلا",
    ],
)
def test_words_are_shown_as_words(phone: NewPhone, room: Room, words: str) -> None:
    page = phone()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))

    send(page, words)

    expect_receipt(page, 1)
    (stored,) = room.store.contributions(room.session.id)
    expect(page.locator(".said")).to_have_text(stored.words.text, use_inner_text=True)
    expect(page.locator(".said *")).to_have_count(0)
    assert dialogs == []
