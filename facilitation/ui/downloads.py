"""The record as files that a browser takes home."""

from functools import partial

import streamlit as st

from facilitation.exports import files
from facilitation.exports.files import MIME, Format
from facilitation.ui.page import Page

OFFERED = (Format.CSV, Format.JSON)


def show_downloads(page: Page) -> None:
    """One button for each format; a file is written when it is asked for."""
    columns = st.columns([1, 1, 2])
    for column, to in zip(columns, OFFERED, strict=False):
        column.download_button(
            page.say(f"rapporteur.download_{to}"),
            partial(_content, page, to),
            file_name=files.name_of(page.session, to),
            mime=MIME[to],
            on_click="ignore",
            width="stretch",
            key=to.value,
        )


def _content(page: Page, to: Format) -> bytes:
    return files.write(page.store, page.session, to).content
