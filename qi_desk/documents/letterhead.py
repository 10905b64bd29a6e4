"""The station's own mark and second line at the head of a paper."""

from __future__ import annotations

import struct

from qi_desk.documents import fonts
from qi_desk.documents.layout import Sheet
from qi_desk.services.papers import StationHead

GAP = 6.0
_WIDEST = 3.0
"""A mark is at most so many times as wide as high."""

_SIZE_AT = slice(16, 24)


def mark_width(png: bytes, high: float) -> float:
    """How wide a mark is when it is `high` points high; 0 without one."""
    if not png:
        return 0.0
    across, down = struct.unpack(">II", png[_SIZE_AT])
    return float(min(across / max(down, 1), _WIDEST) * high)


def draw_name(
    sheet: Sheet, station: StationHead, middle: float, y: float, room: float, sizes: tuple[float, ...]
) -> None:
    """The station's name around `middle` on the line `y`, the mark before it, the second line below, as large as
    `room` lets them be."""
    if sheet.values_only:
        return
    high = sizes[0] * 1.9
    wide = mark_width(station.mark, high)
    left = wide + GAP if wide else 0.0
    size = _fitting(sheet, station.name, fonts.SERIF_BOLD, sizes, room - left)
    drawn = fonts.width(station.name, fonts.SERIF_BOLD, size, sheet.missing)
    if station.mark:
        sheet.picture(middle - (drawn + left) / 2, y - high * 0.32, wide, high, station.mark)
    up = 5.0 if station.second else 0.0
    sheet.fixed(middle + left / 2, y + up, station.name, fonts.SERIF_BOLD, size, align="center")
    if station.second:
        small = _fitting(sheet, station.second, fonts.SANS, (8.0, 7.0, 6.0), room)
        sheet.fixed(middle + left / 2, y - 6, station.second, fonts.SANS, small, align="center")


def title_size(sheet: Sheet, title: str, room: float, spread: float) -> float:
    """A paper's title as large as it fits."""
    sizes = (18.0, 16.0, 14.0, 12.0, 10.0)
    return next(
        (one for one in sizes if fonts.width(title, fonts.SANS_BOLD, one, sheet.missing) + spread * len(title) <= room),
        sizes[-1],
    )


def _fitting(sheet: Sheet, text: str, font: str, sizes: tuple[float, ...], room: float) -> float:
    return next((one for one in sizes if fonts.width(text, font, one, sheet.missing) <= room), sizes[-1])
