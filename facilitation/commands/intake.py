"""`import`: what Zoom's files and lists hold, printed, stored, or taken out again."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from facilitation.commands.json_lines import line_of
from facilitation.errors import PlanProblem
from facilitation.intake.attendance import Attendee
from facilitation.intake.chat_clients import Client, read_clients, shipped_clients
from facilitation.intake.files import BYTES
from facilitation.intake.meetings import AnyReading, Choices, read_meeting
from facilitation.intake.recognition import FileKind
from facilitation.intake.registrations import Registration, count_approvals
from facilitation.intake.spreadsheets import COLUMNS, Written
from facilitation.intake.vtt import Cue, turns
from facilitation.intake.zoom_chat import Entry
from facilitation.phrases import in_language

AUTO = "auto"
ENGLISH = in_language("en")

# What is printed of each kind of record: the key, and the record's own name for it.
_KEYS: Mapping[type, Mapping[str, str]] = {
    Entry: {
        "time": "time",
        "sender": "sender",
        "to": "recipient",
        "text": "text",
        "private": "is_private",
        "kind": "kind",
    },
    Cue: {key: key for key in ("start", "end", "speaker", "text")},
    Attendee: {key: key for key in ("name", "minutes", "joins")},
    Registration: {
        "name": "name",
        "email": "email",
        "organisation": "organisation",
        "actor": "group",
        "language": "language",
        "status": "approval",
    },
    Written: {key: key for key in COLUMNS if key != "title"},
}


@click.command("import")
@click.argument(
    "files",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--kind",
    type=click.Choice([AUTO, *(kind.value for kind in FileKind)]),
    default=AUTO,
    show_default=True,
    help="What the files are; auto tells by their content.",
)
@click.option("--session", "code", metavar="CODE", help="The session; else the default one.")
@click.option("--question", metavar="PART", help="Where contributions belong; else by the times.")
@click.option("--undo", is_flag=True, help="Take the last import of the session out again.")
@click.option("--dry-run", is_flag=True, help="Read and report; store nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: one JSON object per line.")
@click.option("--turns", "as_turns", is_flag=True, help="Join consecutive cues of a speaker.")
@click.option(
    "--day-first/--month-first", default=None, help="How 05/06/2021 is meant in attendance."
)
@click.option(
    "--clients",
    "words",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="More languages of Zoom's chat: a TOML file like facilitation/intake/clients.toml.",
)
def import_files(
    files: tuple[Path, ...],
    kind: str,
    code: str | None,
    question: str | None,
    undo: bool,
    dry_run: bool,
    as_json: bool,
    as_turns: bool,
    day_first: bool | None,
    words: Path | None,
) -> None:
    """Read chats, transcripts, registrations, participants or contributions of one meeting.

    Several chats are merged: each message once, the edited text kept. With --dry-run --json every
    entry of a chat is printed in file order, those not addressed to everyone too, marked
    "private": true; they are counted on stderr and never imported. What was dropped, merged or not
    understood is said on stderr. A file that cannot be taken stops everything.

    Without --dry-run everything is stored, each kind of file in one transaction: what was imported
    before and what came through the link already is left out. Of a transcript a person picks the
    turns, on the organiser's page; here all of them are taken once --question says where they
    belong.

    \b
    chat           {"time","sender","to","text","private","kind"}
    vtt            {"start","end","speaker","text"}
    participants   {"name","minutes","joins"}
    registrations  {"name","email","organisation","actor","language","status"}
    contributions  {"text","author","email","organisation","actor","language","time","question"}
    """
    if not (files or undo):
        raise click.UsageError("Name at least one FILE, or --undo.")
    choices = Choices(
        kind=None if kind == AUTO else FileKind(kind),
        clients=_clients(words),
        day_first=day_first,
    )
    contents = [(path.name, _contents(path)) for path in files]
    if undo or not dry_run:
        from facilitation.commands import importing  # a second, which a dry run is spared

        if undo:
            importing.undo_last(code)
        else:
            importing.bring(contents, choices, code, question)
        return
    for found, reading in read_meeting(contents, choices).items():
        _print(found, reading, as_json=as_json, as_turns=as_turns)


def _contents(path: Path) -> bytes:
    """No more than is needed to see that a file is too large."""
    with path.open("rb") as file:
        return file.read(BYTES + 1)


def _clients(words: Path | None) -> tuple[Client, ...] | None:
    if words is None:
        return None
    try:
        return (*read_clients(words.read_text(encoding="utf-8")), *shipped_clients())
    except (PlanProblem, UnicodeDecodeError) as problem:
        raise click.ClickException(f"{words.name}: {problem}") from None


def _print(kind: FileKind, reading: AnyReading, *, as_json: bool, as_turns: bool) -> None:
    records: Iterable[object] = reading.records
    if as_turns:
        cues = [record for record in reading.records if isinstance(record, Cue)]
        records = turns(cues) if cues else records
    lines = [line_of(shown(record)) for record in records]
    click.echo("\n".join(lines) if as_json else f"{kind}: {len(lines)} read")
    if kind is FileKind.REGISTRATIONS:
        people = [record for record in reading.records if isinstance(record, Registration)]
        counts = count_approvals(people)
        click.echo(ENGLISH.say("imports.found.registrations", **counts), err=True)
    for finding in (*reading.left_out, *reading.problems):
        click.echo(finding.say(ENGLISH), err=True)


def shown(record: object) -> Mapping[str, object]:
    """A record as the command prints it, with the keys its help names."""
    return {key: getattr(record, name) for key, name in _KEYS[type(record)].items()}


commands: list[click.Command] = [import_files]
