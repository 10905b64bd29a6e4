from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid
from qi_desk.domain.ledger.clocks import (
    AHEAD_MS,
    ZERO,
    Sample,
    Stamp,
    best_samples,
    corrected,
    from_text,
    receive,
    tick,
)

times = st.integers(0, (1 << 48) - 2)
stamps = st.builds(Stamp, times, st.integers(0, 0xFFFF))


@given(stamps, stamps)
def test_text_order_is_stamp_order(one: Stamp, other: Stamp) -> None:
    assert from_text(one.to_text()) == one
    assert (one < other) == (one.to_text() < other.to_text())


@given(st.lists(times, max_size=20))
def test_stamps_rise_whatever_the_clock_does(clock: list[int]) -> None:
    last = Stamp(0, 0xFFFE)
    for now in clock:
        later = tick(last, now)
        assert later > last
        assert later.ms >= now
        last = later


@given(stamps, stamps, times, times)
def test_hearing_of_a_stamp_goes_past_it_unless_it_is_from_too_far_ahead(
    last: Stamp, remote: Stamp, now: int, district: int
) -> None:
    stamp = receive(last, remote, now, district)
    assert stamp > last
    assert stamp.ms <= max(last.ms, now, district + AHEAD_MS) + 1
    assert stamp > remote or remote.ms > district + AHEAD_MS


def test_a_computer_in_2099_drags_nobody_along() -> None:
    remote = Stamp(4_070_908_800_000, 0)
    assert receive(ZERO, remote, 1_000_000, 1_000_000) == Stamp(1_000_000, 0)


@pytest.mark.parametrize("text", ["", "1-2", "00000000000g-0000", "000000000001-0000 ", "000000000001-00AA"])
def test_text_that_is_no_stamp_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        from_text(text)


TRUE_START = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)


@given(
    st.integers(0, 60 * 24 * 3600 * 1000),
    st.integers(0, 60 * 24 * 3600 * 1000),
    st.integers(0, 2000),
    st.floats(0, 1),
)
def test_one_good_exchange_corrects_every_operation_of_its_boot(written: int, met: int, rtt: int, share: float) -> None:
    district = int(TRUE_START.timestamp() * 1000) + met + round((share - 0.5) * rtt)
    best = best_samples([Sample("b", met, district, rtt), Sample("b", met, district + 9000, rtt + 1)])
    found = corrected("1999-01-01T00:00:00.000+08:00", written, "b", best)
    assert found.within == timedelta(milliseconds=rtt) / 2
    assert abs(found.moment - (TRUE_START + timedelta(milliseconds=written))) <= found.within + timedelta(
        milliseconds=1
    )
    assert found.moment.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("boot", ["other", ""])
def test_a_boot_that_never_met_the_district_keeps_its_own_time(boot: str) -> None:
    wall = "2026-03-10T09:15:02.113+08:00"
    found = corrected(wall, 5, boot, {"b": Sample("b", 0, 0, 0), "": Sample("", 0, 0, 0)})
    assert (moments.to_text(found.moment), found.within) == (wall, None)
