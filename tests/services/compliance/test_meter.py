"""The meter as the page shows it: words, places to mend, counts, and the ruling of a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qi_desk.domain.compliance.standing import State
from qi_desk.domain.errors import Conflict
from qi_desk.services.compliance import meter
from qi_desk.services.compliance.meter import ClauseLine
from tests.services.registers.keeping import entered, refused, rows, shown
from tests.support.stations import MORNING, Bench

TODAY = MORNING.date()
LATER = TODAY + timedelta(days=200)


def line(bench: Bench, key: str) -> ClauseLine:
    return next(one for one in meter.meter(bench.house, bench.actor).lines if one.eid == key)


def test_a_young_station_is_told_what_is_missing_in_words_and_where(bench: Bench) -> None:
    found = meter.meter(bench.house, bench.actor)
    assert sum(found.counts.values()) == len(found.lines)
    assert "〔" not in "".join(gap.said for one in found.lines for gap in one.gaps)
    rule = line(bench, "gd.rules.a")
    assert rule.state is State.GAP
    assert [(gap.said, gap.kind, gap.begins) for gap in rule.gaps] == [
        ("缺生效的“岗位职责”类制度", "rule", {"kind": "duties"})
    ]
    assert line(bench, "gd.specialist").state is State.MET
    assert line(bench, "gd.specialist").proofs[0].said.startswith("工作人员")


def test_counts_of_chapters_add_up_to_their_book(bench: Bench) -> None:
    found = meter.meter(bench.house, bench.actor)
    for source in found.sources:
        whole = next(one for one in found.chapters if one.source == source.key and not one.chapter)
        parts = [one for one in found.chapters if one.source == source.key and one.chapter]
        assert {state: sum(one.counts[state] for one in parts) for state in State} == dict(whole.counts)


def test_what_a_person_confirms_is_met_until_the_day_it_is_looked_at_again(bench: Bench) -> None:
    assert line(bench, "gd.place").state is State.GAP
    values = {"clause": "gd.place", "kind": "confirmed", "reason": "看过", "made_on": TODAY, "next_check": LATER}
    entered(bench, "clause_ruling", **values)
    stands = line(bench, "gd.place")
    assert (stands.state, stands.due) == (State.MET, LATER)
    assert stands.ruled == "林示范 2026年3月10日 判定符合（人工确认）：看过"
    bench.clock.pass_time(days=201)
    assert line(bench, "gd.place").state is State.GAP
    assert [row.level for row in rows(bench, "clause_ruling")] == ["danger"]


def test_not_applicable_needs_a_reason_and_keeps_it(bench: Bench) -> None:
    with refused(("reason", "required")):
        entered(bench, "clause_ruling", clause="gj.online", kind="not_applicable", reason="")
    eid = entered(bench, "clause_ruling", clause="gj.online", kind="not_applicable", reason="由区里建设")
    assert (line(bench, "gj.online").state, line(bench, "gj.online").why) == (State.NOT_APPLICABLE, "由区里建设")
    assert shown(bench, "clause_ruling", eid).history
    with refused(("kind", "ruling.by_records")):
        entered(bench, "clause_ruling", clause="gd.rules.a", kind="confirmed", reason="有")


def test_the_name_of_a_station_is_composed_and_a_national_one_only_warned_of(bench: Bench) -> None:
    from qi_desk.services.registers import base_items

    eid = entered(bench, "base_item", item="name", answer="全国质量基础设施“一站式”服务平台")
    (row,) = (one for one in rows(bench, "base_item") if one.eid == eid)
    assert (row.level, row.said[:8]) == ("warning", "名称以“全国”开")
    base_items.compose_name(bench.house, bench.actor, eid, {"region": "广州市番禺区", "trade": "珠宝"})
    view = shown(bench, "base_item", eid)
    assert view.values["answer"] == "广州市番禺区珠宝质量基础设施“一站式”服务平台"
    assert view.said == ""


def test_it_stops_when_told(bench: Bench) -> None:
    steps: list[int] = []
    with pytest.raises(Conflict):
        meter.meter(bench.house, bench.actor, progress=lambda at, _: steps.append(at), cancelled=lambda: len(steps) > 3)
    assert len(steps) == 4
