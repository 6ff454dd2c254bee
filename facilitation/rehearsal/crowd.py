"""The people of a rehearsal at the door of a running Ronda: over HTTP, as their phones would be.

Each joins, holds the event stream and looks again when the stage moves, answers at moments of
their own, and sends again, with the same key, what got no answer.
"""

import asyncio
import re
import ssl
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from http.cookiejar import CookieJar, DefaultCookiePolicy
from random import Random

import httpx

from facilitation.rehearsal.cast import SEED, Line, Voice
from facilitation.sessions import Moment

HIDDEN = re.compile(r'<input type="hidden" name="(form|key|part)" value="([^"]*)"')
JITTER = 0.4  # seconds over which phones spread their looking, as the door's script does
PATIENCE = 30.0  # seconds until an answer that did not come is asked for again
TRIES = 5  # of an answer that was refused, as while contributions are paused
RETRY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Table:
    """What is on the table: which part, for how many seconds, and how far the session is."""

    part_id: str
    seconds: float
    moment: Moment


@dataclass(slots=True)
class Crowd:
    """Everybody who is played. What went wrong is counted and never ends the rehearsal."""

    url: str
    code: str
    voices: Mapping[str, Voice]  # by the token of their personal link
    table: Callable[[], Table]
    speed: float = 1.0
    counts: Counter[str] = field(default_factory=Counter)
    chance: Random = field(default_factory=lambda: Random(SEED))

    async def play(self, arriving: float) -> None:
        """Everybody comes within so many seconds and stays; ends when the session closes."""
        async with self._client() as client:
            phones = [_Phone(self, client, token, voice) for token, voice in self.voices.items()]
            comings = [
                asyncio.create_task(phone.come(self.chance.uniform(0, arriving)))
                for phone in phones
            ]
            try:
                await self._follow(phones)
            finally:
                await _ended(comings)

    async def _follow(self, phones: list["_Phone"]) -> None:
        """Have everybody answer each question when it comes on the table, until it leaves it."""
        part_id, answering = "", list[asyncio.Task[None]]()
        while (table := await asyncio.to_thread(self.table)).moment is not Moment.CLOSED:
            if table.part_id != part_id and table.moment is not Moment.WAITING:
                part_id = table.part_id
                await _ended(answering)
                answering = [
                    asyncio.create_task(phone.say(line, line.moment * table.seconds / self.speed))
                    for phone in phones
                    for line in phone.voice.lines
                    if line.part_id == part_id
                ]
            await asyncio.sleep(0.2)
        await _ended(answering)

    def _client(self) -> httpx.AsyncClient:
        """One client for all: who asks is in the address, so it must keep no cookie."""
        return httpx.AsyncClient(
            base_url=self.url,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=50),
            timeout=PATIENCE,
            verify=ssl.create_default_context(),
            trust_env=False,
        )


@dataclass(slots=True)
class _Phone:
    crowd: Crowd
    client: httpx.AsyncClient
    token: str
    voice: Voice
    joined: asyncio.Event = field(default_factory=asyncio.Event)

    async def come(self, wait: float) -> None:
        """Join, then follow the stage until cancelled."""
        await asyncio.sleep(wait)
        greeting = await self._ask("GET", "")
        said = {
            "form": _hidden(greeting).get("form", ""),
            "actor": self.voice.actor_id,
            "name": self.voice.name,
            "organisation": self.voice.organisation,
        }
        answer = await self._ask("POST", "/join", said)
        self.crowd.counts["joined" if answer.status_code == 303 else "not joined"] += 1
        self.joined.set()
        while True:
            try:
                await self._listen()
            except httpx.HTTPError:
                self.crowd.counts["streams opened again"] += 1
            await asyncio.sleep(RETRY_SECONDS)

    async def say(self, line: Line, wait: float) -> None:
        """Answer at a moment of one's own; while contributions are paused, a little later."""
        await asyncio.sleep(wait)
        await self.joined.wait()
        said = {"part": line.part_id, "text": line.text, "language": self.voice.language}
        for _ in range(TRIES):
            page = await self._ask("GET", "")
            answer = await self._ask("POST", "/say", {**_hidden(page), **said})
            if answer.status_code == 200:
                self.crowd.counts["said"] += 1
                return
            await asyncio.sleep(RETRY_SECONDS)
        self.crowd.counts["refused"] += 1

    async def _listen(self) -> None:
        told = ""
        address, quiet = f"/live/{self.crowd.code}", httpx.Timeout(PATIENCE, read=2 * PATIENCE)
        stream = self.client.stream("GET", address, params=self._who, timeout=quiet)
        async with stream as answer:
            async for line in answer.aiter_lines():
                revision = line.removeprefix("data:").strip()
                if not revision.isdecimal():
                    continue
                if told and told != revision:
                    await asyncio.sleep(self.crowd.chance.random() * JITTER)
                    await self._ask("GET", "/stage")
                told = revision

    async def _ask(
        self, method: str, act: str, form: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """What the server answers; asked again until it does, as phones do on a bad line."""
        address = f"/j/{self.crowd.code}{act}"
        headers = {"X-Door": "1"} if act == "/say" else {}
        wait = RETRY_SECONDS
        while True:
            try:
                answer = await self.client.request(
                    method, address, params=self._who, data=form, headers=headers
                )
                if answer.status_code < 500:
                    return answer
            except httpx.TransportError:
                pass
            self.crowd.counts["sent again"] += 1
            await asyncio.sleep(wait)
            wait = min(2 * wait, PATIENCE)

    @property
    def _who(self) -> dict[str, str]:
        return {"p": self.token, "lang": self.voice.language}


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _hidden(page: httpx.Response) -> dict[str, str]:
    """What the first form of a page carries: the one to join by, or the one to answer by."""
    found: dict[str, str] = {}
    for name, value in HIDDEN.findall(page.text):
        found.setdefault(name, unescape(value))
    return found
