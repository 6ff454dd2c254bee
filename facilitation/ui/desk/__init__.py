"""The rapporteur's desk: what needs a person, the record, the conclusions and their signatures."""
