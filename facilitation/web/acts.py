"""What people do at the door, each by a form of its own."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from facilitation import contributions, erasure, floor, participants
from facilitation.conclusions import check_back
from facilitation.contributions import Submission
from facilitation.errors import FacilitationError, NotFound
from facilitation.model import Participant, Role, Source, Words
from facilitation.pacing import pace
from facilitation.participants import Introduction
from facilitation.store import By
from facilitation.web.answers import (
    greeting,
    receipt,
    refusal_of,
    remembering,
    shown,
    status_of,
    to,
)
from facilitation.web.drawing import page, safe_headers
from facilitation.web.forms import Form
from facilitation.web.scenes import Draft, Scene, empty_draft
from facilitation.web.visits import Visit

MOST_TRIES = 1000  # what a phone may tell of itself


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
        return greeting(request, visit, introduction, refusal, status_of(problem))
    return remembering(to(visit.address()), visit)


def say(request: Request, visit: Visit, form: Form) -> Response:
    """Submit an answer. Refused, its text comes back in the box with the reason."""
    draft = Draft(
        key=form.get("key", ""),
        part_id=form.get("part", ""),
        text=form.get("text", ""),
        language=form.get("language", ""),
    )
    author = _author(visit)
    try:
        pace().admit(visit.participant_id, _address(request))
        submission = Submission(draft.key, draft.text, draft.language, draft.part_id, Source.DOOR)
        stored = contributions.submit(visit.installation.store, visit.session, author, submission)
        _note_lost_tries(request, visit)
    except FacilitationError as problem:
        return refusal_of(request, visit, draft, problem)
    return receipt(request, visit, stored)


def revise(request: Request, visit: Visit, form: Form) -> Response:
    """Correct a contribution of one's own."""
    text, author = form.get("text", ""), _author(visit)
    try:
        pace().admit(visit.participant_id, _address(request))
        stored = contributions.revise(
            visit.installation.store, visit.session, author, form.get("id", ""), text
        )
    except FacilitationError as problem:
        number = form.get("number", "")
        correction = (int(number) if number.isdecimal() else 0, text)
        scene = Scene.at_rest(visit)
        refusal = visit.phrases.say(problem.phrase, **problem.values)
        return shown(
            request, replace(scene, refusal=refusal, correction=correction), status_of(problem)
        )
    return receipt(request, visit, stored)


def withdraw(request: Request, visit: Visit, form: Form) -> Response:
    """Take a contribution of one's own back."""
    author = _author(visit)
    try:
        stored = contributions.withdraw(
            visit.installation.store, visit.session, author, form.get("id", "")
        )
    except FacilitationError as problem:
        return refusal_of(request, visit, empty_draft(visit), problem)
    return receipt(request, visit, stored)


def not_meant(request: Request, visit: Visit, form: Form) -> Response:
    """A conclusion that rests on their words is not what they meant. Twice is as once."""
    author = _author(visit)
    languages = visit.session.plan.languages
    language = visit.language if visit.language in languages else languages[0]
    words = Words(form.get("why", ""), language)
    try:
        pace().admit(visit.participant_id, _address(request))
        opened = check_back.object_to(
            visit.installation.store, visit.session, author, form.get("id", ""), words
        )
    except FacilitationError as problem:
        return refusal_of(request, visit, empty_draft(visit), problem)
    number = visit.phrases.number(opened.number)
    heard = visit.phrases.say("door.not_meant_heard", number=number)
    return shown(request, replace(Scene.at_rest(visit), refusal=heard))


def leave(request: Request, visit: Visit, form: Form) -> Response:
    """Somebody else speaks on this device from now on."""
    other = visit.of_somebody_else()
    return remembering(to(other.address()), other)


def hand(request: Request, visit: Visit, form: Form) -> Response:
    """Ask for the floor, or no longer. What is in the box stays in it."""
    store, author = visit.installation.store, _author(visit)
    pace().admit(author.id, _address(request))
    if form.get("hand") == "up":
        floor.raise_hand(store, visit.session, author)
    elif store.has_floor(visit.session.id) == author.id:
        floor.end_own(store, visit.session, author)
    else:
        floor.lower_own(store, visit.session, author)
    if form.get("text"):
        return language(request, visit, form)
    return remembering(to(visit.address()), visit)


def language(request: Request, visit: Visit, form: Form) -> Response:
    """The same page in another language, with what is in the box."""
    if visit.participant is None:
        return to(visit.address())
    draft = replace(empty_draft(visit), key=form.get("key", ""), text=form.get("text", ""))
    part_id = form.get("renewed") or form.get("part")
    if part_id in {part.id for part in visit.session.plan.parts}:
        draft = replace(draft, part_id=part_id)
    return shown(request, Scene(visit, draft))


def take_out(request: Request, visit: Visit, form: Form) -> Response:
    """All one gave, as a file to keep."""
    given = erasure.take_out(visit.installation.store, visit.session, _author(visit))
    name = f"ronda-{visit.session.code}.json"
    headers = {**safe_headers(), "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(given, media_type="application/json", headers=headers)


def erase(request: Request, visit: Visit, form: Form) -> Response:
    """Erase all one gave; whoever uses this browser next is somebody new."""
    author = _author(visit)
    by = By(Role.PARTICIPANT, author.id)
    erased = erasure.erase(visit.installation.store, visit.session, author, by)
    answer = page(
        "plain.html",
        visit.phrases,
        title=visit.phrases.say("door.erased"),
        sentence=visit.phrases.say("door.erased_what", n=erased),
        back=f"/j/{visit.session.code}",
    )
    return remembering(answer, visit.of_somebody_else())


ACTS = (join, say, revise, withdraw, not_meant, leave, language, hand, take_out, erase)


def _author(visit: Visit) -> Participant:
    """Asked before anything else: who erased what they gave in another tab is nobody here."""
    if visit.participant is None:
        raise NotFound("error.no_participant")
    return visit.participant


def _note_lost_tries(request: Request, visit: Visit) -> None:
    """The script counts its tries in `X-Door`: the first is 1."""
    tries = request.headers.get("x-door", "")
    if tries.isascii() and tries.isdecimal() and int(tries[:6]) > 1:
        lost = min(int(tries[:6]) - 1, MOST_TRIES)
        participants.note_lost_tries(visit.installation.store, visit.session, _author(visit), lost)


def _introduction(visit: Visit, form: Form) -> Introduction:
    languages = visit.session.plan.languages
    return Introduction(
        actor_id=form.get("actor", ""),
        language=visit.language if visit.language in languages else languages[0],
        name=form.get("name", ""),
        organisation=form.get("organisation", ""),
        territory=form.get("territory", ""),
    )


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
