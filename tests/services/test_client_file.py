"""One file per client: what it holds, what changes it, what refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qi_desk.domain.errors import Conflict, Invalid, Missing
from qi_desk.domain.moments import china_date
from qi_desk.services import client_changes, client_file, expiry, intake, timeline
from tests.support.stations import CODE, OTHER_CODE, Bench, intake_of


def opened(bench: Bench, name: str = "广州示范精密仪器有限公司", code: str = CODE) -> str:
    """A file without a request."""
    entry = {"kind": "enterprise", "name": name, "credit_code": code}
    return client_changes.add(bench.house, bench.actor, entry).value


def show(bench: Bench, eid: str) -> client_file.ClientFile:
    return client_file.show(bench.house, bench.actor, eid)


def fields(error: Invalid) -> set[tuple[str, str]]:
    return {(problem.field, problem.code) for problem in error.problems}


def test_a_new_file_names_what_it_lacks(bench: Bench) -> None:
    file = show(bench, opened(bench))
    assert file.lacking == ("address", "street", "section", "products", "staff_count")
    assert (file.size, file.trade) == ("unknown", "")
    assert file.specialist == "林示范"


def test_the_size_follows_the_figures(bench: Bench) -> None:
    eid = opened(bench)
    seen = client_file.editable(bench.house, bench.actor, "enterprise", eid).seen
    client_changes.change(
        bench.house, bench.actor, eid, {"section": "C", "staff_count": 320, "revenue": 2500 * 1_000_000}, seen
    )
    assert (show(bench, eid).size, show(bench, eid).trade) == ("medium", "industry")


@pytest.mark.parametrize("kind", ["enterprise", "sole_trader", "social_organisation"])
def test_where_the_kind_has_a_code_it_is_asked_for(bench: Bench, kind: str) -> None:
    with pytest.raises(Invalid) as refused:
        client_changes.add(bench.house, bench.actor, {"kind": kind, "name": "演练"})
    assert ("credit_code", "required") in fields(refused.value)


@pytest.mark.parametrize("kind", ["park", "cluster", "chain", "team", "person", "government", "public_institution"])
def test_where_the_kind_has_none_it_is_not(bench: Bench, kind: str) -> None:
    assert show(bench, client_changes.add(bench.house, bench.actor, {"kind": kind, "name": "演练"}).value)


def test_one_code_has_one_file(bench: Bench) -> None:
    eid = opened(bench)
    with pytest.raises(Conflict, match="code_taken") as refused:
        opened(bench, "换了名字的公司")
    assert refused.value.values["eid"] == eid
    other = opened(bench, "佛山虚构仪表厂", OTHER_CODE)
    with pytest.raises(Conflict, match="code_taken"):
        client_changes.change(bench.house, bench.actor, other, {"credit_code": CODE}, {})


def test_a_renamed_client_is_found_under_the_old_name(bench: Bench) -> None:
    eid = opened(bench)
    client_changes.change(bench.house, bench.actor, eid, {"name": "广州新示范有限公司"}, {}, renamed=True)
    assert [one["name"] for one in show(bench, eid).values["former_names"]] == ["广州示范精密仪器有限公司"]
    with bench.house.store.read() as look:
        assert [hit.eid for hit in look.find("精密仪器")] == [eid]


def test_a_slip_in_the_name_leaves_no_former_name(bench: Bench) -> None:
    eid = opened(bench)
    client_changes.change(bench.house, bench.actor, eid, {"name": "广州示范精密仪表有限公司"}, {})
    assert not show(bench, eid).values["former_names"]


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(bench: Bench) -> None:
    eid = opened(bench)
    first = client_file.editable(bench.house, bench.actor, "enterprise", eid)
    client_changes.change(bench.house, bench.actor, eid, {"name": "甲改的演练公司"}, first.seen)
    with pytest.raises(Conflict, match="changed"):
        client_changes.change(bench.house, bench.actor, eid, {"name": "乙改的演练公司"}, first.seen)
    client_changes.change(bench.house, bench.actor, eid, {"park": "示范园"}, first.seen)
    assert show(bench, eid).values["name"] == "甲改的演练公司"


def test_people_are_masked_and_stay_as_they_are_when_left_empty(bench: Bench) -> None:
    eid = opened(bench)
    entry = {"name": "陈演练", "phone": "138 0000 1234", "role": "quality", "primary": True}
    contact = client_changes.add_part(bench.house, bench.actor, "contact", eid, entry).value
    edit = client_file.editable(bench.house, bench.actor, "contact", contact)
    assert edit.masked == {"name": "陈**", "phone": "138****1234"}
    assert "phone" not in edit.values
    client_changes.change_part(bench.house, bench.actor, "contact", contact, {"post": "质量部经理"}, edit.seen)
    (shown,) = show(bench, eid).parts["contact"]
    assert (shown.values["phone"], shown.values["post"]) == ("138****1234", "质量部经理")


def test_one_contact_is_the_primary_one(bench: Bench) -> None:
    eid = opened(bench)
    for name in ("陈演练", "周演练"):
        entry = {"name": name, "phone": "13800001234", "primary": True}
        client_changes.add_part(bench.house, bench.actor, "contact", eid, entry)
    assert [part.values["primary"] for part in show(bench, eid).parts["contact"]] == [True, False]


def test_a_tie_is_told_from_both_sides(bench: Bench) -> None:
    one, other = opened(bench), opened(bench, "佛山虚构仪表厂", OTHER_CODE)
    client_changes.add_part(bench.house, bench.actor, "relation", one, {"other": other, "kind": "supplier"})
    (tie,) = show(bench, one).parts["relation"]
    (back,) = show(bench, other).parts["relation"]
    assert (tie.values["other"], tie.values["kind"]) == ("佛山虚构仪表厂", "supplier")
    assert (back.values["other"], back.values["kind"]) == ("广州示范精密仪器有限公司", "customer")
    with pytest.raises(Invalid) as refused:
        client_changes.add_part(bench.house, bench.actor, "relation", one, {"other": one, "kind": "partner"})
    assert ("other", "relation.self") in fields(refused.value)


def test_dates_the_wrong_way_round_are_refused(bench: Bench) -> None:
    entry = {"name": "压力表", "calibrated_on": date(2026, 3, 1), "calibration_due": date(2025, 3, 1)}
    with pytest.raises(Invalid) as refused:
        client_changes.add_part(bench.house, bench.actor, "instrument", opened(bench), entry)
    assert ("calibration_due", "date.before_start") in fields(refused.value)


def test_what_was_taken_off_is_gone_from_the_file_and_stays_in_the_store(bench: Bench) -> None:
    eid = opened(bench)
    entry = {"kind": "iso9001", "number": "演练Q-1"}
    part = client_changes.add_part(bench.house, bench.actor, "certificate", eid, entry).value
    done = client_changes.end_part(bench.house, bench.actor, "certificate", part, "misprint")
    assert show(bench, eid).parts["certificate"] == ()
    with pytest.raises(Missing):
        client_file.editable(bench.house, bench.actor, "certificate", part)
    assert done.undo is None
    with bench.house.store.read() as look:
        record = look.get("certificate", part)
    assert record is not None
    assert (record["number"], record.void) == ("演练Q-1", "misprint")


def test_the_radar_shows_what_runs_out_soon_the_most_urgent_first(bench: Bench) -> None:
    eid, today = opened(bench), china_date(bench.clock.now())
    for days in (91, 90, -3, -200, 5):
        entry = {"kind": "iso9001", "number": f"演练Q{days}", "valid_to": today + timedelta(days=days)}
        client_changes.add_part(bench.house, bench.actor, "certificate", eid, entry)
    due = {"name": "压力表", "calibration_due": today + timedelta(days=4)}
    client_changes.add_part(bench.house, bench.actor, "instrument", eid, due)
    lines = expiry.radar(bench.house, bench.actor)
    assert [(line.kind, line.days_left) for line in lines] == [
        ("certificate", -3),
        ("instrument", 4),
        ("certificate", 5),
        ("certificate", 90),
    ]
    assert lines[1].what == ("压力表",)
    assert lines[0].client_name == "广州示范精密仪器有限公司"
    assert [line.days_left for line in expiry.radar(bench.house, bench.actor, days=4)] == [-3, 4]


def test_the_timeline_holds_everything_newest_first(bench: Bench) -> None:
    made = intake.register_and_accept(bench.house, bench.actor, intake_of()).value
    client = intake_view(bench, made.eid)
    entry = {"kind": "iso9001", "number": "演练Q-1", "issued_on": date(2024, 1, 5)}
    client_changes.add_part(bench.house, bench.actor, "certificate", client, entry)
    events = timeline.timeline(bench.house, bench.actor, client)
    assert sorted(event.kind for event in events[:2]) == ["paper", "request"]
    assert [event.kind for event in events[2:]] == ["certificate"]
    assert [event.kind for event in timeline.timeline(bench.house, bench.actor, client, ("certificate",))] == [
        "certificate"
    ]


def intake_view(bench: Bench, request: str) -> str:
    """The client of a request."""
    with bench.house.store.read() as look:
        record = look.get("request", request)
    assert record is not None
    return str(record["client"])
