"""How far two people who coded the same contributions agree, and where they do not.

A contribution may have several themes, so each theme is a yes-or-no question put to both coders.
Where chance alone would agree as well (a theme that both gave to all, or to none), kappa has no
value: None. Cohen, "A coefficient of agreement for nominal scales" (Educ. Psychol. Meas. 20, 1960).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

Codings = Mapping[str, Collection[str]]  # of one coder: contribution -> its codes, maybe none


@dataclass(frozen=True, slots=True)
class Answers:
    """How often the two answered alike: both gave a code, only the one, only the other, neither."""

    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def total(self) -> int:
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def agreed(self) -> float | None:
        """The share they answered alike, 0 to 1; None where nothing was asked."""
        return (self.both + self.neither) / self.total if self.total else None

    @property
    def kappa(self) -> float | None:
        """What they agree beyond chance: 1 is always, 0 is as chance would, below 0 is worse."""
        first, second = self.both + self.first_only, self.both + self.second_only
        n = self.total
        by_chance = first * second + (n - first) * (n - second)  # times n squared
        if by_chance == n * n:
            return None
        return (n * (self.both + self.neither) - by_chance) / (n * n - by_chance)


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """How far they agree on one code."""

    code: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A contribution they coded differently: the codes they share, and those of one of them."""

    contribution_id: str
    both: tuple[str, ...]
    first_only: tuple[str, ...]
    second_only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two coders make of the `contributions` that both coded; `left_out` had one coder only.

    `pooled` puts the answers on all codes together, so that frequent codes weigh more than in the
    mean of their kappas.
    """

    contributions: int
    left_out: int
    by_code: tuple[CodeAgreement, ...]
    pooled: Answers
    disagreements: tuple[Disagreement, ...]

    @property
    def identical(self) -> float | None:
        """The share of contributions given the very same codes; None of none."""
        if not self.contributions:
            return None
        return 1 - len(self.disagreements) / self.contributions

    @property
    def mean_kappa(self) -> float | None:
        """The mean over the codes whose kappa has a value; None where no code's has."""
        kappas = [one.answers.kappa for one in self.by_code]
        known = [kappa for kappa in kappas if kappa is not None]
        return fmean(known) if known else None

    @property
    def without_kappa(self) -> tuple[str, ...]:
        """The codes that the mean leaves out: both coders always gave them, or never."""
        return tuple(one.code for one in self.by_code if one.answers.kappa is None)


def compare(first: Codings, second: Codings, codes: Sequence[str]) -> Agreement:
    """Hold two people's codings against each other, contribution by contribution, code by code.

    `codes` are those both could choose from, in the order to show; others are not compared. A
    contribution with no code was read and given none; one that is not in a mapping was not read.
    """
    shared = [item for item in first if item in second]
    by_code = tuple(CodeAgreement(code, _answers(first, second, shared, code)) for code in codes)
    pairs = (_side_by_side(item, first[item], second[item], codes) for item in shared)
    return Agreement(
        contributions=len(shared),
        left_out=len(first.keys() ^ second.keys()),
        by_code=by_code,
        pooled=_sum(one.answers for one in by_code),
        disagreements=tuple(pair for pair in pairs if pair.first_only or pair.second_only),
    )


def _answers(first: Codings, second: Codings, shared: Iterable[str], code: str) -> Answers:
    given = [(code in first[item], code in second[item]) for item in shared]
    return Answers(*map(given.count, ((True, True), (True, False), (False, True), (False, False))))


def _side_by_side(
    item: str, first: Collection[str], second: Collection[str], codes: Sequence[str]
) -> Disagreement:
    return Disagreement(
        item,
        both=tuple(code for code in codes if code in first and code in second),
        first_only=tuple(code for code in codes if code in first and code not in second),
        second_only=tuple(code for code in codes if code in second and code not in first),
    )


def _sum(answers: Iterable[Answers]) -> Answers:
    every = list(answers)
    return Answers(
        sum(one.both for one in every),
        sum(one.first_only for one in every),
        sum(one.second_only for one in every),
        sum(one.neither for one in every),
    )
