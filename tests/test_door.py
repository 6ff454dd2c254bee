"""The door without a browser's script: joining, answering, receipts, and what is refused."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path

import pytest

from facilitation import contributions, links, sessions
from facilitation.access import participant_token
from facilitation.model import (
    TEXT_LIMIT,
    Confidentiality,
    ContributionState,
    HideReason,
    Origin,
    Participant,
    View,
)
from facilitation.pacing import pace
from facilitation.phrases import in_language
from facilitation.store import Store
from tests.doors import HOST, Page, Visitor, installation_of, spaced
from tests.rooms import MODERATOR, Room, small_plan

BAD_INPUTS = [
    json.loads(line)
    for line in (Path(__file__).parent / "samples" / "bad_inputs.jsonl").read_text().splitlines()
]


def say(spoken: str, key: str, **values: object) -> str:
    return spaced(in_language(spoken).say(key, **values))


ES, FR = partial(say, "es"), partial(say, "fr")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A session with its first question open."""
    store = Store.open(str(tmp_path / "ronda.db"))
    room = Room.prepared(store)
    room.step("one")
    yield room
    store.close()


NewVisitor = Callable[..., Visitor]


@pytest.fixture
def visitor(room: Room) -> NewVisitor:
    """Somebody new at the door: visitor(Accept_Language="fr")."""

    def come(code: str = "", **headers: str) -> Visitor:
        told = {"Accept-Language": "es", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return Visitor(installation_of(room.store), code or room.session.code, **told)

    return come


def said(room: Room) -> list[tuple[int, str, int]]:
    """The record: number, words and edition of each contribution."""
    return [
        (one.number, one.words.text, one.edition)
        for one in room.store.contributions(room.session.id)
    ]


# -- coming in ------------------------------------------------------------------------------------


def test_the_door_asks_who_speaks_and_then_shows_the_question(visitor: NewVisitor) -> None:
    rosa = visitor()

    asked = rosa.look()
    shown = rosa.send(asked, "join", actor="farmer", name="Rosa")

    assert [told["value"] for tag, told in asked.tags if told.get("name") == "actor"] == [
        "mayor",
        "clerk",
        "farmer",
        "student",
        "guest",
    ]
    assert "¿Qué falta?" in shown.text
    assert set(shown.forms) == {"say", "leave", "take_out", "erase"}


@pytest.mark.parametrize("language", ["es", "fr"])
def test_the_page_is_in_the_reader_s_language_and_says_so(
    visitor: NewVisitor, language: str
) -> None:
    rosa = visitor(Accept_Language=language)

    rosa.join()
    page = rosa.look()

    assert page.language == language
    assert rosa.answer.headers["Content-Language"] == language
    assert say(language, "door.send") in page.text


def test_the_chosen_language_is_kept(visitor: NewVisitor) -> None:
    rosa = visitor(Accept_Language="es")

    rosa.look(lang="fr")

    assert rosa.look().language == "fr"


def test_changing_the_language_keeps_what_is_in_the_box(visitor: NewVisitor, room: Room) -> None:
    rosa = visitor()
    rosa.join()
    before = rosa.look().forms["say"]

    answer = rosa.http.post(
        f"/j/{room.session.code}/language?lang=fr", data={**before, "text": "Medio escrito"}
    )

    after = Page(answer.text)
    assert after.language == "fr"
    assert after.forms["say"]["text"].removeprefix("\n") == "Medio escrito"
    assert after.forms["say"]["key"] == before["key"]
    assert said(room) == []


def test_nobody_joins_without_a_kind_of_actor(visitor: NewVisitor, room: Room) -> None:
    rosa = visitor()

    page = rosa.send(rosa.look(), "join", actor="king", name="Rosa")

    assert rosa.answer.status_code == 422
    assert ES("error.choose_actor") in page.text
    assert page.forms["join"]["name"] == "Rosa"
    assert room.store.participants(room.session.id) == []


def test_joining_twice_with_one_page_is_one_person(visitor: NewVisitor, room: Room) -> None:
    rosa = visitor()
    page = rosa.look()

    rosa.send(page, "join", actor="farmer")
    rosa.send(page, "join", actor="student")

    assert [one.actor_id for one in room.store.participants(room.session.id)] == ["student"]


def test_looking_leaves_no_trace_in_the_record(visitor: NewVisitor, room: Room) -> None:
    visitor().look()

    assert room.store.participants(room.session.id) == []
    assert room.now().revision == 2  # prepared, stepped


@pytest.mark.parametrize("rule", list(Confidentiality))
def test_the_door_says_how_names_will_be_shown_before_anybody_writes(
    room: Room, visitor: NewVisitor, rule: Confidentiality
) -> None:
    plan = replace(small_plan(), confidentiality=rule)
    other = Room.prepared(room.store, plan)
    other.step("one")

    rosa = visitor(other.session.code)

    assert ES(f"door.names.{rule}") in rosa.look().text
    assert ES(f"door.names.{rule}") in rosa.join().text


def test_a_personal_link_brings_along_what_is_known(room: Room, visitor: NewVisitor) -> None:
    known = Participant(
        "7", room.session.id, Origin.PERSONAL, "mayor", "Ana", "Ayto", "Quito", "fr"
    )
    with room.store.change(room.session.id) as change:
        change.touch(MODERATOR, "import")
        change.add_participant(known)
    token = participant_token(installation_of(room.store).keys, room.session, "7")
    ana = visitor()

    link = links.personal(installation_of(room.store), room.session, known.id)
    assert link == f"{HOST}/j/{room.session.code}?p={token}"
    greeting = ana.look(p=token)
    joined_page = ana.send(greeting, "join")

    (joined,) = room.store.participants(room.session.id)
    assert {
        k: greeting.forms["join"][k] for k in ("actor", "name", "organisation", "territory")
    } == {
        "actor": "mayor",
        "name": "Ana",
        "organisation": "Ayto",
        "territory": "Quito",
    }
    assert (joined.id, joined.name, joined.joined_at is not None) == ("7", "Ana", True)
    assert (greeting.language, joined_page.language, joined.language) == ("fr", "fr", "fr")


def test_a_language_that_was_chosen_wins_over_the_one_that_was_registered(
    room: Room, visitor: NewVisitor
) -> None:
    ana = room.join(language="fr", name="Ana")
    token = participant_token(installation_of(room.store).keys, room.session, ana.id)
    visit = visitor()

    assert visit.look(p=token).language == "fr"
    visit.look(lang="es")
    assert visit.look().language == "es"


def test_an_address_that_names_somebody_forgets_them_once_the_browser_knows(
    room: Room, visitor: NewVisitor
) -> None:
    ana = room.join(name="Ana")
    token = participant_token(installation_of(room.store).keys, room.session, ana.id)
    visit = visitor()

    visit.look(p=token)
    visit.look(p=token)

    assert str(visit.answer.url) == f"{HOST}/j/{room.session.code}"


# -- answering ------------------------------------------------------------------------------------


def test_a_contribution_is_in_the_record_and_the_author_sees_its_number(
    visitor: NewVisitor, room: Room
) -> None:
    rosa = visitor()
    rosa.join()

    page = rosa.say("Falta agua en la acequia")

    (stored,) = room.store.contributions(room.session.id)
    time = in_language("es").clock(stored.received_at, stored.received_at.tzinfo)
    assert ES("door.received", number=1, time=time) in page.text
    assert (stored.words.text, stored.words.language, stored.actor_id) == (
        "Falta agua en la acequia",
        "es",
        "farmer",
    )


def test_the_receipt_is_in_the_reader_s_time_zone(visitor: NewVisitor, room: Room) -> None:
    rosa = visitor()
    rosa.join()
    rosa.http.cookies.set("ronda-zone", "Asia/Kathmandu")

    page = rosa.say("Falta agua")

    assert re.search(r"a las \d\d:\d\d UTC\+5:45", page.text)


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "../../etc/passwd", "x" * 4000, "%C3%A9"])
def test_an_unknown_time_zone_is_utc(visitor: NewVisitor, zone: str) -> None:
    rosa = visitor()
    rosa.http.cookies.set("ronda-zone", zone)
    rosa.join()

    page = rosa.say("Falta agua")

    assert re.search(r"a las \d\d:\d\d UTC", page.text)


def test_reloading_the_receipt_sends_nothing_again(visitor: NewVisitor, room: Room) -> None:
    rosa = visitor()
    rosa.join()
    rosa.say("Falta agua")

    again = rosa.http.get(rosa.answer.url)

    assert rosa.answer.history[0].status_code == 303
    assert ES("door.mine") in again.text
    assert said(room) == [(1, "Falta agua", 1)]


def test_sending_the_same_page_twice_is_one_contribution(visitor: NewVisitor, room: Room) -> None:
    rosa = visitor()
    rosa.join()
    page = rosa.look()

    for _ in range(5):
        rosa.send(page, "say", text="Falta agua")

    assert said(room) == [(1, "Falta agua", 1)]


def test_the_same_page_with_another_text_is_a_new_edition_and_says_so(
    visitor: NewVisitor, room: Room
) -> None:
    rosa = visitor()
    rosa.join()
    page = rosa.look()

    rosa.send(page, "say", text="Falta agua")
    told = rosa.send(page, "say", text="Falta agua y camino")

    assert said(room) == [(1, "Falta agua y camino", 2)]
    assert ES("door.updated", number=1) in told.text


def test_a_text_in_another_language_is_received_and_doubted(
    visitor: NewVisitor, room: Room
) -> None:
    rosa = visitor()
    rosa.join()

    page = rosa.say("Nous devons entretenir la piste qui mène au village avant l'hiver")

    assert said(room)[0][0] == 1
    assert ES("door.looks_like", language="francés", chosen="español") in page.text


def test_an_author_may_write_in_another_language_than_they_read(
    visitor: NewVisitor, room: Room
) -> None:
    rosa = visitor()
    rosa.join()

    rosa.say("Il faut entretenir la piste", language="fr")

    (stored,) = room.store.contributions(room.session.id)
    assert stored.words.language == "fr"
    assert stored.detected_language is None


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_text_that_is_too_long_stays_in_the_box_with_the_limit(
    visitor: NewVisitor, room: Room, language: str
) -> None:
    rosa = visitor(Accept_Language=language)
    rosa.join()
    text = "é" * (TEXT_LIMIT + 1)

    page = rosa.say(text)

    assert rosa.answer.status_code == 422
    assert say(language, "error.too_long", n=TEXT_LIMIT) in page.text
    assert page.forms["say"]["text"].removeprefix("\n") == text
    assert said(room) == []


def test_a_text_of_a_hundred_thousand_characters_stays_in_the_box(visitor: NewVisitor) -> None:
    rosa = visitor()
    rosa.join()

    page = rosa.say("agua " * 20_000)

    assert rosa.answer.status_code == 422
    assert page.forms["say"]["text"].removeprefix("\n") == "agua " * 20_000


def test_a_form_beyond_all_measure_is_refused_kindly(visitor: NewVisitor) -> None:
    rosa = visitor()
    rosa.join()

    page = rosa.say("x" * 5_000_000)

    assert rosa.answer.status_code == 403
    assert ES("error.stale_form") in page.text


@pytest.mark.parametrize("language", ["es", "fr"])
@pytest.mark.parametrize(
    "bad", [bad for bad in BAD_INPUTS if bad["where"] == "contribution"], ids=lambda bad: bad["id"]
)
def test_bad_input_is_shown_as_it_was_typed_or_kindly_refused(
    visitor: NewVisitor, room: Room, bad: dict[str, str], language: str
) -> None:
    rosa = visitor(Accept_Language=language)
    rosa.join()

    page = rosa.say(bad["input"])

    stored = room.store.contributions(room.session.id)
    if stored:
        shown = [i for i, (tag, told) in enumerate(page.tags) if told.get("class") == "said"]
        assert len(shown) == 1
        assert spaced(stored[0].words.text) in page.text
    else:
        assert rosa.answer.status_code == 422
        assert page.forms["say"]["text"].removeprefix("\n") == bad["input"].replace(
            "\x00", "\ufffd"
        )
    assert "evil.example" not in str([told for tag, told in page.tags])


# -- states ---------------------------------------------------------------------------------------


def test_before_the_session_the_door_says_so(room: Room, visitor: NewVisitor) -> None:
    other = Room.prepared(room.store)

    page = visitor(other.session.code).join()

    assert ES("door.moment.waiting") in page.text


def test_between_questions_there_is_nothing_to_answer(visitor: NewVisitor, room: Room) -> None:
    room.step("start")

    page = visitor().join()

    assert ES("door.moment.between") in page.text
    assert [told for tag, told in page.tags if told.get("id") == "say" and "hidden" in told] != []


def test_while_intake_is_paused_the_question_stays_and_the_text_comes_back(
    visitor: NewVisitor, room: Room
) -> None:
    rosa = visitor()
    rosa.join()
    sessions.pause(room.store, room.now(), MODERATOR)

    page = rosa.say("Falta agua")

    assert rosa.answer.status_code == 403
    assert ES("error.intake_closed") in page.text
    assert ES("door.paused") in page.text
    assert page.forms["say"]["text"].removeprefix("\n") == "Falta agua"
    assert said(room) == []


def test_after_a_pause_the_kept_text_is_sent_with_the_same_page(
    visitor: NewVisitor, room: Room
) -> None:
    rosa = visitor()
    rosa.join()
    sessions.pause(room.store, room.now(), MODERATOR)
    refused = rosa.say("Falta agua")
    sessions.resume(room.store, room.now(), MODERATOR)

    rosa.send(refused, "say")

    assert said(room) == [(1, "Falta agua", 1)]


def test_an_answer_begun_before_the_step_goes_to_its_own_question(
    visitor: NewVisitor, room: Room
) -> None:
    rosa = visitor()
    rosa.join()
    page = rosa.look()
    room.step("two")

    rosa.send(page, "say", text="Falta agua")

    assert [one.part_id for one in room.store.contributions(room.session.id)] == ["one"]


def test_an_answer_to_a_question_long_gone_comes_back_for_the_open_one(
    visitor: NewVisitor, room: Room
) -> None:
    rosa = visitor()
    rosa.join()
    page = rosa.look()
    room.step("two")
    room.step("start")
    room.step("two")

    refused = rosa.send(page, "say", text="Falta agua")
    rosa.send(refused, "say")

    assert ES("error.moved_on") in refused.text
    assert [one.part_id for one in room.store.contributions(room.session.id)] == ["two"]


def test_without_a_script_too_a_text_can_be_turned_to_the_new_question(
    visitor: NewVisitor, room: Room
) -> None:
    rosa = visitor()
    rosa.join()
    page = rosa.look()
    room.step("two")
    refused = rosa.send(page, "say", text="x" * (TEXT_LIMIT + 1))

    answer = rosa.http.post(
        f"/j/{room.session.code}/language", data={**refused.forms["say"], "renewed": "two"}
    )
    turned = Page(answer.text)

    assert ES("door.earlier") in refused.text
    assert turned.forms["say"]["part"] == "two"


def test_a_closed_session_thanks_and_keeps_what_was_given(visitor: NewVisitor, room: Room) -> None:
    rosa = visitor()
    rosa.join()
    rosa.say("Falta agua")
    page = rosa.look()
    sessions.close(room.store, room.now(), MODERATOR)

    closed = rosa.look()
    refused = rosa.send(page, "say", text="Y camino")

    assert ES("door.moment.closed") in closed.text
    assert "Falta agua" in closed.text
    assert set(closed.forms) == {"say", "leave", "take_out", "erase"}
    assert ES("error.session_closed") in refused.text
    assert said(room) == [(1, "Falta agua", 1)]


# -- my contributions -----------------------------------------------------------------------------


def test_my_contributions_say_what_became_of_each(visitor: NewVisitor, room: Room) -> None:
    rosa = visitor()
    rosa.join()
    for text in ("Uno", "Dos", "Tres", "Cuatro"):
        rosa.say(text)
    one, two, three, _ = room.store.contributions(room.session.id)
    contributions.hide(room.store, room.now(), one.id, HideReason.PROCEDURE, MODERATOR)
    sessions.put_on_screen(room.store, room.now(), View.CONTRIBUTION, MODERATOR, two)
    rosa.send(rosa.look(), "withdraw", id=three.id)

    page = rosa.look()

    states = re.findall(r'<p class="state[^>]*>([^<]*)</p>', rosa.answer.text)
    assert states == [
        ES("door.state.received"),
        ES("door.state.withdrawn"),
        ES("door.state.on_screen"),
        f"{ES('door.state.hidden')} {ES('door.reason.procedure')}",
    ]
    assert re.findall(r"N\.º (\d)", page.text)[:4] == ["4", "3", "2", "1"]


def test_a_correction_is_a_new_edition(visitor: NewVisitor, room: Room) -> None:
    rosa = visitor()
    rosa.join()

    told = rosa.send(rosa.say("Falta auga"), "revise", text="Falta agua")

    (stored,) = room.store.contributions(room.session.id)
    assert [edition.words.text for edition in room.store.editions(stored.id)] == [
        "Falta auga",
        "Falta agua",
    ]
    assert ES("door.updated", number=1) in told.text


def test_a_correction_that_is_refused_stays_in_its_box(visitor: NewVisitor, room: Room) -> None:
    rosa = visitor()
    rosa.join()

    told = rosa.send(rosa.say("Falta agua"), "revise", text="x" * (TEXT_LIMIT + 1))

    assert rosa.answer.status_code == 422
    assert told.forms["revise"]["text"].removeprefix("\n") == "x" * (TEXT_LIMIT + 1)
    assert said(room) == [(1, "Falta agua", 1)]


def test_a_withdrawn_contribution_is_out_of_the_count_and_can_no_longer_be_changed(
    visitor: NewVisitor, room: Room
) -> None:
    rosa = visitor()
    rosa.join()
    page = rosa.say("Falta agua")

    told = rosa.send(page, "withdraw")
    refused = rosa.send(page, "revise", text="Otra cosa")

    assert ES("door.withdrawn", number=1) in told.text
    assert ES("error.not_revisable") in refused.text
    assert [one.state for one in room.store.contributions(room.session.id)] == [
        ContributionState.WITHDRAWN
    ]


@pytest.mark.parametrize("act", ["revise", "withdraw"])
def test_nobody_changes_the_words_of_somebody_else(
    visitor: NewVisitor, room: Room, act: str
) -> None:
    rosa, luis = visitor(), visitor()
    rosa.join()
    rosa.say("Falta agua")
    luis.join()
    own = luis.say("Falta luz")
    (first, _) = room.store.contributions(room.session.id)

    refused = luis.send(own, act, id=first.id, text="Mentira")

    assert ES("error.no_contribution") in refused.text
    assert said(room) == [(1, "Falta agua", 1), (2, "Falta luz", 1)]


def test_nobody_sees_the_contributions_of_somebody_else(visitor: NewVisitor) -> None:
    rosa, luis = visitor(), visitor()
    rosa.join(name="Rosa")
    rosa.say("Falta agua")
    luis.join()

    assert "Falta agua" in rosa.look().text
    assert "Falta agua" not in luis.look(n=1).text


# -- one device, several people; several devices --------------------------------------------------


def test_somebody_else_on_the_same_device_is_somebody_new(visitor: NewVisitor, room: Room) -> None:
    device = visitor()
    device.join("farmer")
    device.say("Falta agua")

    greeting = device.send(device.look(), "leave")
    device.send(greeting, "join", actor="mayor")
    device.say("Falta luz")

    assert [one.actor_id for one in room.store.contributions(room.session.id)] == [
        "farmer",
        "mayor",
    ]
    assert "Falta agua" not in device.look().text


def test_a_page_left_open_speaks_for_whom_it_was_made(visitor: NewVisitor, room: Room) -> None:
    device = visitor()
    device.join("farmer")
    left_open = device.look()
    device.send(device.send(device.look(), "leave"), "join", actor="mayor")

    told = device.send(left_open, "say", text="Falta agua")

    assert [one.actor_id for one in room.store.contributions(room.session.id)] == ["farmer"]
    assert ES("door.mine") in told.text


def test_the_whole_visit_works_with_cookies_refused(visitor: NewVisitor, room: Room) -> None:
    rosa = visitor(Accept_Language="fr")
    rosa.http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    question = rosa.join()
    address = rosa.answer.url
    told = rosa.send(question, "say", text="Il manque une piste")
    again = Page(rosa.http.get(rosa.answer.url).text)

    assert address.params["p"] != ""
    assert rosa.answer.url.params["p"] == address.params["p"]
    assert FR("door.mine") in told.text
    assert "Il manque une piste" in again.text
    assert said(room) == [(1, "Il manque une piste", 1)]


# -- what is turned away --------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["zzzzzz", "abc", "A" * 400, "zzzzz%00", "..%2f..", "1.1.1"])
def test_an_unknown_code_gets_one_plain_page(visitor: NewVisitor, code: str) -> None:
    stranger = visitor()

    page = stranger.http.get(f"/j/{code}")

    assert page.status_code == 404
    assert ES("error.no_session") in Page(page.text).text


def test_the_code_is_asked_for_and_leads_to_the_door(visitor: NewVisitor, room: Room) -> None:
    stranger = visitor()
    typed = f" {room.session.code[:3].upper()} {room.session.code[3:]}"

    asked = Page(stranger.http.get("/j").text)
    entered = stranger.http.get("/j", params={"code": typed})

    assert ES("door.code_hint") in asked.text
    assert str(entered.url) == f"{HOST}/j/{room.session.code}"


FORGED = {
    "none": "",
    "made up": "eyJub3QiOiJvdXJzIn0.abcdef",
    "too long": "x" * 5_000,
    "null": "\x00",
}


@pytest.mark.parametrize("form", list(FORGED.values()), ids=list(FORGED))
def test_a_form_that_is_not_ours_is_refused_and_its_text_given_back(
    visitor: NewVisitor, room: Room, form: str
) -> None:
    rosa = visitor()
    rosa.join()

    page = rosa.say("Falta agua", form=form)

    assert rosa.answer.status_code == 403
    assert ES("error.stale_form") in page.text
    assert "Falta agua" in page.text
    assert said(room) == []


def test_the_form_of_another_session_is_refused(visitor: NewVisitor, room: Room) -> None:
    other = Room.prepared(room.store)
    other.step("one")
    elsewhere = visitor(other.session.code)
    elsewhere.join()
    rosa = visitor()
    rosa.join()

    rosa.say("Falta agua", form=elsewhere.look().forms["say"]["form"])

    assert rosa.answer.status_code == 403
    assert said(room) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"{HOST}.evil.example"},
        {"Origin": HOST, "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_sent_from_another_site_is_refused(
    visitor: NewVisitor, room: Room, headers: dict[str, str]
) -> None:
    rosa = visitor()
    rosa.join()
    page = rosa.look()
    rosa.http.headers.update(headers)

    rosa.send(page, "say", text="Falta agua")

    assert rosa.answer.status_code == 403
    assert said(room) == []


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": HOST}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}]
)
def test_a_form_sent_from_our_page_is_taken(
    visitor: NewVisitor, room: Room, headers: dict[str, str]
) -> None:
    rosa = visitor()
    rosa.join()
    page = rosa.look()
    rosa.http.headers.update(headers)

    rosa.send(page, "say", text="Falta agua")

    assert said(room) == [(1, "Falta agua", 1)]


@pytest.mark.parametrize(
    "fields",
    [
        {"key": "not-a-key"},
        {"key": ""},
        {"part": "no-such-part"},
        {"language": "tlh"},
        {"language": ""},
    ],
)
def test_a_page_that_was_tampered_with_stores_nothing_and_keeps_the_text(
    visitor: NewVisitor, room: Room, fields: dict[str, str]
) -> None:
    rosa = visitor()
    rosa.join()

    page = rosa.say("Falta agua", **fields)

    assert rosa.answer.status_code == 422
    assert page.forms["say"]["text"].removeprefix("\n") == "Falta agua"
    assert said(room) == []


def test_a_burst_from_one_participant_is_slowed_and_the_room_is_not(
    visitor: NewVisitor, room: Room
) -> None:
    rosa, luis = visitor(), visitor()
    rosa.join()
    luis.join()
    page = rosa.look()

    for n in range(30):
        rosa.say(f"Falta agua {n}")
    refused, headers = Page(rosa.answer.text), rosa.answer.headers
    luis.say("Falta luz")

    assert rosa.http.post(f"/j/{rosa.code}/say", data=page.forms["say"]).status_code == 429
    assert 1 <= int(headers["Retry-After"]) <= 60
    assert ES("error.too_fast", seconds=headers["Retry-After"]) in refused.text
    assert refused.forms["say"]["text"].removeprefix("\n") == "Falta agua 29"
    assert said(room)[-1][1] == "Falta luz"


def test_many_people_behind_one_address_are_not_slowed(visitor: NewVisitor, room: Room) -> None:
    people = [visitor() for _ in range(25)]
    for person in people:
        person.join()
        person.say("Falta agua")

    assert [person.answer.status_code for person in people] == [200] * 25
    assert len(said(room)) == 25


def test_one_button_puts_a_wrong_language_right(visitor: NewVisitor, room: Room) -> None:
    rosa = visitor()
    rosa.join()
    doubted = rosa.say("Nous devons entretenir la piste\nqui mène au village avant l'hiver")

    told = rosa.send(doubted, "doubted")

    (stored,) = room.store.contributions(room.session.id)
    assert (stored.words.language, stored.edition, stored.detected_language) == ("fr", 2, None)
    assert stored.words.text.count("\n") == 1
    assert ES("door.it_is_in", language="francés") in doubted.text
    assert ES("door.it_is_in", language="francés") not in told.text


def test_an_address_that_was_passed_on_does_not_speak_for_its_owner(
    visitor: NewVisitor, room: Room
) -> None:
    rosa, luis = visitor(), visitor()
    rosa.join("farmer")
    luis.join("mayor")
    passed_on = participant_token(
        installation_of(room.store).keys,
        room.session,
        room.store.participants(room.session.id)[0].id,
    )

    luis.look(p=passed_on)
    luis.say("Falta luz")

    assert [one.actor_id for one in room.store.contributions(room.session.id)] == ["mayor"]


def test_a_script_that_sends_for_somebody_before_does_not_change_who_is_here(
    visitor: NewVisitor, room: Room
) -> None:
    device = visitor()
    device.join("farmer")
    left = device.look().forms["say"]
    device.send(device.send(device.look(), "leave"), "join", actor="mayor")

    told = device.http.post(
        f"/j/{device.code}/say", data={**left, "text": "Falta agua"}, headers={"X-Door": "1"}
    )
    device.say("Falta luz")

    assert told.headers.get("Set-Cookie") is None
    assert [one.actor_id for one in room.store.contributions(room.session.id)] == [
        "farmer",
        "mayor",
    ]


def test_the_bare_address_leads_to_where_the_code_is_asked(visitor: NewVisitor) -> None:
    assert str(visitor().http.get("/").url) == f"{HOST}/j"


@pytest.fixture
def own_pace() -> Iterator[None]:
    """Every test comes from one address: what was guessed before does not count, and what is
    guessed here nobody after it pays for."""
    pace.cache_clear()
    yield
    pace.cache_clear()


@pytest.mark.usefixtures("own_pace")
def test_whoever_guesses_codes_waits_and_the_right_one_does_not(
    visitor: NewVisitor, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitation.web.door.GUESSING_SECONDS", 0)
    stranger, rosa = visitor(), visitor()

    answers = [
        stranger.http.get(f"/j/zzzz{n:02}".replace("0", "a").replace("1", "b")) for n in range(70)
    ]

    assert {answer.status_code for answer in answers[:50]} == {404}
    assert answers[-1].status_code == 429
    assert ES("error.no_session") in Page(answers[-1].text).text
    rosa.join()
    assert rosa.answer.status_code == 200


# -- taking home and erasing ----------------------------------------------------------------------


def test_everybody_may_take_home_what_they_gave(visitor: NewVisitor) -> None:
    rosa, luis = visitor(), visitor()
    luis.join()
    luis.say("Falta luz")
    rosa.join(name="Rosa")
    page = rosa.say("Falta agua")

    rosa.send(page, "take_out")

    given = json.loads(rosa.answer.content)
    assert "attachment" in rosa.answer.headers["Content-Disposition"]
    assert given["introduction"]["name"] == "Rosa"
    assert [told["text"] for told in given["contributions"]] == ["Falta agua"]


def test_everybody_may_erase_what_they_gave_also_after_the_end(
    visitor: NewVisitor, room: Room
) -> None:
    rosa, luis = visitor(), visitor()
    luis.join()
    luis.say("Falta luz")
    rosa.join(name="Rosa")
    rosa.say("Falta agua")
    sessions.close(room.store, room.now(), MODERATOR)

    told = rosa.send(rosa.look(), "erase")

    assert ES("door.erased_what", n=1) in told.text
    assert said(room) == [(1, "Falta luz", 1), (2, "", 1)]
    assert set(rosa.look().forms) == {"join"}
    assert "Rosa" not in str(room.store.participants(room.session.id))


@pytest.mark.parametrize("act", ["say", "revise", "withdraw"])
def test_who_erased_all_in_another_tab_gets_their_words_back_and_no_error(
    room: Room, visitor: NewVisitor, act: str
) -> None:
    rosa = visitor()
    open_tab = rosa.join()
    rosa.send(rosa.look(), "erase")
    form = {**open_tab.forms["say"], "text": "Falta agua", "id": "1"}

    answer = rosa.http.post(f"/j/{rosa.code}/{act}", data=form)

    assert answer.status_code == 404
    assert act == "withdraw" or "Falta agua" in answer.text
    assert room.store.contributions(room.session.id) == []
