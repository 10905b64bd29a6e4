"""Experts and institutions for tests, entered and brought through their admission; all invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from qi_desk.domain.credit_code import check_character, organisation_check_character
from qi_desk.services.library import admission
from qi_desk.services.library.admission import Term
from tests.support.stations import MORNING, Bench

TODAY = MORNING.date()
LATER = date(2028, 3, 10)


def code_of(letters: str) -> str:
    """A valid credit code of an institution that is nobody's."""
    organisation = f"MADEM{letters}"
    body = f"52440113{organisation}{organisation_check_character(organisation)}"
    return body + check_character(body)


def institution_values(name: str = "示范检测中心", **changes: Any) -> dict[str, Any]:
    """What an institution hands in: accredited for calibration and product tests."""
    values: dict[str, Any] = {
        "name": name,
        "credit_code": code_of("001"),
        "fields": ["ME02", "TE03"],
        "qualifications": [
            {
                "key": "L1",
                "kind": "CNAS",
                "number": "L1",
                "scope": "压力、长度",
                "items": ["ME02", "TE03"],
                "valid_to": LATER.isoformat(),
            }
        ],
        "prices": [{"key": "ME02", "item": "ME02", "price": 12000, "unit": "件", "days": 5}],
        "agreement_no": "XY-1",
        "pledge_on": TODAY,
        "response_hours": 8,
    }
    return {**values, **changes}


def expert_values(name: str = "周演练", **changes: Any) -> dict[str, Any]:
    """What an expert hands in."""
    values: dict[str, Any] = {
        "name": name,
        "organisation": "示范大学",
        "title": "教授级高工",
        "fields": ["ME02"],
        "years": 12,
        "source": "university",
        "roles": ["consulting"],
        "avoid_confirmed": True,
        "secrecy_on": TODAY,
        "secrecy_to": LATER,
    }
    return {**values, **changes}


def proposed(bench: Bench, kind: str, values: dict[str, Any]) -> str:
    """Entered at the beginning of the lifecycle."""
    return admission.propose(bench.house, bench.actor, kind, values).value


def published(bench: Bench, kind: str, values: dict[str, Any]) -> str:
    """Examined, approved and made public."""
    eid = proposed(bench, kind, values)
    steps = ("check",) if kind == "expert" else ("apply", "check", "verify")
    for event in steps:
        admission.prepare(bench.house, bench.actor, kind, eid, event)
    for event in ("approve", "publish"):
        admission.decide(bench.house, bench.actor, kind, eid, event)
    return eid


def serving(bench: Bench, kind: str = "institution", values: dict[str, Any] | None = None) -> str:
    """In the library; the clock stands two weeks later."""
    eid = published(bench, kind, values or (expert_values() if kind == "expert" else institution_values()))
    bench.clock.moment += timedelta(days=14)
    admission.admit(bench.house, bench.actor, kind, eid, Term())
    return eid
