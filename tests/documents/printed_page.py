"""A printed page as dots, measured in millimetres."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2
from PIL import ImageChops

DPI = 100


def mm(dots: float) -> float:
    return dots / DPI * 25.4


class Page:
    """A printed page as dots: which are dark, which are red."""

    def __init__(self, pdf: bytes, number: int) -> None:
        document = pypdfium2.PdfDocument(pdf)
        try:
            picture = document[number].render(scale=DPI / 72).to_pil().convert("RGB")
        finally:
            document.close()
        self.wide, self.high = picture.size
        red, green, _ = picture.split()
        self.dark = green.point([255 if dot < 150 else 0 for dot in range(256)])
        self.red = ImageChops.multiply(
            red.point([255 if dot > 150 else 0 for dot in range(256)]),
            green.point([255 if dot < 110 else 0 for dot in range(256)]),
        )

    def rows(self, first: float = 0.0, last: float = 297.0) -> list[int]:
        """Rows with ink between two heights in mm."""
        inside = [y for y in range(self.high) if first <= mm(y) <= last]
        return [y for y in inside if self.dark.crop((0, y, self.wide, y + 1)).getbbox()]

    def columns(self, rows: Sequence[int]) -> tuple[int, int]:
        """The first and last column with ink between the first and the last of the rows."""
        box = self.dark.crop((0, rows[0], self.wide, rows[-1] + 1)).getbbox()
        assert box is not None
        return box[0], box[2] - 1

    def bands(self, first: float, last: float) -> list[tuple[int, int]]:
        """Lines of text: stretches of rows with ink, a line's small gaps closed."""
        bands: list[list[int]] = []
        for y in self.rows(first, last):
            if bands and y - bands[-1][1] <= 6:
                bands[-1][1] = y
            else:
                bands.append([y, y])
        return [(low, high) for low, high in bands if high - low > 8]
