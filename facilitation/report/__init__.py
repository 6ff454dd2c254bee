"""The report of a round table, before any file format.

`gather` reads a session once and applies its confidentiality; `report` tells it in a language, or
in all of them, as the `blocks` that `exports/` lays out. A number in it is counted from the record,
a sentence of a conclusion is a rapporteur's: nothing is made up here.
"""

from facilitation.report.document import report
from facilitation.report.material import Material, gather

__all__ = ["Material", "gather", "report"]
