"""Searching the record."""

from collections.abc import Iterator, Mapping, Sequence

from facilitation.engine import Row
from facilitation.model import Contribution
from facilitation.store.reads import CONTRIBUTION, Reads


class Finding(Reads):
    """The part of the store that finds."""

    def sift(
        self, session_id: str, columns: Mapping[str, str], theme: str
    ) -> list[tuple[str, int, str]]:
        """Id, number and folded words of the contributions with these columns and this theme, in
        the order of arrival."""
        asked = [f"{name} = :{name}" for name in columns]  # names from our own code
        params: dict[str, object] = {"session": session_id, **columns}
        if theme:
            params["theme"] = theme
            asked.append(
                """EXISTS (SELECT 1 FROM coding WHERE contribution_id = contribution.id
                   AND axis = 'theme' AND code_id = :theme AND state <> 'rejected')"""
            )
        where = " AND ".join(["session_id = :session", *asked])
        sql = f"SELECT id, number, folded FROM contribution WHERE {where} ORDER BY number"
        found = self._engine.read(sql, **params)
        return [(row["id"], row["number"], row["folded"]) for row in found]

    def translated_texts(self, session_id: str) -> Iterator[tuple[str, str]]:
        """The id of each contribution with each text it has in another language."""
        sql = """SELECT t.contribution_id, t.body FROM translation t
                 JOIN contribution c ON c.id = t.contribution_id
                 WHERE c.session_id = :session AND c.state <> 'erased'"""
        for row in self._engine.read(sql, session=session_id):
            yield row["contribution_id"], row["body"]

    def contributions_by(self, ids: Sequence[str]) -> list[Contribution]:
        """These contributions, in this order; what is not there is left out."""
        found = self._completed(list(self._of_each(f"{CONTRIBUTION} WHERE id IN ({{ids}})", ids)))
        by_id = {one.id: one for one in found}
        return [by_id[id_] for id_ in ids if id_ in by_id]

    def audit_of(self, session_id: str, subject: str) -> list[Row]:
        """What happened to one thing, oldest first."""
        sql = """SELECT * FROM audit WHERE session_id = :session AND subject = :subject
                 ORDER BY revision"""
        return self._engine.read(sql, session=session_id, subject=subject)
