"""`python -m bench SCENARIO`: play it, print its table, keep it. Alone: what there is."""

import asyncio
import re
import resource
import sys
from collections.abc import Coroutine

import click
import uvloop

from bench import tables
from bench.scenarios import costs as of_each
from bench.scenarios import room as rooms
from bench.scenarios.room import Way
from bench.tables import Outcome


class Seconds(click.ParamType):
    """A time such as `4s`, `0.5s` or `2m`; a bare number is seconds."""

    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"(\d+(?:\.\d+)?)(s|m)?", str(value))
        if not found:
            self.fail(f"{value} is no time: 4s, 0.5s, 2m", param, ctx)
        return float(found[1]) * (60 if found[2] == "m" else 1)


SECONDS = Seconds()


@click.group()
def bench() -> None:
    """Measure Ronda on this machine. Every scenario starts its own servers on 127.0.0.1."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, allowed))  # each visit holds two


@bench.command()
@click.option("--people", "n", default=150, show_default=True)
@click.option("--burst", type=SECONDS, default="4s", show_default=True, help="All answer in this.")
@click.option("--idle", type=SECONDS, default="20s", show_default=True, help="Before that, nobody.")
@click.option("--way", "ways", type=click.Choice(Way, False), multiple=True, default=[*Way])
@click.option("--plain/--no-plain", default=True, help="Also the plain alternative.")
@click.option("--screens/--no-screens", default=True, help="Console and projector open, too.")
def room(
    n: int, burst: float, idle: float, ways: tuple[Way, ...], plain: bool, screens: bool
) -> None:
    """People with a page open: idle, all answering at once, the moderator stepping on."""
    for way in ways:
        _told(rooms.play(way, n, burst, idle, against_plain=plain, with_screens=screens))


@bench.command()
def costs() -> None:
    """What each step costs the server by itself, held against the least it could."""
    _told(of_each.play())


@bench.command()
def table() -> None:
    """Write what was measured last into bench/README.md."""
    tables.write_readme()


def _told(playing: Coroutine[None, None, Outcome]) -> None:
    """Play it, print it, keep it; what was lost ends the run with an error."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        outcome = runner.run(playing)
    click.echo(tables.drawn(outcome) + "\n")
    outcome.keep()
    for sentence in outcome.lost:
        click.echo(sentence, err=True)
    if outcome.lost:
        sys.exit(1)


if __name__ == "__main__":
    bench(prog_name="python -m bench")
