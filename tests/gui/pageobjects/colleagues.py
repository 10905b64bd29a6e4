"""The station behind an open desk, and who sits down at it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from qi_desk.services.ports import Actor, Query
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import Bench, SetClock


@pytest.fixture
def bench(desk: Desk, clock: SetClock, door: Any) -> Bench:
    """The desk's station as the cases of the services take it."""
    work = desk.window.work
    with work.house.store.read() as look:
        specialist = look.select(Query("person", equals={"role": "specialist"}))[0].eid
    return Bench(door, work.house, work.actor, clock, specialist)


def become(desk: Desk, actor: Actor) -> None:
    """A colleague sits down at the desk."""
    work = desk.window.work
    work.arrive(replace(work._present(), actor=actor))
    desk.press("F5")
    desk.settle()
