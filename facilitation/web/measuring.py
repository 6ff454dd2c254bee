"""How long our answers take, and how many Streamlit pages are open: counted as they pass by."""

import logging
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from facilitation import measures
from facilitation.web.acts import ACTS

log = logging.getLogger(__name__)
SLOW_SECONDS = 2.0  # an answer that takes longer gets a line in the log
DOOR = {"stage", *(act.__name__ for act in ACTS)}
OURS = {"j": "door", "k": "link", "enter": "enter", "healthz": "health", "metrics": "metrics"}
for _kind in (*OURS.values(), *(f"door.{act}" for act in DOOR)):  # at 0: see measures.py
    measures.REQUESTS.labels(_kind)
    measures.FAILURES.labels(_kind)


def kind_of(path: str) -> str:
    """What an address asks for, without the codes and keys in it. "": not ours, or an event stream,
    which lasts as long as its screen."""
    first, _, rest = path.lstrip("/").partition("/")
    act = rest.partition("/")[2]
    return f"door.{act}" if first == "j" and act in DOOR else OURS.get(first, "")


class Measuring:
    """Passes everything on."""

    sockets = 0  # open now, in this process

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._count(scope, receive, send)
        elif scope["type"] == "http" and (what := kind_of(scope["path"])):
            await self._time(what, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _count(self, scope: Scope, receive: Receive, send: Send) -> None:
        Measuring.sockets += 1
        try:
            await self._app(scope, receive, send)
        finally:
            Measuring.sockets -= 1

    async def _time(self, what: str, scope: Scope, receive: Receive, send: Send) -> None:
        status = 500  # of an answer that never began

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = perf_counter()
        try:
            await self._app(scope, receive, noting)
        finally:
            took = perf_counter() - began
            measures.REQUESTS.labels(what).observe(took)
            if status >= 500:
                measures.FAILURES.labels(what).inc()
            if status >= 500 or took > SLOW_SECONDS:
                log.warning("%s answered %s after %.2f s", what, status, took)
