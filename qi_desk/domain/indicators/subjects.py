"""The closed lists of measures a rule set may count, by whom it judges; and how points become one of five grades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from qi_desk.domain.figures.measures import MEASURES
from qi_desk.domain.indicators.rule_sets import Subject

STAFF_MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "exams_passed": "percent",
        "exam_score": "score",
        "corrected_share": "percent",
        "reply_on_time": "percent",
        "closed_on_time": "percent",
        "matters_closed": "count",
        "upheld_complaints": "count",
        "declarations": "count",
        "satisfaction": "percent",
        "satisfaction_score": "score",
    }
)
"""What is counted of one member of staff (8.2.3 of the national guide), with its unit."""

PARTY_MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "assignments": "count",
        "expertise_given": "score",
        "attitude_given": "score",
        "answered_in_time": "percent",
        "finished_in_time": "percent",
        "papers_valid": "percent",
        "upheld_complaints": "count",
        "not_avoided": "count",
    }
)
"""What is counted of one institution or expert, with its unit."""

_LISTS: Mapping[Subject, Mapping[str, str]] = MappingProxyType(
    {
        Subject.STATION: MappingProxyType({code: one.unit.value for code, one in MEASURES.items()}),
        Subject.STAFF: STAFF_MEASURES,
        Subject.PARTY: PARTY_MEASURES,
    }
)


def measures_for(subject: Subject) -> Mapping[str, str]:
    """The measures a rule set for `subject` may count, with their units, in the order they are offered."""
    return _LISTS[subject]


def grade_of(points: Decimal | None, scale: Iterable[tuple[int, int]]) -> int | None:
    """The grade for points by a scale of (grade, points it begins with); None where there are no points."""
    if points is None:
        return None
    reached = [grade for grade, begins in scale if points >= begins]
    return max(reached, default=None)
