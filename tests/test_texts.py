"""Text as people type it: cleaned, counted, cut, folded."""

import pytest
from hypothesis import given, strategies as st

from facilitation.texts import cleaned, cleaned_line, cut, folded, length


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text())
def test_what_is_clean_can_be_written_anywhere(text: str) -> None:
    clean = cleaned(text)
    clean.encode("utf-8")

    assert [c for c in clean if c not in "\n\t" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0)] == []


@given(st.text(alphabet="abc ñé=+-<>&$\n\t|'\"", min_size=1).map(lambda t: f"a{t}z"))
def test_ordinary_text_stays_exactly_as_it_was_typed(text: str) -> None:
    assert cleaned(text) == text


FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"  # three people joined into one picture
FLAG = "\U0001f1ea\U0001f1e8"


@pytest.mark.parametrize(
    ("text", "seen"),
    [("", 0), ("niño", 4), ("nin\u0303o", 4), (FAMILY, 1), (FLAG, 1), ("e\u0301" * 3, 3)],
)
def test_characters_are_counted_as_people_see_them(text: str, seen: int) -> None:
    assert length(text) == seen


@given(st.text(), st.integers(min_value=1, max_value=20))
def test_a_cut_text_is_never_longer_than_asked(text: str, limit: int) -> None:
    assert length(cut(text, limit)) <= limit


def test_a_cut_never_goes_through_a_character() -> None:
    assert cut(FAMILY * 3, 2) == FAMILY + "…"
    assert cut("abc", 3) == "abc"


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("ŒUVRE", "oeuvre"),
        ("cœur", "coeur"),
        ("straße", "strasse"),
        ("\ufb01n", "fin"),
        ("École  élémentaire", "ecole elementaire"),
        ("Gestio\u0301n", "gestion"),
        ("a\u200bgua", "agua"),
    ],
)
def test_search_finds_what_is_typed_on_a_phone(written: str, typed: str) -> None:
    assert folded(written) == folded(typed) == typed


def test_a_line_is_one_line() -> None:
    assert cleaned_line(" uno\n dos\t tres ") == "uno dos tres"
