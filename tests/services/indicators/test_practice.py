"""The practice station has evaluations to look at: one to be checked, one closed whose missed target has a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from qi_desk.door import Door
from qi_desk.services.indicators import evaluation_views
from tests.support.stations import QUICK, SetClock


@pytest.mark.long
def test_a_quarter_waits_and_a_month_is_closed(tmp_path: Path) -> None:
    door = Door(tmp_path / "station", state_folder=tmp_path / "state", clock=SetClock(), parameters=QUICK)
    arrival = door.found_practice()
    try:
        rows = evaluation_views.page(arrival.house, arrival.actor, "all")
        month, quarter = sorted(rows, key=lambda row: row.period.days)
        assert (quarter.state, quarter.planned) == ("self_evaluated", 0)
        assert quarter.missed > 0
        assert (month.state, month.planned) == ("closed", 1)
        shown = evaluation_views.show(arrival.house, arrival.actor, quarter.eid)
        assert not [row.name for head in shown.heads for row in head.rows if row.bare]
        assert [row.value for head in shown.heads for row in head.rows if row.value == "无数据"]
    finally:
        door.leave()
