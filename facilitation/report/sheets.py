"""The same material as plain tables, for spreadsheets: one for each thing that can be counted.

In all languages, a heading or a label says each of them once, and texts have a column for each.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from facilitation.conclusions.nouns import Conclusion
from facilitation.confidentiality import SMALLEST_CELL
from facilitation.model import Axis, CodingState, Contribution, ContributionState, Language, Wording
from facilitation.phrases import name_of
from facilitation.report.annexes import seconds_spent
from facilitation.report.material import Material, codes_of, voices
from facilitation.report.participation import kinds_told
from facilitation.report.questions import is_told
from facilitation.report.telling import Telling

Cell = str | int
_GONE = (ContributionState.WITHDRAWN, ContributionState.ERASED)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `id` is fixed and names it in file names, `title` names it to its readers. A
    `note` stands under it, where there is room for one."""

    id: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The material in the languages of one file."""

    tellings: tuple[Telling, ...]

    @property
    def material(self) -> Material:
        return self.tellings[0].material

    @property
    def languages(self) -> tuple[Language, ...]:
        return tuple(telling.language for telling in self.tellings)

    def say(self, key: str) -> str:
        return _once(telling.say(key) for telling in self.tellings)

    @property
    def why(self) -> str:
        """Why some kinds of actors are not shown, where that is so."""
        if not self.material.veils:
            return ""
        return _once(t.say("confidentiality.why", n=SMALLEST_CELL) for t in self.tellings)

    def heads(self, group: str, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.say(f"{group}.{name}") for name in names)

    def label(self, wording: Wording | None) -> str:
        return _once(t.read(wording).text for t in self.tellings) if wording else ""

    def actor(self, actor_id: str | None) -> str:
        return _once(telling.actor(actor_id) for telling in self.tellings)

    def joined(self, actor_id: str | None) -> Cell:
        n = self.material.joined_of(actor_id)
        is_number = n is not None and actor_id not in self.material.few
        said = _once(telling.joined(actor_id) for telling in self.tellings)
        return n if is_number and n is not None else said

    def code(self, code_id: str) -> str:
        return _once(telling.code(code_id).text for telling in self.tellings)

    def codes(self, ids: Iterable[str]) -> str:
        return "; ".join(map(self.code, ids))

    def language(self, code: Language) -> str:
        return _once(name_of(code, one) for one in self.languages)


def _once(texts: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(filter(None, texts)))


def sheets(material: Material, language: Language = "") -> list[Sheet]:
    """All the tables, in one language or ("") in all of the session's."""
    reading = _reading(material, language)
    return [write(reading) for write in _SHEETS.values()]


def one_sheet(material: Material, sheet_id: str, language: Language = "") -> Sheet:
    """One of the tables, by its id."""
    return _SHEETS[sheet_id](_reading(material, language))


def _reading(material: Material, language: Language) -> Reading:
    languages = (language,) if language else material.session.plan.languages
    return Reading(tuple(Telling(material, one) for one in languages))


def _contributions(reading: Reading) -> Sheet:
    """Every contribution; what its author took back keeps its line and loses its words."""
    material = reading.material
    names = ("number", "received_at", "part", "actor", "group", "name", "organisation", "territory")
    codings = ("themes", "themes_suggested", "points", "points_suggested")
    more = (*codings, "state", "source", "source_file", "source_line", "shared")
    columns = [
        (reading.say("file.column.language"), reading.say("file.column.text")),
        *(_translation_heads(reading, one) for one in reading.languages),
    ]
    header = (
        *reading.heads("file.column", names),
        *(head for pair in columns for head in pair),
        *reading.heads("file.column", more),
    )
    rows = tuple(_contribution(reading, told) for told in material.given)
    return Sheet("contributions", reading.say("file.sheet.contributions"), header, rows)


def _translation_heads(reading: Reading, language: Language) -> tuple[str, str]:
    return f"{reading.say('file.column.translation')} ({language})", reading.say(
        "file.column.whose"
    )


def _contribution(reading: Reading, told: Contribution) -> tuple[Cell, ...]:
    session, author = reading.material.session, reading.material.authors[told.id]
    actor, gone = session.actor_of(told.actor_id), told.state in _GONE
    file, line = reading.material.sources[told.id]
    group = next((one for one in session.plan.groups if actor and one.id == actor.group), None)
    return (
        told.number,
        told.received_at.isoformat(timespec="seconds"),
        reading.label(session.part_of(told.part_id).title),
        reading.label(actor.label) if actor else _unsaid(reading, told),
        reading.label(group.label if group else None),
        *(author.name, author.organisation, author.territory),
        reading.language(told.words.language),
        "" if gone else told.words.text,
        *(cell for one in reading.languages for cell in _translated(reading, told, one, gone)),
        reading.codes(codes_of(told, Axis.THEME)),
        reading.codes(codes_of(told, Axis.THEME, CodingState.SUGGESTED)),
        reading.codes(codes_of(told, Axis.POINT)),
        reading.codes(codes_of(told, Axis.POINT, CodingState.SUGGESTED)),
        reading.say(f"file.state.{told.state}"),
        reading.say(f"file.source.{told.source}"),
        *(("", "") if gone else (file, "" if line is None else line)),
        told.support,
    )


def _unsaid(reading: Reading, told: Contribution) -> str:
    """In the place of a kind of actor: that it is not shown, or nothing where nobody knows it."""
    return reading.say("confidentiality.kind") if told.id in reading.material.pool else ""


def _translated(
    reading: Reading, told: Contribution, language: Language, gone: bool
) -> tuple[str, str]:
    """A translation and whose it is; nothing where the text was written in that language."""
    for one in told.translations:
        if one.words.language == language != told.words.language and not gone:
            return one.words.text, reading.say(f"file.translation.{one.state}")
    return "", ""


def _conclusions(reading: Reading) -> Sheet:
    names = ("number", "kind", "part", "point", "approved", "voices", "actors")
    header = reading.heads("file.column", names)
    for language in reading.languages:
        said = f"{reading.say('file.column.statement')} ({language})"
        header += (said, reading.say("file.column.whose"))
    header += reading.heads("file.column", ("proposer", "addressee", "due", "evidence"))
    rows = tuple(_conclusion(reading, one) for one in reading.material.conclusions)
    return Sheet("conclusions", reading.say("file.sheet.conclusions"), header, rows)


def _conclusion(reading: Reading, one: Conclusion) -> tuple[Cell, ...]:
    plan, evidence = reading.material.session.plan, reading.material.evidence_of(one)
    title = next((part.title for part in plan.parts if part.id == one.part_id), None)
    said = (one.statement(reading.languages[0]) or one.original).said
    actors = reading.material.actors_of(evidence)
    return (
        one.number,
        _once(telling.say(f"report.kind.{one.kind}", n=1) for telling in reading.tellings),
        reading.label(title),
        reading.code(one.point_id) if one.point_id else "",
        reading.say("file.yes" if one.approved_at else "file.no"),
        voices(evidence),
        "; ".join(reading.actor(one) for one in actors),
        *(cell for language in reading.languages for cell in _stated(reading, one, language)),
        *(said.proposer, said.addressee, said.due),
        ", ".join(str(told.number) for told in evidence),
    )


def _stated(reading: Reading, one: Conclusion, language: Language) -> tuple[str, str]:
    statement = one.statement(language)
    if statement is None:
        return "", reading.say("file.statement.missing")
    return statement.said.text, reading.say(f"file.statement.{statement.state}")


def _evidence(reading: Reading) -> Sheet:
    """One row for each contribution behind a conclusion, to be joined by their numbers."""
    material = reading.material
    rows = tuple(
        (one.number, told.number)
        for one in material.conclusions
        for told in material.evidence_of(one)
    )
    header = reading.heads("file.column", ("conclusion", "contribution"))
    return Sheet("evidence", reading.say("file.sheet.evidence"), header, rows)


def _participation(reading: Reading) -> Sheet:
    material = reading.material
    rows = []
    unsaid = reading.say("confidentiality.not_shown")
    for actor_id in kinds_told(material):
        said = [told for told in material.counted if told.actor_id == actor_id]
        counts: tuple[Cell, Cell] = (voices(said), len(said))
        spoke = counts if material.is_told(actor_id) else (unsaid, unsaid)
        rows.append((reading.actor(actor_id), reading.joined(actor_id), *spoke))
    header = reading.heads("report", ("actor", "joined", "voices_head", "contributions_head"))
    title = reading.say("file.sheet.participation")
    return Sheet("participation", title, header, tuple(rows), reading.why)


def _themes(reading: Reading) -> Sheet:
    """Voices for each part, code and group: confirmed, and only suggested."""
    return Sheet(
        "themes",
        reading.say("file.sheet.themes"),
        reading.heads("file.column", ("part", "axis", "code", "group", "confirmed", "suggested")),
        tuple(_counts(reading)),
        reading.why,
    )


def _counts(reading: Reading) -> Iterator[tuple[Cell, ...]]:
    material, unsaid = reading.material, reading.say("confidentiality.not_shown")
    for part in material.session.plan.parts:
        for axis in Axis if part.takes_contributions else ():
            pattern = material.patterns[part.id, axis]
            for row in pattern.rows:
                for column, count in zip(pattern.columns, row.counts, strict=True):
                    counts: tuple[Cell, Cell] = (count.confirmed, count.suggested)
                    yield (
                        reading.label(part.title),
                        reading.say(f"file.axis.{axis}"),
                        reading.label(row.code.label),
                        _once(telling.column(column.id).text for telling in reading.tellings),
                        *(counts if is_told(pattern, column) else (unsaid, unsaid)),
                    )


def _codebook(reading: Reading) -> Sheet:
    """The themes and the points of a session as they are called and defined."""
    plan = reading.material.session.plan
    heads = [
        f"{reading.say(f'file.column.{name}')} ({language})"
        for language in reading.languages
        for name in ("code", "definition")
    ]
    rows = tuple(
        (
            reading.say(f"file.axis.{code.axis}"),
            code.id,
            *(
                wording.texts.get(language, "")
                for language in reading.languages
                for wording in (code.label, code.definition)
            ),
        )
        for code in (*plan.themes, *plan.points)
        if not code.is_retired
    )
    header = (*reading.heads("file.column", ("axis", "id")), *heads)
    return Sheet("codebook", reading.say("file.sheet.codebook"), header, rows)


def _run_sheet(reading: Reading) -> Sheet:
    material = reading.material
    spent = seconds_spent(material)
    rows = []
    for part in material.session.plan.parts:
        began = next((at for id_, at in material.steps if id_ == part.id), None)
        at = began.isoformat(timespec="seconds") if began else ""
        took = round(spent.get(part.id, 0) / 60)
        rows.append((reading.label(part.title), part.minutes, at, took))
    header = reading.heads("report.run_sheet", ("part", "planned", "began", "took"))
    return Sheet("run_sheet", reading.say("file.sheet.run_sheet"), header, tuple(rows))


def _organisations(reading: Reading) -> Sheet:
    rows: Sequence[tuple[Cell, ...]] = [(name,) for name in reading.material.organisations]
    header = (reading.say("file.column.organisation"),)
    return Sheet("organisations", reading.say("file.sheet.organisations"), header, tuple(rows))


_SHEETS: Mapping[str, Callable[[Reading], Sheet]] = {
    "contributions": _contributions,
    "conclusions": _conclusions,
    "evidence": _evidence,
    "participation": _participation,
    "themes": _themes,
    "codebook": _codebook,
    "run_sheet": _run_sheet,
    "organisations": _organisations,
}
