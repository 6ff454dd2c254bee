"""`/enter`: the organiser comes in by the passcode or an account, where an operator set it up."""

from datetime import UTC, datetime
from secrets import token_urlsafe

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from facilitation import sessions
from facilitation.access import Grant, note_refusal
from facilitation.accounts import ACCOUNT_COOKIE, is_good
from facilitation.cookies import role_cookie
from facilitation.errors import FacilitationError, NotAllowed, NotFound
from facilitation.installation import Installation
from facilitation.model import Role, Session
from facilitation.pacing import pace
from facilitation.passcode import is_right
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.store import By
from facilitation.web.answers import keeping_language, status_of, to
from facilitation.web.drawing import page, safe_headers
from facilitation.web.forms import Form, form_of
from facilitation.web.staff import granted, no_such_key
from facilitation.web.visits import is_from_here, language_of

SIGN_IN = "/sign-in"  # the page that speaks with the provider of accounts


class OrganisersDoor:
    """The routes of `/enter`, on one installation."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def routes(self) -> list[Route]:
        return [
            Route("/enter", self.ask),
            Route("/enter", self.enter, methods=["POST"]),
            Route("/enter/account", self.enter_by_account, methods=["POST"]),
            Route("/enter/out", self.sign_out, methods=["POST"]),
        ]

    def ask(self, request: Request) -> Response:
        """Asks for the passcode, or an account; where there is neither, as for a wrong link."""
        if not self._installation.settings.passcode:
            return to(SIGN_IN) if self._has_accounts else no_such_key(request)
        return keeping_language(self._form(request), request)

    async def enter(self, request: Request) -> Response:
        form = await form_of(request)
        return await run_in_threadpool(self._enter, request, form)

    async def enter_by_account(self, request: Request) -> Response:
        """Opens a session for the account that the page has just found on the list."""
        form = await form_of(request)
        return await run_in_threadpool(self._enter_by_account, request, form)

    def sign_out(self, request: Request) -> Response:
        """Takes the organiser's cookies away; the page then has the provider end its own."""
        if not self._has_accounts or not is_from_here(self._installation, request):
            return no_such_key(request)
        answer = Response(status_code=204, headers=safe_headers())
        for session in self._installation.store.sessions():
            answer.delete_cookie(role_cookie(session, Role.ORGANISER))
        return answer

    @property
    def _has_accounts(self) -> bool:
        return bool(self._installation.settings.organisers)

    def _enter(self, request: Request, form: Form) -> Response:
        if not self._installation.settings.passcode:
            return no_such_key(request)
        try:
            session = self._let_in(request, form)
        except FacilitationError as problem:
            phrases = in_language(language_of(request, INTERFACE_LANGUAGES))
            refusal = phrases.say(problem.phrase, **problem.values)
            return self._form(request, refusal, status_of(problem), form.get("code", ""))
        return granted(self._installation, Grant(session, Role.ORGANISER))

    def _let_in(self, request: Request, form: Form) -> Session:
        """The session asked for, or the newest. Raises TooFast, NotAllowed, NotFound."""
        pace().admit_passcode(request.client.host if request.client else "")
        match self._installation.keys.signed(form.get("form", "")):
            case ("enter", str()) if is_from_here(self._installation, request):
                pass
            case _:
                raise NotAllowed("error.stale_form")
        if not is_right(form.get("passcode", ""), self._installation.settings.passcode):
            self._note_refusal("enter:passcode")
            raise NotAllowed("error.wrong_passcode")
        return self._asked_for(form)

    def _enter_by_account(self, request: Request, form: Form) -> Response:
        if not self._has_accounts:
            return no_such_key(request)
        held, cookie = form.get("ticket", ""), request.cookies.get(ACCOUNT_COOKIE, "")
        is_known = is_good(self._installation.keys, held, cookie, datetime.now(UTC))
        if not is_known or not is_from_here(self._installation, request):
            self._note_refusal("enter:account")
            return to(SIGN_IN)
        try:
            return granted(self._installation, Grant(self._asked_for(form), Role.ORGANISER))
        except NotFound:
            return to(SIGN_IN)

    def _asked_for(self, form: Form) -> Session:
        if code := form.get("code", "").strip():
            return sessions.find(self._installation.store, code)
        return self._newest()

    def _newest(self) -> Session:
        for newest in self._installation.store.sessions():
            return newest
        raise NotFound("error.no_session")

    def _note_refusal(self, what: str) -> None:
        """In the trail of the newest session: who asks has not come to any yet."""
        newest = self._newest()
        if pace().is_worth_noting(newest.id):
            note_refusal(self._installation.store, newest, By(None, "visitor"), what)

    def _form(
        self, request: Request, refusal: str = "", status: int = 200, code: str = ""
    ) -> Response:
        phrases = in_language(language_of(request, INTERFACE_LANGUAGES))
        told = {
            "refusal": refusal,
            "token": self._installation.keys.sign("enter", token_urlsafe(6)),
            "code": code,
            "offered": INTERFACE_LANGUAGES,
            "sign_in": SIGN_IN if self._has_accounts else "",
        }
        return page("passcode.html", phrases, status, **told)
