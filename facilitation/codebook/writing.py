"""A codebook as its file. What is written here reads back as the same codebook."""

import json
from collections.abc import Iterable, Iterator, Sequence

from facilitation.codebook.reading import LISTS, TABLES, TEXTS, Codebook, Theme
from facilitation.model import Axis, Language


def write_codebook(codebook: Codebook) -> str:
    """The text of its TOML file: themes, then points, each with its languages in order."""
    head = [f"id = {_text(codebook.id)}"] if codebook.id else []
    if codebook.uses_shipped_lexicon:
        head.append("uses_shipped_lexicon = true")
    tables = (_table(theme) for axis in Axis for theme in codebook.every(axis))
    return "\n\n".join(filter(None, ["\n".join(head), *tables])) + "\n"


def languages_of(theme: Theme) -> tuple[Language, ...]:
    """The languages a theme is written in."""
    return tuple(theme.label.texts)


def _table(theme: Theme) -> str:
    kind = TABLES[theme.axis]
    head = [f"[[{kind}]]", f"id = {_text(theme.id)}"]
    if theme.is_retired:
        head.append("is_retired = true")
    if theme.replaced_by:
        head.append(f"replaced_by = {_list(theme.replaced_by)}")
    blocks = (
        "\n".join([f"[{kind}.{language}]", *_block(theme, language)])
        for language in languages_of(theme)
    )
    return "\n\n".join(["\n".join(head), *blocks])


def _block(theme: Theme, language: Language) -> Iterator[str]:
    for key in TEXTS[:-1]:
        if text := getattr(theme, key).texts.get(language):
            yield f"{key} = {_text(text)}"
    for key in LISTS:
        if items := getattr(theme, key).get(language):
            yield f"{key} = {_list(items)}"
    if text := theme.counterexample.texts.get(language):
        yield f"counterexample = {_text(text)}"
    if cues := theme.cues.get(language):
        for key, words in (("strong", cues.strong), ("weak", cues.weak)):
            if words:
                yield f"{key} = {_text(', '.join(words))}"


def _list(items: Sequence[str] | Iterable[str]) -> str:
    return f"[{', '.join(map(_text, items))}]"


def _text(text: str) -> str:
    # The escapes of JSON are those of a basic string in TOML, which also wants U+007F written out.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
