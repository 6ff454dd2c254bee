"""What the tests start for real, each on loopback, on a free port, with a folder of its own.

Every process started here is ended by its own id, also when the test run itself is killed.
"""

import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Self

import httpx
import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent


# -- tools that are not Python packages ----------------------------------------------------------


def _on_path(*names: str) -> Path | None:
    found = next(filter(None, map(shutil.which, names)), None)
    return Path(found) if found else None


def _postgresql() -> Path | None:
    """The folder of initdb and postgres; Debian keeps it off the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    postgres = debian[-1] if debian else _on_path("postgres")
    return postgres.parent if postgres else None


def _apertium() -> Path | None:
    modes = Path("/usr/share/apertium/modes")
    pairs = ("eng-spa", "spa-eng", "fr-es", "es-fr")
    return _on_path("apertium") if all((modes / f"{p}.mode").exists() for p in pairs) else None


def _nginx() -> Path | None:
    debian = Path("/usr/sbin/nginx")  # not on everybody's PATH
    return debian if debian.exists() else _on_path("nginx")


TOOLS: dict[str, Callable[[], Path | None]] = {
    "nginx": _nginx,
    "chromium": lambda: _on_path("chromium", "chromium-browser", "google-chrome"),
    "postgresql": _postgresql,
    "poppler": lambda: _on_path("pdftotext"),
    "libreoffice": lambda: _on_path("soffice"),
    "apertium": _apertium,
}


def needs(tool: str) -> Path:
    """Where this tool of TOOLS is. Without it the test is skipped; in CI (CI=true) it fails."""
    found = TOOLS[tool]()
    if found is None:
        reason = f"{tool} is not installed: see packages.txt and packages-dev.txt"
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return found


# -- processes -----------------------------------------------------------------------------------


# Below those that the system gives to whoever connects: a port stays free while its server is away.
# Each process begins at a place of its own. Browsers refuse 10080, so none is below 11,000.
PORTS = range(11_000, 32_000)
_places = count(random.SystemRandom().randrange(len(PORTS)))


def free_port() -> int:
    """A port nobody listens on, and nobody is given by chance before its server does."""
    while True:
        port = PORTS[next(_places) % len(PORTS)]
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Raises TimeoutError when it does not come to be so."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.05)


def tied_to_us(*setpriv: str) -> list[str]:
    """The start of a command line whose process gets SIGINT should the test run die first."""
    found = shutil.which("setpriv")  # Linux; elsewhere only an orderly end is cleaned up
    return [found, "--pdeathsig", "INT", *setpriv] if found else []


@dataclass(slots=True)
class Postgres:
    """A running PostgreSQL cluster. `url` leads to its maintenance database. It may be stopped or
    killed and started again: address and data stay."""

    url: str
    _words: list[str | Path]
    _folder: Path
    _process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id, for those who measure it."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> Self:
        """Returns once it answers. Not from a thread that ends before it: the server would, too."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._words, cwd=self._folder, stdout=log, stderr=subprocess.STDOUT
            )
        _wait_for_postgres(self, self._process, self._folder / "log")
        return self

    def stop(self, sign: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ("fast") ends the connections and loses nothing; SIGQUIT is a crash: it ends all
        its processes at once and leaves them no time to write."""
        if self._process is not None:
            self._process.send_signal(sign)
            self._process.wait(120)

    def restart(self, sign: signal.Signals = signal.SIGINT) -> None:
        self.stop(sign)
        self.start()

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """It is there, holds every line and says nothing, until this ends."""
        stopped = list[int]()
        try:
            for process in self._processes():
                os.kill(process, signal.SIGSTOP)
                stopped.append(process)
            yield
        finally:
            for process in stopped:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    def _processes(self) -> Iterator[int]:
        """The first starts the others: none is new once it stands still."""
        yield self.pid
        told = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        yield from (int(child) for child in told.split())

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """The URL of an empty database, dropped afterwards whoever is still connected."""
        url = self.new_database()
        yield url
        self._run(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def new_database(self) -> str:
        """The URL of an empty database that goes with the cluster."""
        name = f"ronda_{secrets.token_hex(4)}"
        self._run(f"CREATE DATABASE {name}")
        return self.url.rsplit("/", 1)[0] + f"/{name}"

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A new cluster from the installed packages: password, loopback only, fsync on."""
    programs = needs("postgresql")
    # Not pytest's own folder: the user postgres may not enter that, and socket paths must be short.
    with tempfile.TemporaryDirectory(prefix="ronda-pg-", ignore_cleanup_errors=True) as name:
        folder, password, port = Path(name), secrets.token_hex(16), free_port()
        prefix = _make_cluster(programs, folder, password)
        words = [*prefix, programs / "postgres", "-D", folder / "data", "-p", str(port)]
        cluster = Postgres(
            f"postgresql://ronda:{password}@127.0.0.1:{port}/postgres", words, folder
        )
        try:
            yield cluster.start()
        finally:
            cluster.stop()


def _make_cluster(programs: Path, folder: Path, password: str) -> list[str]:
    """Fill folder/data; returns the start of the command line that may run a server on it."""
    secret = folder / "password"
    secret.write_text(password)
    prefix = tied_to_us()
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        prefix = tied_to_us("--reuid", "postgres", "--regid", "postgres", "--clear-groups")
        shutil.chown(folder, "postgres")
        shutil.chown(secret, "postgres")
    subprocess.run(
        [
            *(*prefix, programs / "initdb", "--pgdata", folder / "data", "--no-sync"),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--username=ronda"),
            *("--auth=scram-sha-256", f"--pwfile={secret}"),
        ],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    with (folder / "data" / "postgresql.conf").open("a") as settings:
        settings.write(f"listen_addresses = '127.0.0.1'\nunix_socket_directories = '{folder}'\n")
        settings.write("shared_buffers = 32MB\n")
    return prefix


def _wait_for_postgres(cluster: Postgres, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1_200):
        with suppress(psycopg.OperationalError), psycopg.connect(cluster.url):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")


# Where every server of a run keeps its record when RONDA_TESTS_ON=postgresql (see conftest.py).
everywhere: list[Postgres] = []


class Server:
    """The application as an operator starts it. May be stopped or killed and started again: the
    database, the secret and the address stay, and `log` goes on in the same file."""

    def __init__(self, folder: Path, database: str | None = None, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        own = everywhere[0].new_database() if everywhere else str(folder / "ronda.db")
        self.database = database or own
        self.log = folder / "server.log"
        inherited = {
            k: v for k, v in os.environ.items() if not k.startswith(("RONDA_", "STREAMLIT_"))
        }
        self.environment = inherited | {
            "HOME": str(folder),  # nobody's own Streamlit settings
            "RONDA_DATA": str(folder),
            "RONDA_DATABASE": self.database,
            "RONDA_SECRET": secrets.token_urlsafe(32),
            "RONDA_ADDRESS": "127.0.0.1",
            "RONDA_PORT": str(self.port),
            "RONDA_PUBLIC_URL": self.url,
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id, for those who measure it."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> Self:
        """Returns once /healthz answers; raises with the end of the log if it does not."""
        self.begin()
        return self.wait()

    def begin(self) -> None:
        """Start it, and do not wait: several may come up together."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*tied_to_us(), sys.executable, "-m", "facilitation", "serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # so that kill() reaches what it started, too
            )

    def wait(self) -> Self:
        """Returns once /healthz answers."""
        assert self._process is not None
        for _ in range(1_200):
            with suppress(httpx.TransportError):
                if self.asked("/healthz").is_success:
                    return self
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        self.kill()
        raise RuntimeError(f"The server did not start:\n{self.log.read_text()[-4000:]}")

    def asked(self, address: str, **headers: str) -> httpx.Response:
        """What it answers to a GET of an address of its own."""
        return httpx.get(self.url + address, headers=headers, trust_env=False, timeout=60)

    def stop(self, sign: signal.Signals = signal.SIGTERM, within: float = 60) -> int:
        """Ask it to end, as systemd (SIGTERM) or Ctrl-C (SIGINT) does; returns its exit code.

        Raises subprocess.TimeoutExpired, after killing it, when that takes longer than `within` s.
        """
        assert self._process is not None
        self._process.send_signal(sign)
        try:
            return self._process.wait(within)
        finally:
            self.kill()

    def kill(self) -> None:
        """End it at once, as a power cut would: nothing gets the chance to be written."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def command(self, *words: str, entered: str = "") -> str:
        """What `python -m facilitation <words>` prints on this server's installation."""
        return subprocess.run(
            [sys.executable, "-m", "facilitation", *words],
            cwd=ROOT,
            env=self.environment,
            input=entered,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def tracebacks(self) -> list[str]:
        """The last line of each traceback in the log: what the error was, not the words it held."""
        found, inside = [], False
        for line in self.log.read_text(errors="replace").splitlines() if self.log.exists() else []:
            if line.startswith("Traceback"):
                inside = True
            elif inside and line and not line[0].isspace():
                found.append(line)
                inside = False
        return found
