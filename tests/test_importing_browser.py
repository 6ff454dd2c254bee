"""Files brought in on the organiser's page in a real browser, seen on the console, and undone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from facilitation import plans, sessions
from facilitation.access import Keys
from facilitation.intake.files import BYTES
from facilitation.model import Role
from facilitation.phrases import in_language
from facilitation.settings import ROOT
from facilitation.store import Store
from tests.meeting_files import SAMPLES, sample
from tests.pictures import pick, wait_for_rest
from tests.rooms import ORGANISER, Room
from tests.servers import Server, wait_until

SOON = 60_000  # ms: reading words for the first time takes seconds on a busy machine
ENGLISH = in_language("en")


@pytest.fixture
def room(server: Server) -> Iterator[Room]:
    store = Store.open(server.database)
    room = Room.prepared(store, plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml"))
    sessions.open_session(store, room.now(), ORGANISER)
    room.step("q1")
    yield room
    store.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.set_default_timeout(SOON)
    yield context.new_page()
    context.close()


def enter(page: Page, server: Server, room: Room, role: Role) -> None:
    keys, generation = Keys(server.environment["RONDA_SECRET"]), 1
    page.goto(f"{server.url}/k/{keys.of(room.session.id, role, generation)}")
    page.goto(f"{server.url}/{role.value}?s={room.session.code}&lang=en")


def choose(page: Page, *names: str) -> None:
    label = page.get_by_label(ENGLISH.say("imports.choose"))
    label.set_input_files([SAMPLES / name for name in names])


def bringing(n: int) -> str:
    return ENGLISH.say("imports.bring.contributions", n=n)


def bring(page: Page, kind: str, n: int) -> None:
    page.get_by_role("button", name=ENGLISH.say(f"imports.bring.{kind}", n=n)).click()
    expect(page.get_by_role("status").filter(has_text="In the record now")).to_be_visible()


def undo(page: Page, n: int) -> None:
    """The last import; the `n`th that is undone."""
    page.get_by_role("button", name=ENGLISH.say("imports.undo"), exact=True).first.click()
    page.get_by_role("button", name=ENGLISH.say("imports.undo_now")).click()
    expect(page.get_by_text(ENGLISH.say("imports.is_undone"))).to_have_count(n)


def test_files_come_in_the_balance_changes_and_one_is_undone(
    page: Page, server: Server, room: Room, tmp_path: Path
) -> None:
    enter(page, server, room, Role.ORGANISER)
    page.get_by_role("tab", name=ENGLISH.say("organiser.people")).click()

    choose(page, "registration.csv")
    expect(page.get_by_text("Approved: 21.")).to_be_visible()
    for language, phrases in (("Français", in_language("fr")), ("English", ENGLISH)):
        page.get_by_role("button", name=language, exact=True).click()
        bring_in = page.get_by_role("button", name=phrases.say("imports.bring.people", n=21))
        expect(bring_in).to_be_enabled()
    bring(page, "people", 21)
    assert sum(room.store.registered_by_actor(room.session.id).values()) == 21

    choose(page, "registration.csv")
    bring_in = page.get_by_role("button", name=ENGLISH.say("imports.bring.people", n=21))
    expect(bring_in).to_be_disabled()
    expect(page.get_by_text(ENGLISH.say("import.nothing_new"))).to_be_visible()
    corrected = tmp_path / "corrected.csv"
    text = sample("registration.csv").decode("utf-8-sig").replace("approved", "denied", 1)
    corrected.write_text(text.replace("Eastport,Local or regional government", "Eastport,SME"))
    page.get_by_label(ENGLISH.say("imports.choose")).set_input_files(corrected)
    expect(page.get_by_text(ENGLISH.say("import.otherwise", n=2))).to_be_visible()
    page.get_by_text(ENGLISH.say("imports.otherwise_who")).first.click()
    expect(
        page.get_by_text("in the record “Approved”, in this file “Not approved”")
    ).to_be_visible()
    bring(page, "people", 20)
    expect(page.get_by_text(ENGLISH.say("import.corrected", n=2))).to_be_visible()
    assert sum(room.store.registered_by_actor(room.session.id).values()) == 20
    undo(page, 1)
    assert sum(room.store.registered_by_actor(room.session.id).values()) == 21

    choose(page, "participants.csv")
    expect(page.get_by_text("1,146")).to_be_visible()
    bring(page, "people", 14)
    expect(page.get_by_role("row", name="Everyone 21 0 14")).to_be_visible()
    minute = page.get_by_label(ENGLISH.say("organiser.presence_minute"))
    minute.press("ArrowLeft")  # from the first minute with most people to the one before
    expect(minute).to_have_attribute("aria-valuetext", re.compile("10:09: .* 13, .*Not stated 2"))

    choose(page, "chat_shape_E.txt", "chat_shape_A.txt")
    bring(page, "contributions", 31)
    assert len(room.store.contributions(room.session.id)) == 31

    console = page.context.new_page()
    enter(console, server, room, Role.MODERATOR)
    told = room.store.contributions(room.session.id)
    assert len({one.participant_id for one in told if one.part_id == "q1"}) == 13
    expect(console.get_by_text("Coop. Textile Andina").first).to_be_visible()

    undo(page, 2)
    assert room.heard("q1") == {}
    expect(console.get_by_text("Coop. Textile Andina")).to_have_count(0)
    assert sum(room.store.present_by_actor(room.session.id).values()) == 14


def test_the_browser_asks_before_it_lets_a_preview_go(
    page: Page, server: Server, room: Room
) -> None:
    enter(page, server, room, Role.ORGANISER)
    page.get_by_role("tab", name=ENGLISH.say("organiser.people")).click()
    would_go = "dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert page.evaluate(would_go)
    choose(page, "registration.csv")
    wait_until(lambda: not page.evaluate(would_go))

    with page.expect_event("dialog") as asking:
        page.close(run_before_unload=True)
    assert asking.value.type == "beforeunload"
    asking.value.dismiss()
    bring(page, "people", 21)
    wait_until(lambda: page.evaluate(would_go))  # the end of the run takes the preview away


def test_of_a_transcript_only_what_is_taken_comes_in(
    page: Page, server: Server, room: Room, tmp_path: Path
) -> None:
    enter(page, server, room, Role.ORGANISER)
    page.get_by_role("tab", name=ENGLISH.say("organiser.people")).click()
    with (tmp_path / "huge.vtt").open("wb") as huge:
        huge.truncate(BYTES + 1)
    page.get_by_label(ENGLISH.say("imports.choose")).set_input_files(tmp_path / "huge.vtt")
    expect(page.get_by_role("status").filter(has_text="larger than 20 MB")).to_be_visible()
    choose(page, "transcript.vtt")
    expect(page.get_by_text("joined into 12 turns")).to_be_visible()
    for gone in ("larger than 20 MB", ENGLISH.say("imports.reading")):
        expect(page.get_by_text(gone)).to_have_count(0)

    turns = page.get_by_role("list", name=ENGLISH.say("imports.look_through"))
    every = page.get_by_label(ENGLISH.say("imports.take_all", n=12))
    every.check()
    expect(page.get_by_role("button", name=bringing(12))).to_be_visible()
    turns.get_by_role("checkbox").nth(4).uncheck()
    expect(every).to_be_checked(indeterminate=True)
    every.click()  # half becomes whole, and whole none
    expect(page.get_by_role("button", name=bringing(12))).to_be_visible()
    every.uncheck()
    expect(page.get_by_role("button", name=bringing(0))).to_be_disabled()
    turns.get_by_role("checkbox").nth(2).check()
    turns.get_by_role("checkbox").nth(3).check()
    turns.get_by_role("combobox").nth(4).select_option("q2")
    bring(page, "contributions", 2)

    told = room.store.contributions(room.session.id)
    assert sorted(one.part_id for one in told) == ["q1", "q2"]


def test_a_name_is_given_its_person_and_every_message_of_a_long_chat_can_be_left_out(
    page: Page, server: Server, room: Room, tmp_path: Path
) -> None:
    listed, chat = tmp_path / "list.csv", tmp_path / "chat.txt"
    listed.write_text("Name,Email,Approval Status\nRosa Quispe,rosa@x.example,approved\n")
    said = [f"Message number {n} about water" for n in range(303)]
    said[1] = 'Replying to "Message number 0 a..."\n\t\n\tI agree with that'
    chat.write_text(
        "".join(f"10:{n // 60:02}:{n % 60:02} From Phone 7 to Everyone:\n\t{text}\n"
                for n, text in enumerate(said))
    )  # fmt: skip
    enter(page, server, room, Role.ORGANISER)
    page.get_by_role("tab", name=ENGLISH.say("organiser.people")).click()
    label = page.get_by_label(ENGLISH.say("imports.choose"))
    label.set_input_files(listed)
    bring(page, "people", 1)
    label.set_input_files(chat)

    one_by_one = page.get_by_text(ENGLISH.say("imports.remarks.chat", number="303"))
    one_by_one.click()
    messages = page.get_by_role("list", name=ENGLISH.say("imports.look_through"))
    expect(messages.get_by_role("listitem").nth(1)).to_contain_text(ENGLISH.say("imports.reply"))
    pick(page, page.get_by_label(ENGLISH.say("imports.which")), "301–303")
    expect(messages.get_by_role("listitem")).to_have_count(3)
    every = page.get_by_label(ENGLISH.say("imports.take_all", n=3))
    expect(every).to_be_checked()
    every.uncheck()
    expect(page.get_by_role("button", name=bringing(300))).to_be_visible()
    every.check()
    messages.get_by_role("checkbox").last.uncheck()
    one_by_one.click()  # at once: what was changed stays, also while the list is shut
    expect(messages).to_have_count(0)
    expect(page.get_by_role("button", name=bringing(302))).to_be_visible()
    one_by_one.click()
    expect(messages.get_by_role("checkbox").last).not_to_be_checked()

    page.get_by_text(ENGLISH.say("imports.speakers", n=1, unknown=1)).click()
    page.get_by_label(ENGLISH.say("imports.person")).select_option("Rosa Quispe")
    bring(page, "contributions", 302)

    told = room.store.contributions(room.session.id)
    rosa = room.store.participant(told[0].participant_id)
    assert rosa is not None
    assert {one.participant_id for one in told} == {rosa.id}
    assert rosa.name == "Rosa Quispe"


def test_a_file_that_cannot_be_taken_says_why_beside_the_button(
    page: Page, server: Server, room: Room, tmp_path: Path
) -> None:
    picture = tmp_path / "photo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00")
    enter(page, server, room, Role.ORGANISER)
    page.get_by_role("tab", name=ENGLISH.say("organiser.people")).click()

    label = page.get_by_label(ENGLISH.say("imports.choose"))
    label.set_input_files([SAMPLES / "registration.csv", picture])

    expect(page.get_by_role("alert").filter(has_text="photo.csv")).to_be_visible()
    expect(page.get_by_text("Approved: 21.")).to_have_count(0)
    assert room.store.imports(room.session.id) == []


def test_what_is_looked_through_can_be_used_by_everyone(
    page: Page, server: Server, room: Room
) -> None:
    enter(page, server, room, Role.ORGANISER)
    page.get_by_role("tab", name=ENGLISH.say("organiser.people")).click()
    choose(page, "chat_shape_E.txt", "registration.csv")
    expect(page.get_by_text("Approved: 21.")).to_be_visible()
    wait_for_rest(page)
    for summary in page.locator("summary:visible").all():
        summary.click()
    wait_for_rest(page)

    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})

    assert [one["id"] for one in found.response["violations"]] == []
