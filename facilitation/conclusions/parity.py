"""Whether a conclusion says the same in two languages, as far as that can be counted: numbers, ids
and names. What differs has to be settled before anybody signs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import regex

from facilitation.conclusions.nouns import Conclusion, Statement
from facilitation.confidentiality import shown_author
from facilitation.folding import fold
from facilitation.model import Confidentiality, Session, Words
from facilitation.store import Store
from facilitation.translation.glossary import parse_glossary
from facilitation.translation.literals import telling_literals
from facilitation.translation.numbers import numbers_in, unmatched

_ROMAN = regex.compile("[IVXLC]+")
_ACRONYM = regex.compile(r"(?<![\p{L}\p{N}])\p{Lu}[\p{Lu}\p{N}&-]*\p{Lu}(?![\p{L}\p{N}])")


class Disparity(StrEnum):
    """What differs between a statement and the one it says in another language."""

    NUMBERS = "numbers"
    IDS = "ids"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference. `here` and `there` quote what has no counterpart on the other side; of names
    that the confidentiality hides, only how many: to quote one would say whose it is."""

    kind: Disparity
    here: tuple[str, ...]
    there: tuple[str, ...]
    hidden_here: int = 0
    hidden_there: int = 0


@dataclass(frozen=True, slots=True)
class Names:
    """The names that must be the same in every language, and those of them that may be told."""

    known: frozenset[str]
    told: frozenset[str]


def known_names(store: Store, session: Session) -> Names:
    """The people and organisations of the record, and whoever organises the session."""
    people = store.participants(session.id)
    named = [name for person in people for name in (person.name, person.organisation)]
    rules = _rules(store, session)
    told = [
        name
        for person in people
        for rule in {session.plan.confidentiality, *rules.get(person.id, ())}
        for author in [shown_author(person, None, rule)]
        for name in (author.name, author.organisation)
    ]
    organisers = session.plan.programme.organisers
    return Names(
        frozenset(filter(None, (*named, *organisers))),
        frozenset(filter(None, (*told, *organisers))),
    )


def _rules(store: Store, session: Session) -> Mapping[str, set[Confidentiality]]:
    """Under which rules each person spoke."""
    rules: dict[str, set[Confidentiality]] = defaultdict(set)
    for person_id, part_id in store.spoken_on(session.id):
        rules[person_id].add(session.confidentiality_of(part_id))
    return rules


def compare(session: Session, names: Names, original: Statement, other: Statement) -> list[Finding]:
    """What differs between a conclusion's statements in two languages."""
    here, there = _words(original), _words(other)
    numbers = unmatched(
        numbers_in(here.text, here.language), numbers_in(there.text, there.language)
    )
    ids = _apart(telling_literals(here.text), telling_literals(there.text))
    found = [
        Finding(kind, tuple(ours), tuple(theirs))
        for kind, (ours, theirs) in ((Disparity.NUMBERS, numbers), (Disparity.IDS, ids))
        if ours or theirs
    ]
    ours, theirs = _names_apart(session, names.known, here, there)
    if ours or theirs:
        found.append(_names_told(names, ours, theirs))
    return found


def _names_told(names: Names, here: Iterable[str], there: Iterable[str]) -> Finding:
    """A difference of names without those that are hidden."""
    hidden = {_spaced(name) for name in names.known - names.told}
    sides = [[one for one in side if _spaced(one) not in hidden] for side in (here, there)]
    counts = [len({_spaced(one) for one in side} & hidden) for side in (here, there)]
    return Finding(Disparity.NAMES, tuple(sides[0]), tuple(sides[1]), *counts)


def _words(statement: Statement) -> Words:
    return Words(statement.said.whole, statement.language)


def _names_apart(
    session: Session, names: Collection[str], here: Words, there: Words
) -> tuple[list[str], list[str]]:
    ours, theirs = _apart(_names_in(names, here.text), _names_in(names, there.text))
    initials, others = _acronyms(session, here), _acronyms(session, there)
    if len(initials) != len(others):  # UN is ONU elsewhere: compare how many
        missing, added = _apart(initials, others)
        return ours + missing, theirs + added
    return ours, theirs


def _names_in(names: Iterable[str], text: str) -> list[str]:
    folded = f" {_spaced(text)} "
    return sorted(name for name in names if _spaced(name) and f" {_spaced(name)} " in folded)


@lru_cache(maxsize=8_192)  # the names of a session are looked for in each statement of each pair
def _spaced(text: str) -> str:
    """The words of a text, one blank between them: punctuation is no part of a name."""
    return " ".join(regex.findall(r"[\p{L}\p{N}]+", fold(text)))


def _acronyms(session: Session, words: Words) -> set[str]:
    """Initials outside the glossary, which says what its own are elsewhere; no Roman numerals."""
    known = _glossary_forms(session.plan.glossary)
    found = set(_ACRONYM.findall(words.text))
    return {one for one in found if fold(one) not in known and not _ROMAN.fullmatch(one)}


@lru_cache(maxsize=16)
def _glossary_forms(glossary: str) -> frozenset[str]:
    terms = parse_glossary(glossary).terms if glossary.strip() else ()
    return frozenset(
        fold(form) for term in terms for forms in term.variants.values() for form in forms
    )


def _apart(ours: Iterable[str], theirs: Iterable[str]) -> tuple[list[str], list[str]]:
    here, there = sorted(set(ours)), sorted(set(theirs))
    return [one for one in here if one not in there], [one for one in there if one not in here]


def findings(
    session: Session, names: Names, conclusion: Conclusion, other: Statement | None
) -> list[Finding]:
    """What differs in a conclusion's statement in another language, if it has one."""
    if other is None or other.language == conclusion.language:
        return []
    return compare(session, names, conclusion.original, other)
