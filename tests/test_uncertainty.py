"""The formulas agree with independent libraries and with values worked out by hand."""

from math import inf, log, sqrt

import numpy
import pytest
from hypothesis import given, strategies as st
from scipy.stats import binomtest, chi2_contingency, entropy, hypergeom

from facilitation.uncertainty import (
    FEW,
    Interval,
    Share,
    evenness,
    gini,
    log_odds,
    permutation_p,
    representation_ratio,
    shuffled,
    wilson,
)

shares = st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
people = st.lists(st.integers(0, 500), min_size=1, max_size=40)


@given(shares)
def test_wilson_is_what_scipy_computes(share):
    count, total = share
    expected = binomtest(count, total).proportion_ci(method="wilson")

    interval = wilson(count, total)

    assert (interval.low, interval.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


@given(shares)
def test_wilson_holds_its_share_and_stays_between_none_and_all(share):
    count, total = share

    interval = wilson(count, total)

    assert 0 <= interval.low <= count / total <= interval.high <= 1


@given(shares)
def test_wilson_of_the_rest_is_the_mirror_image(share):
    count, total = share
    one, other = wilson(count, total), wilson(total - count, total)

    assert (one.low, one.high) == pytest.approx((1 - other.high, 1 - other.low), abs=1e-12)


@given(shares)
def test_wilson_narrows_as_more_voices_say_the_same(share):
    count, total = share
    few, many = wilson(count, total), wilson(10 * count, 10 * total)

    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(("n", "half"), [(10, 0.25), (20, 0.19), (40, 0.14), (150, 0.07)])
def test_wilson_has_the_known_widths_at_three_in_ten(n, half):
    interval = wilson(3 * n // 10, n)

    assert round((interval.high - interval.low) / 2, 2) == half


def test_a_share_of_nobody_has_no_value_and_no_interval():
    nobody = Share(0, 0)

    assert (nobody.value, nobody.interval, nobody.is_percentage) == (None, None, False)


def test_under_ten_voices_a_share_is_no_percentage():
    assert [Share(3, n).is_percentage for n in (7, FEW - 1, FEW, 40)] == [False, False, True, True]


def test_a_share_carries_its_interval():
    share = Share(0, 7)

    assert (share.value, share.interval) == (0.0, Interval(0.0, pytest.approx(0.354, abs=5e-4)))


def test_log_odds_are_those_worked_out_by_hand():
    # 8 of 20 here, 5 of 60 there, one made-up voice of four: 9 : 15 against 6 : 58.
    found = log_odds(8, 20, 5, 60, prior=1, prior_total=4)

    assert found.difference == pytest.approx(log(9 / 15) - log(6 / 58))


two_groups = st.tuples(shares, shares, st.floats(0.05, 0.95), st.floats(0.5, 20))


@given(two_groups)
def test_log_odds_change_sign_when_the_groups_change_places(case):
    (count, total), (other, other_total), share, prior = case
    one = log_odds(count, total, other, other_total, share * prior, prior)
    mirrored = log_odds(other, other_total, count, total, share * prior, prior)

    assert (one.difference, one.z) == pytest.approx((-mirrored.difference, -mirrored.z), abs=1e-5)


@given(two_groups)
def test_z_squared_is_the_likelihood_ratio_that_scipy_computes(case):
    (count, total), (other, other_total), share, prior = case
    raised = (count + share * prior, other + share * prior)
    sizes = (total + prior, other_total + prior)
    table = [raised, [size - one for size, one in zip(sizes, raised, strict=True)]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic

    assert log_odds(count, total, other, other_total, share * prior, prior).z ** 2 == (
        pytest.approx(expected, abs=1e-6)
    )


def test_z_is_nearly_monroes_where_groups_are_large_and_themes_rare():
    difference = log_odds(60, 4_000, 45, 5_000, prior=1, prior_total=100).difference
    monroe = difference / sqrt(1 / 61 + 1 / 46)

    assert log_odds(60, 4_000, 45, 5_000, 1, 100).z == pytest.approx(monroe, rel=0.02)


@given(shares, st.floats(0.05, 0.95), st.floats(0.5, 20))
def test_log_odds_of_two_equal_groups_are_nought(share, part, prior):
    found = log_odds(*share, *share, part * prior, prior)

    assert (found.difference, found.z) == (0.0, pytest.approx(0.0, abs=1e-5))


@given(st.integers(1, 60), st.integers(1, 200), st.data())
def test_each_voice_more_raises_the_log_odds_and_their_z(total, other_total, data):
    """With the prior of the room, which moves with each voice too."""
    other = data.draw(st.integers(0, other_total))
    everyone = total + other_total
    rising = [
        log_odds(count, total, other, other_total, 2 * (count + other) / everyone, 2)
        for count in range(total + 1)
        if 0 < count + other < everyone
    ]

    assert [one.difference for one in rising] == sorted({one.difference for one in rising})
    assert [one.z for one in rising] == sorted({one.z for one in rising})


def difference_of_the_first(values):
    """The mean of the speakers labelled 1 minus that of the others."""
    values = numpy.array(values)

    def statistic(labels):
        is_first = numpy.array(labels) == 1
        return values[is_first].mean() - values[~is_first].mean()

    return statistic


@pytest.mark.parametrize(("here", "there"), [(7, 3), (6, 5), (9, 2), (2, 6)])
def test_the_permutation_p_nears_the_exact_one(here, there):
    """With one theme and two groups the exact answer is known: the hypergeometric upper tail."""
    statistic = difference_of_the_first(
        [n < here for n in range(10)] + [n < there for n in range(14)]
    )
    labels = [1] * 10 + [2] * 14
    exact = hypergeom(24, here + there, 10).sf(here - 1)

    p = permutation_p(statistic(labels), shuffled(labels, statistic, shuffles=4_000))

    assert p == pytest.approx(exact, abs=4 * sqrt(exact * (1 - exact) / 4_000) + 1e-3)


def test_with_no_effect_the_permutation_p_is_small_no_oftener_than_it_says():
    chance = numpy.random.default_rng(3)
    labels = [1] * 15 + [2] * 25
    found = []
    for _ in range(300):
        statistic = difference_of_the_first(chance.normal(size=40))
        found.append(permutation_p(statistic(labels), shuffled(labels, statistic, shuffles=99)))

    at_most = {level: sum(p <= level for p in found) / 300 for level in (0.05, 0.2, 0.5, 0.8)}
    assert at_most == {
        level: pytest.approx(level, abs=3 * sqrt(level * (1 - level) / 300)) for level in at_most
    }


def test_who_speaks_ten_times_is_shuffled_as_one():
    """Ten speeches of one person are one label: they never come apart."""
    speeches = numpy.array([10, 1, 1, 1, 1, 1])

    sums = shuffled([1, 2, 2, 2, 2, 2], lambda labels: speeches[labels == 1].sum(), shuffles=50)

    assert set(sums) == {1, 10}


def test_the_same_record_always_gives_the_same_answer():
    labels = [1, 1, 1, 2, 2, 2, 3, 3, 3]
    statistic = difference_of_the_first(range(9))

    assert shuffled(labels, statistic, 20) == shuffled(labels, statistic, 20)


def test_what_was_observed_counts_as_one_of_the_shuffles():
    assert permutation_p(5.0, [0.0] * 999) == 0.001


def test_a_value_that_every_shuffle_reaches_has_p_one():
    assert permutation_p(-inf, [0.0] * 99) == 1.0


@given(st.lists(st.integers(0, 500), min_size=2, max_size=12).filter(any))
def test_evenness_is_the_entropy_that_scipy_computes_over_its_largest(counts):
    assert evenness(counts) == pytest.approx(entropy(counts) / log(len(counts)), abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((7, 7, 7, 7), 1.0), ((12, 0, 0), 0.0), ((4,), None), ((0, 0, 0), None), ((), None)],
)
def test_evenness_is_one_when_all_are_alike_and_unsaid_where_it_means_nothing(counts, expected):
    assert evenness(counts) == (expected if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ((10, 40, 5, 20), 1.0),  # a quarter of the words, a quarter of the people
        ((20, 40, 5, 20), 2.0),
        ((0, 40, 5, 20), 0.0),
        ((3, 40, 0, 20), None),
        ((0, 0, 5, 20), None),
    ],
)
def test_the_representation_ratio_is_words_over_people(case, expected):
    assert representation_ratio(*case) == expected


@given(people.filter(any))
def test_gini_is_half_the_mean_difference_over_the_mean(counts):
    values = numpy.array(counts, dtype=float)
    by_pairs = abs(values[:, None] - values[None, :]).mean() / 2 / values.mean()

    assert gini(counts) == pytest.approx(by_pairs, abs=1e-12)


@given(people.filter(any), st.integers(2, 9))
def test_gini_asks_not_how_much_was_said_nor_in_which_order(counts, times):
    louder = [times * count for count in reversed(counts)]

    assert gini(louder) == pytest.approx(gini(counts))


@pytest.mark.parametrize(
    ("counts", "expected"), [((3, 3, 3), 0.0), ((0, 0, 0, 9), 0.75), ((0, 0), None), ((), None)]
)
def test_gini_is_nought_when_all_spoke_alike_and_unsaid_where_nobody_spoke(counts, expected):
    assert gini(counts) == expected
