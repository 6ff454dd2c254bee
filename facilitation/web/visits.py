"""Who is at the door: which session, which participant, in which language and time zone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from functools import cached_property
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

from starlette.requests import Request

from facilitation import sessions
from facilitation.access import form_token, participant_of, participant_token
from facilitation.cookies import LANGUAGE_COOKIE, ZONE_COOKIE, is_inside, participant_let_in
from facilitation.entrance import session_of
from facilitation.errors import NotAllowed, NotFound
from facilitation.installation import Installation
from facilitation.model import Language, Participant, Role, Session
from facilitation.phrases import INTERFACE_LANGUAGES, Phrases, in_language, preferred


@dataclass(frozen=True)
class Visit:
    """Somebody at the door of a session. They have an id before they join, so that joining twice
    is joining once."""

    installation: Installation
    session: Session
    participant_id: str
    language: Language
    zone: tzinfo
    keeps_cookies: bool  # the browser sent a cookie of ours for this session
    is_in_cookie: bool  # and it names this participant
    known: Participant | None = None  # their row in the record, also before they join

    @property
    def participant(self) -> Participant | None:
        """Their row in the record, once they said who they speak as."""
        return self.known if self.known and self.known.joined_at else None

    @cached_property
    def token(self) -> str:
        return participant_token(self.installation.keys, self.session, self.participant_id)

    @cached_property
    def form(self) -> str:
        """What every form of this visit carries: it says whose it is, and cannot be made up."""
        return form_token(self.installation.keys, self.session, self.participant_id)

    @property
    def phrases(self) -> Phrases:
        return in_language(self.language)

    def address(self, **query: str | int) -> str:
        """Where this visit goes on, with their token where the browser keeps no cookie."""
        if not self.keeps_cookies:
            query = {"p": self.token, "lang": self.language, **query}
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        return f"/j/{self.session.code}" + (f"?{asked}" if asked else "")

    def action(self, act: str) -> str:
        """Where a form of this visit is sent."""
        return f"/j/{self.session.code}/{act}" + (
            "" if self.keeps_cookies else f"?lang={self.language}"
        )

    @property
    def page_address(self) -> str:
        """The full page for participants, which also shows the room."""
        carried = "" if self.keeps_cookies else f"&p={self.token}"
        return f"/{Role.PARTICIPANT.value}?s={self.session.code}{carried}"

    def of_somebody_else(self) -> "Visit":
        """The next person on this device."""
        return replace(self, participant_id=str(uuid4()), is_in_cookie=False, known=None)


def session_at(installation: Installation, request: Request, whose: str = "") -> Session:
    """The session whose code is in the address. NotFound is one answer for all that is not.

    A code it had before is good for those who are in, and for forms of the session `whose`.
    """
    code = request.path_params["code"]
    if len(code) != sessions.CODE_LENGTH or not set(code) <= set(sessions.CODE_LETTERS):
        raise NotFound("error.no_session")
    store, keys = installation.store, installation.keys
    carried = request.query_params.get("p", "")

    def may_come(session: Session) -> bool:
        return session.id == whose or is_inside(store, keys, request.cookies, session, carried)

    return sessions.known(session_of(store, code, may_come))


def visit_of(installation: Installation, request: Request) -> Visit:
    """Who comes to look: known by the cookie or the address, or new.

    A personal link wins over the cookie until its owner has joined. After that an address that
    somebody passed on must not make a browser speak for them.
    """
    session = session_at(installation, request)
    kept = known = participant_let_in(installation.keys, request.cookies, session)
    carried = request.query_params.get("p", "")
    invited = participant_of(installation.keys, carried, session) if carried else None
    if invited and (known is None or not _has_joined(installation, invited)):
        known = invited
    return _visit(installation, request, session, known or str(uuid4()), kept)


def _has_joined(installation: Installation, participant_id: str) -> bool:
    there = installation.store.participant(participant_id)
    return there is not None and there.joined_at is not None


def visit_of_form(installation: Installation, request: Request, form: Mapping[str, str]) -> Visit:
    """Who sends a form: the one it was made for, whoever uses this browser by now.

    Raises NotAllowed unless the form is ours and was sent from one of our pages.
    """
    match installation.keys.signed(form.get("form", "")):
        case ("form", str(session_id), str(participant_id), str()):
            session = session_at(installation, request, whose=session_id)
            if session.id == session_id and is_from_here(installation, request):
                kept = participant_let_in(installation.keys, request.cookies, session)
                return _visit(installation, request, session, participant_id, kept)
        case _:
            session_at(installation, request)
    raise NotAllowed("error.stale_form")


def _visit(
    installation: Installation,
    request: Request,
    session: Session,
    participant_id: str,
    kept: str | None,
) -> Visit:
    """The visit of a participant, in a browser whose cookie names `kept`."""
    known = installation.store.participant(participant_id)
    return Visit(
        installation=installation,
        session=session,
        participant_id=participant_id,
        language=language_of(request, spoken_in(session), known.language if known else ""),
        zone=zone_of(request),
        keeps_cookies=kept is not None,
        is_in_cookie=kept == participant_id,
        known=known,
    )


def is_from_here(installation: Installation, request: Request) -> bool:
    """Whether a form was sent from a page of this host. Browsers that say nothing are old ones;
    there the form's own signature has to do."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("origin")
    if origin is None or origin == "null":
        return origin is None or "sec-fetch-site" in request.headers
    ours = {request.headers.get("host", ""), urlsplit(installation.settings.public_url).netloc}
    return urlsplit(origin).netloc in ours


def spoken_in(session: Session) -> tuple[Language, ...]:
    """The languages of a session that the interface is written in, in the session's order."""
    both = tuple(code for code in session.plan.languages if code in INTERFACE_LANGUAGES)
    return both or INTERFACE_LANGUAGES


def language_of(
    request: Request, offered: tuple[Language, ...], registered: Language = ""
) -> Language:
    """The reader's language: as asked now, as chosen before, as they registered, or as their
    browser says."""
    asked, kept = request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)
    for chosen in (asked, kept, registered):
        if chosen in offered:
            return chosen
    return preferred(request.headers.get("accept-language", ""), offered)


def zone_of(request: Request) -> tzinfo:
    """The reader's time zone as their browser told it, else UTC."""
    try:
        return ZoneInfo(request.cookies.get(ZONE_COOKIE, "UTC")[:64])
    except (ValueError, KeyError, OSError):  # what a made-up name raises, each in its way
        return UTC
