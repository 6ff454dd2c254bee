"""What moderators do while a session runs, beyond leading it: sift what comes in, keep it for
later, merge what says the same, change the run sheet on the fly, undo.

    sifting.py    which contributions the feed shows
    curating.py   keep for later, let in, merge, take apart
    likeness.py   which contributions likely say the same: suggested, a person decides
    run_sheet.py  the minutes left, spread anew; questions added, moved and reworded
    undoing.py    the trail of what was done, and its way back
"""
