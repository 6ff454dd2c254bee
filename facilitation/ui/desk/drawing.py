"""Conclusions, and what was said, as the desk's component takes them."""

from collections.abc import Iterable, Mapping

from facilitation.conclusions import parity
from facilitation.conclusions.nouns import STANDING, Conclusion, Objection, Statement
from facilitation.conclusions.parity import Finding, Names
from facilitation.confidentiality import veil_of_room
from facilitation.lifecycles import ConclusionState, StatementState
from facilitation.model import Contribution, Language, TranslationState, Words
from facilitation.phrases import name_of
from facilitation.translation import versions
from facilitation.ui.cards import drawn_kind, kind_label
from facilitation.ui.components import Drawn, drawn
from facilitation.ui.desk.places import Place, place_of, places
from facilitation.ui.page import Page
from facilitation.ui.translated import explained, reading_language

_VERBS: Mapping[ConclusionState, tuple[str, ...]] = {
    ConclusionState.OFFERED: ("take_up", "approve", "drop"),
    ConclusionState.DRAFT: ("approve", "move_up", "drop"),
    ConclusionState.REOPENED: ("approve", "move_up", "drop"),
    ConclusionState.APPROVED: ("reopen", "move_up", "drop"),
    ConclusionState.DROPPED: ("take_up",),
}


def conclusion_drawn(
    page: Page,
    one: Conclusion,
    told: Mapping[str, Contribution],
    others: Mapping[str, str],
    names: Names,
) -> Drawn:
    """One conclusion in every language of the session, with what it rests on."""
    evidence = [told[id_] for id_ in one.evidence if id_ in told and told[id_].state in STANDING]
    return {
        "id": one.id,
        "number": one.number,
        "label": page.say("desk.number", number=page.phrases.number(one.number)),
        "state": one.state.value,
        "state_label": page.say(f"conclusion.state.{one.state.value}"),
        "kind": one.kind.value,
        "kind_label": page.say(f"conclusion.kind.{one.kind.value}"),
        "place": place_of(one).id,
        "place_label": _label(page, place_of(one)),
        "made_by": page.say("desk.approved_by", name=_person(page, one.approved_by))
        if one.approved_by
        else "",
        "revision": one.revision,
        "who": others.get(f"conclusion:{one.id}", ""),
        "reason": page.say(f"conclusion.reason.{one.reason.value}") if one.reason else "",
        "objections": [_objection(page, said) for said in one.open_objections],
        "statements": [_statement(page, one, code, names) for code in _languages(page, one)],
        "evidence": [_evidence(page, one) for one in evidence],
        "evidence_label": page.say("desk.rests_on", n=len(evidence)),
        "is_editable": one.state is not ConclusionState.DROPPED,
        "verbs": list(_VERBS[one.state]),
    }


def _languages(page: Page, one: Conclusion) -> list[Language]:
    """The one it was written in first."""
    rest = [code for code in page.session.plan.languages if code != one.language]
    return [one.language, *rest]


def _label(page: Page, place: Place) -> str:
    return next((one.label.text for one in places(page) if one == place), "")


def _person(page: Page, made_by: str) -> str:
    """Whoever approved it, by their name or else by their role."""
    role = made_by.partition(":")[0]
    known = ("organiser", "rapporteur", "moderator")
    return page.say(f"page.role.{role}") if role in known else made_by


def _objection(page: Page, said: Objection) -> Drawn:
    return {"label": page.say("desk.objection"), "words": drawn(said.words)}


def _statement(page: Page, one: Conclusion, language: Language, names: Names) -> Drawn:
    there = one.statement(language)
    said = there.said if there else None
    name = name_of(language, page.language)
    return {
        "name": name[:1].upper() + name[1:],
        "label": page.say("desk.text_in", language=name),
        "state": there.state.value if there else "missing",
        "mark": page.say(f"conclusion.statement.{there.state.value if there else 'missing'}"),
        "words": drawn(Words(said.text if said else "", language)),
        "proposer": said.proposer if said else "",
        "addressee": said.addressee if said else "",
        "due": said.due if said else "",
        "proposed": _proposed(page, there),
        "notes": list(_notes(page, one, there, names)) if there else [],
        "edit": page.say(_editing(there)),
    }


def _editing(there: Statement | None) -> str:
    if there is None:
        return "desk.translate"
    is_draft = there.state in (StatementState.MACHINE, StatementState.STALE)
    return "desk.check" if is_draft else "desk.edit"


def _proposed(page: Page, there: Statement | None) -> Drawn | None:
    """Who proposes what to whom by when, as far as it was said."""
    if there is None:
        return None
    said = there.said
    parts = ((said.proposer, "proposer"), (said.addressee, "addressee"), (said.due, "due"))
    told = [f"{page.say(f'desk.{name}')}: {text}" for text, name in parts if text]
    return drawn(Words(" · ".join(told), there.language)) if told else None


def _notes(page: Page, one: Conclusion, there: Statement, names: Names) -> Iterable[str]:
    """What a person should look at in this language."""
    for doubt in there.doubts:
        yield explained(page, doubt)
    if there.state is StatementState.STALE:
        return
    for found in parity.findings(page.session, names, one, there):
        here, other = both_sides(page, found)
        yield page.say(f"conclusion.parity.{found.kind.value}", here=here, there=other)


def both_sides(page: Page, found: Finding) -> tuple[str, str]:
    """What one language says and the other does not, and the other way round; of names that are
    not shown, only how many."""
    here, there = (
        ", ".join((*told, *([page.say("conclusion.parity.hidden", n=hidden)] if hidden else [])))
        for told, hidden in ((found.here, found.hidden_here), (found.there, found.hidden_there))
    )
    return here or "–", there or "–"


def _evidence(page: Page, told: Contribution) -> Drawn:
    label = page.say("door.number", number=page.phrases.number(told.number))
    return {
        **_told(page, told),
        "actor": kind_label(page, told, veil_of_room(page.store, page.session)).text,
        "remove": page.say("desk.remove", number=label),
    }


def quote_drawn(page: Page, told: Contribution, used: list[int]) -> Drawn:
    """A contribution to rest a conclusion on, and which ones already do."""
    numbers = ", ".join(page.say("desk.number", number=page.phrases.number(n)) for n in used)
    return {
        **_told(page, told),
        "number": told.number,
        **drawn_kind(page, told, veil_of_room(page.store, page.session)),
        "used": page.say("desk.used_in", numbers=numbers) if used else "",
    }


def _told(page: Page, told: Contribution) -> Drawn:
    """The original first; a translation beside it, marked machine or checked."""
    made = versions.reading(told, reading_language(page)).translation
    language = name_of(told.words.language, page.language)
    return {
        "id": told.id,
        "label": page.say("door.number", number=page.phrases.number(told.number)),
        "language": language,
        "words": drawn(told.words),
        "translation": {
            "words": drawn(made.words),
            "state": TranslationState(made.state).value,
            "mark": page.say(f"page.translation.{made.state.value}", language=language),
        }
        if made
        else None,
    }


def sentences(page: Page, quotes: int) -> Drawn:
    said = (
        *("empty", "how", "add_to_chosen", "no_quotes", "meanwhile", "save", "filing", "kind"),
        *("place", "choose", "add", "proposer", "addressee", "due"),
        *("approve", "reopen", "take_up", "drop", "move_up"),
    )
    return {
        **{name: page.say(f"desk.{name}") for name in said},
        "beside": page.say("desk.beside", n=quotes),
    }
