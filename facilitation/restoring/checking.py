"""What is well written in the file of a record and can still not be: nothing of it must reach the
database, nor a page that could not be drawn with it."""

from collections.abc import Iterable

from facilitation.codebook import read_codebook
from facilitation.conclusions.nouns import STANDING
from facilitation.errors import PlanProblem
from facilitation.lifecycles import ConclusionState
from facilitation.model import Plan
from facilitation.notation import Place
from facilitation.phrases import INTERFACE_LANGUAGES
from facilitation.plans import MOST_DAYS, MOST_MINUTES, MOST_PEOPLE
from facilitation.translation.glossary import parse_glossary

MOST_SHARES = 100_000  # people who may share one contribution
MOST_NUMBER = 10_000_000  # of a contribution or a conclusion, of an edition


def check_plan(told: Place, plan: Plan) -> None:
    """The session itself: its languages, its parts, who may speak, what may be raised."""
    for language in _filled(told.field("languages")):
        language.one_of(INTERFACE_LANGUAGES)
    _once(told.field("languages").items())
    groups = [group.id for group in plan.groups]
    for part in _named(_filled(told.field("parts"))):
        part.field("minutes").within(0, MOST_MINUTES)
    for actor in _named(_filled(told.field("actors"))):
        if actor.told.get("group") is not None:
            actor.field("group").one_of(groups)
    for many in ("groups", "themes", "points"):
        _named(told.field(many).items())
    told.field("part_id").one_of(part.id for part in plan.parts)
    told.field("programme").field("capacity").within(0, MOST_PEOPLE)
    if "retention_days" in told.mapping():
        told.field("retention_days").within(0, MOST_DAYS)
    _check_texts(told, plan)


def _check_texts(told: Place, plan: Plan) -> None:
    """The codebook and the glossary are files of their own within the file."""
    try:
        if plan.codebook:
            read_codebook(plan.codebook)
    except PlanProblem:
        told.field("codebook").refuse("record.not_a.codebook")
    try:
        if plan.glossary.strip():
            parse_glossary(plan.glossary)
    except PlanProblem:
        told.field("glossary").refuse("record.not_a.glossary")


def check_record(told: Place, plan: Plan) -> None:
    """What was said and concluded, against the plan."""
    _check_people(told, plan)
    _check_contributions(told, plan)
    _check_conclusions(told, plan)
    for step in told.field("steps").items():
        step.pair()[0].one_of(part.id for part in plan.parts)
    signed = told.field("signatures").items()
    for one in signed:
        one.field("language").one_of(plan.languages)
        one.field("version").within(1, MOST_NUMBER)
        _once([said.field("number") for said in one.field("content").items()])
    _once([one.field("version") for one in signed], [one.field("language").told for one in signed])


def _check_people(told: Place, plan: Plan) -> None:
    for person in told.field("people").items():
        _of_a_kind(person, plan)
        person.field("language").one_of((*plan.languages, ""))


def _of_a_kind(told: Place, plan: Plan) -> None:
    """None where nobody knows it, or the confidentiality hides it."""
    if told.mapping().get("actor_id") is not None:
        told.field("actor_id").one_of(actor.id for actor in plan.actors)


def _check_contributions(told: Place, plan: Plan) -> None:
    parts = [part.id for part in plan.parts]
    for one in told.field("contributions").items():
        one.field("edition").within(1, MOST_NUMBER)
        one.field("part_id").one_of(parts)
        one.field("language").one_of(plan.languages)
        _of_a_kind(one, plan)
        if "support" in one.mapping():
            one.field("support").within(0, MOST_SHARES)
        if one.told.get("merged_into") == one.told["number"]:
            one.field("merged_into").refuse("record.not_there", value=one.told["number"])
        codings = one.field("codings").items()
        _once([c.field("code_id") for c in codings], [c.field("axis").text() for c in codings])
        _once([made.field("words").field("language") for made in one.field("translations").items()])
        _once([edition.field("number") for edition in one.field("editions").items()])


def _check_conclusions(told: Place, plan: Plan) -> None:
    parts, points = ([one.id for one in of] for of in (plan.parts, plan.points))
    states = {one.told["number"]: one.told["state"] for one in told.field("contributions").items()}
    conclusions = told.field("conclusions").items()
    _once([one.field("number") for one in conclusions])
    for one in conclusions:
        one.field("number").within(1, MOST_NUMBER)
        one.field("part_id").one_of(("", *parts))
        one.field("point_id").one_of(("", *points))
        statements = [said.field("language") for said in one.field("statements").items()]
        for language in (one.field("language"), *statements):
            language.one_of(plan.languages)
        _once(statements)
        if one.told["language"] not in [language.told for language in statements]:
            one.field("statements").refuse("record.no_original", value=one.told["language"])
        evidence = one.field("evidence")
        _once(evidence.items())
        _once([said.field("voice") for said in one.field("objections").items()])
        is_carried = any(states[number.told] in STANDING for number in evidence.items())
        if one.told["state"] == ConclusionState.APPROVED and not is_carried:
            evidence.refuse("record.no_evidence")


def _filled(many: Place) -> list[Place]:
    found = many.items()
    if not found:
        many.refuse("record.empty")
    return found


def _named(many: Iterable[Place]) -> list[Place]:
    """Things with an id each, which no other of them has."""
    found = list(many)
    for one in found:
        if not one.field("id").text():
            one.field("id").refuse("record.empty")
    _once([one.field("id") for one in found])
    return found


def _once(many: Iterable[Place], beside: Iterable[object] = ()) -> None:
    """None of these values is there twice; `beside` tells those apart that may be alike."""
    seen = set()
    several = list(many)
    for one, what in zip(several, beside or [None] * len(several), strict=True):
        if (one.told, what) in seen:
            one.refuse("record.twice", value=one.told)
        seen.add((one.told, what))
