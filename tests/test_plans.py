"""A session file is read whole, or everything wrong with it is said, each with its line."""

import re
import shutil
import tomllib
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from facilitation.errors import PlanProblem
from facilitation.model import Confidentiality, PartKind, Plan, Wording
from facilitation.plans import read_plan
from facilitation.settings import ROOT
from facilitation.toml_lines import KeyPath, find_lines
from facilitation.toml_readings import MOST_PROBLEMS, SIZE_LIMIT

DEFAULT = ROOT / "data" / "sessions" / "1.1.1.toml"
SAMPLES = Path(__file__).parent / "samples"
NAME = "two_languages.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small session and its codebook, to be spoilt."""
    for file in SAMPLES.glob("two_languages*.toml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def problems_of(path: Path) -> tuple[str, ...]:
    with pytest.raises(PlanProblem) as raised:
        read_plan(path)
    return raised.value.problems


def spoilt(path: Path, old: str, new: str) -> str:
    """The file with its first `old` made `new`, as it then stands."""
    text = path.read_text("utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    return text


def line_of(text: str, part: str) -> int:
    """The first line that holds `part`, counted from 1."""
    return text[: text.index(part)].count("\n") + 1


def wordings_in(value: Any) -> list[Wording]:
    """Every text in several languages, however deep in a plan."""
    if isinstance(value, Wording):
        return [value]
    if isinstance(value, tuple):
        return [wording for item in value for wording in wordings_in(item)]
    if is_dataclass(value):
        return [w for part in fields(value) for w in wordings_in(getattr(value, part.name))]
    return []


def moment(day: str, clock: str, zone: str) -> datetime:
    """A printed time as an instant, worked out here apart from the reader's own way."""
    hour, minute = clock.split(":")
    local = timezone(timedelta(hours=int(zone.removeprefix("UTC"))))
    at = datetime.fromisoformat(day).replace(hour=int(hour), minute=int(minute), tzinfo=local)
    return at.astimezone(UTC)


@pytest.fixture(scope="module")
def default() -> Plan:
    return read_plan(DEFAULT)


def test_the_default_session_is_the_one_of_the_concept_note(default: Plan) -> None:
    assert default.reference == "1.1.1"
    assert default.languages == ("en", "es", "fr")
    assert default.confidentiality is Confidentiality.ON_RECORD
    assert default.programme.platform == "Zoom"
    assert default.programme.capacity == 150
    assert default.programme.documents == ()
    assert [(part.id, part.kind, part.minutes) for part in default.parts] == [
        ("welcome", PartKind.WELCOME, 5),
        ("q1", PartKind.QUESTION, 20),
        ("q2", PartKind.QUESTION, 20),
        ("q3", PartKind.QUESTION, 20),
        ("proposal", PartKind.PROPOSAL, 15),
        ("conclusions", PartKind.CONCLUSIONS, 10),
    ]
    assert default.parts[2].text.texts["fr"] == (
        "Quels instruments de gouvernance sont nécessaires pour contribuer à la relance économique "
        "et sociale, selon quelles procédures?"
    )


def test_the_default_session_has_its_actors_in_their_groups(default: Plan) -> None:
    assert {actor.id: actor.group for actor in default.actors} == {
        "government": "governments",
        "public_enterprise": "governments",
        "agency": "governments",
        "planning_office": "governments",
        "university": "universities",
        "research_centre": "universities",
        "sme": "smes",
        "social_economy": "smes",
        "civil_society_organisation": "civil_society",
        "other": None,
    }
    assert [(group.id, group.colour) for group in default.groups] == [
        ("governments", 0),
        ("universities", 1),
        ("smes", 2),
        ("civil_society", 3),
    ]


def test_the_second_question_also_asks_for_the_procedure(default: Plan) -> None:
    prompts = {part.id: [prompt.id for prompt in part.prompts] for part in default.parts}
    points = [
        "co_creation",
        "capacity_to_innovate",
        "dialogue_structures",
        "transparent_management",
    ]

    assert {id: asked for id, asked in prompts.items() if asked} == {
        "q2": ["instrument", "procedure"],
        "proposal": points,
    }
    assert [point.id for point in default.points] == points


def test_every_text_of_the_default_session_is_there_in_its_three_languages(default: Plan) -> None:
    found = wordings_in(default)
    written = [wording for wording in found if wording]

    # all but the notice, which is the organiser's to write
    assert [wording for wording in found if not wording] == [default.notice]
    assert [w for w in written if tuple(w.texts) != default.languages] == []
    assert [w for w in written if not all(w.texts.values())] == []


def test_every_theme_and_every_actor_explains_itself(default: Plan) -> None:
    assert [actor.id for actor in default.actors if not actor.explanation] == []
    assert [code.id for code in (*default.themes, *default.points) if not code.definition] == []


def test_both_zones_of_the_default_session_are_one_instant(default: Plan) -> None:
    programme = default.programme

    instants = [
        (moment(programme.date, slot.start, slot.zone), moment(programme.date, slot.end, slot.zone))
        for slot in programme.schedule
    ]

    assert [slot.zone for slot in programme.schedule] == ["UTC-3", "UTC+2"]
    expected = (
        datetime(2021, 5, 26, 12, 55, tzinfo=UTC),
        datetime(2021, 5, 26, 14, 25, tzinfo=UTC),
    )
    assert instants == [expected, expected]


def test_the_minutes_of_the_default_session_fill_its_schedule(default: Plan) -> None:
    assert sum(part.minutes for part in default.parts) == 90


def test_another_session_keeps_its_own_numbers_and_its_own_codebook() -> None:
    plan = read_plan(SAMPLES / NAME)

    assert plan.languages == ("es", "fr")
    assert [(part.id, part.kind, part.minutes) for part in plan.parts] == [
        ("drought", PartKind.QUESTION, 25),
        ("turns", PartKind.QUESTION, 30),
        ("pact", PartKind.PROPOSAL, 12),
        ("closing", PartKind.CONCLUSIONS, 8),
    ]
    assert plan.parts[1].confidentiality is Confidentiality.ACTOR_ONLY
    assert [group.id for group in plan.groups] == ["authorities", "users", "neighbours"]
    assert len(plan.actors) == 6
    assert [theme.id for theme in plan.themes] == [
        "scarcity",
        "allocation",
        "canals",
        "river_life",
        "border",
    ]
    assert [point.id for point in plan.points] == ["upkeep", "sharing"]
    assert plan.codebook == (SAMPLES / "two_languages_codebook.toml").read_text("utf-8")


def test_a_session_in_two_languages_takes_only_those_from_a_codebook_in_three(folder: Path) -> None:
    spoilt(folder / NAME, "two_languages_codebook.toml", "codebook.toml")
    spoilt(folder / NAME, 'points = ["upkeep", "sharing"]\n', "")
    shutil.copy(ROOT / "data" / "codebook.toml", folder)

    plan = read_plan(folder / NAME)

    assert {tuple(theme.label.texts) for theme in plan.themes} == {("es", "fr")}
    assert {tuple(theme.definition.texts) for theme in plan.themes} == {("es", "fr")}
    assert plan.points == ()


def test_a_file_saved_on_windows_is_read_like_any_other(folder: Path) -> None:
    text = (folder / NAME).read_text("utf-8")
    (folder / NAME).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert read_plan(folder / NAME) == read_plan(SAMPLES / NAME)


# What was written, what it became, the sentence, and something on the line it must name.
MISTAKES = {
    "a language named twice": (
        'languages = ["es", "fr"]',
        'languages = ["es", "fr", "es"]',
        '"languages" names "es" twice',
        "languages =",
    ),
    "a key out of place": (
        'id = "anglers"',
        'id = "anglers"\ncolour = 3',
        'actor "anglers": "colour" is not a key known here',
        "colour = 3",
    ),
    "a text in another language": (
        'fr = "Un pacte" }',
        'fr = "Un pacte", pt = "Um pacto" }',
        'part "pact": "title" has a text in "pt", which is not in languages',
        "Um pacto",
    ),
    "a text missing": (
        ', fr = "Club de pêche"',
        "",
        'actor "anglers": "label" has no text in "fr"',
        "Club de pesca",
    ),
    "an empty text": (
        'fr = "Club de pêche"',
        'fr = " \\u200b"',
        'actor "anglers": "label" in "fr" is empty',
        "Club de pesca",
    ),
    "an optional text in one language only": (
        ', fr = "Ceux qui partagent un canal."',
        "",
        'actor "irrigators": "explanation" has no text in "fr"',
        "comparten una acequia",
    ),
    "a number for a text": (
        'reference = "cuenca-2"',
        "reference = 2",
        '"reference" must be a text in quotes',
        "reference =",
    ),
    "one text for all languages": (
        'label = { es = "Municipio", fr = "Commune" }',
        'label = "Municipio"',
        'actor "municipality": "label" must be one text for each language',
        'label = "Municipio"',
    ),
    "an id used twice": (
        'id = "turns"',
        'id = "drought"',
        'part "drought": the id is used already on line 20',
        'id = "drought"\nkind = "question"\nminutes = 30',
    ),
    "an id of another shape": (
        'id = "anglers"',
        'id = "Anglers club"',
        'actor "Anglers club": the id must be at most 40 small letters, digits and _, '
        "a letter first",
        'id = "Anglers club"',
    ),
    "a kind of part that is not": (
        'kind = "proposal"',
        'kind = "propsal"',
        'part "pact": "kind" must be one of welcome, question, proposal, conclusions, '
        'not "propsal": is it "proposal"?',
        '"propsal"',
    ),
    "an empty kind": (
        'confidentiality = "organisation_only"',
        'confidentiality = ""',
        '"confidentiality" must be one of on_record, organisation_only, actor_only, not ""',
        "confidentiality =",
    ),
    "no minutes at all": (
        "minutes = 12",
        "minutes = 0",
        'part "pact": "minutes" must be from 1 to 1,440',
        "minutes = 0",
    ),
    "half minutes": (
        "minutes = 12",
        "minutes = 12.5",
        'part "pact": "minutes" must be a whole number',
        "minutes = 12.5",
    ),
    "true for a number": (
        "minutes = 12",
        "minutes = true",
        'part "pact": "minutes" must be a whole number',
        "minutes = true",
    ),
    "a room for nobody": (
        "capacity = 40",
        "capacity = -1",
        '"capacity" must be from 1 to 1,000,000',
        "capacity =",
    ),
    "a group that is not": (
        'group = "users"',
        'group = "usrs"',
        'actor "irrigators" names the group "usrs", which is not in [[groups]]',
        "usrs",
    ),
    "a label too long for a phone": (
        'es = "Municipio"',
        f'es = "{"M" * 81}"',
        'actor "municipality": "label" in "es" has 81 characters; 80 fit',
        "M" * 81,
    ),
    "a NUL": (
        'es = "Municipio"',
        'es = "Muni\\u0000cipio"',
        'actor "municipality": "label" in "es" holds the character U+0000, not shown',
        "cipio",
    ),
    "a text that turns its line around": (
        'es = "Municipio"',
        'es = "\u202eMunicipio"',
        'actor "municipality": "label" in "es" holds the character U+202E, not shown',
        "Municipio",
    ),
    "a point the codebook has not": (
        '"sharing"]',
        '"share"]',
        '"points" names "share", which the codebook has not',
        "points =",
    ),
    "a document that is no address": (
        "https://cuenca.example/plan.pdf",
        "javascript:alert(1)",
        'document 1: "address" must begin with https:// or http://',
        "javascript:",
    ),
    "no codebook there": (
        "two_languages_codebook.toml",
        "codebok.toml",
        'there is no codebook "codebok.toml"',
        "codebok.toml",
    ),
    "a codebook that is another kind of file": (
        "two_languages_codebook.toml",
        "/etc/hostname",
        '"codebook" must name a .toml file, from this file\'s folder',
        "/etc/hostname",
    ),
    "not TOML": (
        "capacity = 40",
        "capacity : 40",
        "Expected '=' after a key in a key/value pair",
        "capacity : 40",
    ),
    "a key written twice": (
        "capacity = 40",
        "capacity = 40\ncapacity = 41",
        "Cannot overwrite a value",
        "capacity = 41",
    ),
    "an endless key": (
        "capacity = 40",
        f"{'a.' * 40}a = 1",
        "has a key of more than 30 names",
        "a.a.a",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_line_and_nothing_else_is(folder: Path, mistake: str) -> None:
    old, new, sentence, on = MISTAKES[mistake]

    text = spoilt(folder / NAME, old, new)

    assert problems_of(folder / NAME) == (f"{NAME}, line {line_of(text, on)}: {sentence}",)


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(folder: Path) -> None:
    spoilt(folder / NAME, 'group = "users"', 'group = "usrs"')
    spoilt(folder / NAME, "minutes = 12", 'minutes = "12"')
    spoilt(folder / NAME, "capacity =", "capacty =")
    text = spoilt(folder / NAME, 'text = { es = "¿Quién lo', 'txt = { es = "¿Quién lo')

    expected = {
        "# A round table": '"capacity" is missing',
        "capacty": '"capacty" is not a key known here: is it "capacity"?',
        'minutes = "12"': 'part "pact": "minutes" must be a whole number',
        "[[parts.prompts]]": 'prompt "who": "text" is missing',
        "txt = ": 'prompt "who": "txt" is not a key known here: is it "text"?',
        '"usrs"': 'actor "irrigators" names the group "usrs", which is not in [[groups]]',
    }
    assert problems_of(folder / NAME) == tuple(
        f"{NAME}, line {line_of(text, on)}: {sentence}" for on, sentence in expected.items()
    )


def test_a_language_without_an_interface_cannot_be_a_session_language(folder: Path) -> None:
    for file in (NAME, "two_languages_codebook.toml"):
        text = (folder / file).read_text("utf-8")
        text = text.replace("fr = ", "pt = ").replace("theme.fr", "theme.pt")
        (folder / file).write_text(text.replace('"fr"', '"pt"').replace("point.fr", "point.pt"))

    assert problems_of(folder / NAME) == (
        f'{NAME}, line 5: "pt" has no interface (there are en, es, fr)',
    )


@pytest.mark.parametrize(
    ("emptied", "sentence"),
    [
        ("parts", "there is no [[parts]]: the run sheet is empty"),
        ("actors", "there is no [[actors]]: nobody could say who they are"),
    ],
)
def test_a_session_needs_parts_and_actors(folder: Path, emptied: str, sentence: str) -> None:
    text = (folder / NAME).read_text("utf-8")
    tables = text.split("\n\n")
    (folder / NAME).write_text("\n\n".join(t for t in tables if not t.startswith(f"[[{emptied}")))

    assert problems_of(folder / NAME) == (f"{NAME}, line 1: {sentence}",)


def test_a_session_needs_a_question(folder: Path) -> None:
    text = (folder / NAME).read_text("utf-8").replace('kind = "question"', 'kind = "proposal"')
    (folder / NAME).write_text(text)

    assert problems_of(folder / NAME) == (
        f'{NAME}, line {line_of(text, "[[parts]]")}: no part is of kind "question"',
    )


def test_a_schedule_told_in_two_zones_must_be_one_time(folder: Path) -> None:
    session = folder / "1.1.1.toml"
    shutil.copy(DEFAULT, session)
    for name in ("codebook.toml", "glossary.csv"):
        shutil.copy(ROOT / "data" / name, folder)
        spoilt(session, f"../{name}", name)
    assert read_plan(session).programme == read_plan(DEFAULT).programme

    text = spoilt(session, 'start = "14:55"', 'start = "13:55"')

    line = line_of(text, '[[schedule]]\nstart = "13:55"')
    assert problems_of(session) == (
        f"1.1.1.toml, line {line}: schedule 2: is not the same time as the first [[schedule]]",
    )


def test_a_zone_that_is_nowhere_in_the_world_is_refused(folder: Path) -> None:
    written = (folder / NAME).read_text("utf-8") + '\n[[schedule]]\nstart = "9:55"\nend = "11:25"\n'
    for zone in ("UTC", "UTC-12", "UTC+14", "UTC+5:45"):
        (folder / NAME).write_text(f'{written}zone = "{zone}"\n')
        assert [slot.zone for slot in read_plan(folder / NAME).programme.schedule] == [zone]

    line = line_of(written, "[[schedule]]")
    sentence = 'schedule 1: write it like start = "9:55", end = "11:25", zone = "UTC-3"'
    for zone in ("UTC-99", "UTC-12:15", "UTC+14:30", "Mars"):
        (folder / NAME).write_text(f'{written}zone = "{zone}"\n')
        assert problems_of(folder / NAME) == (f"{NAME}, line {line}: {sentence}",)


def test_the_default_session_keeps_the_text_of_its_glossary(default: Plan) -> None:
    assert default.glossary == (ROOT / "data" / "glossary.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("terms.csv", None, 'there is no glossary "terms.csv"'),
        ("terms.txt", "en,es", '"glossary" must name a .csv file, from this file\'s folder'),
    ],
)
def test_a_glossary_that_cannot_be_found_is_told_with_its_line(
    folder: Path, name: str, content: str | None, sentence: str
) -> None:
    if content:
        (folder / name).write_text(content)
    text = spoilt(folder / NAME, "capacity =", f'glossary = "{name}"\ncapacity =')

    line = line_of(text, "glossary =")
    assert problems_of(folder / NAME) == (f"{NAME}, line {line}: {sentence}",)


def test_a_glossary_that_is_none_is_told_with_its_own_lines(folder: Path) -> None:
    (folder / "terms.csv").write_text("es,fr\nagua\n")
    spoilt(folder / NAME, "capacity =", 'glossary = "terms.csv"\ncapacity =')

    assert problems_of(folder / NAME) == ("terms.csv, line 2: a term needs at least two languages",)


def test_a_theme_needs_its_words_in_every_language_of_the_session(folder: Path) -> None:
    codebook = folder / "two_languages_codebook.toml"
    spoilt(
        codebook,
        'label = "Pénurie"\nshort = "L\'eau manque, ou manque à son heure."',
        'label = "Pénurie"',
    )
    text = spoilt(codebook, "[point.fr]\nlabel", "[point.en]\nlabel")

    penury, upkeep = line_of(text, "[theme.fr]"), line_of(text, "[[point]]")
    assert problems_of(folder / NAME) == (
        f'{codebook.name}, line {penury}: theme "scarcity" has no definition in "fr"',
        f'{codebook.name}, line {upkeep}: point "upkeep" has no label in "fr"',
        f'{codebook.name}, line {upkeep}: point "upkeep" has no definition in "fr"',
    )


def test_a_broken_codebook_is_told_with_its_own_lines_beside_the_session_s(folder: Path) -> None:
    codebook = folder / "two_languages_codebook.toml"
    spoilt(folder / NAME, "capacity = 40", "capacity = 0")
    text = spoilt(codebook, 'id = "canals"', 'id = "Canals"')

    session, *others = problems_of(folder / NAME)

    assert session == f'{NAME}, line 9: "capacity" must be from 1 to 1,000,000'
    assert [other.partition(":")[0] for other in others] == [
        f"{codebook.name}, line {line_of(text, 'Canals')}"
    ]


def test_a_codebook_that_is_not_toml_has_its_line_too(folder: Path) -> None:
    codebook = folder / "two_languages_codebook.toml"
    text = spoilt(codebook, 'id = "canals"', "id = canals")

    assert problems_of(folder / NAME) == (
        f"{codebook.name}, line {line_of(text, 'id = canals')}: Invalid value",
    )


def test_a_file_that_is_not_there_or_not_text_is_named(folder: Path) -> None:
    (folder / "latin.toml").write_bytes('reference = "1"\nplatform = "Café"'.encode("latin-1"))
    (folder / "huge.toml").write_bytes(b"#" * (SIZE_LIMIT + 1))

    assert problems_of(folder / "none.toml") == (
        "none.toml: cannot be read (No such file or directory)",
    )
    assert problems_of(folder) == (f"{folder.name}: cannot be read (Is a directory)",)
    assert problems_of(folder / "latin.toml") == ("latin.toml, line 2: is not written in UTF-8",)
    assert problems_of(folder / "huge.toml") == ("huge.toml: is larger than 1 MB",)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a = " + "[" * 5_000, "its brackets are nested too deeply"),
        ("a = " + "9" * 5_000, "Exceeds the limit"),
    ],
)
def test_a_file_made_to_break_the_reader_is_refused(folder: Path, text: str, sentence: str) -> None:
    (folder / NAME).write_text(text)

    (problem,) = problems_of(folder / NAME)

    assert problem.startswith(f"{NAME}: {sentence}")


def test_another_kind_of_file_is_not_told_ten_thousand_times(folder: Path) -> None:
    (folder / NAME).write_text("\n".join(f"key{n} = 1" for n in range(10_000)))

    problems = problems_of(folder / NAME)

    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1].startswith(f"{NAME}: and 9,9")


def paths_in(value: Any, path: KeyPath = ()) -> set[KeyPath]:
    """Every path of what tomllib read."""
    if not isinstance(value, dict | list):
        return {path}
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return {path}.union(*(paths_in(item, (*path, key)) for key, item in items))


@pytest.mark.parametrize(
    "path",
    [DEFAULT, ROOT / "data" / "codebook.toml", *SAMPLES.glob("*.toml")],
    ids=lambda p: p.name,
)
def test_every_key_of_the_files_we_ship_has_its_line(path: Path) -> None:
    text = path.read_text("utf-8")

    assert set(find_lines(text)) == paths_in(tomllib.loads(text))


EVERY_SYNTAX = """\
"quoted key" = 1
a.b.'c.d' = 2
text = \"\"\"
[not a header]
not = "a key"\"\"\"\"
raw = '''
[[neither]] # nor a comment'''
list = [
  "one", # "two"
  [ 3,
    4 ],
  { five = 5, six.seven = [ 6,
  7 ] },
]
[table.sub] # a comment [[x]]
key = 2021-05-26 09:55:00
[[rows]]
id = "#"
[[rows.cells]]
[rows.cells.deep]
x = {}
[[rows.cells]]
[[rows]]
[rows.last]
y = 'its' # "
"""


def test_every_way_to_write_toml_has_its_line() -> None:
    assert set(find_lines(EVERY_SYNTAX)) == paths_in(tomllib.loads(EVERY_SYNTAX))
    assert find_lines(EVERY_SYNTAX) == {
        (): 1,
        ("quoted key",): 1,
        ("a",): 2,
        ("a", "b"): 2,
        ("a", "b", "c.d"): 2,
        ("text",): 3,
        ("raw",): 6,
        ("list",): 8,
        ("list", 0): 9,
        ("list", 1): 10,
        ("list", 1, 0): 10,
        ("list", 1, 1): 11,
        ("list", 2): 12,
        ("list", 2, "five"): 12,
        ("list", 2, "six"): 12,
        ("list", 2, "six", "seven"): 12,
        ("list", 2, "six", "seven", 0): 12,
        ("list", 2, "six", "seven", 1): 13,
        ("table",): 15,
        ("table", "sub"): 15,
        ("table", "sub", "key"): 16,
        ("rows",): 17,
        ("rows", 0): 17,
        ("rows", 0, "id"): 18,
        ("rows", 0, "cells"): 19,
        ("rows", 0, "cells", 0): 19,
        ("rows", 0, "cells", 0, "deep"): 20,
        ("rows", 0, "cells", 0, "deep", "x"): 21,
        ("rows", 0, "cells", 1): 22,
        ("rows", 1): 23,
        ("rows", 1, "last"): 24,
        ("rows", 1, "last", "y"): 25,
    }


@pytest.mark.parametrize("page", ["session-file.md", "session-file.es.md", "session-file.fr.md"])
def test_the_page_on_session_files_names_every_key(page: str) -> None:
    page_text = (ROOT / "docs" / page).read_text("utf-8")
    written = [*find_lines(DEFAULT.read_text("utf-8")), *find_lines((SAMPLES / NAME).read_text())]
    keys = {key for path in written for key in path if isinstance(key, str)} - {"en", "es", "fr"}

    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", page_text)] == []
