"""Ronda's capabilities. Read `model.py` for the nouns, then the capability you came for.

model, errors, phrases, settings     leaves: they import nothing of ours
engine -> store                      the only SQL
sessions, contributions, themes, ... one module per capability, on top of the store
exports/, intake/                    one file per format and per source
web/, ui/                            our own routes, and what the Streamlit pages share
"""
