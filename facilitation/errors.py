"""The errors people are told about. Each names the phrase that explains it in their language.

    FacilitationError
    ├── NotAllowed        the role may not do this, or not now
    ├── NotFound          no such session, contribution, participant: one answer for all
    ├── Refused           what was sent cannot be taken as it is; nothing was stored
    │   └── TooFast       the same, for now: waiting helps
    ├── Conflict          somebody changed it meanwhile; both versions are kept
    ├── Unreachable       the database does not answer just now; waiting helps
    ├── RecordProblem     the file of a whole record that cannot be used, with the place in it
    └── PlanProblem       a session file or codebook that cannot be used, with its line

Anything else that is raised is a defect and may be loud.
"""


class FacilitationError(Exception):
    """Carries the key of a phrase and the values to put into it, never people's words."""

    default_phrase = "error.unexpected"

    def __init__(self, phrase: str = "", **values: object) -> None:
        self.phrase = phrase or self.default_phrase
        self.values = values
        super().__init__(self.phrase)


class NotAllowed(FacilitationError):
    """The role may not do this at this stage."""

    default_phrase = "error.not_allowed"


class NotFound(FacilitationError):
    """Nothing by that name; the same answer whether it never was or is gone."""

    default_phrase = "error.not_found"


class Refused(FacilitationError):
    """Cannot be taken as it is: empty, too long, unknown actor. Nothing was stored."""

    default_phrase = "error.refused"


class TooFast(Refused):
    """Too many in too short a time; `seconds` says how long to wait."""

    default_phrase = "error.too_fast"


class Conflict(FacilitationError):
    """Somebody changed the same thing meanwhile."""

    default_phrase = "error.conflict"


class Unreachable(FacilitationError):
    """The database does not answer, is full, or is held by somebody else. Nothing was stored, or
    nobody knows: the same key sent again makes it certain."""

    default_phrase = "error.no_record"


class RecordProblem(FacilitationError):
    """The file of a record that cannot be used: which file, where in it, and what to do."""

    default_phrase = "record.not_json"


class PlanProblem(FacilitationError):
    """A file that cannot be used; `problems` are sentences that name the line."""

    default_phrase = "error.plan"

    def __init__(self, *problems: str) -> None:
        super().__init__(self.default_phrase, problems="; ".join(problems))
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(self.problems)
