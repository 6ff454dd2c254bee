"""How far a count can be trusted, and how evenly a room was heard: the formulas, with sources.

Counts are of distinct voices. What has no value (a share of nobody, the balance of one group) is
None, never a number that looks like one. docs/statistics.md says the same in plain words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import copysign, log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Z95 = NormalDist().inv_cdf(0.975)  # 1.96: the middle 95 % of a normal distribution
SHUFFLES = 999  # so that the smallest p there can be is 0.001
FEW = 10  # voices; of fewer, a percentage would say more than is known


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both shares between 0 and 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many voices."""

    count: int
    total: int

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None of nobody."""
        return self.count / self.total if self.total else None

    @property
    def interval(self) -> Interval | None:
        """Its 95 % Wilson interval."""
        return wilson(self.count, self.total)

    @property
    def is_percentage(self) -> bool:
        """Whether it may be written as a percentage; otherwise it is "3 of 7"."""
        return self.total >= FEW


@dataclass(frozen=True, slots=True)
class LogOdds:
    """How much likelier here than there: 0 is equally, ln 2 twice the odds; z says how surely."""

    difference: float
    z: float


def wilson(count: int, total: int, z: float = Z95) -> Interval | None:
    """Where the share count/total of a larger public plausibly lies; None for a share of nobody.

    Wilson's score interval (JASA 22, 1927, p. 209): it never leaves 0 to 1 and holds at small
    totals. It covers the chance of who spoke, not the mistakes of a coding.
    """
    if total == 0:
        return None
    share = count / total
    spread = 1 + z * z / total
    centre = (share + z * z / (2 * total)) / spread
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / spread
    return Interval(
        0.0 if count == 0 else max(0.0, centre - half),
        1.0 if count == total else min(1.0, centre + half),
    )


def log_odds(
    count: int, total: int, other_count: int, other_total: int, prior: float, prior_total: float
) -> LogOdds:
    """How the odds of `count` in `total` differ from those of `other_count` in `other_total`.

    Monroe, Colaresi and Quinn, "Fightin' Words" (Political Analysis 16, 2008): log-odds ratio with
    an informative Dirichlet prior, here `prior` of `prior_total` made-up voices on each side, which
    pull small groups towards the whole room; 0 < prior < prior_total.

    Their z is the difference over its standard error, for words, each of which is rare. Where
    nearly all of a group raise a theme it falls again (Hauck and Donner, JASA 72, 1977), so that
    16 of 16 would say less than 15 of 16. Ours is the signed root of the likelihood ratio (Wilks,
    Ann. Math. Stat. 9, 1938): the same near 0, and each voice more counts.
    """
    sides = ((count + prior, total + prior_total), (other_count + prior, other_total + prior_total))
    here, there = (log(raised / (size - raised)) for raised, size in sides)
    share = sum(raised for raised, _ in sides) / sum(size for _, size in sides)
    ratio = 2 * sum(
        raised * log(raised / (size * share))
        + (size - raised) * log((size - raised) / (size * (1 - share)))
        for raised, size in sides
    )
    return LogOdds(here - there, copysign(sqrt(max(0.0, ratio)), here - there))


def shuffled(
    labels: Sequence[int],
    statistic: Callable[[NDArray[np.int_]], float],
    shuffles: int = SHUFFLES,
    seed: int = 0,
) -> list[float]:
    """What `statistic` comes to when chance alone deals out the labels: one value per shuffle.

    `labels` holds the group of each SPEAKER, by number, in the order `statistic` knows them:
    whoever spoke ten times moves as one. The seed is fixed, so that one record always gives one
    answer.
    """
    chance = np.random.default_rng(seed)
    dealt = np.array(labels)
    values = []
    for _ in range(shuffles):
        chance.shuffle(dealt)
        values.append(statistic(dealt))
    return values


def permutation_p(observed: float, by_chance: Sequence[float]) -> float:
    """How often chance does as well: the share of shuffles with a value as large, or larger.

    What was observed counts as one of them, so p is never 0 and never too small: (1 + b) / (1 + m)
    (Phipson and Smyth, Stat. Appl. Genet. Mol. Biol. 9, 2010, article 39). Where `by_chance` holds
    the largest of many values at each shuffle, p allows for having looked at them all (Westfall
    and Young, Resampling-Based Multiple Testing, 1993).
    """
    as_large = sum(value >= observed for value in by_chance)
    return (1 + as_large) / (1 + len(by_chance))


def evenness(counts: Sequence[int]) -> float | None:
    """How evenly the groups were heard: 1 is all alike, 0 is one alone.

    Pielou's J = H / ln k (J. Theor. Biol. 13, 1966, p. 131) over all k groups, those that said
    nothing included. None for fewer than two groups, or where nobody spoke.
    """
    total = sum(counts)
    if len(counts) < 2 or total == 0:
        return None
    shares = [count / total for count in counts if count]
    return max(0.0, -sum(share * log(share) for share in shares)) / log(len(counts))


def representation_ratio(count: int, total: int, present: int, total_present: int) -> float | None:
    """A group's share of what was said over its share of those who could: 1 is in proportion.

    None where nobody of the group, or nobody at all, was there or spoke.
    """
    if total == 0 or present == 0:
        return None
    return (count / total) / (present / total_present)


def gini(counts: Sequence[int]) -> float | None:
    """How unequally people spoke: 0 is all alike, near 1 is one person alone.

    Gini's mean difference over twice the mean, of contributions per person, those who gave none
    included: sum((2i - n - 1) x_i) / (n sum(x)) with x in rising order (Sen, On Economic
    Inequality, 1973). Of n people it cannot exceed (n - 1) / n. None where nobody spoke.
    """
    total, n = sum(counts), len(counts)
    if total == 0:
        return None
    rising = enumerate(sorted(counts), 1)
    return sum((2 * place - n - 1) * count for place, count in rising) / (n * total)
