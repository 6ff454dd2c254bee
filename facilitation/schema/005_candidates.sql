-- What people decided about expressions that no theme covers: muted, or made a theme. The key is a
-- digest of the language and the stems, so that none of anybody's words are kept here.
CREATE TABLE candidate (
    session_id TEXT NOT NULL REFERENCES session (id),
    key        TEXT NOT NULL,
    state      TEXT NOT NULL,
    code_id    TEXT,
    decided_at TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    revision   BIGINT NOT NULL,
    PRIMARY KEY (session_id, key)
);
