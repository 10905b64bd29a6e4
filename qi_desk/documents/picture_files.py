"""Pictures as paper takes them: on white, and with no more dots than a printer shows."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from qi_desk.domain.errors import PaperError

_DOTS_PER_POINT = 200 / 72
_MOST_DOTS = 40_000_000


def reader(data: bytes, wide: float = 0.0) -> ImageReader:
    """A PNG or JPEG to be drawn at most `wide` points wide (0: as it is). What is transparent becomes white. Raises
    PaperError("paper.picture") for what is no picture, or one larger than any camera's."""
    try:
        picture: Image.Image = Image.open(BytesIO(data))
        if picture.width * picture.height > _MOST_DOTS:
            raise PaperError("paper.picture")
        most = round(wide * _DOTS_PER_POINT) if wide else picture.width
        clear = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
        if picture.format == "JPEG" and picture.mode in ("L", "RGB") and picture.width <= most:
            return ImageReader(BytesIO(data))
        picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PaperError("paper.picture") from error
    if clear:
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture.convert("RGBA"))
    shown = picture if picture.mode in ("1", "L", "RGB") and not clear else picture.convert("RGB")
    if shown.width > most:
        shown = shown.convert("L" if shown.mode == "1" else shown.mode)
        shown = shown.resize((most, max(1, round(shown.height * most / shown.width))), Image.Resampling.LANCZOS)
    return ImageReader(shown)
