"""Several chats of one meeting: each message once, edited texts kept."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from facilitation.intake.chat_merging import merge, time_of_day
from facilitation.intake.zoom_chat import read_chat
from tests.meeting_files import CHAT_SHAPES, CLOUD, Said, sample

SAVED = next(shape for shape in CHAT_SHAPES if shape.name == "E")
LOG = next(shape for shape in CHAT_SHAPES if shape.name == "A")

TALK = [
    Said("10:00:00", "Ana", "We need one shared guarantee fund"),
    Said("10:00:04", "Grace", "+1"),
    Said("10:01:00", "Luz", "Publish who owns what"),
    Said("10:05:00", "Grace", "+1"),
    Said("10:06:00", "Ana", "secret", to="Luz"),
]


def merged(*files: bytes):
    names = [f"meeting_{number}.txt" for number in range(len(files))]
    return merge([read_chat(data, name) for data, name in zip(files, names, strict=True)])


def texts(*files: bytes) -> list[str]:
    return [entry.text for entry in merged(*files).records]


def said(chat: Iterable[Said]) -> list[str]:
    return [each.text for each in chat]


def at(seconds: int) -> str:
    """A time of the meeting, which began at ten."""
    return f"{10 + seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def later(chat: Iterable[Said], seconds: int) -> list[Said]:
    """A chat as by a clock that is ahead."""
    return [replace(each, time=at(time_of_day(each.time) - 36_000 + seconds)) for each in chat]


def test_a_file_given_twice_counts_once():
    reading = merged(SAVED.write(TALK), SAVED.write(TALK))

    assert [entry.text for entry in reading.records] == said(TALK)
    assert ("intake.merged", 5) in [(f.phrase, f.values["n"]) for f in reading.left_out]


def test_the_edited_text_of_the_saved_chat_is_kept_whichever_comes_first():
    edited = [TALK[0], TALK[1], Said("10:01:03", "Luz", "Publish who owns which land"), *TALK[3:]]

    for files in ((LOG.write(TALK), SAVED.write(edited)), (SAVED.write(edited), LOG.write(TALK))):
        reading = merged(*files)

        assert [entry.text for entry in reading.records] == said(edited)
        assert {f.phrase: f.values["n"] for f in reading.left_out} == {
            "intake.private": 1,
            "intake.merged": 4,
            "intake.merged_edits": 1,
        }


def test_what_only_one_file_has_comes_in_its_place():
    late = [Said("10:00:59", "Ω", "only in the log"), Said("10:09:00", "Ω", "after all")]
    log = sorted([*TALK[1:], *late, Said("09:59:00", "Ω", "before all")], key=lambda s: s.time)

    assert texts(SAVED.write(TALK), LOG.write(log)) == [
        "before all",
        *said(TALK[:2]),
        "only in the log",
        *said(TALK[2:]),
        "after all",
    ]


def test_nine_seconds_another_author_or_other_words_make_another_message():
    others = [
        Said("10:00:09", "Ana", "We need one shared guarantee fund"),
        Said("10:00:04", "Luz", "+1"),
        Said("10:01:00", "Luz", "My bus leaves at six"),
    ]
    found = texts(SAVED.write(TALK), LOG.write(sorted(others, key=lambda s: s.time)))

    assert sorted(found) == sorted(said(TALK) + said(others))


def test_a_reply_and_a_reaction_keep_their_parent_through_merging():
    log = [Said("09:59:00", "Ω", "first"), *TALK]
    saved = [
        *TALK,
        Said("10:07:00", "Luz", 'Replying to "We need one shar..."\n\nAgreed'),
        Said("10:07:05", "Ω", 'Reacted to "We need one shar..." with 👍'),
    ]

    records = merged(SAVED.write(saved), LOG.write(log)).records

    assert [(e.text, records[e.parent].text) for e in records if e.parent is not None] == [
        ("Agreed", TALK[0].text),
        ('Reacted to "We need one shar..." with 👍', TALK[0].text),
    ]


def test_two_reactions_within_a_second_stay_two():
    saved = [
        *TALK,
        Said("10:07:00", "Ω", 'Reacted to "We need one shar..." with 👍'),
        Said("10:07:01", "Ω", 'Reacted to "Publish who owns..." with 👍'),
    ]

    assert texts(SAVED.write(saved), LOG.write(saved)) == said(saved)


def test_a_chat_from_the_cloud_is_matched_though_its_clock_starts_at_nought():
    open_talk = TALK[:4]
    cloud = [
        Said("00:00:30", "Ana", open_talk[0].text),
        Said("00:00:34", "Grace", "+1"),
        Said("00:01:30", "Luz", open_talk[2].text),
        Said("00:05:30", "Grace", "+1"),
        Said("00:06:30", "Ω", "only in the cloud"),
    ]

    assert texts(SAVED.write(open_talk), CLOUD.write(cloud)) == [
        *said(open_talk),
        "only in the cloud",
    ]


def test_midnight_does_not_double_a_message():
    saved = [Said("23:59:58", "Ana", "Good night"), Said("00:00:10", "Luz", "Good morning")]
    log = [Said("00:00:01", "Ana", "Good night"), Said("00:00:12", "Luz", "Good morning")]

    assert texts(SAVED.write(saved), LOG.write(log)) == said(saved)


def test_two_stretches_of_one_meeting_are_put_one_after_the_other():
    readings = [read_chat(sample(name), name) for name in ("chat_shape_A.txt", "chat_shape_E.txt")]

    times = [entry.time for entry in merge(readings).records]

    assert len(times) == 42
    assert times == sorted(times)


def test_times_of_day_are_seconds():
    assert [time_of_day(t) for t in ("00:58:04", "2026-09-23 18:05:11", "9:56:12 PM")] == [
        3_484,
        65_111,
        78_972,
    ]


@pytest.mark.parametrize(
    ("gap", "behind"), [(6, 5), (7, 6), (8, 5), (5, 4), (10, 7), (6, -5), (7, -6), (4, 8)]
)
def test_a_word_said_twice_counts_twice_though_the_clocks_differ(gap, behind):
    twice = [Said(at(60), "Ana", "+1"), Said(at(60 + gap), "Ana", "+1")]
    for chat in (twice, [Said(at(0), "Bob", "Who pays?"), *twice, Said(at(90), "Luz", "We do")]):
        assert texts(SAVED.write(chat), SAVED.write(later(chat, behind))) == said(chat)


def test_a_word_said_three_times_counts_three_times_though_a_file_lacks_one():
    thrice = [Said(at(seconds), "Ana", "ok") for seconds in (0, 5, 9)]

    for lacking in (thrice[1:], thrice[:2], [thrice[0], thrice[2]]):
        for ahead in (0, 4):
            files = SAVED.write(thrice), SAVED.write(later(lacking, ahead))

            assert texts(*files) == texts(*files[::-1]) == ["ok"] * 3


def test_of_two_files_that_only_overlap_every_word_is_kept():
    """By clocks known to agree, what came six seconds later is no second telling."""
    talk = [Said(at(seconds), "Ana", "+1") for seconds in (20, 26, 32, 38)]
    both = [Said(at(0), "Bob", "Who pays?"), Said(at(10), "Luz", "We do")]

    found = texts(SAVED.write([*both, *talk[:3]]), LOG.write([*both, *talk[1:]]))

    assert found == said([*both, *talk])


def test_a_word_goes_with_the_one_that_is_near():
    """So that what only the other file has keeps its place among what others said."""
    saved = [Said(at(3), "Bob", "Agreed?"), Said(at(6), "Ana", "+1")]
    log = [Said(at(0), "Ana", "+1"), *saved]

    assert texts(SAVED.write(saved), LOG.write(log)) == said(log)


def test_clocks_a_few_seconds_apart_keep_the_order_of_what_was_said():
    talk = [
        Said(at(0), "Ana", "Who pays?"),
        Said(at(2), "Luz", "We do"),
        Said(at(4), "Bob", "Nobody"),
        Said(at(60), "Ana", "Thank you"),
    ]
    saved, log = [talk[0], *talk[2:]], later([*talk[:2], talk[3]], 5)

    assert texts(SAVED.write(saved), LOG.write(log)) == said(talk)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('Reacted to "We need one shar..." with 👍', 'Reacted to "We need one shar..." with ❤️'),
        ('Reacted to "We need one shar..." with 👍', 'Reacted to "We need one more..." with 👍'),
        ('Reacted to "Yes" with 👍', 'Reacted to "Yes and no" with 👍'),
        (
            'Removed a 👍 reaction from "We need one shar..."',
            'Removed a ❤️ reaction from "We need one shar..."',
        ),
        (
            'Reacted to "We need one shar..." with 👍',
            'Removed a 👍 reaction from "We need one shar..."',
        ),
        ('Reacted to "We need one shar..." with 👍', 'Reacted to "We need one shar..." with 👍🏾'),
    ],
)
def test_other_reactions_within_seconds_are_no_edits(one, other):
    files = [
        SAVED.write([*TALK, Said("10:07:00", "Ω", one)]),
        LOG.write([*TALK, Said("10:07:04", "Ω", other)]),
    ]

    for given in (files, files[::-1]):
        assert sorted(texts(*given)) == sorted([*said(TALK), one, other])


@pytest.mark.parametrize(
    "other",
    [
        'Reacted to "We need one shar…" with 👍',
        'Reacted to We need one shared... with "👍"',
        "A réagi à «\u00a0We need one shared guarantee…\u00a0» avec 👍",
        'Reacted to "We need one shar..." with 👍\ufe0f',
    ],
)
def test_one_reaction_in_the_words_of_two_clients_counts_once_and_is_no_edit(other):
    first = 'Reacted to "We need one shar..." with 👍'
    reading = merged(
        SAVED.write([*TALK, Said("10:07:00", "Ω", first)]),
        LOG.write([*TALK, Said("10:07:04", "Ω", other)]),
    )

    assert [entry.text for entry in reading.records] == [*said(TALK), first]
    assert "intake.merged_edits" not in {finding.phrase for finding in reading.left_out}


@pytest.mark.parametrize("ahead", [0, 3, 3_600])
def test_of_two_saved_chats_the_one_that_ends_later_holds_the_edited_text(ahead):
    early = [*TALK[:4], Said("10:05:03", "Bob", "And the coast?")]
    edited = Said("10:00:00", "Ana", "We need one shared guarantee fund for all")
    late = [edited, *early[1:], Said("10:05:04", "Luz", "Who decides?")]

    for chats in ((early, late), (late, early)):
        files = [SAVED.write(later(chat, ahead * (chat is early))) for chat in chats]

        assert texts(*files) == said(late)


def test_of_two_saved_chats_that_end_alike_the_first_given_counts():
    edited = [Said("10:00:00", "Ana", "We need one shared guarantee fund for all"), *TALK[1:4]]
    other = later(TALK[:4], 1)

    assert texts(SAVED.write(edited), SAVED.write(other)) == said(edited)
    assert texts(SAVED.write(other), SAVED.write(edited)) == said(other)


def test_a_log_that_ends_later_holds_no_later_text():
    edited = [TALK[0], Said("10:01:00", "Luz", "Publish who owns which land")]
    log = [TALK[0], TALK[2], Said("10:09:00", "Luz", "Who decides?")]

    for files in ((SAVED.write(edited), LOG.write(log)), (LOG.write(log), SAVED.write(edited))):
        assert texts(*files) == [*said(edited), "Who decides?"]


def test_midnight_hides_no_later_end():
    early = [
        Said("23:59:50", "Ana", "Publish who owns what"),
        Said("23:59:58", "Luz", "Good night"),
    ]
    late = [
        Said("23:59:50", "Ana", "Publish who owns which land"),
        early[1],
        Said("00:00:20", "Bob", "Good morning"),
    ]

    for files in ((early, late), (late, early)):
        assert texts(*map(SAVED.write, files)) == said(late)
