"""Files that a person chose, while they look through what these hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import uuid4

from facilitation.importing.drafts import Draft
from facilitation.importing.prepared import Found
from facilitation.importing.proposals import Ground, drafts_of
from facilitation.importing.reading_ahead import ReadingAhead
from facilitation.intake.meetings import AnyReading, Choices, read_meeting
from facilitation.intake.recognition import FileKind, recognise
from facilitation.model import Language, Session
from facilitation.store import Store


@dataclass
class Upload:
    """Files in memory and what a person settled of them, until they are stored or put aside."""

    files: list[tuple[str, bytes]]
    id: str = field(default_factory=lambda: uuid4().hex[:12])
    choices: Choices = field(default_factory=Choices)
    meeting: Mapping[FileKind, AnyReading] = field(default_factory=dict)
    spoken: dict[str, Language] = field(default_factory=dict)  # the language of texts, found once
    _read_with: Choices | None = None
    _proposed_on: Ground | None = None
    _drafts: Mapping[FileKind, Draft] = field(default_factory=dict)
    _ahead: dict[FileKind, ReadingAhead] = field(default_factory=dict)

    def read(self, ground: Ground) -> None:
        """Read the files, anew where something was settled since. Raises BadFile."""
        wanted = ground.tell(self.choices)
        if self._read_with != wanted:
            self.meeting = read_meeting(self.files, wanted)
            self._read_with = wanted
            self._proposed_on = None

    def drafts(self, ground: Ground) -> Mapping[FileKind, Draft]:
        """What they would bring, by kind; made anew where the record moved. Raises BadFile."""
        self.read(ground)
        if self._proposed_on != ground:
            self._drafts = drafts_of(ground, self.meeting)
            self._proposed_on = ground
        return self._drafts

    def of_kind(self, kind: FileKind) -> list[tuple[str, bytes]]:
        """The files that are of one kind."""
        return [file for file, its in zip(self.files, self._kinds, strict=True) if its is kind]

    @cached_property
    def _kinds(self) -> list[FileKind]:
        return [recognise(data, name) for name, data in self.files]

    def read_ahead(self, store: Store, session: Session, draft: Draft) -> None:
        """Begin with the words of a draft that is looked at; once, and where it is long."""
        if draft.kind not in self._ahead and ReadingAhead.is_worth_it(draft):
            self._ahead[draft.kind] = ReadingAhead(store, session, draft)

    def found(self, kind: FileKind) -> Found | None:
        """What was read ahead; no more is."""
        ahead = self._ahead.get(kind)
        return ahead.stop() if ahead else None

    def end(self) -> None:
        """Nobody looks at it any more."""
        for ahead in self._ahead.values():
            ahead.stop()

    def without(self, names: tuple[str, ...]) -> "Upload | None":
        """The files that are left when these are in the record; None where none is."""
        left = [file for file in self.files if file[0] not in names]
        return Upload(left, choices=self.choices) if left else None
