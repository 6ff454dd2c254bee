"""Conclusions rest on what was said, in every language alike, and are signed as they stand."""

from dataclasses import replace

import pytest

from facilitation import contributions, erasure, sessions, themes
from facilitation.conclusions import check_back, offering, sign_off, writing
from facilitation.conclusions.centrality import most_central
from facilitation.conclusions.nouns import Conclusion, Said
from facilitation.conclusions.rendering import ConclusionDrafts
from facilitation.conclusions.sign_off import ChangeKind, Obstacle
from facilitation.conclusions.writing import Draft
from facilitation.errors import Conflict, NotAllowed, NotFound, Refused
from facilitation.lifecycles import ConclusionKind, ConclusionState, ReopenReason, StatementState
from facilitation.model import (
    Axis,
    CodingState,
    Confidentiality,
    Contribution,
    HideReason,
    OnScreen,
    Part,
    Participant,
    PartKind,
    Role,
    Session,
    Trouble,
    View,
    Words,
)
from facilitation.moderation import undoing
from facilitation.participants import Introduction, join
from facilitation.store import By, Store
from facilitation.translation.renderings import Rendering, Unavailable
from tests.rooms import MODERATOR, Room, both, small_plan

RAPPORTEUR = By(Role.RAPPORTEUR, "1")


def said(room: Room, text: str = "Falta agua", name: str = "") -> tuple[Participant, Contribution]:
    author = room.join(name=name)
    return author, room.say(author, text)


def conclude(room: Room, text: str = "Falta agua.", *evidence: Contribution) -> Conclusion:
    draft = Draft(
        ConclusionKind.KEY_POINT, "es", Said(text), "one", evidence=tuple(e.id for e in evidence)
    )
    return writing.write(room.store, room.now(), draft, RAPPORTEUR, "Inés")


def approve(room: Room, conclusion: Conclusion) -> Conclusion:
    return writing.approve(
        room.store, room.now(), conclusion.id, conclusion.revision, RAPPORTEUR, "Inés"
    )


def in_french(room: Room, conclusion: Conclusion, text: str) -> Conclusion:
    return reword(room, conclusion, "fr", text)


def reword(room: Room, conclusion: Conclusion, language: str, text: str) -> Conclusion:
    seen = conclusion.revision
    return writing.reword(
        room.store, room.now(), conclusion.id, language, Said(text), seen, RAPPORTEUR
    )


def approved(room: Room, text: str = "Falta agua.") -> tuple[Participant, Contribution, Conclusion]:
    author, told = said(room)
    return author, told, approve(room, conclude(room, text, told))


def now(room: Room, conclusion: Conclusion) -> Conclusion:
    there = room.store.conclusion(conclusion.id)
    assert there is not None
    return there


def sign(room: Room, language: str = "es", name: str = "Inés Vera") -> sign_off.SignOff:
    return sign_off.sign(room.store, room.now(), language, name, RAPPORTEUR)


def obstacles(room: Room, language: str) -> list[Obstacle]:
    conclusions = room.store.conclusions(room.session.id)
    found = sign_off.obstructions(room.store, room.now(), language, conclusions)
    return [one.obstacle for one in found]


# -- writing and approving -------------------------------------------------------------------------


def test_a_conclusion_comes_back_as_it_was_written(room: Room) -> None:
    _, told = said(room)
    draft = Draft(
        ConclusionKind.PROPOSAL,
        "es",
        Said("Un fondo común.", "Los municipios", "El Estado", "antes de 2027"),
        "one",
        theme_id="water",
        evidence=(told.id,),
    )

    written = writing.write(room.store, room.now(), draft, RAPPORTEUR, "Inés")

    assert now(room, written) == written
    assert room.store.conclusions(room.session.id) == [written]
    assert (written.number, written.state, written.made_by) == (1, ConclusionState.DRAFT, "Inés")
    assert written.original.said == draft.said


def test_without_evidence_nothing_is_approved(room: Room) -> None:
    conclusion = conclude(room)

    with pytest.raises(Refused) as refusal:
        approve(room, conclusion)

    assert refusal.value.phrase == "error.no_evidence"
    assert now(room, conclusion).state is ConclusionState.DRAFT


def test_evidence_that_cannot_be_shown_carries_nothing(room: Room) -> None:
    _, told = said(room)
    conclusion = conclude(room, "Falta agua.", told)
    contributions.hide(room.store, room.now(), told.id, HideReason.OFF_TOPIC, MODERATOR)

    with pytest.raises(Refused, match=r"error\.no_evidence$"):
        approve(room, now(room, conclusion))
    with pytest.raises(Refused, match=r"error\.no_evidence_there"):
        conclude(room, "Otra.", told)


def test_what_a_conclusion_rests_on_reopens_it_when_it_goes(room: Room) -> None:
    def hide(author: Participant, told: Contribution) -> None:
        contributions.hide(room.store, room.now(), told.id, HideReason.OFF_TOPIC, MODERATOR)

    def withdraw(author: Participant, told: Contribution) -> None:
        contributions.withdraw(room.store, room.now(), author, told.id)

    def revise(author: Participant, told: Contribution) -> None:
        contributions.revise(room.store, room.now(), author, told.id, "Sobra agua")

    def erase(author: Participant, told: Contribution) -> None:
        erasure.erase(room.store, room.now(), author, By(Role.PARTICIPANT, author.id))

    for act, reason in (
        (hide, ReopenReason.EVIDENCE_HIDDEN),
        (withdraw, ReopenReason.EVIDENCE_WITHDRAWN),
        (revise, ReopenReason.EVIDENCE_REVISED),
        (erase, ReopenReason.EVIDENCE_ERASED),
    ):
        author, told, conclusion = approved(room)
        act(author, told)
        there = now(room, conclusion)
        assert (there.state, there.reason) == (ConclusionState.REOPENED, reason)
        assert (there.approved_by, there.approved_at) == ("", None)
        assert there.revision == room.now().revision


def test_erasing_leaves_no_earlier_wording_and_no_evidence(room: Room) -> None:
    author, _, conclusion = approved(room, "Doña Rosa pide zafiro.")
    reworded = writing.reword(
        room.store,
        room.now(),
        conclusion.id,
        "es",
        Said("Se pide agua."),
        conclusion.revision,
        RAPPORTEUR,
    )
    assert len(room.store.statements(conclusion.id)) == 2

    erasure.erase(room.store, room.now(), author, By(Role.PARTICIPANT, author.id))

    assert [one.said.text for one in room.store.statements(reworded.id)] == ["Se pide agua."]
    assert now(room, conclusion).evidence == ()


def test_nobody_overwrites_what_somebody_else_changed_meanwhile(room: Room) -> None:
    conclusion = conclude(room, "Falta agua.", said(room)[1])
    mine, theirs = conclusion, conclusion
    in_french(room, theirs, "Il manque de l'eau.")

    with pytest.raises(Conflict, match=r"error\.conclusion_changed"):
        in_french(room, mine, "L'eau manque.")
    with pytest.raises(Conflict):
        approve(room, mine)

    statement = now(room, conclusion).statement("fr")
    assert statement is not None
    assert statement.said.text == "Il manque de l'eau."


def test_a_new_wording_takes_the_approval_back_and_makes_the_others_stale(room: Room) -> None:
    _, _, conclusion = approved(room)
    checked = in_french(room, conclusion, "Il manque de l'eau.")
    assert checked.state is ConclusionState.APPROVED

    reworded = writing.reword(
        room.store,
        room.now(),
        conclusion.id,
        "es",
        Said("Falta riego."),
        checked.revision,
        RAPPORTEUR,
    )

    french = reworded.statement("fr")
    assert french is not None
    assert french.state is StatementState.STALE
    assert (reworded.state, reworded.reason) == (ConclusionState.REOPENED, ReopenReason.REWORDED)


def test_what_was_dropped_can_be_taken_up_again(room: Room) -> None:
    conclusion = conclude(room)

    dropped = writing.drop(room.store, room.now(), conclusion.id, RAPPORTEUR)
    back = writing.take_up(room.store, room.now(), conclusion.id, RAPPORTEUR)

    assert dropped.state is ConclusionState.DROPPED
    assert back.state is ConclusionState.DRAFT


def test_the_order_is_the_rapporteurs(room: Room) -> None:
    first, second, third = (conclude(room, text) for text in ("Uno.", "Dos.", "Tres."))

    writing.arrange(room.store, room.now(), [third.id, first.id], RAPPORTEUR)

    order = [one.id for one in room.store.conclusions(room.session.id)]
    assert order == [third.id, first.id, second.id]


def test_conclusions_are_of_those_who_conclude_and_of_their_session(room: Room) -> None:
    conclusion = conclude(room)
    other = Room.prepared(room.store)

    with pytest.raises(NotAllowed):
        writing.drop(room.store, room.now(), conclusion.id, MODERATOR)
    with pytest.raises(NotFound):
        writing.drop(room.store, other.now(), conclusion.id, RAPPORTEUR)


# -- the languages ---------------------------------------------------------------------------------


def test_a_language_is_signed_once_it_says_the_same(room: Room) -> None:
    _, _, conclusion = approved(room, "Falta agua en 3 comunas.")
    assert obstacles(room, "es") == []
    assert obstacles(room, "fr") == [Obstacle.MISSING]

    wrong = in_french(room, conclusion, "Il manque de l'eau dans 4 communes.")
    assert obstacles(room, "fr") == [Obstacle.NUMBERS]
    with pytest.raises(Refused, match=r"error\.not_signable"):
        sign(room, "fr")

    in_french(room, wrong, "Il manque de l'eau dans trois communes.")
    assert obstacles(room, "fr") == []
    assert sign(room, "fr").name == "Inés Vera"


@pytest.mark.parametrize(
    ("spanish", "french", "obstacle"),
    [
        ("Según #12, falta agua.", "Selon #13, il manque de l'eau.", Obstacle.IDS),
        ("Rosa Quispe pide agua.", "Une personne demande de l'eau.", Obstacle.NAMES),
        ("La CONGOPE pide agua.", "On demande de l'eau.", Obstacle.NAMES),
    ],
)
def test_ids_and_names_are_the_same_in_every_language(
    room: Room, spanish: str, french: str, obstacle: Obstacle
) -> None:
    said(room, "Falta", name="Rosa Quispe")
    _, _, conclusion = approved(room, spanish)

    in_french(room, conclusion, french)

    assert obstacles(room, "fr") == [obstacle]


def test_names_and_initials_that_correspond_are_no_obstacle(room: Room) -> None:
    said(room, "Falta", name="Rosa Quispe")
    _, _, conclusion = approved(room, "Rosa Quispe (ONU) pide 2.500 obras.")

    in_french(room, conclusion, "Rosa Quispe (NU) demande 2 500 travaux.")

    assert obstacles(room, "fr") == []


def test_each_language_is_compared_with_every_other_one_that_somebody_wrote(store: Store) -> None:
    room = Room.prepared(store, replace(small_plan(), languages=("es", "fr", "en")))
    room.step("one")
    _, _, conclusion = approved(room, "Falta agua en 3 comunas, según la OIT.")
    conclusion = in_french(room, conclusion, "Il manque de l'eau dans 4 communes, selon l'OIT.")
    text = "Water is missing in 3 communes, says the ILO."
    reword(room, conclusion, "en", text)

    def found(language: str) -> list[tuple[Obstacle, str, tuple[str, ...], tuple[str, ...]]]:
        session = room.now()
        conclusions = room.store.conclusions(session.id)
        return [
            (one.obstacle, one.other, one.found.here, one.found.there)
            for one in sign_off.obstructions(room.store, session, language, conclusions)
            if one.found
        ]

    assert found("es") == [(Obstacle.NUMBERS, "fr", ("4",), ("3",))]
    assert found("fr") == [(Obstacle.NUMBERS, "es", ("3",), ("4",))]  # said once, not of each
    assert found("en") == [(Obstacle.NUMBERS, "fr", ("4",), ("3",))]
    with pytest.raises(Refused, match=r"error\.not_signable"):
        sign(room, "en")


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (Confidentiality.ON_RECORD, ("Junta de Loja", "Rosa Quispe")),
        (Confidentiality.ORGANISATION_ONLY, ("Junta de Loja",)),
        (Confidentiality.ACTOR_ONLY, ()),
    ],
)
def test_a_name_that_the_rule_hides_is_in_the_way_and_is_not_told(
    store: Store, rule: Confidentiality, told: tuple[str, ...]
) -> None:
    room = Room.prepared(store, replace(small_plan(), confidentiality=rule))
    room.step("one")
    rosa = Introduction("farmer", "es", "Rosa Quispe", "Junta de Loja")
    word = room.say(join(room.store, room.session, rosa), "Falta agua")
    conclusion = approve(room, conclude(room, "Rosa Quispe y la Junta de Loja piden agua.", word))
    in_french(room, conclusion, "On demande de l'eau.")
    conclusions = store.conclusions(room.session.id)
    (found,) = sign_off.obstructions(store, room.now(), "fr", conclusions)

    assert found.obstacle is Obstacle.NAMES
    assert found.found is not None
    assert found.found.here == told
    assert found.found.hidden_here == 2 - len(told)


def test_nothing_unapproved_is_signed(room: Room) -> None:
    assert obstacles(room, "es") == [Obstacle.NOTHING]
    conclude(room, "Falta agua.", said(room)[1])

    assert obstacles(room, "es") == [Obstacle.NOT_APPROVED]


# -- versions --------------------------------------------------------------------------------------


def test_languages_share_a_version_until_something_signed_changes(room: Room) -> None:
    _, _, conclusion = approved(room)
    assert sign(room, "es").version == 1
    checked = in_french(room, conclusion, "Il manque de l'eau.")
    assert sign(room, "fr", "Line Roy").version == 1

    reworded = writing.reword(
        room.store,
        room.now(),
        conclusion.id,
        "es",
        Said("Falta riego."),
        checked.revision,
        RAPPORTEUR,
    )
    approve(room, reworded)
    conclusions = room.store.conclusions(room.session.id)
    signed = room.store.sign_offs(room.session.id)
    assert sign_off.standing_sign_offs(signed, conclusions) == {}  # the French is stale

    again = sign(room, "es")
    assert again.version == 2
    assert [one.kind for one in sign_off.changed(signed[0].content, again.content)] == [
        ChangeKind.REWORDED
    ]


def test_what_changed_since_a_signature_is_told(room: Room) -> None:
    _, _, kept = approved(room, "Uno.")
    _, _, gone = approved(room, "Dos.")
    first = sign(room)
    writing.drop(room.store, room.now(), gone.id, RAPPORTEUR)
    _, told, _ = approved(room, "Tres.")
    writing.add_evidence(room.store, room.now(), kept.id, [told.id], RAPPORTEUR)

    found = sign_off.changed_since(first, room.store.conclusions(room.session.id))

    assert {(one.number, one.kind) for one in found} == {
        (1, ChangeKind.EVIDENCE),
        (2, ChangeKind.LEFT_OUT),
        (3, ChangeKind.ADDED),
    }


def test_a_signature_has_a_name(room: Room) -> None:
    approved(room)

    with pytest.raises(Refused, match=r"error\.sign_by_name"):
        sign(room, "es", "  ")


def test_the_audit_of_conclusions_holds_nobodys_words(room: Room) -> None:
    approved(room, "Falta zafiro.")
    sign(room, "es", "Inés Vera")

    rows = str(room.store.audit(room.session.id))

    assert [word for word in ("zafiro", "Inés", "Vera") if word in rows] == []


# -- what Ronda offers -----------------------------------------------------------------------------


def coded(room: Room, actor: str, text: str, theme: str, language: str = "es") -> Contribution:
    told = room.say(room.join(actor, language), text)
    code = (told.id, Axis.THEME, theme)
    themes.decide(room.store, room.now(), *code, CodingState.CONFIRMED, MODERATOR)
    return told


def offered(room: Room) -> list[Conclusion]:
    offering.offer(room.store, room.now(), RAPPORTEUR)
    return room.store.conclusions(room.session.id)


def test_a_first_draft_counts_and_quotes_and_makes_nothing_up(room: Room) -> None:
    told = [
        coded(room, "farmer", "Falta agua de riego en la comuna", "water"),
        coded(room, "farmer", "El agua de riego no llega", "water"),
        coded(room, "mayor", "Agua y obras", "water"),
    ]
    room.say(room.join("clerk"), "Falta un camino")  # suggested only: not counted

    (first,) = offered(room)

    assert (first.kind, first.state) == (ConclusionKind.KEY_POINT, ConclusionState.OFFERED)
    assert (first.part_id, first.theme_id, first.made_by) == ("one", "water", "machine")
    assert {one.language: one.said.text for one in first.statements} == {
        "es": "Agua: lo plantearon 3 de 4 voces; tipos de actor: 2.",
        "fr": "Eau\u00a0: soulevé par 3 voix sur 4\u00a0; types d'acteur\u00a0: 2.",
    }
    assert len(first.evidence) == 2  # one of each kind of actor, farmers first
    assert first.evidence[0] in (told[0].id, told[1].id)
    assert first.evidence[1] == told[2].id


def test_what_a_single_actor_says_is_offered_as_such(room: Room) -> None:
    coded(room, "farmer", "Falta agua", "water")
    coded(room, "mayor", "Falta agua", "water")
    alone = coded(room, "student", "Falta un camino", "roads")

    found = {one.theme_id: one for one in offered(room)}

    assert found["water"].kind is ConclusionKind.KEY_POINT
    assert found["roads"].kind is ConclusionKind.MINORITY_VIEW
    assert found["roads"].evidence == (alone.id,)


def test_offering_again_counts_anew_and_leaves_what_people_decided(room: Room) -> None:
    for actor in ("farmer", "mayor"):
        coded(room, actor, "Falta agua", "water")
        coded(room, actor, "Falta un camino", "roads")
    water, roads = sorted(offered(room), key=lambda one: one.theme_id == "roads")
    writing.drop(room.store, room.now(), water.id, RAPPORTEUR)
    coded(room, "clerk", "Un camino", "roads")

    again = offered(room)

    assert [one.state for one in again if one.theme_id == "water"] == [ConclusionState.DROPPED]
    (counted,) = (one for one in again if one.theme_id == "roads")
    assert counted.original.said.text != roads.original.said.text
    assert "3" in counted.original.said.text


def test_the_most_central_contribution_says_what_the_others_say(room: Room) -> None:
    author = room.join()
    texts = (
        "El agua de riego falta",
        "Agua de riego y pozos",
        "Falta riego",
        "Buenos días a todos",
    )
    told = [room.say(author, text) for text in texts]

    assert most_central(told)[-1] == told[3]
    assert most_central([]) == []


# -- machine drafts --------------------------------------------------------------------------------


class Echo:
    """An engine that says the same with a mark; counts how often it was asked."""

    name = "echo"

    def __init__(self) -> None:
        self.asked = 0

    def translate(self, text: str, source: str, target: str) -> Rendering:
        self.asked += 1
        return Rendering(f"{text} ({target})", "echo", "1", f"{source}>{target}")

    def close(self) -> None:
        pass


def test_a_machine_drafts_the_other_languages_until_a_person_checks(room: Room) -> None:
    _, _, conclusion = approved(room)
    engine, drafts = Echo(), ConclusionDrafts()
    assert not drafts.render_next(room.store, lambda session: engine)
    with room.store.change(room.session.id) as change:
        change.touch(MODERATOR, "choose_engine")
        change.set_session(engine="apertium")

    assert drafts.render_next(room.store, lambda session: engine)
    assert not drafts.render_next(room.store, lambda session: engine)

    french = now(room, conclusion).statement("fr")
    assert french is not None
    assert (french.state, french.said.text) == (StatementState.MACHINE, "Falta agua. (fr)")
    assert obstacles(room, "fr") == [Obstacle.MACHINE]
    in_french(room, now(room, conclusion), french.said.text)
    assert obstacles(room, "fr") == []
    assert engine.asked == 1


def test_an_engine_that_fails_is_left_alone_for_a_while(room: Room) -> None:
    approved(room)
    drafts, asked = ConclusionDrafts(), []
    with room.store.change(room.session.id) as change:
        change.touch(MODERATOR, "choose_engine")
        change.set_session(engine="apertium")

    def failing(session: Session) -> Echo:
        asked.append(session.id)
        raise Unavailable(Trouble.OFF)

    assert drafts.render_next(room.store, failing)
    assert not drafts.render_next(room.store, failing)
    assert len(asked) == 1


# -- checking back ---------------------------------------------------------------------------------


def concluding_room(store: Store) -> Room:
    plan = small_plan()
    last = Part("end", PartKind.CONCLUSIONS, 5, both("Fin", "Fin"))
    room = Room.prepared(store, replace(plan, parts=(*plan.parts, last)))
    room.step("one")
    return room


def own_uses(room: Room, author: Participant) -> list[int]:
    own = room.store.contributions_of(author.id)
    found = check_back.uses(room.store, room.now(), author, own)
    return [use.conclusion.number for use in found]


def test_people_see_what_their_words_are_used_in_once_it_is_shown(store: Store) -> None:
    room = concluding_room(store)
    author, _, _ = approved(room)
    other = room.join()
    assert own_uses(room, author) == []

    sessions.reveal(store, room.now(), "end", MODERATOR, revealed=True)

    assert own_uses(room, author) == [1]
    assert own_uses(room, other) == []


def test_this_is_not_what_i_meant_opens_the_conclusion_again(store: Store) -> None:
    room = concluding_room(store)
    author, _, conclusion = approved(room)
    sign(room)
    words = Words("Hablaba de riego", "es")
    with pytest.raises(NotFound):
        check_back.object_to(store, room.now(), author, conclusion.id, words)
    sessions.reveal(store, room.now(), "end", MODERATOR, revealed=True)
    with pytest.raises(NotFound):
        check_back.object_to(store, room.now(), room.join(), conclusion.id, words)

    check_back.object_to(store, room.now(), author, conclusion.id, words)

    there = now(room, conclusion)
    assert (there.state, there.reason) == (ConclusionState.REOPENED, ReopenReason.OBJECTED)
    assert [one.words for one in there.open_objections] == [words]
    assert b"Hablaba de riego" in erasure.take_out(store, room.now(), author)
    conclusions = store.conclusions(room.session.id)
    assert sign_off.standing_sign_offs(store.sign_offs(room.session.id), conclusions) == {}

    settled = approve(room, there)
    assert settled.open_objections == ()
    erasure.erase(store, room.now(), author, By(Role.PARTICIPANT, author.id))
    assert now(room, conclusion).objections == ()


def test_only_what_is_approved_is_put_on_screen_and_an_undo_brings_back_the_one_before(
    room: Room,
) -> None:
    _, told, conclusion = approved(room)
    other = conclude(room, "Otra.", told)
    with pytest.raises(NotFound):
        check_back.put_on_screen(room.store, room.now(), other.id, MODERATOR)
    with pytest.raises(NotAllowed):
        check_back.put_on_screen(room.store, room.now(), conclusion.id, RAPPORTEUR)

    check_back.put_on_screen(room.store, room.now(), conclusion.id, MODERATOR)
    sessions.put_on_screen(room.store, room.now(), View.QUESTION, MODERATOR)
    undoing.undo(room.store, room.now(), room.now().revision, MODERATOR)

    assert room.now().on_screen == OnScreen(View.CONCLUSIONS, conclusion_id=conclusion.id)
