"""Several processes of Ronda behind nginx, on one PostgreSQL: what deploy/ describes, started here.

python -m bench.clusters --processes 2       keeps it running, and prints the links
"""

import re
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import click

from bench.servers import LEAD, Room
from facilitation import sessions
from facilitation.installation import Installation
from facilitation.settings import ROOT, Settings
from tests.servers import (
    Postgres,
    Server,
    free_port,
    needs,
    running_postgres,
    tied_to_us,
    wait_until,
)

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
MAIN = """
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
daemon off;
worker_processes 1;
events {{ worker_connections 8192; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    default_type application/octet-stream;
    include {folder}/ronda.conf;
}}
"""


@dataclass
class Cluster:
    """The set, running. `url` is nginx's; a room on it speaks to whichever process serves."""

    url: str
    servers: list[Server]
    postgres: Postgres
    room: Room
    proxy: int  # the process of nginx, which outlives the others

    def roll(self) -> None:
        """Stop and start each process after the other, as deploy/rolling-restart does."""
        for server in self.servers:
            server.stop()
            server.start()


def configured(text: str, ports: list[int], port: int) -> str:
    """deploy/nginx.conf for these processes, on a port of this machine and without TLS."""
    text = re.sub(r"[ ]*# -- TLS begins\n.*?# -- TLS ends\n", "", text, flags=re.DOTALL)
    first, *_ = re.findall(r"    server 127\.0\.0\.1:\d+ (.*);\n", text)
    text = re.sub(r"    server 127\.0\.0\.1:\d+ .*;\n", "", text)
    upstream = "".join(f"    server 127.0.0.1:{one} {first};\n" for one in ports)
    text = text.replace("consistent;\n", f"consistent;\n{upstream}", 1)
    return re.sub(r"server_name .*;", f"listen 127.0.0.1:{port};", text)


@contextmanager
def nginx(ports: list[int]) -> Iterator[tuple[str, int]]:
    """nginx in front of these ports; its address and its process."""
    port = free_port()
    with nginx_as(configured(CONFIGURATION.read_text(), ports, port), port) as process:
        yield f"http://127.0.0.1:{port}", process


@contextmanager
def nginx_as(text: str, port: int) -> Iterator[int]:
    """nginx as a configuration says that listens on this port; its process."""
    with tempfile.TemporaryDirectory(prefix="ronda-nginx-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)  # its worker is somebody else when root starts it
        (folder / "ronda.conf").write_text(text)
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
        words = [
            *tied_to_us(),
            str(needs("nginx")),
            "-p",
            str(folder),
            "-c",
            str(folder / "nginx.conf"),
        ]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        try:
            wait_until(lambda: _listens(port))
            yield process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
        return True
    return False


@contextmanager
def cluster(n: int, **settings: str) -> Iterator[Cluster]:
    """n processes, PostgreSQL and nginx, with the default session open on its first question."""
    with ExitStack() as stack:
        postgres = stack.enter_context(running_postgres())
        database = postgres.new_database()
        made = stack.enter_context(tempfile.TemporaryDirectory(prefix="ronda-set-"))
        shared = {"RONDA_LOG": "json", "RONDA_SECRET": "the same for all of these processes, 1"}
        servers = []
        for place in range(n):
            folder = Path(made) / str(place)
            folder.mkdir()
            servers.append(Server(folder, database, **{**shared, **settings}))
        url, proxy = stack.enter_context(nginx([one.port for one in servers]))
        for server in servers:
            server.environment["RONDA_PUBLIC_URL"] = url
            stack.callback(server.kill)
            server.begin()  # together: one of them prepares the database
        for server in servers:
            server.wait()
        installation = Installation.of(Settings.read(servers[0].environment))
        stack.callback(installation.store.close)
        room = Room(servers[0], installation)
        sessions.step(installation.store, room.session, room.questions[0], LEAD)
        yield Cluster(url, servers, postgres, room, proxy)


@click.command()
@click.option("--processes", default=2, show_default=True)
def keep(processes: int) -> None:
    """Start the set, print its links, and keep it until Ctrl-C."""
    with cluster(processes) as here, suppress(KeyboardInterrupt):
        click.echo(here.servers[0].command("links"))
        signal.pause()


if __name__ == "__main__":
    keep()
