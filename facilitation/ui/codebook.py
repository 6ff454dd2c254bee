"""What contributions are sorted by: the session's themes and points, with their definitions."""

from facilitation.charts import Table
from facilitation.model import Code, Words
from facilitation.ui.components import show_table, show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence


def show_codebook(page: Page) -> None:
    """Every theme and point that is in use."""
    show_words(sentence(page, "organiser.codebook_means"), key="codebook.means")
    plan = page.session.plan
    for axis, codes in (("theme", plan.themes), ("point", plan.points)):
        used = [code for code in codes if not code.is_retired]
        if used:
            show_table(_table(page, axis, used), key=f"codebook.{axis}")


def _table(page: Page, axis: str, codes: list[Code]) -> Table:
    header = tuple(
        Words(page.say(f"organiser.code.{name}"), page.language) for name in (axis, "definition")
    )
    rows = tuple((page.read(code.label), page.read(code.definition)) for code in codes)
    return Table(header[0].text, header, rows)
