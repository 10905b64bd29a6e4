"""Stations enrolled at a district, and what the tests ask of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qi_desk.security import signing
from qi_desk.services import intake, request_views, syncing
from qi_desk.services.syncing import Round
from qi_desk.sync.line import HttpLine
from tests.support.stations import Bench, intake_of

Enrol = Callable[[str], Bench]


def line_of(bench: Bench) -> HttpLine:
    return HttpLine(syncing.enrolment(bench.house, bench.actor), signing.sign)


def exchange(bench: Bench) -> Round:
    return syncing.once(bench.house, bench.actor, line_of(bench)).value


def client_of(bench: Bench, eid: str) -> str:
    return request_views.show(bench.house, bench.actor, eid).row.client


def registered(bench: Bench, **changes: Any) -> str:
    return intake.register(bench.house, bench.actor, intake_of(**changes)).value.eid


def row(bench: Bench, kind: str, eid: str) -> dict[str, Any]:
    with bench.house.store.read() as look:
        found = look.get(kind, eid)
    assert found is not None
    return dict(found.values)
