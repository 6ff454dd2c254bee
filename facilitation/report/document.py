"""The report as a whole: its chapters in order, in one language or in all of the session's."""

from collections.abc import Iterable, Iterator, Sequence

from facilitation.model import Language, PartKind, Words
from facilitation.report import annexes, identity, method, participation, questions
from facilitation.report.blocks import Block, Chapter, Cover, Heading, Report
from facilitation.report.concluded import steps
from facilitation.report.material import Material
from facilitation.report.telling import Telling

_ANNEXES = (annexes.codebook, annexes.organisations, annexes.run_sheet, annexes.versions)


def report(material: Material, language: Language = "") -> Report:
    """The report in one language; "" is all of the session's, one after the other, with the
    contributions once at the end, each with its translations."""
    languages = (language,) if language else material.session.plan.languages
    tellings = [Telling(material, one) for one in languages]
    first = tellings[0]
    chapters = [chapter for one in tellings for chapter in _chapters(one)]
    letter = chr(ord("A") + len(_ANNEXES))
    said = annexes.contributions(first, letter, languages)
    if len(tellings) > 1:
        said = _in_all(said, tellings, "report.contributions")
    chapters.append(_chapter(first, said))
    return Report(
        language=first.language,
        cover=_cover(tellings),
        contents=" · ".join(telling.say("report.contents") for telling in tellings),
        page=first.say("report.page", page="{page}", pages="{pages}"),
        chapters=tuple(chapters),
    )


def _chapters(telling: Telling) -> Iterator[Chapter]:
    for blocks in _all_blocks(telling):
        yield _chapter(telling, blocks)
    for place, (letter, annex) in enumerate(zip("ABCDEFGH", _ANNEXES, strict=False)):
        yield _chapter(telling, annex(telling, letter), follows=place > 0)


def _chapter(telling: Telling, blocks: Iterable[Block], *, follows: bool = False) -> Chapter:
    numbered = telling.say("report.numbered", number="{number}")
    return Chapter(telling.language, tuple(blocks), numbered, follows)


def _all_blocks(telling: Telling) -> Iterator[Iterable[Block]]:
    yield identity.identity(telling, "1")
    yield participation.participation(telling, "2")
    place = 3
    for blocks in questions.chapters_of_parts(telling, place):
        yield blocks
        place += 1
    plan = telling.material.session.plan
    if plan.points and not any(part.kind is PartKind.PROPOSAL for part in plan.parts):
        yield _points(telling, str(place))
        place += 1
    yield steps(telling, str(place))
    yield method.method(telling, str(place + 1))


def _points(telling: Telling, number: str) -> Iterator[Block]:
    yield telling.heading(1, number, "report.points")
    yield from questions.points(telling, number)


def _in_all(blocks: Iterable[Block], tellings: Sequence[Telling], key: str) -> Iterator[Block]:
    """The first heading said in every language."""
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            said = " · ".join(telling.say(key) for telling in tellings)
            block = Heading(Words(said, tellings[0].language), 1, block.number)
        yield block


def _cover(tellings: Sequence[Telling]) -> Cover:
    material = tellings[0].material
    plan = material.session.plan
    titles = [telling.read(plan.title) for telling in tellings]
    lines = [Words(name, tellings[0].language) for name in plan.programme.organisers]
    lines += [telling.own(identity.held(telling)) for telling in tellings]
    state = [
        paragraph
        for telling in tellings
        for paragraph in (annexes.state_of(telling), *identity.shortcomings(telling))
    ]
    return Cover(
        reference=plan.reference,
        kinds=tuple(telling.words("report.kind") for telling in tellings),
        titles=tuple(dict.fromkeys(titles)),
        lines=tuple(lines),
        state=tuple(state),
        numbers=identity.key_numbers(tellings[0]),
    )
