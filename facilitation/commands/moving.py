"""`move`: sessions from one database into another, between SQLite and PostgreSQL either way."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from facilitation.engine import is_postgres
from facilitation.store import Store
from facilitation.store.moving import AlreadyThere, NotTheSame


@click.command()
@click.option("--from", "source", required=True, metavar="DATABASE", help="A path or a URL.")
@click.option("--to", "target", required=True, metavar="DATABASE", help="A path or a URL.")
@click.option("--session", "name", help="Only that of this code or reference; else all there are.")
def move(source: str, target: str, name: str | None) -> None:
    """Copy sessions with everything in them into another database, and compare every row.

    A DATABASE is a file or a postgresql:// URL. All or nothing: interrupted, the target is as it
    was. The source is held still meanwhile and stays as it is.
    """
    if not is_postgres(source) and not Path(source).exists():
        raise click.ClickException(f"there is no database {source}")
    if source == target:
        raise click.ClickException("the target is the source itself")
    with _opened(source) as origin, _opened(target) as destination:
        held = [one for one in origin.sessions() if name in (None, one.code, one.plan.reference)]
        if not held:
            raise click.ClickException(f"{source} holds no session {name or 'at all'}")
        try:
            ids = [one.id for one in held]
            moved = origin.give_to(destination, ids, is_everything=name is None)
        except AlreadyThere as problem:
            told = f"the target holds the session {problem} already: nothing was changed"
            raise click.ClickException(told) from None
        except NotTheSame as problem:
            told = f"the table {problem} did not come out as it went in: nothing was changed"
            raise click.ClickException(told) from None
    click.echo(f"{len(held)} sessions, {moved} rows: each was read back and is the same.")
    click.echo("Links go on working where the target's Ronda has the same RONDA_SECRET.")


@contextmanager
def _opened(database: str) -> Iterator[Store]:
    store = Store.open(database)
    try:
        yield store
    finally:
        store.close()


commands = [move]
