"""A report in one language: the wording, and how counts, authors and texts are told in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from facilitation.confidentiality import NOT_SHOWN, SMALLEST_CELL
from facilitation.model import (
    Axis,
    CodingState,
    Contribution,
    Language,
    TranslationState,
    Wording,
    Words,
)
from facilitation.phrases import Phrases, in_language, name_of
from facilitation.report.blocks import Heading, Paragraph, Quote, Tone, Translated
from facilitation.report.material import Material, codes_of, group_of, voices
from facilitation.texts import cut
from facilitation.uncertainty import FEW

QUOTE_LIMIT = 700  # characters of a quote in the text; the annex has all of it
LISTED_ACTORS = 3  # kinds of actor named beside a conclusion; of more, their number


@dataclass(frozen=True, slots=True)
class Telling:
    """What the chapters are written with."""

    material: Material
    language: Language

    @property
    def phrases(self) -> Phrases:
        return in_language(self.language)

    def say(self, key: str, **values: object) -> str:
        return self.phrases.say(key, **values)

    def number(self, value: float) -> str:
        return self.phrases.number(value)

    def words(self, key: str, **values: object) -> Words:
        return Words(self.say(key, **values), self.language)

    def own(self, text: str) -> Words:
        """A text of the interface that is already put together."""
        return Words(text, self.language)

    def read(self, wording: Wording) -> Words:
        return wording.in_language(self.language)

    def heading(self, level: int, number: str, key: str, **values: object) -> Heading:
        return Heading(self.words(key, **values), level, number)

    def paragraph(self, key: str, tone: Tone = Tone.BODY, **values: object) -> Paragraph:
        return Paragraph(self.words(key, **values), tone)

    def share(self, count: int, total: int) -> str:
        """ "3 of 7"; a percentage too where there are enough of them to say one."""
        told = self.say("report.of", count=self.number(count), total=self.number(total))
        if total < FEW:
            return told
        return f"{told} ({self.phrases.percent(count / total)})"

    def listed(self, texts: Iterable[str]) -> str:
        return ", ".join(texts)

    def time(self, at: datetime) -> str:
        return self.phrases.clock(at, UTC)

    def day(self, at: datetime) -> str:
        return self.phrases.day(at, UTC)

    def actor(self, actor_id: str | None) -> str:
        actor = self.material.session.actor_of(actor_id)
        return self.read(actor.label).text if actor else self.others

    @property
    def others(self) -> str:
        """What those are called whose kind of actor is not told, or was never known."""
        veils = self.material.veils
        return self.say("confidentiality.kind" if veils else "report.actor_unknown")

    def joined(self, actor_id: str | None) -> str:
        """How many came of a kind, as far as it is told."""
        n = self.material.joined_of(actor_id)
        if actor_id in self.material.few:
            return self.say("confidentiality.fewer", n=SMALLEST_CELL)
        return self.say("confidentiality.not_shown") if n is None else self.number(n)

    def column(self, group_id: str | None) -> Words:
        """What a column of a pattern across groups is called."""
        if group_id == NOT_SHOWN:
            return self.words("confidentiality.kind")
        group = group_of(self.material.session, group_id)
        return self.words("chart.no_group") if group is None else self.read(group.label)

    def code(self, code_id: str) -> Words:
        plan = self.material.session.plan
        code = next((one for one in (*plan.themes, *plan.points) if one.id == code_id), None)
        return self.read(code.label) if code else self.own(code_id)

    def author(self, told: Contribution) -> str:
        """The kind of actor, then as much as the confidentiality of the part allows."""
        author = self.material.authors[told.id]
        named = (author.name, author.organisation, author.territory)
        return self.listed((*filter(None, named), self.actor(author.actor_id)))

    def basis(self, evidence: Sequence[Contribution]) -> str:
        """How many voices a conclusion rests on, and of which actors."""
        n = voices(evidence)
        if not n:
            return self.say("report.no_evidence")
        actors = self.material.actors_of(evidence)
        if len(actors) > LISTED_ACTORS:
            named = self.say("report.kinds_of_actor", n=len(actors))
        else:
            named = self.listed(map(self.actor, actors))
        return f"{self.say('report.voices', n=n)} · {named}"

    def quote(self, told: Contribution, limit: int = QUOTE_LIMIT) -> Quote:
        """A contribution in its own words, and in this language where there is a translation."""
        wanted = [self.language] if told.words.language != self.language else []
        return Quote(
            number=told.number,
            original=Words(cut(told.words.text, limit), told.words.language),
            translations=self.translations(told, wanted, limit),
            author=f"{self.author(told)} · {name_of(told.words.language, self.language)}",
        )

    def entry(self, told: Contribution, languages: Iterable[Language]) -> Quote:
        """A contribution in the annex: whole, with its translations into `languages`."""
        wanted = [one for one in languages if one != told.words.language]
        return Quote(
            number=told.number,
            original=told.words,
            translations=self.translations(told, wanted, None),
            author=f"{self.author(told)} · {name_of(told.words.language, self.language)}",
            is_entry=True,
            about=self.about(told),
        )

    def about(self, told: Contribution) -> str:
        """Its themes and points, those nobody has confirmed marked."""
        said = []
        for axis in Axis:
            said += [self.code(id_).text for id_ in codes_of(told, axis)]
            for id_ in codes_of(told, axis, CodingState.SUGGESTED):
                said.append(self.say("report.suggested", code=self.code(id_).text))
        return self.listed(said)

    def translations(
        self, told: Contribution, wanted: Iterable[Language], limit: int | None
    ) -> tuple[Translated, ...]:
        found = {one.words.language: one for one in told.translations}
        return tuple(
            Translated(
                one.words if limit is None else Words(cut(one.words.text, limit), language),
                self.translation_mark(one.state, language),
            )
            for language in wanted
            if (one := found.get(language)) is not None
        )

    def translation_mark(self, state: TranslationState, language: Language) -> str:
        """Whose text it is, said with every translation: "French, machine translation"."""
        return self.say(f"report.translation.{state}", language=name_of(language, self.language))
