"""A phone at the door: joins, holds its event stream, answers, and waits for the receipt."""

import asyncio
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from time import perf_counter

from bench.connections import Answer, Connection
from bench.people import Person, receipt_in
from facilitation.model import Session

FIELD = re.compile(r'<input type="hidden" name="(form|key|part)" value="([^"]*)"')
STAGE = re.compile(r'<section id="stage" data-part="([^"]*)"')
JITTER = 0.4  # seconds over which phones spread their looking, as door.js does


class Refused(Exception):
    """The server answered, and not with a receipt."""


@dataclass(slots=True)
class DoorVisit:
    """One person at the door of the session `code`, as the page's script behaves."""

    url: str
    code: str
    person: Person
    line: Connection = field(init=False)
    stream: Connection = field(init=False)
    fields: dict[str, str] = field(default_factory=dict)
    part: str = ""  # on the table, as this phone shows it
    questions: Mapping[str, str] = field(default_factory=dict)  # the parts, by their questions
    _looked: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        headers = {"Accept-Language": self.person.language}
        self.line = Connection(self.url, self.person.address, headers)
        self.stream = Connection(self.url, self.person.address, headers)

    @property
    def received(self) -> int:
        """Bytes so far."""
        return self.line.received + self.stream.received

    async def join(self) -> None:
        """Say who one speaks as, and get the cookie that keeps it."""
        greeting = _good(await self.line.get(f"/j/{self.code}"))
        self.line.headers["Cookie"] = greeting.cookie
        self._take(greeting)
        introduction = {"form": self.fields["form"], "actor": self.person.actor_id}
        joined = await self.line.post(f"/j/{self.code}/join", introduction)
        if joined.status != 303:
            raise Refused(joined.status, joined.text[:200])

    async def open(self) -> None:
        """The page with the question."""
        self._take(_good(await self.line.get(f"/j/{self.code}")))

    async def follow(self) -> None:
        """Hold the event stream and look again when the stage moves; runs until cancelled."""
        revision = ""
        async for event in self.stream.events(f"/live/{self.code}"):
            if not event.isdecimal():  # a question: drawn as it comes
                told = unescape(event)
                self._see(next((p for asked, p in self.questions.items() if asked in told), ""))
            elif revision not in ("", event):
                await asyncio.sleep(random.random() * JITTER)
                await self.look()
            revision = event if event.isdecimal() else revision

    async def look(self) -> None:
        self._take(_good(await self.line.get(f"/j/{self.code}/stage")))

    async def sees(self, part_id: str) -> None:
        """Returns once this phone shows a part."""
        while self.part != part_id:
            self._looked.clear()
            await self._looked.wait()

    async def say(self) -> tuple[float, int]:
        """Send the answer; returns the seconds until its receipt was there, and its number."""
        form = self.fields | {"text": self.person.says, "language": self.person.language}
        began = perf_counter()
        answer = _good(await self.line.post(f"/j/{self.code}/say", form, **{"X-Door": "1"}))
        took = perf_counter() - began
        said = answer.text.partition('id="said"')[2].partition("</div>")[0]
        number = receipt_in(unescape(said), self.person.language)
        if number is None:
            raise Refused(answer.status, said[:200])
        self._take(answer)
        return took, number

    async def close(self) -> None:
        self.line.close()
        self.stream.close()

    def _take(self, answer: Answer) -> None:
        for name, value in FIELD.findall(answer.text):
            if name != "form" or "form" not in self.fields:
                self.fields[name] = unescape(value)
        if stage := STAGE.search(answer.text):
            self._see(stage[1])

    def _see(self, part_id: str) -> None:
        self.part = part_id or self.part
        self._looked.set()


def questions_of(session: Session, language: str) -> dict[str, str]:
    """The questions of a session as a phone shows them, and the parts they belong to."""
    parts = session.plan.parts
    asked = {part.text.in_language(language).text: part.id for part in parts}
    return {text: part_id for text, part_id in asked.items() if text}


def _good(answer: Answer) -> Answer:
    if answer.status != 200:
        raise Refused(answer.status, answer.text[:200])
    return answer
