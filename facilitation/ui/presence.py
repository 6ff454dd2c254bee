"""How many were present in each minute of the meeting, by group: a chart, and its table."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from facilitation.charts import Table
from facilitation.importing.presence import (
    NO_GROUP,
    Stretch,
    by_group,
    most_present,
    present_each_minute,
    stretches,
)
from facilitation.model import Words
from facilitation.palette import Colour, colour_of_group
from facilitation.ui.components import drawn, drawn_colour, show_minutes, show_table, show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence

HEIGHT = 420  # CSS pixels of the table, which scrolls in itself: a meeting has a hundred rows
DASH = "–\N{WORD JOINER}"  # between two times of one line

Minutes = Mapping[datetime, Counter[str | None]]
Column = tuple[str | None, Words, Colour]


def show_presence(page: Page) -> None:
    """The most at once, and every minute; nothing before attendance is imported."""
    present = present_each_minute(page.store, page.session)
    most = most_present(present)
    if most is None:
        return
    told = sentence(page, "organiser.presence", n=most[1], time=f"{most[0]:%H:%M}")
    show_words(told, key="people.presence")
    minutes = by_group(page.session, present)
    columns = _columns(page, minutes)
    _draw(page, minutes, columns)
    with (
        st.expander(page.say("organiser.presence_table")),
        st.container(height=HEIGHT, border=False),
    ):
        show_table(_table(page, minutes, columns), key="people.minutes", folds=True)


def _columns(page: Page, minutes: Minutes) -> list[Column]:
    """Every group; then, where somebody is of them, kinds of no group and no known kind."""
    plan, there = page.session.plan, {key for people in minutes.values() for key in people}
    columns: list[Column] = [
        (group.id, page.read(group.label), colour_of_group(group)) for group in plan.groups
    ]
    for key, phrase in ((NO_GROUP, "chart.no_group"), (None, "page.no_actor")):
        if key in there:
            columns.append((key, Words(page.say(phrase), page.language), colour_of_group(None)))
    return columns


def _draw(page: Page, minutes: Minutes, columns: list[Column]) -> None:
    data = {
        "times": _times(minutes),
        "totals": [people.total() for people in minutes.values()],
        "columns": [
            {
                "label": drawn(label),
                "colour": drawn_colour(colour),
                "is_unstated": key is None,
                "counts": [people[key] for people in minutes.values()],
            }
            for key, label, colour in columns
        ],
        "say": {
            "caption": page.say("organiser.presence_chart"),
            "minute": page.say("organiser.presence_minute"),
            "everyone": page.say("organiser.people.everyone"),
        },
    }
    show_minutes(data, key="people.presence_chart")


def _times(minutes: Minutes) -> list[str]:
    """With the day where the minutes are of several."""
    form = "%d/%m %H:%M" if len({minute.date() for minute in minutes}) > 1 else "%H:%M"
    return [f"{minute:{form}}" for minute in minutes]


def _table(page: Page, minutes: Minutes, columns: list[Column]) -> Table:
    """A row for the minutes in which as many of each were present."""

    def plain(text: str) -> Words:
        return Words(text, page.language)

    names = dict(zip(minutes, _times(minutes), strict=True))

    def row(one: Stretch) -> tuple[Words, ...]:
        time = names[one.first]
        if one.last != one.first:
            time += f"{DASH}{names[one.last]}"
        counts = (*(one.people[key] for key, _, _ in columns), one.people.total())
        return plain(time), *(plain(page.phrases.number(n)) for n in counts)

    header = (
        plain(page.say("organiser.presence_time")),
        *(label for _, label, _ in columns),
        plain(page.say("organiser.people.everyone")),
    )
    return Table(page.say("organiser.presence_table"), header, tuple(map(row, stretches(minutes))))
