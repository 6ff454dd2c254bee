"""`translate` and `doubts`: texts in another language, and what makes such a text doubtful."""

import os
import re
from pathlib import Path

import click

from facilitation.commands.json_lines import BadRecord, Record, answer_each, text_of
from facilitation.errors import PlanProblem
from facilitation.model import Language
from facilitation.settings import EngineSettings
from facilitation.translation.doubts import Doubt, Pair, find_doubts
from facilitation.translation.glossary import Glossary, load_glossary
from facilitation.translation.renderings import EngineError, Translator, Unavailable
from facilitation.translation.terminology import render
from facilitation.translation.translators import EngineName, open_translator

_CODE = re.compile("[a-z]{2,3}")
GLOSSARY_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option(
    "--engine", type=click.Choice([e.value for e in EngineName]), default=EngineName.APERTIUM.value
)
@click.option("--to", "target", required=True, metavar="LANGUAGE", help="The language wanted: es.")
@click.option(
    "--glossary",
    "path",
    type=GLOSSARY_FILE,
    help="Terms to keep: CSV with columns such as en,es,fr.",
)
def translate(engine: str, target: Language, path: Path | None) -> None:
    """{"id","text","language"} -> {"id","text","engine","route","doubts":[{"kind","why"}]}.

    A text already in the language wanted, or without words, comes back as it is, with engine and
    route empty. A line without an id goes by its number.
    """
    target = target.partition("-")[0].lower()
    if not _CODE.fullmatch(target):
        raise click.BadParameter("must be the code of a language, such as es", param_hint="--to")
    glossary = _glossary(path)
    translator = open_translator(engine, EngineSettings.read(os.environ))
    try:
        answer_each(lambda record: _translated(record, translator, glossary, target))
    except Unavailable as problem:
        raise click.ClickException(str(problem)) from None
    finally:
        translator.close()


def _translated(
    record: Record, translator: Translator, glossary: Glossary, target: Language
) -> Record:
    text, source = text_of(record, "text"), _language_of(record, "language")
    if source == target or not text.strip():
        return {"id": record["id"], "text": text, "engine": "", "route": "", "doubts": []}
    try:
        made = render(translator, glossary, text, source, target)
    except Unavailable:
        raise
    except EngineError as problem:
        raise BadRecord(f"{source} to {target}: {problem}") from None
    pair = Pair(text, source, made.text, target, made.unknown, made.missed)
    return {
        "id": record["id"],
        "text": made.text,
        "engine": made.engine,
        "route": made.route,
        "doubts": _written(find_doubts(pair)),
    }


@click.command()
def doubts() -> None:
    """{"id","source","source_language","text","language"} -> {"id","doubts":[{"kind","why"}]}.

    Whether the sense is kept is looked at in English, Spanish and French; numbers, length and what
    is no language, in all. A line without an id goes by its number.
    """
    answer_each(_doubted)


def _doubted(record: Record) -> Record:
    pair = Pair(
        text_of(record, "source"),
        _language_of(record, "source_language"),
        text_of(record, "text"),
        _language_of(record, "language"),
    )
    return {"id": record["id"], "doubts": _written(find_doubts(pair))}


def _language_of(record: Record, field: str) -> Language:
    """A code such as fr; of fr-CA its first part."""
    given = text_of(record, field)
    code = given.partition("-")[0].lower()
    if not _CODE.fullmatch(code):
        raise BadRecord(f'"{field}" must be the code of a language, such as fr: {given[:40]!r}')
    return code


def _written(found: list[Doubt]) -> list[Record]:
    return [{"kind": str(doubt.kind), "why": doubt.why} for doubt in found]


def _glossary(path: Path | None) -> Glossary:
    try:
        return load_glossary(path) if path else Glossary()
    except PlanProblem as problem:
        raise click.ClickException(str(problem)) from None


commands = [translate, doubts]
