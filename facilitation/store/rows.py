"""Rows of the database into the nouns of the model, and back. No SQL here."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from facilitation.engine import Row
from facilitation.marks import Mark
from facilitation.model import (
    Actor,
    ActorGroup,
    Axis,
    Code,
    CodebookEdition,
    Coding,
    CodingState,
    Confidentiality,
    Contribution,
    ContributionState,
    Doubt,
    Edition,
    Entrance,
    HideReason,
    Intake,
    OnScreen,
    Origin,
    Part,
    Participant,
    PartKind,
    Plan,
    Programme,
    Prompt,
    Scheduled,
    Session,
    SessionState,
    Source,
    Translation,
    TranslationState,
    View,
    Wording,
    Words,
)


def from_wording(wording: Wording) -> str:
    return json.dumps(dict(wording.texts), ensure_ascii=False)


def to_wording(text: str) -> Wording:
    return Wording(json.loads(text))


def to_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def from_programme(programme: Programme) -> str:
    return json.dumps(
        {
            "line": dict(programme.line.texts),
            "sub_axis": dict(programme.sub_axis.texts),
            "organisers": programme.organisers,
            "platform": programme.platform,
            "capacity": programme.capacity,
            "date": programme.date,
            "schedule": [[slot.start, slot.end, slot.zone] for slot in programme.schedule],
            "summary": dict(programme.summary.texts),
            "concept": dict(programme.concept.texts),
            "objectives": dict(programme.objectives.texts),
            "documents": [dict(document) for document in programme.documents],
        },
        ensure_ascii=False,
    )


def to_programme(text: str) -> Programme:
    told: dict[str, Any] = json.loads(text)
    return Programme(
        line=Wording(told["line"]),
        sub_axis=Wording(told["sub_axis"]),
        organisers=tuple(told["organisers"]),
        platform=told["platform"],
        capacity=told["capacity"],
        date=told["date"],
        schedule=tuple(Scheduled(*slot) for slot in told["schedule"]),
        summary=Wording(told["summary"]),
        concept=Wording(told["concept"]),
        objectives=Wording(told["objectives"]),
        documents=tuple(told["documents"]),
    )


def from_prompts(prompts: Sequence[Prompt]) -> str:
    return json.dumps([[p.id, dict(p.wording.texts)] for p in prompts], ensure_ascii=False)


def to_part(row: Row) -> Part:
    return Part(
        id=row["id"],
        kind=PartKind(row["kind"]),
        minutes=row["minutes"],
        title=to_wording(row["title"]),
        text=to_wording(row["wording"]),
        prompts=tuple(Prompt(id_, Wording(texts)) for id_, texts in json.loads(row["prompts"])),
        confidentiality=row["confidentiality"] and Confidentiality(row["confidentiality"]),
        is_revealed=bool(row["is_revealed"]),
        is_support_open=bool(row["is_support_open"]),
    )


def to_actor(row: Row) -> Actor:
    return Actor(
        row["id"], to_wording(row["label"]), to_wording(row["explanation"]), row["group_id"]
    )


def to_code(row: Row) -> Code:
    return Code(
        id=row["id"],
        axis=Axis(row["axis"]),
        label=to_wording(row["label"]),
        definition=to_wording(row["definition"]),
        is_retired=bool(row["is_retired"]),
    )


def to_codebook_edition(row: Row) -> CodebookEdition:
    return CodebookEdition(
        number=row["edition"],
        text=row["body"],
        made_at=datetime.fromisoformat(row["made_at"]),
        verb=row["verb"],
        revision=row["revision"],
    )


def to_plan(
    row: Row,
    languages: Iterable[Row],
    parts: Iterable[Row],
    groups: Iterable[Row],
    actors: Iterable[Row],
    codes: Iterable[Row],
) -> Plan:
    both_axes = [to_code(code) for code in codes]
    return Plan(
        reference=row["reference"],
        languages=tuple(language["language"] for language in languages),
        title=to_wording(row["title"]),
        programme=to_programme(row["programme"]),
        confidentiality=Confidentiality(row["confidentiality"]),
        contact=row["contact"],
        parts=tuple(to_part(part) for part in parts),
        groups=tuple(
            ActorGroup(group["id"], to_wording(group["label"]), colour)
            for colour, group in enumerate(groups)
        ),
        actors=tuple(to_actor(actor) for actor in actors),
        themes=tuple(code for code in both_axes if code.axis is Axis.THEME),
        points=tuple(code for code in both_axes if code.axis is Axis.POINT),
        codebook=row["codebook"],
        notice=to_wording(row["notice"]),
        retention_days=row["retention_days"],
        glossary=row["glossary"],
    )


def to_session(row: Row, plan: Plan) -> Session:
    words, view = row["view_words"], View(row["view"])
    concluded = row["view_item"] if view is View.CONCLUSIONS else None
    return Session(
        id=row["id"],
        code=row["code"],
        plan=plan,
        state=SessionState(row["state"]),
        part_id=row["part_id"],
        intake=Intake(row["intake"]),
        on_screen=OnScreen(
            view,
            None if concluded else row["view_item"],
            None if words is None else Words(words, row["view_language"]),
            concluded,
        ),
        revision=row["revision"],
        stage_revision=row["stage_revision"],
        opened_at=to_time(row["opened_at"]),
        closed_at=to_time(row["closed_at"]),
        stepped_at=to_time(row["stepped_at"]),
        engine=row["engine"],
        is_rehearsal=bool(row["is_rehearsal"]),
        entrance=Entrance(row["entrance"]),
        released_at=to_time(row["released_at"]),
        is_premoderated=bool(row["is_premoderated"]),
    )


def to_participant(row: Row) -> Participant:
    return Participant(
        id=row["id"],
        session_id=row["session_id"],
        origin=Origin(row["origin"]),
        actor_id=row["actor_id"],
        name=row["name"],
        organisation=row["organisation"],
        territory=row["territory"],
        language=row["language"],
        joined_at=to_time(row["joined_at"]),
        last_seen_at=to_time(row["last_seen_at"]),
        is_rehearsal=bool(row["is_rehearsal"]),
        blocked_at=to_time(row["blocked_at"]),
    )


def to_edition(row: Row) -> Edition:
    written_at = datetime.fromisoformat(row["written_at"])
    return Edition(row["edition"], Words(row["body"], row["language"]), written_at)


def to_coding(row: Row) -> Coding:
    return Coding(
        contribution_id=row["contribution_id"],
        axis=Axis(row["axis"]),
        code_id=row["code_id"],
        state=CodingState(row["state"]),
        score=row["score"],
        evidence=tuple(json.loads(row["evidence"])),
    )


# Ten thousand rows ask for these when a process starts, and an enum takes its time to answer.
_SUGGESTED, _CONFIRMED, _REJECTED = (state.value for state in CodingState)
_RECEIVED = ContributionState.RECEIVED.value


def to_mark(row: tuple[Any, ...], codings: Sequence[tuple[str, str]]) -> Mark:
    """Of a row as `marks` reads it, and the code and state of each coding."""
    id_, part_id, voice, actor_id, group_id, language, received_at, state, revision, into = row
    return Mark(
        part_id,
        voice,
        group_id,
        codes=tuple([(code, it == _CONFIRMED) for code, it in codings if it != _REJECTED]),
        is_checked=bool(codings) and _SUGGESTED not in [it for _, it in codings],
        id=id_,
        actor_id=actor_id,
        language=language,
        minute=int(datetime.fromisoformat(received_at).timestamp()) // 60,
        is_counted=state == _RECEIVED,
        revision=revision,
        into=into,
        kind=actor_id,
    )


def from_doubts(doubts: Sequence[Doubt]) -> str:
    return json.dumps([[doubt.kind, dict(doubt.values)] for doubt in doubts], ensure_ascii=False)


def to_doubts(text: str) -> tuple[Doubt, ...]:
    return tuple(Doubt(kind, values) for kind, values in json.loads(text))


def to_translation(row: Row) -> Translation:
    """A row that also has `current`: the edition of the original now."""
    made_at = to_time(row["made_at"])
    assert made_at is not None
    return Translation(
        contribution_id=row["contribution_id"],
        words=Words(row["body"], row["language"]),
        state=_translation_state(row),
        edition=row["edition"],
        engine=row["engine"],
        engine_version=row["engine_version"],
        route=row["route"],
        glossary_version=row["glossary_version"],
        doubts=to_doubts(row["doubts"]),
        made_at=made_at,
        made_by=row["made_by"],
    )


def _translation_state(row: Row) -> TranslationState:
    if row["edition"] != row["current"]:
        return TranslationState.STALE
    return TranslationState.CHECKED if row["is_checked"] else TranslationState.MACHINE


def from_contribution(
    contribution: Contribution, folded: str, file: str = "", line: int | None = None
) -> Row:
    """`folded` is for search; file and line say where an import found it."""
    return {
        "id": contribution.id,
        "session_id": contribution.session_id,
        "number": contribution.number,
        "part_id": contribution.part_id,
        "participant_id": contribution.participant_id,
        "actor_id": contribution.actor_id,
        "language": contribution.words.language,
        "body": contribution.words.text,
        "folded": folded,
        "edition": contribution.edition,
        "state": contribution.state,
        "detected_language": contribution.detected_language,
        "is_mixed": int(contribution.is_mixed),
        "source": contribution.source,
        "source_file": file,
        "source_line": line,
        "received_at": contribution.received_at.isoformat(),
        "revision": contribution.revision,
        "is_rehearsal": int(contribution.is_rehearsal),
    }


def from_edition(contribution: Contribution, written_at: datetime) -> Row:
    """The present text of a contribution as one of its editions."""
    return {
        "contribution_id": contribution.id,
        "edition": contribution.edition,
        "language": contribution.words.language,
        "body": contribution.words.text,
        "written_at": written_at.isoformat(),
        "revision": contribution.revision,
    }


def to_contribution(
    row: Row, codings: Sequence[Coding] = (), translations: Sequence[Translation] = ()
) -> Contribution:
    received_at = to_time(row["received_at"])
    assert received_at is not None
    return Contribution(
        id=row["id"],
        session_id=row["session_id"],
        number=row["number"],
        part_id=row["part_id"],
        participant_id=row["participant_id"],
        actor_id=row["actor_id"],
        words=Words(row["body"], row["language"]),
        edition=row["edition"],
        state=ContributionState(row["state"]),
        source=Source(row["source"]),
        received_at=received_at,
        revision=row["revision"],
        reason=row["reason"] and HideReason(row["reason"]),
        detected_language=row["detected_language"],
        is_mixed=bool(row["is_mixed"]),
        is_rehearsal=bool(row["is_rehearsal"]),
        codings=tuple(codings),
        translations=tuple(translations),
        support=row.get("support", 0),
        is_read=row["read_edition"] == row["edition"],
        merged_into=row["merged_into"],
        is_kept=bool(row["is_kept"]),
    )
