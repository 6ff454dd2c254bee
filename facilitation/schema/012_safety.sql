-- Who may come in, what they are told of their data, and when it goes.

-- Whether newcomers are let in; how many days after closing people's names are kept (0: until the
-- organiser erases them), and when they were let go; what the organiser says of people's data.
ALTER TABLE session ADD COLUMN entrance TEXT NOT NULL DEFAULT 'open';
ALTER TABLE session ADD COLUMN retention_days BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN released_at TEXT;
ALTER TABLE session ADD COLUMN notice TEXT NOT NULL DEFAULT '{}';

-- Codes a session had before: whoever is in already is led on to the present one, nobody else.
CREATE TABLE former_code (
    code       TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id),
    retired_at TEXT NOT NULL
);
