"""The themes of a session to look into: which chart, of whom, and the words behind each cell.

Everything here may stand in a live fragment: charts and choices are redrawn in place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from facilitation import charts, findings, patterns
from facilitation.charts import Chart, ChartKind
from facilitation.model import Axis, Wording, Words
from facilitation.patterns import ALL, SPOKEN, UNASSIGNED, WHOLE, Scope
from facilitation.phrases import name_of
from facilitation.ui.bars import show_bars
from facilitation.ui.candidates import show_candidates_found
from facilitation.ui.cards import kinds_to_choose, show_contributions
from facilitation.ui.components import (
    Drawn,
    drawn,
    show_chart,
    show_choices,
    show_table,
    show_words,
)
from facilitation.ui.figures import drawn_chart, reader_of
from facilitation.ui.findings import show_findings
from facilitation.ui.page import Page
from facilitation.ui.words import sentence, written

CHOICE, CELL = "themes.choice", "themes.cell"
BEHIND = 40  # contributions of a cell shown at once, newest first
BARS = "bars"  # themes by group, drawn another way
KINDS = (*ChartKind, BARS)
FOUND, NEW = "found", "new"  # besides the charts: what can be said of them, what no theme covers
GROUP, ACTOR = "group:", "actor:"  # in front of an id, in the one list of whom to look at
ON_TABLE = "*"  # the part on the table, whichever it is


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at; "" asks nothing."""

    kind: str = ChartKind.GROUPS  # or FOUND, or NEW
    part: str = ON_TABLE
    who: str = ""
    language: str = ""
    axis: Axis = Axis.THEME
    only: bool = False  # what a person confirmed
    suggested: bool = False  # for what is found: what nobody checked, too

    def scope(self, page: Page) -> Scope:
        part = page.session.part
        on_table = part.id if part.takes_contributions else WHOLE
        is_group, is_actor = self.who.startswith(GROUP), self.who.startswith(ACTOR)
        return Scope(
            on_table if self.part == ON_TABLE else self.part,
            (self.who.removeprefix(GROUP) or None) if is_group else WHOLE,
            self.who.removeprefix(ACTOR) if is_actor else WHOLE,
            self.language,
        )


ON_THE_TABLE, OVER_ALL = Choice(), Choice(part=WHOLE)


def show_themes(page: Page, choice: Choice = ON_THE_TABLE) -> None:
    """The chart that was chosen, the table behind it, and what is behind the cell pressed last."""
    choice = st.session_state.setdefault(CHOICE, choice)
    show_choices(_choices(page, choice), "themes.choices", _choose)
    if choice.kind == NEW:
        show_candidates_found(page)
    elif choice.kind == FOUND:
        part_id = choice.scope(page).part_id
        found = findings.findings_lately(
            page.store, page.session, part_id, choice.axis, not choice.suggested
        )
        show_findings(page, found, choice.axis)
    else:
        _show_chart(page, choice)


def _show_chart(page: Page, choice: Choice) -> None:
    """The chart, the table behind it, and what is behind the cell pressed last."""
    reader, is_bars = reader_of(page), choice.kind == BARS
    kind = ChartKind.GROUPS if is_bars else ChartKind(choice.kind)
    scope = choice.scope(page)
    chart = charts.chart_of(page.store, page.session, kind, reader, scope, choice.axis, choice.only)
    if is_bars:
        show_bars(page, chart, "themes.bars")
    else:
        show_chart(drawn_chart(page, chart), f"themes.{kind.value}", _open)
    _show_coverage(page, chart)
    with st.expander(page.say("chart.table_behind"), key="themes.table_behind"):
        show_table(charts.table_of(chart, reader), key="themes.table", folds=True)
    _show_behind(page, chart)


def _choose(asked: Mapping[str, Any]) -> None:
    """Take a choice, if it is one we offer."""
    choice, value = st.session_state[CHOICE], asked.get("value")
    st.session_state.pop(CELL, None)
    match asked.get("id"):
        case "kind" if value in (*KINDS, FOUND, NEW):
            choice = replace(choice, kind=str(value))
        case "axis" if value in set(Axis):
            choice = replace(choice, axis=Axis(value))
        case "only" | "suggested" as name:
            choice = replace(choice, **{name: bool(value)})
        case "part" | "who" | "language" as name:
            choice = replace(choice, **{name: str(value)})
    st.session_state[CHOICE] = choice


def _open(asked: Mapping[str, Any]) -> None:
    st.session_state[CELL] = (str(asked.get("column", ALL)), str(asked.get("code", SPOKEN)))


def _choices(page: Page, choice: Choice) -> Drawn:
    """Those that the view takes: what is found is of all groups and languages together."""
    kinds = [(kind, _said(page, f"chart.kind.{kind}")) for kind in (*KINDS, FOUND, NEW)]
    choices = [_list(page, "kind", kinds, choice.kind)]
    if choice.kind != NEW:
        choices.append(_list(page, "part", _parts(page), choice.part))
    if choice.kind in KINDS:
        choices.append(_list(page, "who", _people(page), choice.who))
        choices.append(_list(page, "language", _languages(page), choice.language))
    if choice.kind != NEW and page.session.plan.points:
        axes = [(axis.value, _said(page, f"chart.axis.{axis.value}")) for axis in Axis]
        choices.append(_list(page, "axis", axes, choice.axis.value))
    if choice.kind in KINDS:
        choices.append(_tick(page, "only", choice.only))
    elif choice.kind == FOUND:
        choices.append(_tick(page, "suggested", choice.suggested))
    return {"label": page.say("chart.choose"), "choices": choices}


def _tick(page: Page, name: str, value: bool) -> Drawn:
    return {"id": name, "label": page.say(f"chart.choice.{name}"), "value": value}


def _parts(page: Page) -> list[tuple[str, Drawn]]:
    asked = [part for part in page.session.plan.parts if part.takes_contributions]
    return [
        (ON_TABLE, _said(page, "chart.on_table")),
        (WHOLE, _said(page, "chart.all_parts")),
        *((part.id, written(page, part.title)) for part in asked),
    ]


def _languages(page: Page) -> list[tuple[str, Drawn]]:
    tags = page.session.plan.languages
    return [
        ("", _said(page, "chart.all_languages")),
        *((tag, drawn(Words(name_of(tag, page.language), page.language))) for tag in tags),
    ]


def _list(page: Page, name: str, options: list[tuple[str, Drawn]], value: str) -> Drawn:
    return {
        "id": name,
        "label": page.say(f"chart.choice.{name}"),
        "value": value,
        "options": [{"id": id_, "label": label} for id_, label in options],
    }


def _people(page: Page) -> list[tuple[str, Drawn]]:
    """Groups, and under each its kinds of actor."""
    plan, kinds = page.session.plan, kinds_to_choose(page)
    found = [("", _said(page, "chart.everybody"))]
    for group in (*plan.groups, None):
        actors = [actor for actor in kinds if actor.group == (group and group.id)]
        if group:
            found.append((f"{GROUP}{group.id}", written(page, group.label)))
        found += [(f"{ACTOR}{one.id}", _indented(page, one.label, group)) for one in actors]
    return found


def _indented(page: Page, label: Wording, under: object) -> Drawn:
    words = page.read(label)
    return drawn(Words(f"\u2003{words.text}" if under else words.text, words.language))


def _said(page: Page, key: str) -> Drawn:
    return sentence(page, key)


def _show_coverage(page: Page, chart: Chart) -> None:
    """What the chart rests on, and what has no theme, one press away."""
    st.caption(charts.coverage(chart.pattern, page.phrases))
    st.button(
        page.say("chart.read_unassigned", n=chart.pattern.unassigned),
        key="themes.unassigned",
        disabled=not chart.pattern.unassigned,
        on_click=partial(_open, {"column": ALL, "code": UNASSIGNED}),
    )


def _show_behind(page: Page, chart: Chart) -> None:
    """The contributions of the cell that was pressed."""
    pressed = st.session_state.get(CELL)
    if pressed is None:
        return
    column, code = pressed
    name = next((line.label for line in chart.lines if line.id == code), None)
    of = next((one.label for one in chart.columns if (one.id or "") == column), None)
    ids = patterns.behind(
        page.store, page.session, chart.pattern, _key(chart, column), code, BEHIND, chart.axis
    )
    about = page.say("chart.unassigned") if code == UNASSIGNED else name.text if name else ""
    heading = " · ".join(filter(None, (about, of.text if of else "")))
    title, close = st.columns([3, 1], vertical_alignment="center")
    with title:
        show_words(drawn(Words(heading, page.language), "subheading"), key="themes.behind")
    close.button(page.say("chart.close"), key="themes.close", width="stretch", on_click=_close)
    told = [found for id_ in ids if (found := page.store.contribution(id_))]
    show_contributions(
        page, told, key="themes.cards", scope=f"{chart.kind}{chart.pattern.scope}{pressed}"
    )


def _key(chart: Chart, column: str) -> patterns.Key:
    return column if column == ALL or any(one.id == column for one in chart.columns) else None


def _close() -> None:
    st.session_state.pop(CELL, None)
