"""A figure draws what was counted, in the reader's language, and the table behind says the same."""

import json

import plotly.graph_objects as go
import pytest

from facilitation import charts
from facilitation.charts import Look
from facilitation.model import ActorGroup, Axis, Code, Wording
from facilitation.palette import GROUP_COLOURS, NO_GROUP
from facilitation.patterns import Column, Count, Pattern, Row
from facilitation.phrases import INTERFACE_LANGUAGES, in_language

LOOK = Look(height=600, text=15)
EN = in_language("en")


def everywhere(text: str) -> Wording:
    return Wording(dict.fromkeys(INTERFACE_LANGUAGES, text))


def pattern(*rows: tuple[str, list[Count]], name: str = "Near") -> Pattern:
    """Two groups and the others; the counts of each theme in that order."""
    groups = [ActorGroup(id_, everywhere(id_), n) for n, id_ in enumerate((name, "Far"))]
    return Pattern(
        (Column(groups[0], 12), Column(groups[1], 5), Column(None, 1)),
        tuple(
            Row(Code(theme, Axis.THEME, everywhere(theme)), tuple(counts), counts[0])
            for theme, counts in rows
        ),
        contributions=20,
        unassigned=3,
        checked=7,
    )


FOUND = pattern(
    ("Water", [Count(2, 7), Count(0, 4), Count(0, 0)]),
    ("Roads", [Count(0, 0), Count(1, 0), Count(0, 1)]),
)


def sizes(figure: go.Figure, trace: int) -> list[float]:
    return [float(size) for size in figure.data[trace].marker.size]


def test_the_area_of_a_ring_is_its_voices_and_of_the_disc_those_confirmed() -> None:
    figure = charts.themes_figure(FOUND, EN, LOOK)

    rings, discs = sizes(figure, 0), sizes(figure, 1)
    assert (discs[0] / rings[0]) ** 2 == pytest.approx(2 / 9)
    assert (sizes(figure, 3)[0] / rings[0]) ** 2 == pytest.approx(4 / 9)
    assert discs[1] == 0


def test_the_number_of_voices_is_written_beside_each_dot() -> None:
    figure = charts.themes_figure(FOUND, EN, LOOK)

    assert [list(figure.data[trace].text) for trace in (2, 5, 8)] == [
        ["9", ""],
        ["4", "1"],
        ["", "1"],
    ]


@pytest.mark.parametrize("is_dark", [False, True])
def test_a_group_has_its_colour_by_day_and_by_night(is_dark: bool) -> None:
    figure = charts.themes_figure(FOUND, EN, Look(600, 15, is_dark))

    assert [figure.data[trace].marker.color for trace in (1, 4, 7)] == [
        colour.by(is_dark=is_dark) for colour in (*GROUP_COLOURS[:2], NO_GROUP)
    ]


def test_no_dot_is_taller_than_its_row() -> None:
    many = pattern(*((f"Theme {n}", [Count(0, n)] * 3) for n in range(40)))

    figure = charts.themes_figure(many, EN, LOOK)

    assert max(sizes(figure, 0)) <= LOOK.height / 40


def test_names_that_look_like_markup_are_drawn_as_written() -> None:
    figure = charts.themes_figure(
        pattern(("<b>Water</b> & <script>", [Count()] * 3), name="<i>Near</i>"), EN, LOOK
    )

    assert figure.layout.yaxis.ticktext == ("&lt;b&gt;Water&lt;/b&gt; &amp; &lt;script&gt;",)
    assert "&lt;i&gt;Near&lt;/i&gt;" in figure.layout.xaxis.ticktext[0]


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_the_table_behind_says_what_the_figure_draws(language: str) -> None:
    phrases = in_language(language)

    table = charts.themes_table(FOUND, phrases)

    assert [words.text for words in table.header] == [
        phrases.say("chart.theme"),
        "Near",
        "Far",
        phrases.say("chart.no_group"),
        phrases.say("chart.whole"),
    ]
    assert [[words.text for words in row] for row in table.rows] == [
        ["Water", mixed(phrases, 2, 7), mixed(phrases, 0, 4), "0", mixed(phrases, 2, 7)],
        ["Roads", "0", "1", mixed(phrases, 0, 1), "0"],
    ]


def mixed(phrases: charts.Phrases, confirmed: int, suggested: int) -> str:
    return phrases.say("chart.cell_suggested", confirmed=confirmed, suggested=suggested)


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_the_figure_is_said_in_one_sentence(language: str) -> None:
    phrases = in_language(language)

    assert charts.summary(FOUND, phrases) == phrases.say(
        "chart.summary", theme="Water", n=9, of="18"
    )
    assert charts.summary(pattern(), phrases) == phrases.say("chart.nothing_yet")
    assert "20" in charts.coverage(FOUND, phrases)


def test_nothing_is_sent_elsewhere_and_a_redraw_is_not_a_new_chart() -> None:
    figure = json.loads(charts.themes_figure(FOUND, EN, LOOK).to_json())

    assert figure["layout"]["uirevision"] == "kept"
    assert "http" not in json.dumps(figure["data"])


def test_an_empty_session_has_an_empty_figure() -> None:
    figure = charts.themes_figure(pattern(), EN, LOOK)

    assert list(figure.layout.yaxis.ticktext) == []
