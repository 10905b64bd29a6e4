"""Fonts on paper: registered when a document needs them, a fallback for every character, nothing printed blank."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics

from qi_desk import paths
from qi_desk.documents import own_font, tounicode
from qi_desk.documents.font_files import MappedFont
from qi_desk.domain.errors import PaperError

SANS, SANS_BOLD, SERIF, SERIF_BOLD, KAI, FANG, RARE = (
    "NotoSansSC",
    "NotoSansSC-Bold",
    "NotoSerifSC",
    "NotoSerifSC-Bold",
    "LXGWWenKai",
    "FangSong",
    "HanaMinB",
)

FILES = {
    SANS: "NotoSansSC-Regular.ttf",
    SANS_BOLD: "NotoSansSC-Bold.ttf",
    SERIF: "NotoSerifSC-Regular.ttf",
    SERIF_BOLD: "NotoSerifSC-Bold.ttf",
    KAI: "LXGWWenKai-Regular.ttf",
    RARE: "HanaMinB.ttf",
}
_CHAINS = {
    SANS: (SANS, RARE),
    SANS_BOLD: (SANS_BOLD, SANS, RARE),
    SERIF: (SERIF, SANS, RARE),
    SERIF_BOLD: (SERIF_BOLD, SANS_BOLD, RARE),
    KAI: (KAI, SERIF, SANS, RARE),
    FANG: (FANG, SERIF, SANS, RARE),
}
GETA = "〓"
"""Stands for a character no font has: visible, never blank."""

_registered: set[str] = set()
_fang: list[str] = []
_asked: list[str] = []


def need(name: str) -> None:
    """Register a font the first time it is used."""
    if name in _registered:
        return
    tounicode.mend()
    if name != FANG and not is_there(name):
        raise PaperError("paper.font_missing", file=FILES[name])
    file = _fang[0] if name == FANG else str(paths.fonts() / FILES[name])
    pdfmetrics.registerFont(MappedFont(name, file))
    pdfmetrics.registerFontFamily(name, normal=name, bold=name, italic=name, boldItalic=name)
    _registered.add(name)


def fang_file() -> str:
    """The file of the machine's own 仿宋; empty where the desk names none."""
    return _fang[0] if _fang else ""


def use_fang(file: str) -> None:
    """Set texts of official papers in this file from now on; in Noto Serif for an empty name, or a file that will not
    do (any more)."""
    if file == (_asked[0] if _asked else ""):
        return
    _asked[:] = [file]
    _fang.clear()
    _registered.discard(FANG)
    _font_for.cache_clear()
    with suppress(PaperError):
        if file:
            own_font.check(file)
            _fang[:] = [file]


def _face(name: str) -> Any:
    need(name)
    return pdfmetrics.getFont(name).face


def is_there(name: str) -> bool:
    """Whether the font's file is installed."""
    if name == FANG:
        return bool(_fang)
    return name in _registered or (name in FILES and (paths.fonts() / FILES[name]).is_file())


def has(name: str, character: str) -> bool:
    """Whether the font is installed and draws this character."""
    return is_there(name) and ord(character) in _face(name).charToGlyph


@dataclass
class Missing:
    """Gathers the characters no font has while a document is made."""

    characters: dict[str, None] = field(default_factory=dict)

    def add(self, character: str) -> None:
        """One more character without a glyph."""
        self.characters[character] = None


def runs(text: str, font: str, missing: Missing) -> Iterator[tuple[str, str]]:
    """`text` as (font, piece) runs along the font's fallback chain."""
    composed = unicodedata.normalize("NFC", text)
    if composed and _face(font).charToGlyph.keys() >= set(map(ord, composed)):
        yield font, composed
        return
    current, piece = font, ""
    for character in composed:
        chosen = _font_for(character, font)
        if chosen is None:
            missing.add(character)
        if (chosen or font) != current and piece:
            yield current, piece
            piece = ""
        current = chosen or font
        piece += character if chosen else GETA
    if piece:
        yield current, piece


@cache
def _font_for(character: str, font: str) -> str | None:
    if character.isspace():
        return font
    return next((name for name in _CHAINS[font] if has(name, character)), None)


def advances(piece: str, name: str, size: float) -> list[float]:
    """How far each character of a run moves the pen, in points."""
    face = _face(name)
    known, usual, scale = face.charWidths.get, face.defaultWidth, 0.001 * size
    return [scale * known(ord(character), usual) for character in piece]


def width(text: str, font: str, size: float, missing: Missing) -> float:
    """How wide `text` is drawn, in points."""
    return float(sum(pdfmetrics.stringWidth(piece, name, size) for name, piece in runs(text, font, missing)))
