"""What moved, told at once: one event stream for each open screen.

`stage` is for the door and `question` for the full page of participants: they speak only when these
must show something else, and bring a new question in the reader's language. `feed` is for the
console and the projector: it speaks of every change, at most every 300 ms, or 800 when they come
thick. Other events carry the revision, a number; the screen then asks for what it shows, phones
after a moment of their own choosing.
"""

import asyncio
import contextlib
import logging
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from facilitation.model import Language
from facilitation.store import Store, now
from facilitation.web.questions import Questions, Topic as Topic

log = logging.getLogger(__name__)

WATCH_SECONDS = 0.15  # how often the record is asked what other processes changed
GATHER_SECONDS = 0.05  # and at least between two looks, when a roomful answers
PRESENCE_SECONDS = 15  # how often it is noted who is there
PING_SECONDS = 15  # proxies and phones drop a line that stays silent
COALESCE_SECONDS = 0.3  # the least time between two events of the feed
ROOMFUL = 9  # changes within that time: thirty a second
ROOMFUL_SECONDS = 0.5  # by which events are further apart then
RETRY_MILLISECONDS = 2000
PING = ": still here\n\n"
STREAMS_EACH = 6  # for one participant; the oldest gives way


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream. It holds the latest revision only: a slow screen piles up no events."""

    session_id: str
    topic: Topic
    revision: int
    language: Language = ""  # of who reads it
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    has_ended: bool = False

    def tell(self, revision: int) -> None:
        if revision != self.revision:
            self.revision = revision
            self.moved.set()

    def end(self) -> None:
        self.has_ended = True
        self.moved.set()


class Live:
    """The open streams of this process and the one task that watches the record for them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._questions = Questions(store)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._nudged = asyncio.Event()
        self._listeners: set[Listener] = set()
        self._of_participant: dict[str, deque[Listener]] = defaultdict(deque)
        self._has_ended = False
        self._told: dict[str, tuple[int, int]] = {}
        store.call_after_change(self._nudge)

    @property
    def streams(self) -> int:
        return len(self._listeners)

    @property
    def people(self) -> int:
        """Participants with a screen open here."""
        return len(self._of_participant)

    @property
    def has_ended(self) -> bool:
        return self._has_ended

    def by_topic(self) -> dict[str, int]:
        """How many streams there are of each topic."""
        topics = [listener.topic for listener in [*self._listeners]]
        return {topic.value: topics.count(topic) for topic in Topic}

    def behind(self, revisions: dict[str, tuple[int, int]]) -> int:
        """By how many changes the screens here are behind these revisions, at most."""
        heard = {listener.session_id for listener in [*self._listeners]} & set(self._told)
        return max((revisions.get(id_, (0, 0))[0] - self._told[id_][0] for id_ in heard), default=0)

    async def watch(self) -> None:
        """Runs as long as the application: a change made here wakes it at once."""
        self._loop = asyncio.get_running_loop()
        while not self._has_ended:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._nudged.wait(), WATCH_SECONDS)
            self._nudged.clear()
            if self._listeners:
                await self._look()
                await asyncio.sleep(GATHER_SECONDS)

    async def _look(self) -> None:
        try:
            revisions = await asyncio.to_thread(self._read)
        except Exception as problem:  # a database that restarts must not end the watch
            log.warning("The record could not be asked what moved: %s", type(problem).__name__)
            # The screens then say that the line is lost, and come back when it answers.
            for listener in self._listeners:
                listener.end()
            await asyncio.sleep(1)
        else:
            self._tell(revisions)

    def _read(self) -> dict[str, tuple[int, int]]:
        """The revisions, and the questions that somebody here wants to be told."""
        revisions = self._store.revisions()
        for session_id in {one.session_id for one in [*self._listeners] if one.language}:
            if session_id in revisions:
                self._questions.follow(session_id, revisions[session_id][1])
        return revisions

    async def note_presence(self) -> None:
        """Runs as long as the application: whoever has a stream open is there."""
        while not self._has_ended:
            await asyncio.sleep(PRESENCE_SECONDS)
            there = [one for one, streams in self._of_participant.items() if streams]
            if there:
                with contextlib.suppress(Exception):  # the next time tells as much
                    await asyncio.to_thread(self._store.note_all_present, there, now())

    def end(self) -> None:
        """End every stream: with one open, the server would wait for it forever."""
        self._has_ended = True
        for listener in self._listeners:
            listener.end()

    async def listen(
        self,
        session_id: str,
        topic: Topic,
        revision: int,
        participant_id: str = "",
        language: Language = "",
    ) -> AsyncIterator[str]:
        """The text of one stream. It begins with `revision`, so that a screen that was away, or
        drew its page just before, knows whether it is behind."""
        listener = self._admit(Listener(session_id, topic, revision, language), participant_id)
        try:
            yield f"retry: {RETRY_MILLISECONDS}\n\n"
            yield _event(revision)
            # Between the page's drawing and this line the record may have moved.
            self._nudged.set()
            asked = self._questions.told(session_id, topic, language)
            while await _has_news(listener):
                before, asked = asked, self._questions.told(session_id, topic, language)
                if listener.moved.is_set() and asked != before:
                    yield asked
                yield _event(listener.revision) if listener.moved.is_set() else PING
                listener.moved.clear()
                if topic is Topic.FEED:
                    await _gather(listener)
        finally:
            self._dismiss(listener, participant_id)

    def _admit(self, listener: Listener, participant_id: str) -> Listener:
        if self._has_ended:
            listener.end()
        self._listeners.add(listener)
        if participant_id:
            theirs = self._of_participant[participant_id]
            theirs.append(listener)
            if len(theirs) > STREAMS_EACH:
                theirs.popleft().end()
        return listener

    def _dismiss(self, listener: Listener, participant_id: str) -> None:
        self._listeners.discard(listener)
        theirs = self._of_participant.get(participant_id)
        if theirs is not None:
            with contextlib.suppress(ValueError):
                theirs.remove(listener)
            if not theirs:
                del self._of_participant[participant_id]

    def _nudge(self) -> None:
        """Called on the thread that made a change."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._nudged.set)

    def _tell(self, revisions: dict[str, tuple[int, int]]) -> None:
        self._told = revisions
        for listener in self._listeners:
            revision, stage_revision = revisions.get(listener.session_id, (0, 0))
            listener.tell(revision if listener.topic is Topic.FEED else stage_revision)


async def _has_news(listener: Listener) -> bool:
    """Waits until there is something to say, be it only a ping. False: the stream is over."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(listener.moved.wait(), PING_SECONDS)
    return not listener.has_ended


async def _gather(listener: Listener) -> None:
    """Let more come in before a screen is told again: longer while a roomful answers, when
    redrawing the screens would keep the answers waiting."""
    told = listener.revision
    await asyncio.sleep(COALESCE_SECONDS)
    if listener.revision - told >= ROOMFUL and not listener.has_ended:
        await asyncio.sleep(ROOMFUL_SECONDS)


def _event(revision: int) -> str:
    return f"id: {revision}\ndata: {revision}\n\n"
