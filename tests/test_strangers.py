"""What strangers really wrote, all of it: through the door, the suggestions and the record.

Their comments (openData of The Computational Democracy Project, CC BY 4.0) are not part of this
project; they are read from a folder beside it, where there is one.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitation.plans import read_plan
from facilitation.settings import ROOT
from facilitation.store import Store
from facilitation.texts import cleaned
from tests.doors import Visitor, installation_of
from tests.rooms import Room

COMMENTS = ROOT.parent / "shared" / "samples" / "en_polis.jsonl"
EACH = 18  # comments of one person, below what one may send in a minute


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """The default session, with its first question open."""
    store = Store.open(str(tmp_path / "ronda.db"))
    room = Room.prepared(store, read_plan(ROOT / "data" / "sessions" / "1.1.1.toml"))
    room.step("q1")
    yield room
    store.close()


def test_every_comment_of_strangers_is_received_and_kept_as_it_was_written(room: Room) -> None:
    if not COMMENTS.exists():
        pytest.skip(f"no {COMMENTS.name} beside the project")
    lines = COMMENTS.read_text("utf-8").splitlines()
    comments = [cleaned(json.loads(line)["text"]) for line in lines]
    installation = installation_of(room.store)
    for start in range(0, len(comments), EACH):
        stranger = Visitor(installation, room.session.code, **{"Accept-Language": "en"})
        page = stranger.join("civil_society_organisation")
        for comment in dict.fromkeys(comments[start : start + EACH]):
            page = stranger.send(page, "say", text=comment)
            assert stranger.answer.status_code == 200

    kept = room.store.contributions(room.session.id)
    assert [told.words.text for told in kept] == [
        comment
        for start in range(0, len(comments), EACH)
        for comment in dict.fromkeys(comments[start : start + EACH])
    ]
    assert sum(bool(told.codings) for told in kept) > len(kept) / 2
