"""A page for one role in one session: access first, then the language, then the page's own work."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import partial
from secrets import token_hex
from time import monotonic
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import streamlit as st

from facilitation.access import note_refusal, participant_token
from facilitation.cookies import LANGUAGE_COOKIE, is_inside, is_let_in, participant_let_in
from facilitation.entrance import session_of
from facilitation.errors import FacilitationError, NotAllowed, Unreachable
from facilitation.installation import Installation, installed
from facilitation.model import Language, Participant, Role, Session, Wording, Words
from facilitation.pacing import pace
from facilitation.phrases import INTERFACE_LANGUAGES, Phrases, in_language, name_of, preferred
from facilitation.store import By, Store
from facilitation.ui.components import (
    drawn,
    listen,
    run_again,
    show_head,
    show_line,
    show_words,
    tell_language,
)

PROBLEM, PLACE, JOINED, SEAT = "page.problem", "page.place", "page.joined", "page.seat"
TAB = "page.tab"  # the place of the one that was open when the language was changed
PROBLEM_SECONDS = 15  # a redraw for another reason does not take the sentence away
PHONE_JITTER = 1500  # milliseconds over which phones ask for what moved
# Of typing, until what stands in a box outside a form counts. Without it, Streamlit says there to
# press Enter, in English alone; so it does in a form unless `enter_to_submit=False`.
PAUSE = "600ms"


@dataclass(frozen=True, slots=True)
class Page:
    """Who is at the screen, of which session, in which language."""

    installation: Installation
    session: Session
    role: Role
    language: Language
    generation: int = 0  # of the key that opened it
    participant_id: str = ""
    is_in_cookie: bool = False  # whether the browser itself says who they are

    @property
    def store(self) -> Store:
        return self.installation.store

    @property
    def by(self) -> By:
        return By(self.role, self.participant_id or str(self.generation), self._seat)

    @property
    def _seat(self) -> str:
        """Tells this open page of staff from another that holds the same key."""
        if self.role is Role.PARTICIPANT:
            return ""
        if SEAT not in st.session_state:
            st.session_state[SEAT] = token_hex(2)
        return str(st.session_state[SEAT])

    @property
    def phrases(self) -> Phrases:
        return in_language(self.language)

    @property
    def zone(self) -> tzinfo:
        return _zone(st.context.timezone)

    @property
    def is_dark(self) -> bool:
        return st.context.theme.type == "dark"

    @property
    def known(self) -> Participant | None:
        """The row of this browser's participant, also before they joined: a personal link has
        one."""
        return self.store.participant(self.participant_id) if self.participant_id else None

    @property
    def participant(self) -> Participant | None:
        """The participant of this browser, once they said who they speak as."""
        there = self.known
        return there if there and there.joined_at else None

    @property
    def door(self) -> str:
        """The door of this session on the host the page came from, for this participant."""
        carried = f"?p={self.token}" if self.participant_id and not self.is_in_cookie else ""
        return f"/j/{self.session.code}{carried}"

    @property
    def token(self) -> str:
        """What the browser is to keep of this participant."""
        return participant_token(self.installation.keys, self.session, self.participant_id)

    def shared(self) -> set[str]:
        """The ids of what this participant shares."""
        return self.store.supported_by(self.participant_id) if self.participant_id else set()

    def say(self, key: str, **values: object) -> str:
        return self.phrases.say(key, **values)

    def read(self, wording: Wording) -> Words:
        """A text of the session in the reader's language, or in the one it has."""
        return wording.in_language(self.language)

    def now(self) -> "Page":
        """The session as it stands. Ends the run here when the key was revoked meanwhile."""
        session = self.store.session_by_id(self.session.id)
        if session is None or not self._is_still_let_in(session):
            refuse(self.language)
        return replace(self, session=session)

    def _is_still_let_in(self, session: Session) -> bool:
        if self.role is Role.PARTICIPANT:
            return True
        return self.store.generation(session.id, self.role) == self.generation

    def listen(self, *, again: bool = False) -> bool | None:
        """Run this fragment again when the record moves; phones only when the stage does.

        Tells, in the run that follows, whether words stand in a box of the page. `again`: have it
        run once more, in a few seconds.
        """
        is_phone = self.role is Role.PARTICIPANT
        topic = f"question&lang={self.language}" if is_phone else "feed"
        revision = self.session.stage_revision if is_phone else self.session.revision
        address = f"/live/{self.session.code}?topic={topic}"
        if is_phone and not self.participant_id:
            return None  # the streams are for those who joined
        if is_phone and not self.is_in_cookie:
            address += f"&p={self.token}"
        return listen(address, revision, PHONE_JITTER if is_phone else 0, again=again)

    @contextmanager
    def explains_problems(self) -> Iterator[None]:
        """What the record refuses is said in the reader's language; anything else is a defect."""
        st.session_state.pop(PROBLEM, None)
        st.session_state.pop(PLACE, None)
        try:
            yield
        except FacilitationError as problem:
            told = self.say(problem.phrase, **problem.values)
            st.session_state[PROBLEM] = (told, monotonic())

    def attempt(self, call: Callable[..., object], *args: Any, **values: Any) -> None:
        """For callbacks of buttons: do it, or have `show_problem` explain why not."""
        with self.explains_problems():
            try:
                if not self._is_still_let_in(self.session):
                    raise NotAllowed
                call(*args, **values)
            except NotAllowed:
                if self.role is not Role.PARTICIPANT:  # theirs are moments, not attempts
                    _note_refusal(self.store, self.session, self.by, f"act:{call.__name__}")
                raise

    def show_problem(self, key: str = "page.problem_shown") -> None:
        """The last refusal, where the page wants it: of several places with a `key` each, in the
        one that was drawn first, which is where it was pressed."""
        told, at = st.session_state.get(PROBLEM, ("", 0.0))
        if not told or monotonic() - at >= PROBLEM_SECONDS:
            return
        if st.session_state.setdefault(PLACE, key) == key:
            show_words(drawn(Words(told, self.language), "problem"), key=key)


def open_page(role: Role, *, is_bare: bool = False, is_wide: bool = True) -> Page:
    """The page of `role` in the session its address names (`?s=`), or a refusal and nothing else.

    `is_bare` leaves out the choice of language: the room's screen shows no controls.
    """
    installation = installed()
    session = _session(installation, st.query_params.get("s", "")[:64])
    language = language_at(session)
    if session is None:
        refuse(language)
    if not _is_let_in(installation, session, role):
        _note_refusal(installation.store, session, By(None, "visitor"), f"page:{role.value}")
        refuse(language)
    page = Page(installation, session, role, language)
    if role is Role.PARTICIPANT:
        page = _participating(page)
    else:
        page = replace(page, generation=installation.store.generation(session.id, role))
    title = (
        f"{page.say(f'page.role.{role.value}')} · {session.plan.reference} · {page.say('app.name')}"
    )
    st.set_page_config(page_title=title, layout="wide" if is_wide else "centered")
    with st.container(gap=None):
        if is_bare:
            tell_language(page.language)
        else:
            _head(page)
        address = "" if role is Role.PARTICIPANT else f"/live/{session.code}?topic=stage"
        tell_line(page.phrases, address, is_edge=is_bare)
    return page


def tell_line(phrases: Phrases, address: str = "", *, is_edge: bool = False) -> None:
    """While the page hears nothing of the server, it says so; see `show_line`."""
    told, short = (phrases.say(f"page.line_{name}", time="{time}") for name in ("lost", "short"))
    show_line(told, short, address, is_edge=is_edge)


def _note_refusal(store: Store, session: Session, by: By, what: str) -> None:
    if pace().is_worth_noting(session.id):
        note_refusal(store, session, by, what)


def _session(installation: Installation, code: str) -> Session | None:
    """The session that the address names; by a code it had before for those who are in."""
    store, cookies = installation.store, st.context.cookies.to_dict()
    carried = st.query_params.get("p", "")
    inside = partial(is_inside, store, installation.keys, cookies, carried=carried)
    session = session_of(store, code, inside)
    if session is not None and session.code != code:
        st.query_params["s"] = session.code
    return session


def _is_let_in(installation: Installation, session: Session, role: Role) -> bool:
    if role is Role.PARTICIPANT:  # whoever knows the code; who they are is another question
        return True
    cookies = st.context.cookies.to_dict()
    return is_let_in(installation.store, installation.keys, cookies, session, role)


def _participating(page: Page) -> Page:
    """Whom the page speaks for: who joined on it, else as the cookie or the address says."""
    cookies, carried = st.context.cookies.to_dict(), st.query_params.get("p", "")
    keys, session = page.installation.keys, page.session
    joined = st.session_state.get(f"{JOINED}.{session.id}")
    participant_id = joined or participant_let_in(keys, cookies, session, carried) or ""
    kept = participant_let_in(keys, cookies, session)
    page = replace(page, participant_id=participant_id, is_in_cookie=participant_id == kept)
    known = page.known
    return replace(page, language=language_at(session, known.language)) if known else page


def remember_participant(page: Page, participant_id: str) -> None:
    """Speak for this participant from now on, on this visit."""
    st.session_state[f"{JOINED}.{page.session.id}"] = participant_id


def refuse(language: Language) -> NoReturn:
    """The same answer whether the session is not there or the role is not theirs; ends the run."""
    phrases = in_language(language)
    tell_language(language)
    tell_line(phrases)
    st.space("medium")  # for what is said of the line: no head stands above
    show_words(
        drawn(Words(phrases.say("page.refused"), language), "title"),
        drawn(Words(phrases.say("page.refused_how"), language)),
        key="page.refusal",
    )
    st.stop()


def explain_script_error(problem: Exception) -> bool:
    """Say that the record does not answer; every other error is a defect, and Streamlit's to tell.

    When it does again, the page runs by itself.
    """
    if not isinstance(problem, Unreachable):
        return False
    language = language_at(None)
    words = Words(in_language(language).say("page.no_record"), language)
    place = token_hex(4)  # several parts of a page may fail in one run
    show_words(drawn(words, "problem"), key=f"page.no_record.{place}")
    run_again(key=f"page.run_again.{place}")
    return True


def offered(session: Session | None) -> tuple[Language, ...]:
    """The languages of a session that the interface is written in, in the session's order."""
    spoken = session.plan.languages if session else ()
    return tuple(code for code in spoken if code in INTERFACE_LANGUAGES) or INTERFACE_LANGUAGES


def language_at(session: Session | None, registered: Language = "") -> Language:
    """As the address asks, as chosen at the door, as registered, or as the browser says."""
    choices = offered(session)
    asked, kept = st.query_params.get("lang"), st.context.cookies.get(LANGUAGE_COOKIE)
    for chosen in (asked, kept, registered):
        if chosen in choices:
            return chosen
    return preferred(st.context.headers.get("Accept-Language") or "", choices)


def _head(page: Page) -> None:
    """What page this is, and the choice of language, kept in the address."""
    choices = offered(page.session)

    def keep(asked: Mapping[str, Any]) -> None:
        if asked.get("language") in choices:
            st.query_params["lang"] = str(asked["language"])
            st.session_state[TAB] = asked.get("tab")

    show_head(
        f"{page.session.plan.reference} · {page.say(f'page.role.{page.role.value}')}",
        page.say("page.language"),
        page.language,
        [Words(name_of(code), code) for code in choices],
        keep,
    )


def _zone(name: str | None) -> tzinfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ValueError, KeyError, OSError):
        return UTC


def moment() -> datetime:
    return datetime.now(UTC)
