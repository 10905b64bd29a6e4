"""Writing a file where a person wants it: whole or not at all, and on the disk when it is said to be there."""

from __future__ import annotations

from pathlib import Path

from qi_desk.domain.errors import PaperError, StoreError
from qi_desk.durable_files import write_atomic

_FOR_ALL = 0o666
"""What the person's own settings allow others is theirs to say."""


class Writer:
    """Writes PDFs into a folder under a name, or to the one file somebody chose."""

    def __init__(self, folder: Path, name: str = "") -> None:
        self._folder = folder
        self._name = name

    def __call__(self, pdf: bytes, number: str) -> str:
        """Write it; answers where. Raises PaperError("paper.not_saved") with the `file`: no room, no such folder."""
        return save(self._folder / (self._name or f"{number or 'paper'}.pdf"), pdf)


def to_file(file: str) -> Writer:
    """The writer of one file a person chose."""
    path = Path(file)
    return Writer(path.parent, path.name)


def save(file: Path, data: bytes) -> str:
    """Write a file; answers where. Raises PaperError("paper.not_saved") with the `file`: no room, no such folder."""
    try:
        write_atomic(file, data, _FOR_ALL)
    except (OSError, StoreError) as error:
        raise PaperError("paper.not_saved", file=str(file)) from error
    return str(file)
