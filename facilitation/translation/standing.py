"""How translating goes: what waits, runs and failed, how fast, and whether an engine answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import permutations
from statistics import median
from time import monotonic

from facilitation.access import Action, require
from facilitation.model import JobState, Language, Session, Stage
from facilitation.settings import EngineSettings
from facilitation.store import By, Obstacle, Store
from facilitation.translation.renderings import EngineError, Transient, Translator
from facilitation.translation.translators import open_translator

LATELY = timedelta(minutes=5)
SAMPLE: Mapping[Language, str] = {  # what an engine is tried with; nobody's words
    "en": "Local governments need more resources.",
    "es": "Los gobiernos locales necesitan más recursos.",
    "fr": "Les collectivités locales ont besoin de plus de moyens.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The queue of a session. `a_minute` and `delay` (seconds from the words to their translation,
    the middle one) are of the last five minutes; None where nothing was translated in them."""

    waiting: int
    running: int
    done: int
    failed: int
    a_minute: float | None
    delay: float | None
    obstacles: tuple[Obstacle, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.running or self.done or self.failed)

    @property
    def is_worth_another_try(self) -> bool:
        """Whether trying again now can help: not where the engine will never take the text."""
        return any(not one.trouble.is_lasting for one in self.obstacles)


def standing(store: Store, session: Session, at: datetime) -> Standing:
    """How the translations of a session stand."""
    states = store.jobs.states(session.id)
    if not states:  # most sessions translate nothing, and consoles ask at every redraw
        return Standing(0, 0, 0, 0, None, None, ())
    delays = [
        (made_at - written_at).total_seconds()
        for written_at, made_at in store.jobs.made_since(session.id, at - LATELY)
    ]
    minutes = LATELY.total_seconds() / 60
    return Standing(
        waiting=states.get(JobState.PENDING, 0),
        running=states.get(JobState.RUNNING, 0),
        done=states.get(JobState.DONE, 0),
        failed=states.get(JobState.FAILED, 0),
        a_minute=len(delays) / minutes if delays else None,
        delay=median(delays) if delays else None,
        obstacles=tuple(store.jobs.obstacles(session.id)),
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """One direction of an engine, tried: the text it gave, or the error that explains why not."""

    source: Language
    target: Language
    seconds: float
    text: str = ""
    problem: EngineError | None = None


def try_out(session: Session, engine: str, settings: EngineSettings, by: By) -> tuple[Trial, ...]:
    """Ask an engine for one sentence in each direction of the session; ends at the first that
    does not answer, so that a dead engine is waited for once."""
    require(by.role, Action.PREPARE, Stage.of(session))
    translator = open_translator(engine, settings)
    try:
        return tuple(_tried(translator, session.plan.languages))
    finally:
        translator.close()


def _tried(translator: Translator, languages: tuple[Language, ...]) -> Iterator[Trial]:
    for source, target in permutations([one for one in languages if one in SAMPLE], 2):
        began = monotonic()
        try:
            text = translator.translate(SAMPLE[source], source, target).text
        except EngineError as problem:
            yield Trial(source, target, monotonic() - began, problem=problem)
            if isinstance(problem, Transient):
                return
        else:
            yield Trial(source, target, monotonic() - began, text)
