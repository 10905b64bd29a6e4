"""Settings of this PC alone, in a small readable file that is needed before anyone has signed in."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from qi_desk.domain.errors import UNREADABLE, Invalid
from qi_desk.durable_files import write_atomic
from qi_desk.settings.declared import DESK_SETTINGS


class DeskFile:
    """The desk-scoped settings in `path`. A missing or broken file means defaults; writing replaces it whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values = self._load()

    def _load(self) -> dict[str, Any]:
        with suppress(OSError, *UNREADABLE):
            found = json.loads(self._path.read_text(encoding="utf-8"))
            if isinstance(found, dict):
                return found
        return {}

    def get(self, key: str) -> Any:
        """The value in force; a stored value that no longer fits its declaration counts as not there."""
        setting = DESK_SETTINGS[key]
        if key in self._values:
            with suppress(Invalid):
                setting.check(self._values[key])
                return self._values[key]
        return setting.default

    def set(self, key: str, value: Any) -> None:
        """Write one value; on the disk when this returns. Raises Invalid if it does not fit, KeyError if it is no desk
        setting; StoreFull, StoreReadOnly with the old value in force."""
        DESK_SETTINGS[key].check(value)
        values = {**self._values, key: value}
        write_atomic(self._path, json.dumps(values, ensure_ascii=False, indent=1).encode())
        self._values = values
