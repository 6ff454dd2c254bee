"""A server on 127.0.0.1 that speaks LibreTranslate's protocol, with its good and its bad days."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class LibreTranslateServer:
    """`answer` makes each answer; `asked` keeps every body, `paths` every request line."""

    url: str
    answer: Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


def send(
    handler: BaseHTTPRequestHandler,
    body: bytes,
    status: int = 200,
    kind: str = "application/json",
    **headers: str,
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", headers.pop("content_length", str(len(body))))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def translated(text: str) -> bytes:
    return json.dumps({"translatedText": text}).encode()


class Listening(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64  # of the five it comes with, whoever is the seventh waits a second


@contextmanager
def libretranslate(
    answer: Callable[[BaseHTTPRequestHandler, dict[str, Any]], None],
) -> Iterator[LibreTranslateServer]:
    """A running server; it is stopped at the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append(body)
            server.paths.append(self.path)
            server.answer(self, body)

        def do_GET(self) -> None:  # the way of Google's public page
            address = urlsplit(self.path)
            asked = dict(parse_qsl(address.query, keep_blank_values=True))
            server.asked.append(asked)
            server.paths.append(address.path)
            server.answer(self, asked)

        def log_message(self, *_: Any) -> None:
            pass

    listening = Listening(("127.0.0.1", 0), Handler)
    server = LibreTranslateServer(f"http://127.0.0.1:{listening.server_port}", answer)
    thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
