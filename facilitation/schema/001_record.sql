-- The record of a round table. Read top to bottom; the same text runs on SQLite and PostgreSQL.
-- Ids and times are made in Python: ids are text, times ISO 8601 in UTC, truth values 0 or 1.
-- Texts in several languages are opaque JSON objects, language -> text.

-- One round table. `revision` moves with every change and is the feed's cursor, the change signal,
-- the audit's key and the commit order; `stage_revision` follows it when phones must know.
CREATE TABLE session (
    id              TEXT PRIMARY KEY,
    code            TEXT NOT NULL UNIQUE,
    reference       TEXT NOT NULL,
    title           TEXT NOT NULL,
    programme       TEXT NOT NULL,
    contact         TEXT NOT NULL,
    codebook        TEXT NOT NULL,
    confidentiality TEXT NOT NULL,
    state           TEXT NOT NULL,
    part_id         TEXT NOT NULL,
    intake          TEXT NOT NULL,
    view            TEXT NOT NULL,
    view_item       TEXT,
    view_words      TEXT,
    view_language   TEXT,
    revision        BIGINT NOT NULL,
    stage_revision  BIGINT NOT NULL,
    last_number     BIGINT NOT NULL,
    prepared_at     TEXT NOT NULL,
    opened_at       TEXT,
    closed_at       TEXT,
    stepped_at      TEXT,
    is_rehearsal    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX session_reference ON session (reference, prepared_at);

CREATE TABLE session_language (
    session_id TEXT NOT NULL REFERENCES session (id),
    position   BIGINT NOT NULL,
    language   TEXT NOT NULL,
    PRIMARY KEY (session_id, language)
);

CREATE TABLE part (
    session_id      TEXT NOT NULL REFERENCES session (id),
    id              TEXT NOT NULL,
    position        BIGINT NOT NULL,
    kind            TEXT NOT NULL,
    minutes         BIGINT NOT NULL,
    title           TEXT NOT NULL,
    wording         TEXT NOT NULL,
    prompts         TEXT NOT NULL,
    confidentiality TEXT,
    is_revealed     BIGINT NOT NULL DEFAULT 0,
    is_support_open BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (session_id, id)
);

CREATE TABLE actor_group (
    session_id TEXT NOT NULL REFERENCES session (id),
    id         TEXT NOT NULL,
    position   BIGINT NOT NULL,
    label      TEXT NOT NULL,
    PRIMARY KEY (session_id, id)
);

CREATE TABLE actor (
    session_id  TEXT NOT NULL REFERENCES session (id),
    id          TEXT NOT NULL,
    position    BIGINT NOT NULL,
    group_id    TEXT,
    label       TEXT NOT NULL,
    explanation TEXT NOT NULL,
    PRIMARY KEY (session_id, id)
);

-- Themes of the codebook and points of the proposal: two axes, coded the same way.
CREATE TABLE code (
    session_id TEXT NOT NULL REFERENCES session (id),
    axis       TEXT NOT NULL,
    id         TEXT NOT NULL,
    position   BIGINT NOT NULL,
    label      TEXT NOT NULL,
    definition TEXT NOT NULL,
    is_retired BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (session_id, axis, id)
);

-- Raising a generation revokes every key of that role made before.
CREATE TABLE key_generation (
    session_id TEXT NOT NULL REFERENCES session (id),
    role       TEXT NOT NULL,
    generation BIGINT NOT NULL,
    PRIMARY KEY (session_id, role)
);

-- The run sheet as it really went: one row for each time the moderator moved.
CREATE TABLE step (
    session_id TEXT NOT NULL REFERENCES session (id),
    revision   BIGINT NOT NULL,
    part_id    TEXT NOT NULL,
    stepped_at TEXT NOT NULL,
    PRIMARY KEY (session_id, revision)
);

-- People in the room or registered for it. Presence (last_seen_at) never touches a revision.
CREATE TABLE participant (
    id           TEXT PRIMARY KEY,
    session_id   TEXT NOT NULL REFERENCES session (id),
    origin       TEXT NOT NULL,
    actor_id     TEXT,
    name         TEXT NOT NULL DEFAULT '',
    organisation TEXT NOT NULL DEFAULT '',
    territory    TEXT NOT NULL DEFAULT '',
    language     TEXT NOT NULL DEFAULT '',
    email        TEXT NOT NULL DEFAULT '',
    created_at   TEXT NOT NULL,
    joined_at    TEXT,
    last_seen_at TEXT,
    blocked_at   TEXT,
    is_rehearsal BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX participant_session ON participant (session_id, actor_id);

-- One answer as written. The id is the key the author's device sent, so a resend is the same row.
-- `actor_id` is copied from the author: what they were when they spoke.
CREATE TABLE contribution (
    id                TEXT PRIMARY KEY,
    session_id        TEXT NOT NULL REFERENCES session (id),
    number            BIGINT NOT NULL,
    part_id           TEXT NOT NULL,
    participant_id    TEXT NOT NULL REFERENCES participant (id),
    actor_id          TEXT,
    language          TEXT NOT NULL,
    body              TEXT NOT NULL,
    folded            TEXT NOT NULL,
    edition           BIGINT NOT NULL,
    state             TEXT NOT NULL,
    reason            TEXT,
    merged_into       TEXT,
    detected_language TEXT,
    is_mixed          BIGINT NOT NULL DEFAULT 0,
    source            TEXT NOT NULL,
    source_file       TEXT NOT NULL DEFAULT '',
    source_line       BIGINT,
    received_at       TEXT NOT NULL,
    revision          BIGINT NOT NULL,
    is_rehearsal      BIGINT NOT NULL DEFAULT 0,
    UNIQUE (session_id, number)
);
CREATE INDEX contribution_feed ON contribution (session_id, revision);
CREATE INDEX contribution_author ON contribution (participant_id);

-- Append-only: every text a contribution ever had, the present one included.
CREATE TABLE edition (
    contribution_id TEXT NOT NULL REFERENCES contribution (id),
    edition         BIGINT NOT NULL,
    language        TEXT NOT NULL,
    body            TEXT NOT NULL,
    written_at      TEXT NOT NULL,
    revision        BIGINT NOT NULL,
    PRIMARY KEY (contribution_id, edition)
);

CREATE TABLE coding (
    contribution_id TEXT NOT NULL REFERENCES contribution (id),
    axis            TEXT NOT NULL,
    code_id         TEXT NOT NULL,
    state           TEXT NOT NULL,
    score           REAL NOT NULL,
    evidence        TEXT NOT NULL,
    suggested_by    TEXT NOT NULL,
    decided_by      TEXT NOT NULL DEFAULT '',
    revision        BIGINT NOT NULL,
    PRIMARY KEY (contribution_id, axis, code_id)
);

-- Who did what to which id, once for each revision. Never holds people's words.
CREATE TABLE audit (
    session_id TEXT NOT NULL REFERENCES session (id),
    revision   BIGINT NOT NULL,
    at         TEXT NOT NULL,
    role       TEXT NOT NULL,
    who        TEXT NOT NULL,
    verb       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    detail     TEXT NOT NULL,
    PRIMARY KEY (session_id, revision)
);

-- Work to do after a submission, written in its transaction. A lease that ran out is taken again.
CREATE TABLE job (
    id              TEXT PRIMARY KEY,
    session_id      TEXT NOT NULL REFERENCES session (id),
    contribution_id TEXT NOT NULL REFERENCES contribution (id),
    edition         BIGINT NOT NULL,
    kind            TEXT NOT NULL,
    target          TEXT NOT NULL,
    state           TEXT NOT NULL,
    attempts        BIGINT NOT NULL DEFAULT 0,
    not_before      TEXT NOT NULL,
    lease_until     TEXT,
    leased_by       TEXT NOT NULL DEFAULT '',
    problem         TEXT NOT NULL DEFAULT '',
    UNIQUE (contribution_id, edition, kind, target)
);
CREATE INDEX job_due ON job (state, not_before);
