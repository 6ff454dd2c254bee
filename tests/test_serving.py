"""Starting Ronda: it says where it is, and says so plainly when it cannot."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from facilitation.model import Role
from tests.servers import ROOT, Server


def test_serve_prints_the_link_of_every_role(server: Server) -> None:
    printed = server.log.read_text()

    assert printed.startswith(f"Ronda on {server.url}")
    assert [
        line.split()[0] for line in printed.splitlines() if server.url in line and "/" in line[2:]
    ][1:] == [role.value for role in Role]
    assert "You can now view your Streamlit app" not in printed


def test_the_printed_links_are_those_of_the_links_command(server: Server) -> None:
    printed = server.log.read_text().splitlines()

    assert [line for line in server.command("links").splitlines() if line not in printed] == []


def test_a_port_that_is_taken_is_named_and_no_link_is_printed(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = subprocess.run(
            [sys.executable, "-m", "facilitation", "serve"],
            cwd=ROOT,
            env={
                **os.environ,
                "RONDA_DATA": str(tmp_path),
                "RONDA_SECRET": "x" * 40,
                "RONDA_ADDRESS": "127.0.0.1",
                "RONDA_PORT": str(port),
            },
            capture_output=True,
            text=True,
        )

    assert answer.returncode == 1
    assert answer.stdout == ""
    assert f"cannot listen on 127.0.0.1:{port}" in answer.stderr
    assert "RONDA_PORT" in answer.stderr
