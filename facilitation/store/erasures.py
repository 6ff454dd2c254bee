"""What is left of a person's words when they are erased: that there were some, and nothing else."""

from facilitation.store.writing import Writing

_THEIRS = "(SELECT id FROM contribution WHERE participant_id = :who)"

# Every table that refers to a contribution is named here. What was made from the words goes with
# them; what others gave (that they share it) stays theirs.
GONE_WITH_THE_WORDS = (
    *("edition", "coding", "coding_before", "translation", "job", "reply", "evidence"),
    *("second_coding", "sample_item", "likeness"),
)
STAYING = ("support", "imported", "showing")


class Erasures(Writing):
    """The part of a change that erases."""

    def contributions_left(self, participant_id: str) -> int:
        """How many of a participant's contributions still have their words."""
        sql = """SELECT COUNT(*) AS n FROM contribution
                 WHERE participant_id = :who AND state <> 'erased'"""
        (row,) = self._tx.query(sql, {"who": participant_id})
        return int(row["n"])

    def erase_words(self, participant_id: str, revision: int) -> None:
        """Of a participant's contributions: id, number, part, language and moment stay."""
        self._erase(_THEIRS, {"who": participant_id, "revision": revision})

    def _erase(self, theirs: str, values: dict[str, object]) -> None:
        """Erase the contributions that a query of ids finds with these values."""
        which = {name: value for name, value in values.items() if name != "revision"}
        self._shake_conclusions(theirs, values)
        for table in GONE_WITH_THE_WORDS:
            self._tx.execute(f"DELETE FROM {table} WHERE contribution_id IN {theirs}", which)
        self._tx.execute(f"DELETE FROM likeness WHERE other_id IN {theirs}", which)
        # Others' words that were joined to theirs stand on their own again.
        apart = f"""UPDATE contribution SET state = 'received', merged_into = NULL,
                    revision = :revision WHERE state = 'merged' AND merged_into IN {theirs}"""
        self._tx.execute(apart, values)
        erase = f"""UPDATE contribution SET body = '', folded = '', state = 'erased',
                    actor_id = NULL, reason = NULL, merged_into = NULL, detected_language = NULL,
                    is_mixed = 0, is_kept = 0, source_file = '', source_line = NULL,
                    revision = :revision
                    WHERE id IN {theirs}"""
        self._tx.execute(erase, values)

    def _shake_conclusions(self, theirs: str, who: dict[str, object]) -> None:
        """What rests on their words is open again, and its earlier wordings, which may quote them,
        are gone: a person has to read the present one."""
        resting = f"(SELECT conclusion_id FROM evidence WHERE contribution_id IN {theirs})"
        reopen = f"""UPDATE conclusion SET reason = 'evidence_erased', revision = :revision,
                     approved_by = '', approved_at = NULL,
                     state = CASE WHEN state = 'approved' THEN 'reopened' ELSE state END
                     WHERE id IN {resting}"""
        self._tx.execute(reopen, who)
        forget = f"""DELETE FROM statement WHERE conclusion_id IN {resting} AND revision <
                     (SELECT MAX(later.revision) FROM statement later
                      WHERE later.conclusion_id = statement.conclusion_id
                      AND later.language = statement.language)"""
        self._tx.execute(forget, {key: who[key] for key in who if key != "revision"})

    def erase_objections(self, participant_id: str) -> None:
        """What a participant said of conclusions."""
        self._tx.execute(
            "DELETE FROM objection WHERE participant_id = :who", {"who": participant_id}
        )

    def erase_supports(self, participant_id: str, revision: int) -> None:
        """What a participant shared, and the counts that rest on it."""
        who = {"who": participant_id, "revision": revision}
        count = """UPDATE contribution SET revision = :revision WHERE id IN
                   (SELECT contribution_id FROM support WHERE participant_id = :who)"""
        self._tx.execute(count, who)
        self._tx.execute("DELETE FROM support WHERE participant_id = :who", who)

    def let_people_go(self) -> int:
        """Of everybody in the session only the kind of actor stays; how many they were."""
        session = {"session": self.session_id}
        for table in ("stay", "alias"):
            self._tx.execute(f"DELETE FROM {table} WHERE session_id = :session", session)
        forget = "UPDATE imported SET before = '' WHERE session_id = :session"
        self._tx.execute(forget, session)
        sql = """UPDATE participant SET name = '', organisation = '', territory = '', email = '',
                 last_seen_at = NULL WHERE session_id = :session RETURNING id"""
        return len(list(self._tx.query(sql, session)))

    def erase_introduction(self, participant_id: str) -> None:
        """What a participant said of themselves. Their row stays, for what points at it."""
        who = {"who": participant_id, "session": self.session_id}
        for table in ("stay", "alias", "hand", "lost_tries"):
            self._tx.execute(
                f"DELETE FROM {table} WHERE participant_id = :who AND session_id = :session", who
            )
        self._tx.execute("UPDATE turn SET actor_id = NULL WHERE participant_id = :who", who)
        self._tx.execute("UPDATE imported SET before = '' WHERE participant_id = :who", who)
        sql = """UPDATE participant SET actor_id = NULL, name = '', organisation = '',
                 territory = '', language = '', email = '', joined_at = NULL, last_seen_at = NULL
                 WHERE id = :who AND session_id = :session"""
        self._tx.execute(sql, who)
