-- What came from files: which import brought which row, so that the same file can be read again
-- without doubling anything and an import can be undone as a whole.
-- `files` are the labels people gave their files, a JSON list; they are never paths.

CREATE TABLE import (
    id         TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id),
    kind       TEXT NOT NULL,
    files      TEXT NOT NULL,
    revision   BIGINT NOT NULL,
    at         TEXT NOT NULL,
    by_role    TEXT NOT NULL,
    undone_at  TEXT
);
CREATE INDEX import_session ON import (session_id, revision);

-- One row for each thing an import made or changed. `trace` is a digest of what the file said, salted
-- with the session: the same message is known again without its words. It outlives an erasure, or
-- the same file would bring back what was erased. `before` is what a column held that was filled in.
CREATE TABLE imported (
    session_id      TEXT NOT NULL REFERENCES session (id),
    trace           TEXT NOT NULL,
    import_id       TEXT NOT NULL REFERENCES import (id),
    what            TEXT NOT NULL,
    contribution_id TEXT REFERENCES contribution (id),
    participant_id  TEXT REFERENCES participant (id),
    before          TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (session_id, trace)
);
CREATE INDEX imported_import ON imported (import_id);
CREATE INDEX imported_contribution ON imported (contribution_id);
CREATE INDEX imported_participant ON imported (participant_id);

-- From joining to leaving, as a report of attendance writes it: its own clock, without a zone.
CREATE TABLE stay (
    import_id      TEXT NOT NULL REFERENCES import (id),
    session_id     TEXT NOT NULL REFERENCES session (id),
    participant_id TEXT NOT NULL REFERENCES participant (id),
    joined_at      TEXT,
    left_at        TEXT,
    minutes        BIGINT NOT NULL
);
CREATE INDEX stay_session ON stay (session_id, participant_id);

-- Other names a person was seen under, folded for comparing; a chat knows people by these only.
CREATE TABLE alias (
    import_id      TEXT NOT NULL REFERENCES import (id),
    session_id     TEXT NOT NULL REFERENCES session (id),
    participant_id TEXT NOT NULL REFERENCES participant (id),
    folded         TEXT NOT NULL
);
CREATE INDEX alias_session ON alias (session_id, participant_id);

-- An answer to a contribution.
CREATE TABLE reply (
    contribution_id TEXT PRIMARY KEY REFERENCES contribution (id),
    parent_id       TEXT NOT NULL REFERENCES contribution (id)
);
CREATE INDEX reply_parent ON reply (parent_id);

-- What a person decided an answer or an organisation means, for every session of this installation.
-- No kind of actor: it was decided that it says none.
CREATE TABLE reviewed_actor (
    answer     TEXT PRIMARY KEY,
    actor_id   TEXT,
    decided_at TEXT NOT NULL
);
