"""How far this desk has come with updates, kept in several places, so that putting one of them back lowers nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from qi_desk.domain.errors import UNREADABLE, StoreError
from qi_desk.domain.updates import Remembered, further
from qi_desk.durable_files import file_errors, lasting_folder, write_atomic

FILE = "updates.json"


class UpdateMarks:
    """The furthest list ever taken for good, in a small file in each of `places`; the furthest holds."""

    def __init__(self, places: Sequence[Path]) -> None:
        self._files = tuple(place / FILE for place in places)

    def known(self) -> Remembered:
        """The furthest of them; a file that is missing or unreadable tells nothing."""
        found = Remembered()
        for file in self._files:
            found = further(found, _read(file))
        return found

    def remember(self, reached: Remembered) -> None:
        """Keep it in every place that takes it, unless they already know of something further. Raises StoreError kinds
        where none takes it."""
        reached = further(reached, self.known())
        refused: StoreError | None = None
        taken = 0
        for file in self._files:
            try:
                if _read(file) != reached:
                    lasting_folder(file.parent)
                    write_atomic(file, _said(reached))
                taken += 1
            except StoreError as error:
                refused = error
        if refused is not None and not taken:
            raise refused


def _said(reached: Remembered) -> bytes:
    said = {"counter": reached.counter, "digest": reached.digest, "made_at": reached.made_at.isoformat()}
    return json.dumps(said).encode()


def _read(file: Path) -> Remembered:
    with suppress(OSError, StoreError, *UNREADABLE), file_errors():
        said = json.loads(file.read_bytes())
        made_at = datetime.fromisoformat(said["made_at"])
        if type(said["counter"]) is int and made_at.tzinfo is not None:
            return Remembered(said["counter"], str(said["digest"]), made_at)
    return Remembered()
