"""The codebook as files, out and in, and the editions it has had."""

from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from facilitation import recoding, themes
from facilitation.codebook import Codebook
from facilitation.codebook.writing import write_codebook
from facilitation.errors import Refused
from facilitation.exports import codebook_csv, qdc
from facilitation.intake import codebooks
from facilitation.ui.components import take_files
from facilitation.ui.page import Page

ACCEPT = ".toml,.csv,.xlsx,.qdc,.xml"
BYTES = 1_000_000


def show_files(page: Page, change: Callable[[Page, Codebook, str], None]) -> None:
    """Three formats to take home; any of them, or a workbook, in the place of what there is."""
    with st.expander(page.say("codebook.files")):
        book = themes.codebook_of(page.session)
        name = f"codebook-{page.session.code}"
        for column, (kind, mime, write) in zip(
            st.columns(3),
            (
                ("toml", "application/toml", lambda: write_codebook(book).encode()),
                ("csv", "text/csv", lambda: codebook_csv.write(book)),
                ("qdc", "application/xml", lambda: qdc.write(page.session, page.language)),
            ),
            strict=True,
        ):
            column.download_button(
                page.say(f"codebook.download_{kind}"),
                write,
                file_name=f"{name}.{kind}",
                mime=mime,
                on_click="ignore",
                width="stretch",
                key=f"codebook.download.{kind}",
            )
        take_files(
            {
                "label": page.say("codebook.take_file"),
                "means": page.say("codebook.take_file_means"),
                "reading": page.say("imports.reading"),
                "larger": page.say("error.codebook_too_big"),
            },
            ACCEPT,
            BYTES,
            key="codebook.file",
            taken=lambda told: page.attempt(_take, page, told, change),
        )


def _take(
    page: Page, told: Mapping[str, Any], change: Callable[[Page, Codebook, str], None]
) -> None:
    for file in list(told.get("files", ()))[:1]:
        try:
            data = b64decode(str(file.get("content", "")), validate=True)
        except BadBase64:
            raise Refused from None
        if len(data) > BYTES:
            raise Refused("error.codebook_too_big")
        base, languages = themes.codebook_of(page.session), page.session.plan.languages
        change(page, codebooks.read(data, str(file.get("name", "")), base, languages), "import")


def show_editions(page: Page, done: Callable[[recoding.Recoded], None]) -> None:
    """What the session was coded by, newest first; an earlier one can be put back."""
    editions = page.store.codebooks(page.session.id)
    if len(editions) < 2:
        return

    def put_back(number: int) -> None:
        done(recoding.put_back(page.store, page.session, number, page.by))

    with st.expander(page.say("codebook.editions")):
        st.write(page.say("codebook.editions_mean"))
        for one in reversed(editions):
            told, act = st.columns([3, 2], vertical_alignment="center")
            verb = page.say(f"codebook.verb.{one.verb}")
            day, clock = (
                tell(one.made_at, page.zone) for tell in (page.phrases.day, page.phrases.clock)
            )
            told.write(page.say("codebook.edition", n=one.number, at=f"{day}, {clock}", verb=verb))
            if one.number != editions[-1].number:
                act.button(
                    page.say("codebook.put_back"),
                    key=f"codebook.put_back.{one.number}",
                    on_click=page.attempt,
                    args=(put_back, one.number),
                )
