"""Another codebook for a session: what people decided survives, what exists is coded anew."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from facilitation import lexicon, recoding, themes
from facilitation.codebook import Codebook, Cues, Theme, editing, load_codebook, read_codebook
from facilitation.errors import Conflict, NotAllowed, NotFound, Refused
from facilitation.model import Axis, CodingState, Wording
from facilitation.settings import ROOT
from facilitation.store import Store
from tests.rooms import MODERATOR, ORGANISER, Room

CONFIRMED, REJECTED, SUGGESTED = CodingState.CONFIRMED, CodingState.REJECTED, CodingState.SUGGESTED
SHIPPED = load_codebook(ROOT / "data" / "codebook.toml")
THEME = Axis.THEME


def theme(id_: str, label: str, *strong: str) -> Theme:
    empty = Wording()
    cues = {"es": Cues(strong)}
    return Theme(id_, THEME, Wording({"es": label}), empty, empty, empty, cues=cues)


class Coded(Room):
    """A room whose contributions people code and whose codebook changes."""

    def decide(self, number: int, code_id: str, state: CodingState) -> None:
        told = self.store.contributions(self.session.id)[number - 1]
        themes.decide(self.store, self.now(), told.id, THEME, code_id, state, MODERATOR)

    def edit(self, change: Callable[[Codebook], Codebook], verb: str = "edit") -> recoding.Recoded:
        session = self.now()
        book = change(themes.codebook_of(session))
        return recoding.change_codebook(self.store, session, book, ORGANISER, verb)

    def states(self, number: int) -> dict[str, CodingState]:
        told = self.store.contributions(self.session.id)[number - 1]
        return {coding.code_id: coding.state for coding in told.codings}

    def in_use(self) -> list[str]:
        return [code.id for code in self.now().plan.themes if not code.is_retired]


@pytest.fixture
def room(store_url: str) -> Iterator[Coded]:
    """Said so far: 1 of water, 2 of roads, 3 of both, 4 of neither."""
    store = Store.open(store_url)
    room = Coded.prepared(store)
    assert isinstance(room, Coded)
    room.step("one")
    farmer = room.join()
    for text in ("Falta agua", "Falta un camino", "Falta agua en el camino", "¿Se oye?"):
        room.say(farmer, text)
    yield room
    store.close()


def merged(book: Codebook) -> Codebook:
    return editing.merge(book, THEME, "water", "roads")


def parted(book: Codebook) -> Codebook:
    parts = theme("taps", "Grifos", "grifo"), theme("rivers", "Ríos", "río")
    return editing.split(book, THEME, "water", parts)


# -- merging --------------------------------------------------------------------------------------


def test_a_merged_theme_takes_its_confirmed_codings_along(room: Coded) -> None:
    room.decide(1, "water", CONFIRMED)

    recoded = room.edit(merged)

    assert room.states(1) == {"roads": CONFIRMED}
    assert recoded.moved == 1
    assert room.in_use() == ["roads"]


@pytest.mark.parametrize("heir", [None, CONFIRMED, REJECTED])
def test_confirmed_for_either_is_confirmed_for_the_one_they_became(
    room: Coded, heir: CodingState | None
) -> None:
    room.decide(3, "water", CONFIRMED)
    if heir:
        room.decide(3, "roads", heir)

    room.edit(merged)

    assert room.states(3) == {"roads": CONFIRMED}


def test_what_was_rejected_for_the_merged_theme_is_no_answer_about_the_other(room: Coded) -> None:
    room.decide(3, "water", REJECTED)

    room.edit(merged)

    assert room.states(3) == {"roads": SUGGESTED}


def test_the_words_of_a_merged_theme_suggest_the_other(room: Coded) -> None:
    room.edit(merged)
    room.say(room.join(), "El riego se corta")

    assert room.states(1) == {"roads": SUGGESTED}
    assert room.states(5) == {"roads": SUGGESTED}


def test_a_merge_is_put_back_with_its_codings(room: Coded) -> None:
    room.decide(1, "water", CONFIRMED)
    room.decide(3, "water", CONFIRMED)
    room.decide(3, "roads", REJECTED)
    before = [room.states(number) for number in range(1, 5)]
    room.edit(merged)

    recoding.put_back(room.store, room.now(), 1, ORGANISER)

    assert [room.states(number) for number in range(1, 5)] == before
    assert room.in_use() == ["water", "roads"]


def test_what_was_decided_after_a_merge_outlasts_putting_it_back(room: Coded) -> None:
    room.decide(1, "water", CONFIRMED)
    room.edit(merged)
    room.decide(1, "roads", REJECTED)
    room.decide(2, "roads", CONFIRMED)

    recoding.put_back(room.store, room.now(), 1, ORGANISER)

    assert room.states(1) == {"water": CONFIRMED, "roads": REJECTED}
    assert room.states(2) == {"roads": CONFIRMED}


def test_two_merges_in_a_row_are_put_back_together(room: Coded) -> None:
    room.decide(1, "water", CONFIRMED)
    room.edit(lambda book: editing.add(book, theme("life", "Vida")))
    room.edit(merged)
    room.edit(lambda book: editing.merge(book, THEME, "roads", "life"))
    assert room.states(1) == {"life": CONFIRMED}

    recoding.put_back(room.store, room.now(), 2, ORGANISER)

    assert room.states(1) == {"water": CONFIRMED}


# -- splitting, retiring, wording -----------------------------------------------------------------


def test_a_split_theme_offers_its_parts_and_keeps_what_was_confirmed(room: Coded) -> None:
    room.decide(1, "water", CONFIRMED)

    room.edit(parted)

    assert room.states(1) == {"water": CONFIRMED, "taps": SUGGESTED, "rivers": SUGGESTED}
    assert room.now().plan.themes[0].is_retired
    assert room.states(3) == {"roads": SUGGESTED}  # nobody had confirmed it, and no word is left


def test_of_a_split_theme_the_part_whose_words_stand_there_is_offered(room: Coded) -> None:
    room.say(room.join(), "Falta agua en el río")
    room.decide(5, "water", CONFIRMED)

    room.edit(parted)

    assert room.states(5) == {"water": CONFIRMED, "rivers": SUGGESTED}


def test_a_retired_theme_is_kept_read_and_no_longer_given(room: Coded) -> None:
    room.decide(1, "water", CONFIRMED)

    room.edit(lambda book: editing.retire(book, THEME, "water"))

    assert room.states(1) == {"water": CONFIRMED}
    assert room.states(3) == {"roads": SUGGESTED}
    with pytest.raises(NotFound):
        room.decide(2, "water", CONFIRMED)
    room.decide(1, "water", REJECTED)

    room.edit(lambda book: editing.use_again(book, THEME, "water"))
    room.decide(2, "water", CONFIRMED)


def test_new_words_suggest_and_old_decisions_stay(room: Coded) -> None:
    room.decide(1, "water", REJECTED)
    water = themes.codebook_of(room.now()).themes[0]
    words = replace(water, cues={"es": Cues(("oye",))})

    recoded = room.edit(lambda book: editing.revise(book, words))

    assert room.states(1) == {"water": REJECTED}
    assert room.states(3) == {"roads": SUGGESTED}
    assert room.states(4) == {"water": SUGGESTED}
    assert recoded.suggested == 2


def test_another_label_is_seen_at_once_and_codes_nothing_anew(room: Coded) -> None:
    water = themes.codebook_of(room.now()).themes[0]
    feed = room.now().revision

    recoded = room.edit(
        lambda book: editing.revise(book, replace(water, label=Wording({"es": "Ríos"})))
    )

    assert room.now().plan.themes[0].label.texts == {"es": "Ríos"}
    assert recoded.suggested == 0
    assert room.store.feed(room.session.id, feed) == []


def test_a_theme_that_another_book_lacks_stays_to_be_read(room: Coded) -> None:
    room.decide(1, "water", CONFIRMED)
    other = read_codebook('[[theme]]\nid = "life"\n[theme.es]\nlabel = "Vida"\nstrong = "falta"')

    room.edit(lambda _: other)

    assert room.states(1) == {"water": CONFIRMED, "life": SUGGESTED}
    assert room.in_use() == ["life"]


# -- versions, permissions, two at once -----------------------------------------------------------


def test_every_edition_is_kept(room: Coded) -> None:
    first = room.now().plan.codebook
    room.edit(merged, "merge")
    recoding.put_back(room.store, room.now(), 1, ORGANISER)

    editions = room.store.codebooks(room.session.id)

    assert [(one.number, one.verb) for one in editions] == [
        (1, "prepare"),
        (2, "merge"),
        (3, "put_back"),
    ]
    assert editions[0].text == first
    assert read_codebook(editions[2].text).themes == read_codebook(first).themes


def test_the_same_codebook_is_no_edition(room: Coded) -> None:
    room.edit(lambda book: book)

    assert len(room.store.codebooks(room.session.id)) == 1


def test_two_who_edit_at_once_are_told(room: Coded) -> None:
    stale = room.now()
    room.edit(merged)

    book = editing.retire(themes.codebook_of(stale), THEME, "water")
    with pytest.raises(Conflict):
        recoding.change_codebook(room.store, stale, book, ORGANISER)


def test_only_the_organiser_changes_the_codebook(room: Coded) -> None:
    book = merged(themes.codebook_of(room.now()))

    with pytest.raises(NotAllowed):
        recoding.change_codebook(room.store, room.now(), book, MODERATOR)
    with pytest.raises(NotAllowed):
        recoding.put_back(room.store, room.now(), 1, MODERATOR)
    with pytest.raises(NotFound):
        recoding.put_back(room.store, room.now(), 9, ORGANISER)


def test_the_audit_tells_of_a_change_and_holds_no_words(room: Coded) -> None:
    room.edit(merged, "merge")

    row = room.store.audit(room.session.id)[-1]

    assert (row["verb"], row["detail"]) == ("change_codebook", '{"how": "merge", "edition": 2}')


# -- editing, on its own --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        (lambda b: editing.merge(b, THEME, "water", "water"), "error.merge_itself"),
        (lambda b: editing.split(b, THEME, "water", [theme("a", "A")]), "error.split_in_two"),
        (lambda b: editing.retire(merged(b), THEME, "roads"), "error.last_theme"),
        (lambda b: editing.merge(merged(b), THEME, "water", "roads"), "error.theme_retired"),
        (lambda b: editing.retire(b, THEME, "nowhere"), "error.no_theme"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    room: Coded, change: Callable[[Codebook], Codebook], phrase: str
) -> None:
    with pytest.raises((Refused, NotFound)) as raised:
        room.edit(change)

    assert raised.value.phrase == phrase


@pytest.mark.parametrize(
    ("label", "taken", "made"),
    [
        ("Agua y Ríos", [], "agua_y_rios"),
        ("Water", [], "water_2"),
        ("2030", [], "theme_2030"),
        ("水", [], "theme"),
        ("x" * 90, [], "x" * 36),
        ("New", ["new", "new_2"], "new_3"),
    ],
)
def test_an_id_is_made_from_a_label(label: str, taken: Sequence[str], made: str) -> None:
    book = read_codebook('[[theme]]\nid = "water"\n[theme.en]\nlabel = "Water"')

    assert editing.new_id(book, THEME, label, taken) == made


def test_what_was_learned_for_a_theme_goes_with_it_into_another() -> None:
    text = "El banco nos negó el crédito"
    (first, *_) = lexicon.suggest(text, "es", SHIPPED)
    assert first.theme == "financing"
    book = editing.add(SHIPPED, theme("money", "Plata"))
    book = editing.merge(book, THEME, "financing", "money")

    (found, *_) = lexicon.suggest(text, "es", book)

    assert (found.theme, found.score, found.evidence) == ("money", first.score, first.evidence)
