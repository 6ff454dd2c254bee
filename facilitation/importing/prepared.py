"""Remarks made ready to be contributions: what needs reading their words, before the lock."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import uuid4

from facilitation import themes
from facilitation.importing.drafts import Draft, Remark, traces
from facilitation.languages import NOTHING, SURE, Detection, detect, detect_all, warns
from facilitation.model import (
    Coding,
    Contribution,
    ContributionState,
    Language,
    Session,
    Source,
    Words,
)
from facilitation.store import Store, now
from facilitation.texts import cleaned, folded

T = TypeVar("T")
Progress = Callable[[float], object]  # told the share that is done, 0 to 1
STEP = 100  # remarks between two reports of progress
READING = 0.8  # of the time it takes to bring a file in; the rest is storing it


def silent(share: float) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A remark that is taken, with what its words were found to be. `place` is in the draft."""

    place: int
    remark: Remark
    trace: str
    id: str
    text: str
    folded: str
    detection: Detection
    language: Language | None
    codings: tuple[Coding, ...]

    def told(
        self,
        session: Session,
        author: str,
        actor_id: str | None,
        spoken: Language,
        number: int,
        revision: int,
    ) -> Contribution:
        """The contribution. Where nobody and no word says the language, it is the speaker's."""
        languages = session.plan.languages
        language = self.language or (spoken if spoken in languages else languages[0])
        words = Words(self.text, language)
        return Contribution(
            id=self.id,
            session_id=session.id,
            number=number,
            part_id=self.remark.part_id,
            participant_id=author,
            actor_id=actor_id,
            words=words,
            edition=1,
            state=ContributionState.RECEIVED,
            source=Source.IMPORT,
            received_at=min(self.remark.said_at or now(), now()),
            revision=revision,
            detected_language=self.detection.language if warns(words, self.detection) else None,
            is_mixed=self.detection.mixed,
            codings=self.codings,
        )


# What was found of a remark, by the version of what suggests, its place and itself.
Found = dict[tuple[str, int, Remark], Prepared]


def prepare(
    store: Store,
    session: Session,
    draft: Draft,
    progress: Progress = silent,
    found: Found | None = None,
) -> list[Prepared]:
    """Every taken remark; neither what an earlier import brought is read again, nor what is among
    `found`, to which the others are added."""
    known, version = store.traces_of(session.id), themes.version(session)
    found = {} if found is None else found
    told = list(traces(session.id, draft))
    taken = [place for place, remark in enumerate(draft.remarks) if remark.is_taken]
    ready: list[Prepared] = []
    for _, places in batched(taken, STEP):
        keys = {place: (version, place, draft.remarks[place]) for place in places}
        new = [place for place in places if told[place] not in known and keys[place] not in found]
        found.update((keys[one.place], one) for one in _read(session, draft, told, new))
        for place in places:
            is_known = told[place] in known
            ready.append(_known(draft, place, told[place]) if is_known else found[keys[place]])
        progress(READING * len(ready) / len(taken))
    return ready


def batched(many: Sequence[T], size: int) -> Iterator[tuple[int, Sequence[T]]]:
    """So many at a time, with how many came before them."""
    return ((start, many[start : start + size]) for start in range(0, len(many), size))


def _known(draft: Draft, place: int, told: str) -> Prepared:
    """What an earlier import brought; only its trace is asked for."""
    remark = draft.remarks[place]
    return Prepared(place, remark, told, "", remark.text, "", NOTHING, None, ())


def _read(
    session: Session, draft: Draft, told: Sequence[str], places: Sequence[int]
) -> Iterator[Prepared]:
    texts = [cleaned(draft.remarks[place].text) for place in places]
    detected = detect_all(texts, session.plan.languages)
    for place, text, detection in zip(places, texts, detected, strict=True):
        remark, id_ = draft.remarks[place], str(uuid4())
        language = remark.language or (detection.language if detection.confidence >= SURE else None)
        probable = language or detection.language or session.plan.languages[0]
        codings = themes.suggested(session, remark.part_id, Words(text, probable), id_)
        yield Prepared(
            place, remark, told[place], id_, text, folded(text), detection, language, codings
        )


def language_of(session: Session, remark: Remark) -> Language:
    """The language proposed for a remark, for a person to look at."""
    detection = detect(remark.text, session.plan.languages)
    return remark.language or detection.language or session.plan.languages[0]
