"""The organiser changes the codebook: wording, merging, splitting, retiring, and back again."""

from dataclasses import dataclass

import streamlit as st

from facilitation import recoding, themes
from facilitation.codebook import Codebook, Theme
from facilitation.model import Axis
from facilitation.ui.codebook.acts import show_acts
from facilitation.ui.codebook.files import show_editions, show_files
from facilitation.ui.codebook.guide import show_guide
from facilitation.ui.codebook.wording import show_wording
from facilitation.ui.components import show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence

DONE = "codebook.done"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is being changed; "" is a new one."""

    axis: Axis
    id: str

    def theme(self, codebook: Codebook) -> Theme | None:
        return codebook.theme(self.axis, self.id)


def show_codebook(page: Page) -> None:
    """What the session is coded by, to read and to change."""
    show_words(sentence(page, "organiser.codebook_means"), key="codebook.means")
    codebook = themes.codebook_of(page.session)
    choices = [Chosen(axis, theme.id) for axis in Axis for theme in codebook.every(axis)]
    choices += [Chosen(axis, "") for axis in Axis]
    chosen = st.selectbox(
        page.say("codebook.choose"),
        choices,
        index=None,
        placeholder=page.say("codebook.choose_one"),
        format_func=lambda one: _called(page, codebook, one),
        key="codebook.chosen",
        filter_mode=None,
    )
    _show_done(page)
    if chosen is not None:
        theme = chosen.theme(codebook)
        show_wording(page, codebook, chosen.axis, theme, change)
        if theme is not None:
            show_acts(page, codebook, theme, change)
    show_editions(page, done)
    show_files(page, change)
    show_guide(page, "codebook.guide")


def _called(page: Page, codebook: Codebook, chosen: Chosen) -> str:
    theme = chosen.theme(codebook)
    if theme is None:
        return page.say(f"codebook.new_{chosen.axis.value}")
    label = page.read(theme.label).text
    return page.say("codebook.retired", theme=label) if theme.is_retired else label


def change(page: Page, codebook: Codebook, verb: str) -> None:
    """Have the session coded by another codebook, and say what that did."""
    done(recoding.change_codebook(page.store, page.session, codebook, page.by, verb))


def done(recoded: recoding.Recoded) -> None:
    st.session_state[DONE] = (recoded.suggested, recoded.moved)


def _show_done(page: Page) -> None:
    told = st.session_state.pop(DONE, None)
    if told is None:
        return
    suggested, moved = told
    lines = [sentence(page, "codebook.done", "done", n=suggested)]
    if moved:
        lines.append(sentence(page, "codebook.moved", "done", n=moved))
    show_words(*lines, key="codebook.done")
    editions = page.store.codebooks(page.session.id)
    if len(editions) > 1:
        st.button(
            page.say("codebook.undo"),
            key="codebook.undo",
            on_click=page.attempt,
            args=(_undo, page, editions[-2].number),
        )


def _undo(page: Page, number: int) -> None:
    done(recoding.put_back(page.store, page.session, number, page.by))
