"""What a session is, as its organiser checks it: a table of two columns."""

from collections.abc import Iterator

from facilitation.charts import Table
from facilitation.model import Words
from facilitation.phrases import name_of
from facilitation.ui.page import Page


def facts(page: Page) -> Table:
    """The session in the reader's words: what was planned and what has happened."""
    told = Words(page.say("organiser.facts"), page.language)
    return Table(
        told.text,
        (told, Words("", page.language)),
        tuple((Words(page.say(key), page.language), value) for key, value in _facts(page)),
    )


def _facts(page: Page) -> Iterator[tuple[str, Words]]:
    session, plan = page.session, page.session.plan
    programme = plan.programme

    def plain(text: str) -> Words:
        return Words(text, page.language)

    yield "organiser.fact.reference", plain(plan.reference)
    yield "organiser.fact.code", plain(session.code)
    yield (
        "organiser.fact.languages",
        plain(", ".join(name_of(language, page.language) for language in plan.languages)),
    )
    yield "organiser.fact.organisers", plain(" · ".join(programme.organisers))
    yield "organiser.fact.platform", plain(programme.platform)
    yield "organiser.fact.capacity", plain(page.phrases.number(programme.capacity))
    times = " · ".join(f"{slot.start}–{slot.end} {slot.zone}" for slot in programme.schedule)
    day = page.phrases.programme_day(programme.date)
    yield "organiser.fact.programme", plain(", ".join(filter(None, (day, times))))
    for part in plan.parts:
        minutes = page.say("moderator.minutes", n=part.minutes)
        title = page.read(part.title)
        yield "organiser.fact.part", Words(f"{title.text} ({minutes})", title.language)
    for key, at in (("opened", session.opened_at), ("closed", session.closed_at)):
        if at:
            day, time = page.phrases.day(at, page.zone), page.phrases.clock(at, page.zone)
            yield f"organiser.fact.{key}", plain(f"{day}, {time}")
