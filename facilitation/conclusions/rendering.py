"""Machine drafts of conclusions in the session's other languages, made beside the room.

What is to do follows from the record: a conclusion whose present wording has no text in a language.
So a crash loses nothing; only how long to leave a failing engine alone is kept in memory.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from facilitation.conclusions.nouns import Conclusion, Said, Statement
from facilitation.lifecycles import StatementState
from facilitation.model import Language, Session
from facilitation.store import By, Store, now
from facilitation.translation.renderings import EngineError, Permanent, Translator
from facilitation.translation.terminology import render
from facilitation.translation.versions import OFF, doubts_about, glossary_of

WAIT_SECONDS = 60
NEVER = timedelta(days=365)
Wanted = tuple[str, Language, int]  # conclusion, language, edition of its wording


@dataclass
class ConclusionDrafts:
    """Renders one conclusion after another; each process has one."""

    _not_before: dict[Wanted, datetime] = field(default_factory=dict)

    def render_next(self, store: Store, translator_of: Callable[[Session], Translator]) -> bool:
        """Draft one wanted statement, if there is one. What fails is put off."""
        at = now()
        for session_id, conclusion_id, language, edition in store.statements_wanted():
            key = (conclusion_id, language, edition)
            if self._not_before.get(key, at) <= at:
                return self._render(store, session_id, key, translator_of)
        return False

    def _render(
        self,
        store: Store,
        session_id: str,
        key: Wanted,
        translator_of: Callable[[Session], Translator],
    ) -> bool:
        session, conclusion = store.session_by_id(session_id), store.conclusion(key[0])
        if session is None or conclusion is None or session.engine == OFF:
            return False
        try:
            made = _made(session, conclusion, key[1], translator_of(session))
        except Exception as problem:  # an engine's, or a defect: either way the queue goes on
            is_final = isinstance(problem, Permanent) or not isinstance(problem, EngineError)
            self._not_before[key] = now() + (NEVER if is_final else timedelta(seconds=WAIT_SECONDS))
            return True
        _keep(store, session, made)
        return True


def _made(
    session: Session, conclusion: Conclusion, target: Language, translator: Translator
) -> Statement:
    original = conclusion.original
    terms = glossary_of(session)

    def in_target(text: str) -> str:
        return render(translator, terms, text, original.language, target).text if text else ""

    said = original.said
    rendered = render(translator, terms, said.text, original.language, target)
    lines = map(in_target, (said.proposer, said.addressee, said.due))
    return Statement(
        conclusion_id=conclusion.id,
        language=target,
        said=Said(rendered.text, *lines),
        state=StatementState.MACHINE,
        edition=conclusion.edition,
        made_by="machine",
        made_at=now(),
        engine=" ".join(filter(None, (rendered.engine, rendered.version))),
        doubts=doubts_about(original.words, rendered, target),
    )


def _keep(store: Store, session: Session, made: Statement) -> None:
    """Unless it was reworded, or somebody wrote it themselves, meanwhile."""
    with store.change(session.id) as change:
        there = change.conclusion(made.conclusion_id)
        if there is None or there.edition != made.edition:
            return
        before = there.statement(made.language)
        if before is not None and before.state is not StatementState.STALE:
            return
        by, subject = By(None, made.engine.split(" ")[0]), f"conclusion:{there.id}"
        revision = change.touch(by, "translate", subject, to=made.language)
        change.add_statement(replace(made, revision=revision))
