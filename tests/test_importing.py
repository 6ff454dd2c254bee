"""Files into the record and out again: matched, never doubled, undone as a whole."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from facilitation import (
    contributions,
    entrance,
    erasure,
    participants,
    participation,
    plans,
    privacy,
    sessions,
)
from facilitation.errors import Conflict, NotAllowed, Refused
from facilitation.exports.record import lines
from facilitation.importing import storing
from facilitation.importing.directory import Directory, Known
from facilitation.importing.drafts import Draft, Person, Remark
from facilitation.importing.likenesses import likenesses, without_likenesses
from facilitation.importing.mailing import mail_merge
from facilitation.importing.moments import RunSheet
from facilitation.importing.news import LISTED, Otherwise, has_news, otherwise, staying
from facilitation.importing.people import directory_of, matched
from facilitation.importing.prepared import prepare
from facilitation.importing.presence import (
    MINUTE,
    NO_GROUP,
    by_group,
    most_present,
    present_each_minute,
    stretches,
)
from facilitation.importing.proposals import Questions, drafts_of, ground_of
from facilitation.importing.reading_ahead import ReadingAhead
from facilitation.intake.meetings import Choices, read_meeting
from facilitation.intake.recognition import FileKind
from facilitation.model import Confidentiality, ContributionState, Entrance, Origin, Role, Source
from facilitation.participants import Introduction
from facilitation.participation import UNSTATED, by_actor, heard
from facilitation.phrases import INTERFACE_LANGUAGES, in_language
from facilitation.report import gather
from facilitation.report.sheets import one_sheet, sheets
from facilitation.reviewing.history import history_of
from facilitation.settings import ROOT
from facilitation.store import By, Store
from tests.meeting_files import SAMPLES
from tests.rooms import MODERATOR, ORGANISER, Room, small_plan

REGISTERED = """First Name,Last Name,Email,Organization,Kind,Registration Time,Approval Status
Ana,Ruiz,ana@a.example,Junta de Agua,Cooperativa agrícola,2021-05-01 10:00:00,approved
Luc,Petit,luc@b.example,Université du Lac,Université,2021-05-01 10:05:00,approved
Eve,Late,eve@c.example,Elsewhere,SME,2021-05-02 10:05:00,pending
"""
PRESENT = """Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Junta Agua (Ana Ruiz),ana@a.example,2021-05-20 10:00:00,2021-05-20 10:30:00,30,Yes
Junta Agua (Ana Ruiz),ana@a.example,2021-05-20 10:40:00,2021-05-20 11:00:00,20,Yes
Walk In,,2021-05-20 10:00:00,2021-05-20 11:00:00,60,Yes
"""
CHAT = (
    "10:01:00 From  Junta Agua  to  Everyone:\n\tHace falta agua limpia para el riego del valle\n"
    "10:02:00 From  Luc Petit  to  Everyone:\n"
    '\tReplying to "Hace falta agua l..."\n\t\n\tOui, et une route vers la rivière\n'
    '10:03:00 From  Luc Petit  to  Everyone:\n\tReacted to "Hace falta agua l..." with 👍\n'
    "10:04:00 From  Walk In  to  Junta Agua(Direct Message):\n\tun secreto entre nosotros\n"
)
VTT = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:05.000\nLuc Petit: Il manque une piste cyclable\n"


@pytest.fixture
def room(store_url: str) -> Iterator[Room]:
    opened = Store.open(store_url)
    yield Room.prepared(opened)
    opened.close()


def drafts(room: Room, **texts: str) -> dict[FileKind, Draft]:
    ground = ground_of(room.store, room.now())
    files = [(f"{name}.txt", text.encode()) for name, text in texts.items()]
    meeting = read_meeting(files, Choices(groups=ground.groups, reviewed=ground.reviewed))
    return drafts_of(ground, meeting)


def bring(room: Room, **texts: str) -> list[storing.Brought]:
    return [
        storing.bring_in(room.store, room.now(), draft, ORGANISER)
        for draft in drafts(room, **texts).values()
    ]


def people(room: Room) -> dict[str, tuple[str, str | None]]:
    return {
        one.name: (one.origin.value, one.actor_id)
        for one in room.store.participants(room.session.id)
        if one.name
    }


def undo_last(room: Room, nth: int = 0) -> None:
    """Of the imports that stand, the last one, or the one so many before it."""
    standing = [one for one in room.store.imports(room.session.id) if one.undone_at is None]
    storing.undo(room.store, room.session, standing[nth].id, ORGANISER)


def kinds(room: Room) -> dict[str, str | None]:
    """Of what was said, by its first words."""
    return {
        " ".join(one.words.text.split()[:2]): one.actor_id
        for one in room.store.contributions(room.session.id)
        if one.words.text
    }


def words(room: Room) -> list[str]:
    return [
        one.words.text
        for one in room.store.contributions(room.session.id)
        if one.state is ContributionState.RECEIVED
    ]


def test_registrations_are_people_to_come(room: Room) -> None:
    (brought,) = bring(room, list=REGISTERED)

    assert brought.new_people == 2
    assert people(room) == {"Ana Ruiz": ("personal", None), "Luc Petit": ("personal", None)}
    assert room.store.registered_by_actor(room.session.id) == {None: 2}


def test_what_an_answer_means_is_remembered_for_the_next_session(room: Room) -> None:
    decided = {"cooperativa agricola": "farmer", "universite": "student", "sme": "no such kind"}
    storing.review(room.store, room.session, decided, ORGANISER)

    other = Room.prepared(room.store)
    bring(other, list=REGISTERED)

    assert people(other)["Ana Ruiz"] == ("personal", "farmer")
    assert other.store.registered_by_actor(other.session.id) == {"farmer": 1, "student": 1}
    assert "cooperativa" not in str(room.store.audit(room.session.id))


def test_attendance_finds_the_registered_and_adds_up_rejoins(room: Room) -> None:
    bring(room, list=REGISTERED)
    (brought,) = bring(room, present=PRESENT)

    assert (brought.new_people, brought.known_people) == (1, 1)
    assert room.store.present_by_actor(room.session.id) == {None: 2}
    minutes = [stay[-1] for stay in room.store.stays(room.session.id)]
    assert sorted(minutes) == [20, 30, 60]


def test_whoever_attended_or_was_heard_is_here_for_those_who_lead(room: Room) -> None:
    decided = {"cooperativa agricola": "farmer", "universite": "student"}
    storing.review(room.store, room.session, decided, ORGANISER)
    bring(room, list=REGISTERED)
    bring(room, present=PRESENT)
    bring(room, chat=CHAT)

    for counts in (heard(room.store, room.now()), by_actor(room.store, room.now())):
        told = {one.what: (one.here, one.voices) for one in counts}
        assert told["farmer"] == (1, 1)
        assert told["student"] == (1, 1)  # in the chat, though not in the report of attendance
    assert room.store.here_by_actor(room.session.id)[None] == 1  # who walked in


def test_who_was_present_first_is_registered_later_as_the_same_person(room: Room) -> None:
    bring(room, present=PRESENT)
    storing.review(room.store, room.session, {"cooperativa agricola": "farmer"}, ORGANISER)
    bring(room, list=REGISTERED)

    found = [one for one in room.store.participants(room.session.id) if one.actor_id == "farmer"]
    assert [one.origin for one in found] == [Origin.PERSONAL]
    assert room.store.present_by_actor(room.session.id)["farmer"] == 1


def test_a_chat_knows_people_by_the_names_they_were_present_under(room: Room) -> None:
    storing.review(room.store, room.session, {"cooperativa agricola": "farmer"}, ORGANISER)
    bring(room, list=REGISTERED)
    bring(room, present=PRESENT)
    (brought,) = bring(room, chat=CHAT)

    assert (brought.new_people, brought.contributions, brought.shares) == (0, 2, 1)
    first, reply = room.store.contributions(room.session.id)
    assert (first.actor_id, first.source, first.support) == ("farmer", Source.IMPORT, 1)
    assert room.store.source_of(first.id) == ("chat.txt", 1)
    assert [first.words.language, reply.words.language] == ["es", "fr"]
    assert [coding.code_id for coding in first.codings] == ["water"]
    assert reply.words.text == "Oui, et une route vers la rivière"
    assert "secreto" not in str(words(room))


def test_the_same_file_again_brings_nothing(room: Room) -> None:
    bring(room, list=REGISTERED, present=PRESENT, chat=CHAT)
    before = room.now().revision, len(room.store.contributions(room.session.id))

    for file in ({"list": REGISTERED}, {"present": PRESENT}, {"chat": CHAT}):
        with pytest.raises(Refused) as refusal:
            bring(room, **file)
        assert refusal.value.phrase == "import.nothing_new"

    assert before == (room.now().revision, len(room.store.contributions(room.session.id)))


def test_a_longer_file_brings_what_is_new(room: Room) -> None:
    bring(room, chat=CHAT)
    (brought,) = bring(
        room, chat=CHAT + "10:05:00 From  Luc Petit  to  Everyone:\n\tY a-t-il du temps ?\n"
    )

    assert (brought.contributions, brought.again) == (1, 2)


def test_an_import_is_undone_as_a_whole_and_can_come_again(room: Room) -> None:
    bring(room, list=REGISTERED, present=PRESENT, chat=CHAT)
    for one in room.store.imports(room.session.id):
        storing.undo(room.store, room.session, one.id, ORGANISER)

    assert words(room) == []
    assert people(room) == {}
    assert room.store.registered_by_actor(room.session.id) == {}
    assert room.store.present_by_actor(room.session.id) == {}
    with pytest.raises(Conflict):
        storing.undo(room.store, room.session, one.id, ORGANISER)

    bring(room, list=REGISTERED, present=PRESENT, chat=CHAT)
    assert len(words(room)) == 2


def test_what_is_undone_while_it_is_read_again_is_not_stored_unread(room: Room) -> None:
    remark = Remark(0, "Hace falta agua", "", "table.csv", 2, "one")
    draft = Draft(
        FileKind.CONTRIBUTIONS, ("table.csv",), people=(Person("Ana"),), remarks=(remark,)
    )
    earlier = storing.bring_in(room.store, room.session, draft, ORGANISER)

    def undo(_share: float) -> None:
        storing.undo(room.store, room.session, earlier.import_id, ORGANISER)

    with pytest.raises(Conflict):
        storing.bring_in(room.store, room.session, draft, ORGANISER, undo)

    assert words(room) == []


def test_undoing_attendance_leaves_the_registered_as_they_were(room: Room) -> None:
    bring(room, list=REGISTERED)
    before = people(room)
    bring(room, present=PRESENT)
    storing.undo(room.store, room.session, room.store.imports(room.session.id)[0].id, ORGANISER)

    assert people(room) == before
    assert room.store.present_by_actor(room.session.id) == {}


def test_exports_tell_file_and_line_and_neither_where_names_are_not_shown(room: Room) -> None:
    bring(room, chat=CHAT)
    room.step("one")
    room.say(room.join("farmer"), "Dicho por el enlace")

    def told() -> list[tuple[str, object]]:
        return [(one.source_file, one.source_line) for one in lines(room.store, room.now())]

    assert told() == [("chat.txt", 1), ("chat.txt", 3), ("", "")]
    for language in INTERFACE_LANGUAGES:
        say = in_language(language).say
        sheet = one_sheet(gather(room.store, room.now()), "contributions", language)
        places = [sheet.header.index(say(f"file.column.source_{it}")) for it in ("file", "line")]
        assert [tuple(row[at] for at in places) for row in sheet.rows] == told()

    for rule in (Confidentiality.ORGANISATION_ONLY, Confidentiality.ACTOR_ONLY):
        sessions.set_confidentiality(room.store, room.now(), rule, ORGANISER)
        assert told() == [("", "")] * 3
        assert "chat.txt" not in str(sheets(gather(room.store, room.now())))


def test_a_file_is_not_told_of_words_that_their_author_took_back(room: Room) -> None:
    bring(room, chat=CHAT)
    room.step("one")
    first = room.store.contributions(room.session.id)[0]
    with room.store.change(room.session.id) as change:
        author = change.participant(first.participant_id)
    contributions.withdraw(room.store, room.now(), author, first.id)

    assert [one.source_file for one in lines(room.store, room.now())] == ["", "chat.txt"]
    sheet = one_sheet(gather(room.store, room.now()), "contributions", "es")
    assert str(sheet.rows).count("chat.txt") == 1


def test_undoing_a_registration_keeps_who_was_present(room: Room) -> None:
    bring(room, list=REGISTERED, present=PRESENT)
    storing.undo(room.store, room.session, room.store.imports(room.session.id)[1].id, ORGANISER)

    assert people(room) == {"Ana Ruiz": ("import", None), "Walk In": ("import", None)}
    assert room.store.registered_by_actor(room.session.id) == {}


def decide(room: Room) -> None:
    decided = {"cooperativa agricola": "farmer", "universite": "student", "municipio": "mayor"}
    storing.review(room.store, room.session, decided, ORGANISER)


def test_who_gets_a_kind_of_actor_later_has_it_in_what_they_said_before(room: Room) -> None:
    """Chat, attendance, registrations: the order in which files come makes no difference."""
    bring(room, chat=CHAT)
    bring(room, present=PRESENT)
    assert kinds(room) == {"Hace falta": None, "Oui, et": None}
    before = [one.actor_id for one in room.store.contributions(room.session.id)]

    decide(room)
    bring(room, list=REGISTERED)

    assert kinds(room) == {"Hace falta": "farmer", "Oui, et": "student"}
    assert room.heard("one") == {"farmer": (1, 1), "student": (1, 1)}
    changed = room.store.feed(room.session.id, room.now().revision - 1)
    assert {one.number for one in changed} == {1, 2}

    undo_last(room)

    assert [one.actor_id for one in room.store.contributions(room.session.id)] == before
    assert room.heard("one") == {UNSTATED: (2, 2)}  # heard, as whom is not stated


def test_who_came_and_spoke_without_a_kind_of_actor_is_in_every_total(room: Room) -> None:
    bring(room, chat=CHAT)
    bring(room, present=PRESENT)
    room.step("one")
    room.say(room.join("farmer"), "Dicho por el enlace")

    told = participation.by_actor(room.store, room.now())
    now, so_far = participation.heard_in_each(room.store, room.now(), "one", "")

    for standings in (told, now, so_far):
        assert (standings[-1].what, standings[-1].here, standings[-1].voices) == (UNSTATED, 3, 2)
        whole = participation.total(standings)
        assert (whole.here, whole.voices, whole.contributions) == (4, 3, 3)
        assert UNSTATED not in [one.what for one in participation.below_share(standings)]
        assert participation.evenness(standings) is None, "one kind is known"
    languages = participation.by_language(room.store, room.now())
    assert participation.total(languages).here == 4


def test_undoing_takes_a_kind_of_actor_from_what_had_it_of_that_import_alone(room: Room) -> None:
    decide(room)
    bring(room, chat=CHAT)
    bring(room, present=PRESENT)
    room.step("one")
    bring(room, list=REGISTERED)
    ana = next(one for one in room.store.participants(room.session.id) if one.name == "Junta Agua")
    told = Introduction("farmer", "es", "Ana Ruiz")
    came = participants.join(room.store, room.session, told, participant_id=ana.id)
    room.say(came, "Dicho por el enlace")
    more = "10:06:00 From  Luc Petit  to  Everyone:\n\tEncore une chose\n"
    bring(room, chat=CHAT + more)

    undo_last(room, 1)

    assert kinds(room) == {
        "Hace falta": "farmer",
        "Oui, et": None,
        "Dicho por": "farmer",
        "Encore une": None,
    }


def test_undoing_a_list_takes_what_it_told_of_whom_other_files_know(room: Room) -> None:
    decide(room)
    bring(room, list=REGISTERED)
    bring(room, present=PRESENT)
    bring(room, chat=CHAT)

    undo_last(room, 2)

    assert people(room)["Ana Ruiz"] == ("import", None)
    assert people(room)["Luc Petit"] == ("import", None)
    (ana,) = (one for one in room.store.participants(room.session.id) if one.name == "Ana Ruiz")
    assert ana.organisation == ""
    assert room.store.email_of(ana.id) == "ana@a.example", "attendance told it too"
    assert kinds(room) == {"Hace falta": None, "Oui, et": None}
    assert room.store.registered_by_actor(room.session.id) == {}
    assert participation.total(participation.by_actor(room.store, room.now())).registered == 0

    bring(room, list=REGISTERED.replace("Cooperativa agrícola", "Municipio"))

    assert people(room)["Ana Ruiz"] == ("personal", "mayor")
    assert kinds(room) == {"Hace falta": "mayor", "Oui, et": "student"}
    assert room.store.registered_by_actor(room.session.id) == {"mayor": 1, "student": 1}
    for _ in range(3):
        undo_last(room)
    assert people(room) == {}


CORRECTED = (
    REGISTERED.replace("Cooperativa agrícola", "Municipio")
    .replace("Junta de Agua", "Alcaldía")
    .replace("10:05:00,approved", "10:05:00,denied", 1)
)


def test_a_corrected_list_is_told_and_taken_and_undone(room: Room) -> None:
    decide(room)
    bring(room, list=REGISTERED)
    bring(room, chat=CHAT.replace("Junta Agua", "Ana Ruiz"))
    (draft,) = drafts(room, list=CORRECTED).values()
    known = directory_of(room.store, room.session)

    assert otherwise(room.session, known, draft) == (
        Otherwise(
            "Ana Ruiz",
            {"actor_id": ("farmer", "mayor"), "organisation": ("Junta de Agua", "Alcaldía")},
        ),
        Otherwise("Luc Petit", {LISTED: ("", "")}),
    )
    assert storing.bring_in(room.store, room.now(), draft, ORGANISER).corrected == 2
    assert people(room) == {"Ana Ruiz": ("personal", "mayor"), "Luc Petit": ("import", "student")}
    assert kinds(room)["Hace falta"] == "mayor"
    assert room.store.registered_by_actor(room.session.id) == {"mayor": 1}
    with pytest.raises(Refused):
        bring(room, list=CORRECTED)
    luc = next(one for one in room.store.participants(room.session.id) if one.name == "Luc Petit")
    entrance.set_entrance(room.store, room.session, Entrance.REGISTERED, ORGANISER)
    told = Introduction("student", "fr", "Luc Petit")
    with pytest.raises(NotAllowed):
        participants.join(room.store, room.now(), told, participant_id=luc.id)

    undo_last(room)

    assert people(room) == {
        "Ana Ruiz": ("personal", "farmer"),
        "Luc Petit": ("personal", "student"),
    }
    assert kinds(room)["Hace falta"] == "farmer"
    assert "Alcald" not in str(room.store.tellings_of(room.session.id))


def test_the_first_list_can_be_undone_before_the_one_that_corrects_it(room: Room) -> None:
    decide(room)
    bring(room, list=REGISTERED)
    bring(room, list=CORRECTED)

    undo_last(room, 1)
    assert people(room) == {"Ana Ruiz": ("personal", "mayor")}

    undo_last(room)
    assert people(room) == {}


def test_a_list_counts_more_than_a_guess_from_a_name_and_less_than_a_person(room: Room) -> None:
    decide(room)
    (draft,) = drafts(room, present=PRESENT).values()
    for is_decided, kind in ((False, "farmer"), (True, "clerk")):
        given = draft.knowing({0: {"actor_id": "clerk", "is_decided": is_decided}})
        storing.bring_in(room.store, room.now(), given, ORGANISER)
        bring(room, list=REGISTERED)
        assert room.store.registered_by_actor(room.session.id) == {kind: 1, "student": 1}

        undo_last(room)
        assert room.store.present_by_actor(room.session.id) == {"clerk": 1, None: 1}
        undo_last(room)


def test_a_list_corrects_nobody_who_spoke_for_themselves(room: Room) -> None:
    decide(room)
    bring(room, list=REGISTERED)
    ana = next(one for one in room.store.participants(room.session.id) if one.name == "Ana Ruiz")
    told = Introduction("clerk", "es", "Ana R.", "Junta de Agua")
    participants.join(room.store, room.session, told, participant_id=ana.id)

    (draft,) = drafts(room, list=CORRECTED.replace(",denied", ",approved")).values()
    assert staying(directory_of(room.store, room.session), draft) == 1
    with pytest.raises(Refused):
        storing.bring_in(room.store, room.session, draft, ORGANISER)
    undo_last(room)

    assert people(room) == {"Ana R.": ("import", "clerk")}
    assert room.store.email_of(ana.id) == ""


def test_what_a_file_would_change_is_known_before_it_is_brought_in(room: Room) -> None:
    def has_any(**texts: str) -> bool:
        (draft,) = drafts(room, **texts).values()
        brought = room.store.traces_of(room.session.id)
        return has_news(room.session, directory_of(room.store, room.session), draft, brought)

    twice = REGISTERED + "Eva,Ruiz,ana@a.example,,,2021-05-01 10:00:00,approved\n"
    for files in ({"list": twice}, {"present": PRESENT}, {"chat": CHAT}):
        assert has_any(**files)
        bring(room, **files)
        assert not has_any(**files)
    assert has_any(list=CORRECTED)
    ana = next(one for one in room.store.participants(room.session.id) if one.name == "Ana Ruiz")
    erasure.erase(room.store, room.session, ana, ORGANISER)
    assert not has_any(list=twice)


def test_nothing_of_what_was_told_stays_where_somebody_is_erased_or_let_go(room: Room) -> None:
    bring(room, list=REGISTERED)
    bring(room, present=PRESENT)
    ana = next(one for one in room.store.participants(room.session.id) if one.name == "Ana Ruiz")
    erasure.erase(room.store, room.session, ana, ORGANISER)
    assert "Ana" not in str(room.store.tellings_of(room.session.id))

    privacy.let_go(room.store, room.session, ORGANISER)
    assert "Luc" not in str(room.store.tellings_of(room.session.id))
    undo_last(room)
    undo_last(room)


def test_who_had_their_words_erased_does_not_come_back_with_the_file(room: Room) -> None:
    bring(room, list=REGISTERED, present=PRESENT, chat=CHAT)
    ana = next(one for one in room.store.participants(room.session.id) if one.name == "Ana Ruiz")
    erasure.erase(room.store, room.session, ana, ORGANISER)

    for file in ({"list": REGISTERED}, {"present": PRESENT}, {"chat": CHAT}):
        with pytest.raises(Refused):
            bring(room, **file)
    for one in room.store.imports(room.session.id):
        storing.undo(room.store, room.session, one.id, ORGANISER)
    bring(room, list=REGISTERED)

    assert set(people(room)) == {"Luc Petit"}
    assert room.store.email_of(ana.id) == ""


def test_an_import_is_one_revision_and_its_audit_holds_no_words(room: Room) -> None:
    bring(room, list=REGISTERED)
    before = room.now().revision
    bring(room, chat=CHAT)

    assert room.now().revision == before + 1
    last = room.store.audit(room.session.id)[-1]
    assert (last["verb"], last["role"]) == ("import", "organiser")
    assert not any(word in str(last) for word in ("agua", "Junta", "chat.txt"))


def test_only_the_organiser_imports(room: Room) -> None:
    (draft,) = drafts(room, chat=CHAT).values()

    with pytest.raises(NotAllowed):
        storing.bring_in(room.store, room.session, draft, MODERATOR)
    with pytest.raises(NotAllowed):
        storing.undo(room.store, room.session, "x", By(Role.RAPPORTEUR, "1"))


def test_nothing_of_a_transcript_is_taken_before_a_person_takes_it(room: Room) -> None:
    (draft,) = drafts(room, vtt=VTT).values()
    assert draft.taken == 0

    chosen = draft.choosing({0: {"is_taken": True, "part_id": "two", "language": "fr"}})
    storing.bring_in(room.store, room.session, chosen, ORGANISER)

    (told,) = room.store.contributions(room.session.id)
    assert (told.part_id, told.words.text) == ("two", "Il manque une piste cyclable")


def test_what_came_through_the_link_is_set_beside_it(room: Room) -> None:
    room.step("one")
    room.say(room.join("farmer", "es"), "Hace falta agua limpia para el riego del valle.")
    (draft,) = drafts(room, chat=CHAT).values()

    (like,) = likenesses(draft, room.store.contributions(room.session.id))

    assert (like.remark, like.contribution.number) == (0, 1)
    assert without_likenesses(draft, [like]).taken == 1


def test_the_run_sheet_proposes_the_question_whatever_zone_the_clock_is_in() -> None:
    start = datetime(2021, 5, 26, 13, 0, tzinfo=UTC)
    plan = small_plan()
    steps = [(part.id, start + timedelta(minutes=10 * n)) for n, part in enumerate(plan.parts)]
    sheet = RunSheet(
        tuple(int((at - start.replace(hour=0)).total_seconds()) for _, at in steps),
        ("", "one", "two"),
        "one",
    )
    clock = [8 * 3600 + 60 * minute for minute in (1, 12, 25, 29)]  # UTC-5
    shift = sheet.shift_for(clock)

    assert shift == 5 * 3600
    assert [sheet.part_at(at + shift) for at in clock] == ["one", "one", "two", "two"]


def test_a_message_stands_at_the_minute_it_was_written_in(room: Room) -> None:
    room.step("one")
    steps = room.store.steps(room.session.id)
    begun = steps[0][1].replace(second=0, microsecond=0)
    clock = (begun - timedelta(hours=2)).strftime("%H:%M:%S")  # of somebody two zones away
    bring(room, chat=f"{clock} From  Ana  to  Everyone:\n\tHace falta agua limpia\n")

    (told,) = room.store.contributions(room.session.id)
    found = history_of(room.store, room.now(), told, By(Role.RAPPORTEUR))
    assert (found.file, found.line) == ("chat.txt", 1)
    assert abs(told.received_at - begun) < timedelta(minutes=1)


def test_a_table_names_its_question_as_people_do(room: Room) -> None:
    plan = plans.read_plan(ROOT / "data" / "sessions" / "1.1.1.toml")
    questions = Questions(ground_of(room.store, Room.prepared(room.store, plan).now()))
    names = {
        "q2": ("q2", "2", "Question 2", "INSTRUMENTS of governance", "instrumentos de gobern"),
        "q3": ("Pregunta 3", "p3"),
        None: ("Question 99", "Question", "22", ""),
    }

    for part_id, said in names.items():
        assert [questions.named(one) for one in said] == [part_id] * len(said)


def test_a_question_the_session_does_not_have_is_said_with_its_rows(room: Room) -> None:
    (draft,) = drafts(room, table="Text,Question\nFalta agua en el valle,one\nY luz,99\n").values()

    (finding,) = draft.problems
    assert (finding.phrase, finding.line, finding.values["n"]) == ("import.other_question", 3, 1)
    assert [remark.part_id for remark in draft.remarks] == ["one", "one"]


def test_two_people_of_one_name_are_left_to_a_person() -> None:
    def known(id_: str, email: str) -> Known:
        return Known(id_, "Ana Ruiz", email, "personal", {})

    directory = Directory([known("1", "a@a.example"), known("2", "b@b.example")])

    assert directory.find("Ana Ruiz") is None
    assert directory.find("ANA RUIZ", "b@b.example") == "2"
    assert directory.find("Ana Ruiz", "c@c.example") is None
    assert Directory([known("1", "")]).find("Ana Ruiz (UCLG)") == "1"


def test_a_file_twice_as_far_says_who_said_what(room: Room) -> None:
    """The same words of two people are two contributions, and of one person said twice, two."""
    remark = Remark(0, "Hace falta agua", "", "table.csv", 2, "one")
    draft = Draft(
        FileKind.CONTRIBUTIONS,
        ("table.csv",),
        people=(Person("Ana"), Person("Luz")),
        remarks=(remark, remark, Remark(1, remark.text, "", "table.csv", 4, "one")),
    )

    assert storing.bring_in(room.store, room.session, draft, ORGANISER).contributions == 3


def test_progress_is_told_until_all_is_stored(room: Room) -> None:
    said = (Remark(0, f"Hace falta agua {n}", "", "table.csv", n, "one") for n in range(250))
    people, kind = (Person("Ana"),), FileKind.CONTRIBUTIONS
    draft = Draft(kind, ("table.csv",), people=people, remarks=tuple(said))
    told = list[float]()

    storing.bring_in(room.store, room.session, draft, ORGANISER, told.append)

    assert told == sorted(told)
    assert told[-1] == 1
    assert len(told) == 6, "three times of reading, and three of storing"


def test_what_was_read_ahead_is_stored_and_what_was_changed_since_is_read_again(room: Room) -> None:
    said = (Remark(0, f"Hace falta agua {n}", "", "table.csv", n, "one") for n in range(250))
    draft = Draft(
        FileKind.CONTRIBUTIONS, ("table.csv",), people=(Person("Ana"),), remarks=tuple(said)
    )
    assert ReadingAhead.is_worth_it(draft)
    cut_short = ReadingAhead(room.store, room.session, draft).stop()
    assert len(cut_short) <= len(draft.remarks)
    prepare(room.store, room.session, draft, found=cut_short)
    ids = {one.id for one in cut_short.values()}
    assert len(ids) == 250

    changed = draft.choosing({3: {"part_id": "two"}, 4: {"is_taken": False}})
    storing.bring_in(room.store, room.session, changed, ORGANISER, found=cut_short)

    told = room.store.contributions(room.session.id)
    assert len({one.id for one in told} - ids) == 1, "the one that was put elsewhere"
    assert [one.words.text for one in told if one.part_id == "two"] == ["Hace falta agua 3"]
    assert {one.words.text for one in told} == {
        remark.text for remark in changed.remarks if remark.is_taken
    }


def test_the_samples_come_in_with_the_counts_of_their_readme(room: Room) -> None:
    names = ("chat_shape_E.txt", "chat_shape_A.txt", "participants.csv", "registration.csv")
    meeting = read_meeting([(name, (SAMPLES / name).read_bytes()) for name in names])
    found = drafts_of(ground_of(room.store, room.session), meeting)

    brought = {
        kind: storing.bring_in(room.store, room.session, draft, ORGANISER)
        for kind, draft in found.items()
    }

    assert brought[FileKind.REGISTRATIONS].new_people == 21
    assert sum(room.store.present_by_actor(room.session.id).values()) == 14
    assert brought[FileKind.CHAT].contributions == 20 + 11
    assert sum(stay[-1] for stay in room.store.stays(room.session.id)) == 1_146


def test_presence_is_counted_minute_by_minute(room: Room) -> None:
    bring(room, list=REGISTERED, present=PRESENT)

    minutes = present_each_minute(room.store, room.session)

    assert most_present(minutes) == (datetime(2021, 5, 20, 10, 0), 2)
    assert minutes[datetime(2021, 5, 20, 10, 35)].total() == 1


def test_personal_links_are_a_file_with_no_formula(room: Room) -> None:
    bring(room, list=REGISTERED.replace("Junta de Agua", "=cmd|x"))

    written = mail_merge(room.store, room.session, lambda id_: f"https://r.example/{id_}", "es")

    header, *lines = written.decode("utf-8-sig").splitlines()
    assert header == '"name","email","organisation","actor","language","link"'
    assert len(lines) == 2
    assert "'=cmd|x" in lines[0]  # in the order of names
    assert "eve@c.example" not in written.decode()


def test_who_is_known_is_matched_before_anything_is_stored(room: Room) -> None:
    storing.review(room.store, room.session, {"cooperativa agricola": "farmer"}, ORGANISER)
    bring(room, list=REGISTERED)
    (draft,) = drafts(room, present=PRESENT).values()

    found = matched(directory_of(room.store, room.session), draft)

    assert [(bool(one.participant_id), one.is_settled) for one in found.people] == [
        (True, True),
        (False, False),
    ]


def test_presence_is_told_by_group_for_every_minute_without_a_wall_of_rows(room: Room) -> None:
    at = datetime(2021, 5, 20, 10, 0)
    counted = {
        at: Counter({"mayor": 1, "clerk": 1, "guest": 1, None: 2}),
        at + 3 * MINUTE: Counter({"mayor": 1}),
        at + 4 * MINUTE: Counter({"clerk": 1}),
        at + 90 * MINUTE: Counter({"farmer": 1}),
    }

    minutes = by_group(room.session, counted)

    assert minutes[at] == Counter({"near": 2, NO_GROUP: 1, None: 2})
    assert [(minute - at) // MINUTE for minute in minutes] == [0, 1, 2, 3, 4, 5, 89, 90]
    told = [(one.first - at, one.last - at, one.people.total()) for one in stretches(minutes)]
    assert [(first // MINUTE, last // MINUTE, n) for first, last, n in told] == [
        (0, 0, 5), (1, 2, 0), (3, 4, 1), (5, 5, 0), (89, 89, 0), (90, 90, 1),
    ]  # fmt: skip
