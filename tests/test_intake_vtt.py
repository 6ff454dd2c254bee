"""Transcripts: cues as they stand, the speaker where one is named, turns of one speaker."""

import pytest
from hypothesis import given, settings, strategies as st

from facilitation.intake.findings import BadFile
from facilitation.intake.vtt import read_transcript, seconds, turns
from tests.meeting_files import as_transcript, sample

HEAD = "WEBVTT\n\n"


def read(text: str):
    return read_transcript(text.encode(), "t.vtt")


def spoken(text: str) -> list[tuple[str | None, str]]:
    return [(cue.speaker, cue.text) for cue in read(text).records]


def cue(words: str, at: int = 1) -> str:
    return f"00:00:{at:02}.000 --> 00:00:{at:02}.900\n{words}\n\n"


def test_the_sample_gives_the_counts_of_its_readme():
    reading = read_transcript(sample("transcript.vtt"), "transcript.vtt")

    speakers = [cue.speaker for cue in reading.records]
    assert len(speakers) == 20
    assert len(set(speakers) - {None}) == 8
    assert speakers.count(None) == 2
    assert len(turns(reading.records)) == 12
    assert (reading.problems, reading.left_out) == ((), ())
    assert reading.records[6].text == "Merci. Je voudrais insister sur l'évaluation :"


NAMES = [
    "Ana",
    "Univ. Littoral – Recherche",
    "Mesa 3: Luz",
    "Ana 🌎",
    "Anne (she/her)",
    "grace",
    "李雷",
]
CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="<&:")
LINES = st.lists(
    st.text(CHARACTERS, min_size=1).map(str.strip).filter(bool), min_size=1, max_size=3
)
WORDS = LINES.map("\n".join).filter(lambda words: "-->" not in words)
OFFSETS = st.integers(0, 359_999_999).map(
    lambda ms: f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1_000 % 60:02}.{ms % 1_000:03}"
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(OFFSETS, OFFSETS, st.sampled_from([*NAMES, None]), WORDS), min_size=1, max_size=8
    ),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_transcript_that_was_written_is_read_back(cues, numbered, has_voices, end):
    # A name with a colon is known by coming back, whatever follows.
    cues += [("00:00:00.000", "00:00:00.001", "Mesa 3: Luz", words) for words in ("sí", "no")]
    cues = [(*sorted((start, stop)), who, words) for start, stop, who, words in cues]
    if has_voices:
        lines = [(a, b, f"<v {who}>{words}</v>" if who else words) for a, b, who, words in cues]
    else:
        lines = [(a, b, f"{who}: {words}" if who else words) for a, b, who, words in cues]

    reading = read_transcript(as_transcript(lines, numbered=numbered, end=end), "t.vtt")

    assert [(cue.start, cue.end, cue.speaker, cue.text) for cue in reading.records] == cues


def test_hours_may_lack_and_settings_may_follow():
    found = read(HEAD + "00:03.120 --> 00:07.450 align:start line:0%\nAna: hola\n").records[0]

    assert (found.start, found.end, found.speaker, found.text) == (
        "00:03.120",
        "00:07.450",
        "Ana",
        "hola",
    )
    assert seconds(found.end) == 7.45


def test_notes_styles_and_a_title_are_not_cues():
    text = (
        "WEBVTT - Round table\nKind: captions\n\nNOTE made by hand\nAna: not a cue\n\n"
        "STYLE\n::cue { color: lime }\n\nREGION\nid:fred\n\n" + cue("Ana: hola")
    )

    assert spoken(text) == [("Ana", "hola")]


def test_a_blank_line_may_lack_below_the_first():
    assert spoken("WEBVTT\n" + cue("Ana: hola")) == [("Ana", "hola")]


def test_voices_are_speakers_and_marks_are_not_words():
    text = HEAD + cue("<v.loud Ana Ruiz>so <i>many</i> <00:00:01.500>words</v>\n<v Luz>&amp; mine")

    assert spoken(text) == [("Ana Ruiz", "so many words"), ("Luz", "& mine")]


def test_what_is_no_mark_stays():
    assert spoken(HEAD + cue("Ana: I <3 trams, a < b > c")) == [("Ana", "I <3 trams, a < b > c")]


@pytest.mark.parametrize(
    "words",
    [
        "the question is: who pays for it",
        "So we say this: never again",
        "Voici la question : qui paie ?",
        "Nosotros decimos esto: no",
        "at 10:30 in the hall",
        "see https://round.example/a: it is there",
        "(applause)",
        "de la Unión Europea: primero",
        "Pregunta: ¿quién paga?",
    ],
)
def test_a_colon_in_a_sentence_names_no_speaker(words):
    assert spoken(HEAD + cue("Ana: yes", 1) + cue(words, 3)) == [("Ana", "yes"), (None, words)]


@pytest.mark.parametrize(
    "name",
    [
        *("Will Smith", "IT Support", "Son", "Anne (she/her)", "grace"),
        *("We Are Social", "Yo Soy 132", "iPad de Luis", "van der Berg"),
    ],
)
def test_a_name_may_hold_such_words(name):
    assert spoken(HEAD + cue(f"{name}: so it is")) == [(name, "so it is")]


def test_what_comes_back_is_a_name_even_if_it_reads_like_a_sentence():
    text = HEAD + cue("We are Eastport: yes", 1) + cue("We are Eastport: no", 3)

    assert spoken(text) == [("We are Eastport", "yes"), ("We are Eastport", "no")]


def test_turns_join_what_one_speaker_says_in_a_row():
    text = HEAD + "".join(
        cue(words, at)
        for at, words in enumerate(["Ana: a", "Ana: b\nc", "(hum)", "(hum)", "Ana: d", "Luz: e"], 1)
    )

    joined = turns(read(text).records)

    assert [(turn.speaker, turn.text) for turn in joined] == [
        ("Ana", "a b\nc"),
        (None, "(hum) (hum)"),
        ("Ana", "d"),
        ("Luz", "e"),
    ]
    assert (joined[0].start, joined[0].end) == ("00:00:01.000", "00:00:02.900")


def test_a_cue_without_words_is_left_out_and_said_so():
    reading = read(HEAD + "00:01.000 --> 00:02.000\n\n" + cue("Ana: hola", 3))

    assert [cue.text for cue in reading.records] == ["hola"]
    assert [(f.phrase, f.line) for f in reading.left_out] == [("intake.silent_cue", 3)]


@pytest.mark.parametrize("run", ["<v ", "<v a ", "<c.", "&", ": ", " "])
def test_marks_that_never_close_are_words(run):
    """Searched for an end from each of them, such a cue would take minutes."""
    assert len(spoken(HEAD + cue("Ana: hola") + cue(run * 15_000 + "x", 3))) == 2


@pytest.mark.parametrize(
    ("text", "phrase", "line"),
    [
        ("1\n" + cue("Ana: hola"), "intake.no_webvtt", 1),
        ("WEBVTTX\n\n" + cue("Ana: hola"), "intake.no_webvtt", 1),
        (HEAD, "intake.no_cues", 1),
        ("WEBVTT --> 15:02:\n\n", "intake.no_cues", 1),
        (HEAD + cue("Ana: hola") + "Luz: no times\n", "intake.no_timing", 6),
        (HEAD + cue("Ana: hola") + "2\nLuz: no times\n", "intake.no_timing", 6),
        (HEAD + "00:01.000 -> 00:02.000\nAna: hola\n", "intake.no_timing", 3),
        (HEAD + "1\n00:01.000 --> 00:0\nAna: hola\n", "intake.bad_timing", 4),
        (HEAD + "00:00:01,000 --> 00:00:02,000\nAna: hola\n", "intake.bad_timing", 3),
        (HEAD + "00:75:00.000 --> 00:76:00.000\nAna: hola\n", "intake.bad_timing", 3),
        (HEAD + "00:09.000 --> 00:04.000\nAna: hola\n", "intake.bad_timing", 3),
        (HEAD + "00:01.000 --> 00:02.000\n00:03.000 --> 00:04.000\nx\n", "intake.bad_timing", 4),
        (HEAD + cue("Ana: hola") + "00:03.000 --> 00:04.000\n", "intake.cut_transcript", 6),
        (HEAD + cue("Ana: hola") + "2\n00:03.000 --", "intake.no_timing", 6),
        (HEAD + cue("Ana: hola") + "2\n", "intake.no_timing", 6),
    ],
)
def test_a_transcript_that_cannot_be_taken_is_refused_with_its_line(text, phrase, line):
    with pytest.raises(BadFile) as refused:
        read(text)

    assert (refused.value.phrase, refused.value.line) == (phrase, line)
