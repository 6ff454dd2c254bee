"""The codebook: the themes a session is coded with, their definitions and their words."""

from facilitation.codebook.reading import (
    CUES,
    ID,
    LANGUAGE,
    LISTS,
    TABLES,
    TEXTS,
    Codebook,
    Cues,
    Theme,
    load_codebook,
    read_codebook,
    split_cues,
)

__all__ = [
    "CUES",
    "ID",
    "LANGUAGE",
    "LISTS",
    "TABLES",
    "TEXTS",
    "Codebook",
    "Cues",
    "Theme",
    "load_codebook",
    "read_codebook",
    "split_cues",
]
