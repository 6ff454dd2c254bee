"""Candidates: what several people say and no theme covers, and what a person decides about it."""

from facilitation.candidates.deciding import Decision as Decision
from facilitation.candidates.deciding import Found as Found
from facilitation.candidates.deciding import bring_back as bring_back
from facilitation.candidates.deciding import look as look
from facilitation.candidates.deciding import mute as mute
from facilitation.candidates.deciding import promote as promote
from facilitation.candidates.finding import Candidate as Candidate
from facilitation.candidates.finding import Merge as Merge
from facilitation.candidates.finding import find_candidates as find_candidates
from facilitation.candidates.finding import propose_merges as propose_merges
