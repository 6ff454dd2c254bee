"""A browser on a Streamlit page: its web socket, its widgets, and the event stream of the page.

Speaks the protocol of the installed Streamlit, which is nobody's public interface: a new version
may need changes here and nowhere else.
"""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Generic, TypeVar

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from bench.connections import Connection

LIVE = "ronda_live"  # the component that holds a page's event stream
AGAIN = 1.5  # seconds, and at most as many more, until the rest of a page follows the question
PATIENCE = 30.0  # seconds after which people press again
Found = TypeVar("Found")
Look = Callable[[str], Found | None]


class Broken(Exception):
    """The page showed an error, ended, or lacks what somebody wants to press."""


@dataclass(frozen=True, slots=True)
class Widget:
    """An element with an id, and the fragment that is run again when somebody uses it."""

    kind: str  # as Streamlit's element names it: text_area, button, bidi_component
    told: Any
    fragment_id: str


@dataclass(eq=False, slots=True)
class Wish(Generic[Found]):
    """Something the page is waited for to show."""

    look: Look[Found]
    come: asyncio.Future[Found]


class PageVisit:
    """One open page. `query` is what stands behind the `?` of its address."""

    def __init__(
        self,
        url: str,
        page: str = "",
        query: str = "",
        *,
        cookie: str = "",
        language: str = "en",
        source: str | None = None,
    ) -> None:
        self.url, self.page, self.query = url, page, query
        headers = {"Accept-Language": language} | ({"Cookie": cookie} if cookie else {})
        self._headers, self._source = headers, source
        self._stream = Connection(url, source, headers)
        self._socket: ClientConnection | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._widgets: dict[str, Widget] = {}
        self._wishes: set[Wish[Any]] = set()
        self._finished = asyncio.Event()
        self._script = ""
        self._revision = ""  # what the live component was drawn with
        self._page_bytes = 0

    @property
    def received(self) -> int:
        """Bytes so far, over the web socket and the event stream."""
        return self._page_bytes + self._stream.received

    async def open(self, look: Look[Found]) -> Found:
        """Open the page; returns what `look` found on it, once its first run is over."""
        self._socket = await connect(
            self.url.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            additional_headers=self._headers,
            local_addr=(self._source, 0) if self._source else None,
            max_size=None,
            proxy=None,
        )
        self._keep(self._receive())
        wish = self._wish(look)
        await self._send()
        found = await self._granted(wish)
        await asyncio.wait_for(self._finished.wait(), PATIENCE)
        return found

    async def expect(self, look: Look[Found], patience: float = PATIENCE) -> Found:
        """What `look` finds in something that is drawn from now on."""
        return await self._granted(self._wish(look), patience)

    async def submit(self, text: str, look: Look[Found]) -> tuple[float, Found]:
        """Send `text` by the page's form; the seconds until `look` found its confirmation."""
        box = self._one("text_area", lambda told: told.form_id)
        button = self._one("button", lambda told: told.form_id == box.told.form_id)
        wish, began = self._wish(look), perf_counter()
        await self._send(
            WidgetState(id=box.told.id, string_value=text),
            WidgetState(id=button.told.id, trigger_value=True),
            fragment_id=button.fragment_id,
        )
        return await self._wait_since(began, wish)

    async def press(self, label: str, look: Look[Found]) -> float:
        """Press a button; the seconds until `look` found what it did."""
        button = self._one("button", lambda told: told.label == label)
        wish, began = self._wish(look), perf_counter()
        pressed = WidgetState(id=button.told.id, trigger_value=True)
        await self._send(pressed, fragment_id=button.fragment_id)
        took, _ = await self._wait_since(began, wish)
        return took

    async def run(self) -> None:
        """A full run of the script, as pressing R; until it is over."""
        await self._over(self._send())

    async def move(self) -> None:
        """One run of the page's live fragment, as an event of its stream starts it."""
        await self._over(self._tell(self._live(), self._revision))

    async def follow(self) -> None:
        """Hold the event stream of the page, where it has one, and run its fragment as told."""
        live = self._live()
        asked = json.loads(live.told.json)
        async for told in self._stream.events(asked["address"]):
            if not told.isdecimal():  # a question: drawn as it comes, by question.js
                self._grant(list(_strings(json.loads(told))))
            elif told != self._revision:
                self._revision = told
                self._keep(self._tell(live, told, asked["jitter"] / 1000 * random.random()))

    async def close(self) -> None:
        for task in (*self._tasks, *self._timers.values()):
            task.cancel()
        self._stream.close()
        if self._socket is not None:
            await self._socket.close()

    async def _over(self, asking: Awaitable[None]) -> None:
        self._finished = asyncio.Event()
        await asking
        await asyncio.wait_for(self._finished.wait(), PATIENCE)

    async def _wait_since(self, began: float, wish: Wish[Found]) -> tuple[float, Found]:
        found = await self._granted(wish)
        return perf_counter() - began, found

    def _wish(self, look: Look[Found]) -> Wish[Found]:
        wish = Wish(look, asyncio.get_running_loop().create_future())
        self._wishes.add(wish)
        return wish

    async def _granted(self, wish: Wish[Found], patience: float = PATIENCE) -> Found:
        try:
            return await asyncio.wait_for(wish.come, patience)
        except TimeoutError:
            raise Broken(f"/{self.page} did not show it within {patience:.0f} s") from None
        finally:
            self._wishes.discard(wish)

    def _one(self, kind: str, fits: Callable[[Any], Any]) -> Widget:
        for widget in self._widgets.values():
            if widget.kind == kind and fits(widget.told):
                return widget
        raise Broken(f"/{self.page} has no such {kind}")

    def _live(self) -> Widget:
        return self._one("bidi_component", lambda told: told.component_name.endswith(LIVE))

    async def _send(self, *states: WidgetState, fragment_id: str = "", timer: bool = False) -> None:
        assert self._socket is not None
        message = BackMsg()
        run = message.rerun_script
        run.query_string, run.page_name, run.fragment_id = self.query, self.page, fragment_id
        run.page_script_hash, run.is_auto_rerun = self._script, timer
        run.widget_states.widgets.extend(states)
        run.context_info.timezone = "Europe/Paris"
        run.context_info.url = f"{self.url}/{self.page}"
        try:
            await self._socket.send(message.SerializeToString())
        except WebSocketException:
            raise Broken(f"/{self.page} was disconnected") from None

    async def _tell(self, live: Widget, revision: str, wait: float = 0) -> None:
        await asyncio.sleep(wait)
        told = {"revision": revision, "is_typing": False}
        state = WidgetState(
            id=f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{live.told.id}__events",
            json_trigger_value=json.dumps([{"event": "moved", "value": told}]),
        )
        await self._send(state, fragment_id=live.fragment_id)

    async def _receive(self) -> None:
        assert self._socket is not None
        try:
            async for frame in self._socket:
                self._page_bytes += len(frame)
                self._take(ForwardMsg.FromString(bytes(frame)))  # type: ignore[arg-type]
        except WebSocketException:
            pass
        except Broken as problem:
            self._disappoint(problem)
        self._disappoint(Broken(f"/{self.page} was disconnected"))

    def _take(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "delta":
                self._redraw(message.delta)
            case "navigation":
                self._script = message.navigation.page_script_hash
            case "new_session":
                self._script = self._script or message.new_session.page_script_hash
                self._finished.clear()
            case "auto_rerun":
                self._set_timer(message.auto_rerun.fragment_id, message.auto_rerun.interval)
            case "script_finished":
                self._finished.set()

    def _redraw(self, delta: Delta) -> None:
        if delta.WhichOneof("type") != "new_element":
            return
        kind = delta.new_element.WhichOneof("type")
        told = getattr(delta.new_element, kind) if kind else None
        if kind == "exception":
            raise Broken(f"/{self.page} shows {told.type}: {told.message}")
        if getattr(told, "id", ""):
            self._widgets[told.id] = Widget(kind or "", told, delta.fragment_id)
        if kind == "bidi_component" and told.component_name.endswith(LIVE):
            asked = json.loads(told.json)
            self._revision = str(asked["revision"])
            if asked["again"]:  # as live.js does
                wait = AGAIN * (1 + random.random())
                self._keep(self._tell(self._widgets[told.id], self._revision, wait))
        if told is not None and self._wishes:
            self._grant(list(_texts(told)))

    def _grant(self, texts: list[str]) -> None:
        for wish in list(self._wishes):
            for found in filter(None, map(wish.look, texts)):
                if not wish.come.done():
                    wish.come.set_result(found)
                break

    def _disappoint(self, problem: Broken) -> None:
        for wish in self._wishes:
            if not wish.come.done():
                wish.come.set_exception(problem)

    def _set_timer(self, fragment_id: str, seconds: int) -> None:
        """What `run_every` is: a timer in the browser."""
        if earlier := self._timers.pop(fragment_id, None):
            earlier.cancel()
        self._timers[fragment_id] = asyncio.create_task(self._run_every(fragment_id, seconds))

    async def _run_every(self, fragment_id: str, seconds: int) -> None:
        with suppress(Broken):  # disconnected: there is nothing to run any more
            while True:
                await asyncio.sleep(seconds)
                await self._send(fragment_id=fragment_id, timer=True)

    def _keep(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _texts(told: Message) -> Iterator[str]:
    """Every text in an element, those inside a component's data one by one."""
    for field, value in told.ListFields():
        if isinstance(value, str):
            yield from _strings(json.loads(value)) if field.name == "json" else (value,)
        elif isinstance(value, Message):
            yield from _texts(value)
        elif field.message_type and not field.message_type.GetOptions().map_entry:
            for one in value:
                yield from _texts(one)


def _strings(data: Any) -> Iterator[str]:
    match data:
        case str():
            yield data
        case dict():
            for value in data.values():
                yield from _strings(value)
        case list():
            for value in data:
                yield from _strings(value)
