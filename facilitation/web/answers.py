"""How the door answers: with a page, or by sending the browser on."""

from dataclasses import replace
from random import randrange

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from facilitation import privacy
from facilitation.cookies import KEPT_SECONDS, LANGUAGE_COOKIE, participant_cookie
from facilitation.errors import (
    Conflict,
    FacilitationError,
    NotAllowed,
    NotFound,
    TooFast,
    Unreachable,
)
from facilitation.model import Contribution
from facilitation.participants import Introduction
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.web.drawing import page, safe_headers
from facilitation.web.scenes import Draft, Scene, empty_draft, names_phrase
from facilitation.web.visits import Visit, language_of, spoken_in

AGAIN_SECONDS = (5, 10)  # after which a page is asked for again while the database is away
STATUSES: dict[type[FacilitationError], int] = {
    TooFast: 429,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    Unreachable: 503,
    FacilitationError: 422,
}


def greeting(
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
        notice=privacy.notice(visit.session),
        refusal=refusal,
    )
    return remembering(keeping_language(answer, request), visit)


def shown(request: Request, scene: Scene, status: int = 200, *, inside: bool = False) -> Response:
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
    return remembering(keeping_language(answer, request), scene.visit)


def refusal_of(
    request: Request, visit: Visit, draft: Draft, problem: FacilitationError
) -> Response:
    """The box as it was sent, with the reason. Where the room moved on, it answers the new part.

    A script sends it again by itself and reads no reason: drawing one would ask the record once
    more, which does not answer.
    """
    if isinstance(problem, Unreachable) and "x-door" in request.headers:
        raise problem
    if problem.phrase == "error.moved_on":
        draft = replace(draft, part_id=visit.session.part_id)
    if problem.phrase in ("error.bad_key", "error.key_taken"):
        fresh = empty_draft(visit)
        draft = replace(draft, key=fresh.key, part_id=fresh.part_id)
    refusal = visit.phrases.say(problem.phrase, **problem.values)
    answer = shown(request, Scene(visit, draft, refusal=refusal), status_of(problem))
    if isinstance(problem, TooFast):
        answer.headers["Retry-After"] = str(problem.values["seconds"])
    return answer


def receipt(request: Request, visit: Visit, stored: Contribution) -> Response:
    if "x-door" in request.headers:
        return shown(request, Scene.at_rest(visit, stored.number))
    return remembering(to(visit.address(n=stored.number)), visit)


def to(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers=safe_headers())


def remembering(answer: Response, visit: Visit) -> Response:
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


def keeping_language(answer: Response, request: Request) -> Response:
    """Have the browser keep the language that was just chosen."""
    chosen = request.query_params.get("lang", "")
    if chosen in INTERFACE_LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=KEPT_SECONDS, samesite="lax")
    return answer


def no_record(request: Request, _problem: Exception) -> Response:
    """Whatever was asked for: the database does not answer. Scripts and streams try again; so does
    a page that was only looked at, in a while of its own: a roomful waits for the same moment."""
    phrases = in_language(language_of(request, INTERFACE_LANGUAGES))
    told = {"title": phrases.say("page.no_record_title"), "sentence": phrases.say("page.no_record")}
    again = randrange(*AGAIN_SECONDS) if request.method == "GET" else 0
    answer = page("plain.html", phrases, 503, **told, again=again)
    answer.headers["Retry-After"] = "5"
    return answer


def status_of(problem: FacilitationError) -> int:
    for kind, status in STATUSES.items():
        if isinstance(problem, kind):
            return status
    return 500
