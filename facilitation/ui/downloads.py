"""The session as files that a browser takes home: choose one, see it being made, take it."""

import streamlit as st

from facilitation.access import Action, require
from facilitation.exports import files
from facilitation.exports.files import ONE_FOR_ALL, File, Format
from facilitation.model import Stage
from facilitation.phrases import name_of
from facilitation.ui.page import Page

READY = "files.ready"  # the file that was made last, with what was asked for
KILOBYTE = 1024


@st.fragment
def show_downloads(page: Page) -> None:
    """One file at a time, in one language or in all of them; also while the session runs."""
    here = page.now()
    require(here.role, Action.EXPORT, Stage.of(here.session))
    st.caption(here.say("file.explained"))
    to = Format(
        st.radio(
            here.say("file.which"),
            [one.value for one in Format],
            format_func=lambda one: here.say(f"file.format.{one}"),
            captions=[here.say(f"file.for.{one}") for one in Format],
            key="files.format",
        )
    )
    language = "" if to in ONE_FOR_ALL else _language(here)
    if st.button(here.say("file.prepare"), type="primary", key="files.prepare"):
        _prepare(here, to, language)
    _offer(here, to, language)


def _language(page: Page) -> str:
    return str(
        st.selectbox(
            page.say("file.language"),
            ["", *page.session.plan.languages],
            format_func=lambda one: (
                name_of(one, page.language) if one else page.say("file.all_languages")
            ),
            key="files.language",
            filter_mode=None,
        )
    )


def _prepare(page: Page, to: Format, language: str) -> None:
    """Make the file, telling how far it is; the one before is let go."""
    st.session_state.pop(READY, None)
    saying = page.say("file.preparing")
    bar = st.progress(0.0, text=saying)
    made = files.write(
        page.store, page.session, to, language, told=lambda share: bar.progress(share, text=saying)
    )
    bar.empty()
    st.session_state[READY] = ((to, language), page.session.revision, made)


def _offer(page: Page, to: Format, language: str) -> None:
    """The file, if it is the one that is asked for now, and whether the record has moved since."""
    asked, revision, made = st.session_state.get(READY, (None, 0, None))
    if asked != (to, language) or not isinstance(made, File):
        return
    size = page.phrases.number(max(1, round(len(made.content) / KILOBYTE)))
    st.download_button(
        page.say("file.download", name=made.name, size=size),
        made.content,
        file_name=made.name,
        mime=made.mime,
        on_click="ignore",
        key="files.download",
    )
    if revision != page.session.revision:
        st.caption(page.say("file.moved"))
