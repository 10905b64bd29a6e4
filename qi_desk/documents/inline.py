"""Paper made in this very process: for the command line and for tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qi_desk.documents import make, overlay, own_font, rendering
from qi_desk.services.papers import Paper, Picture


class InlinePapers:
    """Makes and renders here and now."""

    def make(self, kind: str, view: Any) -> Paper:
        """The paper of `kind` for its view. Raises PaperError."""
        return make.make(kind, view)

    def own_fonts(self) -> tuple[str, ...]:
        """Files of a 仿宋 on this machine that papers can be set in."""
        return own_font.found()

    def page_count(self, pdf: bytes) -> int:
        """How many pages. Raises PaperError."""
        return rendering.page_count(pdf)

    def render(self, pdf: bytes, page: int, dpi: float) -> Picture:
        """One page as a picture. Raises PaperError."""
        return rendering.render(pdf, page, dpi)

    def finish(self, pdf: bytes, x: float, y: float, note: str) -> Paper:
        """The paper moved by `x` and `y` mm with `note` laid over every page. Raises PaperError."""
        return overlay.finish(pdf, x, y, note)

    def join(self, pdfs: Sequence[bytes]) -> Paper:
        """All pages in one PDF. Raises PaperError."""
        return overlay.join(pdfs)
