-- What the rapporteurs conclude, each sentence with the contributions it rests on.

-- `part_id` or `point_id` say what it answers; neither: the session as a whole. `edition` counts the
-- wordings in `language`, the one it was written in. `made_by` and `approved_by` name people of the
-- staff, or "machine".
CREATE TABLE conclusion (
    id          TEXT PRIMARY KEY,
    session_id  TEXT NOT NULL REFERENCES session (id),
    number      BIGINT NOT NULL,
    position    BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    part_id     TEXT NOT NULL DEFAULT '',
    point_id    TEXT NOT NULL DEFAULT '',
    theme_id    TEXT NOT NULL DEFAULT '',
    language    TEXT NOT NULL,
    edition     BIGINT NOT NULL,
    state       TEXT NOT NULL,
    reason      TEXT,
    made_by     TEXT NOT NULL,
    approved_by TEXT NOT NULL DEFAULT '',
    approved_at TEXT,
    revision    BIGINT NOT NULL,
    UNIQUE (session_id, number)
);

-- Append-only: every wording a conclusion ever had. The present one in a language is the last one;
-- it is stale when its edition is not the conclusion's.
CREATE TABLE statement (
    conclusion_id TEXT NOT NULL REFERENCES conclusion (id),
    language      TEXT NOT NULL,
    revision      BIGINT NOT NULL,
    edition       BIGINT NOT NULL,
    body          TEXT NOT NULL,
    proposer      TEXT NOT NULL DEFAULT '',
    addressee     TEXT NOT NULL DEFAULT '',
    due           TEXT NOT NULL DEFAULT '',
    state         TEXT NOT NULL,
    engine        TEXT NOT NULL DEFAULT '',
    doubts        TEXT NOT NULL DEFAULT '[]',
    made_by       TEXT NOT NULL,
    made_at       TEXT NOT NULL,
    PRIMARY KEY (conclusion_id, language, revision)
);

CREATE TABLE evidence (
    conclusion_id   TEXT NOT NULL REFERENCES conclusion (id),
    contribution_id TEXT NOT NULL REFERENCES contribution (id),
    position        BIGINT NOT NULL,
    PRIMARY KEY (conclusion_id, contribution_id)
);
CREATE INDEX evidence_contribution ON evidence (contribution_id);

-- "This is not what I meant": said by a participant of a conclusion that rests on their words.
CREATE TABLE objection (
    conclusion_id  TEXT NOT NULL REFERENCES conclusion (id),
    participant_id TEXT NOT NULL REFERENCES participant (id),
    body           TEXT NOT NULL,
    language       TEXT NOT NULL,
    at             TEXT NOT NULL,
    settled_by     TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (conclusion_id, participant_id)
);

-- One person signs one language of one version. `content` is what was signed, by its ids.
CREATE TABLE sign_off (
    session_id TEXT NOT NULL REFERENCES session (id),
    language   TEXT NOT NULL,
    version    BIGINT NOT NULL,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    at         TEXT NOT NULL,
    revision   BIGINT NOT NULL,
    content    TEXT NOT NULL,
    PRIMARY KEY (session_id, language, version)
);
