"""Who is registered, who joined and who was present, for each kind of actor."""

import streamlit as st

from facilitation import links
from facilitation.charts import Table
from facilitation.importing import mailing
from facilitation.model import Words
from facilitation.ui.components import show_table, show_words
from facilitation.ui.page import Page
from facilitation.ui.presence import show_presence
from facilitation.ui.words import sentence


def show_people(page: Page) -> None:
    """The counts; what to do next where there is nobody yet."""
    counts = _counts(page)
    if any(map(any, counts.values())):
        show_table(_table(page, counts), key="people.counts")
    else:
        show_words(sentence(page, "organiser.people.nobody"), key="people.nobody")
    show_presence(page)
    offer_links(page)


def _counts(page: Page) -> dict[str | None, tuple[int, int, int]]:
    """Registered, joined and present, by kind of actor; None is for whom nothing is known."""
    session_id = page.session.id
    columns = (
        page.store.registered_by_actor(session_id),
        page.store.joined_by_actor(session_id),
        page.store.present_by_actor(session_id),
    )
    kinds = [*(actor.id for actor in page.session.plan.actors), None]
    return {
        kind: (columns[0].get(kind, 0), columns[1].get(kind, 0), columns[2].get(kind, 0))
        for kind in kinds
    }


def _table(page: Page, counts: dict[str | None, tuple[int, int, int]]) -> Table:
    def plain(text: str) -> Words:
        return Words(text, page.language)

    names = ("kind", "registered", "joined", "present")
    rows = []
    for kind, numbers in counts.items():
        actor = page.session.actor_of(kind)
        if actor is None and not any(numbers):
            continue
        label = page.read(actor.label) if actor else plain(page.say("page.no_actor"))
        rows.append((label, *(plain(page.phrases.number(n)) for n in numbers)))
    totals = [sum(column) for column in zip(*counts.values(), strict=True)]
    everyone = plain(page.say("organiser.people.everyone"))
    rows.append((everyone, *(plain(page.phrases.number(n)) for n in totals)))
    return Table(
        page.say("organiser.people_known"),
        tuple(plain(page.say(f"organiser.people.{name}")) for name in names),
        tuple(rows),
    )


def offer_links(page: Page) -> None:
    """The personal links as a file to mail out; never a list on the screen."""
    n = mailing.how_many(page.store, page.session)
    if not n:
        return
    show_words(sentence(page, "organiser.mailing_means", n=n), key="people.mailing")
    delimiter = "," if page.language == "en" else ";"
    st.download_button(
        page.say("organiser.mailing"),
        mailing.mail_merge(
            page.store,
            page.session,
            lambda id_: links.personal(page.installation, page.session, id_),
            page.language,
            delimiter,
        ),
        file_name=f"ronda-{page.session.plan.reference}-links.csv",
        mime="text/csv",
        key="people.mail_merge",
        on_click=page.attempt,
        args=(mailing.note_mailing, page.store, page.session, page.by),
    )
