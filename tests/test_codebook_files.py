"""A codebook as a table and as REFI-QDA: out and in again, and files that others wrote."""

from collections.abc import Callable
from dataclasses import replace
from xml.sax.saxutils import quoteattr

import pytest

from facilitation import plans
from facilitation.codebook import Codebook, editing, load_codebook, read_codebook
from facilitation.codebook.writing import write_codebook
from facilitation.errors import FacilitationError
from facilitation.exports import codebook_csv, qdc
from facilitation.intake import codebooks
from facilitation.model import Axis, Wording
from facilitation.phrases import in_language
from facilitation.settings import ROOT
from facilitation.store import Store
from tests.rooms import CODEBOOK, Room

SHIPPED = load_codebook(ROOT / "data" / "codebook.toml")
SMALL = read_codebook(CODEBOOK)


def read(data: bytes, base: Codebook = SMALL) -> Codebook:
    return codebooks.read(data, "book", base, ("es", "fr"))


def problem(data: bytes) -> str:
    with pytest.raises(FacilitationError) as raised:
        read(data)
    return in_language("en").say(raised.value.phrase, **raised.value.values)


def labels(book: Codebook) -> list[str]:
    return [theme.label.in_language("es").text for theme in book.themes]


@pytest.mark.parametrize("write", [codebook_csv.write, lambda b: write_codebook(b).encode()])
@pytest.mark.parametrize(
    "book", [SHIPPED, editing.merge(SHIPPED, Axis.THEME, "inclusion", "financing")]
)
def test_a_codebook_comes_back_as_it_went_out(
    write: Callable[[Codebook], bytes], book: Codebook
) -> None:
    back = read(write(book), book)

    assert (back.themes, back.points) == (book.themes, book.points)
    assert (back.id, back.uses_shipped_lexicon) == (book.id, book.uses_shipped_lexicon)


def test_no_cell_of_a_codebook_is_a_formula_and_the_words_come_back() -> None:
    risky = replace(SMALL.themes[0], label=Wording({"es": "=1+1", "fr": "@eau"}))
    book = editing.revise(SMALL, risky)

    written = codebook_csv.write(book)

    assert b'"=1+1"' not in written
    assert read(written).themes[0].label == risky.label


def test_a_table_in_one_language_needs_two_columns() -> None:
    book = read("id;label\nwater;Agua\nland;Tierra".encode("cp1252"))

    assert labels(book) == ["Agua", "Tierra"]
    assert set(book.themes[1].label.texts) == {"es"}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("name,label\nx,y", "book, line 1: the first row must name the columns, at least id"),
        ("id,label\nWater!,y", "book, line 2: the id “Water!” must be small letters"),
        ("id,label\nwater,\nroad,x", "book, line 2: water has no label. Write one."),
        ("id,label\nwater,a\nwater,b", "book, line 3: water is there twice in the language es"),
        ("id,label,axis\nwater,a,group", "book, line 2: the axis is theme or point, not group."),
        ("id,label,language\nwater,a,?", "book, line 2: “?” is not a language code"),
        ("id,label,axis\nwater,a,point", "book, line 1: there is no theme in it."),
        ("<CodeBook", "book, line 1: this XML is damaged or cut short."),
        ("<html></html>", "book, line 1: this is not a REFI-QDA codebook."),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "book, line 1: this is not a REFI-QDA"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_line(table: str, said: str) -> None:
    assert problem(table.encode()).startswith(said)


def of_others(*codes: tuple[str, str, str]) -> bytes:
    """A tree as other programs write it: a parent that can be coded with, and its children."""
    parent, *children = (
        f'<Code guid="00000000-0000-0000-0000-00000000000{n}" isCodable="{codable}" '
        f"name={quoteattr(name)}><Description>{told}</Description>"
        for n, (name, codable, told) in enumerate(codes)
    )
    tree = parent + "".join(f"{child}</Code>" for child in children) + "</Code>"
    head = '<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0">'
    return f"{head}<Codes>{tree}</Codes></CodeBook>".encode()


def test_codes_of_another_program_become_themes_and_those_known_by_name_stay() -> None:
    book = read(of_others(("Vida", "true", "Todo."), ("Agua", "true", ""), ("Río & mar", "1", "")))

    assert [theme.id for theme in book.themes] == ["vida", "water", "rio_mar"]
    assert labels(book) == ["Vida", "Agua", "Río & mar"]
    assert book.themes[0].full.texts == {"es": "Todo."}
    assert book.themes[1] == SMALL.themes[0]


def test_a_folder_that_cannot_be_coded_with_is_no_theme() -> None:
    assert labels(read(of_others(("Todo", "false", ""), ("Vida", "true", "")))) == ["Vida"]


def test_our_own_qdc_comes_back_with_all_that_the_session_knows(sqlite_url: str) -> None:
    room = Room.prepared(Store.open(sqlite_url))
    written = qdc.write(room.session, "fr").replace(b"Routes", b"Pistes")

    book = read(written)

    assert [theme.id for theme in book.themes] == ["water", "roads"]
    assert book.themes[0] == SMALL.themes[0]
    assert book.themes[1].label.texts == {"es": "Caminos", "fr": "Pistes"}
    room.store.close()


def test_points_of_our_own_qdc_are_points_again(sqlite_url: str) -> None:
    plan = plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml")
    room = Room.prepared(Store.open(sqlite_url), plan)

    book = codebooks.read(qdc.write(room.session, "fr"), "book", SHIPPED, plan.languages)

    assert (book.themes, book.points) == (SHIPPED.themes, SHIPPED.points)
    room.store.close()
