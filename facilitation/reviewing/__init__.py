"""What rapporteurs do with the record: find in it, see to what waits for a person, act on many.

finding.py   search and filters over the whole record
waiting.py   what needs a person, the most harmful first
many.py      one act on many contributions, and its way back
history.py   what happened to one contribution
"""
