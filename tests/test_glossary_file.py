"""The glossary we ship is a file an interpreter can edit in a spreadsheet; its shape must hold."""

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

LANGUAGES = ["en", "es", "fr"]
LINES = list(
    csv.reader(
        (Path(__file__).parent.parent / "data" / "glossary.csv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
)
TERMS = LINES[1:]


def variants(language: str) -> list[str]:
    column = LANGUAGES.index(language)
    return [variant for term in TERMS for variant in term[column].split("|")]


def test_the_first_line_names_the_languages() -> None:
    assert LINES[0] == LANGUAGES


def test_every_term_stands_in_every_language() -> None:
    short = [term for term in TERMS if len(term) != len(LANGUAGES) or not all(map(str.strip, term))]
    assert short == []
    assert len(TERMS) == 120


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_variant_belongs_to_two_terms_of_a_language(language: str) -> None:
    counted = Counter(variant.casefold() for variant in variants(language))
    assert [variant for variant, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_variants_are_written_the_way_texts_are_stored(language: str) -> None:
    untidy = [
        variant
        for variant in variants(language)
        if variant != unicodedata.normalize("NFC", " ".join(variant.split())) or not variant
    ]
    assert untidy == []


def test_the_term_to_write_comes_first_and_is_spelt_out() -> None:
    acronyms = [
        cell.split("|")[0] for term in TERMS for cell in term if cell.split("|")[0].isupper()
    ]
    assert acronyms == []
