"""A codebook as a table: one row for each theme and language, for those who write in spreadsheets.

A cell with several texts holds one on each line. `intake/codebook_rows.py` reads it back.
"""

import csv
import io
from collections.abc import Iterator

from facilitation.codebook import LISTS, TEXTS, Codebook, Theme
from facilitation.codebook.writing import languages_of
from facilitation.exports.csv_file import safe_cell
from facilitation.model import Axis, Language

COLUMNS = (
    *("axis", "id", "is_retired", "replaced_by", "language"),
    *TEXTS,
    *LISTS,
    *("strong", "weak"),
)


def write(codebook: Codebook, delimiter: str = ",") -> bytes:
    """UTF-8 with a byte order mark, every cell quoted, none a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, delimiter=delimiter)
    writer.writerow(COLUMNS)
    for axis in Axis:
        for theme in codebook.every(axis):
            for language in languages_of(theme):
                writer.writerow(safe_cell(cell) for cell in _cells(theme, language))
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _cells(theme: Theme, language: Language) -> Iterator[str]:
    yield from (theme.axis.value, theme.id, "yes" if theme.is_retired else "")
    yield from (" ".join(theme.replaced_by), language)
    yield from (getattr(theme, key).texts.get(language, "") for key in TEXTS)
    yield from (
        "\n".join(" ".join(item.split()) for item in getattr(theme, key).get(language, ()))
        for key in LISTS
    )
    cues = theme.cues.get(language)
    yield ", ".join(cues.strong) if cues else ""
    yield ", ".join(cues.weak) if cues else ""
