"""The text of a chapter: a small part of Markdown, so that a window, a paper and a search read it the same way.

A line `# ` titles the chapter, `## ` a section (with `{#name}` behind it, links lead there), `1. ` a step, `- ` a
point, `> ` a note, `| a | b |` a table whose first row is its head, `![words](name.png)` a picture,
`{{name}}` a block that the program makes. Inside a line: `**strong**`, `[words](chapter#section)`, 「a key」.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

HEADING, TEXT, STEPS, POINTS, NOTE, TABLE, PICTURE, MADE = (
    "heading",
    "text",
    "steps",
    "points",
    "note",
    "table",
    "picture",
    "made",
)

PLAIN, STRONG, KEY, LINK = "plain", "strong", "key", "link"

_INLINE = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|「(?P<key>[^」]+)」|\[(?P<link>[^\]]+)\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"##\s+(?P<text>.*?)(?:\s*\{#(?P<anchor>[a-z0-9._-]+)\})?$")
_PICTURE = re.compile(r"!\[(?P<text>[^\]]*)\]\((?P<file>[a-z0-9-]+\.png)\)$")
_MADE = re.compile(r"\{\{(?P<name>[a-z_:]+)\}\}$")
_STEP = re.compile(r"\d+\.\s+")
_RULE = re.compile(r"\|[\s|:-]+\|$")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a chapter. `rows` are the lines of steps and points (one cell each) or of a table, its head first;
    `anchor` names a heading; `text` is a heading's, a paragraph's, a note's words, a picture's caption or the name of
    what the program makes; `file` the picture."""

    kind: str
    text: str = ""
    anchor: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line: `target` is where a link leads."""

    kind: str
    text: str
    target: str = ""


def spans(text: str) -> Iterator[Span]:
    """The pieces of a line."""
    place = 0
    for found in _INLINE.finditer(text):
        if found.start() > place:
            yield Span(PLAIN, text[place : found.start()])
        kind = found.lastgroup if found.lastgroup != "target" else LINK
        yield Span(str(kind), found[str(kind)], found["target"] or "")
        place = found.end()
    if place < len(text):
        yield Span(PLAIN, text[place:])


def bare(text: str) -> str:
    """The words of a line without their marks; keys keep their brackets."""
    return "".join(f"「{one.text}」" if one.kind == KEY else one.text for one in spans(text))


def parse(text: str) -> tuple[str, tuple[Block, ...]]:
    """The title of a chapter and its blocks. Raises ValueError for a text without a title or a line that is cut off."""
    lines = text.strip().split("\n")
    if not lines[0].startswith("# "):
        raise ValueError("a chapter begins with its title")
    blocks: list[Block] = []
    for kind, group in groupby((line.strip() for line in lines[1:]), key=_kind):
        if kind:
            blocks += _MAKERS[kind](list(group))
    return lines[0][2:].strip(), tuple(blocks)


def _kind(line: str) -> str:
    if not line:
        return ""
    starts = (("##", HEADING), ("> ", NOTE), ("- ", POINTS), ("|", TABLE), ("![", PICTURE), ("{{", MADE))
    found = next((kind for start, kind in starts if line.startswith(start)), "")
    return found or (STEPS if _STEP.match(line) else TEXT)


def _headings(lines: list[str]) -> list[Block]:
    found = [_matched(_HEADING, line) for line in lines]
    return [Block(HEADING, one["text"], one["anchor"] or "") for one in found]


def _pictures(lines: list[str]) -> list[Block]:
    found = [_matched(_PICTURE, line) for line in lines]
    return [Block(PICTURE, one["text"], file=one["file"]) for one in found]


def _made(lines: list[str]) -> list[Block]:
    return [Block(MADE, _matched(_MADE, line)["name"]) for line in lines]


def _matched(pattern: re.Pattern[str], line: str) -> re.Match[str]:
    found = pattern.fullmatch(line)
    if found is None:
        raise ValueError(line)
    return found


def _texts(lines: list[str]) -> list[Block]:
    return [Block(TEXT, line) for line in lines]


def _notes(lines: list[str]) -> list[Block]:
    return [Block(NOTE, line[2:].strip()) for line in lines]


def _steps(lines: list[str]) -> list[Block]:
    return [Block(STEPS, rows=tuple((_STEP.sub("", line, count=1),) for line in lines))]


def _points(lines: list[str]) -> list[Block]:
    return [Block(POINTS, rows=tuple((line[2:].strip(),) for line in lines))]


def _tables(lines: list[str]) -> list[Block]:
    rows = tuple(
        tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if not _RULE.fullmatch(line)
    )
    if len({len(row) for row in rows}) != 1:
        raise ValueError(lines[0])
    return [Block(TABLE, rows=rows)]


_MAKERS: dict[str, Callable[[list[str]], list[Block]]] = {
    HEADING: _headings,
    TEXT: _texts,
    STEPS: _steps,
    POINTS: _points,
    NOTE: _notes,
    TABLE: _tables,
    PICTURE: _pictures,
    MADE: _made,
}
