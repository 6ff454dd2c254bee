"""What `import` does to the record: a meeting's files in, the last import out."""

import sys
from collections.abc import Sequence

import click

from facilitation.commands.record import session_named
from facilitation.errors import FacilitationError
from facilitation.importing import storing
from facilitation.importing.drafts import Draft
from facilitation.importing.likenesses import likenesses, without_likenesses
from facilitation.importing.news import otherwise, staying
from facilitation.importing.people import directory_of
from facilitation.importing.proposals import drafts_of, ground_of
from facilitation.importing.storing import Brought
from facilitation.installation import installed
from facilitation.intake.meetings import Choices, read_meeting
from facilitation.intake.recognition import FileKind
from facilitation.model import Role, Session
from facilitation.phrases import in_language
from facilitation.store import By

BY = By(Role.ORGANISER, "command line")
ENGLISH = in_language("en")


def bring(
    files: Sequence[tuple[str, bytes]], choices: Choices, code: str | None, question: str | None
) -> None:
    """Read everything, then store kind by kind; a file that cannot be taken stops all of it."""
    store, session = installed().store, session_named(installed(), code)
    _check_question(session, question)
    ground = ground_of(store, session)
    drafts = drafts_of(ground, read_meeting(files, ground.tell(choices)))
    if FileKind.VTT in drafts and question is None:
        raise click.ClickException(ENGLISH.say("import.choose_turns"))
    for kind, draft in drafts.items():
        _say_findings(draft)
        draft = _placed(draft, question)
        like = likenesses(draft, store.contributions(session.id))
        draft = without_likenesses(draft, like)
        if like:
            click.echo(ENGLISH.say("import.alike", n=len(like)), err=True)
        _say_otherwise(session, draft)
        _store(session, kind, draft)


def _check_question(session: Session, question: str | None) -> None:
    named = [part.id for part in session.plan.parts if part.takes_contributions]
    if question is not None and question not in named:
        raise click.ClickException(
            ENGLISH.say("import.no_question", question=question, questions=", ".join(named))
        )


def _placed(draft: Draft, question: str | None) -> Draft:
    if question is None:
        return draft
    changes = {"part_id": question, "is_taken": True}
    return draft.choosing(dict.fromkeys(range(len(draft.remarks)), changes))


def _store(session: Session, kind: FileKind, draft: Draft) -> None:
    brought = None
    with click.progressbar(length=100, label=kind.value, file=sys.stderr) as bar:

        def advance(share: float) -> None:
            bar.update(round(100 * share) - bar.pos)

        try:
            brought = storing.bring_in(installed().store, session, draft, BY, advance)
        except FacilitationError as problem:
            if problem.phrase != "import.nothing_new":
                raise
    click.echo(f"{kind}: {told(brought)}")


def told(brought: Brought | None) -> str:
    """What an import did, in a sentence or two."""
    if brought is None:
        return ENGLISH.say("import.nothing_new")
    done = ENGLISH.say(
        "import.done",
        people=brought.new_people,
        known=brought.known_people,
        contributions=brought.contributions,
        shares=brought.shares,
    )
    corrected = ENGLISH.say("import.corrected", n=brought.corrected) if brought.corrected else ""
    return f"{done}. {corrected}" if corrected else done


def _say_findings(draft: Draft) -> None:
    click.echo(ENGLISH.say(f"imports.found.{draft.kind.value}", **draft.counts), err=True)
    for finding in (*draft.left_out, *draft.problems):
        click.echo(finding.say(ENGLISH), err=True)


def _say_otherwise(session: Session, draft: Draft) -> None:
    """Of how many people a list tells otherwise than the record, and of how many in vain."""
    known = directory_of(installed().store, session)
    for phrase, n in (
        ("import.otherwise", len(otherwise(session, known, draft))),
        ("import.kept", staying(known, draft)),
    ):
        if n:
            click.echo(ENGLISH.say(phrase, n=n), err=True)


def undo_last(code: str | None) -> None:
    """Take the last import of a session that still stands out again."""
    store, session = installed().store, session_named(installed(), code)
    standing = [one for one in store.imports(session.id) if one.undone_at is None]
    if not standing:
        raise click.ClickException(ENGLISH.say("import.no_import"))
    last = standing[0]
    storing.undo(store, session, last.id, BY)
    click.echo(ENGLISH.say("import.undone", files=", ".join(last.files)))
