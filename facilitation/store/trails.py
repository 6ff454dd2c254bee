"""What was done when, as a console goes back over it: rows of the audit, editions of the parts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from facilitation.engine import Row
from facilitation.model import Role, Wording
from facilitation.store import rows


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who did what to which id, when. `seat` tells one open page from another."""

    revision: int
    at: datetime
    role: str
    who: str
    seat: str
    verb: str
    subject: str
    detail: Mapping[str, Any]

    @property
    def is_staff(self) -> bool:
        return self.role in set(Role) - {Role.PARTICIPANT}

    @property
    def id(self) -> str:
        """What it was done to, without its kind."""
        return self.subject.partition(":")[2]


@dataclass(frozen=True, slots=True)
class PartEdition:
    """How a part of the run sheet stood from a revision on; the first is the plan."""

    part_id: str
    revision: int
    position: int
    minutes: int
    title: Wording
    text: Wording


def to_audit_row(row: Row) -> AuditRow:
    return AuditRow(
        row["revision"],
        datetime.fromisoformat(row["at"]),
        row["role"],
        row["who"],
        row["seat"],
        row["verb"],
        row["subject"],
        json.loads(row["detail"]),
    )


def to_part_edition(row: Row) -> PartEdition:
    return PartEdition(
        row["part_id"],
        row["revision"],
        row["position"],
        row["minutes"],
        rows.to_wording(row["title"]),
        rows.to_wording(row["wording"]),
    )
