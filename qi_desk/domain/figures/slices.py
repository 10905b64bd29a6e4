"""The ways figures are taken apart: from a case to the parts it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

UNKNOWN = ""
"""The part of what was not told."""

TAXONOMIES = ("category", "provincial", "national", "panyu", "guangzhou", "pillar")
"""Ways that go by what was asked for: the catalogue's own categories, and the four rule sets' with the three pillars. A
matter of several categories is in several parts, so that parts may add up to more than the whole."""

Crosswalk = Mapping[str, Mapping[str, str]]
"""By taxonomy, from a category of the catalogue to the part it belongs to."""

_Keys = Callable[[Any], tuple[str, ...]]


def _field(name: str) -> _Keys:
    return lambda case: (getattr(case, name),)


def _client(name: str) -> _Keys:
    return lambda case: (getattr(case.client, name),)


def _moment(case: Any) -> datetime | None:
    return case.at if isinstance(case.at, datetime) else None


def _weekday(case: Any) -> tuple[str, ...]:
    return (str(case.at.isoweekday()),)


def _hour(case: Any) -> tuple[str, ...]:
    at = _moment(case)
    return (UNKNOWN,) if at is None else (f"{at.hour:02}",)


_PLAIN: Mapping[str, tuple[str, _Keys]] = MappingProxyType(
    {
        "state": ("state", _field("state")),
        "end": ("end", _field("end")),
        "channel": ("channel", _field("channel")),
        "park": ("client", _client("park")),
        "industry": ("client", _client("section")),
        "size": ("client", _client("size")),
        "client_kind": ("client", _client("kind")),
        "specialist": ("specialist", _field("specialist")),
        "institution": ("institutions", lambda case: tuple(dict.fromkeys(case.institutions)) or (UNKNOWN,)),
        "weekday": ("at", _weekday),
        "hour": ("at", _hour),
    }
)
"""By way, the field a case needs for it, and the parts."""

SLICES = (*TAXONOMIES, *_PLAIN)
"""Every way, in the order they are offered."""


def ways_of(case: type[Any]) -> tuple[str, ...]:
    """The ways cases of this type can be taken apart."""
    fields = set(case._fields)
    return tuple(way for way in SLICES if ("items" if way in TAXONOMIES else _PLAIN[way][0]) in fields)


def parts_of(case: Any, way: str, crosswalk: Crosswalk) -> tuple[str, ...]:
    """The parts `case` belongs to; one at least. Raises KeyError for an unknown way."""
    if way in TAXONOMIES:
        categories = dict.fromkeys(item[:2] for item in case.items)
        return tuple(dict.fromkeys(crosswalk[way].get(one, UNKNOWN) for one in categories)) or (UNKNOWN,)
    return _PLAIN[way][1](case)
