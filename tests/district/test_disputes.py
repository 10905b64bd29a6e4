"""What two desks wrote without knowing of each other: both values with who and when, decided by a person, undoable."""

from __future__ import annotations

from typing import Any

import pytest

from qi_desk.domain.errors import Missing, NotAllowed
from qi_desk.services import client_file, disputes, syncing
from qi_desk.services.disputes import DisputeView
from qi_desk.services.undo import undo
from tests.district.meeting import Enrol, client_of, exchange, registered, row
from tests.support.stations import Bench

Pair = tuple[Bench, Bench, str]


def change(bench: Bench, client: str, **values: Any) -> None:
    seen = client_file.editable(bench.house, bench.actor, "enterprise", client).seen
    with bench.house.store.write(bench.actor) as unit:
        unit.change("enterprise", client, values, seen={name: seen.get(name, "") for name in values if name in seen})
        unit.commit()


def listed(bench: Bench, *, settled: bool = False) -> tuple[DisputeView, ...]:
    return disputes.disputes(bench.house, bench.actor, settled=settled)


def decide(bench: Bench, one: DisputeView, take: str = "") -> str | None:
    return disputes.settle(bench.house, bench.actor, one.eid, one.field, one.element, take).undo


@pytest.fixture
def pair(enrol: Enrol) -> Pair:
    """Two stations that wrote different products of one enterprise; the first came first."""
    one, two = enrol("PY03"), enrol("PY04")
    client = client_of(one, registered(one))
    for bench in (one, two):
        exchange(bench)
    change(one, client, products="压力表", address="大石街1号")
    change(two, client, products="流量计")
    for bench in (one, two, one):
        exchange(bench)
    return one, two, client


def test_both_values_are_listed_with_who_and_when(pair: Pair) -> None:
    one, two, client = pair
    for bench in (one, two):
        (found,) = listed(bench)
        assert (found.kind, found.eid, found.field, found.takeable) == ("enterprise", client, "products", True)
        assert found.title == "广州示范精密仪器有限公司"
        assert (found.standing.value, [other.value for other in found.others]) == ("压力表", ["流量计"])
        (other,) = found.others
        assert (other.station, other.person) == ("番禺示范园服务站 A", "林示范")
        assert found.standing.at is not None
        assert other.at is not None
        standing = syncing.contact(bench.house)
        assert standing is not None
        assert standing.disputes == 1


def test_keeping_what_stands_ends_it_on_both_sides(pair: Pair) -> None:
    one, two, client = pair
    decide(two, listed(two)[0])
    assert listed(two) == ()
    for bench in (two, one):
        exchange(bench)
    assert listed(one) == ()
    assert row(one, "enterprise", client)["products"] == row(two, "enterprise", client)["products"] == "压力表"
    (kept,) = listed(one, settled=True)
    assert [other.value for other in kept.others] == ["流量计"]


def test_the_other_value_takes_its_place_and_can_be_taken_back(pair: Pair) -> None:
    one, two, client = pair
    (found,) = listed(one)
    act = decide(one, found, found.others[0].uid)
    assert row(one, "enterprise", client)["products"] == "流量计"
    assert act is not None
    for bench in (one, two):
        exchange(bench)
    assert row(two, "enterprise", client)["products"] == "流量计"
    assert listed(two) == listed(one) == ()
    undo(one.house, one.actor, act)
    for bench in (one, two):
        exchange(bench)
    assert row(two, "enterprise", client)["products"] == "压力表"


def test_what_was_decided_can_be_decided_anew(pair: Pair) -> None:
    one, two, client = pair
    decide(one, listed(one)[0])
    exchange(one)
    exchange(one)
    (settled,) = listed(one, settled=True)
    decide(one, settled, settled.others[0].uid)
    for bench in (one, two):
        exchange(bench)
    assert row(two, "enterprise", client)["products"] == row(one, "enterprise", client)["products"] == "流量计"


def test_two_decisions_at_once_are_a_new_dispute_and_no_silent_loss(pair: Pair) -> None:
    one, two, client = pair
    (first,), (second,) = listed(one), listed(two)
    decide(one, first, first.others[0].uid)
    change(two, client, products="阀门")
    for bench in (one, two, one, two):
        exchange(bench)
    (left,) = listed(one)
    assert {left.standing.value, *(other.value for other in left.others)} >= {"流量计", "阀门"}
    assert second.field == left.field
    assert row(one, "enterprise", client) == row(two, "enterprise", client)


def test_what_is_not_there_is_not_decided(pair: Pair) -> None:
    one, _, client = pair
    with pytest.raises(Missing, match=r"dispute\.missing"):
        disputes.settle(one.house, one.actor, client, "name", "")
    with pytest.raises(NotAllowed, match=r"dispute\.only_noted"):
        disputes.settle(one.house, one.actor, client, "products", "", "an operation nobody knows")


def test_what_waits_is_told_line_by_line(pair: Pair) -> None:
    one, _, client = pair
    assert syncing.unsent(one.house, one.actor) == ()
    change(one, client, address="大石街2号")
    (waiting,) = syncing.unsent(one.house, one.actor)
    assert (waiting.kind, waiting.eid, waiting.person, waiting.held) == ("enterprise", client, "林示范", False)


def test_phones_that_differ_stay_masked(enrol: Enrol) -> None:
    one, two = enrol("PY03"), enrol("PY04")
    client = client_of(one, registered(one))
    for bench in (one, two):
        exchange(bench)
    with one.house.store.read() as look:
        from qi_desk.services.ports import Query

        (contact,) = look.select(Query("contact", equals={"client": client}))
    for bench, phone in ((one, "13800005678"), (two, "13800009999")):
        with bench.house.store.write(bench.actor) as unit:
            unit.change("contact", contact.eid, {"phone": phone})
            unit.commit()
    for bench in (one, two, one):
        exchange(bench)
    (found,) = [view for view in listed(one) if view.field == "phone"]
    assert "*" in found.standing.value
    assert {found.standing.value[-4:], found.others[0].value[-4:]} == {"5678", "9999"}
