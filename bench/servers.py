"""What is started to be measured, each on a free port of 127.0.0.1, with a folder of its own."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from bench.connections import Connection
from bench.gauges import Gauge
from facilitation import sessions
from facilitation.access import staff_keys
from facilitation.installation import Installation
from facilitation.model import Role, Session
from facilitation.settings import ROOT, Settings
from facilitation.store import By
from tests.servers import Server, free_port

HERE = Path(__file__).parent
LEAD = By(Role.MODERATOR, "bench")


@dataclass
class Room:
    """Ronda running, with a session open on the first question: its default one, or the one of this
    code."""

    server: Server
    installation: Installation
    started: float = 0.0  # seconds until it answered
    code: str = ""

    @property
    def url(self) -> str:
        return self.server.url

    @cached_property
    def gauge(self) -> Gauge:
        return Gauge(self.server.pid)

    @property
    def session(self) -> Session:
        if self.code:
            return sessions.find(self.installation.store, self.code)
        return self.installation.default_session()

    @property
    def questions(self) -> list[str]:
        """The ids of the parts that take contributions, in order."""
        return [part.id for part in self.session.plan.parts if part.takes_contributions]

    def step(self, part_id: str) -> None:
        """What the moderator does, from another process than the server's."""
        sessions.step(self.installation.store, self.session, part_id, LEAD)

    async def cookie(self, role: Role) -> str:
        """What a browser holds after opening the link of a staff role."""
        keys = staff_keys(self.installation.store, self.installation.keys, self.session)
        line = Connection(self.url)
        answer = await line.get(f"/k/{keys[role]}")
        line.close()
        return answer.cookie


@contextmanager
def ronda(prepare: Callable[[Room], object] = lambda room: None) -> Iterator[Room]:
    """Ronda on SQLite, as `make run` starts it; `prepare` may fill the record before that."""
    with _folder() as place:
        server = Server(place)
        room = Room(server, Installation.of(Settings.read(server.environment)))
        room.step(room.questions[0])
        prepare(room)
        began = time.perf_counter()
        try:
            server.start()
            room.started = time.perf_counter() - began
            yield room
        finally:
            server.kill()
            room.installation.store.close()
        if problems := server.tracebacks():
            raise RuntimeError(f"the server's log holds errors: {problems}")


@dataclass(frozen=True, slots=True)
class Other:
    """Something to compare with."""

    url: str
    gauge: Gauge
    folder: Path


@contextmanager
def plain() -> Iterator[Other]:
    """The alternative of an afternoon, with Streamlit's own settings: no config in its folder."""
    with _folder() as place, _streamlit(HERE / "plain" / "app.py", place, place) as other:
        yield other


@contextmanager
def empty_page() -> Iterator[Other]:
    """The least a Streamlit page can be, with Ronda's settings."""
    with _folder() as place, _streamlit(HERE / "floors" / "empty_page.py", ROOT, place) as other:
        yield other


@contextmanager
def bare_route() -> Iterator[Other]:
    """The least a route can be."""
    words = ["-m", "uvicorn", "bench.floors.bare_route:app", "--log-level=error", "--port={port}"]
    with _folder() as place, _started(words, ROOT, place, "/") as other:
        yield other


@contextmanager
def _streamlit(script: Path, cwd: Path, folder: Path) -> Iterator[Other]:
    words = ["-m", "streamlit", "run", str(script), "--server.port={port}"]
    words += ["--server.headless=true", "--server.address=127.0.0.1"]
    words += ["--browser.gatherUsageStats=false", "--logger.hideWelcomeMessage=true"]
    with _started(words, cwd, folder, "/_stcore/health") as other:
        yield other


@contextmanager
def _started(words: list[str], cwd: Path, folder: Path, answers: str) -> Iterator[Other]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("STREAMLIT_")}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *(word.format(port=port) for word in words)],
            cwd=cwd,
            env=environment | {"HOME": str(folder), "BENCH_FOLDER": str(folder)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(url + answers, process, folder / "log")
        yield Other(url, Gauge(process.pid), folder)
    finally:
        process.kill()
        process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        with suppress(httpx.TransportError):
            if httpx.get(url, trust_env=False, timeout=2).is_success:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"{urlsplit(url).path} does not answer:\n{log.read_text()[-2000:]}")


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ronda-bench-", ignore_cleanup_errors=True) as made:
        yield Path(made)
