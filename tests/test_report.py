"""The report before any format: every number counted again from the rows, every citation there."""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from facilitation import erasure, second_coder
from facilitation.conclusions import writing
from facilitation.conclusions.nouns import Said
from facilitation.exports.laid_out import plain
from facilitation.lifecycles import ConclusionKind
from facilitation.model import Confidentiality, Role, Wording
from facilitation.phrases import in_language
from facilitation.report import gather, report
from facilitation.report.blocks import (
    Block,
    Conclusive,
    Heading,
    KeyNumbers,
    Paragraph,
    Quote,
    Report,
    Table,
    Tone,
)
from facilitation.report.sheets import sheets as all_sheets
from facilitation.store import By, Store
from tests.rooms import Room
from tests.tables import RAPPORTEUR, code, conclude, concluded, held, plan_with_points

LANGUAGES = ("es", "fr", "")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(str(tmp_path / "ronda.db"))
    yield store
    store.close()


@pytest.fixture
def room(store: Store, request: pytest.FixtureRequest) -> Room:
    """On the record, unless a test asks for another rule."""
    return concluded(store, plan_with_points(getattr(request, "param", Confidentiality.ON_RECORD)))


under_each_rule = pytest.mark.parametrize("room", list(Confidentiality), indirect=True)


@pytest.fixture
def hushed(store: Store) -> Room:
    """The same under the Chatham House Rule, with three students: theirs is the next kind."""
    room = held(store, plan_with_points(Confidentiality.ACTOR_ONLY))
    for n in range(2):
        room.say(room.join("student"), f"Otra agua {n}", part_id="one")
    code(room)
    conclude(room, "El agua es lo primero.", (1, 3, 4))
    conclude(room, "Nadie preguntó abajo.", (6,))
    conclude(room, "La junta decide con la comuna.", (7, 8), part="two")
    return room


@pytest.fixture
def rows(room: Room, tmp_path: Path) -> "Rows":
    return Rows(tmp_path / "ronda.db")


class Rows:
    """The tables themselves, read with nothing of ours."""

    def __init__(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as database:
            database.row_factory = sqlite3.Row
            for table in ("contribution", "participant", "coding", "translation", "evidence"):
                found = database.execute(f"SELECT * FROM {table}").fetchall()
                setattr(self, table, [dict(row) for row in found])
            self.conclusion = database.execute("SELECT * FROM conclusion").fetchall()

    contribution: list[dict[str, Any]]
    participant: list[dict[str, Any]]
    coding: list[dict[str, Any]]
    translation: list[dict[str, Any]]
    evidence: list[dict[str, Any]]

    @property
    def received(self) -> list[dict[str, Any]]:
        return [row for row in self.contribution if row["state"] == "received"]


def told(room: Room, language: str = "es") -> Report:
    return report(gather(room.store, room.now()), language)


def blocks(made: Report) -> list[Block]:
    return [block for chapter in made.chapters for block in chapter.blocks]


def tables(made: Report, language: str) -> dict[str, Table]:
    """By the words that begin their captions."""
    found = {}
    for chapter in made.chapters:
        if chapter.language == language:
            for block in chapter.blocks:
                table = block if isinstance(block, Table) else getattr(block, "table", None)
                if table:
                    found[table.caption.partition(" ")[0]] = table
    return found


def cells(table: Table) -> list[list[str]]:
    return [[words.text for words in row] for row in table.rows]


def paragraphs(made: Report) -> str:
    return "\n".join(block.words.text for block in blocks(made) if isinstance(block, Paragraph))


@under_each_rule
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_that_is_cited_is_in_the_record_and_in_the_annex(
    room: Room, rows: Rows, language: str
) -> None:
    made = told(room, language)
    entries = [b.number for b in blocks(made) if isinstance(b, Quote) and b.is_entry]
    quoted = {b.number for b in blocks(made) if isinstance(b, Quote) and not b.is_entry}
    cited = {n for b in blocks(made) if isinstance(b, Conclusive) for n in b.evidence}
    standing = [
        row["number"] for row in rows.contribution if row["state"] in ("received", "merged")
    ]

    assert sorted(entries) == sorted(standing)
    assert quoted | cited <= set(entries)
    assert quoted
    assert cited


@under_each_rule
def test_the_evidence_is_the_rows_and_its_voices_are_people(room: Room, rows: Rows) -> None:
    number = {row["id"]: row["number"] for row in rows.contribution}
    person = {row["number"]: row["participant_id"] for row in rows.contribution}
    by_conclusion = defaultdict(list)
    for row in sorted(rows.evidence, key=lambda row: row["position"]):
        by_conclusion[row["conclusion_id"]].append(number[row["contribution_id"]])
    of_number = {row["number"]: by_conclusion[row["id"]] for row in rows.conclusion}
    found = [block for block in blocks(told(room)) if isinstance(block, Conclusive)]

    assert {one.number: list(one.evidence) for one in found} == of_number
    for one in found:
        n = len({person[number] for number in one.evidence})
        assert re.match(rf"{n} (voz|voces) · ", one.basis)


@under_each_rule
def test_the_numbers_on_the_cover_are_counted_from_the_rows(room: Room, rows: Rows) -> None:
    numbers = told(room).cover.numbers
    received = rows.received

    assert isinstance(numbers, KeyNumbers)
    assert [int(value) for value, _ in numbers.rows] == [
        sum(row["joined_at"] is not None for row in rows.participant),
        len({row["participant_id"] for row in received}),
        len(received),
        len({row["language"] for row in received}),
        len(rows.conclusion),
    ]


def test_participation_is_counted_from_the_rows(room: Room, rows: Rows) -> None:
    joined = Counter(row["actor_id"] for row in rows.participant if row["joined_at"])
    said = Counter(row["actor_id"] for row in rows.received)
    voices = {(row["actor_id"], row["participant_id"]) for row in rows.received}
    of_actor = Counter(actor for actor, _ in voices)

    assert cells(tables(told(room), "es")["Quiénes"]) == [
        [actor, str(joined[actor]), str(of_actor[actor]), str(said[actor])]
        for actor in ("mayor", "clerk", "farmer", "student", "guest")
    ]


def told_kinds(rows: Rows) -> tuple[set[str], set[str]]:
    """By hand, of the rows alone: the kinds of who spoke, and of who came, that may be told."""
    listed = {row["actor_id"] for row in rows.contribution}
    spoke = {(row["actor_id"], row["participant_id"]) for row in rows.received}
    came = [row["actor_id"] for row in rows.participant if row["joined_at"]]
    voices = Counter(actor for actor, _ in spoke)
    few = {actor for actor in listed if voices[actor] < 3}
    assert sum(voices[actor] for actor in few) >= 3
    assert len(few) >= 2  # so that no other kind has to go with them
    return listed - few, set(came) - few - {actor for actor in came if came.count(actor) < 3}


def test_under_the_chatham_house_rule_participation_tells_no_more_than_the_list(
    hushed: Room, tmp_path: Path
) -> None:
    rows = Rows(tmp_path / "ronda.db")
    shown, came = told_kinds(rows)
    joined = Counter(row["actor_id"] for row in rows.participant if row["joined_at"])
    said = Counter(row["actor_id"] for row in rows.received)
    people = {(row["actor_id"], row["participant_id"]) for row in rows.received}
    voices = Counter(actor for actor, _ in people)
    hidden = [actor for actor in joined if actor not in shown]
    table = cells(tables(told(hushed), "es")["Quiénes"])

    assert shown == came == {"farmer", "student"}
    assert table == [
        *(
            [actor, str(joined[actor]), str(voices[actor]), str(said[actor])]
            if actor in shown
            else [actor, "menos de 3", "no se muestra", "no se muestra"]
            for actor in ("mayor", "clerk", "farmer", "student", "guest")
        ),
        [
            "Tipo no mostrado",
            *(str(sum(of[actor] for actor in hidden)) for of in (joined, voices, said)),
        ],
    ]
    assert sum(int(row[3]) for row in table if row[3].isdigit()) == len(rows.received)
    assert "Rige la regla de Chatham House" in paragraphs(told(hushed))
    sheets = {sheet.id: sheet for sheet in all_sheets(gather(hushed.store, hushed.now()), "es")}
    assert [[str(cell) for cell in row] for row in sheets["participation"].rows] == table
    for name, sheet in sheets.items():
        has_note = name in ("participation", "themes")
        assert sheet.note.startswith("Rige la regla de Chatham House") is has_note


def test_under_the_chatham_house_rule_themes_tell_no_more_than_the_list(
    hushed: Room, tmp_path: Path
) -> None:
    rows = Rows(tmp_path / "ronda.db")
    shown, _ = told_kinds(rows)
    group = {"farmer": "far", "student": "new"}
    of_part = {row["id"]: row for row in rows.received if row["part_id"] == "one"}
    voices: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for coding in rows.coding:
        row = of_part.get(coding["contribution_id"])
        if row and coding["axis"] == "theme" and coding["state"] != "rejected":
            its = group[row["actor_id"]] if row["actor_id"] in shown else "pool"
            for place in (its, "all"):
                if voices[coding["code_id"], place].get(row["participant_id"]) != "confirmed":
                    voices[coding["code_id"], place][row["participant_id"]] = coding["state"]

    def cell(theme: str, place: str) -> str:
        if place in ("near", "none"):
            return "–"
        states = Counter(voices[theme, place].values())
        more = f" + {states['suggested']}" if states["suggested"] else ""
        return f"{states['confirmed']}{more}"

    columns = ("near", "far", "new", "none", "pool", "all")
    (figure,) = (b for b in told(hushed).chapters[2].blocks if getattr(b, "table", None))
    assert cells(figure.table) == [  # type: ignore[union-attr, arg-type]
        [label, *(cell(theme, place) for place in columns)]
        for theme, label in (("water", "Agua"), ("roads", "Caminos"))
    ]
    assert [head for head in figure.table.header if "no se muestra" in head] == [  # type: ignore[union-attr]
        "near (no se muestra)",
        "Otros (no se muestra)",
    ]
    sheets = {sheet.id: sheet for sheet in all_sheets(gather(hushed.store, hushed.now()), "es")}
    of_sheet = {row[2:4]: row[4:] for row in sheets["themes"].rows if row[0] == "Uno"}
    assert of_sheet["Agua", "near"] == ("no se muestra", "no se muestra")
    assert sum(of_sheet["Agua", "Tipo no mostrado"]) == len(voices["water", "pool"])  # type: ignore[arg-type]


def test_under_the_chatham_house_rule_what_carries_a_conclusion_names_no_small_kind(
    hushed: Room,
) -> None:
    found = [block for block in blocks(told(hushed)) if isinstance(block, Conclusive)]

    assert [one.basis for one in found] == [
        "3 voces · farmer, Tipo no mostrado",
        "1 voz · Tipo no mostrado",
        "2 voces · farmer, Tipo no mostrado",
    ]
    entries = [b for b in blocks(told(hushed)) if isinstance(b, Quote) and b.is_entry]
    assert {b.author.partition(" · ")[0] for b in entries} == {
        *("farmer", "student", "Tipo no mostrado")
    }


@under_each_rule
def test_languages_are_counted_from_the_rows(room: Room, rows: Rows) -> None:
    said = Counter(row["language"] for row in rows.received)
    people = {(row["language"], row["participant_id"]) for row in rows.received}
    voices = Counter(language for language, _ in people)

    assert cells(tables(told(room), "es")["Idiomas"]) == [
        [name, str(voices[code]), f"{said[code]} de {len(rows.received)}"]
        for name, code in (("español", "es"), ("francés", "fr"))
    ]


def test_themes_are_counted_in_voices_from_the_rows(room: Room, rows: Rows) -> None:
    group = {"mayor": "near", "clerk": "near", "farmer": "far", "student": "new", "guest": None}
    made = [table for table in told(room).chapters[2].blocks if getattr(table, "table", None)]
    (figure,) = made
    of_part = {row["id"]: row for row in rows.received if row["part_id"] == "one"}
    voices: dict[tuple[str, str | None], dict[str, str]] = defaultdict(dict)
    for coding in rows.coding:
        row = of_part.get(coding["contribution_id"])
        if row and coding["axis"] == "theme" and coding["state"] != "rejected":
            for its in (group[row["actor_id"]], "all"):
                held_by = voices[coding["code_id"], its]
                if held_by.get(row["participant_id"]) != "confirmed":
                    held_by[row["participant_id"]] = coding["state"]

    def cell(theme: str, its: str | None) -> str:
        states = Counter(voices[theme, its].values())
        more = f" + {states['suggested']}" if states["suggested"] else ""
        return f"{states['confirmed']}{more}"

    columns = ("near", "far", "new", None, "all")
    assert cells(figure.table) == [  # type: ignore[union-attr, arg-type]
        [label, *(cell(theme, its) for its in columns)]
        for theme, label in (("water", "Agua"), ("roads", "Caminos"))
    ]


@under_each_rule
def test_the_method_note_is_counted_from_the_rows(room: Room, rows: Rows) -> None:
    received = {row["id"]: row for row in rows.received}
    states = defaultdict(set)
    for coding in rows.coding:
        if coding["contribution_id"] in received and coding["axis"] == "theme":
            states[coding["contribution_id"]].add(coding["state"])
    confirmed = sum("confirmed" in one for one in states.values())
    undecided = sum("suggested" in one for one in states.values())
    unassigned = sum(not (states[id_] - {"rejected"}) for id_ in received)
    rejected = sum(
        coding["state"] == "rejected" and coding["axis"] == "theme"
        for coding in rows.coding
        if coding["contribution_id"] in received
    )
    text = paragraphs(told(room))

    assert (
        f"De {len(received)} aportes, {confirmed} tienen un tema confirmado por una "
        f"persona, {undecided} una sugerencia sobre la que nadie ha decidido y {unassigned} ningún"
    ) in text
    assert f"rechazaron {rejected} sugerencia" in text
    assert cells(tables(told(room), "es")["Aportes"]) == [
        [name, *map(str, _translations(rows, received, code))]
        for name, code in (("español", "es"), ("francés", "fr"))
    ]


def test_the_method_note_says_how_far_two_coders_agreed(room: Room) -> None:
    unknown = in_language("es").say("report.method.agreement_unknown")
    assert unknown in paragraphs(told(room))
    store, by = room.store, By(Role.RAPPORTEUR, "1")
    second_coder.draw(store, room.now(), 60, by)
    sample = second_coder.sample_of(store, room.now())
    assert sample is not None
    for item in sample.items:
        second_coder.code_blind(store, room.now(), item.told.id, item.first, by)

    text = paragraphs(told(room))

    n = len(sample.items)
    assert n > 0
    assert unknown not in text
    assert f"{n} aporte" in text
    assert "coincide el 100" in text


def _translations(rows: Rows, received: dict[str, Any], language: str) -> tuple[int, ...]:
    """Written in a language, checked, a machine's, of an earlier text, none."""
    written = sum(row["language"] == language for row in received.values())
    of_it = [
        row
        for row in rows.translation
        if row["language"] == language and row["contribution_id"] in received
    ]
    checked = sum(row["is_checked"] for row in of_it)
    machine = len(of_it) - checked
    return written, checked, machine, 0, len(received) - written - len(of_it)


@under_each_rule
def test_the_run_sheet_says_what_was_planned_and_what_was_not_held(room: Room) -> None:
    start, one, two, whole = cells(tables(told(room), "es")["La"])

    assert [start[1], one[1], two[1], whole[1]] == [
        *("2 minutos", "7 minutos", "8 minutos"),
        "17 minutos",
    ]
    assert (start[2], start[3]) == ("no se hizo", "–")
    assert "UTC" in one[2]


def test_nobody_is_played_back_and_what_was_taken_back_is_only_counted(room: Room) -> None:
    for language in LANGUAGES:
        text = str(plain(told(room, language)))
        assert "nadie debe leer" not in text
        assert "retirados" not in text.replace("fueron retirados", "")
    assert "1 aporte fue retirado por su autor" in paragraphs(told(room))


def test_a_conclusion_that_is_not_written_in_a_language_says_so(room: Room) -> None:
    conclude(room, "Solo en español.", (1,))
    (one,) = (b for b in blocks(told(room, "fr")) if isinstance(b, Conclusive) and b.number == 4)

    assert (one.words.text, one.words.language) == ("Solo en español.", "es")
    assert "pas encore rédigée en français" in one.marks


def test_a_signature_is_on_the_cover_and_a_change_after_it_too(room: Room) -> None:
    def state(language: str) -> str:
        return told(room, language).cover.state[0].words.text

    assert state("es").startswith("Versión 1, firmada en español por Ana Vera")
    assert state("fr").startswith("Projet")
    first = room.store.conclusions(room.session.id)[0]
    writing.reword(
        *(room.store, room.session, first.id, "es", Said("El agua y nada más."), first.revision),
        RAPPORTEUR,
    )
    assert "cambiado" in state("es")
    assert "se reformuló la conclusión 1" in paragraphs(told(room))


@pytest.mark.parametrize("rule", list(Confidentiality))
def test_confidentiality_decides_who_is_named(store: Store, rule: Confidentiality) -> None:
    room = concluded(store, plan_with_points(rule))
    text = str(plain(told(room, "")))

    assert ("Persona 0" in text) is (rule is Confidentiality.ON_RECORD)
    assert ("Organización 1" in text) is (rule is not Confidentiality.ACTOR_ONLY)
    assert ("Loja" in text) is (rule is Confidentiality.ON_RECORD)


def test_an_erased_person_is_in_no_report(room: Room) -> None:
    person = next(p for p in room.store.participants(room.session.id) if p.name == "Persona 0")
    erasure.erase(room.store, room.now(), person, By(Role.PARTICIPANT, person.id))
    text = str(plain(told(room, "")))

    assert "parroquia alta" not in text
    assert "Persona 0" not in text


def test_an_empty_session_says_that_it_is_empty(store: Store) -> None:
    room = Room.prepared(store, plan_with_points())
    for language in LANGUAGES:
        made = told(room, language)
        notices = [b for b in blocks(made) if isinstance(b, Paragraph) and b.tone is Tone.NOTICE]
        assert notices
        assert made.cover.state


def test_texts_that_are_missing_in_a_language_are_said_to_be(store: Store) -> None:
    plan = replace(plan_with_points(), title=Wording({"es": "Mesa pequeña"}))
    room = held(store, plan)
    made = told(room, "fr")

    assert any("n'ont jamais été écrits en français" in one.words.text for one in made.cover.state)
    assert made.cover.titles[0].language == "es"


def test_three_hundred_conclusions_stay_a_paper(room: Room) -> None:
    for place in range(150):
        conclude(room, f"Punto {place}.", (1, 2), kind=list(ConclusionKind)[place % 6])
    made = told(room, "")
    found = [block for block in blocks(made) if isinstance(block, Conclusive)]

    assert len(found) == 2 * 153
    assert all(isinstance(b, Block) for b in blocks(made))
    assert [b for b in blocks(made) if isinstance(b, Heading) and b.level == 1]
