-- One contribution in the session's languages: what a machine wrote, and what a person wrote.

-- Which engine translates, the session's own terms, and a check of who made them.
ALTER TABLE session ADD COLUMN engine TEXT NOT NULL DEFAULT 'off';
ALTER TABLE session ADD COLUMN glossary TEXT NOT NULL DEFAULT '';

-- A person's text is a row of its own and never overwritten by a machine's. A row whose edition is
-- not the contribution's present one is stale, not gone.
CREATE TABLE translation (
    contribution_id  TEXT NOT NULL REFERENCES contribution (id),
    language         TEXT NOT NULL,
    is_checked       BIGINT NOT NULL,
    edition          BIGINT NOT NULL,
    body             TEXT NOT NULL,
    engine           TEXT NOT NULL,
    engine_version   TEXT NOT NULL,
    route            TEXT NOT NULL,
    glossary_version TEXT NOT NULL,
    doubts           TEXT NOT NULL,
    made_at          TEXT NOT NULL,
    made_by          TEXT NOT NULL,
    revision         BIGINT NOT NULL,
    PRIMARY KEY (contribution_id, language, is_checked)
);
