"""`python -m bench SCENARIO`: play it, print its table, keep it. Alone: all of them, one by one."""

import asyncio
import re
import resource
import sys
from collections.abc import Coroutine
from dataclasses import replace

import click
import uvloop

from bench import tables
from bench.gauges import pace
from bench.scenarios import (
    brought_in,
    console,
    costs,
    door,
    exports,
    faults,
    first_load,
    forum,
    forum_of_many,
    growth,
    guesses,
    importing,
    room,
    seen,
    soak,
    stop,
    themes,
    translating,
)
from bench.scenarios.room import Way
from bench.tables import Outcome


class Seconds(click.ParamType):
    """A time such as `4s`, `0.5s` or `2m`; a bare number is seconds."""

    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        found = re.fullmatch(r"(\d+(?:\.\d+)?)(s|m)?", str(value))
        if not found:
            self.fail(f"{value} is no time: 4s, 0.5s, 2m", param, ctx)
        return float(found[1]) * (60 if found[2] == "m" else 1)


SECONDS = Seconds()
SCENARIOS = (
    *("costs", "room", "door", "seen", "console", "themes", "exports", "guesses"),
    *("translating", "importing", "brought-in", "stop", "first-load"),
)


@click.group(invoke_without_command=True)
@click.pass_context
def bench(context: click.Context) -> None:
    """Measure Ronda on this machine. Every scenario starts its own servers on 127.0.0.1."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, allowed))  # a visit holds two open
    if context.invoked_subcommand is None:
        for scenario in SCENARIOS:
            context.invoke(bench.commands[scenario])
        context.invoke(bench.commands["table"])


@bench.command("costs")
def play_costs() -> None:
    """What each step costs the server by itself, held against the least it could."""
    _told(_run(costs.play()))


@bench.command("room")
@click.option("--people", "n", default=150, show_default=True)
@click.option("--burst", type=SECONDS, default="4s", show_default=True, help="All answer in this.")
@click.option("--idle", type=SECONDS, default="20s", show_default=True, help="Before that, nobody.")
@click.option("--way", "ways", type=click.Choice(Way, False), multiple=True, default=[*Way])
@click.option("--plain/--no-plain", default=True, help="Also the plain alternative.")
@click.option("--screens/--no-screens", default=True, help="Console and projector open, too.")
def play_room(
    n: int, burst: float, idle: float, ways: tuple[Way, ...], plain: bool, screens: bool
) -> None:
    """People with a page open: idle, all answering at once, the moderator stepping on."""
    for way in ways:
        _told(_run(room.play(way, n, burst, idle, against_plain=plain, with_screens=screens)))


@bench.command("door")
@click.option("--submissions", "n", default=1000, show_default=True)
@click.option("--within", type=SECONDS, default="10s", show_default=True)
@click.option("--pages", default=0, show_default=True, help="Full pages open beside them.")
def play_door(n: int, within: float, pages: int) -> None:
    """Many people at the door with its event stream open, answering together."""
    _told(_run(door.play(n, within, pages)))


@bench.command("seen")
@click.option("--submissions", "n", default=40, show_default=True)
@click.option("--within", type=SECONDS, default="4s", show_default=True)
@click.option("--pages", default=150, show_default=True, help="Full pages open beside them.")
def play_seen(n: int, within: float, pages: int) -> None:
    """From Send to the moderator's event stream and console."""
    _told(_run(seen.play(n, within, pages)))


@bench.command("console")
@click.option("--submissions", "n", default=150, show_default=True)
@click.option("--within", type=SECONDS, default="4s", show_default=True)
@click.option("--contributions", "many", default=5_000, show_default=True)
def play_console(n: int, within: float, many: int) -> None:
    """Clicks on the console while a room answers, and its redraw in a session that grew."""
    _told(_run(console.play(n, within, many)))


@bench.command("guesses")
@click.option("--codes", "n", default=10_000, show_default=True)
def play_guesses(n: int) -> None:
    """Wrong codes by the thousand, while somebody comes in by a right one."""
    _told(_run(guesses.play(n)))


@bench.command("themes")
@click.option("--contributions", "n", default=10_000, show_default=True)
def play_themes(n: int) -> None:
    """The screens of a session that grew: cold, and with one contribution more."""
    _told(_run(themes.play(n)))


@bench.command("exports")
@click.option("--contributions", "n", default=10_000, show_default=True)
def play_exports(n: int) -> None:
    """The report and the other files of a session of 1,000, and of one that grew."""
    _told(_run(exports.play(n)))


@bench.command("translating")
@click.option("--people", "n", default=150, show_default=True)
@click.option("--texts", default=200, show_default=True, help="Said before, to be translated.")
@click.option("--within", type=SECONDS, default="20s", show_default=True)
@click.option("--rounds", default=3, show_default=True, help="Of each kind, by turns.")
def play_translating(n: int, texts: int, within: float, rounds: int) -> None:
    """A room that answers while Apertium works, and the same room without."""
    _told(_run(translating.play(n, texts, within, rounds)))


@bench.command("importing")
@click.option("--messages", "n", default=5_000, show_default=True)
def play_importing(n: int) -> None:
    """A chat of a whole forum: read, proposed, brought in and taken out again."""
    _told(_run(importing.play(n)))


@bench.command("brought-in")
@click.option("--messages", "n", default=5_000, show_default=True)
@click.option("--look", type=SECONDS, default="15s", show_default=True, help="At the preview.")
@click.option("--times", default=3, show_default=True, help="The median of so many.")
def play_brought_in(n: int, look: float, times: int) -> None:
    """The same in Chromium, as whoever brings it in waits for it."""
    _told(_run(brought_in.play(n, look, times)))


@bench.command("stop")
@click.option("--people", "n", default=150, show_default=True)
def play_stop(n: int) -> None:
    """SIGTERM and SIGINT with a room's streams open."""
    _told(_run(stop.play(n)))


@bench.command("first-load")
@click.option("--times", default=3, show_default=True, help="The median of so many.")
def play_first_load(times: int) -> None:
    """Chromium with a cold cache, a slow network and a slow processor."""
    _told(_run(first_load.play(times)))


@bench.command("forum")
@click.option("--people", "n", default=600, show_default=True, help="In all.")
@click.option("--processes", default=2, show_default=True)
@click.option("--within", type=SECONDS, default="8s", show_default=True)
@click.option("--sessions", "many", default=1, show_default=True, help="At once, nobody killed.")
def play_forum(n: int, processes: int, within: float, many: int) -> None:
    """Processes behind nginx on PostgreSQL: one is killed, then all are restarted, meanwhile.

    With more than one session: many round tables side by side, each at its own pace.
    """
    if many > 1:
        _told(_run(forum_of_many.play(n, processes, within, many)))
    else:
        _told(_run(forum.play(n, processes, within)))


@bench.command("faults")
@click.option("--rounds", default=100, show_default=True)
@click.option("--people", "n", default=30, show_default=True)
@click.option("--seed", default=7, show_default=True, help="The same faults in every run.")
def play_faults(rounds: int, n: int, seed: int) -> None:
    """Kills, crashes, cut lines and a held database at random while people answer."""
    _told(_run(faults.play(rounds, n, seed)))


@bench.command("growth")
@click.option("--to", "most", default=100_000, show_default=True, help="Contributions, at most.")
def play_growth(most: int) -> None:
    """One more answer, step, chart and export in sessions of 100 contributions and more."""
    sizes = tuple(n for n in (100, 1_000, 10_000, 100_000) if n <= most)
    _told(_run(growth.play(sizes)))


@bench.command("soak")
@click.option("--minutes", default=20.0, show_default=True)
@click.option("--people", "n", default=60, show_default=True)
def play_soak(minutes: float, n: int) -> None:
    """People come, answer, leave and come back: memory, and what is told late."""
    _told(_run(soak.play(minutes, n)))


@bench.command("table")
def write_table() -> None:
    """Write what was measured last into bench/README.md."""
    tables.write_readme()


def _run(playing: Coroutine[None, None, Outcome]) -> Outcome:
    before = pace()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        outcome = runner.run(playing)
    return replace(outcome, pace=(before, pace()))


def _told(outcome: Outcome) -> None:
    """Print it and keep it; what was lost ends the run with an error."""
    click.echo(tables.drawn(outcome) + "\n")
    outcome.keep()
    for sentence in outcome.lost:
        click.echo(sentence, err=True)
    if outcome.lost:
        sys.exit(1)


if __name__ == "__main__":
    bench(prog_name="python -m bench")
