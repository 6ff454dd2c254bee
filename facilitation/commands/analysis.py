"""`detect` and `suggest`: which language a text is in, and what it is about."""

from pathlib import Path

import click

from facilitation import languages, lexicon
from facilitation.codebook import load_codebook
from facilitation.commands.json_lines import Record, answer_each, text_of
from facilitation.errors import PlanProblem
from facilitation.model import Axis
from facilitation.settings import ROOT


@click.command()
def detect() -> None:
    """{"id","text"} -> {"id","language","confidence","mixed"}; language null: nothing to go on."""
    answer_each(_detected)


def _detected(record: Record) -> Record:
    found = languages.detect(text_of(record, "text"))
    return {
        "id": record["id"],
        "language": found.language,
        "confidence": round(found.confidence, 4),
        "mixed": found.mixed,
    }


@click.command()
@click.option(
    "--codebook",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=ROOT / "data" / "codebook.toml",
    show_default="the default session's",
    help="The codebook whose themes to suggest.",
)
@click.option("--axis", type=click.Choice([a.value for a in Axis]), default=Axis.THEME.value)
def suggest(codebook: Path, axis: str) -> None:
    """{"id","text","language"?} -> {"id","language","themes":[{"theme","score","evidence"}]}.

    At most three themes, best first; the evidence is words of the text.
    """
    try:
        book = load_codebook(codebook)
    except PlanProblem as problem:
        raise click.ClickException(str(problem)) from None

    def suggested(record: Record) -> Record:
        text = text_of(record, "text")
        language = text_of(record, "language", required=False) or languages.detect(text).language
        found = lexicon.suggest(text, language, book, Axis(axis))
        return {
            "id": record["id"],
            "language": language,
            "themes": [
                {"theme": s.theme, "score": round(s.score, 3), "evidence": list(s.evidence)}
                for s in found
            ],
        }

    answer_each(suggested)


commands = [detect, suggest]
