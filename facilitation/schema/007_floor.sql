-- Who is heard while it happens: raised hands, turns, what was on screen, calls, tries that got lost.

-- Who asks for the floor now. A hand that is lowered, or given the floor, is gone.
CREATE TABLE hand (
    participant_id TEXT PRIMARY KEY REFERENCES participant (id),
    session_id     TEXT NOT NULL REFERENCES session (id),
    raised_at      TEXT NOT NULL
);
CREATE INDEX hand_session ON hand (session_id, raised_at);

-- Who was given the floor, as the kind of actor they were then; the newest has it.
CREATE TABLE turn (
    session_id     TEXT NOT NULL REFERENCES session (id),
    revision       BIGINT NOT NULL,
    participant_id TEXT NOT NULL REFERENCES participant (id),
    actor_id       TEXT,
    part_id        TEXT NOT NULL,
    given_at       TEXT NOT NULL,
    ended_at       TEXT,
    PRIMARY KEY (session_id, revision)
);
CREATE INDEX turn_participant ON turn (participant_id);

-- One row for each time a contribution was put before the room.
CREATE TABLE showing (
    session_id      TEXT NOT NULL REFERENCES session (id),
    revision        BIGINT NOT NULL,
    contribution_id TEXT NOT NULL REFERENCES contribution (id),
    shown_at        TEXT NOT NULL,
    PRIMARY KEY (session_id, revision)
);
CREATE INDEX showing_contribution ON showing (contribution_id);

-- A call to one kind of actor on one part: "your view is missing".
CREATE TABLE nudge (
    session_id TEXT NOT NULL REFERENCES session (id),
    part_id    TEXT NOT NULL,
    actor_id   TEXT NOT NULL,
    sent_at    TEXT NOT NULL,
    PRIMARY KEY (session_id, part_id, actor_id)
);

-- What a phone tells when it is back: how often it tried in vain to send an answer.
CREATE TABLE lost_tries (
    session_id     TEXT NOT NULL REFERENCES session (id),
    participant_id TEXT NOT NULL REFERENCES participant (id),
    tries          BIGINT NOT NULL,
    told_at        TEXT NOT NULL
);
CREATE INDEX lost_tries_session ON lost_tries (session_id, told_at);
CREATE INDEX lost_tries_participant ON lost_tries (participant_id);
