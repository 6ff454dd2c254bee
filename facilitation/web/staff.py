"""The links of staff: a key becomes a cookie for one role in one session."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from facilitation.access import Grant, grant_of, role_token
from facilitation.cookies import KEPT_SECONDS, role_cookie
from facilitation.installation import Installation
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.web.drawing import page, safe_headers
from facilitation.web.visits import language_of

LONGEST_KEY = 64


def staff_routes(installation: Installation) -> list[Route]:
    def enter(request: Request) -> Response:
        key = request.path_params["key"]
        grant = (
            grant_of(installation.store, installation.keys, key)
            if len(key) <= LONGEST_KEY
            else None
        )
        return granted(installation, grant) if grant else no_such_key(request)

    return [Route("/k/{key:path}", enter)]


def no_such_key(request: Request) -> Response:
    """One answer, whatever is wrong with a link."""
    phrases = in_language(language_of(request, INTERFACE_LANGUAGES))
    told = {"title": phrases.say("link.no_key"), "sentence": phrases.say("link.no_key_how")}
    return page("plain.html", phrases, 404, **told)


def granted(installation: Installation, grant: Grant) -> Response:
    """On to the page of a role, with the cookie that opens it."""
    answer = RedirectResponse(
        f"/{grant.role.value}?s={grant.session.code}",
        status_code=303,
        headers={**safe_headers(), "Referrer-Policy": "no-referrer"},
    )
    answer.set_cookie(
        role_cookie(grant.session, grant.role),
        role_token(installation.store, installation.keys, grant),
        max_age=KEPT_SECONDS,
        httponly=True,
        samesite="lax",
        secure=installation.settings.is_https,
    )
    return answer
