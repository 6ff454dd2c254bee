"""A round table that was held, concluded and signed, for the tests of reports and files."""

from dataclasses import replace
from uuid import UUID

from facilitation import contributions, sessions, themes
from facilitation.conclusions import sign_off, writing
from facilitation.conclusions.nouns import Conclusion, Said
from facilitation.lifecycles import ConclusionKind
from facilitation.model import (
    Axis,
    Code,
    CodingState,
    Confidentiality,
    Contribution,
    Doubt,
    HideReason,
    Plan,
    Role,
    Source,
    Translation,
    TranslationState,
    Words,
)
from facilitation.participants import Introduction, join
from facilitation.store import By, Store, now
from tests.rooms import MODERATOR, Room, both, small_plan

RAPPORTEUR = By(Role.RAPPORTEUR, "1")
TEXTS = (
    ("mayor", "es", "one", "Falta agua en la parroquia alta"),
    ("clerk", "es", "one", "El camino se corta cada invierno"),
    ("farmer", "fr", "one", "Il manque l'eau et la route, pas les promesses"),
    ("farmer", "es", "one", "Sin riego no hay cosecha"),
    ("student", "fr", "one", "L'eau d'abord"),
    ("guest", "es", "one", "Nadie preguntó a los que viven abajo"),
    ("mayor", "es", "two", "La junta de agua decide con nosotros"),
    ("farmer", "fr", "two", "Une piste entretenue par la commune"),
)


def plan_with_points(rule: Confidentiality = Confidentiality.ON_RECORD) -> Plan:
    point = Code("together", Axis.POINT, both("Juntos", "Ensemble"), both("Cómo", "Comment"))
    return replace(small_plan(), points=(point,), confidentiality=rule)


def held(store: Store, plan: Plan | None = None) -> Room:
    """Eight people on two questions; one of them left without a word, one text was hidden."""
    room = Room.prepared(store, plan or plan_with_points())
    for place, (actor, language, part, text) in enumerate(TEXTS):
        if room.now().part_id != part:
            room.step(part)
        person = join(
            store,
            room.session,
            Introduction(actor, language, f"Persona {place}", f"Organización {place % 5}", "Loja"),
        )
        key = str(UUID(int=place + 1, version=4))
        room.say(replace(person), text, key=key, source=Source.DOOR)
    room.join("clerk")
    hidden = room.say(room.join("guest", name="Oculta"), "Palabras que nadie debe leer")
    contributions.hide(store, room.now(), hidden.id, HideReason.OFFENSIVE, MODERATOR)
    author = room.join("student", name="Retirada")
    taken = room.say(author, "Palabras retiradas")
    contributions.withdraw(store, room.now(), author, taken.id)
    return room


def code(room: Room) -> None:
    """A rapporteur confirms some suggestions and rejects one; one translation is a machine's."""
    given = room.store.contributions(room.session.id)
    for told in given[:3]:
        for coding in told.codings:
            decide(room, told, coding.axis, coding.code_id, CodingState.CONFIRMED)
    decide(room, given[4], Axis.THEME, "water", CodingState.REJECTED)
    decide(room, given[6], Axis.POINT, "together", CodingState.CONFIRMED)
    translate(
        room, given[0], "fr", "Il manque d'eau dans la paroisse haute", TranslationState.MACHINE
    )
    translate(room, given[2], "es", "Falta el agua y el camino", TranslationState.CHECKED)


def decide(room: Room, told: Contribution, axis: Axis, code_id: str, state: CodingState) -> None:
    themes.decide(room.store, room.now(), told.id, axis, code_id, state, RAPPORTEUR)


def translate(
    room: Room,
    told: Contribution,
    language: str,
    text: str,
    state: TranslationState,
    *doubts: Doubt,
) -> None:
    made = Translation(
        told.id,
        Words(text, language),
        state,
        told.edition,
        "off",
        "1",
        "",
        "",
        doubts,
        now(),
        "machine",
    )
    with room.store.change(room.session.id) as change:
        revision = change.touch(By(None, "test"), "translate", f"contribution:{told.id}")
        change.put_translation(made, revision)
        change.set_contribution(told.id, revision=revision)


def conclude(
    room: Room,
    text: str,
    numbers: tuple[int, ...],
    *,
    kind: ConclusionKind = ConclusionKind.KEY_POINT,
    part: str = "one",
    point: str = "",
    french: str = "",
    said: tuple[str, str, str] = ("", "", ""),
) -> Conclusion:
    """Written in Spanish, resting on contributions by their numbers, and approved."""
    by_number = {told.number: told.id for told in room.store.contributions(room.session.id)}
    evidence = tuple(by_number[number] for number in numbers)
    draft = writing.Draft(kind, "es", Said(text, *said), part, point, evidence=evidence)
    made = writing.write(room.store, room.now(), draft, RAPPORTEUR, "Ana")
    if french:
        made = writing.reword(
            *(room.store, room.session, made.id, "fr", Said(french, *said), made.revision),
            *(RAPPORTEUR, "Luc"),
        )
    return writing.approve(room.store, room.session, made.id, made.revision, RAPPORTEUR, "Ana")


def concluded(store: Store, plan: Plan | None = None) -> Room:
    """All of it: held, coded, concluded in two languages, signed in one, closed."""
    room = held(store, plan)
    code(room)
    conclude(room, "El agua es lo primero.", (1, 3, 4), french="L'eau d'abord.")
    minority = ConclusionKind.MINORITY_VIEW
    conclude(room, "Nadie preguntó abajo.", (6,), kind=minority, french="Personne n'a demandé.")
    conclude(
        room,
        "La junta decide con la comuna.",
        (7, 8),
        kind=ConclusionKind.PROPOSAL,
        part="",
        point="together" if (plan or plan_with_points()).points else "",
        french="La junte décide avec la commune.",
        said=("Junta", "Comuna", "2027"),
    )
    sign_off.sign(store, room.now(), "es", "Ana Vera", RAPPORTEUR)
    sessions.close(store, room.now(), MODERATOR)
    room.now()
    return room
