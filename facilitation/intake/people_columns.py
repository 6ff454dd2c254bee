"""Which columns of a list of people say their organisation, approval, language and kind of actor:
by the headers, then by what stands below them.

Several headers may fit, and some fit by a word only: `What do you expect of the sector?` is no kind
of actor, `Do you need sign language?` no language. The answers decide among such.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from facilitation.intake.actor_words import ActorWords
from facilitation.intake.headers import Table, Words, is_named, meaning, plain, words_for
from facilitation.model import Language

# An answer that is one of a choice, not a sentence or a name.
CHOICE_LENGTH = 80  # characters
MOST_CHOICES = 15
FEW_CHOICES = 4  # so many may all differ, on a short list
NEARLY_ALL = 0.9
MOSTLY = 0.5

_WORDS = words_for("registrations")
_ACTOR = words_for("actor_headers")
_STATUS = words_for("status_headers")
_LANGUAGE = words_for("language_headers")
_STATUSES = words_for("statuses")
_YES_NO = words_for("yes_no")
# What Yes and No mean below a header that asks for the approval, or for its contrary.
_ANSWERED = {
    "refused": ("denied", "approved"),
    "waiting": ("pending", "approved"),
    "confirmed": ("approved", "pending"),
    "approved": ("approved", "denied"),
    "asked": ("approved", "denied"),
}
_SURE = re.compile(r"(.* )?(appro|apro|den(ied|eg)|reje|rechaz|refus|admi|sele|retenu).*")
_REMARK = re.compile(r"\s*\(.*\)\s*$")
_BOTH_GENDERS = re.compile(r"[(/·.-][aeo]s?\)?s?(?=\s|$)", re.IGNORECASE)  # "(e)", "/a", "·e"

Told = Callable[[str], bool]


def settle(table: Table, words: ActorWords, languages: Words) -> Table:
    """The list with the columns that its headers only proposed."""
    table = _with_organisation(table)
    table = _with_language(table, languages)
    return _with_actor(_with_status(table), words)


def status_of(header: str, written: str) -> str | None:
    """What a cell says of the approval, in a word that is known: "Approuvé(e)" is "Approuvé", and
    Yes below "Approved?" is as much."""
    text = _BOTH_GENDERS.sub("", written)
    found = meaning(_STATUSES, text) or meaning(_STATUSES, _REMARK.sub("", text))
    answer = meaning(_YES_NO, written)
    if found or answer is None:
        return found
    asked = [kind for kind in _ANSWERED if is_named(header, _STATUS[kind])]
    if not asked or {"refused", "approved"} <= set(asked):  # of "Approved/Denied" Yes is neither
        return None
    return _ANSWERED[asked[0]][answer == "no"]


def language_of(languages: Words, written: str) -> Language | None:
    """The one language that an answer names, in whatever languages: "Spanish (Español)"."""
    words = plain(written).split()
    if len({meaning(languages, word) for word in words if len(word) == 2} - {None}) > 1:
        return None  # "EN / ES" is no English of Spain
    whole = meaning(languages, written)
    named = {meaning(languages, word) for word in words if len(word) > 3} - {None}
    return whole or (named.pop() if len(named) == 1 else None)


def _with_organisation(table: Table) -> Table:
    """With another such column where nothing stands in the first."""
    if "organisation" not in table.columns or _answers(table, table.columns["organisation"]):
        return table
    others = _named(table, "organisation", _WORDS["organisation"])
    filled = [place for place in others if _answers(table, place)]
    return _with(table, "organisation", filled[0]) if filled else table


def _with_language(table: Table, languages: Words) -> Table:
    """With the column of which most answers are languages; among such, of the one to be used."""

    def rank(place: int) -> tuple[bool, bool, float]:
        told = _told(table, place, lambda answer: language_of(languages, answer) is not None)
        is_of_use = is_named(table.header[place], _LANGUAGE["used"])
        return told > MOSTLY, is_of_use, told

    return _with_best(table, "language", rank, _named(table, "language", _WORDS["language"]))


def _with_status(table: Table) -> Table:
    """With the column of the approval. Nobody is approved by a foreign word: one that is named so
    is kept whatever it says. `Estado` alone may be a part of an address."""

    def told(place: int) -> float:
        return _told(table, place, lambda answer: bool(status_of(table.header[place], answer)))

    def rank(place: int) -> tuple[bool, int, float]:
        header, share = table.header[place], told(place)
        fitting = (_WORDS["status"], _STATUS["about"], _STATUS["approved"], _STATUS["asked"])
        return share > 0, sum(is_named(header, pattern) for pattern in fitting), share

    def may_be(place: int) -> bool:
        return _is_clear(table.header[place]) or told(place) > 0

    named = _named(table, "status", _WORDS["status"], *_STATUS.values())
    table = _with_best(table, "status", rank, [place for place in named if may_be(place)])
    return table if "status" in table.columns else _with_answered(table, "status", _is_decision)


def _is_clear(header: str) -> bool:
    """Whether it can be that of the approval only. `Estado/Provincia` is not."""
    if is_named(header, _STATUS["approved"]):
        return True
    is_of_approval = is_named(header, _STATUS["about"])
    return is_named(header, _WORDS["status"]) and (
        is_of_approval or not is_named(header, _STATUS["ambiguous"])
    )


def _is_decision(table: Table, place: int) -> bool:
    """Whether a column whose header says nothing of it holds what was decided of each person, not
    of everybody the same."""
    answers = _answers(table, place)
    read = [status_of("", answer) for answer in answers]
    return (
        len(answers) >= NEARLY_ALL * len(table.rows)
        and None not in read
        and set(read) != {"approved"}
        and any(_SURE.fullmatch(plain(answer)) for answer in answers)
    )


def _with_actor(table: Table, words: ActorWords) -> Table:
    """With the column that names the kind of actor most fully, and of such the one whose answers
    are understood; by its answers alone only where these are like those of a choice."""

    def told(place: int) -> float:
        return _told(table, place, lambda answer: _names_actor(answer, words))

    def rank(place: int) -> tuple[float, ...]:
        header, share = table.header[place], told(place)
        is_full = is_named(header, _ACTOR["named"])
        is_of_actors = is_named(header, _WORDS["actor"])
        return is_full and share > 0, share >= MOSTLY, is_full, is_of_actors, share

    def may_be(place: int) -> bool:
        header = table.header[place]
        if is_named(header, _ACTOR["named"]):
            return True
        return told(place) >= MOSTLY and not is_named(header, _ACTOR["never"])

    def is_choice(table: Table, place: int) -> bool:
        if is_named(table.header[place], _ACTOR["never"]):
            return False
        return _is_choice(table, place) and told(place) > MOSTLY

    named = _named(table, "actor", _WORDS["actor"], _ACTOR["named"], _ACTOR["perhaps"])
    table = _with_best(table, "actor", rank, [place for place in named if may_be(place)])
    return table if "actor" in table.columns else _with_answered(table, "actor", is_choice)


def _names_actor(answer: str, words: ActorWords) -> bool:
    """Whether it is the name of a kind of actor, not a sentence in which one comes up."""
    return words.share_in(answer) > MOSTLY


def _is_choice(table: Table, place: int) -> bool:
    """Whether nearly everybody answered, in few short answers."""
    answers = _answers(table, place)
    most = min(max(FEW_CHOICES, len(answers) // 2), MOST_CHOICES)
    return (
        len(answers) >= NEARLY_ALL * len(table.rows)
        and len(set(map(plain, answers))) <= most
        and max(map(len, answers), default=0) <= CHOICE_LENGTH
    )


def _named(table: Table, column: str, *patterns: re.Pattern[str]) -> list[int]:
    """The columns, free for it, of which a header matches."""
    return [
        place
        for place in _free(table, column)
        if any(is_named(table.header[place], pattern) for pattern in patterns)
    ]


def _free(table: Table, column: str) -> Iterator[int]:
    taken = {place for key, place in table.columns.items() if key != column}
    return (place for place in range(len(table.header)) if place not in taken)


def _answers(table: Table, place: int) -> list[str]:
    cells = (row.cells[place] for row in table.rows if place < len(row.cells))
    return [" ".join(cell.split()) for cell in cells if cell.strip()]


def _told(table: Table, place: int, is_told: Told) -> float:
    """Which share of those who answered said something that is understood."""
    answers = _answers(table, place)
    return sum(map(is_told, answers)) / len(answers) if answers else 0.0


def _with_best(
    table: Table, column: str, rank: Callable[[int], tuple[float, ...]], places: list[int]
) -> Table:
    """With the first of the best of these columns; without one where there are none."""
    if places:
        return _with(table, column, max(places, key=rank))
    columns: Mapping[str, int] = {
        key: place for key, place in table.columns.items() if key != column
    }
    return replace(table, columns=columns)


def _with_answered(table: Table, column: str, fits: Callable[[Table, int], bool]) -> Table:
    """With the first column that fits by its answers, which is told apart."""
    place = next((place for place in _free(table, column) if fits(table, place)), None)
    if place is None:
        return table
    return replace(_with(table, column, place), by_answers=(*table.by_answers, column))


def _with(table: Table, column: str, place: int) -> Table:
    return replace(table, columns={**table.columns, column: place})
