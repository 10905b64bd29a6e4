"""Opening hours as people type and read them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qi_desk.domain.errors import Invalid, Problem

USUAL = "08:30-12:00 14:00-17:30"

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–~\u81f3\u5230]\s*(\d{1,2}):(\d{2})")


def hours_of(text: str) -> Sequence[Sequence[Sequence[int]]]:
    """Opening spans such as "08:30-12:00 14:00-17:30" for Monday to Friday, in minutes. Raises Invalid."""
    spans = [[int(a) * 60 + int(b), int(c) * 60 + int(d)] for a, b, c, d in _SPAN.findall(text.replace("\uff1a", ":"))]
    edges = [edge for span in spans for edge in span]
    if not spans or edges != sorted(set(edges)) or edges[-1] > 24 * 60:
        raise Invalid([Problem("opening", "station.opening")])
    return [spans] * 5 + [[], []]


def text_of(hours: Sequence[Sequence[Sequence[int]]]) -> str:
    """The spans of the first open weekday, as `hours_of` reads them; empty where there are none."""
    spans = next((day for day in hours if day), ())
    return " ".join(f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in spans)
