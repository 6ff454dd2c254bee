"""Two coders are compared as scikit-learn would, and what has no value is said to have none."""

import warnings

import pytest
from hypothesis import given, strategies as st
from sklearn.metrics import accuracy_score, cohen_kappa_score

from facilitation.agreement import Answers, Disagreement, compare

CODES = ("water", "roads", "trust")
some_codes = st.frozensets(st.sampled_from(CODES))
codings = st.lists(st.tuples(some_codes, some_codes), max_size=40).map(
    lambda pairs: tuple({f"c{n}": pair[coder] for n, pair in enumerate(pairs)} for coder in (0, 1))
)


def answers_of(coder, code):
    return [code in coder[item] for item in coder]


def kappa_of_sklearn(first, second):
    """scikit-learn's kappa, None where it has no value (there it answers nan, with a warning)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kappa = cohen_kappa_score(first, second, labels=[False, True])
    return None if kappa != kappa else pytest.approx(kappa, abs=1e-12)


@given(codings.filter(lambda both: both[0]))
def test_kappa_and_agreement_of_each_code_are_what_sklearn_computes(both):
    first, second = both
    ours = [
        (one.answers.kappa, one.answers.agreed) for one in compare(first, second, CODES).by_code
    ]

    assert ours == [
        (
            kappa_of_sklearn(answers_of(first, code), answers_of(second, code)),
            pytest.approx(accuracy_score(answers_of(first, code), answers_of(second, code))),
        )
        for code in CODES
    ]


@given(codings.filter(lambda both: both[0]))
def test_pooled_kappa_is_sklearns_over_all_answers_in_a_row(both):
    rows = [[given for code in CODES for given in answers_of(coder, code)] for coder in both]

    assert compare(*both, CODES).pooled.kappa == kappa_of_sklearn(*rows)


@given(codings)
def test_it_does_not_matter_who_is_called_the_first(both):
    first, second = both
    one, other = compare(first, second, CODES), compare(second, first, CODES)

    assert (one.pooled.kappa, one.mean_kappa, one.identical) == (
        other.pooled.kappa,
        other.mean_kappa,
        other.identical,
    )


def test_kappa_is_the_one_worked_out_by_hand():
    # 70 of 100 alike; both say yes to 60 and 50: chance alike (.6 * .5 + .4 * .5) = .5
    assert Answers(both=40, first_only=20, second_only=10, neither=30).kappa == pytest.approx(0.4)


@given(codings)
def test_a_coder_agrees_with_themselves_on_everything(both):
    agreement = compare(both[0], both[0], CODES)

    assert {one.answers.kappa for one in agreement.by_code} <= {1.0, None}
    assert agreement.disagreements == ()


def test_kappa_has_no_value_where_both_gave_a_code_always_or_never():
    every = {"c1": {"water"}, "c2": {"water", "roads"}}
    agreement = compare(every, every, CODES)

    assert [one.answers.kappa for one in agreement.by_code] == [None, 1.0, None]
    assert (agreement.without_kappa, agreement.mean_kappa) == (("water", "trust"), 1.0)


def test_with_nothing_coded_by_both_nothing_is_claimed():
    agreement = compare({"c1": {"water"}}, {"c2": {"water"}}, CODES)

    assert (agreement.contributions, agreement.left_out) == (0, 2)
    assert (agreement.identical, agreement.mean_kappa, agreement.pooled.kappa) == (None, None, None)
    assert agreement.pooled.agreed is None


def test_the_mean_leaves_out_codes_without_a_kappa():
    first = {"c1": {"water"}, "c2": {"water"}, "c3": {"roads"}, "c4": ()}
    second = {"c1": {"water"}, "c2": (), "c3": {"roads"}, "c4": ()}
    agreement = compare(first, second, CODES)

    assert [one.answers.kappa for one in agreement.by_code] == [0.5, 1.0, None]
    assert agreement.mean_kappa == 0.75


def test_disagreements_stand_side_by_side_in_the_order_of_the_codebook():
    first = {"c1": {"trust", "roads"}, "c2": {"water"}, "c3": {"water"}}
    second = {"c1": {"roads", "water"}, "c2": {"water"}, "c3": ()}

    assert compare(first, second, CODES).disagreements == (
        Disagreement("c1", ("roads",), ("trust",), ("water",)),
        Disagreement("c3", (), ("water",), ()),
    )


def test_given_no_code_is_an_answer_and_not_read_is_none():
    agreement = compare({"c1": (), "c2": {"water"}}, {"c1": ()}, CODES)

    assert (agreement.contributions, agreement.left_out, agreement.identical) == (1, 1, 1.0)


def test_codes_outside_the_codebook_are_not_compared():
    agreement = compare({"c1": {"old"}}, {"c1": ()}, CODES)

    assert (agreement.identical, agreement.disagreements) == (1.0, ())
