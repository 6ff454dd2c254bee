"""Reading a codebook: every problem is named, with its line."""

import pytest
from hypothesis import given, strategies as st

from facilitation.codebook import (
    Codebook,
    Cues,
    Theme,
    load_codebook,
    read_codebook,
    split_cues,
)
from facilitation.codebook.writing import write_codebook
from facilitation.errors import PlanProblem
from facilitation.model import Axis, Wording
from facilitation.settings import ROOT

WRITABLE = st.characters(exclude_categories=("Cs",), exclude_characters="\r")

GOOD = """id = "short"

[[theme]]
id = "water"
[theme.en]
label = "Water"
short = "Taps and rivers."
strong = "tap, river bank*"

[[theme]]
id = "roads"
is_retired = true
[theme.en]
label = "Roads"
"""


def problems(text):
    with pytest.raises(PlanProblem) as raised:
        read_codebook(text)
    return list(raised.value.problems)


def test_a_codebook_is_read_with_its_words():
    codebook = read_codebook(GOOD)

    assert [theme.id for theme in codebook.themes] == ["water", "roads"]
    assert codebook.themes[0].cues["en"].strong == ("tap", "river bank*")
    assert codebook.themes[0].code.definition.texts == {"en": "Taps and rivers."}


def test_a_retired_theme_stays_in_the_record_and_is_not_suggested():
    codebook = read_codebook(GOOD)

    assert [theme.id for theme in codebook.on(Axis.THEME)] == ["water"]
    assert codebook.themes[1].is_retired


def test_the_version_follows_every_change_of_the_file():
    assert read_codebook(GOOD) == read_codebook(GOOD)
    assert read_codebook(GOOD) != read_codebook(GOOD.replace("Taps", "Tap"))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('id = "roads"', 'id = "water"', "line 11: the id 'water' is used twice"),
        ('"water"', '"W!"', "line 4: a theme needs an id of small letters, digits and _"),
        ('label = "Roads"', "", "line 13: [theme.en] has no label"),
        ('short = "Taps and rivers."', "short = 3", 'line 7: short is a text in quotes: "…"'),
        ('short = "Taps and rivers."', 'sort = "x"', "line 7: 'sort' is not a word of [theme.en]"),
        ('short = "Taps', 'include = "Taps', 'line 7: include is a list of texts: ["…", "…"]'),
        ("is_retired = true", 'is_retired = "yes"', "line 12: is_retired is true or false"),
        ("is_retired = true", "retired = true", "line 12: 'retired' is not a word of a theme"),
        ('id = "short"', 'name = "short"', "line 1: 'name' is not a word of a codebook"),
    ],
)
def test_a_problem_is_named_with_its_line(old, new, problem):
    assert problems(GOOD.replace(old, new)) == [f"codebook.toml, {problem}"]


@pytest.mark.parametrize(
    ("retired", "heirs", "problem"),
    [
        ("true", '"water"', 'line 13: replaced_by is a list of ids: ["…", "…"]'),
        ("true", '["air"]', "line 13: replaced_by names 'air', which is not there"),
        ("true", '["roads"]', "line 13: replaced_by leads back to where it began"),
        (
            "false",
            '["water"]',
            "line 13: replaced_by is for a retired one: write is_retired = true",
        ),
    ],
)
def test_what_is_wrong_with_an_heir_is_named_with_its_line(retired, heirs, problem):
    text = GOOD.replace("is_retired = true", f"is_retired = {retired}\nreplaced_by = {heirs}")

    assert problems(text) == [f"codebook.toml, {problem}"]


def test_what_took_the_place_of_a_theme_is_followed_to_its_end():
    book = read_codebook(
        "\n".join(
            f"""[[theme]]
                id = "{id_}"
                is_retired = {str(bool(heirs)).lower()}
                replaced_by = {heirs}
                [theme.en]
                label = "{id_}\""""
            for id_, heirs in (("a", ["b", "c"]), ("b", ["d"]), ("c", []), ("d", []))
        )
    )

    assert book.heirs(Axis.THEME, "a") == ("d", "c")
    assert book.heirs(Axis.THEME, "d") == ("d",)
    assert book.heirs(Axis.THEME, "nowhere") == ()


@given(
    st.lists(
        st.tuples(st.text(WRITABLE, min_size=1).filter(str.strip), st.text(WRITABLE)), min_size=1
    )
)
def test_what_is_written_reads_back_as_the_same(texts):
    empty = Wording()
    themes = tuple(
        Theme(
            f"t{n}",
            Axis.THEME,
            Wording({"en": label, "fr": label}),
            Wording({"fr": text} if text else {}),
            empty,
            empty,
            include={"en": (text, label)},
            cues={"en": Cues(split_cues(text), ()), "fr": Cues()},
            is_retired=n > 0,
            replaced_by=("t0",) if n > 0 else (),
        )
        for n, (label, text) in enumerate(texts)
    )
    book = Codebook("", "made", themes, (), True)

    back = read_codebook(write_codebook(book))

    assert (back.id, back.themes, back.points, back.uses_shipped_lexicon) == (
        "made",
        themes,
        (),
        True,
    )


def test_the_shipped_codebook_is_written_without_a_loss():
    book = load_codebook(ROOT / "data" / "codebook.toml")
    back = read_codebook(write_codebook(book))

    assert (back.themes, back.points) == (book.themes, book.points)


def test_a_file_that_is_no_toml_is_refused_with_its_line():
    (problem,) = problems('id = "short"\n[[theme]\n')

    assert problem.startswith("codebook.toml: ")
    assert "at line 2" in problem


def test_a_codebook_without_themes_is_refused():
    (problem,) = problems('id = "empty"')

    assert problem == "codebook.toml, line 1: no theme: write at least one [[theme]]"


def test_a_missing_file_is_a_problem_of_the_plan(tmp_path):
    with pytest.raises(PlanProblem):
        load_codebook(tmp_path / "nowhere.toml")
