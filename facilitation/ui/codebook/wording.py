"""The form of one theme: its texts and words in each language of the session."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import streamlit as st

from facilitation import texts
from facilitation.codebook import CUES, LISTS, TEXTS, Codebook, Cues, Theme, editing, split_cues
from facilitation.errors import Refused
from facilitation.model import Axis, Language, Wording
from facilitation.phrases import name_of
from facilitation.ui.page import Page
from facilitation.ui.tabs import tab_name

Change = Callable[[Page, Codebook, str], None]
LIMITS = {"label": 80, "short": 300, "full": 1_000, "counterexample": 300}
LIST_LIMIT, CUES_LIMIT = 2_000, 4_000
LINE_HEIGHT, LINES = 68, 96  # pixels: two lines, and about four


def show_wording(
    page: Page, codebook: Codebook, axis: Axis, theme: Theme | None, change: Change
) -> None:
    """All that the codebook says of a theme; empty boxes for a new one."""
    key = f"codebook.{codebook.version}.{axis.value}.{theme.id if theme else ''}"
    languages = page.session.plan.languages
    with st.form(key, enter_to_submit=False):
        tabs = st.tabs([tab_name(name_of(language, page.language)) for language in languages])
        for tab, language in zip(tabs, languages, strict=True):
            with tab:
                _boxes(page, theme, language, f"{key}.{language}")
        st.form_submit_button(
            page.say("codebook.save" if theme else "codebook.add"),
            type="primary",
            on_click=page.attempt,
            args=(_save, page, codebook, axis, theme, key, change),
        )


def _boxes(page: Page, theme: Theme | None, language: Language, key: str) -> None:
    had = _written(theme, language) if theme else {}
    st.text_input(
        page.say("codebook.label"), had.get("label", ""), LIMITS["label"], key=f"{key}.label"
    )
    for name in ("short", "full", *LISTS, "counterexample", *CUES):
        st.text_area(
            page.say(f"codebook.{name}"),
            had.get(name, ""),
            height=LINE_HEIGHT if name in ("short", "counterexample") else LINES,
            max_chars=LIMITS.get(name, CUES_LIMIT if name in CUES else LIST_LIMIT),
            help=_help(page, name),
            key=f"{key}.{name}",
        )


def _help(page: Page, name: str) -> str | None:
    if name in LISTS:
        return page.say("codebook.one_a_line")
    return page.say("codebook.cues_mean") if name in CUES else None


def _written(theme: Theme, language: Language) -> dict[str, str]:
    """What a theme has in a language, as it stands in the boxes."""
    cues = theme.cues.get(language, Cues())
    return {
        **{name: getattr(theme, name).texts.get(language, "") for name in TEXTS},
        **{name: "\n".join(getattr(theme, name).get(language, ())) for name in LISTS},
        **{name: ", ".join(getattr(cues, name)) for name in CUES},
    }


def _save(
    page: Page, codebook: Codebook, axis: Axis, theme: Theme | None, key: str, change: Change
) -> None:
    """A theme needs a label in at least one language; the boxes of a language without one must
    be empty."""
    typed = {
        language: {
            name: texts.cleaned(st.session_state.get(f"{key}.{language}.{name}") or "")
            for name in (*TEXTS, *LISTS, *CUES)
        }
        for language in page.session.plan.languages
    }
    typed = {language: boxes for language, boxes in typed.items() if any(boxes.values())}
    if not typed or not all(boxes["label"] for boxes in typed.values()):
        raise Refused("error.label_missing")
    if theme is None:
        label = next(iter(typed.values()))["label"]
        empty = Wording()
        id_ = editing.new_id(codebook, axis, label)
        made = _with(Theme(id_, axis, empty, empty, empty, empty), typed, typed)
        change(page, editing.add(codebook, made), "add")
        return
    revised = _with(theme, typed, page.session.plan.languages)
    change(page, editing.revise(codebook, revised), "revise")


def _with(
    theme: Theme, typed: Mapping[Language, Mapping[str, str]], spoken: Iterable[Language]
) -> Theme:
    """The theme with what was typed; its texts in languages the session has not stay as they
    are."""
    others = [language for language in theme.label.texts if language not in spoken]

    def wording(name: str) -> Wording:
        told = {language: boxes[name] for language, boxes in typed.items()}
        told |= {language: getattr(theme, name).texts.get(language, "") for language in others}
        return Wording({language: text for language, text in told.items() if text})

    def lists(name: str) -> dict[Language, tuple[str, ...]]:
        told = {language: _lines(boxes[name]) for language, boxes in typed.items()}
        told |= {language: getattr(theme, name).get(language, ()) for language in others}
        return {language: items for language, items in told.items() if items}

    cues = {
        language: Cues(*(split_cues(boxes[name].replace("\n", ",")) for name in CUES))
        for language, boxes in typed.items()
    }
    return replace(
        theme,
        label=wording("label"),
        short=wording("short"),
        full=wording("full"),
        counterexample=wording("counterexample"),
        include=lists("include"),
        exclude=lists("exclude"),
        examples=lists("examples"),
        cues=cues | {language: theme.cues.get(language, Cues()) for language in others},
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())
