"""What was said, who registered and who came, from the files that Zoom and organisers have.

One module per source; each turns the bytes of a file into frozen records, and nothing is stored
here:

    zoom_chat        saved chats of every shape              -> Entry
    chat_merging     several chats of one meeting            -> Entry, each message once
    chat_edits       two entries of two chats                -> whether they are one
    vtt              cloud transcripts                       -> Cue, and turns of one speaker
    registrations    who registered, as which kind of actor  -> Registration
    attendance       who was present, and when               -> Stay, Attendee
    spreadsheets     contributions from anywhere else        -> Written

    meetings         all files of one meeting                -> a Reading for each kind

They share `files` (bytes to lines and rows, within limits), `workbooks` (XLSX, opened with care),
`headers` (which column holds what), `moments` (dates), `findings` (what there is to say about a
file) and `recognition` (which source a file is from). The words by which chats, columns and actors
are recognised stand in `clients.toml`, `columns.toml` and `actors.toml`, by language. A file that
cannot be taken raises `findings.BadFile` with its line and what to do; nothing of it is read then.
"""
