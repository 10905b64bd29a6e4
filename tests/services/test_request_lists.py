"""The list of requests narrowed in every way: nothing left out, nothing twice, page by page; lists kept by name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qi_desk.domain.errors import Invalid, Missing
from qi_desk.services import intake, request_steps, request_views, saved_views
from qi_desk.services.ports import Query
from qi_desk.storage.reader import runs
from tests.services.test_lifecycles import ASSESSED
from tests.support.stations import Bench, intake_of


@pytest.fixture
def made(bench: Bench) -> dict[str, str]:
    """Twelve requests of two items, some of them urgent, some in assessment, an hour apart."""
    found = {}
    for place in range(12):
        items = ("ME02",) if place % 2 else ("TE03", "TE02")
        urgency = {"urgency": "3", "urgency_reason": "停产"} if place % 3 == 0 else {}
        eid = intake.register(bench.house, bench.actor, intake_of(items=items, **urgency)).value.eid
        found[eid] = f"{place}"
        if place >= 8:
            request_steps.assess(bench.house, bench.actor, eid, ASSESSED)
        bench.clock.pass_time(hours=1)
    return found


def listed(bench: Bench, made: dict[str, str], **narrowed: Any) -> list[int]:
    """The whole list, read in pages of five."""
    found, after = [], None
    while True:
        page = request_views.page(bench.house, bench.actor, after=after, limit=5, **narrowed)
        found += [int(made[row.eid]) for row in page.rows]
        after = page.after
        if after is None:
            return found


def test_every_way_of_narrowing(bench: Bench, made: dict[str, str]) -> None:
    newest = list(range(11, -1, -1))
    assert listed(bench, made) == newest
    assert listed(bench, made, states=("registered", "assessing")) == newest
    assert listed(bench, made, states=("assessing",)) == [11, 10, 9, 8]
    assert listed(bench, made, category="ME") == [place for place in newest if place % 2]
    assert listed(bench, made, category="TE") == [place for place in newest if not place % 2]
    assert listed(bench, made, category="TE", states=("assessing",)) == [10, 8]
    assert listed(bench, made, urgency="3") == [9, 6, 3, 0]
    assert listed(bench, made, first=bench.actor.account) == newest
    assert listed(bench, made, responsible=bench.actor.account) == []
    assert listed(bench, made, first=bench.actor.account, states=("registered",)) == newest[4:]
    since = bench.clock.now() - timedelta(hours=3, minutes=30)
    assert listed(bench, made, since=since) == [11, 10, 9]
    assert listed(bench, made, since=since, category="ME") == [11, 9]


def test_a_list_of_states_is_merged_from_runs_where_an_index_holds_each() -> None:
    states = {"state": ("registered", "paused")}
    assert len(runs(Query("request", among=states, order="registered_at"))) == 2
    assert len(runs(Query("request", equals={"responsible": "a"}, among=states, order="registered_at"))) == 2
    assert len(runs(Query("request", equals={"client": "a"}, among=states, order="registered_at"))) == 1
    assert len(runs(Query("request", among=states, order="number"))) == 1


def test_a_kept_list_belongs_to_one_person(bench: Bench) -> None:
    wanted = {"shown": "running", "category": "ME"}
    kept = saved_views.keep(bench.house, bench.actor, "request", "在办计量", wanted).value
    assert saved_views.of_page(bench.house, bench.actor, "request")[0].wanted == wanted
    assert saved_views.of_page(bench.house, bench.actor, "today") == ()
    assert saved_views.of_page(bench.house, bench.as_specialist(), "request") == ()
    assert saved_views.keep(bench.house, bench.actor, "request", "在办计量", {"shown": "all"}).value == kept
    with pytest.raises(Missing):
        saved_views.drop(bench.house, bench.as_specialist(), kept)
    saved_views.drop(bench.house, bench.actor, kept)
    assert saved_views.of_page(bench.house, bench.actor, "request") == ()
    with pytest.raises(Invalid):
        saved_views.keep(bench.house, bench.actor, "request", " ", wanted)
