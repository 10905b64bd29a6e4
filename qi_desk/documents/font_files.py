"""Font files as the paper process reads them: mapped, not loaded, and only the glyphs that are wanted copied.

reportlab reads a whole file into memory (75 MB for all of ours) and copies the table of all glyphs, some ten
megabytes, for each font of each document.
"""

from __future__ import annotations

import mmap
from typing import Any

from reportlab.pdfbase import ttfonts


class _Part:
    """A stretch of the file that is copied as far as somebody looks at it."""

    def __init__(self, data: mmap.mmap, start: int) -> None:
        self._data = data
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


class MappedFace(ttfonts.TTFontFace):  # type: ignore[misc]
    """A TrueType face over a mapped file."""

    _ttf_data: mmap.mmap

    def readFile(self, f: Any) -> None:
        """Map the file named `f`. Raises TTFError."""
        self.filename, file = ttfonts.TTFOpenFile(f)
        with file:
            self._ttf_data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._pos = 0

    def get_table(self, tag: str) -> Any:
        """The bytes of a table; of the glyphs a view of them."""
        start, length = self.get_table_pos(tag)
        return _Part(self._ttf_data, start) if tag == "glyf" else self._ttf_data[start : start + length]


class MappedFont(ttfonts.TTFont):  # type: ignore[misc]
    """A TrueType font over a mapped file."""

    def __init__(self, name: str, file: str) -> None:
        plain, ttfonts.TTFontFace = ttfonts.TTFontFace, MappedFace
        try:
            super().__init__(name, file)
        finally:
            ttfonts.TTFontFace = plain
