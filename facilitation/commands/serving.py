"""`serve`: start the application, and say where it is."""

import hmac
import json
import os
import signal
import socket
import sys
from datetime import UTC, datetime

import click

from facilitation.commands.backups import require_whole
from facilitation.commands.record import print_links
from facilitation.installation import installed
from facilitation.settings import ROOT, Settings


@click.command()
def serve() -> None:
    """Start Ronda and print the links of the default session.

    RONDA_ADDRESS and RONDA_PORT say where it listens, RONDA_PUBLIC_URL how phones reach it.
    """
    settings = Settings.read()
    require_whole(settings)
    require_free(settings)
    installation = installed()
    if settings.logs_json:  # a log that is collected somewhere must not hold links
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        told = {"at": at, "level": "info", "from": "facilitation", "process": os.getpid()}
        click.echo(json.dumps({**told, "what": f"Ronda on {settings.public_url}"}))
    else:
        click.echo(f"Ronda on {settings.public_url}  (Ctrl-C stops it)\n")
        print_links(installation, installation.default_session())
        click.echo("\nAll but the last are secrets: whoever has one has the role.")
    sys.stdout.flush()
    # The server takes this process over, so that signals reach it and nothing stands between. It
    # handles Ctrl-C itself; what it restores afterwards is this, and not an error on the way out.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    environment = {**os.environ, "STREAMLIT_SERVER_COOKIE_SECRET": cookie_secret(settings)}
    os.execve(sys.executable, [sys.executable, *streamlit_words(settings)], environment)


def cookie_secret(settings: Settings) -> str:
    """What Streamlit signs its own cookies with: the same on every process of an installation, and
    no way back to ours."""
    return hmac.new(settings.secret.encode(), b"streamlit", "sha256").hexdigest()


def streamlit_words(settings: Settings) -> list[str]:
    """How Streamlit is started. Its own greeting is left out: it would ask a host on the Internet
    for this machine's address."""
    return [
        *("-m", "streamlit", "run", str(ROOT / "app.py")),
        f"--server.address={settings.address}",
        f"--server.port={settings.port}",
        "--logger.hideWelcomeMessage=true",
    ]


def require_free(settings: Settings) -> None:
    """Say so, before any link is printed, when something else listens there already."""
    try:
        family = socket.AF_INET6 if ":" in settings.address else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.address, settings.port))
    except OSError as problem:
        raise click.ClickException(
            f"cannot listen on {settings.address}:{settings.port}: {problem.strerror}. "
            "Stop what listens there, or set RONDA_PORT."
        ) from None


commands = [serve]
