"""`codebook`: take a session's codebook out, bring another in, list and put back its editions."""

import sys
from pathlib import Path

import click

from facilitation import recoding, themes
from facilitation.codebook import Codebook
from facilitation.codebook.writing import write_codebook
from facilitation.commands.record import session_named
from facilitation.errors import PlanProblem
from facilitation.exports import codebook_csv, qdc
from facilitation.installation import installed
from facilitation.intake import codebooks
from facilitation.model import Role, Session
from facilitation.store import By

ORGANISER = By(Role.ORGANISER, "command line")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def codebook() -> None:
    """The themes and points that a session is coded with."""


@codebook.command("export")
@click.argument("session")
@click.option("--to", "kind", type=click.Choice(["toml", "csv", "qdc"]), default="toml")
@click.option("--language", default="", help="Of a .qdc, which knows one; else the first.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
def export(session: str, kind: str, language: str, output: Path | None) -> None:
    """Write the codebook of a SESSION (its code or reference) as a file."""
    found = session_named(installed(), session)
    book = themes.codebook_of(found)
    if kind == "qdc":
        written = qdc.write(found, language)
    else:
        written = codebook_csv.write(book) if kind == "csv" else write_codebook(book).encode()
    if output is None:
        sys.stdout.buffer.write(written)
        return
    try:
        output.write_bytes(written)
    except OSError as problem:
        raise click.ClickException(f"{output}: {problem.strerror}") from None


@codebook.command("import")
@click.argument("session")
@click.argument("file", type=FILE)
@click.option("--check", is_flag=True, help="Only say what is in it, or wrong with it.")
def import_(session: str, file: Path, check: bool) -> None:
    """Code a SESSION with the codebook in FILE (TOML, CSV, XLSX or .qdc) from now on.

    Themes it lacks are retired; what people decided stays, and what exists is coded anew.
    """
    found = session_named(installed(), session)
    try:
        book = _read(file, found)
    except PlanProblem as problem:
        raise click.ClickException(str(problem)) from None
    if not check:
        recoded = recoding.change_codebook(installed().store, found, book, ORGANISER, "import")
    counts = f"{file.name}: {len(book.themes)} themes, {len(book.points)} points"
    click.echo(counts if check else f"{counts}; {recoded.suggested} contributions coded anew")


def _read(file: Path, session: Session) -> Codebook:
    base = themes.codebook_of(session)
    return codebooks.read(file.read_bytes(), file.name, base, session.plan.languages)


@codebook.command("editions")
@click.argument("session")
def editions(session: str) -> None:
    """List the codebooks a SESSION was coded with, first to present."""
    found = session_named(installed(), session)
    for one in installed().store.codebooks(found.id):
        click.echo(f"{one.number:>4}  {one.made_at.isoformat(timespec='seconds')}  {one.verb}")


@codebook.command("put-back")
@click.argument("session")
@click.argument("edition", type=int)
def put_back(session: str, edition: int) -> None:
    """Code a SESSION with an earlier EDITION of its codebook again."""
    found = session_named(installed(), session)
    recoded = recoding.put_back(installed().store, found, edition, ORGANISER)
    click.echo(f"edition {edition} again; {recoded.suggested} contributions coded anew")


commands = [codebook]
