"""Who may do what, cell by cell, and the keys that say who somebody is."""

from pathlib import Path

import pytest

from facilitation import access
from facilitation.access import STAFF, Action, Keys, may
from facilitation.errors import NotAllowed
from facilitation.model import Role, SessionState, Stage
from facilitation.store import By, Store
from tests.rooms import Room

SECRET = "a secret that is long enough for a test"

PREPARED = Stage(SessionState.PREPARED, is_intake_open=False, is_revealed=False)
ASKING = Stage(SessionState.OPEN, is_intake_open=True, is_revealed=False)
REVEALED = Stage(SessionState.OPEN, is_intake_open=True, is_revealed=True, is_support_open=True)
PAUSED = Stage(SessionState.OPEN, is_intake_open=False, is_revealed=False)
CLOSED = Stage(SessionState.CLOSED, is_intake_open=False, is_revealed=True, is_support_open=True)
STAGES = (PREPARED, ASKING, REVEALED, PAUSED, CLOSED)

# organiser, moderator, rapporteur, projector: at any stage
STAFF_TABLE = {
    Action.PREPARE: "yes no no no",
    Action.LEAD: "yes yes no no",
    Action.CURATE: "yes yes yes no",
    Action.REVIEW: "yes yes yes no",
    Action.CONCLUDE: "yes no yes no",
    Action.READ_CONCLUSIONS: "yes yes yes no",
    Action.EXPORT: "yes no yes no",
    Action.READ: "yes yes yes no",
    Action.WATCH: "yes yes yes yes",
    Action.CONTRIBUTE: "no no no no",
    Action.SUPPORT: "no no no no",
    Action.REVISE: "no no no no",
    Action.OBJECT: "no no no no",
    Action.ERASE: "no no no no",
}

# a participant, at: prepared, asking, revealed, paused, closed
PARTICIPANT_TABLE = {
    Action.CONTRIBUTE: "no yes yes no no",
    Action.SUPPORT: "no no yes no no",
    Action.REVISE: "no yes yes yes no",
    Action.OBJECT: "no yes yes yes yes",
    Action.ERASE: "yes yes yes yes yes",
    Action.READ: "no no yes no yes",
}
NOT_FOR_PARTICIPANTS = set(Action) - set(PARTICIPANT_TABLE)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("stage", STAGES)
def test_staff_may_do_what_the_table_says_at_any_stage(action: Action, stage: Stage) -> None:
    allowed = ["yes" if may(role, action, stage) else "no" for role in STAFF]

    assert " ".join(allowed) == STAFF_TABLE[action]


@pytest.mark.parametrize("action", PARTICIPANT_TABLE)
def test_a_participant_may_do_what_the_stage_allows(action: Action) -> None:
    allowed = ["yes" if may(Role.PARTICIPANT, action, stage) else "no" for stage in STAGES]

    assert " ".join(allowed) == PARTICIPANT_TABLE[action]


def test_a_participant_may_do_nothing_else() -> None:
    assert [
        action
        for action in NOT_FOR_PARTICIPANTS
        for stage in STAGES
        if may(Role.PARTICIPANT, action, stage)
    ] == []


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room.prepared(Store.open(str(tmp_path / "ronda.db")))


@pytest.mark.parametrize("role", STAFF)
def test_a_key_opens_its_session_and_role_and_nothing_else(room: Room, role: Role) -> None:
    other = Room.prepared(room.store)
    keys = Keys(SECRET)
    key = access.staff_keys(room.store, keys, room.session)[role]

    granted = access.grant_of(room.store, keys, key)
    assert granted == access.Grant(room.now(), role)
    token = access.role_token(room.store, keys, granted)
    assert [
        (session.code, one)
        for session in (room.session, other.session)
        for one in Role
        if access.holds_role(room.store, keys, token, session, one)
    ] == [(room.session.code, role)]


def test_a_new_generation_revokes_the_key_and_what_browsers_hold(room: Room) -> None:
    keys = Keys(SECRET)
    key = access.staff_keys(room.store, keys, room.session)[Role.MODERATOR]
    granted = access.grant_of(room.store, keys, key)
    assert granted is not None
    token = access.role_token(room.store, keys, granted)
    with room.store.change(room.session.id) as change:
        change.touch(By(Role.ORGANISER), "renew_keys", Role.MODERATOR)
        change.set_generation(Role.MODERATOR, 2)

    assert access.grant_of(room.store, keys, key) is None
    assert not access.holds_role(room.store, keys, token, room.session, Role.MODERATOR)


@pytest.mark.parametrize("key", ["", "x", "A" * 32, "A" * 100_000, "é" * 32, "\x00"])
def test_a_wrong_key_opens_nothing(room: Room, key: str) -> None:
    assert access.grant_of(room.store, Keys(SECRET), key) is None


def test_a_key_of_another_installation_opens_nothing(room: Room) -> None:
    key = access.staff_keys(room.store, Keys(SECRET), room.session)[Role.ORGANISER]

    assert access.grant_of(room.store, Keys(SECRET + "!"), key) is None


def test_a_participants_token_names_them_in_their_session_only(room: Room) -> None:
    other = Room.prepared(room.store)
    keys = Keys(SECRET)
    token = access.participant_token(keys, room.session, "somebody")

    assert access.participant_of(keys, token, room.session) == "somebody"
    assert access.participant_of(keys, token, other.session) is None
    assert access.participant_of(keys, token.swapcase(), room.session) is None
    assert access.participant_of(Keys(SECRET + "!"), token, room.session) is None


def test_a_participants_token_is_no_role_and_a_role_no_participant(room: Room) -> None:
    keys = Keys(SECRET)
    granted = access.Grant(room.session, Role.ORGANISER)
    role = access.role_token(room.store, keys, granted)
    participant = access.participant_token(keys, room.session, Role.ORGANISER)

    assert access.participant_of(keys, role, room.session) is None
    assert not access.holds_role(room.store, keys, participant, room.session, Role.ORGANISER)


def test_a_replaced_link_opens_nothing_and_the_new_one_does(tmp_path: Path) -> None:
    store, keys = Store.open(str(tmp_path / "ronda.db")), Keys(SECRET)
    session = Room.prepared(store).session
    before = access.staff_keys(store, keys, session)

    access.renew_key(store, session, Role.MODERATOR, By(Role.ORGANISER, "1"))

    after = access.staff_keys(store, keys, session)
    assert [role for role in STAFF if before[role] != after[role]] == [Role.MODERATOR]
    assert access.grant_of(store, keys, before[Role.MODERATOR]) is None
    granted = access.grant_of(store, keys, after[Role.MODERATOR])
    assert granted
    assert granted.role is Role.MODERATOR
    with pytest.raises(NotAllowed):
        access.renew_key(store, session, Role.MODERATOR, By(Role.MODERATOR, "2"))
    store.close()
