"""Rows of conclusions into their nouns, and back. No SQL here."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from facilitation.conclusions.nouns import Conclusion, Objection, Said, Signed, SignOff, Statement
from facilitation.engine import Row
from facilitation.lifecycles import ConclusionKind, ConclusionState, ReopenReason, StatementState
from facilitation.model import Words
from facilitation.store.rows import to_doubts, to_time


def to_statement(row: Row) -> Statement:
    """A row that also has `current`: the edition of the conclusion now."""
    is_stale = row["edition"] != row["current"]
    return Statement(
        conclusion_id=row["conclusion_id"],
        language=row["language"],
        said=Said(row["body"], row["proposer"], row["addressee"], row["due"]),
        state=StatementState.STALE if is_stale else StatementState(row["state"]),
        edition=row["edition"],
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        engine=row["engine"],
        doubts=to_doubts(row["doubts"]),
        revision=row["revision"],
    )


def to_objection(row: Row) -> Objection:
    return Objection(
        conclusion_id=row["conclusion_id"],
        participant_id=row["participant_id"],
        words=Words(row["body"], row["language"]),
        at=datetime.fromisoformat(row["at"]),
        settled_by=row["settled_by"],
    )


def to_conclusion(
    row: Row,
    statements: Sequence[Statement],
    evidence: Sequence[str],
    objections: Sequence[Objection],
) -> Conclusion:
    return Conclusion(
        id=row["id"],
        session_id=row["session_id"],
        number=row["number"],
        position=row["position"],
        kind=ConclusionKind(row["kind"]),
        part_id=row["part_id"],
        point_id=row["point_id"],
        theme_id=row["theme_id"],
        language=row["language"],
        edition=row["edition"],
        state=ConclusionState(row["state"]),
        reason=row["reason"] and ReopenReason(row["reason"]),
        made_by=row["made_by"],
        approved_by=row["approved_by"],
        approved_at=to_time(row["approved_at"]),
        revision=row["revision"],
        statements=tuple(statements),
        evidence=tuple(evidence),
        objections=tuple(objections),
    )


def from_content(content: Sequence[Signed]) -> str:
    return json.dumps([asdict(one) for one in content])


def to_sign_off(row: Row) -> SignOff:
    return SignOff(
        session_id=row["session_id"],
        language=row["language"],
        version=row["version"],
        name=row["name"],
        role=row["role"],
        at=datetime.fromisoformat(row["at"]),
        revision=row["revision"],
        content=tuple(
            Signed(
                **{
                    **one,
                    "kind": ConclusionKind(one["kind"]),
                    "evidence": tuple(one["evidence"]),
                }
            )
            for one in json.loads(row["content"])
        ),
    )
