"""What one gave can be taken out and erased: the words are then nowhere, the trace stays."""

import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlite_utils.utils import sqlite3

from facilitation import backups, contributions, erasure, participants, sessions, themes
from facilitation.__main__ import ronda
from facilitation.engine import SCHEMA, PostgresEngine
from facilitation.errors import Conflict, NotAllowed, NotFound
from facilitation.exports import csv_file, json_file, record
from facilitation.installation import installed
from facilitation.model import (
    Axis,
    Coding,
    CodingState,
    Contribution,
    ContributionState,
    Doubt,
    HideReason,
    Language,
    OnScreen,
    Participant,
    Role,
    Session,
    Source,
    Translation,
    TranslationState,
    View,
    Words,
)
from facilitation.settings import Settings
from facilitation.store import By, Store, now
from facilitation.store.erasures import GONE_WITH_THE_WORDS, STAYING
from facilitation.translation import jobs, versions
from facilitation.translation.renderings import Rendering
from tests.rooms import MODERATOR, ORGANISER, Room

# One word for each place where something that a person gave is kept.
GIVEN = {
    "text": "zafiro",
    "edition": "topacio",
    "screen": "esmeralda",
    "evidence": "amatista",
    "machine": "rubis",
    "checked": "turquoise",
    "doubt": "obsidienne",
    "file": "cuarzo",
    "name": "Perla",
    "organisation": "Jaspe",
    "territory": "Ambar",
    "email": "granate@example.org",
}


def own(participant: Participant) -> By:
    return By(Role.PARTICIPANT, participant.id)


def erase(room: Room, participant: Participant) -> int:
    return erasure.erase(room.store, room.now(), participant, own(participant))


def author_of_much(room: Room) -> tuple[Participant, Contribution]:
    """Somebody who left a word of GIVEN wherever one can be left; the last is on screen."""
    introduction = participants.Introduction(
        "farmer", "es", GIVEN["name"], GIVEN["organisation"], GIVEN["territory"]
    )
    author = participants.join(room.store, room.session, introduction)
    told = room.say(author, f"Falta {GIVEN['edition']}")
    contributions.revise(room.store, room.now(), author, told.id, f"Falta {GIVEN['text']}")
    shown = room.say(author, f"Sobra {GIVEN['screen']}")
    sessions.put_on_screen(room.store, room.now(), View.CONTRIBUTION, MODERATOR, shown)
    with room.store.change(room.session.id) as change:
        revision = change.touch(MODERATOR, "furnish")
        change.set_participant(author.id, email=GIVEN["email"])
        change.set_contribution(told.id, source_file=GIVEN["file"], source_line=7)
        coding = Coding(
            told.id, Axis.THEME, "water", CodingState.SUGGESTED, 0.5, (GIVEN["evidence"],)
        )
        change.replace_suggestions(told.id, [coding], "1", revision)
        change.put_translation(translated(told, TranslationState.MACHINE, "machine"), revision)
        change.put_translation(translated(told, TranslationState.CHECKED, "checked"), revision)
        change.add_jobs(told, ["fr"])
    return author, shown


def translated(told: Contribution, state: TranslationState, place: str) -> Translation:
    return Translation(
        contribution_id=told.id,
        words=Words(f"Il manque {GIVEN[place]}", "fr"),
        state=state,
        edition=1,
        engine="test",
        engine_version="1",
        route="es>fr",
        glossary_version="",
        doubts=(Doubt("number", {"words": GIVEN["doubt"]}),),
        made_at=now(),
        made_by="machine",
    )


def everything_in(store: Store) -> str:
    """Every row of every table, as one text."""
    engine = store._engine
    listed = "SELECT name FROM sqlite_master WHERE type = 'table'"
    if isinstance(engine, PostgresEngine):
        listed = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    tables = [row["name"] for row in engine.read(listed)]
    return "\n".join(str(engine.read(f"SELECT * FROM {table}")) for table in tables)


def found_in(text: str) -> set[str]:
    return {place for place, word in GIVEN.items() if word.casefold() in text.casefold()}


def bytes_of(folder: Path) -> str:
    """All files of a folder and below, read as they lie on the disk."""
    return "\n".join(
        path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()
    )


# -- take out -------------------------------------------------------------------------------------


def test_what_is_taken_out_is_all_that_was_given(room: Room) -> None:
    author, shown = author_of_much(room)
    other = room.say(room.join(actor="mayor"), "Falta todo")
    sessions.open_support(room.store, room.now(), "one", MODERATOR, is_open=True)
    contributions.support(room.store, room.now(), author, other.id, shared=True)
    author = participants.known_participant(room.store, room.session, author.id)
    file = json.loads(erasure.take_out(room.store, room.now(), author))

    assert author.joined_at is not None
    assert file["format"] == "ronda.own.1"
    assert file["session"] == {
        "reference": "small",
        "code": room.session.code,
        "title": {"es": "Mesa pequeña", "fr": "Petite table"},
    }
    assert file["introduction"] == {
        "id": author.id,
        "actor": "farmer",
        "name": GIVEN["name"],
        "organisation": GIVEN["organisation"],
        "territory": GIVEN["territory"],
        "language": "es",
        "email": GIVEN["email"],
        "joined_at": author.joined_at.isoformat(),
    }
    assert [
        (told["number"], told["part"], told["question"], told["language"], told["text"])
        for told in file["contributions"]
    ] == [
        (1, "one", "¿Qué falta?", "es", f"Falta {GIVEN['text']}"),
        (2, "one", "¿Qué falta?", "es", f"Sobra {GIVEN['screen']}"),
    ]
    assert [
        [(edition["edition"], edition["text"]) for edition in told["editions"]]
        for told in file["contributions"]
    ] == [
        [(1, f"Falta {GIVEN['edition']}"), (2, f"Falta {GIVEN['text']}")],
        [(1, f"Sobra {GIVEN['screen']}")],
    ]
    assert file["contributions"][1]["id"] == shown.id
    assert file["shares"] == [{"id": other.id, "number": 3}]


def test_what_is_taken_out_holds_nothing_of_others(room: Room) -> None:
    author_of_much(room)
    other = room.join(actor="mayor")
    room.say(other, "Falta todo")

    assert found_in(erasure.take_out(room.store, room.now(), other).decode()) == set()


# -- erase ----------------------------------------------------------------------------------------


def test_after_erasing_the_words_are_in_no_table(room: Room) -> None:
    author, _ = author_of_much(room)
    assert found_in(everything_in(room.store)) == set(GIVEN)
    erase(room, author)

    assert found_in(everything_in(room.store)) == set()


def test_after_erasing_the_words_are_in_no_file_nor_in_a_backup_made_afterwards(
    tmp_path: Path,
) -> None:
    settings = Settings.read({"RONDA_DATA": str(tmp_path), "RONDA_SECRET": "s" * 32})
    room = Room.prepared(Store.open(settings.database))
    room.step("one")
    neighbours = [room.join(actor="mayor") for _ in range(5)]
    author, _ = author_of_much(room)
    for n in range(60):  # so that pages split, and rows move between them
        room.say(author, f"Falta {GIVEN['text']} {n} " * (1 + 7 * n % 40))
        room.say(neighbours[n % 5], f"Falta agua {n} " * (1 + 5 * n % 40))
    assert found_in(bytes_of(tmp_path)) == set(GIVEN)
    erase(room, author)
    left_in_the_database = found_in(bytes_of(tmp_path))
    made = backups.back_up(room.store, settings)
    left = found_in(bytes_of(tmp_path))
    room.store.close()

    assert left_in_the_database == left == set()
    assert backups.check(made.path).contributions == 122
    assert bytes_of(settings.backups).count("Falta agua") > 60


def test_a_log_in_use_while_somebody_erases_is_emptied_with_the_next_backup(
    tmp_path: Path,
) -> None:
    settings = Settings.read({"RONDA_DATA": str(tmp_path), "RONDA_SECRET": "s" * 32})
    room = Room.prepared(Store.open(settings.database))
    room.step("one")
    author, _ = author_of_much(room)
    with closing(sqlite3.connect(settings.database, isolation_level=None)) as reader:
        reader.execute("BEGIN").close()
        reader.execute("SELECT COUNT(*) FROM contribution").fetchall()
        erase(room, author)
        assert found_in(everything_in(room.store)) == set()
        assert found_in(bytes_of(tmp_path)) == set(GIVEN)
        reader.execute("COMMIT").close()
    backups.back_up(room.store, settings)
    left = found_in(bytes_of(tmp_path))
    room.store.close()

    assert left == set()


def test_that_something_was_said_and_erased_stays(room: Room) -> None:
    author, shown = author_of_much(room)
    other = room.say(room.join(actor="mayor"), "Falta todo")
    revision = room.now().revision
    assert erase(room, author) == 2

    first, second, third = room.store.contributions(room.session.id)
    for erased in (first, second):
        assert (erased.state, erased.words.text) == (ContributionState.ERASED, "")
        assert (erased.participant_id, erased.actor_id) == (author.id, None)
        assert (erased.codings, erased.translations) == ((), ())
        assert erased.revision == revision + 1
        assert room.store.editions(erased.id) == []
    assert (first.number, second.number, second.id) == (1, 2, shown.id)
    assert (third.id, third.words.text, third.revision) == (
        other.id,
        "Falta todo",
        other.revision,
    )
    assert room.store.jobs.states(room.session.id) == {}
    last = room.store.audit(room.session.id)[-1]
    assert (last["verb"], last["role"], last["who"], last["subject"], last["detail"]) == (
        "erase",
        "participant",
        author.id,
        f"participant:{author.id}",
        '{"contributions": 2}',
    )
    assert room.now().revision == last["revision"] == revision + 1


def test_the_room_is_told_of_every_contribution_that_was_erased(room: Room) -> None:
    author, _ = author_of_much(room)
    revision = room.now().revision
    erase(room, author)

    changed = room.store.feed(room.session.id, since=revision)
    assert [told.state for told in changed] == [ContributionState.ERASED] * 2


def test_their_words_leave_the_screen_and_others_stay_on_it(room: Room) -> None:
    author, _ = author_of_much(room)
    other = room.join(actor="mayor")
    told = room.say(other, "Falta todo")
    erase(room, author)
    assert room.now().on_screen == OnScreen(View.QUESTION)
    third = room.join(actor="clerk")
    room.say(third, "Nada")
    sessions.put_on_screen(room.store, room.now(), View.CONTRIBUTION, MODERATOR, told)
    erase(room, third)

    assert room.now().on_screen == OnScreen(View.CONTRIBUTION, told.id, told.words)


def test_what_they_shared_is_no_longer_counted_and_what_others_share_stays_theirs(
    room: Room,
) -> None:
    author, shown = author_of_much(room)
    other = room.join(actor="mayor")
    theirs = room.say(other, "Falta todo")
    sessions.open_support(room.store, room.now(), "one", MODERATOR, is_open=True)
    contributions.support(room.store, room.now(), author, theirs.id, shared=True)
    contributions.support(room.store, room.now(), other, shown.id, shared=True)
    revision = room.now().revision
    erase(room, author)

    there = room.store.contribution(theirs.id)
    assert there is not None
    assert (there.support, there.revision) == (0, revision + 1)
    assert room.store.supported_by(author.id) == set()
    assert room.store.supported_by(other.id) == {shown.id}


def test_others_words_joined_to_theirs_stand_on_their_own_again(room: Room) -> None:
    author, shown = author_of_much(room)
    same = room.say(room.join(actor="mayor"), "Lo mismo")
    with room.store.change(room.session.id) as change:
        revision = change.touch(MODERATOR, "merge", f"contribution:{same.id}")
        change.set_contribution(
            same.id, state=ContributionState.MERGED, merged_into=shown.id, revision=revision
        )
    erase(room, author)

    there = room.store.contribution(same.id)
    assert there is not None
    assert (there.state, there.words.text) == (ContributionState.RECEIVED, "Lo mismo")


def test_the_record_still_exports(room: Room) -> None:
    author, _ = author_of_much(room)
    room.say(room.join(actor="mayor"), "Falta todo")
    erase(room, author)
    lines = record.lines(room.store, room.now())
    files = csv_file.write(lines) + json_file.write(room.store, room.now())

    assert [(line.state, line.text, line.name) for line in lines] == [
        ("erased", "", ""),
        ("erased", "", ""),
        ("received", "Falta todo", ""),
    ]
    assert found_in(files.decode()) == set()


def test_every_table_that_refers_to_a_contribution_is_known_to_the_erasure() -> None:
    """A new one must say whether its rows go with the words or are somebody else's."""
    scripts = "".join(path.read_text() for path in SCHEMA.glob("*.sql"))
    refers = {
        name
        for name, columns in re.findall(r"CREATE TABLE (\w+) \((.*?)\n\);", scripts, re.DOTALL)
        if "REFERENCES contribution" in columns
    }

    assert refers == {*GONE_WITH_THE_WORDS, *STAYING}


# -- who may --------------------------------------------------------------------------------------


def test_a_participant_may_erase_when_the_session_is_long_closed(room: Room) -> None:
    author, _ = author_of_much(room)
    sessions.close(room.store, room.now(), MODERATOR)

    assert erase(room, author) == 2


def test_the_organiser_erases_for_those_who_ask(room: Room) -> None:
    author, _ = author_of_much(room)
    erasure.erase(room.store, room.now(), author, ORGANISER)

    assert found_in(everything_in(room.store)) == set()
    assert room.store.audit(room.session.id)[-1]["role"] == "organiser"


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.RAPPORTEUR, Role.PROJECTOR, None])
def test_nobody_else_on_the_staff_may_erase(room: Room, role: Role | None) -> None:
    author, _ = author_of_much(room)
    with pytest.raises(NotAllowed):
        erasure.erase(room.store, room.now(), author, By(role, "1"))

    assert found_in(everything_in(room.store)) == set(GIVEN)


def test_no_participant_may_erase_another(room: Room) -> None:
    author, _ = author_of_much(room)
    with pytest.raises(NotAllowed):
        erasure.erase(room.store, room.now(), author, own(room.join()))

    assert found_in(everything_in(room.store)) == set(GIVEN)


def test_nobody_of_another_session_may_erase(room: Room) -> None:
    author, _ = author_of_much(room)
    other: Session = Room.prepared(room.store).session
    for by in (own(author), ORGANISER):
        with pytest.raises(NotFound):
            erasure.erase(room.store, other, author, by)

    assert found_in(everything_in(room.store)) == set(GIVEN)


# -- for good -------------------------------------------------------------------------------------


class Interrupted:
    """An engine whose text comes only after something else was done."""

    name = "interrupted"

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self._meanwhile = meanwhile

    def translate(self, text: str, source: Language, target: Language) -> Rendering:
        self._meanwhile()
        return Rendering(text, self.name, "1", f"{source}>{target}")

    def close(self) -> None: ...


def test_a_translation_under_way_brings_nothing_back(room: Room) -> None:
    with room.store.change(room.session.id) as change:
        change.set_session(engine="interrupted")
    author, _ = author_of_much(room)
    engine = Interrupted(lambda: erase(room, author))
    under_way = jobs.translate_next(room.store, lambda _: engine, "worker")

    assert under_way
    assert found_in(everything_in(room.store)) == set()
    assert room.store.jobs.states(room.session.id) == {}
    assert not jobs.translate_next(room.store, lambda _: engine, "worker")


def test_a_failing_translation_brings_nothing_back(room: Room) -> None:
    with room.store.change(room.session.id) as change:
        change.set_session(engine="interrupted")
    author, _ = author_of_much(room)

    def erase_and_fail() -> None:
        erase(room, author)
        raise RuntimeError(GIVEN["text"])

    jobs.translate_next(room.store, lambda _: Interrupted(erase_and_fail), "worker")

    assert found_in(everything_in(room.store)) == set()


def test_nothing_that_staff_do_brings_an_erased_contribution_back(room: Room) -> None:
    author, shown = author_of_much(room)
    erase(room, author)
    erased = room.store.contribution(shown.id)
    store, session = room.store, room.now()
    contributions.hide(store, session, shown.id, HideReason.OFF_TOPIC, MODERATOR)
    contributions.relabel(store, session, shown.id, "fr", MODERATOR)
    refused: list[tuple[type[Exception], Callable[[], Any]]] = [
        (Conflict, lambda: contributions.show_again(store, session, shown.id, MODERATOR)),
        (
            Conflict,
            lambda: sessions.put_on_screen(store, session, View.CONTRIBUTION, MODERATOR, shown),
        ),
        (
            NotFound,
            lambda: versions.correct(store, session, shown.id, Words("Il", "fr"), MODERATOR),
        ),
        (
            NotFound,
            lambda: themes.decide(
                store, session, shown.id, Axis.THEME, "water", CodingState.CONFIRMED, MODERATOR
            ),
        ),
    ]
    for error, attempt in refused:
        with pytest.raises(error):
            attempt()

    assert store.contribution(shown.id) == erased
    assert store.audit(session.id)[-1]["verb"] == "erase"


def test_neither_a_resent_answer_nor_a_withdrawal_brings_it_back(room: Room) -> None:
    author, shown = author_of_much(room)
    erase(room, author)
    with pytest.raises(Conflict):
        room.say(author, shown.words.text, key=shown.id)
    contributions.withdraw(room.store, room.now(), author, shown.id)

    assert found_in(everything_in(room.store)) == set()
    assert [told.state for told in room.store.contributions(room.session.id)] == [
        ContributionState.ERASED
    ] * 2


def test_erasing_twice_is_erasing_once(room: Room) -> None:
    author, _ = author_of_much(room)

    assert (erase(room, author), erase(room, author)) == (2, 0)


def test_who_erased_is_no_longer_in_the_room_and_may_come_again(room: Room) -> None:
    author, _ = author_of_much(room)
    erase(room, author)
    there = participants.known_participant(room.store, room.session, author.id)
    assert (there.joined_at, there.actor_id, there.name, there.language) == (None, None, "", "")
    assert room.store.joined_by_actor(room.session.id) == {}
    again = participants.join(
        room.store,
        room.session,
        participants.Introduction("clerk", "fr"),
        participant_id=author.id,
    )

    assert (again.id, again.actor_id) == (author.id, "clerk")
    assert room.say(again, "De nouveau", source=Source.PAGE).number == 3


# -- the trail ------------------------------------------------------------------------------------


def test_the_audit_trail_is_written_as_json_lines(
    store_url: str, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, _ = author_of_much(room)
    erase(room, author)
    monkeypatch.setenv("RONDA_DATA", str(tmp_path))
    monkeypatch.setenv("RONDA_DATABASE", store_url)
    installed.cache_clear()
    result = CliRunner().invoke(ronda, ["audit", room.session.code])
    installed().store.close()
    installed.cache_clear()
    lines = [json.loads(line) for line in result.stdout.splitlines()]

    assert result.exit_code == 0
    assert [line["revision"] for line in lines] == list(range(1, room.now().revision + 1))
    assert {key: lines[-1][key] for key in lines[-1] if key != "at"} == {
        "session": room.session.code,
        "revision": room.now().revision,
        "role": "participant",
        "who": author.id,
        "verb": "erase",
        "subject": f"participant:{author.id}",
        "detail": {"contributions": 2},
    }
    assert found_in(result.stdout) == set()
