"""Bring files in: choose them, look through what they hold, store it, and take it out again."""

from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from facilitation.errors import FacilitationError
from facilitation.importing import storing
from facilitation.importing.drafts import Draft
from facilitation.importing.news import has_news, otherwise, staying
from facilitation.importing.people import directory_of
from facilitation.importing.proposals import ground_of
from facilitation.importing.storing import Brought
from facilitation.importing.uploads import Upload
from facilitation.intake.files import BYTES
from facilitation.intake.recognition import FileKind
from facilitation.model import Words
from facilitation.texts import cleaned_line, cut
from facilitation.ui.columns import choose_columns, choose_dates
from facilitation.ui.components import drawn, hold_page, show_words, take_files
from facilitation.ui.corrections import show_corrections
from facilitation.ui.page import PROBLEM, Page
from facilitation.ui.reviews import review_draft
from facilitation.ui.words import sentence

UPLOAD, DONE, PROBLEM_HERE = "imports.upload", "imports.done", "imports.problem_told"
LABEL = 120  # characters of a file's name that are kept as its label
ACCEPT = ".txt,.vtt,.csv,.xlsx,text/plain,text/vtt,text/csv"


@st.fragment
def show_imports(page: Page) -> None:
    """Everything about files; a fragment, so that looking through a list redraws nothing else."""
    show_words(sentence(page, "imports.title", "heading"), key="imports.title")
    take_files(
        {
            "label": page.say("imports.choose"),
            "means": page.say("imports.means", n=BYTES // 1_000_000),
            "reading": page.say("imports.reading"),
            "larger": page.say("intake.too_big", file="{file}", line=1, n=BYTES // 1_000_000),
        },
        ACCEPT,
        BYTES,
        key="imports.files",
        taken=lambda told: _attempt(page, _take, page, told),
    )
    if told := st.session_state.get(PROBLEM_HERE):
        show_words(drawn(Words(told, page.language), "problem"), key="imports.problem")
    _show_done(page)
    upload = st.session_state.get(UPLOAD)
    if upload:
        _show_upload(page, upload)
    _show_past(page)


def _attempt(page: Page, call: Callable[..., object], *args: object) -> None:
    """Do it, or keep why not to be said here, beside the files, and not at the top of the page."""
    page.attempt(call, *args)
    told, _ = st.session_state.pop(PROBLEM, ("", 0.0))
    st.session_state[PROBLEM_HERE] = told


def _take(page: Page, told: Mapping[str, Any]) -> None:
    """Read what was chosen; a file that cannot be taken is refused, and nothing of the others is
    kept either."""
    files = []
    for file in told.get("files", ()):
        try:
            content = b64decode(str(file.get("content", "")), validate=True)
        except BadBase64:
            content = b""
        # A label to tell files apart: never a path, never markup.
        name = cleaned_line(str(file.get("name", ""))).replace("\\", "/").rpartition("/")[2]
        files.append((cut(name, LABEL), content))
    st.session_state.pop(DONE, None)
    _put_aside()
    upload = Upload(files)
    upload.read(ground_of(page.store, page.session))
    st.session_state[UPLOAD] = upload


def _show_upload(page: Page, upload: Upload) -> None:
    choose_dates(page, upload)
    choose_columns(page, upload)
    try:
        drafts = upload.drafts(ground_of(page.store, page.session))
    except FacilitationError as problem:
        told = Words(page.say(problem.phrase, **problem.values), page.language)
        show_words(drawn(told, "problem"), key="imports.unread")
        return
    for kind, draft in drafts.items():
        with st.container(border=True):
            _show_draft(page, upload, kind, draft)
    hold_page(key="imports.hold")  # what was looked through is nowhere but here
    st.button(page.say("imports.put_aside"), key="imports.put_aside", on_click=_put_aside)


def _put_aside() -> None:
    if upload := st.session_state.pop(UPLOAD, None):
        upload.end()


def _show_draft(page: Page, upload: Upload, kind: FileKind, draft: Draft) -> None:
    """What one kind of file holds: counts, problems, what to look through, and the button."""
    counts = {name: page.phrases.number(n) for name, n in draft.counts.items()}
    show_words(
        sentence(page, f"imports.kind.{kind.value}", "subheading"),
        drawn(Words(" · ".join(draft.files), page.language), "quiet"),
        sentence(page, f"imports.found.{kind.value}", **counts),
        key=f"imports.{kind}.found",
    )
    findings = [*draft.problems, *draft.left_out]
    if findings:
        told = [Words(finding.say(page.phrases), page.language) for finding in findings]
        show_words(*(drawn(words, "quiet") for words in told), key=f"imports.{kind}.findings")
    brought, key = page.store.traces_of(page.session.id), f"{upload.id}.{kind.value}"
    known = directory_of(page.store, page.session, brought)
    draft, decided = review_draft(page, draft, known, key, upload.spoken)
    show_corrections(page, otherwise(page.session, known, draft), staying(known, draft), key)
    upload.read_ahead(page.store, page.session, draft)
    has_people = any(one.is_registered or one.stays for one in draft.people)
    n = len(draft.people) if has_people else draft.taken
    what = "people" if has_people else "contributions"
    is_new = has_news(page.session, known, draft, brought)
    if not is_new:
        show_words(sentence(page, "import.nothing_new", "quiet"), key=f"imports.{kind}.no_news")
    if st.button(
        page.say(f"imports.bring.{what}", n=n),
        key=f"imports.{kind.value}.bring",
        type="primary",
        disabled=not is_new,
    ):
        _attempt(page, _bring, page, upload, draft, decided)
        st.rerun()  # the whole page: the counts above have changed


def _bring(page: Page, upload: Upload, draft: Draft, decided: Mapping[str, str | None]) -> None:
    bar = st.progress(0.0, page.say("imports.under_way"))

    def advance(share: float) -> None:
        bar.progress(share, page.say("imports.under_way"))

    storing.review(page.store, page.session, decided, page.by)
    found = upload.found(draft.kind)
    done = storing.bring_in(page.store, page.session, draft, page.by, advance, found)
    _put_aside()
    st.session_state[DONE] = done
    st.session_state[UPLOAD] = upload.without(draft.files)


def _show_done(page: Page) -> None:
    brought: Brought | None = st.session_state.get(DONE)
    if brought:
        counts = {
            "people": brought.new_people,
            "known": brought.known_people,
            "contributions": brought.contributions,
            "shares": brought.shares,
        }
        told = {name: page.phrases.number(n) for name, n in counts.items()}
        said = [sentence(page, "imports.done", "done", **told)]
        if brought.corrected:
            said.append(sentence(page, "import.corrected", "done", n=brought.corrected))
        show_words(*said, key="imports.done_shown")


def _show_past(page: Page) -> None:
    """Every import of this session with its undo."""
    past = page.store.imports(page.session.id)
    if not past:
        return
    show_words(sentence(page, "imports.past", "subheading"), key="imports.past")
    for one in past:
        told, act = st.columns([4, 1], vertical_alignment="center")
        at = f"{page.phrases.day(one.at, page.zone)}, {page.phrases.clock(one.at, page.zone)}"
        state = "imports.is_undone" if one.undone_at else f"imports.kind.{one.kind}"
        with told:
            show_words(
                drawn(Words(" · ".join(one.files), page.language)),
                drawn(Words(f"{page.say(state)} · {at}", page.language), "quiet"),
                key=f"imports.past.{one.id}",
            )
        if one.undone_at is None:
            with act.popover(page.say("imports.undo"), key=f"imports.undoing.{one.id}"):
                st.write(page.say("imports.undo_means"))
                if st.button(page.say("imports.undo_now"), key=f"imports.undo.{one.id}"):
                    _attempt(page, _undo, page, one.id)
                    st.rerun()


def _undo(page: Page, import_id: str) -> None:
    storing.undo(page.store, page.session, import_id, page.by)
    st.session_state.pop(DONE, None)
