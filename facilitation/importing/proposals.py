"""A reading of the intake as a draft: who and what it would bring, before anybody looked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from facilitation.importing.drafts import Draft, Person, Remark, Share
from facilitation.importing.moments import RunSheet
from facilitation.importing.people import names_of
from facilitation.intake.actor_words import ActorWords
from facilitation.intake.attendance import Attendee
from facilitation.intake.chat_clients import EntryKind
from facilitation.intake.chat_merging import time_of_day
from facilitation.intake.findings import Finding
from facilitation.intake.headers import plain
from facilitation.intake.meetings import AnyReading, Choices
from facilitation.intake.recognition import FileKind
from facilitation.intake.registrations import Approval, Registration, count_approvals
from facilitation.intake.spreadsheets import Written
from facilitation.intake.vtt import Cue, seconds, turns
from facilitation.intake.zoom_chat import Entry
from facilitation.model import Session
from facilitation.store import Store
from facilitation.texts import cleaned_line, cut, folded

_ORDER = (
    FileKind.REGISTRATIONS,
    FileKind.PARTICIPANTS,
    FileKind.CHAT,
    FileKind.VTT,
    FileKind.CONTRIBUTIONS,
)

QUESTION_LIMIT = 80  # characters of a question that are told again
TELLING = 8  # letters, from which on a part of a title may stand for the whole
_PLACED = regex.compile(r"^(?:question|pregunta|q|p)\W*(?=\d+$)")

# A reaction counts as sharing only where it can mean nothing else.
SHARING = "👍👏🎉💯🙌✅❤♥💚💙💛🧡💜➕🤝"


@dataclass(frozen=True, slots=True)
class Ground:
    """What proposals stand on: the session, its run sheet as it went, what was reviewed before."""

    session: Session
    sheet: RunSheet
    reviewed: Mapping[str, str | None]
    names: frozenset[str] = frozenset()  # of everybody in the record

    def tell(self, choices: Choices) -> Choices:
        """What a person settled, with all that reading the files can use of the record."""
        return replace(choices, groups=self.groups, reviewed=self.reviewed, names=self.names)

    @property
    def groups(self) -> dict[str, str | None]:
        return {actor.id: actor.group for actor in self.session.plan.actors}

    def kind_of(self, answer: str, *, is_name: bool = True) -> str | None:
        """The kind of actor an answer means: as reviewed, else by its words."""
        if answer and plain(answer) in self.reviewed:
            kind = self.reviewed[plain(answer)]
        else:
            kind = ActorWords.shipped().kind_of(answer, self.groups, is_name=is_name)
        return kind if kind in self.groups else None


def propose(ground: Ground, kind: FileKind, reading: AnyReading) -> Draft:
    """What an import of this reading would store, as far as a machine can tell."""
    records = reading.records
    files = tuple(dict.fromkeys(_file_of(record) for record in records))
    draft = Draft(kind, files, problems=reading.problems, left_out=reading.left_out)
    if kind is FileKind.REGISTRATIONS:
        return _registered(ground, draft, [one for one in records if isinstance(one, Registration)])
    if kind is FileKind.PARTICIPANTS:
        return _present(ground, draft, [one for one in records if isinstance(one, Attendee)])
    if kind is FileKind.CHAT:
        return _typed(ground, draft, [one for one in records if isinstance(one, Entry)])
    if kind is FileKind.VTT:
        return _spoken(ground, draft, [one for one in records if isinstance(one, Cue)])
    return _written(ground, draft, [one for one in records if isinstance(one, Written)])


def _file_of(record: object) -> str:
    if isinstance(record, Attendee):
        return record.stays[0].file
    return str(getattr(record, "file", ""))


def _registered(ground: Ground, draft: Draft, list_: Sequence[Registration]) -> Draft:
    """Approved people only; how many were pending or denied is said."""
    approved = [one for one in list_ if one.approval is Approval.APPROVED]
    languages = ground.session.plan.languages
    people = tuple(
        Person(
            name=one.name,
            email=one.email,
            organisation=one.organisation,
            actor_id=one.kind if one.kind in ground.groups else None,
            answer=one.answer,
            language=one.language if one.language in languages else "",
            is_registered=True,
        )
        for one in approved
    )
    turned_down = tuple(
        Person(name=one.name, email=one.email)
        for one in list_
        if one.approval is not Approval.APPROVED
    )
    counts = count_approvals(list_)
    return replace(draft, people=people, turned_down=turned_down, counts=counts)


def _present(ground: Ground, draft: Draft, people: Sequence[Attendee]) -> Draft:
    found = tuple(
        Person(
            name=one.name,
            email=one.email,
            actor_id=ground.kind_of(one.name),
            answer=one.name,
            names=one.names,
            stays=one.stays,
        )
        for one in people
    )
    counts = {"present": len(people), "minutes": sum(one.minutes for one in people)}
    return replace(draft, people=found, counts=counts)


class _Speakers:
    """The people of a draft as they turn up, each once."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._places: dict[str, int] = {}
        self.people: list[Person] = []

    def place_of(self, person: Person) -> int:
        if person.key not in self._places:
            self._places[person.key] = len(self.people)
            answer = person.answer or person.organisation or person.name
            kind = person.actor_id or self._ground.kind_of(answer, is_name=not person.answer)
            self.people.append(replace(person, answer=answer, actor_id=kind))
        return self._places[person.key]


def _typed(ground: Ground, draft: Draft, entries: Sequence[Entry]) -> Draft:
    """Messages and replies to everyone; reactions as sharing, where they say so and to what."""
    times = [time_of_day(one.time) for one in entries]
    shift = ground.sheet.shift_for(times)
    speakers, places = _Speakers(ground), dict[int, int]()
    remarks: list[Remark] = []
    for number, entry in enumerate(entries):
        if entry.is_private or entry.kind is EntryKind.REACTION or not entry.text:
            continue
        places[number] = len(remarks)
        remarks.append(
            Remark(
                speaker=speakers.place_of(Person(entry.sender, names=(entry.sender,))),
                text=entry.text,
                time=entry.time,
                file=entry.file,
                line=entry.line,
                part_id=ground.sheet.part_at(times[number] + shift),
                said_at=ground.sheet.moment_of(times[number] + shift),
                parent=None if entry.parent is None else places.get(entry.parent),
            )
        )
    shares = _shares(entries, places, speakers)
    reactions = [one for one in entries if one.kind is EntryKind.REACTION and not one.is_private]
    counts = {"messages": len(remarks), "reactions": len(reactions), "shares": len(shares)}
    return replace(
        draft,
        people=tuple(speakers.people),
        remarks=tuple(remarks),
        shares=shares,
        counts=counts,
    )


def _shares(
    entries: Sequence[Entry], places: Mapping[int, int], speakers: _Speakers
) -> tuple[Share, ...]:
    """Who shares what in the end: a reaction that was taken back is none."""
    sharing: dict[tuple[int, int], None] = {}
    for entry in entries:
        is_sharing = any(sign in entry.text for sign in SHARING)
        remark = places.get(entry.parent) if entry.parent is not None else None
        if entry.kind is not EntryKind.REACTION or entry.is_private or remark is None:
            continue
        if not is_sharing:
            continue
        key = (speakers.place_of(Person(entry.sender, names=(entry.sender,))), remark)
        if entry.is_removal:
            sharing.pop(key, None)
        else:
            sharing[key] = None
    return tuple(Share(*key) for key in sharing)


def _spoken(ground: Ground, draft: Draft, cues: Sequence[Cue]) -> Draft:
    """Turns to choose from: none is taken until a person takes it. A recording is thought to begin
    with the first step."""
    speakers = _Speakers(ground)
    begun = ground.sheet.starts[0] if ground.sheet.starts else 0
    joined = turns(cues)
    remarks = tuple(
        Remark(
            speaker=speakers.place_of(Person(turn.speaker, names=(turn.speaker,)))
            if turn.speaker
            else None,
            text=turn.text,
            time=turn.start,
            file=turn.file,
            line=turn.line,
            part_id=ground.sheet.part_at(begun + int(seconds(turn.start))),
            said_at=ground.sheet.moment_of(begun + int(seconds(turn.start))),
            is_taken=False,
        )
        for turn in joined
    )
    counts = {"cues": len(cues), "turns": len(joined)}
    return replace(draft, people=tuple(speakers.people), remarks=remarks, counts=counts)


def _written(ground: Ground, draft: Draft, table: Sequence[Written]) -> Draft:
    speakers, remarks, questions = _Speakers(ground), [], Questions(ground)
    elsewhere: dict[str, list[Written]] = {}  # by the question they name: none of this session
    languages = ground.session.plan.languages
    for one in table:
        question = questions.named(one.question)
        if one.question and question is None:
            elsewhere.setdefault(one.question, []).append(one)
        person = Person(
            name=one.author or one.email or one.organisation,
            email=one.email,
            organisation=one.organisation,
            answer=one.actor,
            names=(one.author,) if one.author else (),
        )
        remarks.append(
            Remark(
                speaker=speakers.place_of(person) if person.key else None,
                text=one.text,
                time=one.time,
                file=one.file,
                line=one.line,
                part_id=question or ground.sheet.first_question,
                language=one.language if one.language in languages else None,
            )
        )
    return replace(
        draft,
        people=tuple(speakers.people),
        remarks=tuple(remarks),
        problems=(*draft.problems, *_elsewhere(elsewhere)),
        counts={"rows": len(remarks)},
    )


def _elsewhere(rows: Mapping[str, Sequence[Written]]) -> Iterator[Finding]:
    """One finding for each question that the session does not have."""
    for question, its in rows.items():
        values = {"n": len(its), "question": cut(cleaned_line(question), QUESTION_LIMIT)}
        yield Finding("import.other_question", its[0].file, its[0].line, values)


class Questions:
    """The questions of a session by what a table may call them; folded once, for all its rows."""

    def __init__(self, ground: Ground) -> None:
        self._called = [
            (part.id, [*map(folded, (*part.title.texts.values(), *part.text.texts.values()))])
            for part in ground.session.plan.parts
            if part.takes_contributions
        ]

    def named(self, written: str) -> str | None:
        """The question meant: by its id, its place ("2", "Q2", "Pregunta 2"), its title or text, or
        a part of these that no other question has."""
        said = folded(written)
        if not said:
            return None
        found = []
        for place, (part_id, texts) in enumerate(self._called, 1):
            if said in (part_id, str(place), *texts) or _PLACED.sub("", said) == str(place):
                return part_id
            if len(said) >= TELLING and any(said in text for text in texts):
                found.append(part_id)
        return found[0] if len(found) == 1 else None


def ground_of(store: Store, session: Session) -> Ground:
    """What proposals stand on, as the record has it now."""
    sheet = RunSheet.of(session, store.steps(session.id))
    return Ground(session, sheet, store.reviewed_actors(), names_of(store, session))


def drafts_of(ground: Ground, meeting: Mapping[FileKind, AnyReading]) -> dict[FileKind, Draft]:
    """Every kind of file as a draft, lists of people first: others are matched to them."""
    order = sorted(meeting, key=_ORDER.index)
    return {kind: propose(ground, kind, meeting[kind]) for kind in order}
