"""What is said of the groups holds: common ground, differences, silences, and what has no theme."""

import random
from itertools import count

import pytest
from hypothesis import given, settings, strategies as st

from facilitation import themes
from facilitation.confidentiality import NOT_SHOWN
from facilitation.findings import Findings, P, Z, find, findings_of
from facilitation.model import Axis, CodingState
from facilitation.patterns import Mark
from facilitation.store import Store
from facilitation.uncertainty import Share
from tests.rooms import MODERATOR, Room

GROUPS = ("near", "far", "new")
THEMES = ("water", "roads", "trust")

voice_numbers = count()


def said(group, *codes, voice=None, suggested=()):
    """A contribution to the counts, by a person of its own unless a voice is given."""
    voice = voice or f"v{next(voice_numbers):05}"
    every = tuple((code, True) for code in codes) + tuple((code, False) for code in suggested)
    return Mark("q1", voice, group, every, is_checked=not suggested)


def told(marks, groups=GROUPS, **options) -> Findings:
    return find(marks, groups, THEMES, **options)


def test_common_ground_is_what_two_voices_of_each_group_raised():
    marks = [
        said(group, theme)
        for group in GROUPS
        for theme in ("water", "water", "roads" if group != "new" else "trust")
    ]
    (common,) = told(marks).common_ground

    assert (common.theme, common.shares) == ("water", (Share(2, 3), Share(2, 3), Share(2, 3)))


def test_one_person_who_repeats_it_is_no_common_ground():
    marks = [said(group, "water") for group in GROUPS for _ in range(2)]
    marks[0] = said("near", "water", voice=marks[1].voice)

    assert told(marks).common_ground == ()


def test_a_group_of_one_voice_is_named_and_nothing_is_said_of_it():
    findings = told([said("near", "water"), said("near", "roads"), said("far", "roads")])

    assert findings.too_small == ("far", "new")
    assert {one.group for one in findings.silences} == set()
    assert findings.common_ground == ()


def test_a_room_of_one_group_has_no_common_ground_and_no_difference():
    findings = told([said("near", "water") for _ in range(20)], groups=("near",))

    assert (findings.common_ground, findings.differences) == ((), ())


def test_silence_is_a_theme_that_others_raise_and_no_one_of_a_group():
    marks = [said("near", "water"), said("near"), said("far", "roads"), said("far", "roads")]

    assert [(one.group, one.theme, one.here, one.others) for one in told(marks).silences] == [
        ("far", "water", Share(0, 2), Share(1, 2)),
        ("near", "roads", Share(0, 2), Share(2, 2)),
    ]


def test_nobody_is_silent_on_what_somebody_raised_whose_kind_is_not_told():
    marks = [said("far", "water"), said("far", "water"), said("near", "roads")]
    marks.append(said("near", "roads"))
    assert {one.theme for one in told(marks).silences} == {"water", "roads"}

    assert {one.theme for one in told([*marks, said(NOT_SHOWN, "water")]).silences} == {"roads"}


def test_a_theme_that_nobody_raises_is_nobodys_silence():
    marks = [said("near", "water"), said("near", "water"), said("far", "water")]

    assert told(marks).silences == ()


def test_a_suggestion_nobody_looked_at_is_enough_to_break_a_silence():
    marks = [said("near"), said("near", suggested=["water"]), said("far", "water")]

    assert told(marks, confirmed_only=True).silences == ()


def test_where_nothing_is_confirmed_there_is_nothing_to_tell_of():
    marks = [said(group, suggested=["water"]) for group in GROUPS for _ in range(2)]

    assert told(marks).is_without_themes
    assert not told(marks, confirmed_only=False).is_without_themes
    assert not told([*marks, said("near", "water")]).is_without_themes
    assert told([]).is_without_themes


def test_suggestions_count_only_where_they_are_asked_for():
    marks = [said(group, suggested=["water"]) for group in GROUPS for _ in range(2)]

    assert told(marks).common_ground == ()
    assert [one.theme for one in told(marks, confirmed_only=False).common_ground] == ["water"]


def test_what_has_no_theme_is_told_with_its_size():
    marks = [said("near"), said(None), said("far", "water"), said("far", suggested=["roads"])]

    assert told(marks).unassigned == Share(3, 4)
    assert told(marks, confirmed_only=False).unassigned == Share(2, 4)
    assert told(marks).undecided == Share(1, 4)


def test_a_theme_that_is_no_longer_in_the_codebook_is_no_theme():
    assert told([said("near", "retired")]).unassigned == Share(1, 1)


def test_with_nothing_said_nothing_is_found():
    assert told([]) == Findings(0, Share(0, 0), Share(0, 0), 0, GROUPS, (), (), ())


def test_those_of_no_group_count_among_the_others_and_are_no_group():
    marks = [said("near", "roads"), said("near"), *(said(None, "water") for _ in range(3))]
    findings = told(marks)

    assert findings.voices == 5
    assert [(one.group, one.theme, one.others) for one in findings.silences] == [
        ("near", "water", Share(3, 3))
    ]


def test_who_spoke_for_two_groups_is_a_voice_of_each():
    marks = [said("near", "water", voice="v"), said("far", "roads", voice="v"), said("near")]
    findings = told(marks)

    assert findings.voices == 2
    assert findings.too_small == ("far", "new")


@pytest.fixture
def divided():
    """Thirty voices in each of two groups, and a theme that nearly only one of them raises."""
    return [
        *(said("near", "water") for _ in range(22)),
        *(said("near", "roads") for _ in range(8)),
        *(said("far", "water") for _ in range(4)),
        *(said("far", "roads") for _ in range(14)),
        *(said("far", "trust") for _ in range(12)),
    ]


def test_a_clear_difference_is_found_with_both_shares(divided):
    first = told(divided).differences[0]

    assert (first.theme, first.group) == ("water", "near")
    assert (first.here, first.others) == (Share(22, 30), Share(4, 30))
    assert first.z >= Z
    assert first.p == 0.001


def test_a_difference_is_told_of_the_group_that_raises_more(divided):
    assert {(one.group, one.theme) for one in told(divided).differences} <= {
        ("near", "water"),
        ("far", "roads"),
        ("far", "trust"),
    }


def test_the_order_in_which_people_spoke_changes_nothing(divided):
    mixed = random.Random(2).sample(divided, len(divided))

    assert told(mixed) == told(divided)


def test_repeating_oneself_makes_no_difference_larger(divided):
    assert told(divided + divided[:22] * 5).differences == told(divided).differences


def test_one_loud_person_makes_no_difference():
    marks = [said("near", "water", voice="loud") for _ in range(60)]
    marks += [said(group, "roads") for group in GROUPS for _ in range(12)]

    assert told(marks).differences == ()


@pytest.mark.parametrize("size", [2, 3])
def test_in_a_small_room_even_opposites_are_too_few_to_say(size):
    marks = [said("near", "water") for _ in range(size)]
    marks += [said("far", "roads") for _ in range(size)]

    assert told(marks).differences == ()


def test_a_difference_once_told_is_told_with_each_voice_more():
    """Also where nearly all of a group raise the theme, which other measures take for less."""

    def is_told(raising):
        marks = [said("near", *["water"] * (n < raising)) for n in range(16)]
        marks += [said("far", *["water"] * (n < 5)) for n in range(16)]
        return bool(told(marks).differences)

    told_with = [is_told(raising) for raising in range(10, 17)]
    assert (told_with[0], told_with[-1]) == (False, True)
    assert told_with == sorted(told_with)


def room_by_chance(chance, voices, groups=4, codes=14):
    """Themes as likely in every group, several of them at once, some people speaking often."""
    likely = [chance.uniform(0.03, 0.3) for _ in range(codes)]
    return [
        said(f"g{group}", *raised[:3], voice=f"{group}-{voice}")
        for group in range(groups)
        for voice in range(voices)
        for _ in range(chance.choice((1, 1, 2, 4)))
        for raised in [[f"t{t}" for t in range(codes) if chance.random() < likely[t]]]
    ]


def false_alarms(voices, rooms):
    """Of rooms in which the groups do not differ, how many are said to."""
    chance = random.Random(100 + voices)
    groups, codes = [f"g{n}" for n in range(4)], [f"t{n}" for n in range(14)]
    return sum(
        bool(find(room_by_chance(chance, voices), groups, codes).differences) for _ in range(rooms)
    )


@pytest.mark.parametrize("voices", [10, 20, 40])
def test_where_groups_do_not_differ_hardly_ever_is_a_difference_told(voices):
    """Of 60 rooms none is expected; two would be the bad luck of one run in eight at one in 100."""
    assert false_alarms(voices, rooms=60) <= 2


@pytest.mark.trial
@pytest.mark.parametrize("voices", [10, 20, 40])
def test_over_many_rooms_at_most_one_in_a_hundred_is_told_a_difference(voices):
    """The p promised is P at most; the margin is three standard errors of the simulation."""
    rooms = 1_000
    margin = 3 * (P * (1 - P) / rooms) ** 0.5

    assert false_alarms(voices, rooms) / rooms <= P + margin


marks_drawn = st.lists(
    st.tuples(
        st.sampled_from([*GROUPS, None]),
        st.sampled_from("abcdefgh"),
        st.lists(
            st.tuples(st.sampled_from(THEMES), st.booleans()), max_size=3, unique_by=lambda c: c[0]
        ),
    ),
    max_size=40,
).map(
    lambda drawn: [
        Mark("q1", f"{group}{voice}", group, tuple(codes), is_checked=True)
        for group, voice, codes in drawn
    ]
)


@settings(max_examples=50)
@given(marks_drawn, st.booleans())
def test_no_theme_is_common_ground_and_a_groups_silence(marks, confirmed_only):
    findings = told(marks, confirmed_only=confirmed_only)
    common = {one.theme for one in findings.common_ground}

    assert common & {one.theme for one in findings.silences} == set()
    assert all(share.count >= 2 for one in findings.common_ground for share in one.shares)
    assert all(one.group not in findings.too_small for one in findings.silences)


def test_the_findings_of_a_session_follow_its_record(tmp_path):
    store = Store.open(str(tmp_path / "ronda.db"))
    room = Room.prepared(store)
    room.step("one")
    written = [room.say(room.join("farmer"), f"El agua no llega {n}") for n in range(2)]
    themes.decide(
        store, room.now(), written[0].id, Axis.THEME, "water", CodingState.CONFIRMED, MODERATOR
    )

    findings = findings_of(store, room.now(), "one")

    assert (findings.contributions, findings.voices) == (2, 2)
    assert (findings.unassigned, findings.undecided) == (Share(1, 2), Share(1, 2))
    assert findings_of(store, room.now(), "two").contributions == 0
    store.close()
