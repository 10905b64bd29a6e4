"""Two files of one client: found, held side by side, made one, and parted again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qi_desk.domain.errors import Conflict, Invalid, Missing, NotAllowed
from qi_desk.domain.twins import Likeness
from qi_desk.services import client_changes, client_file, intake, merging, request_views, twins
from qi_desk.services.intake_input import ClientInput, ContactInput
from qi_desk.services.ports import Query
from tests.support.stations import CODE, OTHER_CODE, Bench, intake_of

NAME = "广州示范精密仪器有限公司"
TWIN = "示范精密仪器（广州）有限责任公司"


def opened(bench: Bench, name: str, code: str = "", **more: Any) -> str:
    """A file; without a code it is that of a team."""
    kind = "enterprise" if code else "team"
    entry = {"kind": kind, "name": name, "credit_code": code or None, **more}
    return client_changes.add(bench.house, bench.actor, entry).value


def pair(bench: Bench) -> tuple[str, str]:
    """A file with a code and its twin, which has a request and a contact of its own."""
    kept = opened(bench, NAME, CODE, address="旧址")
    twin = ClientInput(kind="team", name=TWIN, address="新址", park="示范园")
    intake.register_and_accept(bench.house, bench.actor, intake_of(client=twin))
    with bench.house.store.read() as look:
        (gone,) = look.select(Query("enterprise", equals={"name": TWIN}))
    return kept, gone.eid


def everything(bench: Bench, *eids: str) -> dict[str, Any]:
    """Values of files and of all that points at them."""
    found: dict[str, Any] = {}
    with bench.house.store.read() as look:
        for kind in ("enterprise", "contact", "request", "certificate", "relation"):
            for record in look.select(Query(kind, limit=1000)):
                found[f"{kind} {record.eid}"] = dict(record.values)
        for eid in eids:
            record = look.get("enterprise", eid)
            assert record is not None
            found[f"void {eid}"] = record.void
    return found


@pytest.mark.parametrize(
    ("name", "likeness"),
    [
        (TWIN, Likeness.NAME),
        ("广州市示范精密仪器股份有限公司", Likeness.NAME),
        ("廣州示範精密儀器有限公司", Likeness.NAME),
        ("广州示范精密仪哭有限公司", Likeness.SIMILAR),
    ],
)
def test_a_likely_twin_is_found_whatever_it_is_called(bench: Bench, name: str, likeness: Likeness) -> None:
    eid = opened(bench, NAME, CODE)
    (found,) = twins.of_entry(bench.house, bench.actor, name)
    assert (found.eid, found.likeness, found.name) == (eid, likeness, NAME)


def test_a_former_name_counts(bench: Bench) -> None:
    eid = opened(bench, NAME, CODE)
    client_changes.change(bench.house, bench.actor, eid, {"name": "佛山全新名字有限公司"}, {}, renamed=True)
    (found,) = twins.of_entry(bench.house, bench.actor, NAME)
    assert (found.eid, found.met) == (eid, NAME)


def test_people_and_strangers_are_no_twins(bench: Bench) -> None:
    opened(bench, NAME, CODE)
    assert twins.of_entry(bench.house, bench.actor, "佛山虚构仪表厂") == ()
    assert twins.of_entry(bench.house, bench.actor, NAME, kind="person") == ()


def test_pairs_of_the_whole_station_are_listed(bench: Bench) -> None:
    kept, gone = pair(bench)
    (group,) = twins.groups(bench.house, bench.actor)
    assert {one.eid for one in group} == {kept, gone}


def test_side_by_side_says_what_differs_and_what_will_move(bench: Bench) -> None:
    kept, gone = pair(bench)
    shown = merging.compare(bench.house, bench.actor, kept, gone)
    pairs = {one.name: (one.kept, one.gone, one.take_gone) for one in shown.pairs}
    assert pairs["address"] == ("旧址", "新址", False)
    assert pairs["park"] == ("", "示范园", True)
    assert dict(shown.moved) == {"request": 1, "contact": 1}


def test_one_file_is_left_and_everything_hangs_on_it(bench: Bench) -> None:
    kept, gone = pair(bench)
    merging.merge(bench.house, bench.actor, kept, gone, ["address"], why="同一家")
    file = client_file.show(bench.house, bench.actor, kept)
    assert (file.values["name"], file.values["address"], file.values["park"]) == (NAME, "新址", "示范园")
    assert [one["name"] for one in file.values["former_names"]] == [TWIN]
    assert file.counts["request"] == 1
    assert len(file.parts["contact"]) == 1
    (row,) = request_views.page(bench.house, bench.actor).rows
    assert (row.client, row.client_name) == (kept, NAME)
    with pytest.raises(Missing):
        client_file.show(bench.house, bench.actor, gone)
    with bench.house.store.read() as look:
        assert {hit.eid for hit in look.find(TWIN, kinds=("enterprise",))} == {kept}


def test_the_same_contact_on_both_becomes_one(bench: Bench) -> None:
    kept, gone = pair(bench)
    entry = {"name": "陈演练", "phone": "13800001234", "role": "quality"}
    contact = client_changes.add_part(bench.house, bench.actor, "contact", kept, entry).value
    merging.merge(bench.house, bench.actor, kept, gone)
    (only,) = client_file.show(bench.house, bench.actor, kept).parts["contact"]
    assert only.eid == contact
    with bench.house.store.read() as look:
        (request,) = look.select(Query("request"))
    assert request["contact"] == contact


def test_a_tie_between_the_two_goes(bench: Bench) -> None:
    kept, gone = pair(bench)
    client_changes.add_part(bench.house, bench.actor, "relation", kept, {"other": gone, "kind": "partner"})
    merging.merge(bench.house, bench.actor, kept, gone)
    assert client_file.show(bench.house, bench.actor, kept).parts["relation"] == ()


def test_parting_gives_back_what_was(bench: Bench) -> None:
    kept, gone = pair(bench)
    client_changes.add_part(bench.house, bench.actor, "contact", kept, {"name": "陈演练", "phone": "13800001234"})
    before = everything(bench, kept, gone)
    merger = merging.merge(bench.house, bench.actor, kept, gone, ["address", "name"]).value
    assert everything(bench, kept, gone) != before
    merging.take_back(bench.house, bench.actor, merger)
    assert everything(bench, kept, gone) == before
    assert merging.mergers(bench.house, bench.actor) == ()
    with pytest.raises(Conflict, match="undone"):
        merging.take_back(bench.house, bench.actor, merger)


def test_what_came_later_stays_with_the_kept_file(bench: Bench) -> None:
    kept, gone = pair(bench)
    merger = merging.merge(bench.house, bench.actor, kept, gone, ["address"]).value
    client_changes.change(bench.house, bench.actor, kept, {"address": "后来又改的地址"}, {})
    known = ClientInput(kind="enterprise", name=NAME, credit_code=CODE)
    later = intake.register_and_accept(
        bench.house, bench.actor, intake_of(client=known, contact=ContactInput(name="周演练", phone="13900005678"))
    ).value
    merging.take_back(bench.house, bench.actor, merger)
    file = client_file.show(bench.house, bench.actor, kept)
    assert file.values["address"] == "后来又改的地址"
    assert file.counts["request"] == 1
    assert client_file.show(bench.house, bench.actor, gone).counts["request"] == 1
    with bench.house.store.read() as look:
        record = look.get("request", later.eid)
    assert record is not None
    assert record["client"] == kept


def test_after_thirty_days_it_stays_merged(bench: Bench) -> None:
    kept, gone = pair(bench)
    merger = merging.merge(bench.house, bench.actor, kept, gone).value
    bench.clock.moment += timedelta(days=31)
    assert [one.reversible for one in merging.mergers(bench.house, bench.actor)] == [False]
    with pytest.raises(NotAllowed, match="too_late"):
        merging.take_back(bench.house, bench.actor, merger)


def test_a_file_is_not_merged_with_itself_nor_by_a_specialist(bench: Bench) -> None:
    kept, gone = pair(bench)
    with pytest.raises(Invalid):
        merging.merge(bench.house, bench.actor, kept, kept)
    with pytest.raises(NotAllowed):
        merging.merge(bench.house, bench.as_specialist(), kept, gone)


def test_three_become_one_and_the_last_merger_is_parted_first(bench: Bench) -> None:
    kept, gone = pair(bench)
    third = opened(bench, "佛山虚构仪表厂", OTHER_CODE)
    first = merging.merge(bench.house, bench.actor, kept, gone).value
    before = everything(bench, kept, gone, third)
    second = merging.merge(bench.house, bench.actor, third, kept).value
    assert client_file.show(bench.house, bench.actor, third).counts["request"] == 1
    merging.take_back(bench.house, bench.actor, second)
    assert everything(bench, kept, gone, third) == before
    merging.take_back(bench.house, bench.actor, first)
    assert client_file.show(bench.house, bench.actor, gone).counts["request"] == 1


_FIELDS = {
    "address": st.sampled_from(["", "甲路1号", "乙路2号"]),
    "park": st.sampled_from(["", "示范园", "演练园"]),
    "staff_count": st.sampled_from([None, 0, 12, 300]),
    "products": st.sampled_from(["", "压力表", "天平\n卡尺"]),
    "tags": st.lists(st.sampled_from(["high_tech", "champion"]), unique=True),
}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(_FIELDS), st.fixed_dictionaries(_FIELDS), st.sets(st.sampled_from(sorted({*_FIELDS, "name"})))
)
def test_merged_and_parted_is_as_it_was(
    bench: Bench, one: dict[str, Any], other: dict[str, Any], take: set[str]
) -> None:
    kept, gone = opened(bench, "甲演练小组", **one), opened(bench, "乙演练小组", **other)
    before = everything(bench, kept, gone)
    merger = merging.merge(bench.house, bench.actor, kept, gone, take).value
    file = client_file.show(bench.house, bench.actor, kept)
    for name in ("address", "park", "staff_count"):
        wanted = other[name] if name in take and other[name] not in ("", None) else one[name]
        wanted = other[name] if wanted in ("", None) else wanted
        assert file.values[name] == ("" if wanted in ("", None) else wanted)
    assert set(file.values["tags"] or ()) == {*one["tags"], *other["tags"]}
    merging.take_back(bench.house, bench.actor, merger)
    assert everything(bench, kept, gone) == before
