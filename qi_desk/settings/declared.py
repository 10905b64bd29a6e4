"""Every setting: key, default, who may change it, where it lives and where its default comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from qi_desk.domain.errors import Invalid, Problem
from qi_desk.settings.paper_forms import PRINTERS


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `scope` is "station" (an operation, shared by all desks) or "desk" (this PC alone);
    `role` may change it; `origin` names where the default comes from; `choices` closes the values."""

    key: str
    default: Any
    scope: str
    role: str
    origin: str
    choices: tuple[Any, ...] = ()
    least: int | None = None
    most: int | None = None

    def check(self, value: Any) -> None:
        """Raise Invalid unless `value` fits: same type as the default, among the choices, within the bounds."""
        if not isinstance(value, type(self.default)):
            raise Invalid([Problem(self.key, "setting.type")])
        if self.choices and value not in self.choices:
            raise Invalid([Problem(self.key, "not_in_list", {"value": value})])
        if isinstance(value, int) and not isinstance(value, bool):
            low = self.least if self.least is not None else value
            high = self.most if self.most is not None else value
            if not low <= value <= high:
                raise Invalid([Problem(self.key, "setting.bounds", {"least": low, "most": high})])


def _station(key: str, default: Any, origin: str, **rest: Any) -> Setting:
    return Setting(key, default, "station", "manager", origin, **rest)


def _desk(key: str, default: Any, origin: str, role: str = "specialist", **rest: Any) -> Setting:
    return Setting(key, default, "desk", role, origin, **rest)


COMMON = "public.practice"
"""Origin code: what several open laboratories have in their public rules (C3)."""

OWN = "station.promise"
"""Origin code: the station's own promise, because no source sets a figure."""

DESK_SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        _desk("look.theme", "system", OWN, choices=("system", "light", "dark", "contrast")),
        _desk("look.text", "standard", OWN, choices=("standard", "large", "largest")),
        _desk(
            "paper.receipt",
            "receipt_a4",
            OWN,
            choices=("receipt_a4", "receipt_a5", "receipt_80mm"),
        ),
        *(_desk(key, "", OWN) for key in PRINTERS),
        _desk("print.outlets", {}, OWN),
        _desk("paper.body_font", "", OWN),
        _desk("printer.save_folder", "", OWN),
        _desk("backup.folder", "", OWN, role="manager"),
        _desk("backup.tested_at", "", OWN, role="manager"),
        _desk("queue.print_slip", False, OWN),
        _desk("update.download", "by_itself", OWN, role="manager", choices=("by_itself", "when_asked")),
        _desk("window.geometry", "", OWN),
        _desk("strip.shown", True, OWN),
        _desk("import.mappings", {}, OWN),
    )
}
"""Settings of one PC; known before the store is open, so nothing is read for them."""

_STATION_SETTINGS = (
    _station("queue.calls_before_missed", 3, OWN, least=1, most=10),
    _station("queue.wait_red_minutes", 20, OWN, least=1, most=240),
    _station("queue.misclick_seconds", 10, OWN, least=0, most=120),
    _station("radar.days", 90, OWN, least=7, most=365),
    _station("library.term_years", 3, "library.pools", least=1, most=10),
    _station("library.low_score", 60, OWN, least=0, most=100),
    _station("booking.grace", 30, COMMON, least=5, most=120),
    _station("booking.early", 15, COMMON, least=0, most=120),
    _station("booking.hold_hours", 2, OWN, least=1, most=24),
    _station("booking.notice_time_share", 1, COMMON, least=0, most=60),
    _station("booking.notice_sample", 5, COMMON, least=0, most=60),
    _station("booking.ahead", 60, OWN, least=1, most=366),
    _station("booking.cancel_hours", 24, COMMON, least=0, most=240),
    _station("booking.breaches", 3, COMMON, least=1, most=20),
    _station("booking.breach_days", 180, OWN, least=30, most=730),
    _station("booking.ban_days", 7, COMMON, least=1, most=365),
    _station("feedback.content_target", 90, OWN, least=0, most=100),
    _station("feedback.in_time_target", 95, OWN, least=0, most=100),
    _station("desk.lock_minutes", 5, "g3.lock", least=1, most=60),
)


@cache
def station_settings() -> dict[str, Setting]:
    """Settings all desks share; the limits among them come from `resources/catalogue/deadlines.toml`, as
    `deadline.<id>` in that row's unit."""
    # Reading files is for later: the desk's own settings are asked for before the first window.
    from qi_desk import resource_files

    limits = (
        _station(f"deadline.{row.id}", row.amount, row.origin, least=0, most=1000) for row in resource_files.deadlines()
    )
    return {setting.key: setting for setting in (*_STATION_SETTINGS, *limits)}


def declared(key: str) -> Setting:
    """The declaration of `key`. Raises KeyError for an undeclared one."""
    return DESK_SETTINGS[key] if key in DESK_SETTINGS else station_settings()[key]
