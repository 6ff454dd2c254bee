"""The rows of a session that its file describes."""

from facilitation.model import Actor, ActorGroup, Code, Part, Plan
from facilitation.store import rows
from facilitation.store.writing import Writing


class Planning(Writing):
    """The part of a change that prepares a session."""

    def add_plan(self, plan: Plan) -> None:
        """The rows of a session that its file describes."""
        for position, language in enumerate(plan.languages):
            self._add("session_language", position, language=language)
        for position, part in enumerate(plan.parts):
            self.add_part(position, part)
        for position, group in enumerate(plan.groups):
            self._add_group(position, group)
        for position, actor in enumerate(plan.actors):
            self._add_actor(position, actor)
        for position, code in enumerate((*plan.themes, *plan.points)):
            self._add_code(position, code)

    def add_part(self, position: int, part: Part, revision: int = 0) -> None:
        self._add(
            "part",
            position,
            id=part.id,
            kind=part.kind,
            minutes=part.minutes,
            title=rows.from_wording(part.title),
            wording=rows.from_wording(part.text),
            prompts=rows.from_prompts(part.prompts),
            confidentiality=part.confidentiality,
        )
        self.add_part_edition(part, position, revision)

    def add_part_edition(self, part: Part, position: int, revision: int) -> None:
        """How a part stands from a revision on."""
        self._insert(
            "part_edition",
            session_id=self.session_id,
            part_id=part.id,
            revision=revision,
            position=position,
            minutes=part.minutes,
            title=rows.from_wording(part.title),
            wording=rows.from_wording(part.text),
        )

    def put_part(self, part: Part, position: int, revision: int) -> None:
        """Another wording, place or length of a part; how it stood before is kept."""
        columns = {
            "position": position,
            "minutes": part.minutes,
            "title": rows.from_wording(part.title),
            "wording": rows.from_wording(part.text),
        }
        self._update("part", columns, session_id=self.session_id, id=part.id)
        self.add_part_edition(part, position, revision)

    def _add_group(self, position: int, group: ActorGroup) -> None:
        self._add("actor_group", position, id=group.id, label=rows.from_wording(group.label))

    def _add_actor(self, position: int, actor: Actor) -> None:
        self._add(
            "actor",
            position,
            id=actor.id,
            group_id=actor.group,
            label=rows.from_wording(actor.label),
            explanation=rows.from_wording(actor.explanation),
        )

    def _add_code(self, position: int, code: Code) -> None:
        self._add(
            "code",
            position,
            axis=code.axis,
            id=code.id,
            label=rows.from_wording(code.label),
            definition=rows.from_wording(code.definition),
        )

    def _add(self, table: str, position: int, **columns: object) -> None:
        self._insert(table, session_id=self.session_id, position=position, **columns)
