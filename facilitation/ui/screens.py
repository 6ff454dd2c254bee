"""What the room sees, one view at a time, as the projector's component takes it."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from urllib.parse import urlsplit

from facilitation import charts, links, participation
from facilitation.charts import ChartKind
from facilitation.confidentiality import NOT_SHOWN, shown_author, veil_of_room
from facilitation.model import Contribution, View, Words
from facilitation.palette import NO_GROUP, colour_of_actor
from facilitation.participation import Standing
from facilitation.phrases import name_of
from facilitation.sessions import Moment, moment_of
from facilitation.ui.cards import actor_label, drawn_kind
from facilitation.ui.components import Drawn, drawn, drawn_colour
from facilitation.ui.concluded import conclusions_on_screen
from facilitation.ui.figures import chart_now, drawn_chart
from facilitation.ui.page import Page
from facilitation.ui.translated import screen_translations
from facilitation.ui.words import sentence, written


def screen(page: Page) -> Drawn:
    """The view that the moderator chose."""
    view = page.session.on_screen.view
    return {"view": view.value, **_VIEWS[view](page)}


def _question(page: Page) -> Drawn:
    """The question in every language of the session, and the way in."""
    session = page.session
    address = links.door(page.installation, session)
    asked = session.part.text or session.part.title
    texts = [asked.in_language(language) for language in session.plan.languages]
    return {
        "titles": [written(page, session.part.title), *_standing(page)],
        "texts": [drawn(words) for words in dict.fromkeys(texts)],
        "qr": qr_picture(address),
        "address": urlsplit(address).netloc + "/j",
        "code": session.code,
        "say": {"qr": page.say("projector.qr"), "code": page.say("projector.code")},
    }


def _standing(page: Page) -> list[Drawn]:
    """Whether contributions come in. A part that takes none says by its name what it is."""
    moment = moment_of(page.session)
    if moment is Moment.BETWEEN:
        return []
    return [sentence(page, f"projector.moment.{moment.value}")]


def _contribution(page: Page) -> Drawn:
    """One contribution, its words as they stood when it was put on screen."""
    session, on_screen = page.session, page.session.on_screen
    told = page.store.contribution(on_screen.contribution_id or "")
    if told is None or on_screen.words is None:
        return {"view": View.QUESTION.value, **_question(page)}
    number = page.phrases.number(told.number)
    language = name_of(on_screen.words.language, page.language)
    return {
        "titles": [
            written(page, session.part_of(told.part_id).title),
            sentence(page, "projector.number", number=number, language=language),
        ],
        "words": drawn(on_screen.words),
        "translations": screen_translations(page, told, on_screen.words),
        **_author(page, told),
    }


def _author(page: Page, told: Contribution) -> Drawn:
    person, rule = (
        page.store.participant(told.participant_id),
        page.session.confidentiality_of(told.part_id),
    )
    author = shown_author(person, told.actor_id, rule)
    return {
        **drawn_kind(page, told, veil_of_room(page.store, page.session)),
        "author": ", ".join(filter(None, (author.name, author.organisation))),
    }


def _chart(kind: ChartKind, page: Page) -> Drawn:
    """Of the part on the table, or of the whole where it asks nothing."""
    chart = chart_now(page, kind)
    title = drawn(Words(charts.title(chart, page.phrases), page.language))
    if kind is ChartKind.GROUPS:
        title = written(page, page.session.part.title)
    voices = sentence(page, "chart.voices", n=chart.pattern.voices)
    told = drawn_chart(page, chart)
    told["say"] |= {"rest": _left_out(page, len(chart.lines))}
    return {"titles": [title, voices], **told}


def _left_out(page: Page, of: int) -> list[str]:
    """What is told where only 0, 1, 2… of so many lines have room."""
    return [page.say("projector.rest", n=n, of=page.phrases.number(of)) for n in range(of)]


def _participation(page: Page) -> Drawn:
    """For each kind of actor who came: how many are here, how many spoke on this part; then those
    whose kind is not stated. Kinds that may not be told are counted together."""
    session = page.session
    heard = participation.heard(page.store, session, session.part_id)
    veil = veil_of_room(page.store, session)
    hidden = {one.what for one in heard if veil.hides(one.what or None, session.part_id)}
    lines = [_line(page, one) for one in heard if one.what not in hidden]
    pool = [one for one in heard if one.what in hidden]
    if any(one.here or one.voices for one in pool):
        lines.append(_pool(page, pool))
    told = [line for line in lines if line["joined"] or line["voices"]]
    return {
        "titles": [
            sentence(page, "projector.participation"),
            sentence(page, "projector.joined", n=sum(one.here for one in heard)),
        ],
        "groups": told,
        "say": {
            "spoke": page.say("projector.spoke"),
            "here": page.say("projector.here"),
            "empty": page.say("projector.nobody_yet"),
            "rest": _left_out(page, len(told)),
        },
    }


def _line(page: Page, one: Standing) -> Drawn:
    return {
        "id": one.what,
        "label": drawn(actor_label(page, one.what)),
        "joined": one.here,
        "voices": one.voices,
        "count": page.say("projector.of", n=one.voices, joined=one.here),
        "colour": drawn_colour(colour_of_actor(page.session.plan, one.what)),
    }


def _pool(page: Page, pool: Sequence[Standing]) -> Drawn:
    """Those of kinds of so few people that each would be as good as a name."""
    joined, voices = sum(one.here for one in pool), sum(one.voices for one in pool)
    return {
        "id": NOT_SHOWN,
        "label": sentence(page, "confidentiality.kind"),
        "joined": joined,
        "voices": voices,
        "count": page.say("projector.of", n=voices, joined=joined),
        "colour": drawn_colour(NO_GROUP),
    }


_VIEWS: dict[View, Callable[[Page], Drawn]] = {
    View.QUESTION: _question,
    View.CONTRIBUTION: _contribution,
    View.THEMES: partial(_chart, ChartKind.GROUPS),
    View.MINUTES: partial(_chart, ChartKind.MINUTES),
    View.COMMON: partial(_chart, ChartKind.COMMON),
    View.PARTICIPATION: _participation,
    View.CONCLUSIONS: conclusions_on_screen,
}


@lru_cache(maxsize=64)
def qr_picture(address: str) -> str:
    """The code as an image that a page can show without asking for it."""
    return f"data:image/svg+xml;base64,{b64encode(links.qr(address).encode()).decode()}"
