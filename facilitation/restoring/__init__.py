"""A new session out of the file of another one's record: the same words, codings and conclusions.

For moving a session to another server, keeping it, or teaching with it. What the file does not hold
(whom the confidentiality hid, who coded, links and keys) is not made up: names stay hidden, links
are new. `reading` understands a file and `checking` refuses what cannot be, before `writing` makes
a session of it.
"""

from facilitation.restoring.reading import Record as Record, read as read
from facilitation.restoring.writing import restore as restore
