"""Random but valid histories of a window: requests with what hangs on them, visits, surveys, bookings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from qi_desk.domain.fields import encode
from qi_desk.domain.moments import CHINA
from qi_desk.domain.records import ENTITIES
from qi_desk.storage.rows import to_column
from qi_desk.storage.search_index import driver
from tests.services.figures.reference import History, Row
from tests.support.stations import Bench

START = datetime(2026, 1, 26, 8, 0, tzinfo=CHINA)
_DAYS = 40
_ITEMS = ("ME02", "TE03", "ST03", "QM01", "PO01", "ME05")
_CLIENTS = 4

_WRITTEN = (
    "enterprise",
    "request",
    "request_item",
    "supplement",
    "refusal",
    "pause",
    "extension",
    "delivery",
    "look_back",
    "visit",
    "survey",
    "equipment",
    "booking",
    "usage",
)

GRADES = st.integers(0, 5)


def moments() -> st.SearchStrategy[datetime]:
    """At any hour of some days around February."""
    days, minutes = st.integers(0, _DAYS), st.integers(0, 24 * 60 - 1)
    return st.builds(lambda day, minute: START + timedelta(days=day, minutes=minute), days, minutes)


def mostly(usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Three times in four a value, else nothing."""
    return st.integers(0, 3).flatmap(lambda place: usual if place else st.none())


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A whole history; its shape is drawn, its ids are counted."""
    history = History({kind: [] for kind in _WRITTEN})
    for place in range(_CLIENTS):
        code = f"9144000000000000{place:02}" if place else None
        staff = draw(st.sampled_from((None, 5, 80, 900)))
        row = {"eid": f"client-{place}", "name": f"甲{place}", "kind": "enterprise", "credit_code": code}
        history.rows["enterprise"].append({**row, "section": "C", "staff_count": staff, "revenue": 10**9})
    for place in range(draw(st.sampled_from((0, 3, 6, 9, 12)))):
        _request(draw, history, f"request-{place}")
    for place in range(draw(st.integers(0, 4))):
        state = draw(st.sampled_from(("waiting", "called", "serving", "held", "missed", "done", "left")))
        heads = draw(st.none() | st.integers(1, 5))
        visit = {"eid": f"visit-{place}", "arrived_at": draw(moments()), "type": "01", "state": state}
        history.rows["visit"].append({**visit, "head_count": heads})
    for place in range(draw(st.integers(0, 8))):
        names = ("overall", "efficiency", "competence", "attitude", "integrity", "solving")
        grades = {name: draw(mostly(GRADES)) for name in names}
        survey = {"eid": f"survey-{place}", "about_kind": "request", "about": "request-0", "asked_at": draw(moments())}
        history.rows["survey"].append(
            {**survey, "state": draw(st.sampled_from(("asked", "rated", "rated", "rated"))), **grades}
        )
    _equipment(draw, history)
    return history


def _request(draw: st.DrawFn, history: History, eid: str) -> None:
    at = draw(moments())
    spans = st.sampled_from((30, 90, 600, 1500, 4000, 9000, 20000)).flatmap(lambda most: st.integers(0, most))
    later = spans.map(lambda minutes: at + timedelta(minutes=minutes))
    states = ("registered", "accepted", "in_service", "paused", "refused", "terminated", *("closed", "archived") * 5)
    state = draw(st.sampled_from(states))
    ended = state in ("closed", "archived", "refused", "terminated")
    accepted = draw(later) if state in ("accepted", "in_service", "paused") else draw(mostly(later))
    closed = draw(later) if ended else None
    if accepted is not None and closed is not None and closed < accepted:
        accepted, closed = closed, accepted
    row: Row = {
        "eid": eid,
        "client": f"client-{draw(st.integers(0, _CLIENTS - 1))}",
        "channel": draw(st.sampled_from(("P01", "P02", "A01"))),
        "visit": draw(st.sampled_from((None, "visit-0"))),
        "state": state,
        "registered_at": at,
        "accepted_at": None if state == "registered" else accepted,
        "closed_at": closed,
        "reply_due": at + timedelta(days=1, hours=2),
        "finish_due": draw(mostly(later)),
        "end_reason": draw(st.sampled_from(("client", "merged"))) if state == "terminated" else None,
        "first_contact": draw(st.sampled_from(("one", "other"))),
        "solved": draw(st.sampled_from((None, "yes", "no"))),
    }
    history.rows["request"].append(row)
    for item in draw(st.lists(st.sampled_from(_ITEMS), max_size=3, unique=True)):
        history.rows["request_item"].append({"eid": f"{eid}-{item}", "request": eid, "item": item, "primary": None})
    _beside(draw, history, row, later)


def _beside(draw: st.DrawFn, history: History, row: Row, later: st.SearchStrategy[datetime]) -> None:
    eid = row["eid"]

    def put(kind: str, many: int, **values: Any) -> None:
        for place in range(draw(st.integers(0, many))):
            drawn = {name: draw(one) if isinstance(one, st.SearchStrategy) else one for name, one in values.items()}
            history.rows[kind].append({"eid": f"{eid}-{kind}-{place}", "request": eid, **drawn})

    put("supplement", 2, told_at=later)
    put("extension", 1, days=5)
    if row["state"] == "refused" or (row["state"] == "archived" and draw(st.booleans())):
        history.rows["refusal"].append({"eid": f"{eid}-refusal", "request": eid, "made_at": row["closed_at"]})
    put("pause", 2, since=later, until=mostly(later))
    if row["state"] in ("closed", "archived"):
        proof = st.sampled_from((None, "盖章回执"))
        told = {"jobs": mostly(st.integers(0, 9)), "saving": mostly(st.integers(0, 9_999_99))}
        put("delivery", 1, delivered_at=later, trips=mostly(st.integers(0, 3)), evidence=proof, **told)
        put("look_back", 1, asked_at=later, evidence=proof, **told)


def _equipment(draw: st.DrawFn, history: History) -> None:
    for place in range(2):
        device = {"eid": f"device-{place}", "name": f"设备{place}", "open": draw(st.booleans())}
        history.rows["equipment"].append(device)
    for place in range(draw(st.integers(0, 5))):
        begins = draw(moments())
        state = draw(st.sampled_from(("booked", "in_use", "returned", "done", "cancelled", "missed", "refused")))
        booking = {
            "eid": f"booking-{place}",
            "resource_kind": "equipment",
            "resource": f"device-{draw(st.integers(0, 1))}",
            "begins": begins,
            "ends": begins + timedelta(minutes=draw(st.integers(30, 240))),
            "made_at": START,
            "state": state,
            "affiliated": draw(st.sampled_from(("no", "station"))),
            "client": "client-1",
        }
        history.rows["booking"].append(booking)
        if state in ("returned", "done"):
            spent = draw(st.none() | st.integers(1, 300))
            usage = {"eid": f"usage-{place}", "booking": booking["eid"], "checked_in_at": begins, "minutes": spent}
            history.rows["usage"].append(usage)


def write(bench: Bench, history: History) -> None:
    """Put the history in place of what the station's tables hold, past its operations."""
    with bench.house.store._engine.begin() as connection:  # type: ignore[attr-defined]
        raw = driver(connection)
        for kind in _WRITTEN:
            raw.execute(f'DELETE FROM "{kind}"')
            entity = ENTITIES[kind]
            for row in history.all(kind):
                stored = {
                    name: value if name == "eid" else to_column(entity, name, encode(entity.field(name), value))
                    for name, value in row.items()
                }
                names = ", ".join(f'"{name}"' for name in stored)
                marks = ", ".join("?" * len(stored))
                raw.execute(
                    f"INSERT INTO \"{kind}\" ({names}, fmeta, ver) VALUES ({marks}, '{{}}', 1)", tuple(stored.values())
                )
