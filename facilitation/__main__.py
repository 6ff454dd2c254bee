"""The command line: `python -m facilitation COMMAND`. Each module of `commands/` brings its own."""

from collections.abc import Mapping
from importlib import import_module

import click

from facilitation.errors import FacilitationError, Unreachable
from facilitation.phrases import in_language

# The module of each command. Only that one is loaded: all of them take a second and a half.
MODULES: Mapping[str, str] = {
    "audit": "audit",
    "backup": "backups",
    "codebook": "codebook",
    "detect": "analysis",
    "doubts": "translation",
    "export": "record",
    "import": "intake",
    "links": "record",
    "move": "moving",
    "passcode": "passcode",
    "prepare": "record",
    "rehearse": "rehearse",
    "restore": "backups",
    "serve": "serving",
    "suggest": "analysis",
    "translate": "translation",
    "verify": "backups",
}


class Commands(click.Group):
    """Commands that are loaded when they are asked for. What cannot be done is said in a sentence,
    and the exit code is not zero."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Unreachable:
            told = "the database cannot be reached: is it running, and does RONDA_DATABASE name it?"
            raise click.ClickException(told) from None
        except FacilitationError as problem:
            told = in_language("en").say(problem.phrase, **problem.values)
            raise click.ClickException(told) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        module = import_module(f"facilitation.commands.{MODULES[cmd_name]}")
        found: click.Command = next(one for one in module.commands if one.name == cmd_name)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def ronda() -> None:
    """Ronda runs a trilingual round table."""


if __name__ == "__main__":
    ronda(prog_name="python -m facilitation")
