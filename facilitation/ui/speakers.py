"""Who of the registered people a name in a file is: a display name is often nobody's own."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from facilitation.importing.drafts import Draft, Person
from facilitation.intake.recognition import FileKind
from facilitation.model import Origin, Words
from facilitation.ui.components import Drawn, drawn, show_review
from facilitation.ui.page import Page

BY_NAME = (FileKind.CHAT, FileKind.VTT, FileKind.PARTICIPANTS, FileKind.CONTRIBUTIONS)
NOBODY = "?"


def review_speakers(page: Page, draft: Draft, key: str) -> Draft:
    """The people of a file, those first whom nobody on the list was found to be. Whoever is chosen
    is that person of the record from then on, under every name."""
    everyone = page.store.people_of(page.session.id)
    listed = {
        row["id"]: row for row in everyone if row["origin"] == Origin.PERSONAL and row["name"]
    }
    places = [place for place, one in enumerate(draft.people) if one.name]
    if draft.kind not in BY_NAME or not listed or not places:
        return draft
    places.sort(key=lambda place: draft.people[place].participant_id in listed)
    unknown = sum(1 for place in places if draft.people[place].participant_id not in listed)
    title = page.say("imports.speakers", n=len(places), unknown=unknown)
    nobody = drawn(Words(page.say("imports.not_listed"), page.language))
    with st.expander(title):
        st.write(page.say("imports.speakers_mean"))
        data = {
            "caption": title,
            "options": {"person": [(NOBODY, nobody), *map(_option, listed.values())]},
            "items": [_speaker(page, place, draft.people[place], listed) for place in places],
        }
        changed = show_review(data, key=f"{key}.speakers")
    known: dict[int, Mapping[str, object]] = {}
    for place, change in changed.items():
        there = listed.get(str(change.get("person")))
        if place.isdigit() and there:
            settled = {"participant_id": there["id"], "is_settled": bool(there["actor_id"])}
            known[int(place)] = settled
    return draft.knowing(known)


def _option(row: Mapping[str, Any]) -> tuple[str, Drawn]:
    return row["id"], drawn(Words(" · ".join(filter(None, (row["name"], row["organisation"]))), ""))


def _speaker(
    page: Page, place: int, person: Person, listed: Mapping[str, object]
) -> dict[str, Any]:
    found = person.participant_id if person.participant_id in listed else NOBODY
    label = page.say("imports.person")
    return {
        "id": str(place),
        "head": drawn(Words(page.say("imports.in_the_file"), page.language)),
        "body": drawn(Words(person.name, "")),
        "controls": [{"name": "person", "kind": "select", "label": label, "value": found}],
    }
