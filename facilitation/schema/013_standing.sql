-- Who is here and who was heard is counted at every redraw of the console. With all that is counted
-- in the index, no row of a long session is read for it.
CREATE INDEX participant_here ON participant (session_id, actor_id, joined_at, last_seen_at);
CREATE INDEX contribution_voices ON contribution
    (session_id, state, actor_id, part_id, participant_id);
