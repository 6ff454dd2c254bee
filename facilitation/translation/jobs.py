"""The work of translating, done beside the room: lease a job, have it made, keep the result.

It survives a crash at any point, since job and result change in one transaction, and a dead engine,
which it asks less and less often.
"""

import logging
import random
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from facilitation.conclusions.rendering import ConclusionDrafts
from facilitation.errors import Unreachable
from facilitation.model import (
    Contribution,
    Job,
    Language,
    Session,
    Translation,
    TranslationState,
    Trouble,
    Words,
)
from facilitation.settings import EngineSettings
from facilitation.store import By, Store, now
from facilitation.translation.renderings import Permanent, Transient, Translator, Unavailable
from facilitation.translation.terminology import render
from facilitation.translation.translators import open_translator
from facilitation.translation.versions import GONE, OFF, doubts_about, glossary_of

LEASE_SECONDS = 60
MOST_ATTEMPTS = 6  # of what is transient; then a person has to look
LONGEST_WAIT = 300  # seconds between two attempts
UNAVAILABLE_WAIT = 60  # seconds before an engine that a person has to set up is asked again
IDLE_SECONDS = 0.5  # between two looks at an empty queue, where no change woke us
LATELY_SECONDS = 2.0  # changes by people in this time say how much room they need
REST = 2  # times as long as a job took, for each of those changes
LONGEST_REST = 1.0  # seconds between two jobs, however many answer
GATHER_SECONDS = 0.1  # and after a change: of a roomful of answers not each is worth a look

log = logging.getLogger(__name__)

TranslatorOf = Callable[[Session], Translator]


class Engines:
    """The engine of each session, opened when it is first needed and kept for the process."""

    def __init__(self, settings: EngineSettings) -> None:
        self._settings = settings
        self._open: dict[str, Translator] = {}

    def of(self, session: Session) -> Translator:
        if session.engine not in self._open:
            self._open[session.engine] = open_translator(session.engine, self._settings)
        return self._open[session.engine]

    def close(self) -> None:
        for translator in self._open.values():
            translator.close()


class Worker:
    """One thread that does the jobs of every session, whichever process queued them."""

    def __init__(self, store: Store, translator_of: TranslatorOf) -> None:
        self._store = store
        self._translator_of = translator_of
        self._conclusions = ConclusionDrafts()
        self._stopped = threading.Event()
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._work, name="translations", daemon=True)
        self._changed_at: deque[float] = deque(maxlen=100)
        store.call_after_change(self._changed)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends after the job in hand, or leaves it to the next lease."""
        self._stopped.set()
        self._woken.set()
        self._thread.join(1)

    def _changed(self) -> None:
        if threading.current_thread() is not self._thread:
            self._changed_at.append(time.monotonic())
            self._woken.set()

    def _step_back(self, took: float) -> None:
        """The room shares this process, its one lock and the record's: people come first.

        The more of them there were lately, the longer the rest: beside one answer a second a fifth
        of the time is for translating, beside a roomful a few hundredths.
        """
        since = time.monotonic() - LATELY_SECONDS
        while self._changed_at and self._changed_at[0] < since:
            self._changed_at.popleft()
        if self._changed_at:
            self._stopped.wait(min(REST * len(self._changed_at) * took, LONGEST_REST))

    def _work(self) -> None:
        name = str(uuid4())
        while not self._stopped.is_set():
            self._woken.clear()
            began = time.monotonic()
            try:
                is_busy = self._do_one(name)
            except Unreachable:  # whatever was in hand is leased again when the record is back
                is_busy = False
            self._step_back(time.monotonic() - began)
            if not is_busy:
                self._woken.wait(IDLE_SECONDS)
                self._stopped.wait(GATHER_SECONDS)

    def _do_one(self, name: str) -> bool:
        """People wait for contributions more than for the other languages of a conclusion."""
        return translate_next(
            self._store, self._translator_of, name
        ) or self._conclusions.render_next(self._store, self._translator_of)


def translate_next(store: Store, translator_of: TranslatorOf, worker: str) -> bool:
    """Do the job that is due, if there is one. What fails is put off or given up, with a reason."""
    job = store.jobs.lease(worker, now(), LEASE_SECONDS)
    if job is None:
        return False
    session = store.session_by_id(job.session_id)
    contribution = store.contribution(job.contribution_id)
    if session is None or contribution is None or not _is_wanted(session, contribution, job):
        store.jobs.drop(job)
        return True
    try:
        made = _made(session, contribution, job.target, translator_of(session))
    except Transient as problem:
        _try_again(store, job, problem)
    except Unavailable as problem:
        store.jobs.postpone(job, now() + timedelta(seconds=UNAVAILABLE_WAIT), problem.trouble)
    except Permanent as problem:
        store.jobs.fail(job, problem.trouble)
    except Exception as problem:
        # A defect; the queue goes on. Its message stays out of the log: it may quote the text.
        where = "".join(traceback.format_tb(problem.__traceback__))
        log.error("a text was not translated: %s\n%s", type(problem).__name__, where)
        store.jobs.fail(job, Trouble.UNKNOWN)
    else:
        _keep(store, job, made)
    return True


def _is_wanted(session: Session, contribution: Contribution, job: Job) -> bool:
    """Not any more when it was revised, taken back, or the engine put off meanwhile."""
    return (
        session.engine != OFF
        and contribution.edition == job.edition
        and contribution.state not in GONE
        and contribution.words.language != job.target
    )


def _made(
    session: Session, contribution: Contribution, target: Language, translator: Translator
) -> Translation:
    original = contribution.words
    terms = glossary_of(session)
    rendering = render(translator, terms, original.text, original.language, target)
    return Translation(
        contribution_id=contribution.id,
        words=Words(rendering.text, target),
        state=TranslationState.MACHINE,
        edition=contribution.edition,
        engine=rendering.engine,
        engine_version=rendering.version,
        route=rendering.route,
        glossary_version=terms.version,
        doubts=doubts_about(original, rendering, target),
        made_at=now(),
        made_by="machine",
    )


def _keep(store: Store, job: Job, made: Translation) -> None:
    """The result and the end of its job in one transaction: done once, or not at all."""
    with store.change(job.session_id) as change:
        if not change.finish_job(job):
            return
        there = change.contribution(job.contribution_id)
        if there is None or there.edition != job.edition or there.state in GONE:
            return
        by = By(None, made.engine)
        revision = change.touch(by, "translate", f"contribution:{there.id}", to=job.target)
        change.put_translation(made, revision)
        change.set_contribution(there.id, revision=revision)


def _try_again(store: Store, job: Job, problem: Transient) -> None:
    if job.attempts >= MOST_ATTEMPTS:
        store.jobs.fail(job, problem.trouble)
        return
    wait = problem.retry_after or min(LONGEST_WAIT, 2**job.attempts) * random.uniform(0.5, 1.5)
    store.jobs.postpone(job, now() + timedelta(seconds=min(wait, LONGEST_WAIT)), problem.trouble)
