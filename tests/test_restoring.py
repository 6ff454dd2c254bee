"""The whole record as a file, a new session made of it, and the same file again."""

import json
import re
from dataclasses import replace

import pytest

from facilitation import contributions, erasure, restoring, sessions
from facilitation.errors import RecordProblem
from facilitation.exports import files, json_file
from facilitation.model import Confidentiality, Session
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.report import gather, report
from facilitation.restoring.reading import MOST_CHARACTERS
from facilitation.store import Store
from tests.rooms import MODERATOR, ORGANISER, Room
from tests.tables import concluded, plan_with_points


def again(store: Store, session: Session) -> tuple[bytes, bytes, Session]:
    """The file of a session, and that of the session made of it."""
    first = json_file.write(store, session)
    made = restoring.restore(store, restoring.read(first, "record.json"), ORGANISER)
    return first, json_file.write(store, made), made


def lively(store: Store, rule: Confidentiality = Confidentiality.ON_RECORD) -> Room:
    """With a part of another rule, an edition, a share, a merge and a step back."""
    plan = plan_with_points(rule)
    parts = list(plan.parts)
    parts[2] = replace(parts[2], confidentiality=Confidentiality.ACTOR_ONLY)
    room = concluded(store, replace(plan, parts=tuple(parts)))
    room.step("two")
    author = room.join(name="Rosa Quispe")
    told = room.say(author, "=1+1 中文 👩‍👩‍👧")
    contributions.revise(store, room.now(), author, told.id, "Dos veces \u200fdicho")
    room.step("one")
    room.say(author, "Otra vez, con nombre")
    sessions.reveal(store, room.now(), "one", MODERATOR, revealed=True)
    sessions.open_support(store, room.now(), "one", MODERATOR, is_open=True)
    first = store.contributions(room.session.id)[0]
    for name in ("a", "b"):
        contributions.support(store, room.now(), room.join(name=name), first.id, shared=True)
    sessions.close(store, room.now(), MODERATOR)
    return room


@pytest.mark.parametrize("rule", list(Confidentiality))
def test_a_session_made_of_the_file_writes_the_same_file(
    store: Store, rule: Confidentiality
) -> None:
    first, second, made = again(store, lively(store, rule).now())

    assert json.loads(second) == json.loads(first)
    assert second == first
    assert made.code


def test_an_empty_session_goes_round_too(store: Store) -> None:
    first, second, _ = again(store, Room.prepared(store).session)

    assert second == first


def test_the_report_of_the_new_session_is_the_same(store: Store) -> None:
    room = concluded(store)
    _, _, made = again(store, room.now())
    here, there = (
        report(replace(gather(store, one), at=room.session.closed_at), "fr")  # type: ignore[arg-type]
        for one in (room.session, made)
    )

    assert here == there


def test_nobody_that_a_rule_hides_is_in_the_file(store: Store) -> None:
    room = lively(store)
    told = json.loads(json_file.write(store, room.now()))
    rosas = [one for one in told["people"] if one["name"] == "Rosa Quispe"]
    (rosa,) = rosas
    said = {one["text"] for one in told["contributions"] if one["voice"] == rosa["voice"]}

    assert said == {"Otra vez, con nombre"}  # and not what she said where only the actor is shown
    assert sum(one["joined"] for one in told["people"]) == sum(
        person.joined_at is not None for person in store.participants(room.session.id)
    )


def test_the_file_holds_no_id_of_the_database(store: Store) -> None:
    room = lively(store)
    written = json_file.write(store, room.now()).decode()
    ids = [room.session.id, room.session.code]
    ids += [told.id for told in store.contributions(room.session.id)]
    ids += [person.id for person in store.participants(room.session.id)]

    assert [id_ for id_ in ids if id_ in written] == []


def test_words_that_were_taken_back_are_not_in_the_file(store: Store) -> None:
    written = json_file.write(store, concluded(store).now()).decode()

    assert "Palabras retiradas" not in written


def test_people_can_go_on_in_a_session_that_was_made_of_a_file(store: Store) -> None:
    _, _, made = again(store, concluded(store).now())
    room = Room(store, made)
    room.step("one")
    told = room.say(room.join(), "Después")

    assert told.number == len(store.contributions(made.id))


def test_a_file_from_anywhere_brings_no_control_characters(store: Store) -> None:
    first, _, _ = again(store, lively(store).now())
    hostile = json.loads(first)
    hostile["session"]["parts"][1]["title"]["es"] = "U\0no\x1b[31m\ud800\u202e"

    session = restoring.restore(store, restoring.read(json.dumps(hostile).encode(), "x"), ORGANISER)

    assert session.plan.parts[1].title.texts["es"] == "Uno[31m"
    assert files.write(store, session, files.Format.DOCX, "es").content


def refusal(content: bytes, language: str = "en") -> str:
    """The sentence that a file is refused with, which names no error of ours and is one."""
    with pytest.raises(RecordProblem) as refused:
        restoring.read(content, "record.json")
    told = in_language(language).say(refused.value.phrase, **refused.value.values)
    assert told.startswith("record.json")
    assert "\n" not in told
    assert not re.search(r"Error|Exception|Traceback|KeyError|index|None", told)
    return told


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
@pytest.mark.parametrize(
    ("content", "phrase"),
    [
        (b"", "record.not_json"),
        (b"{", "record.not_json"),
        (b"\xff\xfe", "record.not_json"),
        (b"[" * 200_000, "record.not_json"),
        (b'{"format": "ronda.record.2", "a": ' + b"[" * 200 + b"]" * 200 + b"}", "record.missing"),
        (b"[]", "record.not_a_record"),
        (b"null", "record.not_a_record"),
        (b"NaN", "record.not_a_record"),
        (b'{"format": "other"}', "record.not_a_record"),
        (b'{"format": null}', "record.not_a_record"),
        (b'{"format": ["ronda.record.2"]}', "record.not_a_record"),
        (b'{"format": "ronda.record.2"}', "record.missing"),
        (b'{"format": "ronda.record.2", "people": ' + b"9" * 5_000 + b"}", "record.not_json"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_file_that_is_no_record_is_refused_in_one_sentence(
    content: bytes, phrase: str, language: str
) -> None:
    told = refusal(content, language)

    with pytest.raises(RecordProblem) as refused:
        restoring.read(content, "record.json")
    assert refused.value.phrase == phrase
    assert told


def test_a_very_large_file_is_refused_in_one_sentence_too() -> None:
    assert "not a JSON file" in refusal(b" " * 50_000_000 + b"x")
    assert "larger than 200 MB" in refusal(b"x" * (MOST_CHARACTERS + 1))


GONE = object()  # in the place of a value: its name is not there either


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a session that was held and concluded."""
    store = Store.open(str(tmp_path_factory.mktemp("recorded") / "ronda.db"))
    written = json_file.write(store, lively(store).now())
    store.close()
    return written


@pytest.mark.parametrize(
    ("at", "value"),
    [
        ("session", None),
        ("session", []),
        ("session.languages", "es"),
        ("session.languages", []),
        ("session.languages[0]", "xx"),
        ("session.languages[0]", "../../etc"),
        ("session.languages[1]", "es"),
        ("session.title", "Mesa"),
        ("session.title.es", 5),
        ("session.state", "sleeping"),
        ("session.state", ["open"]),
        ("session.part_id", "nowhere"),
        ("session.opened_at", "2026-01-01T10:00:00"),
        ("session.opened_at", "9999-12-31T23:59:59+00:00"),
        ("session.confidentiality", "secret"),
        ("session.retention_days", -1),
        ("session.is_rehearsal", 1),
        ("session.parts", []),
        ("session.parts[1].id", ""),
        ("session.parts[1].id", "start"),
        ("session.parts[1].minutes", 10**30),
        ("session.parts[1].minutes", 1.5),
        ("session.parts[1].kind", "break"),
        ("session.actors", []),
        ("session.actors[0].group", "nobody"),
        ("session.actors[1].id", "mayor"),
        ("session.codebook", "[[theme]]\nid ="),
        ("session.glossary", "x"),
        ("session.programme", GONE),
        ("session.programme.capacity", True),
        ("steps", {}),
        ("steps[0]", ["one"]),
        ("steps[0][0]", "nowhere"),
        ("steps[0][1]", "yesterday"),
        ("people", GONE),
        ("people[0]", "Rosa"),
        ("people[0].voice", None),
        ("people[1].voice", 1),
        ("people[0].joined", "yes"),
        ("people[0].actor_id", "astronaut"),
        ("people[0].language", "de"),
        ("people[0].origin", "mars"),
        ("contributions", 5),
        ("contributions[0]", None),
        ("contributions[0].number", GONE),
        ("contributions[1].number", 1),
        ("contributions[0].number", 0),
        ("contributions[0].number", "one"),
        ("contributions[0].voice", 99),
        ("contributions[3].text", 5),
        ("contributions[3].text", GONE),
        ("contributions[0].language", "de"),
        ("contributions[0].part_id", "nowhere"),
        ("contributions[0].received_at", "yesterday"),
        ("contributions[0].state", "lost"),
        ("contributions[0].support", 10**30),
        ("contributions[0].support", -1),
        ("contributions[0].merged_into", 1),
        ("contributions[0].merged_into", 12345),
        ("contributions[0].codings", [{"axis": "theme"}]),
        ("contributions[0].codings[0].score", float("nan")),
        ("contributions[0].codings[0].score", float("inf")),
        ("contributions[0].editions[0].words", "Agua"),
        ("contributions[0].translations[0].made_at", 7),
        ("conclusions[1].number", 1),
        ("conclusions[0].language", "en"),
        ("conclusions[0].part_id", "nowhere"),
        ("conclusions[0].evidence", []),
        ("conclusions[0].evidence", {}),
        ("conclusions[0].evidence[0]", 12345),
        ("conclusions[0].evidence[1]", 1),
        ("conclusions[0].statements", []),
        ("conclusions[0].statements[1].language", "es"),
        ("conclusions[0].state", "agreed"),
        ("signatures", None),
        ("signatures[0].version", 0),
        ("signatures[0].language", "pt"),
        ("signatures[0].content[0]", []),
        ("signatures[0].content[1].number", 1),
        ("signatures[0].content[0].is_as_signed", "no"),
    ],
)
def test_one_wrong_value_is_refused_with_the_place_where_it_stands(
    recorded: bytes, at: str, value: object
) -> None:
    told = json.loads(recorded)
    place, keys = told, re.findall(r"[a-z_]+|\d+", at)
    for key in keys[:-1]:
        place = place[int(key) if key.isdigit() else key]
    last = int(keys[-1]) if keys[-1].isdigit() else keys[-1]
    if value is GONE:
        del place[last]
    else:
        place[last] = value

    sentence = refusal(json.dumps(told).encode())

    assert at in sentence
    assert sentence.endswith(".")


def test_a_session_made_of_another_is_known_as_its_copy(store: Store) -> None:
    room = lively(store)
    other = Room.prepared(store)
    other.step("one")
    assert erasure.copies(store, room.now()) == []

    _, _, made = again(store, room.now())

    assert erasure.copies(store, room.now()) == [made.code]
    assert erasure.copies(store, made) == [room.session.code]
    assert erasure.copies(store, other.now()) == []
    assert erasure.copies(store, Room.prepared(store).session) == []


def test_a_file_that_is_refused_changes_nothing(store: Store) -> None:
    told = json.loads(json_file.write(store, concluded(store).now()))
    told["contributions"][0]["voice"] = 99
    before = len(store.sessions())

    with pytest.raises(RecordProblem):
        restoring.restore(store, restoring.read(json.dumps(told).encode(), "x.json"), ORGANISER)
    assert len(store.sessions()) == before


def test_an_approved_conclusion_rests_on_something_in_the_file_too(recorded: bytes) -> None:
    told = json.loads(recorded)
    told["conclusions"][0]["evidence"] = []
    assert "conclusions[0].evidence names no contribution" in refusal(json.dumps(told).encode())

    told["conclusions"][0]["state"] = "draft"
    (first, *_) = restoring.read(json.dumps(told).encode(), "x.json").conclusions
    assert first.evidence == ()
