"""What each theme means, where people code: definition, what belongs, what does not, examples."""

from facilitation import themes
from facilitation.codebook import Theme
from facilitation.model import Axis
from facilitation.ui.components import Drawn, drawn, show_codes
from facilitation.ui.page import Page


def show_guide(page: Page, key: str) -> None:
    """The themes and points in use; each opens to what the codebook says of it."""
    codebook = themes.codebook_of(page.session)
    asked = {point.id for point in page.session.plan.points}
    axes = [
        {
            "label": page.say(f"page.{axis.value}s"),
            "codes": [
                _drawn(page, theme)
                for theme in codebook.on(axis)
                if axis is Axis.THEME or theme.id in asked
            ],
        }
        for axis in Axis
    ]
    names = ("include", "exclude", "examples", "counterexample")
    say = {name: page.say(f"codebook.{name}") for name in names}
    show_codes({"axes": [one for one in axes if one["codes"]], "say": say}, key)


def _drawn(page: Page, theme: Theme) -> Drawn:
    language = next(iter(theme.label.texts), page.language)
    if page.language in theme.label.texts:
        language = page.language
    return {
        "id": theme.id,
        "lang": language,
        "label": drawn(page.read(theme.label)),
        "short": drawn(page.read(theme.short or theme.full)),
        "full": drawn(page.read(theme.full)) if theme.full and theme.short else None,
        "include": list(theme.include.get(language, ())),
        "exclude": list(theme.exclude.get(language, ())),
        "examples": list(theme.examples.get(language, ())),
        "counterexample": theme.counterexample.texts.get(language, ""),
    }
