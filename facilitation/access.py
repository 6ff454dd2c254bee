"""Who may do what, and the keys that say who somebody is.

A staff key is an HMAC of session, role and generation: nothing is stored, it can be printed again,
and the next generation revokes it. What browsers hold is signed with the same secret.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from secrets import token_urlsafe

from itsdangerous import BadSignature, URLSafeSerializer

from facilitation.errors import NotAllowed
from facilitation.model import Role, Session, SessionState, Stage
from facilitation.store import By, Store

KEY_BYTES = 24  # 192 bits, 32 characters in a link
STAFF = (Role.ORGANISER, Role.MODERATOR, Role.RAPPORTEUR, Role.PROJECTOR)


class Action(StrEnum):
    """What people do, in the rows of the table "Who may do what"."""

    PREPARE = "prepare"
    LEAD = "lead"  # open, step, pause, reveal, close, put on screen, nudge, add a question
    CURATE = "curate"  # hide, merge, enter on behalf of a speaker
    REVIEW = "review"  # confirm or reject codings, correct translations and languages
    CONCLUDE = "conclude"  # write, approve, sign conclusions
    READ_CONCLUSIONS = "read_conclusions"
    EXPORT = "export"
    READ = "read"  # the room's contributions
    WATCH = "watch"  # what is on screen
    CONTRIBUTE = "contribute"
    SUPPORT = "support"
    REVISE = "revise"  # one's own: revise, withdraw
    OBJECT = "object"  # to a conclusion that rests on one's words
    ERASE = "erase"  # one's own, always


_O, _M, _R, _S, _P = (*STAFF, Role.PARTICIPANT)
_ROLES: dict[Action, frozenset[Role]] = {
    Action.PREPARE: frozenset({_O}),
    Action.LEAD: frozenset({_O, _M}),
    Action.CURATE: frozenset({_O, _M, _R}),
    Action.REVIEW: frozenset({_O, _M, _R}),
    Action.CONCLUDE: frozenset({_O, _R}),
    Action.READ_CONCLUSIONS: frozenset({_O, _M, _R}),
    Action.EXPORT: frozenset({_O, _R}),
    Action.READ: frozenset({_O, _M, _R, _P}),
    Action.WATCH: frozenset({_O, _M, _R, _S}),
    Action.CONTRIBUTE: frozenset({_P}),
    Action.SUPPORT: frozenset({_P}),
    Action.REVISE: frozenset({_P}),
    Action.OBJECT: frozenset({_P}),
    Action.ERASE: frozenset({_P}),
}


def may(role: Role | None, action: Action, stage: Stage) -> bool:
    """The table of who may do what. Staff may act at any stage; participants within theirs.

    No role is a machine: it decides nothing.
    """
    if role not in _ROLES[action]:
        return False
    if role is not Role.PARTICIPANT:
        return True
    return {
        Action.CONTRIBUTE: stage.is_intake_open,
        Action.SUPPORT: stage.is_support_open and stage.state is SessionState.OPEN,
        Action.REVISE: stage.state is SessionState.OPEN,
        Action.READ: stage.is_revealed,
        Action.OBJECT: stage.state is not SessionState.PREPARED,
        Action.ERASE: True,
    }[action]


def require(role: Role | None, action: Action, stage: Stage) -> None:
    """Raise NotAllowed, with the phrase that says why, unless `may`."""
    if may(role, action, stage):
        return
    if action in (Action.CONTRIBUTE, Action.REVISE) and stage.state is SessionState.CLOSED:
        raise NotAllowed("error.session_closed")
    if action is Action.CONTRIBUTE:
        raise NotAllowed("error.intake_closed")
    raise NotAllowed


def note_refusal(store: Store, session: Session, by: By, what: str) -> None:
    """Leave in the audit trail that somebody was refused: which page or action, never a key."""
    with store.change(session.id) as change:
        change.touch(by, "refused", what)


class Keys:
    """Makes and checks the keys of one installation."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._signer = URLSafeSerializer(secret, salt="ronda.cookie")

    def of(self, session_id: str, role: Role, generation: int) -> str:
        """The key of a role in a session; goes into the link `/k/<key>`."""
        message = "\x1f".join(("key", session_id, role, str(generation))).encode()
        return _urlsafe(hmac.new(self._secret, message, hashlib.sha256).digest()[:KEY_BYTES])

    def sign(self, *values: str | int) -> str:
        """A text that a browser holds and cannot change."""
        return str(self._signer.dumps(values))

    def signed(self, token: str) -> tuple[str | int, ...] | None:
        """What was signed, or None."""
        try:
            return tuple(self._signer.loads(token)) if len(token) <= 500 else None
        except BadSignature:
            return None


@dataclass(frozen=True, slots=True)
class Grant:
    """What a good key opens."""

    session: Session
    role: Role


def staff_keys(store: Store, keys: Keys, session: Session) -> dict[Role, str]:
    """The key of each staff role, as they stand now."""
    return {role: keys.of(session.id, role, store.generation(session.id, role)) for role in STAFF}


def renew_key(store: Store, session: Session, role: Role, by: By) -> None:
    """Revoke the link of a role and every browser that came in by it; the next link is another."""
    require(by.role, Action.PREPARE, Stage.of(session))
    with store.change(session.id) as change:
        change.touch(by, "renew_key", f"role:{role}")
        change.set_generation(role, store.generation(session.id, role) + 1)


def grant_of(store: Store, keys: Keys, key: str) -> Grant | None:
    """What a key opens, or None. Every key is compared, each in constant time."""
    if len(key) > 64 or not key.isascii():
        return None
    granted = None
    for session, role, good in _all_keys(store, keys):
        if hmac.compare_digest(good, key):
            granted = Grant(session, role)
    return granted


def role_token(store: Store, keys: Keys, grant: Grant) -> str:
    """What the browser keeps after a key: good until the role's next generation."""
    generation = store.generation(grant.session.id, grant.role)
    return keys.sign("role", grant.session.id, grant.role, generation)


def holds_role(store: Store, keys: Keys, token: str, session: Session, role: Role) -> bool:
    """Whether a browser's token is good for a role in a session now."""
    generation = store.generation(session.id, role)
    return keys.signed(token) == ("role", session.id, role.value, generation)


def participant_token(keys: Keys, session: Session, participant_id: str) -> str:
    """What a participant's browser keeps: it names their row in the record."""
    return keys.sign("participant", session.id, participant_id)


def form_token(keys: Keys, session: Session, participant_id: str) -> str:
    """What a form carries: whose it is. It cannot be made up, and is another each time."""
    return keys.sign("form", session.id, participant_id, token_urlsafe(6))


def participant_of(keys: Keys, token: str, session: Session) -> str | None:
    """The participant's id that a token names, if it is of this session."""
    match keys.signed(token):
        case ("participant", session.id, str(participant_id)):
            return participant_id
    return None


def _all_keys(store: Store, keys: Keys) -> Iterable[tuple[Session, Role, str]]:
    for session in store.sessions():
        for role, key in staff_keys(store, keys, session).items():
            yield session, role, key


def _urlsafe(digest: bytes) -> str:
    return urlsafe_b64encode(digest).decode().rstrip("=")
