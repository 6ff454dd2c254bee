"""A codebook from a file: TOML, a table, or REFI-QDA. By content, never by the file's name."""

from facilitation.codebook import Codebook, read_codebook
from facilitation.intake import codebook_rows, qdc
from facilitation.intake.files import read_text
from facilitation.intake.workbooks import is_archive
from facilitation.model import Language


def read(data: bytes, file: str, base: Codebook, languages: tuple[Language, ...]) -> Codebook:
    """The codebook in a file; what its format cannot say is as in `base`, the one it is to take
    the place of. `languages` are the session's. Raises BadFile or PlanProblem."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return qdc.read(data, file, base, languages)
    if not is_archive(data) and b"[[theme]]" in data:
        return read_codebook(read_text(data, file), file)
    return codebook_rows.read(data, file, base, languages[0])
