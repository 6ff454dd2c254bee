"""The report as DOCX, to be edited: real styles and headings, a table of contents, header rows.

Each run says its language, evidence and quotes link to the contribution they cite, and figures are
pictures with what they show in words.
"""

import io
from collections.abc import Iterable, Iterator
from itertools import chain, count, zip_longest

from docx import Document as new_document
from docx.document import Document
from docx.shared import Cm

from facilitation.exports.docx_marks import (
    NOTICE,
    QUIET,
    Element,
    bookmark,
    element,
    field,
    link,
    paragraph,
    run,
    table,
)
from facilitation.exports.docx_styles import set_styles
from facilitation.exports.pdf import picture
from facilitation.exports.plain import printable
from facilitation.model import Language, Words
from facilitation.report.blocks import (
    Block,
    Chapter,
    Conclusive,
    Facts,
    Figure,
    Heading,
    KeyNumbers,
    Listing,
    Paragraph,
    Quote,
    Report,
    Table,
    Tone,
)

STYLES = {Tone.BODY: "Normal", Tone.LEAD: "Lead", Tone.QUIET: "Small", Tone.NOTICE: "Notice"}
LISTED = 2  # levels of heading in the table of contents
PICTURE_WIDTH = Cm(16.4)
WHOLE = 24  # rows of a table that is kept on one page
POINTS, LETTER = 465, 0.58  # of a table across the page; how wide a bold letter is, of its size
HEAD, SMALLEST_HEAD = 8, 6  # points of the heads of a table


def write(report: Report) -> bytes:
    """A document that Word and LibreOffice open, and people go on writing."""
    document = new_document()
    set_styles(document, report.language)
    properties = document.core_properties
    properties.title = printable(f"{report.cover.reference} {report.cover.titles[0].text}")[:255]
    properties.author = printable("; ".join(line.text for line in report.cover.lines[:1]))[:255]
    properties.language, properties.comments = report.language, ""
    writing = _Writing(document, report)
    writing.cover()
    writing.contents()
    for chapter in report.chapters:
        for block in chapter.blocks:
            writing.put(block, chapter)
    writing.footer()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


class _Writing:
    """One document as it grows. Elements go before the section's own, one after the other."""

    def __init__(self, document: Document, report: Report) -> None:
        self._document, self._report = document, report
        self._end = document.element.body.sectPr
        self._ids = count(1)
        self._headings = count(1)
        blocks = [block for chapter in report.chapters for block in chapter.blocks]
        self._entries = {b.number for b in blocks if isinstance(b, Quote) and b.is_entry}

    def _add(self, *made: Element) -> None:
        for one in made:
            self._end.addprevious(one)

    def cover(self) -> None:
        cover, language = self._report.cover, self._report.language
        for kind in cover.kinds:
            self._add(paragraph("Small", run(kind.text, kind.language)))
        self._add(paragraph("Reference", run(cover.reference, language)))
        size = 15 if len(cover.titles) > 1 else 0  # in several languages: smaller
        for title in cover.titles:
            self._add(paragraph("Title", run(title.text, title.language, size=size)))
        for line in cover.lines:
            self._add(paragraph("Normal", run(line.text, line.language)))
        self._numbers(cover.numbers, language)
        for state in cover.state:
            self._add(paragraph(STYLES[state.tone], run(state.words.text, state.words.language)))

    def contents(self) -> None:
        """A field, filled with the headings so that it says something before Word updates it."""
        language = self._report.language
        heading = run(self._report.contents, language, size=20, colour="0B5F6E")
        start = paragraph("Normal", heading)
        start[0].append(element("w:pageBreakBefore"))
        self._add(start)
        lines = list(self._content_lines())
        begin, *shown, end = field(f'TOC \\o "1-{LISTED}" \\h \\z \\u')
        for place, (style, content) in enumerate(lines):
            opening = [begin, *shown] if place == 0 else []
            closing = [end] if place == len(lines) - 1 else []
            self._add(paragraph(style, *opening, content, *closing))

    def _content_lines(self) -> Iterator[tuple[str, Element]]:
        place = count(1)
        for chapter in self._report.chapters:
            for block in chapter.blocks:
                if isinstance(block, Heading):
                    name = f"_Toc{next(place):06}"
                    if block.level <= LISTED:
                        text = f"{block.number}  {block.words.text}".strip()
                        shown = run(text, block.words.language)
                        yield f"Contents{block.level}", link(name, shown)

    def put(self, block: Block, chapter: Chapter) -> None:
        language = chapter.language
        match block:
            case Heading():
                self._heading(block, follows=chapter.follows and block.level == 1)
            case Paragraph():
                for text in block.words.text.split("\n\n"):
                    if text.strip():
                        self._add(paragraph(STYLES[block.tone], run(text, block.words.language)))
            case Listing():
                self._listing(block)
            case Facts():
                self._facts(block, language)
            case KeyNumbers():
                self._numbers(block, language)
            case Conclusive():
                self._conclusive(block, chapter)
            case Quote():
                self._entry(block) if block.is_entry else self._quote(block, chapter)
            case Table():
                self._table(block, language)
            case Figure():
                self._figure(block, language)

    def _heading(self, block: Heading, *, follows: bool) -> None:
        start, end = bookmark(f"_Toc{next(self._headings):06}", next(self._ids))
        text = f"{block.number}  {block.words.text}".strip()
        shown = run(text, block.words.language)
        made = paragraph(f"Heading{block.level}", start, shown, end)
        if follows:
            made[0].append(element("w:pageBreakBefore", val=0))
            made[0].append(element("w:spacing", before=560))
        self._add(made)

    def _listing(self, block: Listing) -> None:
        """In two columns, the first one before the second."""
        half = -(-len(block.entries) // 2)
        columns = (block.entries[:half], block.entries[half:])
        rows = [
            [_cell(words or Words("", self._report.language), False) for words in row]
            for row in zip_longest(*columns)
        ]
        self._add(table(None, rows, (1, 1)), paragraph("Small"))

    def _facts(self, block: Facts, language: Language) -> None:
        rows = [
            (
                paragraph("Cell", run(label, language, colour=QUIET)),
                paragraph("Cell", run(words.text, words.language)),
            )
            for label, words in block.rows
        ]
        if rows:
            self._add(table(None, rows, (1, 3)), paragraph("Small"))

    def _numbers(self, block: KeyNumbers, language: Language) -> None:
        cells = [
            paragraph(
                "Cell",
                run(f"{value}\n", language, colour="0B5F6E", size=20),
                run(label, language, colour=QUIET),
            )
            for value, label in block.rows
        ]
        if cells:
            shares = [1] * len(cells)
            self._add(paragraph("Normal"), table(None, [cells], shares), paragraph("Small"))

    def _conclusive(self, block: Conclusive, chapter: Chapter) -> None:
        number = run(f"{block.number}. ", chapter.language, bold=True, colour="0B5F6E")
        said = run(block.words.text, block.words.language)
        self._add(paragraph("Conclusion", number, said, keeps_with_next=True))
        if block.marks:
            marks = run(" · ".join(block.marks), chapter.language, colour=NOTICE)
            self._add(paragraph("Evidence", marks, keeps_with_next=True))
        language = chapter.language
        basis = f"{block.basis}. {block.rests_on} " if block.evidence else block.basis
        cited = list(self._cited(block.evidence, language))
        self._add(paragraph("Evidence", run(basis, language), *cited))

    def _cited(self, numbers: Iterable[int], language: Language) -> Iterator[Element]:
        for place, number in enumerate(numbers):
            if place:
                yield run(", ", language)
            yield self._to_entry(number, str(number), language)

    def _to_entry(self, number: int, text: str, language: Language) -> Element:
        shown = run(text, language, colour="0B5F6E")
        return link(f"c{number}", shown) if number in self._entries else shown

    def _quote(self, block: Quote, chapter: Chapter) -> None:
        said = run(block.original.text, block.original.language)
        self._add(paragraph("Quotation", said, keeps_with_next=True))
        self._translations(block, chapter.language)
        cited = chapter.numbered.replace("{number}", str(block.number))
        number = self._to_entry(block.number, cited, chapter.language)
        self._add(paragraph("Attribution", number, run(f" · {block.author}", chapter.language)))

    def _entry(self, block: Quote) -> None:
        start, end = bookmark(f"c{block.number}", next(self._ids))
        number = run(f"{block.number}  ", self._report.language, bold=True, colour="0B5F6E")
        said = run(block.original.text, block.original.language)
        self._add(paragraph("Quotation", start, number, end, said, keeps_with_next=True))
        self._translations(block, self._report.language)
        told = f"{block.author} · {block.about}" if block.about else block.author
        self._add(paragraph("Attribution", run(told, self._report.language)))

    def _translations(self, block: Quote, language: Language) -> None:
        for one in block.translations:
            said = run(one.words.text, one.words.language)
            mark = run(f" ({one.mark})", language, italic=True)
            self._add(paragraph("Translation", said, mark, keeps_with_next=True))

    def _table(self, block: Table, language: Language) -> None:
        self._add(paragraph("Caption", run(block.caption, language), keeps_with_next=True))
        size = _head_size(block)
        header = [
            paragraph("Cell", run(text, language, bold=True, size=size)) for text in block.header
        ]
        rows = [
            [_cell(words, place in block.numeric) for place, words in enumerate(row)]
            for row in block.rows
        ]
        for place in block.numeric:
            _right(header[place])
        if len(rows) <= WHOLE:
            for cell in (*header, *chain.from_iterable(rows[:-1])):
                cell[0].insert(1, element("w:keepNext"))
        self._add(table(header, rows, block.shares), paragraph("Small"))

    def _figure(self, block: Figure, language: Language) -> None:
        self._add(paragraph("Caption", run(block.caption, language), keeps_with_next=True))
        holder = self._document.add_paragraph()
        shape = holder.add_run().add_picture(io.BytesIO(picture(block.svg)), width=PICTURE_WIDTH)
        shape._inline.docPr.set("descr", printable(block.alternative))
        if block.table:
            self._table(block.table, language)

    def footer(self) -> None:
        """The page and how many there are, worked out by Word."""
        language = self._report.language
        section = self._document.sections[0]
        section.different_first_page_header_footer = True
        holder = section.footer.paragraphs[0]._p
        before, _, rest = self._report.page.partition("{page}")
        between, _, after = rest.partition("{pages}")
        one = [run("1", language, colour=QUIET, size=8)]
        for text, code in ((before, "PAGE"), (between, "NUMPAGES")):
            holder.append(run(text, language, colour=QUIET, size=8))
            holder.extend(field(code, one))
            one = [run("1", language, colour=QUIET, size=8)]
        holder.append(run(after, language, colour=QUIET, size=8))


def _head_size(block: Table) -> float:
    """Of the heads of a table, in points: so that no word of a narrow column is broken."""
    widths = (POINTS * share / sum(block.shares) - 6 for share in block.shares)
    longest = (max(map(len, text.split()), default=1) for text in block.header)
    fits = min(width / (LETTER * n) for width, n in zip(widths, longest, strict=True))
    return max(SMALLEST_HEAD, min(HEAD, round(2 * fits) / 2))


def _cell(words: Words, is_number: bool) -> Element:
    made = paragraph("Cell", run(words.text, words.language))
    if is_number:
        _right(made)
    return made


def _right(cell: Element) -> None:
    cell[0].append(element("w:jc", val="right"))
