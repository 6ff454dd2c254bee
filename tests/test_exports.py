"""The record as files: complete, as typed, and harmless to open."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from facilitation import contributions
from facilitation.exports import csv_file, json_file, record
from facilitation.model import Confidentiality, HideReason, Words
from facilitation.store import Store
from facilitation.translation import versions
from tests.rooms import MODERATOR, Room, small_plan

SAMPLES = Path(__file__).parent / "samples"
BAD_INPUTS = [
    json.loads(line) for line in (SAMPLES / "bad_inputs.jsonl").read_text("utf-8").splitlines()
]
FORMULAS = [bad["input"] for bad in BAD_INPUTS if bad["kind"] == "formula"] + [
    "=1+1",
    "+1",
    "@SUM(A1)",
    "|calc",
    "%0A",
    "\uff1d1+1",
    "\u202a=1+1",
    "\xa0-1",
    "\u3164=1",
    "\u2800=1",
]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = Store.open(str(tmp_path / "ronda.db"))
    room = Room.prepared(store)
    room.step("one")
    yield room
    store.close()


def as_csv(room: Room) -> list[dict[str, str]]:
    written = csv_file.write(record.lines(room.store, room.now()))
    assert written.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula_and_none_is_changed_but_for_its_apostrophe(formula: str) -> None:
    assert csv_file.safe_cell(formula) == "'" + formula


@pytest.mark.parametrize("text", ["null", "None", "NaN", "00123", "1e5", "agua = vida", "100 %"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert csv_file.safe_cell(text) == text


def test_every_contribution_is_in_the_file_in_the_order_of_arrival(room: Room) -> None:
    rosa, luc = room.join(name="Rosa"), room.join("mayor", "fr", "Luc")
    room.say(rosa, 'Falta "agua", y\nmucha')
    room.say(luc, "Il manque l'école")

    assert [
        (line["number"], line["name"], line["actor"], line["group"], line["language"], line["text"])
        for line in as_csv(room)
    ] == [
        ("1", "Rosa", "farmer", "far", "es", 'Falta "agua", y\nmucha'),
        ("2", "Luc", "mayor", "near", "fr", "Il manque l'école"),
    ]


def test_suggested_themes_are_told_apart_from_confirmed_ones(room: Room) -> None:
    room.say(room.join(), "Falta agua")
    (line,) = as_csv(room)

    assert (line["themes_suggested"], line["themes_confirmed"]) == ("water", "")


def test_what_its_author_took_back_keeps_its_line_and_not_its_words(room: Room) -> None:
    author = room.join()
    told = room.say(author, "Falta agua")
    contributions.withdraw(room.store, room.now(), author, told.id)
    (line,) = as_csv(room)

    assert (line["number"], line["state"], line["text"]) == ("1", "withdrawn", "")


def test_what_was_hidden_is_in_the_record_with_its_reason(room: Room) -> None:
    told = room.say(room.join(), "Falta agua")
    contributions.hide(room.store, room.now(), told.id, HideReason.OFF_TOPIC, MODERATOR)
    (line,) = as_csv(room)

    assert (line["state"], line["reason"], line["text"]) == ("hidden", "off_topic", "Falta agua")


def test_no_file_names_anyone_under_the_chatham_house_rule(room: Room) -> None:
    plan = replace(small_plan(), confidentiality=Confidentiality.ACTOR_ONLY)
    closed = Room.prepared(room.store, plan)
    closed.step("one")
    for one in (room, closed):
        one.say(one.join(name="Rosa Quispe"), "Falta agua")

    lines = record.lines(closed.store, closed.now())
    files = csv_file.write(lines) + json_file.write(closed.store, closed.now())
    assert b"Rosa Quispe" not in files
    assert b"Rosa Quispe" in csv_file.write(record.lines(room.store, room.now()))


def test_a_persons_translation_is_in_the_file_beside_the_original(room: Room) -> None:
    told = room.say(room.join(), "Falta agua")
    taken_back = room.say(author := room.join(), "Falta un puente")
    for one, text in ((told, "=L'eau manque"), (taken_back, "Il manque un pont")):
        versions.correct(room.store, room.now(), one.id, Words(text, "fr"), MODERATOR)
    contributions.withdraw(room.store, room.now(), author, taken_back.id)
    first, second = as_csv(room)

    assert (first["text"], first["translation_es"]) == ("Falta agua", "")
    assert (first["translation_fr"], first["translation_state_fr"]) == (
        "'=L'eau manque",
        "checked",
    )
    assert (second["translation_fr"], second["translation_state_fr"]) == ("", "")


def test_json_holds_every_text_as_it_was_typed(room: Room) -> None:
    texts = [bad["input"] for bad in BAD_INPUTS if bad["kind"] in ("html", "latex", "sql", "name")]
    author = room.join()
    for text in texts:
        room.say(author, text)
    written = json.loads(json_file.write(room.store, room.now()))

    assert [line["text"] for line in written["contributions"]] == texts
    assert written["format"] == json_file.FORMAT
    assert written["session"]["title"] == {"es": "Mesa pequeña", "fr": "Petite table"}
