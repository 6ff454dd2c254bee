"""Our own pages, drawn from the templates. Everything people wrote is escaped by the template."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from facilitation.phrases import Phrases, name_of
from facilitation.web.inlined import colour_class, policy, script, style

HERE = Path(__file__).parent
ICON = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>"
    "<circle cx='8' cy='8' r='5.5' fill='none' stroke-width='3' "
    "stroke-dasharray='9.5 2' stroke='%230b5f6e'/></svg>"
)

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def safe_headers() -> dict[str, str]:
    """For every answer of ours. `same-origin`, since `no-referrer` would make browsers hide the
    origin of a form from us as well."""
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy(),
        "Referrer-Policy": "same-origin",
        "X-Robots-Tag": "noindex",
    }


def drawn(template: str, phrases: Phrases, **values: Any) -> str:
    """The text of a page in a language."""
    return _templates.get_template(template).render(
        say=phrases.say,
        phrases=phrases,
        name_of=name_of,
        colour_class=colour_class,
        lang=phrases.language,
        style=style(),
        script=script(),
        icon=ICON,
        **values,
    )


def page(template: str, phrases: Phrases, status: int = 200, **values: Any) -> HTMLResponse:
    """An answer with a page in it."""
    text = drawn(template, phrases, **values)
    headers = {**safe_headers(), "Content-Language": phrases.language}
    return HTMLResponse(text, status_code=status, headers=headers)
