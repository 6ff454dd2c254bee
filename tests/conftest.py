"""The fixtures: a store on both engines, the running application, a browser."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect

from facilitation import engine
from facilitation.store import Store
from tests.rooms import Room
from tests.servers import Postgres, Server, everywhere, needs, running_postgres

# How fast something is, is for bench/ to say: a busy machine is no failure.
settings.register_profile("ronda", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ronda")
expect.set_options(timeout=60_000)
engine.POOL_WAIT_SECONDS = engine.BUSY_SECONDS = engine.LINE["connect_timeout"] = 60


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL for the whole run."""
    with running_postgres() as cluster:
        yield cluster


@pytest.fixture(scope="session", autouse=True)
def engine_of_servers(request: pytest.FixtureRequest) -> None:
    """RONDA_TESTS_ON=postgresql: every server keeps its record there, and not in a file."""
    if os.environ.get("RONDA_TESTS_ON") == "postgresql":
        everywhere.append(request.getfixturevalue("postgres"))


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A fresh PostgreSQL database for this test alone."""
    with postgres.fresh_database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The path of a SQLite file that does not exist yet, for this test alone."""
    return str(tmp_path / "ronda.db")


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest) -> str:
    """A fresh database, once on each engine: for the rules every store keeps."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open store of this test alone, once on each engine."""
    store = Store.open(store_url)
    yield store
    store.close()


@pytest.fixture
def room(store: Store) -> Room:
    """The small round table with its first question on the table."""
    room = Room.prepared(store)
    room.step("one")
    return room


NewServer = Callable[..., Server]


@pytest.fixture
def new_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewServer]:
    """Starts a server of this test's own: new_server(database=postgres_url, RONDA_PUBLIC_URL=...).

    For tests that stop it, kill it or need it untouched. At the end each is killed.
    """
    started: list[Server] = []

    def start(database: str | None = None, **settings: str) -> Server:
        server = Server(tmp_path_factory.mktemp("server"), database, **settings)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.kill()
    assert [server.tracebacks() for server in started] == [[] for _ in started]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The application on SQLite, shared by the tests of one file (a start takes seconds).

    An error in its log fails the file, also where nobody looked at the page that showed it.
    """
    server = Server(tmp_path_factory.mktemp("server")).start()
    yield server
    server.kill()
    assert server.tracebacks() == []


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which can reach this machine and nothing else: neither can the pages."""
    return {
        **browser_type_launch_args,
        "executable_path": str(needs("chromium")),
        "args": [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ],
    }
