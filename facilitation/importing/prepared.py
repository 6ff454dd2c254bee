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


def prepare(
    store: Store, session: Session, draft: Draft, progress: Progress = silent
) -> list[Prepared]:
    """Every taken remark; what an earlier import brought is not read again."""
    known = store.traces_of(session.id)
    taken = [
        (place, remark, told)
        for place, (remark, told) in enumerate(
            zip(draft.remarks, traces(session.id, draft), strict=True)
        )
        if remark.is_taken
    ]
    ready: list[Prepared] = []
    for _, some in batched(taken, STEP):
        new = [cleaned(remark.text) for _, remark, told in some if told not in known]
        detected = iter(zip(new, detect_all(new, session.plan.languages), strict=True))
        for place, remark, told in some:
            if told in known:
                ready.append(Prepared(place, remark, told, "", remark.text, "", NOTHING, None, ()))
            else:
                ready.append(_read(session, place, remark, told, *next(detected)))
        progress(READING * len(ready) / len(taken))
    return ready


def batched(many: Sequence[T], size: int) -> Iterator[tuple[int, Sequence[T]]]:
    """So many at a time, with how many came before them."""
    return ((start, many[start : start + size]) for start in range(0, len(many), size))


def _read(
    session: Session, place: int, remark: Remark, told: str, text: str, detection: Detection
) -> Prepared:
    language = remark.language or (detection.language if detection.confidence >= SURE else None)
    id_ = str(uuid4())
    probable = language or detection.language or session.plan.languages[0]
    codings = themes.suggested(session, remark.part_id, Words(text, probable), id_)
    return Prepared(place, remark, told, id_, text, folded(text), detection, language, codings)


def language_of(session: Session, remark: Remark) -> Language:
    """The language proposed for a remark, for a person to look at."""
    detection = detect(remark.text, session.plan.languages)
    return remark.language or detection.language or session.plan.languages[0]
