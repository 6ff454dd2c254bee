"""Under the Chatham House Rule no screen says of whom a few voices are, nor opens it by a press."""

import json

import pytest

from facilitation import entrance, floor, sessions
from facilitation.confidentiality import NOT_SHOWN
from facilitation.model import Confidentiality, HideReason, Role, View
from facilitation.phrases import in_language
from tests.rooms import MODERATOR, ORGANISER, Room, small_plan
from tests.tables import conclude
from tests.test_pages import House, answering, drawn, house as house, on_screen, open_desk

HIDDEN = in_language("es").say("confidentiality.kind")


@pytest.fixture
def hushed(house: House) -> House:
    """Three farmers, a mayor and two clerks spoke; the mayor and the clerks are too few."""
    house.room = Room.prepared(house.installation.store, small_plan())
    room = house.room
    sessions.set_confidentiality(room.store, room.session, Confidentiality.ACTOR_ONLY, ORGANISER)
    room.step("one")
    for kind in ("farmer", "farmer", "farmer", "mayor", "clerk", "clerk"):
        room.say(room.join(kind), f"Falta agua: {kind[::-1]}")
    return house


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.RAPPORTEUR])
def test_nobody_at_a_console_is_told_or_may_choose_a_kind_of_so_few(
    hushed: House, role: Role
) -> None:
    hushed.give(role)
    page = open_desk(hushed, "record") if role is Role.RAPPORTEUR else hushed.open(role)
    shown = [one for list_ in drawn(page, "cards") for one in list_["cards"]]
    shown += [one for list_ in drawn(page, "record") for one in list_["lines"]]

    mayors = [one for one in shown if "mayor"[::-1] in json.dumps(one)]
    assert {one["actor"]["text"] for one in mayors} == {HIDDEN}
    assert {one["actor"]["text"] for one in shown} == {HIDDEN, "farmer"}
    assert '"mayor"' not in json.dumps([drawn(page, name) for name in ("filters", "choices")])


def test_participants_read_and_choose_no_kind_of_so_few(hushed: House) -> None:
    room = hushed.room
    page = answering(hushed)
    sessions.reveal(room.store, room.now(), "one", MODERATOR, revealed=True)
    page = hushed.open(Role.PARTICIPANT)
    (cards,) = drawn(page, "cards")
    options = [
        option["value"]
        for filters in drawn(page, "filters")
        for one in filters["filters"]
        for option in one["options"]
    ]

    assert {one["actor"]["text"] for one in cards["cards"]} == {HIDDEN, "farmer"}
    assert not {"mayor", "clerk"} & set(options)


def test_the_room_sees_small_kinds_together_and_never_alone(hushed: House) -> None:
    room = hushed.room

    def shown(view: View) -> str:
        sessions.put_on_screen(room.store, room.now(), view, MODERATOR)
        return json.dumps(on_screen(hushed), ensure_ascii=False)

    told = json.loads(shown(View.PARTICIPATION))["groups"]
    assert [(one["id"], one["joined"], one["voices"]) for one in told] == [
        ("farmer", 3, 3),
        (NOT_SHOWN, 3, 3),
    ]
    chart = json.loads(shown(View.THEMES))
    assert {one["id"]: one["count"] for one in chart["columns"]} == {
        **{"near": "–", "far": "3", "new": "–"},
        NOT_SHOWN: "3",
    }
    common = json.loads(shown(View.COMMON))
    assert common["say"]["hint"] == in_language("es").say("chart.common_not_told")
    mayor = room.store.contributions(room.session.id)[3]
    sessions.put_on_screen(room.store, room.now(), View.CONTRIBUTION, MODERATOR, mayor)
    assert on_screen(hushed)["actor"]["text"] == HIDDEN


def test_what_carries_a_conclusion_counts_small_kinds_as_one(hushed: House) -> None:
    room = hushed.room
    conclude(room, "Falta agua.", (3, 4, 5))
    sessions.put_on_screen(room.store, room.now(), View.CONCLUSIONS, MODERATOR)
    (one,) = on_screen(hushed)["items"]

    assert one["basis"].endswith(in_language("es").say("report.kinds_of_actor", n=2))


def test_nobody_is_named_who_is_blocked_or_asks_for_the_floor(hushed: House) -> None:
    room = hushed.room
    rosa = room.join("mayor", name="Rosa Quispe")
    floor.raise_hand(room.store, room.now(), rosa)
    hushed.give(Role.MODERATOR)
    assert "Rosa" not in str(drawn(hushed.open(Role.MODERATOR), "lines"))

    entrance.block(room.store, room.now(), rosa.id, HideReason.REPEATED, ORGANISER)
    hushed.give(Role.ORGANISER)
    page = hushed.open(Role.ORGANISER)
    assert page.button(key=f"unblock.{rosa.id}").label.endswith(HIDDEN)


def test_who_leads_may_count_every_kind(hushed: House) -> None:
    hushed.give(Role.MODERATOR)
    page = hushed.open(Role.MODERATOR)
    heard = next(table for table in drawn(page, "table") if len(table["rows"]) == 6)

    assert [[cell["text"] for cell in row] for row in heard["rows"]][:3] == [
        ["mayor", "1", "1", "1"],
        ["clerk", "2", "2", "2"],
        ["farmer", "3", "3", "3"],
    ]
