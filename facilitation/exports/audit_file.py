"""Who did what when, as JSON lines: one object for each revision, oldest first."""

import json

from facilitation.model import Session
from facilitation.store import Store


def write(store: Store, session: Session) -> bytes:
    """UTF-8. It holds ids, states and counts, never anybody's words or name."""
    return b"".join(
        json.dumps(
            {
                "session": session.code,
                "revision": row["revision"],
                "at": row["at"],
                "role": row["role"],
                "who": row["who"],
                "verb": row["verb"],
                "subject": row["subject"],
                "detail": json.loads(row["detail"]),
            },
            ensure_ascii=False,
        ).encode()
        + b"\n"
        for row in store.audit(session.id)
    )
