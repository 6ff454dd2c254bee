"""The record as the rapporteur's table: filtered, in the reader's words, ready to download."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from facilitation.exports.record import Line
from facilitation.model import Actor, Code, Part, Wording
from facilitation.phrases import name_of
from facilitation.texts import folded
from facilitation.ui.page import Page

COLUMNS = ("number", "part", "actor", "author", "language", "text", "themes", "suggested")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a line must be to be shown; "" asks nothing."""

    part: str = ""
    actor: str = ""
    language: str = ""
    theme: str = ""
    words: str = ""

    def takes(self, line: Line) -> bool:
        themes = (*line.themes_confirmed, *line.themes_suggested)
        return (
            self.part in ("", line.part)
            and self.actor in ("", line.actor)
            and self.language in ("", line.language)
            and (not self.theme or self.theme in themes)
            and folded(self.words) in folded(line.text)
        )


def chosen(lines: Iterable[Line], choice: Choice) -> list[Line]:
    """The lines that a choice takes, in their order."""
    return [line for line in lines if choice.takes(line)]


def frame(page: Page, lines: Iterable[Line]) -> pd.DataFrame:
    """The lines as a table in the reader's language; texts stay as they were written."""
    plan = page.session.plan
    rows = [
        (
            line.number,
            label_of(page, plan.parts, line.part),
            label_of(page, plan.actors, line.actor),
            ", ".join(filter(None, (line.name, line.organisation))),
            name_of(line.language, page.language),
            line.text,
            ", ".join(label_of(page, plan.themes, theme) for theme in line.themes_confirmed),
            ", ".join(label_of(page, plan.themes, theme) for theme in line.themes_suggested),
        )
        for line in lines
    ]
    return pd.DataFrame(rows, columns=[page.say(f"rapporteur.column.{name}") for name in COLUMNS])


def label_of(page: Page, of: Iterable[Part | Actor | Code], id_: str) -> str:
    """What a part, an actor or a theme is called, in the reader's language."""
    for one in of:
        if one.id == id_:
            wording: Wording = one.title if isinstance(one, Part) else one.label
            return page.read(wording).text
    return id_
