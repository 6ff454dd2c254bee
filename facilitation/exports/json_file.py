"""The record as JSON: what the session is, then its contributions in the order of arrival."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from facilitation.exports.record import Line
from facilitation.model import Session

FORMAT = "ronda.record.1"


def write(session: Session, lines: Sequence[Line]) -> bytes:
    """UTF-8, indented for reading; every text as it was written."""
    record = {
        "format": FORMAT,
        "session": {
            "reference": session.plan.reference,
            "code": session.code,
            "title": dict(session.plan.title.texts),
            "languages": session.plan.languages,
            "state": session.state,
            "revision": session.revision,
            "confidentiality": session.plan.confidentiality,
            "opened_at": session.opened_at and session.opened_at.isoformat(),
            "closed_at": session.closed_at and session.closed_at.isoformat(),
            "parts": [
                {"id": p.id, "kind": p.kind, "minutes": p.minutes, "text": dict(p.text.texts)}
                for p in session.plan.parts
            ],
        },
        "contributions": [asdict(line) for line in lines],
    }
    return json.dumps(record, ensure_ascii=False, indent=2).encode()
