"""Changing a codebook: each change gives another one and leaves the first as it was.

What was retired stays in the book, so that what was coded with it can still be read, and says what
took its place.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from facilitation.codebook.reading import Codebook, Cues, Theme, read_codebook
from facilitation.codebook.writing import write_codebook
from facilitation.errors import NotFound, Refused
from facilitation.folding import fold
from facilitation.model import Axis, Language

LONGEST_ID = 40


def revise(book: Codebook, theme: Theme) -> Codebook:
    """Another wording of a theme that is there. Its id, and what was coded with it, stay."""
    _there(book, theme.axis, theme.id)
    return _with(book, theme.axis, lambda one: (theme if one.id == theme.id else one,))


def add(book: Codebook, theme: Theme) -> Codebook:
    """A new theme, or point, at the end of its axis."""
    every = (*book.every(theme.axis), theme)
    return _rewritten(book, theme.axis, every)


def merge(book: Codebook, axis: Axis, id_: str, into: str) -> Codebook:
    """Retire a theme in favour of another, which takes over its own words."""
    gone, heir = _used(book, axis, id_), _used(book, axis, into)
    if id_ == into:
        raise Refused("error.merge_itself")
    languages = dict.fromkeys((*heir.cues, *gone.cues))
    cues = {language: _joined(heir, gone, language) for language in languages}
    retired = replace(gone, is_retired=True, replaced_by=(into,))
    changed = {id_: retired, into: replace(heir, cues=cues)}
    return _with(book, axis, lambda one: (changed.get(one.id, one),))


def split(book: Codebook, axis: Axis, id_: str, parts: Sequence[Theme]) -> Codebook:
    """Retire a theme in favour of new ones, which follow it. What it was given is offered them."""
    gone = _used(book, axis, id_)
    if len(parts) < 2:
        raise Refused("error.split_in_two")
    retired = replace(gone, is_retired=True, replaced_by=tuple(part.id for part in parts))
    return _with(book, axis, lambda one: (retired, *parts) if one.id == id_ else (one,))


def retire(book: Codebook, axis: Axis, id_: str) -> Codebook:
    """No longer suggest or offer a theme; what it was given stays and can be read."""
    retired = replace(_used(book, axis, id_), is_retired=True)
    if len(book.on(axis)) == 1:
        raise Refused("error.last_theme")
    return _with(book, axis, lambda one: (retired if one.id == id_ else one,))


def use_again(book: Codebook, axis: Axis, id_: str) -> Codebook:
    """Take a retired theme back into use."""
    theme = replace(_there(book, axis, id_), is_retired=False, replaced_by=())
    return _with(book, axis, lambda one: (theme if one.id == id_ else one,))


def keep_all(book: Codebook, before: Codebook) -> Codebook:
    """A book that lacks some of what was there before, with these in it, retired."""
    for axis in Axis:
        missing = [one for one in before.every(axis) if not book.theme(axis, one.id)]
        kept = (replace(one, is_retired=True, replaced_by=()) for one in missing)
        if missing:
            book = _rewritten(book, axis, (*book.every(axis), *kept))
    return book


def new_id(book: Codebook, axis: Axis, label: str, taken: Sequence[str] = ()) -> str:
    """An id made from a label, that no other theme of the axis has."""
    letters = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[: LONGEST_ID - 4]
    base = letters if re.match("[a-z]", letters) else f"theme_{letters}".rstrip("_")
    others = {theme.id for theme in book.every(axis)} | set(taken)
    names = (base, *(f"{base}_{n}" for n in range(2, len(others) + 3)))
    return next(name for name in names if name not in others)


def _joined(heir: Theme, gone: Theme, language: Language) -> Cues:
    both = [one.cues.get(language, Cues()) for one in (heir, gone)]
    strong = tuple(dict.fromkeys(word for cues in both for word in cues.strong))
    weak = dict.fromkeys(word for cues in both for word in cues.weak if word not in strong)
    return Cues(strong, tuple(weak))


def _there(book: Codebook, axis: Axis, id_: str) -> Theme:
    theme = book.theme(axis, id_)
    if theme is None:
        raise NotFound("error.no_theme")
    return theme


def _used(book: Codebook, axis: Axis, id_: str) -> Theme:
    theme = _there(book, axis, id_)
    if theme.is_retired:
        raise Refused("error.theme_retired")
    return theme


def _with(book: Codebook, axis: Axis, change: Callable[[Theme], Sequence[Theme]]) -> Codebook:
    return _rewritten(book, axis, [after for one in book.every(axis) for after in change(one)])


def _rewritten(book: Codebook, axis: Axis, themes: Sequence[Theme]) -> Codebook:
    """Written and read again: what cannot be read is refused here, and the version follows."""
    themes = tuple(themes)
    changed = replace(book, themes=themes) if axis is Axis.THEME else replace(book, points=themes)
    return read_codebook(write_codebook(changed))
