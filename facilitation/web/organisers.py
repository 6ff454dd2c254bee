"""`/enter`: the organiser comes in by the passcode, where the operator has set one."""

from secrets import token_urlsafe

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from facilitation import sessions
from facilitation.access import Grant
from facilitation.errors import FacilitationError, NotAllowed, NotFound
from facilitation.installation import Installation
from facilitation.model import Role, Session
from facilitation.pacing import pace
from facilitation.passcode import is_right
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.web.answers import keeping_language, status_of
from facilitation.web.drawing import page
from facilitation.web.forms import Form, form_of
from facilitation.web.staff import granted, no_such_key
from facilitation.web.visits import is_from_here, language_of


class OrganisersDoor:
    """The two routes of `/enter`, on one installation."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def routes(self) -> list[Route]:
        return [
            Route("/enter", self.ask),
            Route("/enter", self.enter, methods=["POST"]),
        ]

    def ask(self, request: Request) -> Response:
        """Asks for the passcode; where there is none, as for a wrong link."""
        if not self._installation.settings.passcode:
            return no_such_key(request)
        return keeping_language(self._form(request), request)

    async def enter(self, request: Request) -> Response:
        form = await form_of(request)
        return await run_in_threadpool(self._enter, request, form)

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
            raise NotAllowed("error.wrong_passcode")
        if code := form.get("code", "").strip():
            return sessions.find(self._installation.store, code)
        for newest in self._installation.store.sessions():
            return newest
        raise NotFound("error.no_session")

    def _form(
        self, request: Request, refusal: str = "", status: int = 200, code: str = ""
    ) -> Response:
        phrases = in_language(language_of(request, INTERFACE_LANGUAGES))
        token = self._installation.keys.sign("enter", token_urlsafe(6))
        told = {"refusal": refusal, "token": token, "code": code, "offered": INTERFACE_LANGUAGES}
        return page("passcode.html", phrases, status, **told)
