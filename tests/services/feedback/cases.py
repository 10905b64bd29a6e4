"""Requests that ended, ratings and complaints as tests need them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.services import intake, request_ending, request_steps
from qi_desk.services.feedback import complaints, surveys
from qi_desk.services.ports import Actor, Record
from qi_desk.services.staff import PersonInput, add, record_training
from tests.services.test_lifecycles import ASSESSED
from tests.support.stations import MORNING, Bench, intake_of

RESULTS = {"results": "检测报告，演-2026-001", "way": "pick_up", "receiver": "陈演练", "signed": True}
BAD: Mapping[str, Any] = {"overall": 2, "efficiency": 1, "competence": 3, "attitude": 2, "integrity": 5, "solving": 2}
GOOD: Mapping[str, Any] = {"overall": 5, "efficiency": 5, "competence": 4, "attitude": 5, "integrity": 5, "solving": 5}
COMPLAINT: Mapping[str, Any] = {
    "medium": "person",
    "kind": "02",
    "target": "station",
    "complainant": "周演练",
    "phone": "13900005678",
    "facts": "说好昨天回电话，等了一整天。",
    "wanted": "给个准日子。",
}
ASSESSED_COMPLAINT = {"level": "1", "complexity": "ordinary", "severity": "low", "safety": "none"}
FOUND = {"cause": "overtime", "investigation": "交接漏了一件。", "response": "向您致歉，当天补办。"}
DECIDED = {"decision": "upheld", "decision_text": "情况属实，向您道歉。", "told_mode": "phone"}


def delivered(bench: Bench, actor: Actor | None = None) -> str:
    """A request whose results were handed over, served by `actor` (default: the manager)."""
    who = actor or bench.actor
    eid = intake.register(bench.house, who, intake_of()).value.eid
    request_steps.assess(bench.house, who, eid, {**ASSESSED, "complexity": "ordinary"})
    intake.accept(bench.house, who, eid, "oral")
    request_steps.start(bench.house, who, eid)
    request_ending.deliver(bench.house, who, eid, RESULTS)
    return eid


def asked(bench: Bench, actor: Actor | None = None) -> str:
    """A survey about a request served by `actor`."""
    return request_ending.ask_rating(bench.house, actor or bench.actor, delivered(bench, actor)).value


def rated_badly(bench: Bench, actor: Actor | None = None) -> str:
    """A survey with a bad rating of `actor`, given on the customer's screen."""
    return surveys.rate_on_screen(bench.house, bench.actor, asked(bench, actor), BAD).value


def colleague(bench: Bench, number: str = "008", name: str = "司徒演练") -> Actor:
    """A second specialist."""
    eid = add(bench.house, bench.actor, PersonInput(number, name, "specialist", "blue window 2026")).value
    record_training(bench.house, bench.actor, eid, "岗前培训", MORNING.date(), hours=8)
    return Actor(eid, name, "specialist", number, bench.house.desk, "2号窗口")


def complained(bench: Bench, **changes: Any) -> str:
    """A complaint taken in by the manager."""
    return complaints.receive(bench.house, bench.actor, {**COMPLAINT, **changes}).value


def decided(bench: Bench, eid: str, investigator: Actor) -> None:
    """A complaint brought to its decision."""
    house, actor = bench.house, bench.actor
    complaints.assess(house, actor, eid, ASSESSED_COMPLAINT)
    complaints.investigate(house, actor, eid, investigator.account)
    complaints.find(house, investigator, eid, FOUND)
    complaints.decide(house, actor, eid, DECIDED)


def record(bench: Bench, kind: str, eid: str) -> Record:
    """A record as it stands."""
    with bench.house.store.read() as look:
        found = look.get(kind, eid)
    assert found is not None
    return found
