"""Leases: the desk where a device stands gives firm words without a line, and nobody is promised the same time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from qi_desk.district.devices import Newcomer
from qi_desk.district.office import Office
from qi_desk.services.booking import views
from tests.district.meeting import Enrol, client_of, exchange, registered
from tests.services.booking.hall import book, device
from tests.support.stations import Bench

Pair = tuple[Bench, Bench, str]


@pytest.fixture
def pair(enrol: Enrol) -> Pair:
    """Two stations and a device that stands in the first, which has its lease."""
    one, two = enrol("PY03"), enrol("PY04")
    now = datetime.now(UTC)
    for bench in (one, two):
        bench.clock.moment = now.astimezone(bench.clock.moment.tzinfo)
    shared = device(one)
    for bench in (one, one, two):
        exchange(bench)
    return one, two, shared


def judged(bench: Bench, eid: str) -> str:
    return views.show(bench.house, bench.actor, eid).bar.judged


def soon(bench: Bench, hour: int) -> datetime:
    day = bench.clock.now() + timedelta(days=(7 - bench.clock.now().weekday()) % 7 + 1)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def test_the_holder_gives_its_word_without_a_line(pair: Pair) -> None:
    one, two, shared = pair
    begin, end = soon(one, 9), soon(one, 10)
    own = book(one, shared, client_of(one, registered(one)), begin, end)
    assert own.judged == "leased"
    other = book(two, shared, client_of(two, registered(two)), begin, end)
    assert other.judged == "pending"
    # The other asks first, but the holder was not heard since.
    exchange(two)
    assert judged(two, other.eid) == "pending"
    exchange(one)
    assert judged(one, own.eid) == "confirmed"
    exchange(two)
    assert judged(two, other.eid) == "lost"


def test_what_the_holder_left_free_goes_to_the_other_once_it_was_heard(pair: Pair) -> None:
    one, two, shared = pair
    other = book(two, shared, client_of(two, registered(two)), soon(two, 14), soon(two, 15))
    exchange(two)
    assert judged(two, other.eid) == "pending"
    exchange(one)
    exchange(two)
    assert judged(two, other.eid) == "confirmed"


def test_a_holder_that_is_silent_for_long_keeps_nobody_waiting(pair: Pair, office: Office) -> None:
    one, two, shared = pair
    late = book(one, shared, client_of(one, registered(one)), soon(one, 9), soon(one, 10))
    other = book(two, shared, client_of(two, registered(two)), soon(two, 9), soon(two, 10))
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE lease SET valid_until = '2020-01-01T00:00:00+00:00'")
    exchange(two)
    assert judged(two, other.eid) == "confirmed"
    # What the old holder promised without a line comes too late, is told so, and overwrites nothing.
    exchange(one)
    assert judged(one, late.eid) == "lost"
    exchange(two)
    assert judged(two, other.eid) == "confirmed"


def test_a_lease_has_one_holder(office: Office) -> None:
    one, two = (
        office.devices.enrol(office.devices.new_code(station), Newcomer(station, "A", station), bytes(32))
        for station in ("PY03", "PY04")
    )
    assert list(office.leases.ask(one, ["E1", "E2"])) == ["E1", "E2"]
    assert office.leases.ask(two, ["E1"]) == {}
    assert list(office.leases.ask(one, ["E1"])) == ["E1"]
