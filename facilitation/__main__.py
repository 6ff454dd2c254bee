"""The command line: `python -m facilitation COMMAND`. Each module of `commands/` brings its own."""

import pkgutil
from importlib import import_module

import click

from facilitation import commands


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def ronda() -> None:
    """Ronda runs a trilingual round table."""


for module in pkgutil.iter_modules(commands.__path__):
    for command in getattr(import_module(f"{commands.__name__}.{module.name}"), "commands", ()):
        ronda.add_command(command)

if __name__ == "__main__":
    ronda(prog_name="python -m facilitation")
