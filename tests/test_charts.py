"""A chart holds what was counted, in the reader's words, and the table behind says the same."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from facilitation import charts, themes
from facilitation.charts import Chart, ChartKind, Reader
from facilitation.model import Axis, CodingState
from facilitation.palette import GROUP_COLOURS, NO_GROUP
from facilitation.patterns import Count, Scope
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.store import Store
from facilitation.uncertainty import Share
from tests.rooms import MODERATOR, Room

EN = in_language("en")
SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f", " "))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = Store.open(str(tmp_path / "ronda.db"))
    room = Room.prepared(store)
    room.step("one")
    yield room
    store.close()


def chart(room: Room, kind: ChartKind, language: str = "es", **options: object) -> Chart:
    reader = Reader(in_language(language))
    return charts.chart_of(room.store, room.now(), kind, reader, **options)  # type: ignore[arg-type]


def headings(drawn: Chart) -> list[str]:
    return [column.label.text for column in drawn.columns]


def counts(drawn: Chart, line: str) -> list[tuple[int, int]]:
    (found,) = (one for one in drawn.lines if one.id == line)
    return [(count.confirmed, count.suggested) for count in found.counts]


def confirm(room: Room, contribution_id: str, code: str) -> None:
    about = (Axis.THEME, code, CodingState.CONFIRMED)
    themes.decide(room.store, room.now(), contribution_id, *about, MODERATOR)


def test_groups_stand_in_their_order_and_colour_whoever_spoke(room: Room) -> None:
    room.say(room.join("farmer"), "Falta agua")

    drawn = chart(room, ChartKind.GROUPS)

    assert headings(drawn) == ["near", "far", "new", "Otros"]
    assert [column.colour for column in drawn.columns] == [*GROUP_COLOURS[:3], NO_GROUP]
    assert counts(drawn, "water") == [(0, 0), (0, 1), (0, 0), (0, 0)]


def test_of_one_group_only_its_own_columns_are_drawn(room: Room) -> None:
    room.say(room.join("mayor"), "Falta agua")
    room.say(room.join("farmer"), "Falta agua")

    assert headings(chart(room, ChartKind.GROUPS, scope=Scope(group_id="near"))) == ["near"]
    assert headings(chart(room, ChartKind.GROUPS, scope=Scope(group_id=None))) == ["Otros"]
    assert headings(chart(room, ChartKind.GROUPS, scope=Scope(actor_id="mayor"))) == ["near"]
    of_near = chart(room, ChartKind.ACTORS, scope=Scope(group_id="near"))
    assert headings(of_near) == ["mayor", "clerk"]
    assert counts(of_near, "water") == [(0, 1), (0, 0)]


def test_all_questions_are_compared_whichever_is_looked_at(room: Room) -> None:
    room.say(room.join(), "Falta agua")
    room.step("two")
    room.say(room.join(), "Falta riego")

    drawn = chart(room, ChartKind.QUESTIONS, scope=Scope("two"))

    assert headings(drawn) == ["Uno", "Dos"]
    assert counts(drawn, "water") == [(0, 1), (0, 1)]


def test_over_the_minutes_each_stretch_names_the_part_that_was_on_the_table(room: Room) -> None:
    told = room.say(room.join(), "Falta agua")
    with room.store.change(room.session.id) as change:
        at = (change.at + timedelta(minutes=40)).isoformat()
        change.set_contribution(told.id, received_at=at, revision=change.touch(MODERATOR, "later"))
    room.say(room.join(), "Falta riego")

    drawn = chart(room, ChartKind.MINUTES)

    assert drawn.pattern.minutes == 2
    assert [sum(counts(drawn, "water")[n]) for n in (0, -1)] == [1, 1]
    assert {column.over.text for column in drawn.columns if column.over} == {"Uno"}


def test_common_ground_is_drawn_only_where_two_voices_of_each_group_meet(room: Room) -> None:
    for actor in ("mayor", "farmer", "student"):
        room.say(room.join(actor), "Falta agua y un camino")
        room.say(room.join(actor), "Falta agua")

    assert [line.id for line in chart(room, ChartKind.COMMON).lines] == ["water"]
    assert chart(room, ChartKind.COMMON, confirmed_only=True).lines == ()


def test_whoever_writes_in_two_languages_is_a_voice_in_both(room: Room) -> None:
    mayor = room.join("mayor")
    room.say(mayor, "Falta agua en la comunidad")
    room.say(room.join("mayor", "fr"), "Il manque de l'eau au village")

    drawn = chart(room, ChartKind.LANGUAGES)

    assert [line.label.text for line in drawn.lines] == ["español", "francés"]
    assert [line.whole for line in drawn.lines] == [Count(1), Count(1)]
    assert counts(drawn, "fr") == [(1, 0), (0, 0), (0, 0), (0, 0)]
    assert drawn.columns[0].voices == 2


def test_only_what_a_person_confirmed_is_drawn_where_that_is_asked(room: Room) -> None:
    confirm(room, room.say(room.join("mayor"), "Falta agua").id, "water")
    room.say(room.join("clerk"), "Falta riego")

    assert counts(chart(room, ChartKind.GROUPS), "water")[0] == (1, 1)
    assert counts(chart(room, ChartKind.GROUPS, confirmed_only=True), "water")[0] == (1, 0)


# -- in words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "many", "few"),
    [
        ("en", "14 of 40 (35%; between 22% and 50%)", "3 of 7"),
        ("es", "14 de 40 (35 %; entre 22 % y 50 %)", "3 de 7"),
        ("fr", "14 sur 40 (35 % ; entre 22 % et 50 %)", "3 sur 7"),
    ],
)
def test_under_ten_voices_there_is_no_percentage(language: str, many: str, few: str) -> None:
    phrases = in_language(language)

    assert charts.said(Share(14, 40), phrases).translate(SPACES) == many
    assert charts.said(Share(3, 7), phrases) == few
    assert [charts.said(Share(9, 9), phrases).count("%"), "%" in few] == [0, False]
    assert "%" in charts.said(Share(0, 10), phrases)


def test_what_only_a_machine_says_is_told_with_the_share() -> None:
    assert charts.told(Count(2, 1), 7, EN) == "3 of 7, 1 of them only suggested by machine"
    assert charts.told(Count(3, 0), 7, EN) == "3 of 7"


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
@pytest.mark.parametrize("kind", ChartKind)
def test_the_table_behind_says_what_is_drawn(room: Room, kind: ChartKind, language: str) -> None:
    for actor in ("mayor", "farmer", "student"):
        confirm(room, room.say(room.join(actor), "Falta agua").id, "water")
        confirm(room, room.say(room.join(actor), "Falta agua").id, "water")
    drawn, reader = chart(room, kind, language), Reader(in_language(language))

    table = charts.table_of(drawn, reader)

    assert table.caption == charts.title(drawn, reader.phrases)
    assert len(table.header) == len(drawn.columns) + 2
    for row, line in zip(table.rows, drawn.lines, strict=True):
        assert row[0] == line.label
        told = [
            charts.told(count, column.voices, reader.phrases) if column.voices else "–"
            for count, column in zip(line.counts, drawn.columns, strict=True)
        ]
        assert [cell.text for cell in row[1:-1]] == told
        assert row[-1].text == charts.told(line.whole, drawn.pattern.voices, reader.phrases)


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_a_chart_is_said_in_one_sentence(room: Room, language: str) -> None:
    phrases = in_language(language)
    assert charts.summary(chart(room, ChartKind.GROUPS, language), phrases) == phrases.say(
        "chart.nothing_yet"
    )
    room.say(room.join(), "Falta agua")
    drawn = chart(room, ChartKind.GROUPS, language)

    label = drawn.lines[0].label.text
    assert charts.summary(drawn, phrases) == phrases.say("chart.summary", theme=label, n=1, of="1")
    assert "1" in charts.coverage(drawn.pattern, phrases)
