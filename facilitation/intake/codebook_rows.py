"""A codebook from a table (CSV or the first sheet of a workbook): one row for a theme and language.

The columns are those that `exports/codebook_csv.py` writes, in any order; `id` and `label` are
enough for a table in one language.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from facilitation import texts
from facilitation.cells import unguarded
from facilitation.codebook import CUES, ID, LANGUAGE, LISTS, TABLES, TEXTS, Codebook, read_codebook
from facilitation.codebook.writing import write_tables
from facilitation.exports.codebook_csv import COLUMNS
from facilitation.intake.files import Row, read_rows
from facilitation.intake.findings import BadFile
from facilitation.model import Axis, Language

YES = {"yes", "1", "true", "sí", "si", "oui", "x"}


def read(data: bytes, file: str, base: Codebook, language: Language) -> Codebook:
    """The codebook in a table; `language` is that of rows that name none. What a table does not
    say (its id, whether the shipped lexicon is used) is as in `base`. Raises BadFile."""
    header, *rows = read_rows(data, file)
    columns = _columns(header, file)
    tables: dict[tuple[Axis, str], dict[str, Any]] = {}
    for row in rows:
        cells = _cells(row, columns)
        axis, id_, spoken = _place(cells, row, file, language)
        table = tables.setdefault((axis, id_), {"id": id_, **_once(cells)})
        if spoken in table:
            raise BadFile("intake.codebook.twice", file, row.line, id=id_, language=spoken)
        table[spoken] = _block(cells)
    if not any(axis is Axis.THEME for axis, _ in tables):
        raise BadFile("intake.codebook.no_theme", file, header.line)
    top = {"id": base.id, "uses_shipped_lexicon": base.uses_shipped_lexicon}
    by_kind = {
        TABLES[axis]: [table for (one, _), table in tables.items() if one is axis] for axis in Axis
    }
    return read_codebook(write_tables(top, by_kind), file)


def _columns(header: Row, file: str) -> Mapping[str, int]:
    named = {cell.strip().casefold(): place for place, cell in enumerate(header.cells)}
    columns = {name: named[name] for name in COLUMNS if name in named}
    if not {"id", "label"} <= columns.keys():
        raise BadFile("intake.codebook.columns", file, header.line, columns=", ".join(COLUMNS))
    return columns


def _cells(row: Row, columns: Mapping[str, int]) -> dict[str, str]:
    cells = {
        name: row.cells[place] if place < len(row.cells) else "" for name, place in columns.items()
    }
    return {name: texts.cleaned(unguarded(cell)) for name, cell in cells.items()}


def _place(
    cells: Mapping[str, str], row: Row, file: str, language: Language
) -> tuple[Axis, str, Language]:
    """Which theme in which language a row is about."""
    axis, id_ = cells.get("axis") or Axis.THEME.value, cells["id"]
    spoken = cells.get("language", "").casefold() or language
    if axis not in list(Axis):
        raise BadFile("intake.codebook.axis", file, row.line, axis=texts.cut(axis, 40))
    if not ID.fullmatch(id_):
        raise BadFile("intake.codebook.id", file, row.line, id=texts.cut(id_, 40))
    if not LANGUAGE.fullmatch(spoken):
        raise BadFile("intake.codebook.language", file, row.line, language=texts.cut(spoken, 40))
    if not cells["label"]:
        raise BadFile("intake.codebook.label", file, row.line, id=id_)
    return Axis(axis), id_, spoken


def _once(cells: Mapping[str, str]) -> dict[str, Any]:
    """What a theme has in no language; its first row says it."""
    retired = cells.get("is_retired", "").casefold() in YES
    heirs = cells.get("replaced_by", "").replace(",", " ").split()
    return {"is_retired": True, "replaced_by": heirs} if retired else {}


def _block(cells: Mapping[str, str]) -> dict[str, str | Sequence[str]]:
    written: dict[str, str | Sequence[str]] = {
        key: cells[key] for key in (*TEXTS, *CUES) if cells.get(key)
    }
    for key in LISTS:
        if items := [item.strip() for item in cells.get(key, "").split("\n") if item.strip()]:
            written[key] = items
    return written
