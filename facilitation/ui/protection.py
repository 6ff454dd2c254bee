"""How a session is protected: who may come in, what is shown of authors, names, backups."""

from datetime import timedelta

import streamlit as st

from facilitation import backups, entrance, erasure, privacy, sessions
from facilitation.confidentiality import names_nobody, shown_author
from facilitation.model import Confidentiality, Entrance, Part, Participant, Words
from facilitation.ui.cards import actor_label, kinds_to_choose
from facilitation.ui.components import drawn, show_words
from facilitation.ui.page import Page, moment
from facilitation.ui.words import sentence, unmarked

LATE = timedelta(minutes=20)  # two backups missed: somebody should look


def show_protection(page: Page) -> None:
    """From what is needed while the room is there to what can wait."""
    choose_entrance(page)
    renew_code(page)
    show_blocked(page)
    choose_confidentiality(page)
    for part in page.session.plan.parts:
        if part.takes_contributions:
            choose_part_confidentiality(page, part)
    let_names_go(page)
    show_copies(page)
    show_backup(page)


def show_copies(page: Page) -> None:
    """Where else the same words are, which nothing that is erased here reaches."""
    if codes := erasure.copies(page.store, page.session):
        told = sentence(page, "protect.copies", "alert", n=len(codes), codes=", ".join(codes))
        show_words(told, key="copies")


def choose_entrance(page: Page) -> None:
    """Everybody with the link, those registered, or nobody new."""
    choices, now = list(Entrance), page.session.entrance
    choice = st.radio(
        page.say("protect.entrance"),
        choices,
        index=choices.index(now),
        format_func=lambda one: page.say(f"protect.entrance.{one.value}"),
        captions=[page.say(f"protect.entrance_means.{one.value}") for one in choices],
        key="entrance",
    )
    if choice and choice != now:
        st.button(
            page.say("protect.entrance_set"),
            key="entrance.set",
            type="primary",
            on_click=page.attempt,
            args=(entrance.set_entrance, page.store, page.session, choice, page.by),
        )


def renew_code(page: Page) -> None:
    """After a second press: the link that went astray is dead for all who are not inside."""
    with st.popover(page.say("protect.code"), key="code"):
        st.write(page.say("protect.code_means"))
        st.button(
            page.say("protect.code_now"),
            key="code.renew",
            type="primary",
            on_click=page.attempt,
            args=(entrance.renew_code, page.store, page.session, page.by),
        )


def show_blocked(page: Page) -> None:
    """Whom nothing is taken from any more, each to be let in again."""
    for person in page.store.blocked(page.session.id):
        st.button(
            page.say("protect.unblock", who=unmarked(_called(page, person))),
            key=f"unblock.{person.id}",
            on_click=page.attempt,
            args=(entrance.unblock, page.store, page.session, person.id, page.by),
        )


def _called(page: Page, person: Participant) -> str:
    """By no more than the strictest rule of the session lets be told: their words were blocked, and
    whose they were is told with them."""
    session = page.session
    rule = session.plan.confidentiality
    strictest = Confidentiality.ACTOR_ONLY if names_nobody(session) else rule
    name = shown_author(person, person.actor_id, strictest).name
    kinds = [kind.id for kind in kinds_to_choose(page)]
    is_told = person.actor_id in kinds or session.actor_of(person.actor_id) is None
    label = actor_label(page, person.actor_id).text if is_told else page.say("confidentiality.kind")
    return f"{label} ({name})" if name else label


def choose_confidentiality(page: Page) -> None:
    """How authors are shown. Showing more than people were told is warned of and audited."""
    rules, now = list(Confidentiality), page.session.plan.confidentiality
    rule = st.radio(
        page.say("organiser.confidentiality"),
        rules,
        index=rules.index(now),
        format_func=lambda one: page.say(f"organiser.rule.{one.value}"),
        key="rule",
    )
    if rule and rule != now:
        warn_of(page, sessions.is_looser(rule, now), "loosening")
        st.button(
            _verb(page, sessions.is_looser(rule, now)),
            key="change_rule",
            on_click=page.attempt,
            args=(sessions.set_confidentiality, page.store, page.session, rule, page.by),
        )


def choose_part_confidentiality(page: Page, part: Part) -> None:
    """Another rule for one question, or the session's."""
    session = page.session
    rules: list[Confidentiality | None] = [None, *Confidentiality]
    rule = st.selectbox(
        unmarked(page.read(part.title).text),
        rules,
        index=rules.index(part.confidentiality),
        format_func=lambda one: page.say(f"organiser.rule.{one.value if one else 'session'}"),
        key=f"rule.{part.id}",
        filter_mode=None,
    )
    if rule != part.confidentiality:
        before = session.confidentiality_of(part.id)
        is_looser = sessions.is_looser(rule or session.plan.confidentiality, before)
        warn_of(page, is_looser, f"loosening.{part.id}")
        st.button(
            _verb(page, is_looser),
            key=f"change_rule.{part.id}",
            on_click=page.attempt,
            args=(
                sessions.set_part_confidentiality,
                page.store,
                session,
                part.id,
                rule,
                page.by,
            ),
        )


def warn_of(page: Page, is_looser: bool, key: str) -> None:
    if is_looser:
        show_words(sentence(page, "organiser.loosening", "problem"), key=key)


def _verb(page: Page, is_looser: bool) -> str:
    return page.say("organiser.loosen" if is_looser else "organiser.change_rule")


def let_names_go(page: Page) -> None:
    """When they go by themselves, and a second press to let them go now."""
    session, days = page.session, page.session.plan.retention_days
    told = sentence(page, "protect.term", n=days) if days else sentence(page, "protect.no_term")
    if session.released_at:
        day = page.phrases.day(session.released_at, page.zone)
        told = sentence(page, "protect.let_go", day=day)
    show_words(sentence(page, "protect.names", "quiet"), told, key="names")
    with st.popover(page.say("protect.names_go"), key="names.go"):
        st.write(page.say("protect.names_mean"))
        st.button(
            page.say("protect.names_now"),
            key="names.now",
            type="primary",
            on_click=page.attempt,
            args=(privacy.let_go, page.store, session, page.by),
        )


def show_backup(page: Page) -> None:
    """The age of the last good copy; amber when one is overdue while the session runs."""
    settings = page.installation.settings
    label = sentence(page, "protect.backup", "quiet")
    if backups.is_elsewhere(settings):
        show_words(label, sentence(page, "protect.backup_elsewhere"), key="backup")
        return
    last = backups.newest(settings.backups)
    if last is None:
        show_words(label, sentence(page, "protect.no_backup", "alert"), key="backup")
        return
    gone = moment() - last.made_at
    is_late = page.store.is_any_open() and gone > LATE
    told = Words(page.phrases.ago(gone), page.language)
    show_words(label, drawn(told, "alert" if is_late else ""), key="backup")
