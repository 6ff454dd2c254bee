"""The door: the light page where participants come in, answer, and see what became of it.

Every form goes to an address of its own and is answered by a redirect, so that reloading a page
never sends anything again. The page's script asks for the inside of the page instead (`X-Door`).
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from facilitation import contributions, participants
from facilitation.contributions import Submission
from facilitation.cookies import KEPT_SECONDS, LANGUAGE_COOKIE, participant_cookie
from facilitation.errors import Conflict, FacilitationError, NotAllowed, NotFound, TooFast
from facilitation.installation import Installation
from facilitation.model import Contribution, Participant, Source
from facilitation.pacing import pace
from facilitation.participants import Introduction
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.web.drawing import page, safe_headers
from facilitation.web.scenes import Draft, Scene, empty_draft, names_phrase
from facilitation.web.visits import Visit, language_of, spoken_in, visit_of, visit_of_form

LARGEST_FORM = 4_000_000  # bytes: a book pasted by mistake still comes back in its box
MOST_FIELDS = 20
GUESSING_SECONDS = 1.0  # how long a wrong code waits for its answer once an address is guessing

Form = Mapping[str, str]
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
                for act in (join, say, revise, withdraw, leave, language)
            ),
            Route("/j/{anything_else:path}", self.nowhere),
        ]

    def at_the_root(self, request: Request) -> Response:
        """Whoever types the bare address looks for the door."""
        return _to("/j")

    async def ask(self, request: Request) -> Response:
        """Asks for the six characters of a session."""
        code = "".join(request.query_params.get("code", "")[:40].split()).lower()
        if code:
            return _to(f"/j/{code[:12]}") if code.isalnum() else await self.nowhere(request)
        phrases = in_language(language_of(request, INTERFACE_LANGUAGES))
        answer = page("code.html", phrases, offered=INTERFACE_LANGUAGES, is_wrong=False)
        return _keeping_language(answer, request)

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
        return _scene(request, Scene.at_rest(visit), inside=True)

    def _show(self, request: Request) -> Response:
        visit = visit_of(self._installation, request)
        if visit.keeps_cookies and "p" in request.query_params:
            # The browser keeps who they are: nobody should pass it on with the address.
            answer = _to(visit.address(**_asked(request)))
            return _remembering(_keeping_language(answer, request), visit)
        if visit.participant is None or "who" in request.query_params:
            return _greeting(request, visit, _introduced(visit))
        number = request.query_params.get("n", "")
        told_number = int(number) if number.isascii() and number.isdecimal() else 0
        return _scene(request, Scene.at_rest(visit, told_number))

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
            form = await _form(request)
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
                _status(problem),
                title=phrases.say("door.not_sent"),
                sentence=phrases.say(problem.phrase, **problem.values),
                kept=form.get("text", ""),
                back=request.url.path.rpartition("/")[0],
            )


def join(request: Request, visit: Visit, form: Form) -> Response:
    """Say who one speaks as, or correct it."""
    introduction = _introduction(visit, form)
    try:
        pace().admit(visit.participant_id, _address(request))
        participants.join(
            visit.installation.store,
            visit.session,
            introduction,
            participant_id=visit.participant_id,
        )
    except FacilitationError as problem:
        refusal = visit.phrases.say(problem.phrase, **problem.values)
        return _greeting(request, visit, introduction, refusal, _status(problem))
    return _remembering(_to(visit.address()), visit)


def say(request: Request, visit: Visit, form: Form) -> Response:
    """Submit an answer. Refused, its text comes back in the box with the reason."""
    draft = Draft(
        key=form.get("key", ""),
        part_id=form.get("part", ""),
        text=form.get("text", ""),
        language=form.get("language", ""),
    )
    try:
        pace().admit(visit.participant_id, _address(request))
        submission = Submission(draft.key, draft.text, draft.language, draft.part_id, Source.DOOR)
        stored = contributions.submit(
            visit.installation.store, visit.session, _author(visit), submission
        )
    except FacilitationError as problem:
        return _refusal(request, visit, draft, problem)
    return _receipt(request, visit, stored)


def revise(request: Request, visit: Visit, form: Form) -> Response:
    """Correct a contribution of one's own."""
    text = form.get("text", "")
    try:
        pace().admit(visit.participant_id, _address(request))
        stored = contributions.revise(
            visit.installation.store, visit.session, _author(visit), form.get("id", ""), text
        )
    except FacilitationError as problem:
        number = form.get("number", "")
        correction = (int(number) if number.isdecimal() else 0, text)
        scene = Scene.at_rest(visit)
        refusal = visit.phrases.say(problem.phrase, **problem.values)
        return _scene(
            request, replace(scene, refusal=refusal, correction=correction), _status(problem)
        )
    return _receipt(request, visit, stored)


def withdraw(request: Request, visit: Visit, form: Form) -> Response:
    """Take a contribution of one's own back."""
    try:
        stored = contributions.withdraw(
            visit.installation.store, visit.session, _author(visit), form.get("id", "")
        )
    except FacilitationError as problem:
        return _refusal(request, visit, empty_draft(visit), problem)
    return _receipt(request, visit, stored)


def leave(request: Request, visit: Visit, form: Form) -> Response:
    """Somebody else speaks on this device from now on."""
    other = visit.of_somebody_else()
    return _remembering(_to(other.address()), other)


def language(request: Request, visit: Visit, form: Form) -> Response:
    """The same page in another language, with what is in the box."""
    if visit.participant is None:
        return _to(visit.address())
    draft = replace(empty_draft(visit), key=form.get("key", ""), text=form.get("text", ""))
    part_id = form.get("renewed") or form.get("part")
    if part_id in {part.id for part in visit.session.plan.parts}:
        draft = replace(draft, part_id=part_id)
    return _scene(request, Scene(visit, draft))


def _asked(request: Request) -> dict[str, str]:
    """What an address asks for besides who."""
    return {
        name: request.query_params[name] for name in ("n", "who") if name in request.query_params
    }


def _author(visit: Visit) -> Participant:
    if visit.participant is None:
        raise NotFound("error.no_participant")
    return visit.participant


def _introduction(visit: Visit, form: Form) -> Introduction:
    languages = visit.session.plan.languages
    return Introduction(
        actor_id=form.get("actor", ""),
        language=visit.language if visit.language in languages else languages[0],
        name=form.get("name", ""),
        organisation=form.get("organisation", ""),
        territory=form.get("territory", ""),
    )


def _introduced(visit: Visit) -> Introduction:
    """What is known of them already: a personal link brings it along."""
    known = visit.installation.store.participant(visit.participant_id)
    if known is None:
        return _introduction(visit, {})
    return Introduction(
        known.actor_id or "", known.language, known.name, known.organisation, known.territory
    )


def _greeting(
    request: Request,
    visit: Visit,
    introduction: Introduction,
    refusal: str = "",
    status: int = 200,
) -> Response:
    answer = page(
        "greeting.html",
        visit.phrases,
        status,
        visit=visit,
        session=visit.session,
        offered=spoken_in(visit.session),
        introduction=introduction,
        names_phrase=names_phrase(visit.session, visit.session.part_id),
        refusal=refusal,
    )
    return _remembering(_keeping_language(answer, request), visit)


def _scene(request: Request, scene: Scene, status: int = 200, *, inside: bool = False) -> Response:
    is_inside = inside or "x-door" in request.headers
    template = "inside.html" if is_inside else "question.html"
    answer = page(
        template,
        scene.visit.phrases,
        status,
        scene=scene,
        visit=scene.visit,
        session=scene.session,
        offered=spoken_in(scene.session),
    )
    if is_inside:  # asked for by a script, maybe for whoever used this device before
        return answer
    return _remembering(_keeping_language(answer, request), scene.visit)


def _refusal(request: Request, visit: Visit, draft: Draft, problem: FacilitationError) -> Response:
    """The box as it was sent, with the reason. Where the room moved on, it answers the new part."""
    if problem.phrase == "error.moved_on":
        draft = replace(draft, part_id=visit.session.part_id)
    if problem.phrase in ("error.bad_key", "error.key_taken"):
        fresh = empty_draft(visit)
        draft = replace(draft, key=fresh.key, part_id=fresh.part_id)
    refusal = visit.phrases.say(problem.phrase, **problem.values)
    answer = _scene(request, Scene(visit, draft, refusal=refusal), _status(problem))
    if isinstance(problem, TooFast):
        answer.headers["Retry-After"] = str(problem.values["seconds"])
    return answer


def _receipt(request: Request, visit: Visit, stored: Contribution) -> Response:
    if "x-door" in request.headers:
        return _scene(request, Scene.at_rest(visit, stored.number))
    return _remembering(_to(visit.address(n=stored.number)), visit)


def _status(problem: FacilitationError) -> int:
    for kind, status in _STATUSES.items():
        if isinstance(problem, kind):
            return status
    return 500


_STATUSES: dict[type[FacilitationError], int] = {
    TooFast: 429,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    FacilitationError: 422,
}


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _to(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers=safe_headers())


def _remembering(answer: Response, visit: Visit) -> Response:
    """Have the browser keep who somebody is, where it does not yet."""
    if not visit.is_in_cookie:
        answer.set_cookie(
            participant_cookie(visit.session),
            visit.token,
            max_age=KEPT_SECONDS,
            httponly=True,
            samesite="lax",
            secure=visit.installation.settings.is_https,
        )
    return answer


def _keeping_language(answer: Response, request: Request) -> Response:
    """Have the browser keep the language that was just chosen."""
    chosen = request.query_params.get("lang", "")
    if chosen in INTERFACE_LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=KEPT_SECONDS, samesite="lax")
    return answer


async def _form(request: Request) -> Form:
    """The fields of a form. One that is too large reads as empty, and is then refused."""
    chunks, size = [], 0
    async for chunk in request.stream():  # read to its end, or the browser sees no answer
        size += len(chunk)
        if size <= LARGEST_FORM:
            chunks.append(chunk)
    if size > LARGEST_FORM:
        return {}
    body = b"".join(chunks).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}
