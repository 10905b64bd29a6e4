"""Settings of this PC alone, in a small readable file that is needed before anyone has signed in."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from qi_desk.domain.errors import Invalid
from qi_desk.settings.declared import DESK_SETTINGS


class DeskFile:
    """The desk-scoped settings in `path`. A missing or broken file means defaults; writing replaces it whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values = self._load()

    def _load(self) -> dict[str, Any]:
        with suppress(OSError, ValueError):
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
        """Write one value. Raises Invalid if it does not fit, KeyError if it is no desk setting."""
        DESK_SETTINGS[key].check(value)
        self._values[key] = value
        temporary = self._path.with_suffix(".new")
        temporary.write_text(json.dumps(self._values, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(temporary, self._path)
