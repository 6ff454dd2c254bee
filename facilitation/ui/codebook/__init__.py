"""The codebook on the screens: read where people code, and changed by the organiser."""

from facilitation.ui.codebook.editor import show_codebook
from facilitation.ui.codebook.guide import show_guide

__all__ = ["show_codebook", "show_guide"]
