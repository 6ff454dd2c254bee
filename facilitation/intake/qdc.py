"""A codebook from REFI-QDA (.qdc), as NVivo, ATLAS.ti, MAXQDA, QualCoder and Ronda write it.

QDA-XML 1.0 of 18 March 2019 (qdasoftware.org). A tree of codes becomes a flat list: what can be
coded with, in the order of the file. Such a file knows one name and one description for each code.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from facilitation import texts
from facilitation.codebook import ID, Codebook, Theme, read_codebook
from facilitation.codebook.editing import new_id
from facilitation.codebook.writing import write_codebook
from facilitation.intake.findings import BadFile
from facilitation.model import Axis, Language, Wording
from facilitation.phrases import INTERFACE_LANGUAGES, in_language

NAMESPACE = "{urn:QDA-XML:codebook:1.0}"
MOST = 500  # codes; a session is coded with a few dozen
DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Found:
    """A code of the file."""

    axis: Axis
    name: str
    description: str


def read(data: bytes, file: str, base: Codebook, languages: tuple[Language, ...]) -> Codebook:
    """The codes of a file as a codebook. A code that `base` has (by the id that Ronda writes, or
    by its name) keeps what `base` says of it, under the name of the file. Raises BadFile."""
    found = list(_found(_parsed(data, file), file))
    if not any(code.axis is Axis.THEME for code in found):
        raise BadFile("intake.codebook.no_theme", file, 1)
    language = _language(found, base, languages)
    book = replace(base, themes=(), points=())
    for code in found:
        theme = _theme(code, base, book, language)
        if code.axis is Axis.THEME:
            book = replace(book, themes=(*book.themes, theme))
        else:
            book = replace(book, points=(*book.points, theme))
    return read_codebook(write_codebook(_linked(book)), file)


def _linked(book: Codebook) -> Codebook:
    """What was replaced names only what the file has, too."""

    def linked(axis: Axis) -> tuple[Theme, ...]:
        there = {theme.id for theme in book.every(axis)}
        return tuple(
            replace(theme, replaced_by=tuple(one for one in theme.replaced_by if one in there))
            for theme in book.every(axis)
        )

    return replace(book, themes=linked(Axis.THEME), points=linked(Axis.POINT))


def _parsed(data: bytes, file: str) -> Element:
    parser = XMLParser(target=_NoDoctype(file))
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as problem:
        line = getattr(problem, "position", (1, 0))[0]
        raise BadFile("intake.codebook.xml", file, line) from None
    if root.tag != f"{NAMESPACE}CodeBook":
        raise BadFile("intake.codebook.qdc", file, 1)
    return root


class _NoDoctype(TreeBuilder):
    """A document type could name entities that grow without end; no codebook has one."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise BadFile("intake.codebook.qdc", self._file, 1)


def _found(root: Element, file: str) -> Iterator[Found]:
    """What can be coded with, and on which axis: below a code called "Points" in any language of
    ours, the second one."""
    ahead: list[tuple[Element, Axis, int]] = [
        (one, Axis.THEME, 0) for one in reversed(root.findall(f"{NAMESPACE}Codes/{NAMESPACE}Code"))
    ]
    points = {in_language(one).say("file.axis.point") for one in INTERFACE_LANGUAGES}
    given = 0
    while ahead:
        element, axis, depth = ahead.pop()
        name = texts.cleaned_line(element.get("name", ""))
        is_codable = element.get("isCodable", "true") in ("true", "1")
        if is_codable and name:
            given += 1
            told = texts.cleaned(element.findtext(f"{NAMESPACE}Description", ""))
            yield Found(axis, texts.cut(name, 80), told)
        elif name in points:
            axis = Axis.POINT
        if given > MOST or depth > DEEPEST:
            raise BadFile("intake.codebook.too_many", file, 1, n=MOST)
        below = reversed(element.findall(f"{NAMESPACE}Code"))
        ahead += [(one, axis, depth + 1) for one in below]


def _language(found: Iterable[Found], base: Codebook, languages: tuple[Language, ...]) -> Language:
    """The language whose labels the file uses most; the session's first where it uses none."""
    spoken = Counter(dict.fromkeys(languages, 0))
    labels = {
        (language, label)
        for axis in Axis
        for theme in base.every(axis)
        for language, label in theme.label.texts.items()
    }
    for code in found:
        spoken.update(one for one in languages if (one, code.name) in labels)
    return spoken.most_common(1)[0][0]


def _theme(code: Found, base: Codebook, book: Codebook, language: Language) -> Theme:
    id_, _, rest = code.description.partition("\n")
    is_ours = bool(ID.fullmatch(id_))  # Ronda writes the id first, then a line for each language
    known = base.theme(code.axis, id_) if is_ours else _called(code, base)
    if known and not book.theme(code.axis, known.id):
        label = Wording({**known.label.texts, language: code.name})
        return replace(known, label=label)
    told = rest if is_ours else code.description
    is_free = is_ours and not book.theme(code.axis, id_)
    return Theme(
        id=id_ if is_free else new_id(book, code.axis, code.name),
        axis=code.axis,
        label=Wording({language: code.name}),
        short=Wording(),
        full=Wording({language: told} if told else {}),
        counterexample=Wording(),
    )


def _called(code: Found, base: Codebook) -> Theme | None:
    return next(
        (one for one in base.every(code.axis) if code.name in one.label.texts.values()), None
    )
