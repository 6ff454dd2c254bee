"""`links`, `prepare` and `export`: what operators do to whole sessions."""

import sys
from pathlib import Path

import click

from facilitation import plans, restoring, sessions
from facilitation.errors import NotFound, PlanProblem
from facilitation.exports import files
from facilitation.exports.files import Format
from facilitation.installation import Installation, installed
from facilitation.links import links as links_of
from facilitation.model import Role, Session
from facilitation.store import By


def session_named(installation: Installation, name: str | None) -> Session:
    """A session by its code or reference; the default one without a name."""
    try:
        found = sessions.find(installation.store, name) if name else installation.default_session()
    except NotFound:
        raise click.ClickException(f'no session has the code or reference "{name}"') from None
    return found


def print_links(installation: Installation, session: Session) -> None:
    click.echo(f"{session.plan.reference}  (code {session.code})")
    for role, link in links_of(installation, session).items():
        click.echo(f"  {role.value:<12} {link}")


@click.command()
@click.option("--session", "name", help="Its code or reference; else the default session.")
def links(name: str | None) -> None:
    """Print the links of a session. All but the participants' are secrets."""
    print_links(installed(), session_named(installed(), name))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only say what is wrong with it.")
def prepare(file: Path, check: bool) -> None:
    """Prepare a session from a FILE such as data/sessions/1.1.1.toml, and print its links.

    A .json FILE is a whole record that `export --to json` wrote: the new session holds it all.
    """
    try:
        record = restoring.read(file.read_bytes(), file.name) if _is_record(file) else None
        plan = record.plan if record else plans.read_plan(file)
    except PlanProblem as problem:
        raise click.ClickException(str(problem)) from None
    if check:
        click.echo(f"{file.name}: {len(plan.parts)} parts, languages {', '.join(plan.languages)}")
        return
    store, by = installed().store, By(Role.ORGANISER, "command line")
    if store.newest_session(plan.reference):
        click.echo(
            f"There is a session {plan.reference} already: this is another. Name each by its code.",
            err=True,
        )
    if record:
        click.echo(
            "This is a copy: what people erase in the session it was made of stays in it.", err=True
        )
    session = restoring.restore(store, record, by) if record else sessions.prepare(store, plan, by)
    print_links(installed(), session)


def _is_record(file: Path) -> bool:
    return file.suffix.lower() == ".json"


@click.command()
@click.argument("session")
@click.option("--to", "kind", type=click.Choice([kind.value for kind in Format]), required=True)
@click.option("--language", help="One of the session's; else all of them (in a CSV: ids).")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--semicolon", is_flag=True, help="Of a CSV: separate cells with semicolons.")
def export(
    session: str, kind: str, language: str | None, output: Path | None, semicolon: bool
) -> None:
    """Write a SESSION (its code or reference) as a file, also while it runs.

    PDF and DOCX are the report, XLSX and CSV its tables, JSON the whole record, QDPX and QDC what
    tools of qualitative research read; all is everything in one ZIP.
    """
    store, found = installed().store, session_named(installed(), session)
    if language and language not in found.plan.languages:
        spoken = ", ".join(found.plan.languages)
        raise click.ClickException(f'the session is not in "{language}": it is in {spoken}')
    delimiter = ";" if semicolon else ("," if not language else "")
    written = files.write(store, found, Format(kind), language or "", delimiter=delimiter).content
    if output:
        try:
            output.write_bytes(written)
        except OSError as problem:
            raise click.ClickException(f"{output}: {problem.strerror}") from None
    else:
        sys.stdout.buffer.write(written)


commands = [links, prepare, export]
