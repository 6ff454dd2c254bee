"""Our own Streamlit components: they set texts as text, mark their language and redraw in place.

Streamlit's own elements read markdown almost everywhere, so whatever people or organisers wrote
goes through these. Each is a JavaScript file in assets/, with a style sheet of the same name.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

import streamlit as st

from facilitation.charts import Table
from facilitation.model import Words
from facilitation.palette import Colour

ASSETS = Path(__file__).parent / "assets"
Drawn = dict[str, Any]  # what a component is given, as JSON


def _component(name: str, *parts: str, wears: str = "") -> Callable[..., Any]:
    """The component of that name, from its own files, those of its parts and the common ones; it
    may wear the style of another."""
    files = ("drawing", *parts, name)
    scripts = [(ASSETS / f"{file}.js").read_text("utf-8") for file in files]
    sheets = (ASSETS / f"{file}.css" for file in (*files, wears) if file)
    styles = [sheet.read_text("utf-8") for sheet in sheets if sheet.exists()]
    return st.components.v2.component(f"ronda_{name}", js="\n".join(scripts), css="".join(styles))


def _silent(name: str, *parts: str) -> Callable[..., Any]:
    """A component that draws nothing."""
    scripts = [(ASSETS / f"{file}.js").read_text("utf-8") for file in (*parts, name)]
    return st.components.v2.component(f"ronda_{name}", js="\n".join(scripts))


_language, _live, _keep = _silent("language", "revive"), _silent("live", "stream"), _silent("keep")
_words, _table, _clock = _component("words"), _component("table"), _component("clock")
_question = _component("question", wears="words")
_runsheet, _cards, _upload = (
    _component("runsheet"),
    _component("cards", "pressing", "codings", "curation", "reading"),
    _component("upload"),
)
_files, _hold = _component("files", wears="upload"), _silent("hold")
_review = _component("review")
_head, _chart = _component("head", "revive"), _component("chart", "matrix")
_filters, _conclusions = _component("filters"), _component("conclusions")
_codes = _component("codes")
_trail, _line, _again = _component("trail"), _component("line", "stream"), _silent("again")
_shortcuts = _component("shortcuts", "pressing")
_lines = _component("lines")
_screen, _choices = _component("screen", "matrix"), _component("choices")
_accounts, _presence = _component("accounts"), _component("presence")
_candidates, _draft = _component("candidates"), _component("draft")


def drawn(words: Words, tone: str = "") -> Drawn:
    """Words as components take them."""
    return {"text": words.text, "lang": words.language, "tone": tone}


def drawn_colour(colour: Colour) -> Drawn:
    return {"light": colour.light, "dark": colour.dark}


def tell_language(language: str) -> None:
    """Tell the browser which language the page is in; have the page run again if the server was
    started anew and knows nothing of it."""
    _language(key="page.language_told", data={"language": language})


def listen(address: str, revision: int, jitter: int = 0, *, again: bool = False) -> bool | None:
    """Run this fragment again when the record has moved past `revision`.

    `jitter` spreads many screens over so many milliseconds. In the run that follows it tells
    whether words stand in a box of the page; in any other run it cannot know: None. `again`: one
    more run is wanted, in a few seconds.
    """
    data = {"address": address, "revision": revision, "jitter": jitter, "again": again}
    told = _live(key="page.live", data=data, on_moved_change=lambda: None).moved
    return bool(told.get("is_typing")) if told else None


def show_head(
    name: str,
    label: str,
    language: str,
    languages: Iterable[Words],
    asked: Callable[[Mapping[str, Any]], None],
) -> None:
    """The name of the page and the choice of its language; the browser is told which it is in.
    `asked` is told the language and the place of the tab that is open, -1 where there is none."""
    data = {
        "name": name,
        "label": label,
        "language": language,
        "languages": [drawn(words) for words in languages],
    }
    _head(key="page.head", data=data, on_asked_change=_telling("page.head", asked))


def keep_in_cookie(code: str, token: str, lost: Callable[[Mapping[str, Any]], None]) -> None:
    """Have the browser keep a participant's token; `lost` is told when it keeps no cookies."""
    key, data = "page.kept", {"code": code, "token": token}
    _keep(key=key, data=data, on_asked_change=_telling(key, lost))


def show_words(*items: Drawn, key: str, width: Literal["stretch", "content"] = "stretch") -> None:
    """Texts that people or organisers wrote. Tones: title, heading, subheading, quiet, mark,
    alert, problem, done, or none. With `href` an item is a link on this page."""
    _words(key=key, data={"items": list(items)}, width=width)


def show_question(*lines: Drawn) -> None:
    """The question on the table. Where the page listens, the next one is there with its event."""
    _question(key="question", data={"items": list(lines)})


def show_picture(source: str, alternative: str, key: str) -> None:
    """A picture from a data address, with what it shows in words."""
    _words(key=key, data={"items": [{"src": source, "alt": alternative}]})


def take_file(
    label: str,
    key: str,
    taken: Callable[[Mapping[str, Any]], None],
    accept: str = ".toml,text/plain",
) -> None:
    """A button to choose a text file; `taken` is told its name and text."""
    _upload(key=key, data={"label": label, "accept": accept}, on_asked_change=_telling(key, taken))


def show_accounts(data: Drawn) -> None:
    """Who is signed in, which sessions that opens, and the way out."""
    _accounts(key="accounts", data=data)


def show_codes(data: Drawn, key: str) -> None:
    """Themes and points to read; each opens to what the codebook says of it."""
    _codes(key=key, data=data)


def take_files(
    says: Mapping[str, str],
    accept: str,
    limit: int,
    key: str,
    taken: Callable[[Mapping[str, Any]], None],
) -> None:
    """A button to choose files; `taken` is told their names, with contents in base64.

    `says`: its label, what it means, that files are being read, and of one of more bytes than
    `limit`, which is not handed over, why ("{file}" is its name). Ten files at most.
    """
    turns = f"{key}.turns"  # told, or the browser would draw nothing anew and go on "reading"

    def take(told: Mapping[str, Any]) -> None:
        st.session_state[turns] = st.session_state.get(turns, 0) + 1
        taken(told)

    turn = st.session_state.get(turns, 0)
    data = {"says": dict(says), "accept": accept, "limit": limit, "most": 10, "turn": turn}
    _files(key=key, data=data, on_asked_change=_telling(key, take))


def hold_page(key: str) -> None:
    """While this is drawn, the browser asks before it lets the page go."""
    _hold(key=key)


def show_review(data: Drawn, key: str) -> Mapping[str, Mapping[str, Any]]:
    """A list to look through: `caption`, `items` of id, head, body and controls, and the `options`
    of each control by its name. Tells all that was changed so far: item, control, value."""
    changed = changed_in(key)
    # What is looked through: in another language, or read with other columns, it is built anew.
    texts = [data["caption"], *(item["body"]["text"] for item in data["items"] if item.get("body"))]
    told = _review(
        key=key,
        data={"id": f"{key}.{crc32(repr(texts).encode())}", **data, "changed": changed},
        default={"changed": changed},
        on_changed_change=lambda: None,
    )
    return told.changed or {}


def changed_in(key: str) -> Mapping[str, Mapping[str, Any]]:
    """What was changed in the list of that key, as of this run."""
    return st.session_state.get(key, {}).get("changed") or {}


def show_table(
    table: Table,
    key: str,
    colours: Iterable[Colour | None] = (),
    tones: Iterable[str] = (),
    folds: bool = False,
) -> None:
    """A table with a row's colour and tone (strong, silent), where they are given. Where it has
    long cells, it folds: on a narrow screen each row becomes a list under its first cell."""
    marks, looks = list(colours), list(tones)
    rows = []
    for place, row in enumerate(table.rows):
        cells = [drawn(words, looks[place] if looks else "") for words in row]
        if marks and (colour := marks[place]):
            cells[0]["colour"] = drawn_colour(colour)
        rows.append(cells)
    data = {"caption": table.caption, "header": [drawn(w) for w in table.header], "rows": rows}
    _table(key=key, data=data | {"folds": folds})


def show_minutes(data: Drawn, key: str) -> None:
    """How many were present in each minute: `times`, `totals`, and `columns` of label, colour,
    counts and is_unstated."""
    _presence(key=key, data=data)


def show_clock(spans: list[Drawn], key: str, *, is_running: bool) -> None:
    """Clocks that tick in the browser: label, elapsed and planned seconds, what is said of them."""
    _clock(key=key, data={"spans": spans, "is_running": is_running})


def show_run_sheet(data: Drawn, key: str, asked: Callable[[Mapping[str, Any]], None]) -> None:
    """The parts in order; `asked` is told which was pressed."""
    _runsheet(key=key, data=data, on_asked_change=_telling(key, asked))


def show_cards(data: Drawn, key: str, asked: Callable[[Mapping[str, Any]], None]) -> None:
    """Contributions as cards; `asked` is told what to do with which."""
    _cards(key=key, data=data, on_asked_change=_telling(key, asked))


def show_draft(data: Drawn, key: str, asked: Callable[[Mapping[str, Any]], None]) -> None:
    """Beside the box of an answer: keeps what is typed, counts it, sends again what was not
    confirmed. `asked` is told what to take up again and what has arrived."""
    _draft(key=key, data=data, on_asked_change=_telling(key, asked))


def show_filters(
    filters: Iterable[Drawn],
    key: str,
    asked: Callable[[Mapping[str, Any]], None],
    search: Drawn | None = None,
) -> None:
    """Lists to choose from: name, label, value, options. `asked` is told a name and its value.
    `search`, a label and a value, is a box for words: what is typed in it outlasts a redraw.

    The browser's own lists: they speak the reader's language, as Streamlit's do not.
    """
    data = {"filters": list(filters), "search": search}
    _filters(key=key, data=data, on_asked_change=_telling(key, asked))


def show_trail(data: Drawn, key: str, asked: Callable[[Mapping[str, Any]], None]) -> None:
    """What was done; `asked` is told the revision of what is to be undone."""
    _trail(key=key, data=data, on_asked_change=_telling(key, asked))


def show_shortcuts(data: Drawn, key: str, asked: Callable[[Mapping[str, Any]], None]) -> None:
    """The keys of a page and the sheet that shows them; `asked` is told what a key stands for."""
    _shortcuts(key=key, data=data, on_asked_change=_telling(key, asked))


def show_line(sentence: str, short: str, address: str = "", *, is_edge: bool = False) -> None:
    """Say `sentence`, with its {time}, while the server or its record does not answer; `short` on
    a phone, and at an edge of the room's screen. Streamlit's own dialog about it is not shown.

    `address`: the event stream to know it by where no part of the page follows one.
    """
    data = {"say": sentence, "short": short, "address": address, "edge": is_edge}
    _line(key="page.line", data=data)


def run_again(key: str) -> None:
    """Run the whole page again, by itself, once the record answers."""
    _again(key=key, on_asked_change=lambda: None)


def show_lines(data: Drawn, key: str, asked: Callable[[Mapping[str, Any]], None]) -> None:
    """A short list to act on; `asked` is told which verb was pressed on which line."""
    _lines(key=key, data=data, on_asked_change=_telling(key, asked))


def show_chart(data: Drawn, key: str, asked: Callable[[Mapping[str, Any]], None]) -> None:
    """A chart, redrawn in place; `asked` is told which cell was pressed."""
    _chart(key=key, data={**data, "is_open": True}, on_asked_change=_telling(key, asked))


def show_candidates(data: Drawn, key: str, asked: Callable[[Mapping[str, Any]], None]) -> None:
    """Expressions to decide about; `asked` is told what to do with which."""
    _candidates(key=key, data=data, on_asked_change=_telling(key, asked))


def show_choices(data: Drawn, key: str, asked: Callable[[Mapping[str, Any]], None]) -> None:
    """Native controls that stay open while counts are redrawn; `asked` is told what was chosen."""
    _choices(key=key, data=data, on_asked_change=_telling(key, asked))


_record = _component("record")


def show_record_lines(data: Drawn, key: str, asked: Callable[[Mapping[str, Any]], None]) -> None:
    """Lines of the record to choose, open and correct; `asked` is told what to do with which."""
    _record(key=key, data=data, on_asked_change=_telling(key, asked))


def show_concluding(data: Drawn, key: str, asked: Callable[[Mapping[str, Any]], None]) -> None:
    """Conclusions and, beside them, what was said; `asked` is told what to do with which."""
    _conclusions(key=key, data=data, on_asked_change=_telling(key, asked))


def show_screen(data: Drawn) -> None:
    """What the room sees, filling the window."""
    _screen(key="screen", data=data)


def _telling(key: str, asked: Callable[[Mapping[str, Any]], None]) -> Callable[[], None]:
    def tell() -> None:
        pressed = st.session_state.get(key, {}).get("asked")
        if isinstance(pressed, Mapping):
            asked(pressed)

    return tell
