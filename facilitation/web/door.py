"""The door: the light page where participants come in, answer, and see what became of it.

Every form goes to an address of its own and is answered by a redirect, so that reloading a page
never sends anything again. The page's script asks for the inside of the page instead (`X-Door`).
"""

import asyncio
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from facilitation.accounts import ACCOUNT_COOKIE
from facilitation.errors import FacilitationError, NotFound
from facilitation.installation import Installation
from facilitation.pacing import pace
from facilitation.participants import Introduction
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.web.acts import ACTS
from facilitation.web.answers import greeting, keeping_language, remembering, shown, status_of, to
from facilitation.web.drawing import page, safe_headers
from facilitation.web.forms import Form, form_of
from facilitation.web.scenes import Scene
from facilitation.web.visits import Visit, language_of, visit_of, visit_of_form

GUESSING_SECONDS = 1.0  # how long a wrong code waits for its answer once an address is guessing

Act = Callable[[Request, Visit, Form], Response]


class Door:
    """The routes of the door, on one installation."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def routes(self) -> list[Route]:
        return [
            Route("/", self.at_the_root),
            Route("/j", self.ask),
            Route("/j/{code}", self.show),
            Route("/j/{code}/stage", self.stage),
            *(
                Route(f"/j/{{code}}/{act.__name__}", self._posting(act), methods=["POST"])
                for act in ACTS
            ),
            Route("/j/{anything_else:path}", self.nowhere),
        ]

    def at_the_root(self, request: Request) -> Response:
        """Whoever types the bare address looks for the door; a provider of accounts sends people
        back here as well."""
        is_signing_in = bool(self._installation.settings.organisers)
        return to("/sign-in" if is_signing_in and ACCOUNT_COOKIE in request.cookies else "/j")

    async def ask(self, request: Request) -> Response:
        """Asks for the six characters of a session."""
        code = "".join(request.query_params.get("code", "")[:40].split()).lower()
        if code:
            return to(f"/j/{code[:12]}") if code.isalnum() else await self.nowhere(request)
        phrases = in_language(language_of(request, INTERFACE_LANGUAGES))
        answer = page("code.html", phrases, offered=INTERFACE_LANGUAGES, is_wrong=False)
        return keeping_language(answer, request)

    async def show(self, request: Request) -> Response:
        """The page of a session: who are you, then the question."""
        try:
            return await run_in_threadpool(self._show, request)
        except NotFound:
            return await self.nowhere(request)

    def stage(self, request: Request) -> Response:
        """The inside of the page, for the script to redraw when the moderator stepped on."""
        try:
            visit = visit_of(self._installation, request)
        except NotFound:
            return Response(status_code=404, headers=safe_headers())
        if visit.participant is None:
            return Response(status_code=204, headers=safe_headers())
        return shown(request, Scene.at_rest(visit), inside=True)

    def _show(self, request: Request) -> Response:
        visit = visit_of(self._installation, request)
        if visit.session.code != request.path_params["code"]:
            return remembering(to(visit.address(**_asked(request))), visit)  # it was changed
        if visit.keeps_cookies and "p" in request.query_params:
            # The browser keeps who they are: nobody should pass it on with the address.
            answer = to(visit.address(**_asked(request)))
            return remembering(keeping_language(answer, request), visit)
        if visit.participant is None or "who" in request.query_params:
            return greeting(request, visit, _introduced(visit))
        number = request.query_params.get("n", "")
        told_number = int(number) if number.isascii() and number.isdecimal() else 0
        return shown(request, Scene.at_rest(visit, told_number))

    async def nowhere(self, request: Request) -> Response:
        """One answer for codes that never were and sessions that are gone.

        Only wrong codes are counted and, past a slip, kept waiting: right ones never are.
        """
        is_guessing = pace().is_guessing(request.client.host if request.client else "")
        if is_guessing:
            await asyncio.sleep(GUESSING_SECONDS)
        phrases = in_language(language_of(request, INTERFACE_LANGUAGES))
        status = 429 if is_guessing else 404
        return page("code.html", phrases, status, offered=INTERFACE_LANGUAGES, is_wrong=True)

    def _posting(self, act: Act) -> Callable[[Request], object]:
        async def answer(request: Request) -> Response:
            form = await form_of(request)
            return await run_in_threadpool(self._answer, request, form, act)

        return answer

    def _answer(self, request: Request, form: Form, act: Act) -> Response:
        try:
            visit = visit_of_form(self._installation, request, form)
            return act(request, visit, form)
        except FacilitationError as problem:
            phrases = in_language(language_of(request, INTERFACE_LANGUAGES))
            return page(
                "plain.html",
                phrases,
                status_of(problem),
                title=phrases.say("door.not_sent"),
                sentence=phrases.say(problem.phrase, **problem.values),
                kept=form.get("text", ""),
                back=request.url.path.rpartition("/")[0],
            )


def _introduced(visit: Visit) -> Introduction:
    """What is known of them already: a personal link brings it along."""
    known = visit.known
    if known is None:
        return Introduction("", visit.language)
    return Introduction(
        known.actor_id or "", known.language, known.name, known.organisation, known.territory
    )


def _asked(request: Request) -> dict[str, str]:
    """What an address asks for besides who."""
    return {
        name: request.query_params[name] for name in ("n", "who") if name in request.query_params
    }
