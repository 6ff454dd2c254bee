"""What several people say and no theme covers comes up as a candidate, in people's own words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from facilitation.candidates import Candidate, find_candidates, propose_merges
from facilitation.codebook import load_codebook, read_codebook
from facilitation.folding import words_of
from facilitation.model import Contribution, ContributionState, Source, Words
from facilitation.translation.glossary import parse_glossary

CODEBOOK = read_codebook(
    """
[[theme]]
id = "water"
[theme.en]
label = "Water"
strong = "water, river*"
[theme.es]
label = "Agua"
strong = "agua"
[[point]]
id = "openness"
[point.en]
label = "Openness"
strong = "open books"
"""
)
SHIPPED = load_codebook(Path(__file__).parent.parent / "data" / "codebook.toml")


def contribution(number, text, voice, language="en", **changes):
    given = {
        "id": f"c{number}",
        "session_id": "s",
        "number": number,
        "part_id": "q1",
        "participant_id": voice,
        "actor_id": None,
        "words": Words(text, language),
        "edition": 1,
        "state": ContributionState.RECEIVED,
        "source": Source.DOOR,
        "received_at": datetime(2026, 1, 1, tzinfo=UTC),
        "revision": number,
    }
    return Contribution(**(given | changes))


def said(*texts, language="en", start=0):
    """Each text by a person of its own."""
    return [contribution(n, text, f"p{n}", language) for n, text in enumerate(texts, start)]


def written(contributions, codebook=CODEBOOK, **options):
    return [one.written for one in find_candidates(contributions, codebook, **options)]


def test_what_three_people_say_is_a_candidate_with_its_people_and_places():
    room = said("The tolls kill trade", "No more tolls!", "who asked for that toll")

    assert find_candidates(room, CODEBOOK) == [
        Candidate("en", ("toll",), "tolls", frozenset({"p0", "p1", "p2"}), ("c0", "c1", "c2"))
    ]


def test_what_one_person_says_thrice_is_none():
    room = [contribution(n, "tolls, tolls, tolls", voice) for n, voice in enumerate("aaabb")]

    assert written(room) == []


def test_the_form_most_people_wrote_is_shown():
    room = said("Drones spy", "they fly a drone", "drones again", "no drones")

    assert written(room) == ["drones"]


def test_the_longest_form_is_kept_and_the_shorter_inside_it_is_not():
    room = said("the ferry tickets rose", "cheaper ferry tickets", "a ferry ticket for all")

    assert written(room) == ["ferry tickets"]


def test_a_shorter_form_is_kept_when_three_more_people_say_it_alone():
    room = said(*["ferry tickets"] * 3, "the ferry sank", "a ferry", "ferries!")

    assert written(room) == ["ferry", "ferry tickets"]
    assert [len(one.voices) for one in find_candidates(room, CODEBOOK)] == [6, 3]


def test_little_words_may_stand_inside_an_expression_and_not_at_its_ends():
    room = said(
        *("Queremos el cobro de los peajes", "cobro de peajes", "el cobro del peaje"),
        language="es",
    )

    assert written(room) == ["cobro de los peajes"]


@pytest.mark.parametrize("sign", [".", ",", ";", ":", "?", "\n", " (", "…", "/", " - "])
def test_signs_and_new_lines_part_expressions(sign):
    assert written(said(*[f"ferry{sign}smugglers"] * 3)) == ["ferry", "smugglers"]


@pytest.mark.parametrize("sign", [" ", "  ", "-", "'", "’ "])
def test_blanks_hyphens_and_apostrophes_hold_expressions_together(sign):
    assert [
        len(one.stems) for one in find_candidates(said(*[f"ferry{sign}fees"] * 3), CODEBOOK)
    ] == [2]


def test_words_of_a_theme_or_a_point_are_no_candidates():
    room = said(*["the water, the rivers; open books, open books"] * 4)

    assert written(room) == []


@pytest.mark.parametrize(
    "text",
    [
        "good morning from Mombasa, we hear you well",
        "thank you, moderator",
        "people want more time, really",
        "twenty of us, or 300, in May",
        "🙂 ??? 12 %",
        "",
    ],
)
def test_procedure_little_words_and_figures_are_no_candidates(text):
    assert written(said(*[text] * 5), SHIPPED) == []


def test_a_greeting_does_not_silence_what_follows():
    room = said(
        "Hello everyone. On our island the smugglers come by night",
        "Good morning, we came to say that smugglers rule the harbour here",
        "Thanks; nobody stops those smugglers from the other coast",
    )

    assert written(room, SHIPPED) == ["smugglers"]


def test_accents_case_and_plural_do_not_part_what_is_one():
    room = said("La MANGROVE meurt", "les mangroves", "mangróve", language="fr")

    assert [len(one.voices) for one in find_candidates(room, CODEBOOK)] == [3]


def test_each_language_counts_for_itself():
    room = said("drone", "drone", language="en") + said("drone", language="fr", start=2)

    assert written(room) == []


def test_a_text_counts_in_the_language_it_was_detected_in():
    room = said("les drones", "des drones", "un drone", language="en")
    detected = [
        contribution(n, one.words.text, one.participant_id, detected_language="fr")
        for n, one in enumerate(room)
    ]

    assert [one.language for one in find_candidates(detected, CODEBOOK)] == ["fr"]


def test_a_language_without_lists_does_without_its_commonest_words():
    room = said(
        *("a ponte nova e a praia", "a ponte caiu e a chuva", "sem ponte e sem a balsa"),
        *("a feira e a festa", "a escola e a horta", "a rua e a luz", "a casa e a vila"),
        *("a lenha e a cinza", "a sombra e a pedra", "a folha e a raiz", "a rede e a vela"),
        *("a lua e a noite", "a semente e a flor"),
        language="pt",
    )

    assert written(room) == ["ponte"]


@pytest.mark.parametrize("state", [s for s in ContributionState if s != "received"])
def test_what_the_room_may_not_see_is_not_counted(state):
    room = [contribution(n, "the tolls", f"p{n}", state=state) for n in range(5)]

    assert written(room) == []


def test_a_muted_candidate_stays_away_in_all_its_forms():
    room = said("The tolls", "a toll", "tolls")
    (candidate,) = find_candidates(room, CODEBOOK)

    assert "toll" not in candidate.key
    assert written(room, muted=[candidate.key]) == []


def test_most_voices_come_first():
    room = said(*["a ferry; the smugglers"] * 3, "smugglers")

    assert written(room) == ["smugglers", "ferry"]


GLOSSARY = parse_glossary(
    "en,es,fr\n"
    "road toll|tolls,peaje|peajes,péage|péages\n"
    "right to the harbour,derecho al puerto,droit au port\n"
)


def test_the_glossary_proposes_to_join_candidates_of_several_languages():
    room = [
        *said("tolls", "the toll", "tolls!"),
        *said("los peajes", "el peaje", "peajes", language="es", start=3),
        *said("smugglers", "smugglers", "smugglers", start=6),
    ]
    (merge,) = propose_merges(find_candidates(room, CODEBOOK), GLOSSARY)

    assert (merge.term, [one.written for one in merge.candidates], len(merge.voices)) == (
        GLOSSARY.terms[0],
        ["peajes", "tolls"],
        6,
    )


def test_two_candidates_of_one_language_are_not_joined():
    room = said(*["the road toll. Tolls, tolls; tolls"] * 3, *["tolls"] * 3)

    assert written(room) == ["tolls", "road toll"]
    assert propose_merges(find_candidates(room, CODEBOOK), GLOSSARY) == []


@given(
    st.lists(
        st.tuples(st.text("ab ñé.,'-%1🙂\n", max_size=60), st.sampled_from("pqrs")), max_size=12
    ),
    st.sampled_from(["en", "es", "fr", "pt"]),
)
def test_every_candidate_stands_as_written_in_enough_peoples_texts(texts, language):
    room = [contribution(n, text, voice, language) for n, (text, voice) in enumerate(texts)]
    by_id = {one.id: one for one in room}

    for candidate in find_candidates(room, CODEBOOK, least=2):
        authors = {by_id[id_].participant_id for id_ in candidate.contribution_ids}
        assert authors == candidate.voices
        assert len(authors) >= 2
        assert any(
            candidate.written in " ".join(by_id[id_].words.text.split())
            for id_ in candidate.contribution_ids
        )
        assert 1 <= len(candidate.stems) <= len(words_of(candidate.written))
