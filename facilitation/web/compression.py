"""Streamlit's own scripts and styles, compressed once: 2.6 MB of a first visit become 1 MB.

Streamlit sends them as they are, because compressing them anew for each phone costs more than it
saves. Their names change with their content, so here each is compressed once and kept.
"""

import asyncio
import gzip

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX = "/static/"
COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml")
SMALLEST = 1_000  # bytes; below, compressing saves less than it costs
LEVEL = 9


class KeptCompressed:
    """Answers for compressible files under `/static/` from memory, once each has been asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._concerns(scope):
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self._kept:
            answer = _Answer()
            await self._app(scope, receive, answer.take)
            if not answer.is_compressible:
                await answer.pass_on(send)
                return
            self._kept[path] = await asyncio.to_thread(answer.compressed)
        headers, body = self._kept[path]
        await send({"type": "http.response.start", "status": 200, "headers": list(headers)})
        await send({"type": "http.response.body", "body": body})

    def _concerns(self, scope: Scope) -> bool:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            return False
        asked = Headers(scope=scope)
        return (
            scope["method"] == "GET"
            and "gzip" in asked.get("accept-encoding", "")
            and not {"range", "if-none-match", "if-modified-since"} & set(asked.keys())
        )


class _Answer:
    """An answer held back until it is complete."""

    def __init__(self) -> None:
        self._messages: list[Message] = []

    async def take(self, message: Message) -> None:
        self._messages.append(message)

    async def pass_on(self, send: Send) -> None:
        for message in self._messages:
            await send(message)

    @property
    def _start(self) -> Message:
        return self._messages[0]

    @property
    def _body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self._messages[1:])

    @property
    def is_compressible(self) -> bool:
        headers = Headers(raw=self._start["headers"])
        return (
            self._start["status"] == 200
            and headers.get("content-type", "").startswith(COMPRESSIBLE)
            and "immutable" in headers.get("cache-control", "")
            and int(headers.get("content-length", 0)) >= SMALLEST
        )

    def compressed(self) -> tuple[list[tuple[bytes, bytes]], bytes]:
        body = gzip.compress(self._body, LEVEL, mtime=0)
        headers = MutableHeaders(raw=list(self._start["headers"]))
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        headers.add_vary_header("Accept-Encoding")
        return headers.raw, body
