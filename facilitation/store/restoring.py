"""Rows that come out of a file of the whole record: with the moments and numbers they had there."""

import json
from collections.abc import Sequence
from datetime import datetime

from facilitation.conclusions.nouns import Objection
from facilitation.model import Coding, CodingState, Contribution, Edition
from facilitation.store.writing import Writing


class Restoring(Writing):
    """The part of a change that fills a new session with what another one held."""

    def restore_step(self, place: int, part_id: str, at: datetime) -> None:
        """A step of the run sheet; `place` keeps their order."""
        self._insert(
            "step",
            session_id=self.session_id,
            revision=-place,
            part_id=part_id,
            stepped_at=at.isoformat(),
        )

    def restore_contribution(
        self, told: Contribution, folded: str, editions: Sequence[Edition]
    ) -> None:
        """A contribution in the state it had, and every text it ever had."""
        self._insert(
            "contribution",
            id=told.id,
            session_id=self.session_id,
            number=told.number,
            part_id=told.part_id,
            participant_id=told.participant_id,
            actor_id=told.actor_id,
            language=told.words.language,
            body=told.words.text,
            folded=folded,
            edition=told.edition,
            state=told.state,
            reason=told.reason,
            merged_into=told.merged_into,
            detected_language=told.detected_language,
            is_mixed=int(told.is_mixed),
            source=told.source,
            received_at=told.received_at.isoformat(),
            revision=told.revision,
            is_rehearsal=int(told.is_rehearsal),
            is_kept=int(told.is_kept),
            read_edition=told.edition if told.is_read else 0,
        )
        for edition in editions:
            self._insert(
                "edition",
                contribution_id=told.id,
                edition=edition.number,
                language=edition.words.language,
                body=edition.words.text,
                written_at=edition.written_at.isoformat(),
                revision=told.revision,
            )

    def restore_codings(self, codings: Sequence[Coding], revision: int) -> None:
        """As they stood. Who suggested or decided is not told: a decided one names the file."""
        for coding in codings:
            is_decided = coding.state is not CodingState.SUGGESTED
            self._insert(
                "coding",
                contribution_id=coding.contribution_id,
                axis=coding.axis,
                code_id=coding.code_id,
                state=coding.state,
                score=coding.score,
                evidence=json.dumps(coding.evidence, ensure_ascii=False),
                suggested_by="",
                decided_by="restored" if is_decided else "",
                revision=revision,
            )

    def restore_settled(self, objection: Objection) -> None:
        """Who had looked into an objection."""
        where = {
            "conclusion_id": objection.conclusion_id,
            "participant_id": objection.participant_id,
        }
        self._update("objection", {"settled_by": objection.settled_by}, **where)
