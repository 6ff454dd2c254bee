"""`audit`: who did what when in a session."""

import sys

import click

from facilitation.commands.record import session_named
from facilitation.exports import audit_file
from facilitation.installation import installed


@click.command()
@click.argument("session")
def audit(session: str) -> None:
    """Write the audit trail of a SESSION (its code or reference) as JSON lines."""
    installation = installed()
    found = session_named(installation, session)
    sys.stdout.buffer.write(audit_file.write(installation.store, found))


commands = [audit]
