"""Which contributions likely say the same: a suggestion with the words they share.

Two texts of one part and one language are alike when most of their words have the same stems
(Sørensen's coefficient), and one denies when the other does. Translations count as texts of their
language, so that likeness is seen across languages where there is an engine. A paraphrase in other
words is not seen. The index follows the record by revisions: one more contribution costs as much at
100 as at 10,000.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

from facilitation.folding import folded_words, stem, words_of
from facilitation.model import Contribution, ContributionState, Language, Session, Words
from facilitation.store import Store

ALIKE = 0.7  # of their stems, twice those shared over all of both
SHORT = 4  # letters of a word that says little by itself: "para" is longer, "the" is not
LEAST = 2  # stems in a text, or it must be the very same
LOOKED_AT = 200  # of the latest with a word in common; a word that more have tells little
DENYING = {
    *("no", "not", "nor", "never", "none", "without", "cannot"),
    *("ni", "nunca", "jamas", "sin", "tampoco"),
    *("ne", "pas", "jamais", "sans", "aucun", "aucune"),
}
Stems = frozenset[str]


@dataclass(frozen=True, slots=True)
class Gist:
    """A text as it is compared. Where the sense differs, so do the proposals, however alike."""

    stems: Stems
    sense: tuple[bool, Stems]  # whether it denies, and its amounts


@dataclass(frozen=True, slots=True)
class Likeness:
    """That a contribution likely says the same as an earlier one, and why."""

    contribution_id: str
    other_id: str
    shared: tuple[str, ...]  # words as they stand in the later text


@dataclass(frozen=True, slots=True)
class Entry:
    """A contribution as it is compared."""

    id: str
    number: int
    part_id: str
    texts: Mapping[Language, Gist]
    words: Words


Key = tuple[str, Language, tuple[bool, Stems], str]  # part, language, sense and a stem


@dataclass
class Index:
    """The contributions of one session that are in the room, by their stems."""

    revision: int = -1
    _entries: dict[str, Entry] = field(default_factory=dict)
    _having: dict[Key, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    _best: dict[str, str] = field(default_factory=dict)  # an id -> the earlier one it is like
    _lock: Lock = field(default_factory=Lock)

    def catch_up(self, store: Store, session: Session) -> None:
        """Take in what changed in the record since the last time."""
        with self._lock:
            if self.revision < session.revision:
                for told in sorted(store.feed(session.id, self.revision), key=_number):
                    self.take(told)
                self.revision = session.revision

    def take(self, told: Contribution) -> None:
        """Compare a contribution as it now stands with those before it."""
        self._forget(told.id)
        if told.state not in (ContributionState.RECEIVED, ContributionState.WAITING):
            return
        entry = _entry(told)
        near = ((_alike(entry, other), -other.number, other.id) for other in self._near(entry))
        most, _, best = max(near, default=(0.0, 0, ""))
        if most >= ALIKE:
            self._best[entry.id] = best
        self._entries[entry.id] = entry
        for key in _all_keys(entry):
            self._having[key][entry.id] = None

    def _forget(self, id_: str) -> None:
        entry = self._entries.pop(id_, None)
        self._best.pop(id_, None)
        for key in _all_keys(entry) if entry else ():
            self._having[key].pop(id_, None)

    def _near(self, entry: Entry) -> Iterator[Entry]:
        """Those that have one of its rarest stems: whoever is alike must."""
        seen = set[str]()
        for language in entry.texts:
            having = sorted((self._having.get(key, {}) for key in _keys(entry, language)), key=len)
            enough = math.ceil(len(having) * (2 - 2 * ALIKE) / (2 - ALIKE)) + 1
            for some in having[:enough]:
                seen.update(list(some)[-LOOKED_AT:])
        return (one for id_ in seen if (one := self._entries[id_]).number < entry.number)

    def likeness(self, id_: str, apart: set[tuple[str, str]]) -> Likeness | None:
        """What a contribution is like now: the earlier one may have changed or left meanwhile."""
        with self._lock:
            entry, other = self._entries.get(id_), self._entries.get(self._best.get(id_, ""))
            if entry is None or other is None or (id_, other.id) in apart:
                return None
            if _alike(entry, other) < ALIKE:
                return None
            return Likeness(id_, other.id, _shared(entry, other))

    def all_alike(self) -> list[str]:
        """The ids of those that are like an earlier one."""
        with self._lock:
            return list(self._best)


def likenesses(
    store: Store, session: Session, told: Iterable[Contribution]
) -> Mapping[str, Likeness]:
    """Of these contributions, those that likely say the same as an earlier one."""
    index, apart = _index(store, session), store.kept_apart(session.id)
    found = (index.likeness(one.id, apart) for one in told)
    return {one.contribution_id: one for one in found if one}


def side_by_side(store: Store, session: Session, part_id: str, limit: int) -> list[Contribution]:
    """Likely duplicates of a part ("": of all), each after the one it is like; latest first."""
    index, apart = _index(store, session), store.kept_apart(session.id)
    groups = defaultdict[str, list[str]](list)
    for id_ in index.all_alike():
        if likeness := index.likeness(id_, apart):
            groups[likeness.other_id].append(id_)
    told = store.by_ids([*groups, *(id_ for group in groups.values() for id_ in group)])
    rows = [
        [told[id_] for id_ in (first, *group) if id_ in told]
        for first, group in groups.items()
        if first in told and part_id in ("", told[first].part_id)
    ]
    rows.sort(key=lambda row: max(map(_number, row)), reverse=True)
    return [one for row in rows for one in sorted(row, key=_number)][:limit]


def _number(told: Contribution) -> int:
    return told.number


def _entry(told: Contribution) -> Entry:
    texts = [told.words, *(made.words for made in told.translations)]
    compared = {words.language: _read(words) for words in reversed(texts)}
    return Entry(told.id, told.number, told.part_id, compared, told.words)


def _read(words: Words) -> Gist:
    folded = folded_words(words.text)
    telling = {w for w in folded if len(w) >= SHORT or w.isdigit()} - DENYING
    stems = frozenset(stem(word, words.language) for word in telling or folded)
    amounts = frozenset(each for each in stems if each.isdigit())
    return Gist(stems, (not DENYING.isdisjoint(folded), amounts))


def _keys(entry: Entry, language: Language) -> Iterator[Key]:
    gist = entry.texts[language]
    return ((entry.part_id, language, gist.sense, each) for each in gist.stems)


def _all_keys(entry: Entry) -> Iterator[Key]:
    return (key for language in entry.texts for key in _keys(entry, language))


def _alike(one: Entry, other: Entry) -> float:
    """Between 0 and 1, in the language in which they are most alike."""
    return max(
        (
            _coefficient(one.texts[language], other.texts[language])
            for language in one.texts.keys() & other.texts.keys()
        ),
        default=0.0,
    )


def _coefficient(one: Gist, other: Gist) -> float:
    if one.sense != other.sense or not one.stems or not other.stems:
        return 0.0
    if min(len(one.stems), len(other.stems)) < LEAST:
        return float(one.stems == other.stems)
    return 2 * len(one.stems & other.stems) / (len(one.stems) + len(other.stems))


def _shared(entry: Entry, other: Entry) -> tuple[str, ...]:
    """The words of a text whose stems the other text has too, each once, in its order."""
    language = entry.words.language
    theirs = other.texts[language].stems if language in other.texts else frozenset[str]()
    found = (
        entry.words.text[word.start : word.end]
        for word in words_of(entry.words.text)
        if len(word.folded) >= SHORT and stem(word.folded, language) in theirs
    )
    return tuple(dict.fromkeys(found))


_indexes: WeakKeyDictionary[Store, dict[str, Index]] = WeakKeyDictionary()
_making = Lock()


def _index(store: Store, session: Session) -> Index:
    """The index of a session, up to date."""
    with _making:
        index = _indexes.setdefault(store, {}).setdefault(session.id, Index())
    index.catch_up(store, session)
    return index
