"""Every act of staff, tried by every role at every stage: the table of who may do what."""

import ast
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

from facilitation import access, contributions, entrance, erasure, privacy, sessions, themes
from facilitation.access import Action, may
from facilitation.errors import NotAllowed
from facilitation.model import (
    Axis,
    CodingState,
    Confidentiality,
    Contribution,
    Entrance,
    HideReason,
    Role,
    Session,
    SessionState,
    Stage,
    View,
    Words,
)
from facilitation.participants import Introduction
from facilitation.store import By, Store
from facilitation.translation import versions
from tests.rooms import MODERATOR, ORGANISER, Room

HOUSE = Path(__file__).parent.parent / "facilitation"


class Scene:
    """A room in which every act has something to act on."""

    def __init__(self, store: Store, state: SessionState) -> None:
        self.room = Room.prepared(store)
        self.room.step("one")
        self.author = self.room.join()
        self.told = self.room.say(self.author, "Falta agua")
        self.hidden = self.room.say(self.author, "Falta riego")
        contributions.hide(store, self.session, self.hidden.id, HideReason.PROCEDURE, MODERATOR)
        if state is SessionState.CLOSED:
            sessions.close(store, self.session, MODERATOR)

    @property
    def store(self) -> Store:
        return self.room.store

    @property
    def session(self) -> Session:
        return self.room.now()


Act = Callable[[Scene, By], object]


def spoken(scene: Scene, by: By) -> Contribution:
    speaker = Introduction("mayor", "es")
    return contributions.enter_spoken(scene.store, scene.session, speaker, "Dicho", "one", by)


def coded(scene: Scene, by: By) -> None:
    id_, confirmed = scene.told.id, CodingState.CONFIRMED
    themes.decide(scene.store, scene.session, id_, Axis.THEME, "roads", confirmed, by)


# The act, by the function that does it, and the row of the table it belongs to.
ACTS: dict[str, tuple[Action, Act]] = {
    "sessions.step": (Action.LEAD, lambda s, by: sessions.step(s.store, s.session, "two", by)),
    "sessions.open_session": (
        Action.LEAD,
        lambda s, by: sessions.open_session(s.store, s.session, by),
    ),
    "sessions.pause": (Action.LEAD, lambda s, by: sessions.pause(s.store, s.session, by)),
    "sessions.resume": (Action.LEAD, lambda s, by: sessions.resume(s.store, s.session, by)),
    "sessions.close": (Action.LEAD, lambda s, by: sessions.close(s.store, s.session, by)),
    "sessions.reveal": (
        Action.LEAD,
        lambda s, by: sessions.reveal(s.store, s.session, "one", by, revealed=True),
    ),
    "sessions.open_support": (
        Action.LEAD,
        lambda s, by: sessions.open_support(s.store, s.session, "one", by, is_open=True),
    ),
    "sessions.put_on_screen": (
        Action.LEAD,
        lambda s, by: sessions.put_on_screen(s.store, s.session, View.THEMES, by),
    ),
    "sessions.set_confidentiality": (
        Action.PREPARE,
        lambda s, by: sessions.set_confidentiality(
            s.store, s.session, Confidentiality.ACTOR_ONLY, by
        ),
    ),
    "sessions.set_part_confidentiality": (
        Action.PREPARE,
        lambda s, by: sessions.set_part_confidentiality(
            s.store, s.session, "one", Confidentiality.ACTOR_ONLY, by
        ),
    ),
    "privacy.let_go": (Action.PREPARE, lambda s, by: privacy.let_go(s.store, s.session, by)),
    "access.renew_key": (
        Action.PREPARE,
        lambda s, by: access.renew_key(s.store, s.session, Role.PROJECTOR, by),
    ),
    "entrance.set_entrance": (
        Action.LEAD,
        lambda s, by: entrance.set_entrance(s.store, s.session, Entrance.SHUT, by),
    ),
    "entrance.renew_code": (
        Action.PREPARE,
        lambda s, by: entrance.renew_code(s.store, s.session, by),
    ),
    "entrance.block": (
        Action.LEAD,
        lambda s, by: entrance.block(s.store, s.session, s.author.id, HideReason.OFFENSIVE, by),
    ),
    "entrance.unblock": (
        Action.LEAD,
        lambda s, by: entrance.unblock(s.store, s.session, s.author.id, by),
    ),
    "contributions.hide": (
        Action.CURATE,
        lambda s, by: contributions.hide(s.store, s.session, s.told.id, HideReason.OFF_TOPIC, by),
    ),
    "contributions.show_again": (
        Action.CURATE,
        lambda s, by: contributions.show_again(s.store, s.session, s.hidden.id, by),
    ),
    "contributions.enter_spoken": (Action.CURATE, spoken),
    "contributions.relabel": (
        Action.REVIEW,
        lambda s, by: contributions.relabel(s.store, s.session, s.told.id, "fr", by),
    ),
    "themes.decide": (Action.REVIEW, coded),
    "versions.choose_engine": (
        Action.PREPARE,
        lambda s, by: versions.choose_engine(s.store, s.session, "apertium", by),
    ),
    "versions.try_again": (
        Action.REVIEW,
        lambda s, by: versions.try_again(s.store, s.session, by),
    ),
    "versions.correct": (
        Action.REVIEW,
        lambda s, by: versions.correct(
            s.store, s.session, s.told.id, Words("L'eau manque", "fr"), by
        ),
    ),
}
ROLES = (*access.STAFF, Role.PARTICIPANT, None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(str(tmp_path / "ronda.db"))
    yield store
    store.close()


@pytest.mark.parametrize("state", [SessionState.OPEN, SessionState.CLOSED])
@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_done_by_whoever_may_and_refused_to_others(
    store: Store, name: str, state: SessionState
) -> None:
    action, act = ACTS[name]

    for role in ROLES:
        scene, by = Scene(store, state), By(role, "1")
        before = scene.session.revision
        if may(role, action, Stage.of(scene.session)):
            act(scene, by)
        else:
            with pytest.raises(NotAllowed):
                act(scene, by)
            assert scene.session.revision == before


def test_the_organiser_erases_and_no_other_staff(store: Store) -> None:
    for role in (Role.MODERATOR, Role.RAPPORTEUR, Role.PROJECTOR):
        scene = Scene(store, SessionState.OPEN)
        with pytest.raises(NotAllowed):
            erasure.erase(store, scene.session, scene.author, By(role, "1"))

    scene = Scene(store, SessionState.OPEN)
    assert erasure.erase(store, scene.session, scene.author, ORGANISER) == 2


def acts_of_the_house() -> Iterator[tuple[str, str, Action]]:
    """Every public act that asks who does it: its module, its name, its row of the table."""
    for path in sorted(HOUSE.rglob("*.py")):
        module = ".".join(path.relative_to(HOUSE.parent).with_suffix("").parts)
        for node in ast.parse(path.read_text("utf-8")).body:
            is_public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if is_public and "by" in [arg.arg for arg in node.args.args]:
                for asked in re.findall(r"require\(by\.role, Action\.(\w+)", ast.unparse(node)):
                    yield module, node.name, Action[asked]


@pytest.mark.parametrize(("module", "name", "action"), [*acts_of_the_house()])
def test_whoever_may_not_is_refused_before_anything_is_looked_at(
    store: Store, module: str, name: str, action: Action
) -> None:
    """With nothing but the session and who asks: what is refused needs no more."""
    scene, act = Scene(store, SessionState.OPEN), getattr(import_module(module), name)
    nothing = dict.fromkeys(signature(act).parameters)
    revision = scene.session.revision

    for role in ROLES:
        if not may(role, action, Stage.of(scene.session)):
            given = {**nothing, "store": store, "session": scene.session, "by": By(role, "1")}
            with pytest.raises(NotAllowed):
                act(**{named: given[named] for named in nothing})

    assert scene.session.revision == revision


def test_no_act_of_the_house_is_forgotten() -> None:
    assert len([*acts_of_the_house()]) > 50
