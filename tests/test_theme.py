"""The colours of the screens can be read by day and by night, and Streamlit knows its settings."""

import json
import subprocess
import sys
import tomllib

import pytest

from tests.servers import ROOT

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
TEXT, BORDER = 4.5, 3.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.11, level AA


def channels(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def over(colour: str, ground: str, share: float) -> list[float]:
    """A colour laid on a ground with this opacity."""
    pairs = zip(channels(colour), channels(ground), strict=True)
    return [c * share + g * (1 - share) for c, g in pairs]


def luminance(colour: list[float]) -> float:
    """Relative luminance, 0 to 1, as WCAG 2.2 defines it for sRGB."""
    parts = [c / 255 for c in colour]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], other: list[float]) -> float:
    """1 for the same colour, 21 for black on white."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_21_for_black_on_white():
    assert contrast(channels("#000000"), channels("#ffffff")) == pytest.approx(21)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_pair_of_colours_reads_on_every_ground(mode):
    theme = CONFIG["theme"][mode]
    grounds = {theme["backgroundColor"], theme["secondaryBackgroundColor"]}
    grounds |= {theme["sidebar"]["backgroundColor"], theme["sidebar"]["secondaryBackgroundColor"]}

    pairs = {"button": (contrast(channels("#ffffff"), channels(theme["primaryColor"])), TEXT)}
    for ground in grounds:
        captions = over(theme["textColor"], ground, 0.6)  # Streamlit fades captions to 60 %
        for name, colour, least in (
            ("text", channels(theme["textColor"]), TEXT),
            ("caption", captions, TEXT),
            ("tab", channels(theme["grayTextColor"]), TEXT),
            ("link", channels(theme["linkColor"]), TEXT),
            ("border", channels(theme["borderColor"]), BORDER),
            ("accent", channels(theme["primaryColor"]), BORDER),
        ):
            pairs[f"{name} on {ground}"] = (contrast(colour, channels(ground)), least)

    assert {name: found for name, (found, least) in pairs.items() if found < least} == {}


def test_streamlit_knows_every_setting_and_takes_it():
    """A misspelt option is only a line in Streamlit's log, and runner.postScriptGC is unlisted."""
    flat = {
        f"{section}.{name}": value
        for section, options in CONFIG.items()
        for name, value in options.items()
        if not isinstance(value, dict)
    }
    asked = "import json, sys; from streamlit import config; names = json.loads(sys.argv[1]);"
    asked += "print(json.dumps({name: config.get_option(name) for name in names}))"

    told = subprocess.run(
        [sys.executable, "-c", asked, json.dumps(list(flat))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(told.stdout) == flat
    assert told.stderr == ""
