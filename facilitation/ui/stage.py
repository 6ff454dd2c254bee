"""Where the session stands, as the console shows it: the run sheet, its clocks, who was heard."""

from facilitation import participants, sessions
from facilitation.charts import Table
from facilitation.errors import NotFound
from facilitation.model import SessionState, Words
from facilitation.palette import colour_of_actor
from facilitation.participants import Heard
from facilitation.ui.components import (
    Drawn,
    drawn,
    show_clock,
    show_run_sheet,
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


def show_parts(page: Page) -> None:
    """The run sheet. A press steps to that part; the first one opens the session."""
    session = page.session
    before, after = sessions.neighbours(session)
    parts = [_part(page, part.id) for part in session.plan.parts]
    of = {part["id"]: part for part in parts}
    data = {
        "parts": parts,
        "before": before and of[before.id],
        "after": after and of[after.id],
        "is_open": session.state is SessionState.OPEN,
        "say": {
            "label": page.say("moderator.run_sheet"),
            "back": page.say("moderator.back"),
            "next": page.say("moderator.next"),
            "step": page.say("moderator.step_here"),
        },
    }
    show_run_sheet(data, "run_sheet", lambda asked: page.attempt(_step, page, asked.get("part")))


def _part(page: Page, part_id: str) -> Drawn:
    session = page.session
    ids = [part.id for part in session.plan.parts]
    part = session.part_of(part_id)
    return {
        "id": part.id,
        "title": drawn(page.read(part.title)),
        "minutes": page.say("moderator.minutes", n=part.minutes),
        "is_here": part.id == session.part_id,
        "is_past": ids.index(part.id) < ids.index(session.part_id),
    }


def _step(page: Page, part_id: object) -> None:
    page = page.now()
    if part_id not in [part.id for part in page.session.plan.parts]:
        raise NotFound
    sessions.step(page.store, page.session, str(part_id), page.by)


def show_heard(page: Page) -> None:
    """For each kind of actor: joined, voices, contributions; those not heard yet come out."""
    heard = participants.heard(page.store, page.session, page.session.part_id)
    plan = page.session.plan
    silent = [page.read(one.actor.label).text for one in heard if one.joined and not one.voices]
    told = page.say("moderator.not_heard", n=len(silent), actors=", ".join(silent))
    show_words(
        drawn(Words(page.say("moderator.heard"), page.language), "quiet"),
        *([drawn(Words(told, page.language), "alert")] if silent else []),
        key="not_heard",
    )
    show_table(
        heard_table(page, heard),
        key="heard",
        colours=[colour_of_actor(plan, one.actor.id) for one in heard] + [None],
        tones=[_tone(one) for one in heard] + ["strong"],
    )


def _tone(one: Heard) -> str:
    if one.joined and not one.voices:
        return "strong"
    return "" if one.joined else "silent"


def heard_table(page: Page, heard: tuple[Heard, ...]) -> Table:
    """The counts of a part as a table, with a last row for all."""

    def words(text: str) -> Words:
        return Words(text, page.language)

    def row(name: Words, joined: int, voices: int, contributions: int) -> tuple[Words, ...]:
        numbers = (page.phrases.number(n) for n in (joined, voices, contributions))
        return (name, *map(words, numbers))

    totals = (sum(getattr(one, name) for one in heard) for name in Heard.__slots__[1:])
    header = ("actor", "joined", "voices", "contributions")
    return Table(
        page.say("moderator.heard"),
        tuple(words(page.say(f"moderator.column.{name}")) for name in header),
        (
            *(
                row(page.read(one.actor.label), one.joined, one.voices, one.contributions)
                for one in heard
            ),
            row(words(page.say("moderator.all")), *totals),
        ),
    )
