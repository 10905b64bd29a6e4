"""The settings in force: this PC's from its file, the station's from its records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.settings.declared import DESK_SETTINGS, station_settings
from qi_desk.settings.desk_file import DeskFile


class SettingsInForce:
    """What `Settings.get` answers from. `adopt` takes the station's values whenever they were read or changed."""

    def __init__(self, desk: DeskFile) -> None:
        self._desk = desk
        self._station: dict[str, Any] = {}

    def adopt(self, values: Mapping[str, Any]) -> None:
        """Use these values of the station; keys nobody declared any more are left out."""
        self._station = {key: value for key, value in values.items() if key in station_settings()}

    def get(self, key: str) -> Any:
        """The value in force. Raises KeyError for an undeclared key."""
        if key in DESK_SETTINGS:
            return self._desk.get(key)
        return self._station.get(key, station_settings()[key].default)

    def set(self, key: str, value: Any) -> None:
        """Write a value of this desk. Raises Invalid, KeyError for a setting of the station."""
        self._desk.set(key, value)
