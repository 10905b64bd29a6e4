"""A chapter as the rich text Qt shows: colours from the theme's tokens, sizes from the desk's letters."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from qi_desk.gui import theme
from qi_desk.manual import blocks
from qi_desk.manual.blocks import Block
from qi_desk.manual.book import Chapter

PICTURES = "picture:"
"""Before the file of a picture; the window knows where it is."""

_SHORT = 16
"""Characters of a line that leave room for another beside it."""

_MANY = 10

Width = Callable[[str], int]

_SHEET = """
body {{ color: {text}; line-height: 150%; }}
.title {{ color: {text}; font-size: {title:.1f}pt; font-weight: 600; margin: 2px 0 8px 0; }}
.heading {{ color: {accent_strong}; font-size: {heading:.1f}pt; font-weight: 600; margin: 16px 0 6px 0; }}
table {{ margin: 6px 0 12px 0; }}
p {{ margin: 6px 0 6px 0; }}
li {{ margin: 4px 0 4px 0; }}
a {{ color: {accent}; }}
b {{ color: {text}; font-weight: 600; }}
.part, .caption {{ color: {muted}; }}
.key {{ color: {accent_strong}; background-color: {accent_soft}; font-weight: 600; }}
td, th {{ padding: 5px 9px 5px 9px; border: 1px solid {line}; }}
th {{ color: {muted}; background-color: {window}; font-weight: 600; text-align: left; }}
td.note {{ background-color: {accent_soft}; border: 1px solid {accent}; }}
td.caps {{ white-space: nowrap; }}
"""


def style_sheet(points: float) -> str:
    """The style sheet of a document in the theme in use, for letters of so many points."""
    return _SHEET.format(**theme.tokens(theme.current()), title=points * 1.55, heading=points * 1.2)


def html_of(chapter: Chapter, width_of: Width) -> str:
    """The chapter as rich text; `width_of` says how wide a picture may stand, in pixels."""
    body = "".join(_MAKERS[block.kind](block, width_of) for block in chapter.blocks)
    return f'<p class="part">{escape(chapter.part)}</p><p class="title">{escape(chapter.title)}</p>{body}'


def inline(text: str) -> str:
    """A line with its strong words, keys and links."""
    return "".join(_span(one) for one in blocks.spans(text))


def _span(span: blocks.Span) -> str:
    shown = escape(span.text)
    if span.kind == blocks.STRONG:
        return f"<b>{shown}</b>"
    if span.kind == blocks.KEY:
        return f'<span class="key">&nbsp;{shown.replace(" ", "&nbsp;")}&nbsp;</span>'
    if span.kind == blocks.LINK:
        return f'<a href="{escape(span.target)}">{shown}</a>'
    return shown


def _heading(block: Block, _width: Width) -> str:
    anchor = f'<a name="{block.anchor}"></a>' if block.anchor else ""
    return f'<p class="heading">{anchor}{inline(block.text)}</p>'


def _text(block: Block, _width: Width) -> str:
    return f"<p>{inline(block.text)}</p>"


def _steps(block: Block, _width: Width) -> str:
    return f"<ol>{''.join(f'<li>{inline(row[0])}</li>' for row in block.rows)}</ol>"


def _points(block: Block, _width: Width) -> str:
    return f"<ul>{''.join(f'<li>{inline(row[0])}</li>' for row in block.rows)}</ul>"


def _note(block: Block, _width: Width) -> str:
    return f'<table width="100%" cellspacing="0"><tr><td class="note">{inline(block.text)}</td></tr></table>'


def _table(block: Block, _width: Width) -> str:
    head, *rows = _paired(block.rows)
    titles = "".join(f"<th>{inline(cell)}</th>" for cell in head)
    lines = "".join(f"<tr>{''.join(_cell(place, cell) for place, cell in enumerate(row))}</tr>" for row in rows)
    top = f"<tr>{titles}</tr>" if any(head) else ""
    return f'<table cellspacing="0" style="border-collapse: collapse;">{top}{lines}</table>'


def _paired(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Short pairs side by side: a sheet of keys, or a long list of codes, is seen at one glance."""
    head, *lines = rows
    long = lines[0][0].startswith("「") or len(lines) > _MANY
    if len(head) != 2 or not long or any(len(line[1]) > _SHORT for line in lines):
        return rows
    half = (len(lines) + 1) // 2
    right = [*lines[half:], *[("", "")] * (2 * half - len(lines))]
    return (head + head, *(line + other for line, other in zip(lines[:half], right, strict=True)))


def _cell(place: int, cell: str) -> str:
    # Keys stay in one piece, and so does a short word that a line explains.
    whole = cell.startswith("「") or (not place and len(cell) <= _SHORT)
    return f'<td class="caps">{inline(cell)}</td>' if whole else f"<td>{inline(cell)}</td>"


def _picture(block: Block, width: Width) -> str:
    wide = width(block.file)
    shown = f'<img src="{PICTURES}{block.file}@{wide}" width="{wide}">' if wide else ""
    return f'<p>{shown}</p><p class="caption">{escape(block.text)}</p>'


def _made(_block: Block, _width: Width) -> str:
    return ""


_MAKERS: dict[str, Callable[[Block, Width], str]] = {
    blocks.HEADING: _heading,
    blocks.TEXT: _text,
    blocks.STEPS: _steps,
    blocks.POINTS: _points,
    blocks.NOTE: _note,
    blocks.TABLE: _table,
    blocks.PICTURE: _picture,
    blocks.MADE: _made,
}
