"""Where the session stands, as the console shows it: its clocks, who was heard."""

from collections.abc import Sequence

from facilitation import participation, sessions
from facilitation.charts import Table
from facilitation.model import SessionState, Words
from facilitation.palette import colour_of_actor
from facilitation.participation import Standing
from facilitation.ui.cards import actor_label
from facilitation.ui.components import (
    drawn,
    show_clock,
    show_table,
    show_words,
)
from facilitation.ui.page import Page, moment


def show_clocks(page: Page) -> None:
    """Time for the part on the table and for the whole; it ticks in the browser."""
    session = page.session
    time = sessions.timing(session, moment())
    spans = [
        ("moderator.this_part", time.part_elapsed, time.part_planned),
        ("moderator.the_whole", time.elapsed, time.planned),
    ]
    show_clock(
        [
            {
                "label": page.say(label),
                "elapsed": elapsed,
                "planned": planned,
                "left": page.say("moderator.left", time="{time}"),
                "over": page.say("moderator.over", time="{time}"),
            }
            for label, elapsed, planned in spans
        ],
        key="clock",
        is_running=session.state is SessionState.OPEN,
    )


def show_heard(page: Page, heard: Sequence[Standing]) -> None:
    """For each kind of actor: joined, voices, contributions; those who say nothing come out."""
    plan = page.session.plan
    show_words(drawn(Words(page.say("moderator.heard"), page.language), "quiet"), key="heard.title")
    show_table(
        _table(page, heard),
        key="heard",
        colours=[colour_of_actor(plan, one.what) for one in heard] + [None],
        tones=[_tone(one) for one in heard] + ["strong"],
    )


def _tone(one: Standing) -> str:
    if one.here and not one.voices:
        return "strong"
    return "" if one.here else "silent"


def _table(page: Page, heard: Sequence[Standing]) -> Table:
    """The counts of a part as a table, with a last row for all."""

    def words(text: str) -> Words:
        return Words(text, page.language)

    def row(name: Words, one: Standing) -> tuple[Words, ...]:
        numbers = (one.here, one.voices, one.contributions)
        return (name, *(words(page.phrases.number(n)) for n in numbers))

    header = ("actor", "here", "voices", "contributions")
    return Table(
        page.say("moderator.heard"),
        tuple(words(page.say(f"moderator.column.{name}")) for name in header),
        (
            *(row(actor_label(page, one.what), one) for one in heard),
            row(words(page.say("moderator.all")), participation.total(heard)),
        ),
    )
