"""A small round table to test with, and the words to play it. Nothing in it is the default."""

from dataclasses import dataclass
from uuid import uuid4

from facilitation import contributions, participants, participation, sessions
from facilitation.codebook import read_codebook
from facilitation.model import (
    Actor,
    ActorGroup,
    Confidentiality,
    Contribution,
    Part,
    Participant,
    PartKind,
    Plan,
    Programme,
    Role,
    Session,
    Source,
    Wording,
)
from facilitation.participants import Introduction
from facilitation.store import By, Store

MODERATOR = By(Role.MODERATOR, "1")
ORGANISER = By(Role.ORGANISER, "1")
CODEBOOK = """
[[theme]]
id = "water"
[theme.es]
label = "Agua"
strong = "agua, riego"
[theme.fr]
label = "Eau"
strong = "eau, irrigation"
[[theme]]
id = "roads"
[theme.es]
label = "Caminos"
strong = "camino, carretera"
[theme.fr]
label = "Routes"
strong = "route, piste"
"""


def both(es: str, fr: str) -> Wording:
    return Wording({"es": es, "fr": fr})


def small_plan() -> Plan:
    """Two languages, two questions, five actors in three groups, two themes."""
    codebook = read_codebook(CODEBOOK)
    return Plan(
        reference="small",
        languages=("es", "fr"),
        title=both("Mesa pequeña", "Petite table"),
        programme=Programme(
            *(Wording(), Wording(), (), "Zoom", 20, "", (), Wording(), Wording(), Wording(), ())
        ),
        confidentiality=Confidentiality.ON_RECORD,
        contact="",
        parts=(
            Part("start", PartKind.WELCOME, 2, both("Inicio", "Début")),
            Part(
                "one", PartKind.QUESTION, 7, both("Uno", "Un"), both("¿Qué falta?", "Que manque ?")
            ),
            Part("two", PartKind.QUESTION, 8, both("Dos", "Deux"), both("¿Quién?", "Qui ?")),
        ),
        groups=tuple(ActorGroup(g, both(g, g), n) for n, g in enumerate(("near", "far", "new"))),
        actors=tuple(
            Actor(id_, both(id_, id_), both("", ""), group)
            for id_, group in (
                *(("mayor", "near"), ("clerk", "near"), ("farmer", "far")),
                *(("student", "new"), ("guest", None)),
            )
        ),
        themes=tuple(theme.code for theme in codebook.themes),
        points=(),
        codebook=CODEBOOK,
    )


@dataclass
class Room:
    """A session and what people do in it."""

    store: Store
    session: Session

    @classmethod
    def prepared(cls, store: Store, plan: Plan | None = None) -> "Room":
        return cls(store, sessions.prepare(store, plan or small_plan(), ORGANISER))

    def now(self) -> Session:
        self.session = sessions.known(self.store.session_by_id(self.session.id))
        return self.session

    def step(self, part_id: str) -> Session:
        return sessions.step(self.store, self.now(), part_id, MODERATOR)

    def join(self, actor: str = "farmer", language: str = "es", name: str = "") -> Participant:
        introduction = Introduction(actor, language, name)
        return participants.join(self.store, self.session, introduction)

    def say(
        self,
        author: Participant,
        text: str,
        key: str | None = None,
        part_id: str | None = None,
        source: Source = Source.DOOR,
    ) -> Contribution:
        """Submit as `author`, to the part on the table unless told otherwise."""
        session = self.now()
        submission = contributions.Submission(
            key or str(uuid4()), text, author.language, part_id or session.part_id, source
        )
        return contributions.submit(self.store, session, author, submission)

    def heard(self, part_id: str) -> dict[str, tuple[int, int]]:
        """Voices and contributions on a part, of the kinds of actor that said something."""
        told = participation.heard(self.store, self.now(), part_id)
        return {one.what: (one.voices, one.contributions) for one in told if one.contributions}
