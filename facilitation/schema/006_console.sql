-- What the console keeps: the run sheet as it was planned and changed, what was kept for later,
-- what waits to be read first, and which contributions are not the same.

ALTER TABLE session ADD COLUMN is_premoderated BIGINT NOT NULL DEFAULT 0;
ALTER TABLE contribution ADD COLUMN is_kept BIGINT NOT NULL DEFAULT 0;

-- Two moderators hold the same key: the seat tells one open console from the other.
ALTER TABLE audit ADD COLUMN seat TEXT NOT NULL DEFAULT '';

-- Append-only: how each part of the run sheet stood from a revision on. The first is the plan.
CREATE TABLE part_edition (
    session_id TEXT NOT NULL REFERENCES session (id),
    part_id    TEXT NOT NULL,
    revision   BIGINT NOT NULL,
    position   BIGINT NOT NULL,
    minutes    BIGINT NOT NULL,
    title      TEXT NOT NULL,
    wording    TEXT NOT NULL,
    PRIMARY KEY (session_id, part_id, revision)
);
INSERT INTO part_edition (session_id, part_id, revision, position, minutes, title, wording)
    SELECT session_id, id, 0, position, minutes, title, wording FROM part;

-- What a person said of a likeness that a machine saw. `other_id` is the earlier of the two.
CREATE TABLE likeness (
    contribution_id TEXT NOT NULL REFERENCES contribution (id),
    other_id        TEXT NOT NULL REFERENCES contribution (id),
    state           TEXT NOT NULL,
    decided_by      TEXT NOT NULL,
    revision        BIGINT NOT NULL,
    PRIMARY KEY (contribution_id, other_id)
);

-- The feed of one part, who was heard on it, those merged into another, and what staff did.
CREATE INDEX contribution_part ON contribution
    (session_id, part_id, state, actor_id, participant_id);
CREATE INDEX contribution_number ON contribution (session_id, part_id, number);
CREATE INDEX contribution_merged ON contribution (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX audit_staff ON audit (session_id, revision)
    WHERE role <> 'participant' AND role <> 'machine';
