"""The codebook and the record as REFI-QDA, read by a second reader that knows only the standard."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

import pytest

from facilitation import contributions, themes
from facilitation.errors import Refused
from facilitation.exports import qdc, qdpx, record
from facilitation.model import Axis, CodingState, Role
from facilitation.store import By, Store
from tests.rooms import Room

SAMPLES = Path(__file__).parent / "samples"
BAD_INPUTS = [
    json.loads(line)["input"]
    for line in (SAMPLES / "bad_inputs.jsonl").read_text("utf-8").splitlines()
]
RAPPORTEUR = By(Role.RAPPORTEUR, "1")

# The order of the standard's elements (QDA-XML 1.0, 18 March 2019), as far as we write them.
ORDER = {
    "Project": ["Users", "CodeBook", "Variables", "Sources"],
    "Users": ["User"],
    "CodeBook": ["Codes"],
    "Codes": ["Code"],
    "Code": ["Description", "Code"],
    "Variables": ["Variable"],
    "Sources": ["TextSource"],
    "TextSource": ["PlainTextSelection", "VariableValue"],
    "PlainTextSelection": ["Coding"],
    "Coding": ["CodeRef"],
    "VariableValue": ["VariableRef", "TextValue"],
}
NEEDED = {
    "Project": {"name"},
    "User": {"guid"},
    "Code": {"guid", "name", "isCodable"},
    "Variable": {"guid", "name", "typeOfVariable"},
    "TextSource": {"guid", "plainTextPath"},
    "PlainTextSelection": {"guid", "startPosition", "endPosition"},
    "Coding": {"guid"},
    "CodeRef": {"targetGUID"},
    "VariableRef": {"targetGUID"},
}
GUID = re.compile("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    store = Store.open(str(tmp_path / "ronda.db"))
    room = Room.prepared(store)
    room.step("one")
    yield room
    store.close()


def named(element: Element, namespace: str) -> str:
    assert element.tag.startswith(f"{{{namespace}}}")
    return element.tag.removeprefix(f"{{{namespace}}}")


def check(element: Element, namespace: str) -> None:
    """Every element where the standard puts it, with what it must have."""
    name = named(element, namespace)
    order = [ORDER[name].index(named(child, namespace)) for child in element]
    assert order == sorted(order)
    assert NEEDED.get(name, set()) <= set(element.attrib)
    for key, value in element.attrib.items():
        if key.endswith(("guid", "GUID")):
            assert GUID.fullmatch(value)
    for child in element:
        check(child, namespace)


def project(room: Room) -> tuple[Element, ZipFile]:
    lines = record.lines(room.store, room.now())
    pack = ZipFile(io.BytesIO(qdpx.write(room.session, lines, "fr")))
    root = fromstring(pack.read("project.qde"))
    check(root, qdpx.NAMESPACE)
    return root, pack


def sources(root: Element) -> list[Element]:
    return list(root.iter(f"{{{qdpx.NAMESPACE}}}TextSource"))


def test_a_codebook_has_both_languages_and_ids_that_stay(room: Room) -> None:
    written = qdc.write(room.session, "es")
    root = fromstring(written)
    check(root, qdc.NAMESPACE)
    (axis,) = root[0]
    water, roads = axis[1:] if named(axis[0], qdc.NAMESPACE) == "Description" else axis

    assert [water.get("name"), roads.get("name")] == ["Agua", "Caminos"]
    assert "Eau" in str(water[0].text)
    assert axis.get("isCodable") == "false"
    assert written == qdc.write(room.session, "es")


def test_a_project_has_every_text_and_who_coded_it(room: Room) -> None:
    author = room.join()
    said = room.say(author, "Falta agua")
    room.say(author, "Faltan caminos")
    themes.decide(
        *(room.store, room.now(), said.id, Axis.THEME, "water"), CodingState.CONFIRMED, RAPPORTEUR
    )
    root, pack = project(room)
    users = {one.get("guid"): one.get("name") for one in root[0]}
    codes = {one.get("guid"): one.get("name") for one in root[1].iter() if one.get("name")}
    coded = [
        (users[coding.get("creatingUser")], codes[coding[0].get("targetGUID")])
        for source in sources(root)
        for coding in source.iter(f"{{{qdpx.NAMESPACE}}}Coding")
    ]

    assert coded == [("people", "Eau"), ("machine", "Routes")]
    for source, text in zip(sources(root), ("Falta agua", "Faltan caminos"), strict=True):
        path = str(source.get("plainTextPath")).replace("internal://", "Sources/")
        assert pack.read(path).decode() == text


def test_positions_are_in_utf_16_units_and_end_with_the_text(room: Room) -> None:
    room.say(room.join(), "El agua 👩‍👩‍👧 中文 se acaba")
    root, pack = project(room)
    (source,) = sources(root)
    (name,) = [name for name in pack.namelist() if name.startswith("Sources/")]

    text = pack.read(name).decode()
    assert int(source[0].get("endPosition", "0")) == len(text.encode("utf-16-le")) // 2


def test_what_its_author_took_back_is_not_in_the_project(room: Room) -> None:
    author = room.join()
    said = room.say(author, "Falta agua")
    contributions.withdraw(room.store, room.now(), author, said.id)
    root, pack = project(room)

    assert (sources(root), pack.namelist()) == ([], ["project.qde"])


def test_hostile_words_are_text(room: Room) -> None:
    author = room.join()
    for text in BAD_INPUTS:
        with suppress(Refused):  # what is empty or too long
            room.say(author, text)
    root, pack = project(room)

    assert len(sources(root)) == len(room.store.contributions(room.session.id))
    assert all(pack.read(name) for name in pack.namelist())
