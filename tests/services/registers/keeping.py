"""Shelves full of invented records for the tests of the registers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest

from qi_desk.domain.errors import Invalid
from qi_desk.practice.registers import enter_registers
from qi_desk.services.practice.values import PracticeRecord, PracticeStation
from qi_desk.services.practice_data import practice_station
from qi_desk.services.registers import entries, views
from qi_desk.services.registers.views import RegisterRow, RegisterView
from qi_desk.services.rights import MANAGER
from tests.support.stations import MORNING, Bench


@cache
def _station() -> PracticeStation:
    return practice_station(MORNING.date())


def invented() -> tuple[PracticeRecord, ...]:
    """What the practice station keeps in its registers."""
    return _station().registers


def fill(bench: Bench) -> None:
    """All of it at this station; whoever it names is one of the two who work here, a client or a party of its own."""
    with bench.house.store.write(bench.actor) as unit:
        client = unit.create("enterprise", {"kind": "enterprise", "name": "广州示范精密仪器有限公司"})
        expert = unit.create("expert", {"name": "陈演练", "state": "in_pool"})
        institution = unit.create("institution", {"name": "示范检测中心", "state": "in_pool"})
        ids = {one.key: bench.specialist for one in _station().people}
        ids |= {one.key: client for one in _station().enterprises}
        ids |= {one.key: expert for one in _station().experts}
        ids |= {one.key: institution for one in _station().institutions}
        ids |= {one.key: bench.actor.account for one in _station().people if one.role == MANAGER}
        enter_registers(unit, invented(), ids, bench.specialist)
        unit.commit()


def entered(bench: Bench, register: str, **values: Any) -> str:
    """A record the manager wrote."""
    return entries.enter(bench.house, bench.actor, register, values).value


def shown(bench: Bench, register: str, eid: str) -> RegisterView:
    """A record as the manager sees it."""
    return views.show(bench.house, bench.actor, register, eid)


def rows(bench: Bench, register: str, scope: str = "", sought: str = "") -> tuple[RegisterRow, ...]:
    """The lines of a register as the manager sees them."""
    return views.page(bench.house, bench.actor, register, scope, sought)


def record(bench: Bench, kind: str, eid: str) -> Any:
    """A record as it is kept."""
    with bench.house.store.read() as look:
        return look.get(kind, eid)


@contextmanager
def refused(*problems: tuple[str, str]) -> Iterator[None]:
    """What is done inside is refused for these (field, code)."""
    with pytest.raises(Invalid) as found:
        yield
    assert [(one.field, one.code) for one in found.value.problems] == list(problems)
