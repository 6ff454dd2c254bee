"""What else can be done with a theme: merge it, split it, retire it, use it again."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from facilitation import texts
from facilitation.codebook import Codebook, Cues, Theme, editing, split_cues
from facilitation.model import Wording
from facilitation.ui.page import PAUSE, Page

Change = Callable[[Page, Codebook, str], None]
PARTS = 3  # how many new themes the form of a split has room for


def show_acts(page: Page, codebook: Codebook, theme: Theme, change: Change) -> None:
    """The buttons below a theme's wording; each says what it does before it does it."""
    key = f"codebook.{codebook.version}.{theme.axis.value}.{theme.id}"
    if theme.is_retired:
        again = editing.use_again(codebook, theme.axis, theme.id)
        _button(page, "codebook.use_again", f"{key}.again", change, again, "use_again")
        return
    merging, splitting, retiring = st.columns(3)
    with merging.popover(page.say("codebook.merge"), width="stretch"):
        _merge(page, codebook, theme, f"{key}.merge", change)
    with splitting.popover(page.say("codebook.split"), width="stretch"):
        _split(page, codebook, theme, f"{key}.split", change)
    with retiring.popover(page.say("codebook.retire"), width="stretch"):
        st.write(page.say("codebook.retire_means"))
        _button(page, "codebook.retire_now", f"{key}.retire", _retire(theme, change), codebook, "")


def _button(
    page: Page, phrase: str, key: str, change: Change, codebook: Codebook, verb: str
) -> None:
    st.button(
        page.say(phrase),
        key=key,
        type="primary",
        on_click=page.attempt,
        args=(change, page, codebook, verb),
    )


def _retire(theme: Theme, change: Change) -> Change:
    def retire(page: Page, codebook: Codebook, _: str) -> None:
        change(page, editing.retire(codebook, theme.axis, theme.id), "retire")

    return retire


def _merge(page: Page, codebook: Codebook, theme: Theme, key: str, change: Change) -> None:
    st.write(page.say("codebook.merge_means"))
    labels = {one.id: page.read(one.label).text for one in codebook.on(theme.axis)}
    into = st.selectbox(
        page.say("codebook.merge_into"),
        [id_ for id_ in labels if id_ != theme.id],
        format_func=labels.__getitem__,
        key=f"{key}.into",
        filter_mode=None,
    )

    def merge(page: Page, codebook: Codebook, verb: str) -> None:
        change(page, editing.merge(codebook, theme.axis, theme.id, into or theme.id), verb)

    _button(page, "codebook.merge_now", key, merge, codebook, "merge")


def _split(page: Page, codebook: Codebook, theme: Theme, key: str, change: Change) -> None:
    st.write(page.say("codebook.split_means"))
    for number in range(1, PARTS + 1):
        label, words = f"{key}.label.{number}", f"{key}.words.{number}"
        st.text_input(page.say("codebook.part", n=number), max_chars=80, key=label, live=PAUSE)
        st.text_input(page.say("codebook.part_words"), key=words, live=PAUSE)

    def split(page: Page, codebook: Codebook, verb: str) -> None:
        parts = _parts(page, codebook, theme, key)
        change(page, editing.split(codebook, theme.axis, theme.id, parts), verb)

    _button(page, "codebook.split_now", key, split, codebook, "split")


def _parts(page: Page, codebook: Codebook, theme: Theme, key: str) -> list[Theme]:
    """The new themes, in the reader's language; the others are written afterwards."""
    parts: list[Theme] = []
    for number in range(1, PARTS + 1):
        label = texts.cleaned_line(st.session_state.get(f"{key}.label.{number}") or "")
        words = texts.cleaned_line(st.session_state.get(f"{key}.words.{number}") or "")
        if label:
            id_ = editing.new_id(codebook, theme.axis, label, [part.id for part in parts])
            empty, language = Wording(), page.language
            made = Theme(id_, theme.axis, Wording({language: label}), empty, empty, empty)
            parts.append(replace(made, cues={language: Cues(split_cues(words))}))
    return parts
