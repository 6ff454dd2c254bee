"""What is shown of an author, under each rule."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from facilitation import contributions, patterns, sessions
from facilitation.conclusions.counting import count
from facilitation.confidentiality import (
    KINDS_TOGETHER,
    NOT_SHOWN,
    SMALLEST_CELL,
    shown_author,
    too_few,
    veil_of_room,
    veiled,
)
from facilitation.exports import audit_file, record
from facilitation.lifecycles import ConclusionKind, Facet
from facilitation.model import (
    Author,
    CodingState,
    Confidentiality,
    HideReason,
    Origin,
    Participant,
    Role,
)
from facilitation.moderation import sifting
from facilitation.patterns import SPOKEN
from facilitation.report.material import gather
from facilitation.reviewing.finding import Sought, find
from facilitation.store import Store
from facilitation.store.sieves import Sifting
from tests.rooms import MODERATOR, ORGANISER, Room
from tests.tables import decide

ROSA = Participant("p", "s", Origin.LINK, "farmer", "Doña Rosa", "Junta de riego", "Cayambe", "es")


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        (Confidentiality.ON_RECORD, Author("farmer", "Doña Rosa", "Junta de riego", "Cayambe")),
        (Confidentiality.ORGANISATION_ONLY, Author("farmer", "", "Junta de riego")),
        (Confidentiality.ACTOR_ONLY, Author("farmer")),
    ],
)
def test_each_rule_shows_what_it_says_and_no_more(rule: Confidentiality, shown: Author) -> None:
    assert shown_author(ROSA, "farmer", rule) == shown


@pytest.mark.parametrize("rule", Confidentiality)
def test_somebody_we_do_not_know_is_a_kind_of_actor(rule: Confidentiality) -> None:
    assert shown_author(None, "farmer", rule) == Author("farmer")


def test_the_actor_is_the_one_they_spoke_as() -> None:
    now_mayor = replace(ROSA, actor_id="mayor")

    assert shown_author(now_mayor, "farmer", Confidentiality.ACTOR_ONLY) == Author("farmer")


@pytest.mark.parametrize(
    ("people", "hidden"),
    [
        ({"farmer": 3, "mayor": 3}, ""),
        ({"farmer": 5, "mayor": 2, "clerk": 1}, "clerk mayor"),  # three of two kinds: enough
        ({"farmer": 5, "student": 4, "mayor": 1}, "mayor student"),  # else it is the one left out
        ({"farmer": 9, "student": 4, "mayor": 1, "clerk": 1}, "clerk mayor student"),
        ({"farmer": 3, "mayor": 1}, "farmer mayor"),  # all, where there is no other way
        ({"farmer": 4, "student": 4, "mayor": 2}, "farmer mayor"),  # of equals, the first by id
        ({"farmer": 5, "mayor": 2, None: 1}, "mayor"),  # who is of no known kind is in the pool
        ({None: 2}, ""),
        ({}, ""),
    ],
)
def test_small_kinds_are_not_told_nor_found_out_by_leaving_out_the_others(
    people: dict[str | None, int], hidden: str
) -> None:
    assert sorted(too_few(people)) == hidden.split()


@given(st.dictionaries(st.sampled_from([None, *"abcdefgh"]), st.integers(0, 12)))
def test_what_is_not_told_is_of_enough_people_and_kinds_or_it_is_all(
    people: dict[str | None, int],
) -> None:
    hidden = too_few(people)
    told = {kind: n for kind, n in people.items() if kind is not None and kind not in hidden}
    pool = sum(people[kind] for kind in hidden) + people.get(None, 0)

    assert all(n >= SMALLEST_CELL for n in told.values())
    if hidden and told:
        assert pool >= SMALLEST_CELL
        assert len(hidden) + bool(people.get(None)) >= KINDS_TOGETHER
    assert not too_few({**told, None: pool})  # a copy of what is told hides nothing more


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = Store.open(str(tmp_path / "ronda.db"))
    room = Room.prepared(store)
    room.step("one")
    yield room
    store.close()


def chatham(room: Room, **people: int) -> list[str | None]:
    """So many people of each kind each say something; the kinds as a file then has them."""
    rule = Confidentiality.ACTOR_ONLY
    sessions.set_confidentiality(room.store, room.session, rule, ORGANISER)
    for kind, n in people.items():
        for _ in range(n):
            room.say(room.join(kind), f"Falta agua, dice {kind}")
    return [told.actor_id for told in gather(room.store, room.now()).given]


def test_a_file_does_not_say_which_kinds_the_few_are(room: Room) -> None:
    shown = chatham(room, farmer=3, mayor=1, clerk=2)
    given = gather(room.store, room.now()).given
    lines = record.lines(room.store, room.now())

    assert shown == ["farmer"] * 3 + [None] * 3
    assert [(line.actor, line.group) for line in lines] == [("farmer", "far")] * 3 + [("", "")] * 3
    assert veiled(room.now(), given) == list(given)


def test_the_only_mayor_takes_the_next_smallest_kind_along(room: Room) -> None:
    assert chatham(room, student=4, farmer=3, mayor=1) == ["student"] * 4 + [None] * 4


def test_each_part_has_its_rule_and_only_those_who_spoke_under_it_count(room: Room) -> None:
    for n in range(3):
        room.say(room.join("mayor"), f"Con nombre {n}")
    rule = Confidentiality.ACTOR_ONLY
    sessions.set_part_confidentiality(room.store, room.session, "two", rule, ORGANISER)
    room.step("two")
    for kind in ("mayor", "farmer", "farmer", "farmer", "clerk", "clerk"):
        room.say(room.join(kind), "Sin nombre")

    shown = [told.actor_id for told in gather(room.store, room.now()).given]

    assert shown == ["mayor"] * 3 + [None, *["farmer"] * 3, None, None]


def test_voices_are_of_those_whose_words_stand_where_any_do(room: Room) -> None:
    def shown(*hidden: int) -> list[str | None]:
        told = room.store.contributions(room.session.id)
        for place in hidden:
            contributions.hide(
                *(room.store, room.now(), told[place].id, HideReason.OFF_TOPIC, MODERATOR)
            )
        return [told.actor_id for told in gather(room.store, room.now()).given]

    chatham(room, farmer=4, clerk=3)

    assert shown(5, 6) == [None] * 7  # of the clerks one is left
    assert shown(4) == ["farmer"] * 4 + ["clerk"] * 3  # three are listed, without their words


@pytest.mark.parametrize("rule", Confidentiality)
def test_the_rooms_screens_count_everybody_who_came_or_spoke(
    room: Room, rule: Confidentiality
) -> None:
    for kind, n in {"farmer": 3, "mayor": 2, "clerk": 1}.items():
        for _ in range(n):
            room.join(kind)
    room.say(room.join("student"), "Nosotros también")
    sessions.set_confidentiality(room.store, room.session, rule, ORGANISER)

    veil = veil_of_room(room.store, room.now())

    is_veiled = rule is Confidentiality.ACTOR_ONLY
    assert veil.kinds == (frozenset({"mayor", "clerk", "student"}) if is_veiled else frozenset())
    assert veil.hides("mayor", "one") is is_veiled
    assert veil.hides(None, "one") is is_veiled
    assert not veil.hides("farmer", "one")


def test_no_cell_of_a_chart_tells_or_opens_what_a_contribution_does_not(room: Room) -> None:
    def shown() -> dict[str | None, int]:
        pattern = patterns.themes_by_group(room.store, room.now(), "one")
        return {column.id: column.voices for column in pattern.columns if column.voices}

    chatham(room, farmer=3, mayor=1, clerk=2)
    pattern = patterns.themes_by_group(room.store, room.now(), "one")

    assert shown() == {"far": 3, NOT_SHOWN: 3}
    for key in ("near", "new", None):
        assert not patterns.behind(room.store, room.now(), pattern, key, SPOKEN, 9)
    for _ in range(2):
        room.join("mayor")
    assert shown() == {"near": 1, NOT_SHOWN: 5}  # two clerks alone take the farmers along
    room.join("clerk")
    assert shown() == {"far": 3, "near": 3}


def test_no_sentence_offered_as_a_conclusion_names_a_kind_that_is_not_shown(room: Room) -> None:
    chatham(room, farmer=3, student=3, mayor=1, clerk=1, guest=1)
    for told in room.store.contributions(room.session.id):
        for coding in told.codings if told.actor_id == "mayor" else ():
            decide(room, told, coding.axis, coding.code_id, CodingState.CONFIRMED)
    offered = [text for one in count(room.store, room.now()) for text in one.texts.values()]

    assert offered
    assert "mayor" not in " ".join(offered)
    assert {one.kind for one in count(room.store, room.now())} == {ConclusionKind.MINORITY_VIEW}


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.RAPPORTEUR])
def test_nobody_at_a_console_lists_the_contributions_of_a_kind_that_is_not_shown(
    room: Room, role: Role
) -> None:
    chatham(room, farmer=3, mayor=1, clerk=2)
    session = room.now()

    assert not sifting.sifted(room.store, session, Sifting(actor="mayor"), 9, role)
    assert sifting.choices(room.store, session, "one", Facet.ACTOR) == {"farmer": 3}
    assert not find(room.store, session, Sought(actor="mayor"))
    assert len(find(room.store, session, Sought(actor="farmer"))) == 3


@pytest.mark.parametrize("rule", [None, Confidentiality.ACTOR_ONLY])
def test_the_trail_does_not_join_what_one_person_said_under_two_rules(
    room: Room, rule: Confidentiality | None
) -> None:
    rosa = room.join(name="Rosa")
    room.say(rosa, "Con nombre")
    sessions.set_part_confidentiality(room.store, room.session, "two", rule, ORGANISER)
    room.step("two")
    room.say(rosa, "Sin nombre")
    trail = [json.loads(line) for line in audit_file.write(room.store, room.now()).splitlines()]

    said = [one for one in trail if one["verb"] == "submit"]
    assert [one["who"] for one in said] == ([""] * 2 if rule else [rosa.id] * 2)
    assert next(one for one in trail if one["verb"] == "step")["who"]
