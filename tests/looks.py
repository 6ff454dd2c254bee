"""Every language by day and by night: half of the pairs in each run, all of them in the trial."""

import pytest

from facilitation.phrases import INTERFACE_LANGUAGES

SOME = {("en", "dark"), ("es", "light"), ("fr", "dark")}  # each language, and both grounds
EVERY = [(language, theme) for theme in ("light", "dark") for language in INTERFACE_LANGUAGES]

in_every_look = pytest.mark.parametrize(
    ("language", "theme"),
    [look if look in SOME else pytest.param(*look, marks=pytest.mark.trial) for look in EVERY],
)
