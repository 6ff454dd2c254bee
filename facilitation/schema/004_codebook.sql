-- The codebook as people edit it, and the hands that code: what was there before, and a second coder.

-- Every codebook a session was coded with, the present one included; append-only.
CREATE TABLE codebook_edition (
    session_id TEXT NOT NULL REFERENCES session (id),
    edition    BIGINT NOT NULL,
    body       TEXT NOT NULL,
    made_at    TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    verb       TEXT NOT NULL,
    revision   BIGINT NOT NULL,
    PRIMARY KEY (session_id, edition)
);
INSERT INTO codebook_edition (session_id, edition, body, made_at, made_by, verb, revision)
SELECT id, 1, codebook, prepared_at, 'machine:', 'prepare', 1 FROM session;

-- Codings as they stood before an edition of the codebook moved them, so that it can be taken back.
CREATE TABLE coding_before (
    codebook_edition BIGINT NOT NULL,
    contribution_id  TEXT NOT NULL REFERENCES contribution (id),
    axis             TEXT NOT NULL,
    code_id          TEXT NOT NULL,
    state            TEXT NOT NULL,
    score            REAL NOT NULL,
    evidence         TEXT NOT NULL,
    suggested_by     TEXT NOT NULL,
    decided_by       TEXT NOT NULL,
    revision         BIGINT NOT NULL,
    PRIMARY KEY (contribution_id, axis, code_id, codebook_edition)
);

-- The edition of a contribution in which somebody looked for themes and left it at that: "none" is
-- an answer too. 0: nobody did.
ALTER TABLE contribution ADD COLUMN read_edition BIGINT NOT NULL DEFAULT 0;

-- Contributions drawn for a second person to code without seeing what the first one did.
CREATE TABLE sample (
    id         TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id),
    drawn_at   TEXT NOT NULL,
    drawn_by   TEXT NOT NULL,
    revision   BIGINT NOT NULL
);
CREATE INDEX sample_session ON sample (session_id, revision);

-- `first_codes`: what the first hand had given when the disagreement was settled ("axis:code axis:code"),
-- so that settling does not improve the agreement.
CREATE TABLE sample_item (
    sample_id       TEXT NOT NULL REFERENCES sample (id),
    contribution_id TEXT NOT NULL REFERENCES contribution (id),
    position        BIGINT NOT NULL,
    read_at         TEXT,
    settled_at      TEXT,
    first_codes     TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (sample_id, contribution_id)
);

CREATE TABLE second_coding (
    sample_id       TEXT NOT NULL REFERENCES sample (id),
    contribution_id TEXT NOT NULL REFERENCES contribution (id),
    axis            TEXT NOT NULL,
    code_id         TEXT NOT NULL,
    PRIMARY KEY (sample_id, contribution_id, axis, code_id)
);
