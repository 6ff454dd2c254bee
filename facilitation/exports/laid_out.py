"""A report's blocks as plain values, which a template of any kind can read."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from facilitation.exports.plain import printable
from facilitation.model import Words
from facilitation.report.blocks import (
    Block,
    Conclusive,
    Cover,
    Facts,
    Figure,
    Heading,
    KeyNumbers,
    Listing,
    Paragraph,
    Quote,
    Report,
    Table,
)
from facilitation.texts import cut

SHORT = 90  # characters of the title above each page
LINE, LINES = 75, 45  # characters of a line, lines that surely fit a page
CITED = 150  # numbers beside a conclusion that surely fit a page
Plain = dict[str, Any]
_NAMES: Mapping[type, str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Facts: "facts",
    Listing: "listing",
    KeyNumbers: "numbers",
    Conclusive: "conclusive",
    Table: "table",
    Figure: "figure",
}


def plain(report: Report, shown: Callable[[str], str] = printable) -> Plain:
    """All of a report; each text goes through `shown` on its way."""
    chapters = [
        {
            "language": chapter.language,
            "numbered": chapter.numbered,
            "follows": chapter.follows,
            "blocks": [_block(block) for block in chapter.blocks],
        }
        for chapter in report.chapters
    ]
    entries = [
        block.number
        for chapter in report.chapters
        for block in chapter.blocks
        if isinstance(block, Quote) and block.is_entry
    ]
    told = {
        "title": f"{report.cover.reference} {report.cover.titles[0].text}".strip(),
        "short": _short(report.cover.titles[0].text),
        "reference": report.cover.reference,
        "authors": [line.text for line in report.cover.lines[:1]],
        "language": report.language,
        "contents": report.contents,
        "page": report.page,
        "cover": _cover(report.cover),
        "chapters": chapters,
        "entries": entries,
    }
    return dict(_through(told, shown))


def _short(title: str) -> str:
    """A title for one line, cut between words."""
    short = cut(title, SHORT)
    return short if short == title else short.rpartition(" ")[0].rstrip(" ,;:") + "…"


def _through(told: Any, shown: Callable[[str], str]) -> Any:
    if isinstance(told, str):
        return shown(told)
    if isinstance(told, dict):
        return {key: _through(value, shown) for key, value in told.items()}
    if isinstance(told, list | tuple | frozenset):
        return [_through(value, shown) for value in told]
    return told


def _words(words: Words) -> Plain:
    return {"text": words.text, "lang": words.language}


def _cover(cover: Cover) -> Plain:
    return {
        "kinds": [_words(one) for one in cover.kinds],
        "titles": [_words(one) for one in cover.titles],
        "lines": [_words(one) for one in cover.lines],
        "state": [_block(one) for one in cover.state],
        "numbers": _block(cover.numbers),
    }


def _block(block: Block) -> Plain:
    if isinstance(block, Quote):
        return _quote(block)
    told: Plain = {"block": _NAMES[type(block)]}
    match block:
        case Heading() | Paragraph():
            told |= asdict(block) | {"words": _words(block.words)}
        case Listing():
            told["entries"] = [_words(one) for one in block.entries]
        case Facts():
            told["rows"] = [{"label": label, "words": _words(one)} for label, one in block.rows]
        case KeyNumbers():
            told["rows"] = [{"value": value, "label": label} for value, label in block.rows]
        case Conclusive():
            told |= asdict(block) | {"words": _words(block.words)}
            told["fits"] = _lines(block.words.text) < LINES and len(block.evidence) < CITED
        case Table():
            told |= asdict(block) | {"rows": [[_words(one) for one in row] for row in block.rows]}
        case Figure():
            table = None if block.table is None else _block(block.table)
            told |= asdict(block) | {"table": table}
    return told


def _quote(quote: Quote) -> Plain:
    texts = [one.words.text for one in quote.translations]
    return {
        "block": "entry" if quote.is_entry else "quote",
        "number": quote.number,
        "original": _words(quote.original),
        "translations": [
            {"words": _words(one.words), "mark": one.mark} for one in quote.translations
        ],
        "author": quote.author,
        "about": quote.about,
        "fits": sum(map(_lines, (quote.original.text, *texts))) < LINES,
    }


def _lines(text: str) -> int:
    """About how many lines a text takes, blank ones between paragraphs included. Signs of East
    Asian scripts and emoji are as wide as two letters."""
    wide = sum(sign >= "\u2e80" for sign in text)
    return sum(1 + len(line) // LINE for line in text.split("\n")) + wide // LINE
