"""Cloud transcripts in WebVTT: who said what from when to when, and the turns that cues make up.

Times are offsets from the start of the recording, as written. Zoom writes "Speaker: text"; other
tools mark voices: <v Speaker>text. Format: https://www.w3.org/TR/webvtt1/
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from facilitation.intake.files import read_text, split_lines
from facilitation.intake.findings import BadFile, Finding, Reading
from facilitation.intake.names import can_be_name, goes_on_as_name

_STAMP = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
_TIMING = re.compile(rf"[ \t]*(?P<start>{_STAMP})[ \t]+-->[ \t]+(?P<end>{_STAMP})(?:[ \t].*)?")
_ASIDE = re.compile(r"(NOTE|STYLE|REGION)([ \t].*)?")
_VOICE = re.compile(r"<v(?:\.[^ \t<>]{0,80})?[ \t]+(?P<name>[^<>]{1,200})>")
_TAG = re.compile(r"</?(?:v|c|i|b|u|ruby|rt|lang)(?:[.\s][^<>]*)?>|<(?:\d{2,}:)?\d\d:\d\d\.\d{3}>")
_SPEAKER = re.compile(r"(?P<name>[^\s:][^\n]{0,78}?[^\s:]|[^\s:]):(?:[ \t\u00a0]+|\n)(?=\S)")


@dataclass(frozen=True, slots=True)
class Cue:
    """What was said between two offsets, "00:01:02.500". `speaker` is None where none is named."""

    start: str
    end: str
    speaker: str | None
    text: str
    file: str
    line: int


def read_transcript(data: bytes, file: str) -> Reading[Cue]:
    """The cues of a transcript, in its order; the lines of one cue are kept. Raises BadFile.

    A cue without words is left out and said so; one at the very end means that the file was cut.
    """
    text = read_text(data, file)
    lines = split_lines(text, file)
    if not re.fullmatch(r"WEBVTT([ \t].*)?", lines[0]):
        raise BadFile("intake.no_webvtt", file, 1)
    cues = [cue for block in _blocks(lines) for cue in _cues(block, file)]
    if not cues:
        raise BadFile("intake.no_cues", file, 1)
    if not cues[-1].text:
        raise BadFile("intake.cut_transcript", file, cues[-1].line)
    silent = [Finding("intake.silent_cue", file, cue.line) for cue in cues if not cue.text]
    problems = [Finding("intake.maybe_cut", file, len(lines))] if not text.endswith("\n") else []
    return Reading(
        _with_speakers([cue for cue in cues if cue.text]), tuple(problems), tuple(silent)
    )


def turns(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """Consecutive cues of one speaker as one, from the first start to the last end.

    Cues without a speaker that follow each other are one turn too: nobody else came between.
    """
    joined: list[Cue] = []
    for cue in cues:
        last = joined[-1] if joined else None
        if last and last.speaker == cue.speaker and last.file == cue.file:
            joined[-1] = replace(last, end=cue.end, text=f"{last.text} {cue.text}")
        else:
            joined.append(cue)
    return tuple(joined)


def seconds(offset: str) -> float:
    """An offset as written, in seconds: "01:02.500" is 62.5."""
    total = 0.0
    for part in offset.split(":"):
        total = total * 60 + float(part)
    return total


def _blocks(lines: Sequence[str]) -> Iterator[list[tuple[int, str]]]:
    """The runs of lines between blank ones, numbered from 1, without the file's first block."""
    block: list[tuple[int, str]] = []
    is_head = True
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append((number, line))
            continue
        if block and not is_head:
            yield block
        elif block:
            # A cue right below WEBVTT, without the blank line that ought to be there.
            below = block[1:]
            yield from [below] if any("-->" in text for _, text in below) else []
            is_head = False
        block = []


def _cues(block: Sequence[tuple[int, str]], file: str) -> Iterator[Cue]:
    """The cue of a block, one for each voice in it; nothing for a note or a style."""
    number, first = block[0]
    if _ASIDE.fullmatch(first) and "-->" not in first:
        return
    place = next((place for place, (_, line) in enumerate(block[:2]) if "-->" in line), None)
    if place is None:
        raise BadFile("intake.no_timing", file, number)
    at, timing = block[place]
    found = _TIMING.fullmatch(timing)
    if found is None or seconds(found["end"]) < seconds(found["start"]):
        raise BadFile("intake.bad_timing", file, at)
    below = [line for _, line in block[place + 1 :]]
    astray = next((at for at, line in block[place + 1 :] if _TIMING.fullmatch(line)), None)
    if astray is not None:
        raise BadFile("intake.bad_timing", file, astray)
    for speaker, text in _voices("\n".join(below)):
        yield Cue(found["start"], found["end"], speaker, text, file, number)


def _voices(words: str) -> Iterator[tuple[str | None, str]]:
    """What each voice of a cue says; all of it, with None, where no voice is marked."""
    marks = list(_VOICE.finditer(words))
    before = _bare(words[: marks[0].start()] if marks else words)
    if before or not marks:
        yield None, before
    ends = [mark.start() for mark in marks[1:]] + [len(words)]
    for mark, end in zip(marks, ends, strict=False):
        yield " ".join(html.unescape(mark["name"]).split()) or None, _bare(words[mark.end() : end])


def _bare(words: str) -> str:
    lines = html.unescape(_TAG.sub("", words)).split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def _with_speakers(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """Cues with the name before their first colon as speaker, where that can be a name.

    What comes back as the start of several cues is a name, and so is whatever does not read like
    the beginning of a sentence. "Mesa 3: Ana: text" is by "Mesa 3: Ana" if she is who always
    follows.
    """
    found = [(_SPEAKER.match(cue.text) if cue.speaker is None else None) for cue in cues]
    names = Counter(match["name"] for match in found if match)
    longer = _longer_names(
        [cue.text for cue, match in zip(cues, found, strict=True) if match], names
    )
    named = []
    for cue, match in zip(cues, found, strict=True):
        if match is None or not (names[match["name"]] > 1 or can_be_name(match["name"])):
            named.append(cue)
            continue
        name = longer.get(match["name"], match["name"])
        named.append(replace(cue, speaker=name, text=cue.text[len(name) + 1 :].strip()))
    return tuple(named)


def _longer_names(texts: Sequence[str], names: Counter[str]) -> dict[str, str]:
    """Names with a colon in them: every cue of the first part goes on with the same second part."""
    longer: dict[str, str] = {}
    for name, count in names.items():
        if count < 2:
            continue
        rests = {
            match["name"] if (match := _SPEAKER.match(text, len(name) + 2)) else None
            for text in texts
            if text.startswith(f"{name}: ")
        }
        second = rests.pop() if len(rests) == 1 else None
        if second and goes_on_as_name(second):
            longer[name] = f"{name}: {second}"
    return longer
