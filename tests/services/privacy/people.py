"""A person who left traces all over a station, and what they ask."""

from __future__ import annotations

from typing import Any

from qi_desk.domain.registers.personal import THEIRS
from qi_desk.services import intake, reception
from qi_desk.services.ports import Query, Record
from qi_desk.services.privacy import deciding, requests
from qi_desk.services.reception import WalkIn
from qi_desk.services.registers import entries, views
from tests.support.stations import Bench, intake_of

NAME, PHONE = "陈演练", "13800001234"
VERIFIED = {"checked": "original"}
ANSWER = {"way": "paper", "by_hand": "看了需求描述，没有。"}


def came(bench: Bench, phone: str = PHONE, name: str = NAME) -> str:
    """A visit that is over."""
    entry = WalkIn(subject="咨询强检", name=name, phone=phone, organisation="示范公司")
    eid = reception.check_in(bench.house, bench.actor, entry).value.eid
    reception.leave(bench.house, bench.actor, eid)
    return eid


def asked_for_service(bench: Bench) -> str:
    """A request in work with its contact; its id."""
    return intake.register(bench.house, bench.actor, intake_of()).value.eid


def asks(bench: Bench, kind: str, name: str = NAME, phone: str = "138 0000 1234") -> str:
    """A request about their data, checked and looked for."""
    values = {"kind": kind, "name": name, "phone": phone, "details": "看看登记了什么", "received_on": today(bench)}
    eid = entries.enter(bench.house, bench.as_specialist(), "personal_request", values).value
    requests.verify(bench.house, bench.as_specialist(), eid, VERIFIED)
    requests.search(bench.house, bench.actor, eid)
    return eid


def today(bench: Bench) -> Any:
    return bench.clock.now().date()


def record(bench: Bench, kind: str, eid: str) -> Record:
    with bench.house.store.read() as look:
        found = look.get(kind, eid)
    assert found is not None
    return found


def only(bench: Bench, kind: str) -> Record:
    with bench.house.store.read() as look:
        (found,) = look.select(Query(kind))
    return found


def found(bench: Bench, eid: str) -> dict[str, Record]:
    """The places found, by field."""
    with bench.house.store.read() as look:
        return {one["what"]: one for one in requests.findings(look, eid)}


def confirm_all(bench: Bench, eid: str) -> None:
    """Say of every place that is in doubt that it is theirs."""
    with bench.house.store.read() as look:
        doubtful = [one.eid for one in requests.findings(look, eid) if one["likeness"] not in THEIRS]
    for place in doubtful:
        if record(bench, "personal_finding", place)["likeness"] not in THEIRS:
            deciding.confirm(bench.house, bench.actor, place)


def decisions(bench: Bench, eid: str) -> dict[str, tuple[str | None, str | None]]:
    """What was decided, by field."""
    return {what: (one["decision"], one["rule"]) for what, one in found(bench, eid).items()}


def view(bench: Bench, eid: str) -> views.RegisterView:
    return views.show(bench.house, bench.actor, "personal_request", eid)
