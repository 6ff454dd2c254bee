"""The whole record as a file, a new session made of it, and the same file again."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from facilitation import contributions, restoring, sessions
from facilitation.errors import PlanProblem
from facilitation.exports import files, json_file
from facilitation.model import Confidentiality, Session
from facilitation.report import gather, report
from facilitation.store import Store
from tests.rooms import MODERATOR, ORGANISER, Room
from tests.tables import concluded, plan_with_points


def again(store: Store, session: Session) -> tuple[bytes, bytes, Session]:
    """The file of a session, and that of the session made of it."""
    first = json_file.write(store, session)
    made = restoring.restore(store, restoring.read(first, "record.json"), ORGANISER)
    return first, json_file.write(store, made), made


def lively(store: Store, rule: Confidentiality = Confidentiality.ON_RECORD) -> Room:
    """With a part of another rule, an edition, a share, a merge and a step back."""
    plan = plan_with_points(rule)
    parts = list(plan.parts)
    parts[2] = replace(parts[2], confidentiality=Confidentiality.ACTOR_ONLY)
    room = concluded(store, replace(plan, parts=tuple(parts)))
    room.step("two")
    author = room.join(name="Rosa Quispe")
    told = room.say(author, "=1+1 中文 👩‍👩‍👧")
    contributions.revise(store, room.now(), author, told.id, "Dos veces \u200fdicho")
    room.step("one")
    room.say(author, "Otra vez, con nombre")
    sessions.reveal(store, room.now(), "one", MODERATOR, revealed=True)
    sessions.open_support(store, room.now(), "one", MODERATOR, is_open=True)
    first = store.contributions(room.session.id)[0]
    for name in ("a", "b"):
        contributions.support(store, room.now(), room.join(name=name), first.id, shared=True)
    sessions.close(store, room.now(), MODERATOR)
    return room


@pytest.mark.parametrize("rule", list(Confidentiality))
def test_a_session_made_of_the_file_writes_the_same_file(
    store: Store, rule: Confidentiality
) -> None:
    first, second, made = again(store, lively(store, rule).now())

    assert json.loads(second) == json.loads(first)
    assert second == first
    assert made.code


def test_an_empty_session_goes_round_too(store: Store) -> None:
    first, second, _ = again(store, Room.prepared(store).session)

    assert second == first


def test_the_report_of_the_new_session_is_the_same(store: Store) -> None:
    room = concluded(store)
    _, _, made = again(store, room.now())
    here, there = (
        report(replace(gather(store, one), at=room.session.closed_at), "fr")  # type: ignore[arg-type]
        for one in (room.session, made)
    )

    assert here == there


def test_nobody_that_a_rule_hides_is_in_the_file(store: Store) -> None:
    room = lively(store)
    told = json.loads(json_file.write(store, room.now()))
    rosas = [one for one in told["people"] if one["name"] == "Rosa Quispe"]
    (rosa,) = rosas
    said = {one["text"] for one in told["contributions"] if one["voice"] == rosa["voice"]}

    assert said == {"Otra vez, con nombre"}  # and not what she said where only the actor is shown
    assert sum(one["joined"] for one in told["people"]) == sum(
        person.joined_at is not None for person in store.participants(room.session.id)
    )


def test_the_file_holds_no_id_of_the_database(store: Store) -> None:
    room = lively(store)
    written = json_file.write(store, room.now()).decode()
    ids = [room.session.id, room.session.code]
    ids += [told.id for told in store.contributions(room.session.id)]
    ids += [person.id for person in store.participants(room.session.id)]

    assert [id_ for id_ in ids if id_ in written] == []


def test_words_that_were_taken_back_are_not_in_the_file(store: Store) -> None:
    written = json_file.write(store, concluded(store).now()).decode()

    assert "Palabras retiradas" not in written


def test_people_can_go_on_in_a_session_that_was_made_of_a_file(store: Store) -> None:
    _, _, made = again(store, concluded(store).now())
    room = Room(store, made)
    room.step("one")
    told = room.say(room.join(), "Después")

    assert told.number == len(store.contributions(made.id))


def test_a_file_from_anywhere_brings_no_control_characters(store: Store) -> None:
    first, _, _ = again(store, lively(store).now())
    hostile = json.loads(first)
    hostile["session"]["parts"][1]["title"]["es"] = "U\0no\x1b[31m\ud800\u202e"

    session = restoring.restore(store, restoring.read(json.dumps(hostile).encode(), "x"), ORGANISER)

    assert session.plan.parts[1].title.texts["es"] == "Uno[31m"
    assert files.write(store, session, files.Format.DOCX, "es").content


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b"\xff\xfe", b'{"format": "other"}', b'{"format": "ronda.record.2"}'],
)
def test_a_file_that_is_no_record_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(PlanProblem) as refused:
        restoring.read(content, "record.json")

    assert str(refused.value).startswith("record.json ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("session", "languages"), "es"),
        (("session", "state"), "sleeping"),
        (("people", 0, "voice"), None),
        (("contributions", 0, "voice"), 99),
        (("contributions", 0, "received_at"), "yesterday"),
        (("contributions", 0, "text"), 5),
        (("contributions", 0, "codings"), [{"axis": "theme"}]),
        (("conclusions", 0, "evidence"), [12345]),
        (("contributions", 0, "support"), 10**30),
        (("contributions", 0, "support"), -1),
        (("contributions", 0, "number"), 2),
        (("contributions", 0, "merged_into"), 1),
    ],
)
def test_a_record_with_one_wrong_value_changes_nothing(
    tmp_path: Path, path: tuple[Any, ...], value: object
) -> None:
    store = Store.open(str(tmp_path / "ronda.db"))
    told = json.loads(json_file.write(store, concluded(store).now()))
    place = told
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    before = len(store.sessions())

    with pytest.raises(PlanProblem):
        restoring.restore(store, restoring.read(json.dumps(told).encode(), "x.json"), ORGANISER)
    assert len(store.sessions()) == before
    store.close()
