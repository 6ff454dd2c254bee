"""The cookies a browser holds: their names and what they open. The door sets them, pages read them.

One browser may hold several roles in several sessions, so each has a cookie of its own.
"""

from collections.abc import Mapping

from facilitation.access import STAFF, Keys, holds_role, participant_of
from facilitation.model import Role, Session
from facilitation.store import Store

LANGUAGE_COOKIE = "ronda-language"  # the language the reader chose at the door
ZONE_COOKIE = "ronda-zone"  # the reader's time zone, as an IANA name, set by the door's script
KEPT_SECONDS = 14 * 24 * 3600


def role_cookie(session: Session, role: Role) -> str:
    """The cookie that holds a role in a session. Named by its id: the code may be changed."""
    return f"ronda-{session.id[:8]}-{role.value}"


def participant_cookie(session: Session) -> str:
    """The cookie that says which participant speaks on this browser."""
    return role_cookie(session, Role.PARTICIPANT)


def is_let_in(
    store: Store, keys: Keys, cookies: Mapping[str, str], session: Session, role: Role
) -> bool:
    """Whether a browser with these cookies holds a staff role in a session now."""
    token = cookies.get(role_cookie(session, role), "")
    return bool(token) and holds_role(store, keys, token, session, role)


def is_inside(
    store: Store, keys: Keys, cookies: Mapping[str, str], session: Session, carried: str = ""
) -> bool:
    """Whether a browser belongs to a session already: as staff, or as somebody who joined it."""
    if any(is_let_in(store, keys, cookies, session, role) for role in STAFF):
        return True
    participant_id = participant_let_in(keys, cookies, session, carried)
    there = store.participant(participant_id) if participant_id else None
    return there is not None and there.joined_at is not None


def participant_let_in(
    keys: Keys, cookies: Mapping[str, str], session: Session, carried: str = ""
) -> str | None:
    """The id of the participant a browser speaks for, or None. They may not have joined yet.

    `carried` is the token of an address (`?p=`): a personal link, or a browser without cookies.
    The cookie wins: an address that somebody passed on must not make a browser speak for them.
    """
    for token in (cookies.get(participant_cookie(session), ""), carried):
        participant_id = participant_of(keys, token, session) if token else None
        if participant_id:
            return participant_id
    return None
