-- "I share this": one for each person and contribution, and it can be taken back. No down-votes.
CREATE TABLE support (
    contribution_id TEXT NOT NULL REFERENCES contribution (id),
    participant_id  TEXT NOT NULL REFERENCES participant (id),
    at              TEXT NOT NULL,
    PRIMARY KEY (contribution_id, participant_id)
);
