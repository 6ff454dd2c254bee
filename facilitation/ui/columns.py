"""What a table's columns hold and how its dates are meant, where a person has to say so."""

from dataclasses import replace

import streamlit as st

from facilitation.importing.uploads import Upload
from facilitation.intake.mappings import MAPPED, propose_columns
from facilitation.intake.recognition import FileKind
from facilitation.ui.page import Page


def choose_dates(page: Page, upload: Upload) -> None:
    """Only where 05/06/2021 may be either; asked once for all files."""
    findings = (
        finding.phrase for reading in upload.meeting.values() for finding in reading.problems
    )
    if upload.choices.day_first is None and "intake.ambiguous_dates" not in findings:
        return
    choice = st.radio(
        page.say("imports.dates"),
        [True, False],
        index=None if upload.choices.day_first is None else int(not upload.choices.day_first),
        format_func=lambda first: page.say(
            "imports.dates_day_first" if first else "imports.dates_month_first"
        ),
        key=f"imports.{upload.id}.dates.{page.language}",  # it is known by what it says
        horizontal=True,
    )
    if choice is not None:
        upload.choices = replace(upload.choices, day_first=choice)


def choose_columns(page: Page, upload: Upload) -> None:
    """The proposal for every list of people and table of contributions, to be set right."""
    for kind in MAPPED:
        files = upload.of_kind(kind)
        if not files:
            continue
        with st.expander(page.say(f"imports.columns.{kind.value}")):
            mapping = _mapping(page, upload, kind, files[0])
        every = {**upload.choices.columns, kind: mapping}
        settled = {one: its for one, its in every.items() if its}
        upload.choices = replace(upload.choices, columns=settled)


def _mapping(page: Page, upload: Upload, kind: FileKind, file: tuple[str, bytes]) -> dict[str, str]:
    """What a person settled; nothing while the proposal stands.

    Streamlit knows a choice by what it says, so each language has boxes of its own.
    """
    proposal = propose_columns(kind, file[1], file[0])
    standing = upload.choices.columns.get(kind) or proposal.columns
    headers = ["", *proposal.headers]
    chosen: dict[str, str] = {}
    for place, column in enumerate(MAPPED[kind]):
        if place % 2 == 0:
            halves = st.columns(2)
        chosen[column] = (
            halves[place % 2].selectbox(
                page.say(f"imports.column.{column}"),
                headers,
                index=headers.index(at) if (at := standing.get(column, "")) in headers else 0,
                format_func=lambda header: header or page.say("imports.no_column"),
                key=f"imports.{upload.id}.{kind.value}.{column}.{page.language}",
                filter_mode=None,
            )
            or ""
        )
    return {} if chosen == proposal.columns else chosen
