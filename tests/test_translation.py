"""One contribution in the session's languages, with a real Apertium and a real record."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from facilitation import contributions, sessions
from facilitation.errors import NotAllowed, Refused
from facilitation.model import JobState, Role, Session, TranslationState, Trouble, Words
from facilitation.settings import EngineSettings
from facilitation.store import By, Store, now
from facilitation.translation import jobs, standing, versions
from facilitation.translation.apertium import Apertium
from facilitation.translation.renderings import Translator
from facilitation.translation.translators import LibreTranslate
from tests.libretranslate import libretranslate, send
from tests.rooms import MODERATOR, ORGANISER, Room
from tests.servers import needs


@pytest.fixture(scope="module")
def apertium() -> Iterator[Apertium]:
    needs("apertium")
    engine = Apertium()
    yield engine
    engine.close()


@pytest.fixture
def room(store_url: str) -> Iterator[Room]:
    store = Store.open(store_url)
    room = Room.prepared(store)
    room.step("one")
    versions.choose_engine(store, room.now(), "apertium", ORGANISER)
    yield room
    store.close()


def work(room: Room, translator: Translator) -> int:
    """Do every job that is due; how many there were."""
    done = 0
    while jobs.translate_next(room.store, lambda session: translator, "test"):
        done += 1
    return done


def states(room: Room) -> dict[JobState, int]:
    return dict(room.store.jobs.states(room.session.id))


def test_a_submission_is_translated_into_the_other_languages(
    room: Room, apertium: Apertium
) -> None:
    room.say(room.join(), "Falta agua en la escuela.")
    assert states(room) == {JobState.PENDING: 1}
    assert work(room, apertium) == 1

    (told,) = room.store.contributions(room.session.id)
    (made,) = told.translations
    assert told.words == Words("Falta agua en la escuela.", "es")
    assert made.words.language == "fr"
    assert "école" in made.words.text
    assert (made.state, made.engine, made.route) == (
        TranslationState.MACHINE,
        "apertium",
        "es>fr",
    )
    assert versions.reading(told, "fr").words == made.words
    assert versions.reading(told, "es").words == told.words


def test_a_new_edition_makes_the_old_translation_stale_and_asks_for_another(
    room: Room, apertium: Apertium
) -> None:
    author = room.join()
    told = room.say(author, "Falta agua.")
    work(room, apertium)
    contributions.revise(room.store, room.now(), author, told.id, "Falta un puente.")
    (stale,) = room.store.contributions(room.session.id)
    assert [t.state for t in stale.translations] == [TranslationState.STALE]

    assert work(room, apertium) == 1
    (fresh,) = room.store.contributions(room.session.id)
    assert [(t.state, t.edition) for t in fresh.translations] == [(TranslationState.MACHINE, 2)]


def test_a_persons_text_wins_and_is_never_overwritten(room: Room, apertium: Apertium) -> None:
    told = room.say(room.join(), "Falta agua.")
    by_hand = Words("Il n'y a pas d'eau.", "fr")
    versions.correct(room.store, room.now(), told.id, by_hand, By(Role.RAPPORTEUR, "1"))
    work(room, apertium)

    (kept,) = room.store.contributions(room.session.id)
    (made,) = kept.translations
    assert (made.words, made.state, made.made_by) == (
        by_hand,
        TranslationState.CHECKED,
        "rapporteur:1",
    )


def test_a_participant_corrects_nothing(room: Room) -> None:
    told = room.say(room.join(), "Falta agua.")
    with pytest.raises(NotAllowed):
        versions.correct(room.store, room.now(), told.id, Words("x", "fr"), By(Role.PARTICIPANT))


@pytest.mark.parametrize("words", [Words("", "fr"), Words("agua", "es"), Words("water", "en")])
def test_a_correction_that_is_none_is_refused(room: Room, words: Words) -> None:
    told = room.say(room.join(), "Falta agua.")
    with pytest.raises(Refused):
        versions.correct(room.store, room.now(), told.id, words, MODERATOR)


def test_turning_an_engine_on_translates_what_is_there_and_off_stops_it(
    room: Room, apertium: Apertium
) -> None:
    versions.choose_engine(room.store, room.now(), "off", ORGANISER)
    room.say(room.join(), "Falta agua.")
    assert states(room) == {}

    versions.choose_engine(room.store, room.now(), "apertium", ORGANISER)
    assert states(room) == {JobState.PENDING: 1}
    versions.choose_engine(room.store, room.now(), "off", ORGANISER)
    work(room, apertium)
    (kept,) = room.store.contributions(room.session.id)
    assert (kept.translations, states(room)) == ((), {JobState.DONE: 1})


def test_an_engine_that_is_not_there_leaves_the_contribution_and_says_why(
    room: Room, tmp_path: Path
) -> None:
    room.say(room.join(), "Falta agua.")
    assert work(room, Apertium(modes=tmp_path)) == 1

    assert states(room) == {JobState.PENDING: 1}
    (obstacle,) = room.store.jobs.obstacles(room.session.id)
    assert (obstacle.trouble, obstacle.n) == (Trouble.APERTIUM_MISSING, 1)
    assert obstacle.again_at
    (kept,) = room.store.contributions(room.session.id)
    assert versions.reading(kept, "fr").words == kept.words


def work_with_a_server(room: Room, status: int) -> None:
    """Do what is due with a server of LibreTranslate's protocol that answers nothing else."""
    with libretranslate(
        lambda handler, _: send(handler, b"{}", status, Retry_After="99")
    ) as server:
        engine = LibreTranslate(server.url)
        work(room, engine)
        engine.close()


def test_what_is_not_translated_says_why_and_is_done_once_somebody_saw_to_it(
    room: Room, apertium: Apertium, caplog: pytest.LogCaptureFixture
) -> None:
    author = room.join()

    def broken(session: Session) -> Translator:
        raise ValueError(author.id)

    for status in (413, 429, 403):
        room.say(author, f"Falta agua {status}.")
        work_with_a_server(room, status)
    room.say(author, "Falta agua.")
    jobs.translate_next(room.store, broken, "test")

    stands = standing.standing(room.store, room.now(), now())
    told = [(one.trouble, one.n, one.again_at is None) for one in stands.obstacles]
    assert sorted(told) == [
        (Trouble.BUSY, 1, False),
        (Trouble.KEY, 1, False),
        (Trouble.TURNED_DOWN, 1, True),
        (Trouble.UNKNOWN, 1, True),
    ]
    assert (stands.waiting, stands.failed, stands.is_worth_another_try) == (2, 2, True)
    assert "ValueError" in caplog.text
    assert author.id not in caplog.text

    versions.try_again(room.store, room.now(), MODERATOR)
    assert work(room, apertium) == 4
    assert standing.standing(room.store, room.now(), now()).obstacles == ()


def test_what_an_engine_will_never_take_is_not_offered_again(room: Room) -> None:
    room.say(room.join(), "Falta agua.")
    work_with_a_server(room, 413)

    stands = standing.standing(room.store, room.now(), now())

    assert (stands.failed, stands.is_worth_another_try) == (1, False)


def test_a_worker_that_died_gives_its_job_back_when_the_lease_is_over(
    room: Room, apertium: Apertium
) -> None:
    room.say(room.join(), "Falta agua.")
    assert room.store.jobs.lease("died", now(), 60) is not None
    assert room.store.jobs.lease("other", now(), 60) is None

    later = now() + timedelta(seconds=61)
    again = room.store.jobs.lease("other", later, 60)
    assert again is not None
    assert again.attempts == 2


def test_no_job_is_leased_twice(room: Room) -> None:
    author = room.join()
    for n in range(12):
        room.say(author, f"Falta agua {n}.")
    leased: list[str] = []

    def take() -> None:
        while job := room.store.jobs.lease("one of four", now(), 60):
            leased.append(job.id)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(leased) == len(set(leased)) == 12


def test_a_result_that_comes_after_a_new_edition_is_not_kept(
    room: Room, apertium: Apertium
) -> None:
    author = room.join()
    told = room.say(author, "Falta agua.")

    def revised_meanwhile(session: Session) -> Translator:
        contributions.revise(room.store, room.now(), author, told.id, "Falta un puente.")
        return apertium

    jobs.translate_next(room.store, revised_meanwhile, "test")

    (kept,) = room.store.contributions(room.session.id)
    assert kept.translations == ()


def test_a_wrong_language_is_set_right_and_translated_anew(room: Room, apertium: Apertium) -> None:
    told = room.say(room.join(language="es"), "Il manque de l'eau dans les écoles du village.")
    work(room, apertium)
    relabelled = contributions.relabel(room.store, room.now(), told.id, "fr", MODERATOR)
    assert (relabelled.words.language, relabelled.detected_language) == ("fr", None)

    work(room, apertium)
    (kept,) = room.store.contributions(room.session.id)
    assert [t.words.language for t in kept.translations if t.edition == 2] == ["es"]


def test_the_worker_runs_beside_the_room(room: Room, apertium: Apertium) -> None:
    def translator_of(session: Session) -> Translator:
        return apertium

    seen = threading.Event()
    room.store.call_after_change(
        lambda: (
            seen.set()
            if any(one.translations for one in room.store.contributions(room.session.id))
            else None
        )
    )
    worker = jobs.Worker(room.store, translator_of)
    worker.start()
    room.say(room.join(), "Falta agua.")

    assert seen.wait(60)
    worker.stop()
    worker._thread.join()  # what it has in hand needs the record, which is closed next


def test_the_session_that_is_closed_still_gets_its_translations(
    room: Room, apertium: Apertium
) -> None:
    room.say(room.join(), "Falta agua.")
    sessions.close(room.store, room.now(), MODERATOR)

    assert work(room, apertium) == 1


# -- terms, what waits for a person, how it goes --------------------------------------------------


def test_other_terms_make_the_texts_anew_in_which_they_matter(
    room: Room, apertium: Apertium
) -> None:
    author = room.join()
    water = room.say(author, "Falta agua en la escuela.")
    room.say(author, "Falta un puente.")
    work(room, apertium)

    terms = versions.set_glossary(
        room.store, room.now(), "es,fr\nescuela|escuelas,établissement|établissements\n", ORGANISER
    )

    assert versions.glossary_of(room.now()).version == terms.version
    assert states(room) == {JobState.PENDING: 1, JobState.DONE: 1}
    assert work(room, apertium) == 1
    kept = room.store.contribution(water.id)
    assert kept
    assert "établissement" in kept.translations[0].words.text
    assert kept.translations[0].glossary_version == terms.version


@pytest.mark.parametrize("content", ["es,fr\nagua\n", "no header", "es,fr\n" + "a,b\n" * 60_000])
def test_a_glossary_that_is_none_changes_nothing(room: Room, content: str) -> None:
    before = room.now().revision

    with pytest.raises(Refused):
        versions.set_glossary(room.store, room.now(), content, ORGANISER)

    assert room.now().revision == before


def test_only_the_organiser_changes_terms(room: Room) -> None:
    with pytest.raises(NotAllowed):
        versions.set_glossary(room.store, room.now(), "es,fr\nagua,eau\n", MODERATOR)


def test_what_is_doubted_waits_first_and_what_is_checked_waits_no_more(
    room: Room, apertium: Apertium
) -> None:
    author = room.join()
    plain = room.say(author, "Falta agua.")
    doubted = room.say(author, "Falta la zxqwv en la escuela.")
    work(room, apertium)

    def waiting() -> list[str]:
        return [one.id for one in versions.to_check(room.store.contributions(room.session.id))]

    assert waiting() == [doubted.id, plain.id]
    by = By(Role.RAPPORTEUR, "1")
    versions.correct(room.store, room.now(), doubted.id, Words("Il manque tout.", "fr"), by)
    assert waiting() == [plain.id]


def test_how_translating_goes_is_told_in_numbers(room: Room, apertium: Apertium) -> None:
    author = room.join()
    for n in range(3):
        room.say(author, f"Falta agua {n}.")
    before = standing.standing(room.store, room.now(), now())
    work(room, apertium)

    after = standing.standing(room.store, room.now(), now())

    assert (before.waiting, before.done, before.a_minute) == (3, 0, None)
    assert (after.waiting, after.done, after.failed) == (0, 3, 0)
    assert after.a_minute == 3 / 5
    assert after.delay is not None
    assert after.delay >= 0


def test_an_engine_is_tried_in_every_direction_of_the_session(room: Room) -> None:
    needs("apertium")
    trials = standing.try_out(room.now(), "apertium", EngineSettings.read({}), ORGANISER)

    assert [(one.source, one.target, one.problem) for one in trials] == [
        ("es", "fr", None),
        ("fr", "es", None),
    ]
    assert "collectivités" in trials[0].text or "gouvernements" in trials[0].text


def test_an_engine_that_does_not_answer_says_why_and_is_waited_for_once(room: Room) -> None:
    nobody = EngineSettings.read({"RONDA_LIBRETRANSLATE_URL": "http://127.0.0.1:9"})

    (trial,) = standing.try_out(room.now(), "libretranslate", nobody, ORGANISER)

    assert trial.problem
    assert trial.problem.phrase == "engine.trouble.unreachable"
