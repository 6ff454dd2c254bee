"""The contract of the record, on SQLite and on PostgreSQL alike."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from facilitation import contributions
from facilitation.errors import NotFound
from facilitation.model import Axis, Coding, CodingState, ContributionState, HideReason, Role
from facilitation.store import By, Store
from facilitation.store.sieves import Sifting
from tests.rooms import MODERATOR, Room, small_plan


def test_a_plan_comes_back_as_it_was_written(store: Store) -> None:
    room = Room.prepared(store)

    assert room.now().plan == small_plan()


def test_every_change_moves_the_revision_by_one_and_leaves_one_audit_row(room: Room) -> None:
    before = room.now().revision
    author = room.join()
    told = room.say(author, "Falta agua")
    contributions.hide(room.store, room.session, told.id, HideReason.OFF_TOPIC, MODERATOR)

    assert room.now().revision == before + 3
    audit = room.store.audit(room.session.id)
    assert [row["revision"] for row in audit] == list(range(1, before + 4))
    assert [row["verb"] for row in audit][-3:] == ["join", "submit", "hide"]


def test_the_audit_holds_nobodys_words(room: Room) -> None:
    author = room.join(name="Doña Rosa")
    room.say(author, "Falta agua en la comuna")
    rows = str(room.store.audit(room.session.id))

    assert [word for word in ("Rosa", "agua", "comuna") if word in rows] == []


def test_phones_hear_of_a_step_and_not_of_a_contribution(room: Room) -> None:
    stage = room.now().stage_revision
    room.say(room.join(), "Falta agua")
    assert room.now().stage_revision == stage

    room.step("two")
    assert room.now().stage_revision == room.session.revision


def test_a_burst_is_numbered_without_gaps_in_the_order_of_its_revisions(room: Room) -> None:
    authors = [room.join() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: room.say(authors[n % 6], f"Agua {n}"), range(30)))

    feed = room.store.feed(room.session.id)
    assert [told.number for told in feed] == list(range(1, 31))
    assert sorted(told.words.text for told in feed) == sorted(f"Agua {n}" for n in range(30))


def test_a_reader_of_the_feed_never_misses_one(room: Room) -> None:
    author, done, seen = room.join(), threading.Event(), list[str]()

    def follow() -> None:
        since = 0
        while True:
            was_done = done.is_set()
            for told in room.store.feed(room.session.id, since):
                seen.append(told.id)
                since = told.revision
            if was_done:
                return

    reader = threading.Thread(target=follow)
    reader.start()
    with ThreadPoolExecutor(5) as pool:
        told = list(pool.map(lambda n: room.say(author, f"Agua {n}"), range(25)))
    done.set()
    reader.join()

    assert sorted(seen) == sorted(one.id for one in told)


def test_the_same_key_from_ten_hands_at_once_is_one_contribution(room: Room) -> None:
    author, key = room.join(), str(uuid4())
    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(lambda _: room.say(author, "Falta agua", key), range(10)))

    assert {one.number for one in told} == {1}
    assert len(room.store.contributions(room.session.id)) == 1


def test_the_same_key_with_another_text_is_a_new_edition(room: Room) -> None:
    author, key = room.join(), str(uuid4())
    room.say(author, "Falta agua", key)
    again = room.say(author, "Falta agua y camino", key)

    assert (again.number, again.edition) == (1, 2)
    assert [e.words.text for e in room.store.editions(key)] == ["Falta agua", "Falta agua y camino"]
    (kept,) = room.store.contributions(room.session.id)
    assert kept.words.text == "Falta agua y camino"


def test_a_change_that_fails_leaves_nothing_behind(room: Room) -> None:
    before = room.now()

    def fail_halfway() -> None:
        with room.store.change(room.session.id) as change:
            change.touch(MODERATOR, "pause")
            change.set_session(intake="paused")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert room.now() == before


def test_a_change_of_an_unknown_session_is_refused(store: Store) -> None:
    with pytest.raises(NotFound), store.change("nowhere"):
        pass


def test_new_suggestions_replace_old_ones_and_keep_what_a_person_decided(room: Room) -> None:
    told = room.say(room.join(), "Falta agua")

    def coding(theme: str, state: CodingState) -> Coding:
        return Coding(told.id, Axis.THEME, theme, state, 1.0, ("x",))

    with room.store.change(room.session.id) as change:
        revision = change.touch(MODERATOR, "confirmed", told.id)
        change.decide_coding(coding("roads", CodingState.REJECTED), "moderator:1", revision)
        both = [coding("water", CodingState.SUGGESTED), coding("roads", CodingState.SUGGESTED)]
        change.replace_suggestions(told.id, both, "lexicon", revision)

    kept = room.store.contribution(told.id)
    assert kept is not None
    assert {c.code_id: c.state for c in kept.codings} == {
        "water": CodingState.SUGGESTED,
        "roads": CodingState.REJECTED,
    }


def test_a_contribution_taken_back_is_heard_no_more(room: Room) -> None:
    author = room.join()
    told = room.say(author, "Falta agua")
    assert room.heard("one") == {"farmer": (1, 1)}

    contributions.withdraw(room.store, room.session, author, told.id)
    assert room.heard("one") == {}
    (kept,) = room.store.contributions_of(author.id)
    assert kept.state is ContributionState.WITHDRAWN


def test_no_placeholder_is_read_from_peoples_words(room: Room) -> None:
    text = "100% :name %(x)s %s ? $1 {x} '; DROP TABLE session; --"
    room.say(room.join(name=":id %s"), text)

    (kept,) = room.store.contributions(room.session.id)
    assert kept.words.text == text


def test_presence_moves_no_revision(room: Room) -> None:
    author = room.join()
    before = room.now().revision
    assert author.joined_at is not None
    room.store.note_presence(author.id, author.joined_at)

    assert room.now().revision == before


def test_two_processes_that_start_together_both_find_the_schema(store_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: Store.open(store_url), range(4)))

    assert [store.sessions() for store in stores] == [[], [], [], []]
    for store in stores:
        store.close()


def test_a_second_store_on_the_same_database_sees_what_the_first_wrote(
    store: Store, store_url: str
) -> None:
    other = Store.open(store_url)
    room = Room.prepared(store)
    seen = other.session(room.session.code)
    other.close()

    assert seen == room.now()


def test_a_new_generation_is_remembered(room: Room) -> None:
    with room.store.change(room.session.id) as change:
        change.touch(By(Role.ORGANISER), "renew_keys", Role.MODERATOR)
        change.set_generation(Role.MODERATOR, 2)

    assert room.store.generation(room.session.id, Role.MODERATOR) == 2
    assert room.store.generation(room.session.id, Role.RAPPORTEUR) == 1


def test_the_newest_come_first_in_a_part_or_in_all_of_them(room: Room) -> None:
    author = room.join()
    room.say(author, "Falta agua")
    room.say(author, "Falta riego")
    room.step("two")
    room.say(author, "La gente")

    def newest(part_id: str, limit: int = 9) -> list[int]:
        told = room.store.sifted(room.session.id, Sifting(part_id=part_id), limit)
        return [one.number for one in told]

    assert [newest("one"), newest("two"), newest(""), newest("", 2)] == [
        [2, 1],
        [3],
        [3, 2, 1],
        [3, 2],
    ]


def test_the_people_behind_contributions_are_found_at_once(room: Room) -> None:
    people = [room.join(name=name) for name in ("Rosa", "Luis", "Inés")]

    found = room.store.participants_of([people[0].id, people[2].id, people[0].id, "nobody"])

    assert {id_: person.name for id_, person in found.items()} == {
        people[0].id: "Rosa",
        people[2].id: "Inés",
    }
