"""One kept-open HTTP/1.1 connection, as a browser keeps it.

Client and server share the machine: a client that spends more than the server answers with would
measure itself. This one parses only what our own server sends.
"""

import asyncio
import gzip
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. Header names are lower case; the last of two cookies wins."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        is_packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if is_packed else self.body).decode()

    @property
    def cookie(self) -> str:
        """What a browser would send back: `name=value`, or nothing."""
        return self.headers.get("set-cookie", "").partition(";")[0]


@dataclass(slots=True)
class Connection:
    """A line to `url`. `source` is the address it comes from: a venue of its own."""

    url: str
    source: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    received: int = 0  # bytes
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> Answer:
        return await self._ask("GET", path)

    async def post(self, path: str, form: Mapping[str, str], **headers: str) -> Answer:
        return await self._ask("POST", path, urlencode(form).encode(), FORM | headers)

    async def events(self, path: str) -> AsyncIterator[str]:
        """The data of each event of a stream, until the server ends it. Raises unless it is 200."""
        reader = await self._send("GET", path, b"", {"Accept": "text/event-stream"})
        status, _ = await self._head(reader)
        if status != 200:
            raise ConnectionError(f"{path} answered {status}")
        told: list[str] = []
        while line := await reader.readline():
            self.received += len(line)
            if line.startswith(b"data: "):
                told.append(line[6:].decode().rstrip("\n"))
            elif line == b"\n" and told:
                yield "\n".join(told)
                told = []

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _ask(
        self, method: str, path: str, body: bytes = b"", more: Mapping[str, str] | None = None
    ) -> Answer:
        reader = await self._send(method, path, body, more or {})
        status, headers = await self._head(reader)
        if headers.get("transfer-encoding") == "chunked":
            answered = await self._chunks(reader)
        else:
            answered = await reader.readexactly(int(headers.get("content-length", 0)))
        self.received += len(answered)
        if headers.get("connection") == "close":
            self.close()
        return Answer(status, headers, answered)

    async def _send(
        self, method: str, path: str, body: bytes, more: Mapping[str, str]
    ) -> asyncio.StreamReader:
        place = urlsplit(self.url)
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self._reader, self._writer = await asyncio.open_connection(
                place.hostname,
                place.port,
                local_addr=(self.source, 0) if self.source else None,
            )
        headers = {
            "Host": place.netloc,
            "Accept-Encoding": "gzip",
            "Content-Length": str(len(body)),
        }
        headers |= self.headers | more
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._writer.write(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
        await self._writer.drain()
        return self._reader

    async def _head(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
        head = await reader.readuntil(b"\r\n\r\n")
        self.received += len(head)
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(": ") for line in lines if line)
        return int(first.split(" ")[1]), {name.lower(): value for name, _, value in pairs}

    async def _chunks(self, reader: asyncio.StreamReader) -> bytes:
        body = b""
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
        return body
