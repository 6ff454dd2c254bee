"""Reading a codebook: every problem is named, with its line."""

import pytest

from facilitation.codebook import load_codebook, read_codebook
from facilitation.errors import PlanProblem
from facilitation.model import Axis

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
