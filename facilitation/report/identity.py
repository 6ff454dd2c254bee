"""The identity block of the concept note: what the session was, in the note's own words."""

from collections.abc import Iterator

from facilitation.model import SessionState, Words
from facilitation.phrases import name_of
from facilitation.report.blocks import Block, Facts, KeyNumbers, Paragraph, Tone
from facilitation.report.material import voices
from facilitation.report.telling import Telling


def identity(telling: Telling, number: str) -> Iterator[Block]:
    plan = telling.material.session.plan
    yield telling.heading(1, number, "report.identity")
    yield Facts(tuple((label, words) for label, words in _facts(telling) if words.text))
    if plan.programme.summary:
        yield telling.heading(2, f"{number}.1", "report.identity.summary")
        yield Paragraph(telling.read(plan.programme.summary))
    if plan.programme.objectives:
        yield telling.heading(2, f"{number}.2", "report.identity.objectives")
        yield Paragraph(telling.read(plan.programme.objectives))


def _facts(telling: Telling) -> Iterator[tuple[str, Words]]:
    session = telling.material.session
    programme, say = session.plan.programme, telling.say
    yield say("report.identity.title"), telling.read(session.plan.title)
    yield say("report.identity.line"), telling.read(programme.line)
    yield say("report.identity.sub_axis"), telling.read(programme.sub_axis)
    yield say("report.identity.organisers"), telling.own("; ".join(programme.organisers))
    yield say("report.identity.date"), telling.own(telling.phrases.programme_day(programme.date))
    hours = (f"{slot.start}–{slot.end} ({slot.zone})" for slot in programme.schedule)
    yield say("report.identity.hours"), telling.own(" · ".join(hours))
    yield say("report.identity.held"), telling.own(held(telling))
    yield say("report.identity.platform"), telling.own(programme.platform)
    capacity = telling.number(programme.capacity) if programme.capacity else ""
    yield say("report.identity.capacity"), telling.own(capacity)
    spoken = telling.listed(name_of(one, telling.language) for one in session.plan.languages)
    yield say("report.identity.languages"), telling.own(spoken)
    rule = telling.words(f"report.confidentiality.{session.plan.confidentiality}")
    yield say("report.identity.confidentiality"), rule


def held(telling: Telling) -> str:
    """When it really took place: from the people who opened and closed it, never the programme."""
    session = telling.material.session
    if session.opened_at is None:
        return telling.say("report.held.not_yet")
    day, start = telling.day(session.opened_at), telling.time(session.opened_at)
    if session.state is not SessionState.CLOSED or session.closed_at is None:
        return telling.say("report.held.running", day=day, start=start)
    return telling.say(
        "report.held.over", day=day, start=start, end=telling.time(session.closed_at)
    )


def key_numbers(telling: Telling) -> KeyNumbers:
    material = telling.material
    spoken = {told.words.language for told in material.counted}
    rows = (
        ("report.key.joined", sum(material.joined.values())),
        ("report.key.voices", voices(material.counted)),
        ("report.key.contributions", len(material.counted)),
        ("report.key.languages", len(spoken)),
        ("report.key.conclusions", len(material.conclusions)),
    )
    return KeyNumbers(tuple((telling.number(n), telling.say(key, n=n)) for key, n in rows))


def shortcomings(telling: Telling) -> Iterator[Paragraph]:
    """What a reader must know before the first page: what is missing, or not final yet."""
    session = telling.material.session
    if session.is_rehearsal:
        yield telling.paragraph("report.is_rehearsal", Tone.NOTICE)
    if session.state is SessionState.OPEN:
        at = telling.time(telling.material.at)
        yield telling.paragraph("report.is_running", Tone.NOTICE, at=at)
    if not telling.material.counted:
        yield telling.paragraph("report.nothing_said", Tone.NOTICE)
    if telling.language not in session.plan.title.texts:
        language = name_of(telling.language, telling.language)
        yield telling.paragraph("report.not_in_language", Tone.NOTICE, language=language)
