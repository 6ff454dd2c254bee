"""`passcode`: the hash of an organiser's passcode, for the operator to set."""

import click

from facilitation.errors import Refused
from facilitation.passcode import LONGEST, SHORTEST, hashed


@click.command()
@click.password_option("--passcode", prompt="Passcode", help="Asked for where it is left out.")
def passcode(passcode: str) -> None:
    """Print the line that lets organisers in at /enter by a passcode. The passcode is not kept."""
    try:
        click.echo(f"RONDA_PASSCODE='{hashed(passcode)}'")
    except Refused:
        raise click.ClickException(f"a passcode has {SHORTEST} to {LONGEST} characters") from None


commands = [passcode]
