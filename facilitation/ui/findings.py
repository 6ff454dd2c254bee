"""Where the groups meet, differ and keep silent, as far as that can be told, in words."""

from collections.abc import Iterable
from itertools import groupby

import streamlit as st

from facilitation import charts
from facilitation.charts import Table
from facilitation.findings import Findings
from facilitation.model import Axis, Words
from facilitation.ui.components import show_table, show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence
from facilitation.uncertainty import Share


class Telling:
    """Findings in the reader's words."""

    def __init__(self, page: Page, findings: Findings, axis: Axis) -> None:
        self.page, self.findings, self.axis = page, findings, axis
        plan = page.session.plan
        codes = plan.themes if axis is Axis.THEME else plan.points
        self.labels = {code.id: page.read(code.label) for code in codes}
        self.groups = {group.id: page.read(group.label) for group in plan.groups}

    def words(self, key: str, **values: object) -> Words:
        return Words(self.page.say(key, **values), self.page.language)

    @property
    def code(self) -> Words:
        return self.words(f"chart.{self.axis.value}")

    def common_ground(self) -> Table:
        """Each theme that all groups raised, with the voices of each."""
        rows = [
            (
                self.labels[one.theme],
                *(self._brief(share) for share in one.shares),
            )
            for one in self.findings.common_ground
        ]
        return self._table("findings.common", (self.code, *self.groups.values()), rows)

    def differences(self) -> Table:
        """Each group that raises a theme more than the others, beyond chance."""
        rows = [
            (
                self.labels[one.theme],
                self.groups[one.group],
                self._share(one.here),
                self._share(one.others),
            )
            for one in self.findings.differences
        ]
        heads = ("findings.group", "findings.here", "findings.others")
        return self._table("findings.differences", (self.code, *map(self.words, heads)), rows)

    def silences(self) -> Table:
        """For each group, what none of its voices raised while others did."""
        by_group = groupby(
            sorted(self.findings.silences, key=lambda one: list(self.groups).index(one.group)),
            key=lambda one: one.group,
        )
        rows = []
        for group, silences in by_group:
            told = list(silences)
            names = " · ".join(self.labels[one.theme].text for one in told)
            voices = self.words("chart.voices", n=told[0].here.total)
            rows.append((self.groups[group], voices, Words(names, self.page.language)))
        heads = ("findings.group", "findings.voices", "findings.unsaid")
        return self._table("findings.silences", tuple(map(self.words, heads)), rows)

    def _share(self, share: Share) -> Words:
        return Words(charts.said(share, self.page.phrases), self.page.language)

    def _brief(self, share: Share) -> Words:
        if not share.is_percentage:
            return self._share(share)
        n = self.page.phrases.number(share.count)
        brief = f"{n} · {charts.in_short(share, self.page.phrases)}"
        return Words(brief, self.page.language)

    def _table(
        self, caption: str, header: Iterable[Words], rows: Iterable[tuple[Words, ...]]
    ) -> Table:
        return Table(self.page.say(caption), tuple(header), tuple(rows))


def show_findings(page: Page, findings: Findings, axis: Axis) -> None:
    """Common ground, differences, silences, each with what it means and what it does not."""
    telling = Telling(page, findings, axis)
    st.caption(
        page.say(
            "findings.rest_on",
            n=findings.voices,
            contributions=page.phrases.number(findings.contributions),
            undecided=page.phrases.number(findings.undecided.count),
        )
    )
    if findings.is_without_themes:
        told = sentence(page, f"findings.{_why_nothing(findings)}", "mark")
        show_words(told, key="found.nothing")
        return
    if findings.too_small:
        names = " · ".join(telling.groups[group].text for group in findings.too_small)
        show_words(sentence(page, "findings.too_small", "mark", groups=names), key="found.small")
    _show(page, "common", telling.common_ground(), "no_common")
    _show(page, "differences", telling.differences(), "no_differences")
    _show(page, "silences", telling.silences(), _no_silences(findings), "told")


def _why_nothing(findings: Findings) -> str:
    """Where no theme counts: whether there is something to confirm first."""
    return "nothing_confirmed" if findings.undecided.count else "nothing_raised"


def _no_silences(findings: Findings) -> str:
    """That no group is silent is known only of what was checked, of groups that spoke."""
    is_open = findings.undecided.count or findings.too_small
    return "no_silences_yet" if is_open else "no_silences"


def _show(page: Page, name: str, table: Table, none: str, tone: str = "") -> None:
    show_words(
        sentence(page, f"findings.{name}", "subheading"),
        sentence(page, f"findings.{name}_means", "quiet"),
        *([] if table.rows else [sentence(page, f"findings.{none}")]),
        key=f"found.{name}",
    )
    if table.rows:
        tones = [tone] * len(table.rows)
        show_table(table, key=f"found.{name}_table", tones=tones, folds=not tone)
