"""A session file into a plan: docs/session-file.md is its format, data/sessions/ has the first."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

from facilitation.codebook import TABLES, Codebook, Theme, read_codebook
from facilitation.errors import PlanProblem
from facilitation.model import (
    Actor,
    ActorGroup,
    Code,
    Confidentiality,
    Language,
    Part,
    PartKind,
    Plan,
    Programme,
    Prompt,
    Scheduled,
    Wording,
)
from facilitation.phrases import INTERFACE_LANGUAGES
from facilitation.toml_readings import Reading, Table, quoted, read_source
from facilitation.translation.glossary import parse_glossary

# How much fits, in characters as people see them.
LABEL, LINE, QUESTION, ESSAY = 80, 200, 1_000, 20_000
MOST_MINUTES, MOST_PEOPLE, MOST_DAYS = 24 * 60, 1_000_000, 3_650

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_ZONE = re.compile(r"UTC(?:([+-])(\d\d?)(?::([0-5]\d))?)?")
_WEST, _EAST = -12 * 60, 14 * 60  # the farthest zones of the world, in minutes ahead of UTC


def read_plan(path: Path) -> Plan:
    """The plan in a session file. Raises PlanProblem with all that is wrong, each with its line."""
    return read_plan_text(read_source(path), path.parent, path.name)


def read_plan_text(text: str, folder: Path, name: str) -> Plan:
    """The plan in `text`. Its codebook and glossary are looked for from `folder`; sentences call
    it `name`.

    Raises PlanProblem with all that is wrong with these files, each with its line.
    """
    reading = Reading(text, name)
    top = reading.top
    languages = _languages(top)
    codebook, source = _codebook(top, folder, languages)
    groups = _groups(top, languages)
    plan = Plan(
        reference=top.text("reference", LABEL),
        languages=languages,
        title=top.wording("title", languages, LINE),
        programme=_programme(top, languages),
        confidentiality=top.choice("confidentiality", Confidentiality)
        or Confidentiality.ACTOR_ONLY,
        contact=top.text("contact", LINE, required=False),
        parts=_parts(top, languages),
        groups=groups,
        actors=_actors(top, languages, {group.id for group in groups}),
        themes=tuple(_code(theme, languages) for theme in codebook.themes) if codebook else (),
        points=_points(top, codebook, languages),
        codebook=source,
        notice=top.wording("notice", languages, QUESTION, required=False),
        retention_days=top.number("retention_days", MOST_DAYS, required=False),
        glossary=_glossary(top, folder),
    )
    reading.finish()
    return plan


def _languages(top: Table) -> tuple[Language, ...]:
    """The session's languages. Each must have an interface: no screen is half in another one."""
    written = top.strings("languages", LABEL, required=True)
    if "languages" in top.content and not written:
        top.note('"languages" names no language', "languages")
    for index, language in enumerate(written):
        if language not in INTERFACE_LANGUAGES:
            there_are = ", ".join(INTERFACE_LANGUAGES)
            top.note(
                f"{quoted(language)} has no interface (there are {there_are})", "languages", index
            )
        elif language in written[:index]:
            top.note(f'"languages" names {quoted(language)} twice', "languages", index)
    return tuple(dict.fromkeys(written))


def _programme(top: Table, languages: tuple[Language, ...]) -> Programme:
    day = top.get("date", date, date.min)
    return Programme(
        line=top.wording("line", languages, LINE, required=False),
        sub_axis=top.wording("sub_axis", languages, LINE, required=False),
        organisers=top.strings("organisers", LINE),
        platform=top.text("platform", LABEL, required=False),
        capacity=top.number("capacity", MOST_PEOPLE),
        date="" if day == date.min else day.isoformat(),
        schedule=_schedule(top),
        summary=top.wording("summary", languages, ESSAY, required=False),
        concept=top.wording("concept", languages, ESSAY, required=False),
        objectives=top.wording("objectives", languages, ESSAY, required=False),
        documents=tuple(_document(table) for table in top.tables_of("documents", "document")),
    )


def _schedule(top: Table) -> tuple[Scheduled, ...]:
    """One start and one end, told in several zones. Where they differ, somebody comes late."""
    slots: list[Scheduled] = []
    first: tuple[int | None, int | None] | None = None
    for table in top.tables_of("schedule", "schedule"):
        slot = Scheduled(*(table.text(key, LABEL) for key in ("start", "end", "zone")))
        moments = _in_utc(slot.start, slot.zone), _in_utc(slot.end, slot.zone)
        if None in moments and all((slot.start, slot.end, slot.zone)):
            table.note('write it like start = "9:55", end = "11:25", zone = "UTC-3"')
        elif None not in moments:
            first = first or moments
            if moments != first:
                table.note("is not the same time as the first [[schedule]]")
        slots.append(slot)
    return tuple(slots)


def _in_utc(clock: str, zone: str) -> int | None:
    """A time of day in minutes after midnight UTC; None where one of the two cannot be read, or
    the zone is nowhere in the world."""
    at, offset = _CLOCK.fullmatch(clock), _ZONE.fullmatch(zone)
    if not at or not offset:
        return None
    sign, hours, minutes = offset.groups(default="0")
    ahead = (int(hours) * 60 + int(minutes)) * (-1 if sign == "-" else 1)
    if not _WEST <= ahead <= _EAST:
        return None
    return (int(at[1]) * 60 + int(at[2]) - ahead) % (24 * 60)


def _document(table: Table) -> Mapping[str, str]:
    address = table.text("address", LINE)
    if address and not address.startswith(("https://", "http://")):
        table.note('"address" must begin with https:// or http://', "address")
    return {"title": table.text("title", LINE), "address": address}


def _parts(top: Table, languages: tuple[Language, ...]) -> tuple[Part, ...]:
    seen: dict[str, int] = {}
    parts = tuple(_part(table, languages, seen) for table in top.tables_of("parts", "part"))
    if not parts:
        top.note("there is no [[parts]]: the run sheet is empty", "parts")
    elif not any(part.kind is PartKind.QUESTION for part in parts):
        top.note('no part is of kind "question"', "parts")
    return parts


def _part(table: Table, languages: tuple[Language, ...], seen: dict[str, int]) -> Part:
    kind = table.choice("kind", PartKind) or PartKind.WELCOME
    is_asked = kind in (PartKind.QUESTION, PartKind.PROPOSAL)
    prompts_seen: dict[str, int] = {}
    return Part(
        id=table.id(seen),
        kind=kind,
        minutes=table.number("minutes", MOST_MINUTES),
        title=table.wording("title", languages, LABEL),
        text=table.wording("text", languages, QUESTION, required=is_asked),
        prompts=tuple(
            Prompt(prompt.id(prompts_seen), prompt.wording("text", languages, LINE))
            for prompt in table.tables_of("prompts", "prompt")
        ),
        confidentiality=table.choice("confidentiality", Confidentiality, required=False),
    )


def _groups(top: Table, languages: tuple[Language, ...]) -> tuple[ActorGroup, ...]:
    seen: dict[str, int] = {}
    return tuple(
        ActorGroup(table.id(seen), table.wording("label", languages, LABEL), colour)
        for colour, table in enumerate(top.tables_of("groups", "group"))
    )


def _actors(top: Table, languages: tuple[Language, ...], groups: set[str]) -> tuple[Actor, ...]:
    seen: dict[str, int] = {}
    actors = []
    for table in top.tables_of("actors", "actor"):
        group = table.text("group", LABEL, required=False) or None
        if group and group not in groups:
            sentence = f"names the group {quoted(group)}, which is not in [[groups]]"
            top.reading.note((*table.path, "group"), f"{table.called} {sentence}")
        label = table.wording("label", languages, LABEL)
        explanation = table.wording("explanation", languages, LINE, required=False)
        actors.append(Actor(table.id(seen), label, explanation, group))
    if not actors:
        top.note("there is no [[actors]]: nobody could say who they are", "actors")
    return tuple(actors)


def _codebook(
    top: Table, folder: Path, languages: tuple[Language, ...]
) -> tuple[Codebook | None, str]:
    """The codebook that a session names, and its file's own text."""
    name = top.text("codebook", LINE)
    if not name:
        return None, ""
    if Path(name).is_absolute() or not name.endswith(".toml"):
        top.note('"codebook" must name a .toml file, from this file\'s folder', "codebook")
        return None, ""
    if not (folder / name).is_file():
        top.note(f"there is no codebook {quoted(name)}", "codebook")
        return None, ""
    others = top.reading.others
    path = folder / name
    try:
        source = read_source(path)
        reading = Reading(source, path.name)
        codebook = read_codebook(source, path.name)
    except PlanProblem as problem:
        others.extend(problem.problems)
        return None, ""
    others.extend(_unwritten(codebook, reading, languages))
    return codebook, source


def _glossary(top: Table, folder: Path) -> str:
    """The text of the glossary that a session names: the terms its translations keep to."""
    name = top.text("glossary", LINE, required=False)
    if not name:
        return ""
    if Path(name).is_absolute() or not name.endswith(".csv"):
        top.note('"glossary" must name a .csv file, from this file\'s folder', "glossary")
        return ""
    if not (folder / name).is_file():
        top.note(f"there is no glossary {quoted(name)}", "glossary")
        return ""
    try:
        source = read_source(folder / name)
        parse_glossary(source)
    except PlanProblem as problem:
        top.reading.others.extend(f"{name}, {one}" for one in problem.problems)
        return ""
    return source


def _unwritten(codebook: Codebook, reading: Reading, languages: Iterable[Language]) -> list[str]:
    """The labels and definitions that the codebook lacks in a language of the session."""
    themes = [*enumerate(codebook.themes), *enumerate(codebook.points)]
    for (index, theme), language in product(themes, languages):
        kind = TABLES[theme.axis]
        for what, wording in (("label", theme.label), ("definition", theme.code.definition)):
            if wording and not wording.texts.get(language):
                sentence = f'{kind} "{theme.id}" has no {what} in "{language}"'
                reading.note((kind, index, language), sentence)
    return reading.sentences()


def _points(
    top: Table, codebook: Codebook | None, languages: tuple[Language, ...]
) -> tuple[Code, ...]:
    """The codebook's points that this session asks about, in its own order."""
    named = top.strings("points", LABEL)
    if codebook is None:
        return ()
    known = {point.id: _code(point, languages) for point in codebook.points}
    for index, name in enumerate(named):
        if name not in known:
            top.note(f'"points" names {quoted(name)}, which the codebook has not', "points", index)
        elif name in named[:index]:
            top.note(f'"points" names {quoted(name)} twice', "points", index)
    return tuple(known[name] for name in dict.fromkeys(named) if name in known)


def _code(theme: Theme, languages: tuple[Language, ...]) -> Code:
    """What the record keeps of a theme: its texts in the session's languages, in their order."""
    code = theme.code
    label, definition = (
        Wording({lang: wording.texts[lang] for lang in languages if lang in wording.texts})
        for wording in (code.label, code.definition)
    )
    return replace(code, label=label, definition=definition)
