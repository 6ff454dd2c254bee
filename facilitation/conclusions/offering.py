"""Put what was counted before the rapporteurs, anew as often as they like."""

from dataclasses import replace

from facilitation.access import Action, require
from facilitation.conclusions.counting import Offer, count
from facilitation.conclusions.nouns import Conclusion, Said, Statement
from facilitation.conclusions.writing import Draft, begin
from facilitation.lifecycles import ConclusionState, StatementState
from facilitation.model import Session, Stage
from facilitation.store import By, Change, Store

MACHINE = "machine"


def offer(store: Store, session: Session, by: By) -> int:
    """Offer a first draft; how many conclusions were offered.

    What people took up, approved or dropped stays as it is and is not offered again; what nobody
    touched is counted anew.
    """
    require(by.role, Action.CONCLUDE, Stage.of(session))
    counted = {one.key: one for one in count(store, session)}
    with store.change(session.id) as change:
        there = change.conclusions()
        for one in there:
            if one.state is ConclusionState.OFFERED:
                change.remove_conclusion(one.id)
            else:
                counted.pop((one.kind, one.part_id, one.point_id, one.theme_id), None)
        subject = f"session:{session.id}"
        revision = change.touch(by, "offer_conclusions", subject, conclusions=len(counted))
        for offered in counted.values():
            change.add_conclusion(_offered(change, offered, revision))
    return len(counted)


def _offered(change: Change, offered: Offer, revision: int) -> Conclusion:
    language = next(iter(offered.texts))
    draft = Draft(
        offered.kind,
        language,
        Said(offered.texts[language]),
        offered.part_id,
        offered.point_id,
        offered.theme_id,
        offered.evidence,
    )
    begun = begin(change, draft, MACHINE)
    statements = tuple(
        Statement(
            conclusion_id=begun.id,
            language=spoken,
            said=Said(text),
            state=StatementState.COUNTED,
            edition=1,
            made_by=MACHINE,
            made_at=change.at,
            revision=revision,
        )
        for spoken, text in offered.texts.items()
    )
    return replace(
        begun,
        state=ConclusionState.OFFERED,
        statements=statements,
        evidence=offered.evidence,
        revision=revision,
    )
