"""The colours of the groups can be told apart and read by everyone."""

from itertools import combinations

import pytest

from facilitation.model import ActorGroup, Wording
from facilitation.palette import GROUP_COLOURS, NO_GROUP, Colour, colour_of_actor, colour_of_group
from tests.rooms import small_plan

BACKGROUNDS = {"light": ("#ffffff", "#f0f4f5"), "dark": ("#0f1b20", "#1a2a31")}
# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour: str) -> list[float]:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def contrast(one: str, other: str) -> float:
    """WCAG 2: relative luminance, lighter over darker."""
    weights = (0.2126, 0.7152, 0.0722)
    low, high = sorted(
        sum(w * c for w, c in zip(weights, linear(x), strict=True)) for x in (one, other)
    )
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of what that eye sees."""
    seen = [
        min(1, max(0, sum(m * c for m, c in zip(row, linear(colour), strict=True))))
        for row in SIGHTS[sight]
    ]
    r, g, b = seen
    x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047
    y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b
    z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def apart(one: str, other: str, sight: str) -> float:
    pairs = zip(lab(one, sight), lab(other, sight), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("mode", BACKGROUNDS)
def test_the_groups_of_a_session_stay_apart_for_every_eye(mode: str, sight: str) -> None:
    shown = [colour.by(is_dark=mode == "dark") for colour in (*GROUP_COLOURS, NO_GROUP)]

    assert min(apart(a, b, sight) for a, b in combinations(shown[:4], 2)) >= 17
    assert min(apart(a, b, sight) for a, b in combinations(shown, 2)) >= 10


@pytest.mark.parametrize("colour", [*GROUP_COLOURS, NO_GROUP])
def test_a_colour_reads_on_its_background_and_its_ink_on_it(colour: Colour) -> None:
    for mode, backgrounds in BACKGROUNDS.items():
        is_dark = mode == "dark"
        for background in backgrounds:
            assert contrast(colour.by(is_dark=is_dark), background) >= 3.9
        assert contrast(colour.by(is_dark=is_dark), colour.ink(is_dark=is_dark)) >= 4.5


def test_there_is_a_colour_for_any_number_of_groups() -> None:
    many = [ActorGroup(str(n), Wording(), n) for n in range(30)]

    assert [colour_of_group(group) for group in many[: len(GROUP_COLOURS)]] == [*GROUP_COLOURS]
    assert colour_of_group(many[29]) == GROUP_COLOURS[29 % len(GROUP_COLOURS)]


def test_an_actor_without_a_group_is_grey() -> None:
    plan = small_plan()

    assert [colour_of_actor(plan, a) for a in ("mayor", "farmer", "guest", None)] == [
        GROUP_COLOURS[0],
        GROUP_COLOURS[1],
        NO_GROUP,
        NO_GROUP,
    ]
