"""Candidates: what several people say and no theme covers, and what a person decides about it."""

from facilitation.candidates.deciding import (
    Decision as Decision,
    Found as Found,
    bring_back as bring_back,
    look as look,
    mute as mute,
    promote as promote,
)
from facilitation.candidates.finding import (
    Candidate as Candidate,
    Merge as Merge,
    find_candidates as find_candidates,
    propose_merges as propose_merges,
)
