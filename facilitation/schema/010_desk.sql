-- Which rapporteur is at what, so that two do not do the same work. Presence: no revision moves.
-- `name` is what a rapporteur calls themselves at the desk; rows are forgotten within minutes.
CREATE TABLE attention (
    session_id TEXT NOT NULL REFERENCES session (id),
    visitor    TEXT NOT NULL,
    name       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (session_id, visitor)
);
