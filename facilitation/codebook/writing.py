"""A codebook as its file. What is written here reads back as the same codebook."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from facilitation.codebook.reading import CUES, LISTS, TABLES, TEXTS, Codebook, Theme
from facilitation.model import Axis, Language


def write_codebook(codebook: Codebook) -> str:
    """The text of its TOML file: themes, then points, each with its languages in order."""
    top = {"id": codebook.id, "uses_shipped_lexicon": codebook.uses_shipped_lexicon}
    tables = {TABLES[axis]: [_table(theme) for theme in codebook.every(axis)] for axis in Axis}
    return write_tables(top, tables)


def write_tables(top: Mapping[str, Any], tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The same from plain values: what stands at the top, and the tables of each kind. What is
    empty or false is left out."""
    parts = ["\n".join(_pairs(top))]
    for kind, some in tables.items():
        for table in some:
            blocks = {key: value for key, value in table.items() if isinstance(value, Mapping)}
            own = {key: value for key, value in table.items() if key not in blocks}
            parts.append("\n".join([f"[[{kind}]]", *_pairs(own)]))
            parts += ["\n".join([f"[{kind}.{key}]", *_pairs(blocks[key])]) for key in blocks]
    return "\n\n".join(filter(None, parts)) + "\n"


def languages_of(theme: Theme) -> tuple[Language, ...]:
    """The languages a theme is written in."""
    return tuple(theme.label.texts)


def _table(theme: Theme) -> dict[str, Any]:
    own = {"id": theme.id, "is_retired": theme.is_retired, "replaced_by": theme.replaced_by}
    return own | {language: _block(theme, language) for language in languages_of(theme)}


def _block(theme: Theme, language: Language) -> dict[str, Any]:
    block = {key: getattr(theme, key).texts.get(language) for key in TEXTS}
    block |= {key: getattr(theme, key).get(language) for key in LISTS}
    cues = theme.cues.get(language)
    return block | {key: ", ".join(getattr(cues, key)) for key in CUES if cues}


def _pairs(values: Mapping[str, Any]) -> Iterator[str]:
    return (f"{key} = {_value(value)}" for key, value in values.items() if value)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        # The escapes of JSON are those of a basic string in TOML, which also wants U+007F escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return f"[{', '.join(map(_value, value))}]"
