"""The second coder's tab: a sample coded blind, how far both agree, and what to settle."""

from collections.abc import Callable, Iterable

import streamlit as st

from facilitation import second_coder, themes
from facilitation.agreement import Agreement, Answers
from facilitation.charts import Table
from facilitation.model import Axis, Words
from facilitation.phrases import name_of
from facilitation.second_coder import Codes, Item, Sample
from facilitation.ui.codebook import show_guide
from facilitation.ui.components import drawn, show_table, show_words
from facilitation.ui.page import Page
from facilitation.ui.words import sentence, unmarked

SIZE, LEAST, MOST = 20, 5, 200  # contributions of a sample
SHOWN = 10  # disagreements at once
BESIDE = 2  # columns of boxes


def show_second_coder(page: Page) -> None:
    """Draw, code without seeing the first hand, compare, settle."""
    page.show_problem()
    show_words(sentence(page, "second.means"), key="second.means")
    sample = second_coder.sample_of(page.store, page.session)
    if sample is None:
        _draw(page)
        return
    if sample.next is not None:
        _code(page, sample, sample.next)
    if sample.read:
        with st.expander(page.say("second.results", n=sample.read), expanded=sample.next is None):
            st.write(page.say("second.results_mean"))
            _compare(page, sample)
            _settle(page, sample)
    with st.expander(page.say("second.draw_again")):
        _draw(page)


def _draw(page: Page) -> None:
    coded = len(second_coder.codable(page.store, page.session))
    st.write(page.say("second.codable", n=coded))
    with st.form("second.sample", border=False, enter_to_submit=False):
        st.number_input(page.say("second.size"), LEAST, MOST, SIZE, key="second.size")
        st.form_submit_button(
            page.say("second.draw"),
            key="second.draw",
            disabled=not coded,
            on_click=page.attempt,
            args=(_draw_sample, page),
        )


def _draw_sample(page: Page) -> None:
    size = int(st.session_state["second.size"])
    second_coder.draw(page.store, page.session, size, page.by)


def _code(page: Page, sample: Sample, item: Item) -> None:
    """One contribution, with nothing of what anybody or any machine made of it."""
    coding, guide = st.columns([3, 2], gap="large")
    with coding:
        of = page.phrases.number(len(sample.items))
        told = item.told
        head = page.say("second.progress", n=sample.read + 1, of=of)
        language = name_of(told.words.language, page.language)
        show_words(
            drawn(Words(f"{head} · {language}", page.language), "quiet"),
            drawn(told.words, "subheading"),
            key="second.words",
        )
        key = f"second.{sample.id}.{told.id}"
        with st.form(key, enter_to_submit=False):
            _boxes(page, key, frozenset())
            st.form_submit_button(
                page.say("second.save"),
                type="primary",
                on_click=page.attempt,
                args=(_act, page, second_coder.code_blind, told.id, key),
            )
    with guide:
        show_guide(page, "second.guide")


def _boxes(page: Page, key: str, given: Codes) -> None:
    """The codes of each axis, all of them in sight: Streamlit's list to type in speaks English."""
    for axis in Axis:
        labels = _labels(page, axis)
        if labels:
            st.caption(page.say(f"page.{axis.value}s"))
        columns = st.columns(BESIDE)
        for place, (code_id, label) in enumerate(labels.items()):
            columns[place * BESIDE // len(labels)].checkbox(
                unmarked(label), (axis, code_id) in given, key=f"{key}.{axis.value}.{code_id}"
            )


def _labels(page: Page, axis: Axis) -> dict[str, str]:
    codes = themes.codes_on(page.session, axis)
    return {code.id: page.read(code.label).text for code in codes if not code.is_retired}


def _act(page: Page, act: Callable[..., None], contribution_id: str, key: str) -> None:
    """Code or settle with what stands in the boxes."""
    codes = frozenset(
        (axis, code_id)
        for axis in Axis
        for code_id in _labels(page, axis)
        if st.session_state.get(f"{key}.{axis.value}.{code_id}")
    )
    act(page.store, page.session, contribution_id, codes, page.by)


def _compare(page: Page, sample: Sample) -> None:
    for axis in Axis:
        agreement = second_coder.agree(page.session, sample, axis)
        pooled = agreement.pooled
        if axis is Axis.THEME or pooled.both or pooled.first_only or pooled.second_only:
            table = _table(page, axis, agreement)
            show_table(table, key=f"second.table.{axis.value}")


def _table(page: Page, axis: Axis, agreement: Agreement) -> Table:
    """For each code: given by both, by one only, the share alike, kappa; then all together."""
    names = ("both", "first_only", "second_only", "agreed", "kappa")
    header = [page.say(f"page.{axis.value}s"), *(page.say(f"second.{name}") for name in names)]
    labels = {code.id: page.read(code.label) for code in themes.codes_on(page.session, axis)}
    rows = [
        (labels[one.code], *_cells(page, one.answers))
        for one in agreement.by_code
        if one.answers.both or one.answers.first_only or one.answers.second_only
    ]
    rows.append((_plain(page, page.say("second.overall")), *_cells(page, agreement.pooled)))
    mean = _number(page, agreement.mean_kappa)
    blank = [_plain(page, "")] * 4
    rows.append((_plain(page, page.say("second.mean_kappa")), *blank, _plain(page, mean)))
    return Table(header[0], tuple(_plain(page, text) for text in header), tuple(rows))


def _cells(page: Page, answers: Answers) -> tuple[Words, ...]:
    counts = (answers.both, answers.first_only, answers.second_only)
    agreed = "–" if answers.agreed is None else page.phrases.percent(answers.agreed)
    told = (*map(page.phrases.number, counts), agreed, _number(page, answers.kappa))
    return tuple(_plain(page, text) for text in told)


def _number(page: Page, value: float | None) -> str:
    return "–" if value is None else page.phrases.number(round(value, 2))


def _plain(page: Page, text: str) -> Words:
    return Words(text, page.language)


def _settle(page: Page, sample: Sample) -> None:
    """Where the two differ, side by side, and what holds."""
    unsettled = sample.unsettled
    st.subheader(page.say("second.unsettled", n=len(unsettled)), anchor=False)
    for item in unsettled[:SHOWN]:
        told, key = item.told, f"second.settle.{sample.id}.{item.told.id}"
        number = page.say("door.number", number=page.phrases.number(told.number))
        first, second = item.first, item.second or frozenset()
        with st.form(key, enter_to_submit=False):
            show_words(drawn(_plain(page, number), "quiet"), drawn(told.words), key=f"{key}.words")
            for column, name, given in zip(
                st.columns(2), ("first_hand", "second_hand"), (first, second), strict=True
            ):
                with column:
                    _side(page, name, given, f"{key}.{name}")
            _boxes(page, key, first & second)
            st.form_submit_button(
                page.say("second.settle"),
                on_click=page.attempt,
                args=(_act, page, second_coder.settle, told.id, key),
            )


def _side(page: Page, name: str, given: Iterable[tuple[Axis, str]], key: str) -> None:
    labels = {axis: {c.id: c.label for c in themes.codes_on(page.session, axis)} for axis in Axis}
    codes = [labels[axis][code_id] for axis, code_id in sorted(given) if code_id in labels[axis]]
    said = [drawn(page.read(label)) for label in codes] or [sentence(page, "second.none")]
    show_words(sentence(page, f"second.{name}", "quiet"), *said, key=key)
