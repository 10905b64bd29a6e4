"""How a text taken down live is marked: headings, who speaks, when, what was decided, pictures. Plain text throughout,
so that it merges, compares and is searched as people read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """What a line is."""

    HEADING = "heading"
    SPEECH = "speech"
    DECISION = "decision"
    MATTER = "matter"
    TASK = "task"
    PICTURE = "picture"
    PLAIN = "plain"


HEADINGS = ("# ", "## ", "### ")
DECISION_WORD, MATTER_WORD, VERBATIM_WORD = "决定：", "遗留：", "（原话）"
PICTURE = re.compile(r"〔图:([0-9a-f]{8})〕")
_HEADING = re.compile(r"(#{1,3}) +(.*)")
_SPEECH = re.compile(r"(?:\[\d{2}:\d{2}\]\s*)?([^\s：:。，,；;（）#@]{1,20})(（原话）)?[：:]\s*(.*)")
_DECISION = re.compile(r"\s*决定[：:]\s*(.*)")
_MATTER = re.compile(r"\s*遗留[：:]\s*(.*)")
_TASK = re.compile(r"\s*(?:[-*·•]\s*)?[@＠]\s*[^\s@]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `text` is what it says without its mark; `level` of a heading 1 to 3; `who` spoke, `verbatim` in their
    own words; `picture` is the beginning of its file's digest."""

    mark: Mark
    text: str
    level: int = 0
    who: str = ""
    verbatim: bool = False
    picture: str = ""


def read_line(line: str) -> Line:
    """What one line is."""
    stripped = line.strip()
    if found := _HEADING.fullmatch(stripped):
        return Line(Mark.HEADING, found[2], level=len(found[1]))
    if found := PICTURE.fullmatch(stripped):
        return Line(Mark.PICTURE, "", picture=found[1])
    if found := _DECISION.fullmatch(stripped):
        return Line(Mark.DECISION, found[1])
    if found := _MATTER.fullmatch(stripped):
        return Line(Mark.MATTER, found[1])
    if _TASK.match(stripped):
        return Line(Mark.TASK, stripped)
    if found := _SPEECH.fullmatch(stripped):
        return Line(Mark.SPEECH, found[3], who=found[1], verbatim=bool(found[2]))
    return Line(Mark.PLAIN, stripped)


def read(text: str) -> Iterator[Line]:
    """The lines of a text that say something."""
    for line in text.split("\n"):
        if line.strip():
            yield read_line(line)


def said(text: str, mark: Mark) -> tuple[str, ...]:
    """What the lines of one kind say."""
    return tuple(line.text for line in read(text) if line.mark is mark and line.text)


def speakers(text: str) -> tuple[str, ...]:
    """Who speaks in a text, each once, in order."""
    return tuple(dict.fromkeys(line.who for line in read(text) if line.mark is Mark.SPEECH))


def picture_token(digest: str) -> str:
    """What stands in the text for a picture with this SHA-256 (hex)."""
    return f"〔图:{digest[:8]}〕"


def with_heading(line: str, level: int) -> str:
    """A line as a heading of `level`; one that is it already becomes plain again."""
    found = _HEADING.fullmatch(line)
    bare = found[2] if found else line
    same = found is not None and len(found[1]) == level
    return bare if same else f"{'#' * level} {bare}"
