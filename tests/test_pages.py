"""The Streamlit pages, each opened through the entry as the server opens them."""

import json
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.context import ContextProxy, StreamlitCookies
from streamlit.testing.v1 import AppTest

from facilitation import (
    access,
    contributions,
    entrance,
    installation,
    links,
    plans,
    sessions,
    themes,
)
from facilitation.access import Grant, participant_token, role_token
from facilitation.cookies import participant_cookie, role_cookie
from facilitation.errors import Unreachable
from facilitation.installation import Installation
from facilitation.model import (
    Axis,
    CodingState,
    Confidentiality,
    Entrance,
    HideReason,
    Origin,
    Participant,
    Role,
    Session,
    SessionState,
    Source,
    View,
)
from facilitation.pacing import Pace
from facilitation.phrases import in_language
from facilitation.settings import ROOT
from facilitation.ui.tabs import tab_name
from facilitation.ui.words import unmarked
from tests.rooms import MODERATOR, ORGANISER, Room

STAFF = (Role.ORGANISER, Role.MODERATOR, Role.RAPPORTEUR, Role.PROJECTOR)
LANGUAGES = ("es", "fr")  # of the small session
HOSTILE = "![x](http://127.0.0.1:1/beacon) <script>alert(1)</script> $a$ :red[agua] **c**"


class House:
    """An installation with a small session, and a browser whose cookies a test sets."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.room = Room.prepared(installation.store)
        self.cookies: dict[str, str] = {}

    @property
    def session(self) -> Session:
        return self.room.now()

    def give(self, role: Role, session: Session | None = None) -> None:
        """What `/k/<key>` leaves in the browser."""
        session = session or self.session
        grant = Grant(session, role)
        token = role_token(self.installation.store, self.installation.keys, grant)
        self.cookies[role_cookie(session, role)] = token

    def open(self, role: Role, language: str = "es", **query: str) -> AppTest:
        """The page of a role through the entry, drawn once."""
        page = AppTest.from_file(str(ROOT / "facilitation/ui/script.py"), default_timeout=120)
        page.query_params.update({"s": self.session.code, "lang": language, **query})
        page.run()
        page.switch_page(f"../../pages/{role.value}.py").run()
        assert [problem.message for problem in page.exception] == []
        return page


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("RONDA_DATA", str(tmp_path))
    monkeypatch.setenv("RONDA_DATABASE", str(tmp_path / "ronda.db"))
    installation.installed.cache_clear()
    house = House(installation.installed())
    # AppTest cannot send cookies; what a browser sends arrives here.
    monkeypatch.setattr(
        ContextProxy, "cookies", property(lambda _: StreamlitCookies(house.cookies))
    )
    yield house
    house.installation.store.close()
    installation.installed.cache_clear()


def drawn(page: AppTest, component: str) -> list[Any]:
    """What each of our components of a kind was given, in order."""
    protos = [found.proto for found in page.get("bidi_component")]
    return [json.loads(p.json) for p in protos if p.component_name == f"ronda_{component}"]


def texts(page: AppTest) -> list[str]:
    """Every text that went through `show_words`."""
    return [
        item["text"] for words in drawn(page, "words") for item in words["items"] if "text" in item
    ]


def page_says(key: str) -> str:
    return in_language("es").say(key)


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def refusal(language: str) -> list[str]:
    phrases = in_language(language)
    return [phrases.say("page.refused"), phrases.say("page.refused_how")]


# -- who gets in -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", STAFF)
def test_a_page_opens_for_its_role_in_each_language(
    house: House, role: Role, language: str
) -> None:
    house.give(role)

    page = house.open(role, language)

    assert texts(page) != refusal(language)
    told = drawn(page, "language") + drawn(page, "head")
    assert [head["language"] for head in told] == [language]


@pytest.mark.parametrize("role", STAFF)
def test_a_page_refuses_whoever_holds_no_role(house: House, role: Role) -> None:
    page = house.open(role, "fr")

    assert texts(page) == refusal("fr")
    assert labels(page) == []
    # What draws nothing: the language, the line, and room for what it says; then the sentence.
    assert len(page.main.children) == 4


def refused(house: House) -> list[tuple[str, str]]:
    """Who was refused what, as the audit trail has it."""
    rows = house.installation.store.audit(house.session.id)
    return [(row["role"], row["subject"]) for row in rows if row["verb"] == "refused"]


def test_who_is_refused_leaves_a_trace(house: House) -> None:
    house.open(Role.MODERATOR)

    assert set(refused(house)) == {("machine", "page:moderator")}


def test_a_flood_of_refusals_does_not_fill_the_trail() -> None:
    pace = Pace()

    noted = sum(pace.is_worth_noting("a session") for _ in range(1_000))

    assert 10 <= noted <= 20  # two windows at most, should a minute end meanwhile


def test_an_act_that_is_refused_leaves_a_trace(house: House) -> None:
    house.give(Role.MODERATOR)
    page = house.open(Role.MODERATOR)
    access.renew_key(house.installation.store, house.session, Role.MODERATOR, ORGANISER)

    page.button(key="open").click().run()

    assert refused(house)[0] == ("moderator", "act:open_session")
    assert house.session.state is SessionState.PREPARED


@pytest.mark.parametrize("role", STAFF)
def test_a_page_refuses_every_other_role(house: House, role: Role) -> None:
    for other in set(STAFF) - {role}:
        house.give(other)

    assert texts(house.open(role, "es")) == refusal("es")


@pytest.mark.parametrize("role", STAFF)
def test_a_page_refuses_the_key_of_another_session(house: House, role: Role) -> None:
    other = Room.prepared(house.installation.store)
    house.give(role, other.session)
    house.cookies[role_cookie(house.session, role)] = house.cookies.popitem()[1]

    assert texts(house.open(role)) == refusal("es")


@pytest.mark.parametrize("role", STAFF)
def test_a_page_refuses_a_key_that_was_replaced(house: House, role: Role) -> None:
    house.give(role)
    assert texts(house.open(role)) != refusal("es")

    access.renew_key(house.installation.store, house.session, role, ORGANISER)

    assert texts(house.open(role)) == refusal("es")


def test_a_page_that_is_open_ends_when_its_key_is_replaced(house: House) -> None:
    house.give(Role.MODERATOR)
    page = house.open(Role.MODERATOR)

    access.renew_key(house.installation.store, house.session, Role.MODERATOR, ORGANISER)
    page.button(key="open").click().run()

    assert house.session.state is SessionState.PREPARED
    assert texts(page)[-2:] == refusal("es")


@pytest.mark.parametrize("code", ["", "nosuch", "' OR 1=1 --", "x" * 100_000])
@pytest.mark.parametrize("role", Role)
def test_a_code_that_leads_nowhere_is_refused_alike(house: House, role: Role, code: str) -> None:
    page = house.open(role, "en", s=code)

    assert texts(page) == refusal("en")


def test_the_languages_of_the_session_are_offered_by_their_own_names(house: House) -> None:
    house.give(Role.MODERATOR)

    (head,) = drawn(house.open(Role.MODERATOR, "en"), "head")

    assert head["language"] == "es"  # English is not spoken here
    assert [(one["text"], one["lang"]) for one in head["languages"]] == [
        ("Español", "es"),
        ("Français", "fr"),
    ]


# -- the moderator ---------------------------------------------------------------------------------


def test_the_moderator_opens_pauses_and_closes(house: House) -> None:
    house.give(Role.MODERATOR)
    page = house.open(Role.MODERATOR)

    page.button(key="open").click().run()
    assert house.session.state is SessionState.OPEN
    house.room.step("one")
    page.run()
    page.button(key="intake").click().run()
    assert house.session.is_taking_contributions is False
    page.button(key="intake").click().run()
    assert house.session.is_taking_contributions is True
    page.button(key="close").click().run()

    assert house.session.state is SessionState.CLOSED


def test_the_run_sheet_shows_every_part_and_where_the_session_is(house: House) -> None:
    house.give(Role.MODERATOR)
    house.room.step("one")

    (sheet,) = drawn(house.open(Role.MODERATOR, "fr"), "runsheet")

    assert [(p["title"]["text"], p["is_here"], p["is_past"]) for p in sheet["parts"]] == [
        ("Début", False, True),
        ("Un", True, False),
        ("Deux", False, False),
    ]
    assert (sheet["before"]["id"], sheet["after"]["id"]) == ("start", "two")


def test_the_room_reads_once_the_moderator_reveals(house: House) -> None:
    house.give(Role.MODERATOR)
    house.room.step("one")

    page = house.open(Role.MODERATOR)
    page.button(key="reveal").click().run()

    assert house.session.part.is_revealed is True


@pytest.mark.parametrize("view", [View.THEMES, View.PARTICIPATION, View.QUESTION])
def test_one_press_changes_what_the_room_sees(house: House, view: View) -> None:
    house.give(Role.MODERATOR)
    page = house.open(Role.MODERATOR)

    page.button(key=f"view.{view.value}").click().run()

    assert house.session.on_screen.view is view


def test_the_moderator_enters_what_is_said_aloud(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.give(Role.MODERATOR)
    house.room.step("one")
    page = house.open(Role.MODERATOR)
    entering = contributions.enter_spoken

    def lost(*told: object) -> None:
        entering(*told)
        raise Unreachable  # the record has it, and the answer never came

    page.selectbox(key="spoken.actor").select("farmer")
    page.text_area(key="spoken.text").input("Falta agua")
    (enter,) = [one for one in page.button if one.label == page_says("moderator.spoken_enter")]
    with monkeypatch.context() as outage:
        outage.setattr(contributions, "enter_spoken", lost)
        enter.click().run()
    assert page.text_area(key="spoken.text").value == "Falta agua"
    (enter,) = [one for one in page.button if one.label == page_says("moderator.spoken_enter")]
    enter.click().run()

    assert page.text_area(key="spoken.text").value == ""
    assert house.room.heard("one") == {"farmer": (1, 1)}


def test_the_feed_shows_the_newest_first_in_their_own_words_and_language(house: House) -> None:
    house.give(Role.MODERATOR)
    house.room.step("one")
    house.room.say(house.room.join("farmer", "es", "Rosa"), "Falta agua")
    house.room.say(house.room.join("mayor", "fr", "Luc"), HOSTILE)

    (feed,) = drawn(house.open(Role.MODERATOR, "es"), "cards")

    assert [(c["number"], c["words"]["text"], c["words"]["lang"]) for c in feed["cards"]] == [
        (2, HOSTILE, "fr"),
        (1, "Falta agua", "es"),
    ]
    assert [(c["actor"]["text"], c["author"]) for c in feed["cards"]] == [
        ("mayor", "Luc"),
        ("farmer", "Rosa"),
    ]


def test_the_feed_shows_no_more_of_an_author_than_is_allowed(house: House) -> None:
    house.give(Role.MODERATOR)
    house.room.step("one")
    house.room.say(house.room.join("farmer", "es", "Rosa"), "Falta agua")
    assert "Rosa" in str(drawn(house.open(Role.MODERATOR), "cards"))

    rule = Confidentiality.ACTOR_ONLY
    sessions.set_confidentiality(house.installation.store, house.session, rule, ORGANISER)

    assert "Rosa" not in str(drawn(house.open(Role.MODERATOR), "cards"))


def test_who_is_here_and_not_heard_is_said(house: House) -> None:
    house.give(Role.MODERATOR)
    house.room.step("one")
    house.room.join("farmer")
    house.room.say(house.room.join("mayor"), "Falta agua")

    page = house.open(Role.MODERATOR)

    missing = next(
        told
        for told in drawn(page, "lines")
        if told["title"] == in_language("es").say("moderator.not_heard_yet")
    )
    assert [(one["label"]["text"], one["note"]) for one in missing["lines"]] == [
        ("farmer", in_language("es").say("moderator.voices_of", voices=0, n=1))
    ]
    caption = in_language("es").say("moderator.heard")
    (heard,) = (table for table in drawn(page, "table") if table["caption"] == caption)
    assert [[cell["text"] for cell in row] for row in heard["rows"]][:3] == [
        ["mayor", "1", "1", "1"],
        ["clerk", "0", "0", "0"],
        ["farmer", "1", "0", "0"],
    ]


def test_words_people_typed_reach_no_element_that_reads_markdown(house: House) -> None:
    for role in STAFF:
        house.give(role)
    house.room.step("one")
    author = house.room.join("farmer", "es", HOSTILE[:60])
    told = house.room.say(author, HOSTILE)
    token = participant_token(house.installation.keys, house.session, author.id)
    house.cookies[participant_cookie(house.session)] = token
    sessions.reveal(house.installation.store, house.session, "one", MODERATOR, revealed=True)
    sessions.put_on_screen(
        house.installation.store, house.session, View.CONTRIBUTION, MODERATOR, told
    )
    shown = 0

    for role in Role:
        page = house.open(role)
        if role is Role.RAPPORTEUR:
            page.session_state["tabs"] = tab_name(in_language("es").say("rapporteur.codings"))
            page.run()
        shown += HOSTILE in [c["words"]["text"] for d in drawn(page, "cards") for c in d["cards"]]
        read_as_markup = [*page.markdown, *page.caption, *page.title, *page.header, *page.success]
        read_as_markup += [*page.subheader, *page.error, *page.info, *page.warning]
        assert [one.value for one in read_as_markup if "beacon" in one.value] == []
        assert [label for label in labels(page) if "beacon" in label] == []

    assert shown == 3  # moderator, rapporteur, participant: there was something to leak


# -- the room's screen -----------------------------------------------------------------------------


def on_screen(house: House, language: str = "es") -> dict[str, Any]:
    house.give(Role.PROJECTOR)
    (screen,) = drawn(house.open(Role.PROJECTOR, language), "screen")
    assert isinstance(screen, dict)
    return screen


def test_the_screen_asks_the_question_in_every_language_with_the_way_in(house: House) -> None:
    house.room.step("one")

    screen = on_screen(house)

    assert [(words["text"], words["lang"]) for words in screen["texts"]] == [
        ("¿Qué falta?", "es"),
        ("Que manque ?", "fr"),
    ]
    assert screen["code"] == house.session.code
    assert screen["qr"].startswith("data:image/svg+xml;base64,")


def test_the_screen_has_no_controls(house: House) -> None:
    house.give(Role.PROJECTOR)
    page = house.open(Role.PROJECTOR)

    assert (labels(page), list(page.button_group)) == ([], [])


def test_a_contribution_on_screen_keeps_the_words_it_was_put_there_with(house: House) -> None:
    house.room.step("one")
    author = house.room.join("farmer")
    told = house.room.say(author, "Falta agua")
    store = house.installation.store
    sessions.put_on_screen(store, house.session, View.CONTRIBUTION, MODERATOR, told)
    contributions.revise(store, house.session, author, told.id, "Otra cosa")

    screen = on_screen(house)

    assert (screen["view"], screen["words"]["text"]) == ("contribution", "Falta agua")
    assert (screen["words"]["lang"], screen["actor"]["text"]) == ("es", "farmer")


def test_a_hidden_contribution_leaves_the_screen(house: House) -> None:
    house.room.step("one")
    told = house.room.say(house.room.join(), "Falta agua")
    store = house.installation.store
    sessions.put_on_screen(store, house.session, View.CONTRIBUTION, MODERATOR, told)
    assert on_screen(house)["view"] == "contribution"

    contributions.hide(store, house.session, told.id, HideReason.OFF_TOPIC, MODERATOR)

    assert on_screen(house)["view"] == "question"


def cells(row: dict[str, Any]) -> list[list[int]]:
    """Voices confirmed and all of them, in each column."""
    return [[cell["confirmed"], cell["voices"]] for cell in row["cells"]]


def test_the_screen_counts_voices_by_theme_and_group(house: House) -> None:
    house.room.step("one")
    house.room.say(house.room.join("farmer"), "Falta agua")
    told = house.room.say(house.room.join("mayor", "fr"), "La route et l'eau")
    store = house.installation.store
    themes.decide(
        store, house.session, told.id, Axis.THEME, "water", CodingState.CONFIRMED, MODERATOR
    )
    sessions.put_on_screen(store, house.session, View.THEMES, MODERATOR)

    screen = on_screen(house, "fr")

    assert [column["label"]["text"] for column in screen["columns"][:3]] == ["near", "far", "new"]
    assert {row["label"]["text"]: cells(row) for row in screen["rows"]} == {
        "Eau": [[1, 1], [0, 1], [0, 0], [0, 0]],
        "Routes": [[0, 1], [0, 0], [0, 0], [0, 0]],
    }


def test_the_screen_shows_who_came_and_who_spoke(house: House) -> None:
    house.room.step("one")
    house.room.join("farmer")
    house.room.say(house.room.join("farmer"), "Falta agua")
    sessions.put_on_screen(house.installation.store, house.session, View.PARTICIPATION, MODERATOR)

    (farmers,) = on_screen(house)["groups"]

    assert (farmers["label"]["text"], farmers["joined"], farmers["voices"]) == ("farmer", 2, 1)


def test_the_screen_counts_who_came_and_spoke_without_a_kind_of_actor(house: House) -> None:
    house.room.step("one")
    house.room.say(house.room.join("farmer"), "Falta agua")
    guest = house.room.join("farmer")
    with house.installation.store.change(house.session.id) as change:
        change.set_participant(guest.id, actor_id=None)
    unknown = house.installation.store.participant(guest.id)
    house.room.say(unknown, "Falta un camino")
    sessions.put_on_screen(house.installation.store, house.session, View.PARTICIPATION, MODERATOR)

    told = on_screen(house)

    assert [(one["label"]["text"], one["joined"], one["voices"]) for one in told["groups"]] == [
        ("farmer", 1, 1),
        (in_language("es").say("page.no_actor"), 1, 1),
    ]
    assert told["titles"][1]["text"] == in_language("es").say("projector.joined", n=2)


# -- participants ----------------------------------------------------------------------------------


def answering(house: House, language: str = "es") -> AppTest:
    """The page of somebody who joined as a farmer."""
    author = house.room.join("farmer", language)
    token = participant_token(house.installation.keys, house.session, author.id)
    house.cookies[participant_cookie(house.session)] = token
    return house.open(Role.PARTICIPANT, language)


def write(page: AppTest, text: str) -> AppTest:
    (box,) = page.text_area
    box.input(text)
    return page.button(key="send").click().run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_participant_answers_and_gets_a_receipt(house: House, language: str) -> None:
    house.room.step("one")

    page = write(answering(house, language), "Falta agua, l'eau")

    (told,) = house.installation.store.contributions(house.session.id)
    assert (told.words.text, told.words.language, told.source) == (
        "Falta agua, l'eau",
        language,
        Source.PAGE,
    )
    time = in_language(language).clock(told.received_at, UTC)
    assert in_language(language).say("door.received", number=1, time=time) in texts(page)
    assert page.text_area[0].value == ""


def test_a_refused_answer_keeps_its_text_and_says_why(house: House) -> None:
    house.room.step("one")
    page = answering(house)
    sessions.pause(house.installation.store, house.session, MODERATOR)

    write(page, "Falta agua")

    assert house.installation.store.contributions(house.session.id) == []
    assert in_language("es").say("error.intake_closed") in texts(page)


def test_a_refused_text_is_still_in_the_box(house: House) -> None:
    house.room.step("one")
    page = write(answering(house), "a" * 2_001)

    assert page.text_area[0].value == "a" * 2_001
    assert in_language("es").say("error.too_long", n=2_000) in texts(page)


def test_somebody_new_says_who_they_speak_as_first(house: House) -> None:
    house.room.step("one")
    page = house.open(Role.PARTICIPANT)
    assert list(page.text_area) == []

    page.radio(key="join.actor").set_value("farmer")
    page.text_input(key="join.name").input("Rosa")
    page.button(key="join").click().run()

    (person,) = house.installation.store.participants(house.session.id)
    assert (person.actor_id, person.name, person.language) == ("farmer", "Rosa", "es")
    assert len(page.text_area) == 1
    (kept,) = drawn(page, "keep")
    keys = house.installation.keys
    assert access.participant_of(keys, kept["token"], house.session) == person.id


def test_a_personal_link_arrives_with_what_was_registered(house: House) -> None:
    known = Participant("7", house.session.id, Origin.IMPORT, "mayor", "Ana", "Ayto", "Quito", "fr")
    with house.installation.store.change(house.session.id) as change:
        change.touch(ORGANISER, "import")
        change.add_participant(known)
    link = links.personal(house.installation, house.session, known.id)
    token = link.partition("?p=")[2]
    house.room.step("one")

    page = house.open(Role.PARTICIPANT, "", p=token)
    (head,) = drawn(page, "head")
    filled = [page.radio(key="join.actor").value, *(field.value for field in page.text_input)]
    page.button(key="join").click().run()

    (person,) = house.installation.store.participants(house.session.id)
    assert (head["language"], filled) == ("fr", ["mayor", "Ana", "Ayto", "Quito"])
    assert (person.id, person.territory, person.language) == ("7", "Quito", "fr")
    assert person.joined_at is not None


def test_each_kind_of_actor_is_explained_in_a_sentence(house: House) -> None:
    plan = plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml")
    house.room = Room.prepared(house.installation.store, plan)

    choice = house.open(Role.PARTICIPANT, "fr").radio(key="join.actor")

    explained = [unmarked(actor.explanation.texts["fr"]) for actor in plan.actors]
    assert list(choice.proto.captions) == explained


def test_joining_without_an_actor_is_refused_kindly(house: House) -> None:
    house.room.step("one")
    page = house.open(Role.PARTICIPANT)

    page.button(key="join").click().run()

    assert in_language("es").say("error.choose_actor") in texts(page)
    assert house.installation.store.participants(house.session.id) == []


def test_the_room_is_read_only_after_it_is_revealed(house: House) -> None:
    house.room.step("one")
    house.room.say(house.room.join("mayor"), "Falta agua")
    page = answering(house)
    assert drawn(page, "cards") == []
    assert in_language("es").say("participant.room_hidden") in texts(page)

    sessions.reveal(house.installation.store, house.session, "one", MODERATOR, revealed=True)

    page = answering(house)
    assert in_language("es").say("participant.room_hidden") not in texts(page)
    (room,) = drawn(page, "cards")
    assert [card["words"]["text"] for card in room["cards"]] == ["Falta agua"]
    assert [card["verbs"] for card in room["cards"]] == [[]]


def test_the_room_sees_themes_that_a_person_confirmed_and_no_guesses(house: House) -> None:
    house.room.step("one")
    told = house.room.say(house.room.join("mayor"), "Falta agua y un camino")
    store = house.installation.store
    sessions.reveal(store, house.session, "one", MODERATOR, revealed=True)
    (card,) = drawn(answering(house), "cards")[0]["cards"]
    assert card["codings"] == []

    decided = (told.id, Axis.THEME, "water", CodingState.CONFIRMED)
    themes.decide(store, house.session, *decided, MODERATOR)

    (card,) = drawn(answering(house), "cards")[0]["cards"]
    assert [coding["code"] for coding in card["codings"]] == ["water"]


def test_the_room_is_read_by_theme_and_by_kind_of_actor(house: House) -> None:
    house.room.step("one")
    store, say = house.installation.store, house.room.say
    water = say(house.room.join("mayor"), "Falta agua")
    say(house.room.join("guest"), "Falta todo")
    sessions.reveal(store, house.session, "one", MODERATOR, revealed=True)
    decided = (water.id, Axis.THEME, "water", CodingState.CONFIRMED)
    themes.decide(store, house.session, *decided, MODERATOR)
    page = answering(house)

    def read() -> list[str]:
        return [card["words"]["text"] for card in drawn(page.run(), "cards")[0]["cards"]]

    (offered,) = drawn(page, "filters")
    values = [[option["value"] for option in one["options"]] for one in offered["filters"]]
    assert values == [["", "mayor", "guest"], ["", "water"]]
    assert read() == ["Falta todo", "Falta agua"]
    page.session_state["room.actor"] = "guest"
    assert read() == ["Falta todo"]
    page.session_state["room.theme"] = "water"
    assert read() == []
    page.session_state["room.actor"] = ""
    assert read() == ["Falta agua"]
    page.session_state["room.theme"] = "none of ours"
    assert read() == ["Falta todo", "Falta agua"]


def test_what_is_hidden_is_not_shown_to_the_room(house: House) -> None:
    house.room.step("one")
    told = house.room.say(house.room.join("mayor"), "Falta agua")
    store = house.installation.store
    sessions.reveal(store, house.session, "one", MODERATOR, revealed=True)
    assert len(drawn(answering(house), "cards")[0]["cards"]) == 1

    contributions.hide(store, house.session, told.id, HideReason.OFFENSIVE, MODERATOR)

    assert drawn(answering(house), "cards")[0]["cards"] == []


# -- the rapporteur --------------------------------------------------------------------------------


def record_lines(page: AppTest) -> list[str]:
    (record,) = drawn(page, "record")
    return [line["words"]["text"] for line in record["lines"]]


def open_desk(house: House, tab: str) -> AppTest:
    house.give(Role.RAPPORTEUR)
    page = house.open(Role.RAPPORTEUR)
    page.session_state["tabs"] = tab_name(in_language("es").say(f"rapporteur.{tab}"))
    return page.run()


def test_the_rapporteur_finds_a_contribution_by_its_words(house: House) -> None:
    house.room.step("one")
    house.room.say(house.room.join("farmer"), "Falta água en la œuvre")
    house.room.say(house.room.join("mayor", "fr"), "La route")
    page = open_desk(house, "record")
    assert record_lines(page) == ["Falta água en la œuvre", "La route"]

    for words, found in (("AGUA oeuvre", 1), ("agua route", 0), ("#2", 1), ("%", 0)):
        page.text_input(key="search").input(words).run()
        assert len(record_lines(page)) == found


def test_the_desk_begins_with_what_needs_a_person(house: House) -> None:
    house.give(Role.RAPPORTEUR)
    house.room.step("one")
    told = house.room.say(house.room.join("farmer"), "Falta agua")
    hidden = house.room.say(house.room.join("mayor"), "Otra cosa")
    store = house.installation.store
    contributions.hide(store, house.session, hidden.id, HideReason.OFF_TOPIC, MODERATOR)

    page = house.open(Role.RAPPORTEUR)
    assert record_lines(page) == [told.words.text]  # a theme to confirm

    page.session_state["desk.need"] = "hidden"
    assert record_lines(page.run()) == ["Otra cosa"]


def test_the_rapporteur_takes_the_report_home_while_the_session_runs(house: House) -> None:
    house.give(Role.RAPPORTEUR)
    house.room.step("one")
    house.room.say(house.room.join("farmer"), "Falta agua")
    page = house.open(Role.RAPPORTEUR)
    page.session_state["tabs"] = tab_name(in_language("es").say("rapporteur.files"))
    page.run()
    page.radio(key="files.format").set_value("docx").run()
    page.selectbox(key="files.language").set_value("fr").run()
    page.button(key="files.prepare").click().run()

    assert [problem.message for problem in page.exception] == []
    (offered,) = page.get("download_button")
    assert f"small-{house.session.code}-fr.docx" in offered.proto.label
    page.radio(key="files.format").set_value("pdf").run()
    assert len(page.get("download_button")) == 0  # what was made is not what is asked for now


def test_the_rapporteur_sees_what_nobody_checked(house: House) -> None:
    house.give(Role.RAPPORTEUR)
    house.room.step("one")
    told = house.room.say(house.room.join("farmer"), "Falta agua")
    hello = house.room.say(house.room.join("mayor"), "Buenos días")

    page = house.open(Role.RAPPORTEUR)
    page.session_state["tabs"] = tab_name(in_language("es").say("rapporteur.codings"))
    (cards,) = drawn(page.run(), "cards")
    assert [card["id"] for card in cards["cards"]] == [told.id, hello.id]
    store, coding = house.installation.store, (told.id, Axis.THEME, "water")
    themes.decide(store, house.session, *coding, CodingState.CONFIRMED, MODERATOR)
    themes.leave_at_that(store, house.session, hello.id, MODERATOR)  # none is an answer too

    (cards,) = drawn(page.run(), "cards")
    assert cards["cards"] == []


# -- the organiser ---------------------------------------------------------------------------------


def test_the_organiser_has_every_link(house: House) -> None:
    house.give(Role.ORGANISER)

    page = house.open(Role.ORGANISER)

    every_link = links.links(house.installation, house.session).values()
    assert sorted(code.value for code in page.code) == sorted(every_link)


def test_the_organiser_replaces_a_link(house: House) -> None:
    house.give(Role.ORGANISER)
    before = links.links(house.installation, house.session)
    page = house.open(Role.ORGANISER)

    page.button(key="renew.moderator").click().run()

    after = links.links(house.installation, house.session)
    assert [role for role in before if before[role] != after[role]] == [Role.MODERATOR]
    assert after[Role.MODERATOR] in [code.value for code in page.code]


def test_showing_more_of_people_is_warned_of_and_audited(house: House) -> None:
    house.give(Role.ORGANISER)
    store = house.installation.store
    sessions.set_confidentiality(store, house.session, Confidentiality.ACTOR_ONLY, ORGANISER)
    page = house.open(Role.ORGANISER)

    page.radio(key="rule").set_value(Confidentiality.ON_RECORD).run()
    assert in_language("es").say("organiser.loosening") in texts(page)
    page.button(key="change_rule").click().run()

    assert house.session.plan.confidentiality is Confidentiality.ON_RECORD
    assert store.audit(house.session.id)[-1]["verb"] == "set_confidentiality"


def test_the_organiser_closes_the_link_and_changes_the_code(house: House) -> None:
    house.give(Role.ORGANISER)
    page, old = house.open(Role.ORGANISER), house.session.code

    page.radio(key="entrance").set_value(Entrance.SHUT).run()
    page.button(key="entrance.set").click().run()
    page.button(key="code.renew").click().run()

    assert house.session.entrance is Entrance.SHUT
    assert house.session.code != old
    assert labels(page) != []  # who is inside stays inside


def test_the_organiser_gives_a_question_a_rule_of_its_own(house: House) -> None:
    house.give(Role.ORGANISER)
    page = house.open(Role.ORGANISER)

    page.selectbox(key="rule.two").set_value(Confidentiality.ACTOR_ONLY).run()
    page.button(key="change_rule.two").click().run()

    assert house.session.confidentiality_of("two") is Confidentiality.ACTOR_ONLY
    assert house.session.confidentiality_of("one") is Confidentiality.ON_RECORD


def test_the_organiser_lets_somebody_write_again_and_names_go(house: House) -> None:
    rosa = house.room.join("mayor", name="Rosa")
    entrance.block(house.installation.store, house.session, rosa.id, HideReason.REPEATED, ORGANISER)
    house.give(Role.ORGANISER)
    page = house.open(Role.ORGANISER)

    page.button(key=f"unblock.{rosa.id}").click().run()
    page.button(key="names.now").click().run()

    there = house.installation.store.participant(rosa.id)
    assert there is not None
    assert (there.blocked_at, there.name) == (None, "")
