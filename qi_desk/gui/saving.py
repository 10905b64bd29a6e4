"""Writing a PDF where a person wants it: whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from qi_desk.domain.errors import PaperError


class Writer:
    """Writes PDFs into a folder under a name, or to the one file somebody chose."""

    def __init__(self, folder: Path, name: str = "") -> None:
        self._folder = folder
        self._name = name

    def __call__(self, pdf: bytes, number: str) -> str:
        """Write it; answers where. Raises PaperError("paper.not_saved") with the `file`: no room, no such folder."""
        file = self._folder / (self._name or f"{number or 'paper'}.pdf")
        temporary = file.with_name(f".{file.name}.new")
        try:
            temporary.write_bytes(pdf)
            os.replace(temporary, file)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink()
            raise PaperError("paper.not_saved", file=str(file)) from error
        return str(file)


def to_file(file: str) -> Writer:
    """The writer of one file a person chose."""
    path = Path(file)
    return Writer(path.parent, path.name)
