"""A second person codes a sample without seeing the first: how it is kept, and how it is read."""

from collections import defaultdict
from collections.abc import Iterable

from facilitation.engine import Engine, Row
from facilitation.store.writing import Writing


class SecondCoding(Writing):
    """The part of a change that draws a sample and codes it."""

    def add_sample(self, sample_id: str, ids: Iterable[str], at: str, by: str, rev: int) -> None:
        """A sample and its contributions, in the order they are to be coded in."""
        self._insert(
            "sample",
            id=sample_id,
            session_id=self.session_id,
            drawn_at=at,
            drawn_by=by,
            revision=rev,
        )
        for position, contribution_id in enumerate(ids):
            self._insert(
                "sample_item",
                sample_id=sample_id,
                contribution_id=contribution_id,
                position=position,
            )

    def put_second_codes(
        self, sample_id: str, contribution_id: str, codes: Iterable[tuple[str, str]], at: str
    ) -> None:
        """What the second coder gave a contribution (axis and code), in the place of before."""
        where = {"sample_id": sample_id, "contribution_id": contribution_id}
        gone = """DELETE FROM second_coding
                  WHERE sample_id = :sample_id AND contribution_id = :contribution_id"""
        self._tx.execute(gone, where)
        for axis, code_id in codes:
            self._insert("second_coding", **where, axis=axis, code_id=code_id)
        self._update("sample_item", {"read_at": at}, **where)

    def settle_item(self, sample_id: str, contribution_id: str, first: str, at: str) -> None:
        """That a disagreement was settled, and what the first hand had given until then."""
        self._update(
            "sample_item",
            {"settled_at": at, "first_codes": first},
            sample_id=sample_id,
            contribution_id=contribution_id,
        )


def read_sample(engine: Engine, session_id: str) -> tuple[Row, list[Row], dict[str, list[Row]]]:
    """The sample drawn last in a session ({} if none), its items in order, and what the second
    coder gave each."""
    newest = "SELECT * FROM sample WHERE session_id = :session ORDER BY revision DESC LIMIT 1"
    found = engine.read(newest, session=session_id)
    if not found:
        return {}, [], {}
    items = "SELECT * FROM sample_item WHERE sample_id = :sample ORDER BY position"
    given: dict[str, list[Row]] = defaultdict(list)
    codes = "SELECT * FROM second_coding WHERE sample_id = :sample"
    for row in engine.read(codes, sample=found[0]["id"]):
        given[row["contribution_id"]].append(row)
    return found[0], engine.read(items, sample=found[0]["id"]), given
