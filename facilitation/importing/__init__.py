"""From what `intake` read to the record: proposed, looked through by a person, stored, undone.

    drafts      what an import would store, and how a person changes it before
    proposals   a Reading of `intake` -> a Draft
    directory   which person of the session a file means
    moments     at which question something was said, by the run sheet
    likenesses  what was said through the link already
    storing     a Draft into the record in one transaction; an import undone as a whole
    presence     how many were there in each minute
    mailing     the personal links of who is registered, as a file to mail out

Nothing is stored before `storing.bring_in`, and the same file brought in twice stores nothing new.
"""
