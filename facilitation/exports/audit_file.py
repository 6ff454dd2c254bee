"""Who did what when, as JSON lines: one object for each revision, oldest first.

Where a part of the session names nobody, it does not say which participant did something: beside
the list of contributions it would tell whose words belong together, and so, where they spoke under
another rule as well, whose they are.
"""

import json

from facilitation.confidentiality import names_nobody
from facilitation.model import Role, Session
from facilitation.store import Store


def write(store: Store, session: Session) -> bytes:
    """UTF-8. It holds ids, states and counts, never anybody's words or name."""
    unnamed = (Role.PARTICIPANT,) if names_nobody(session) else ()
    return b"".join(
        json.dumps(
            {
                "session": session.code,
                "revision": row["revision"],
                "at": row["at"],
                "role": row["role"],
                "who": "" if row["role"] in unnamed else row["who"],
                "verb": row["verb"],
                "subject": row["subject"],
                "detail": json.loads(row["detail"]),
            },
            ensure_ascii=False,
        ).encode()
        + b"\n"
        for row in store.audit(session.id)
    )
