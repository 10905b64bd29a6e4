"""The machine's own 仿宋, which no free licence lets us ship: found among its fonts, used if it will do."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qi_desk.domain.errors import PaperError

_FORBIDS, _PARTS_ONLY = 0x0002, 0x0300
_SAMPLE = "国务院办公厅关于印发质量基础设施服务工作站会议纪要的通知，。；：“”（）—0123456789"
_TRUETYPE = (b"\x00\x01\x00\x00", b"true")
_NAMES = ("simfang", "fangsong", "fzfs", "stfang", "仿宋")
"""How files of a 仿宋 are called: Windows, Kylin and UOS, 方正, 华文."""


def check(file: str) -> None:
    """Raise PaperError unless papers can be set in this file: "font.missing", "font.no_truetype" (a collection, or
    outlines that can't be embedded), "font.not_embeddable" by its own licence bits, "font.lacks" ordinary
    characters."""
    from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

    path = Path(file)
    try:
        with path.open("rb") as opened:
            begins = opened.read(4)
    except OSError as error:
        raise PaperError("font.missing", file=path.name) from error
    if begins not in _TRUETYPE:
        raise PaperError("font.no_truetype", file=path.name)
    try:
        face: Any = TTFontFace(file)
    except (TTFError, OSError, ValueError, KeyError, IndexError) as error:
        raise PaperError("font.no_truetype", file=path.name) from error
    if "glyf" not in face.table:
        raise PaperError("font.no_truetype", file=path.name)
    if not _embeddable(face):
        raise PaperError("font.not_embeddable", file=path.name)
    lacking = [character for character in _SAMPLE if ord(character) not in face.charToGlyph]
    if lacking:
        raise PaperError("font.lacks", file=path.name, characters="".join(lacking[:8]))


def _embeddable(face: Any) -> bool:
    """Whether its OS/2 table lets parts of it stand in files that are passed on; a font without one forbids nothing."""
    if "OS/2" not in face.table:
        return True
    (bits,) = struct.unpack_from(">H", face.get_table("OS/2"), 8)
    return bits & 0x000F != _FORBIDS and not bits & _PARTS_ONLY


def found(folders: tuple[Path, ...] | None = None) -> tuple[str, ...]:
    """Files of this machine that will do, by name."""
    good = []
    for path in sorted(_named(_folders() if folders is None else folders), key=lambda path: path.name):
        try:
            check(str(path))
        except PaperError:
            continue
        good.append(str(path))
    return tuple(good)


def _named(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        for at, _, names in os.walk(folder):
            for name in names:
                if name.lower().endswith(".ttf") and any(part in name.lower() for part in _NAMES):
                    yield Path(at, name)


def _folders() -> tuple[Path, ...]:
    """Where this system keeps fonts."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        here = (Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts"),)
        return (*here, Path(local, "Microsoft", "Windows", "Fonts")) if local else here
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local" / "share" / "fonts")
