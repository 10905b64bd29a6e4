"""The closed list of measures: whatever a report, an indicator or a chart shows is one of these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from qi_desk.domain.figures.matters import MATTER_MEASURES
from qi_desk.domain.figures.others import OTHER_MEASURES
from qi_desk.domain.figures.rules import Better, Figure, How, Measure, Unit, figure_of

__all__ = [
    "GROUPS",
    "KINDS",
    "MEASURES",
    "STANDING",
    "VERSION",
    "Better",
    "Figure",
    "How",
    "Measure",
    "Unit",
    "figure_of",
    "sources_of",
]

VERSION = "2026.1"
"""The version of the list: a measure that counts otherwise than before takes a new one."""

GROUPS = ("reach", "requests", "time", "quality", "opinion", "equipment", "outcome", "keeping", "able")
"""The groups in the order they are shown, codes of `measure_group`."""

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "visits": "visit",
        "outreach": "outreach",
        "registered": "request",
        "ended": "request",
        "open": "request",
        "filed_clients": "enterprise",
        "surveys": "survey",
        "corrections": "correction",
        "complaints": "complaint",
        "plans": "improvement",
        "filed": "archive_item",
        "bookings": "booking",
        "devices": "equipment",
        "reuses": "reuse",
        "projects": "joint_project",
        "innovations": "innovation",
        "told": "",
        "rules": "rule",
        "meetings": "meeting",
        "decisions": "meeting_decision",
        "people": "person",
        "trainings": "training",
        "experts": "expert",
        "institutions": "institution",
    }
)
"""The sources in the order they are read, quick ones first, with the kind of record behind each; empty
where the case names it."""

STANDING = frozenset({"open", "devices", "rules", "people", "experts", "institutions"})
"""Sources that tell how things stand at the cut-off, not what happened in the period."""

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        measure.code: measure
        for group in GROUPS
        for measure in (*MATTER_MEASURES, *OTHER_MEASURES)
        if measure.group == group
    }
)


def sources_of(codes: Iterable[str]) -> tuple[str, ...]:
    """What has to be read for these measures, in reading order. Raises KeyError for a code that is not on the list."""
    wanted = set()
    for code in codes:
        measure = MEASURES[code]
        wanted.add(measure.source)
        if measure.over:
            wanted.add(MEASURES[measure.over].source)
    return tuple(source for source in KINDS if source in wanted)
