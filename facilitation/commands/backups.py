"""`backup`, `verify` and `restore`: copies of a SQLite record. PostgreSQL has its own tools."""

from pathlib import Path

import click

from facilitation import backups, erasure
from facilitation.engine import is_postgres
from facilitation.installation import installed
from facilitation.model import Role
from facilitation.settings import Settings
from facilitation.store import By, Store

PG_DUMP = 'pg_dump --format=custom --file=ronda.dump "$RONDA_DATABASE"'
PG_RESTORE = 'pg_restore --clean --if-exists --no-owner --dbname="$RONDA_DATABASE" ronda.dump'

_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
def backup() -> None:
    """Copy the record into RONDA_BACKUPS now, also while people submit, and check the copy."""
    settings = _settings_of_file(PG_DUMP)
    try:
        backups.check(Path(settings.database))
        made = backups.back_up(installed().store, settings)
        click.echo(f"{made.path}: {backups.check(made.path)}")
    except (backups.BrokenFile, OSError) as problem:
        raise click.ClickException(f"no backup was made: {problem}") from None


@click.command()
@click.argument("files", nargs=-1, type=_file)
def verify(files: tuple[Path, ...]) -> None:
    """Say of each of FILES whether it is whole; without FILES, of the database and all backups.

    Ends with a non-zero exit code if one is not.
    """
    broken = 0
    for path in files or _all_files(_settings_of_file(PG_DUMP)):
        try:
            click.echo(f"whole    {path}: {backups.check(path)}")
        except backups.BrokenFile as problem:
            broken += 1
            click.echo(f"BROKEN   {path}: {problem}")
    if broken:
        raise click.exceptions.Exit(1)


def _all_files(settings: Settings) -> list[Path]:
    return [Path(settings.database), *(one.path for one in backups.kept(settings.backups))]


@click.command()
@click.argument("file", required=False, type=_file)
def restore(file: Path | None) -> None:
    """Put a backup FILE, or the newest that is whole, in the place of the database.

    Stop the server first. The database it replaces is kept beside it. Whoever erased their words
    after the backup was made has them erased again, as far as the replaced database can say.
    """
    settings = _settings_of_file(PG_RESTORE)
    database = Path(settings.database)
    try:
        source = file or _newest_whole(settings.backups)
        restored = backups.restore(source, database)
    except (backups.BrokenFile, backups.InUse, OSError) as problem:
        raise click.ClickException(f"nothing was changed: {problem}") from None
    click.echo(f"{database} is now {source}: {restored.held}")
    if restored.replaced:
        click.echo(f"What was there before is kept as {restored.replaced}")
        _erase_again(database, restored.replaced)


def require_whole(settings: Settings) -> None:
    """Refuse to start on a damaged database; say so when one is missing that had backups."""
    database = Path(settings.database)
    if is_postgres(settings.database):
        return
    try:
        if database.exists():
            backups.check(database)
        elif backups.newest(settings.backups):
            click.echo(
                f"{database} is missing and there are backups of it: starting anew. If that is "
                "wrong, stop and run: python -m facilitation restore",
                err=True,
            )
    except backups.BrokenFile as problem:
        raise click.ClickException(
            f"{problem}. To put the last good backup in its place: python -m facilitation restore"
        ) from None


def _newest_whole(folder: Path) -> Path:
    path, problems = backups.newest_whole(folder)
    for problem in problems:
        click.echo(f"passed over: {problem}", err=True)
    return path


def _erase_again(database: Path, replaced: Path) -> None:
    try:
        missing = backups.erasures_missing(database, replaced)
    except backups.BrokenFile as problem:
        click.echo(
            f"Who erased their words since {database.name} was copied cannot be read ({problem}): "
            "ask the organiser.",
            err=True,
        )
        return
    store = Store.open(str(database))
    try:
        for session_id, participant_id in missing:
            erasure.erase_again(store, session_id, participant_id, By(Role.ORGANISER, "restore"))
    finally:
        store.close()
    if missing:
        click.echo(f"Erased again, for {len(missing)} who had asked for it since the backup.")


def _settings_of_file(postgres_command: str) -> Settings:
    settings = Settings.read()
    if is_postgres(settings.database):
        raise click.ClickException(
            f"the record is in PostgreSQL, which has its own tools. Run:\n\n  {postgres_command}\n"
        )
    return settings


commands = [backup, verify, restore]
