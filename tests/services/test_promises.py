"""What is promised, from which urgency and moment, with the days left out told."""

from __future__ import annotations

from datetime import datetime

import pytest

from qi_desk.domain.moments import CHINA
from qi_desk.services.promises import promise
from tests.support.stations import Bench

MOMENT = datetime(2026, 3, 10, 9, 15, tzinfo=CHINA)


def test_more_urgent_is_never_later(bench: Bench) -> None:
    replies = [promise(bench.house, bench.actor, urgency).reply.moment for urgency in "123"]
    ends = [promise(bench.house, bench.actor, urgency).finish.moment for urgency in "123"]
    assert replies == sorted(replies, reverse=True)
    assert ends == sorted(ends, reverse=True)
    assert all(reply <= end for reply, end in zip(replies, ends, strict=True))
    assert min(replies) > bench.clock.now()


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-02-13T10:00", "2026-02-14"),  # a working Saturday before the Spring Festival
        ("2026-02-14T10:00", "2026-02-24"),  # the festival between
        ("2026-03-13T10:00", "2026-03-16"),  # an ordinary weekend between
        ("2026-03-14T10:00", "2026-03-16"),  # begun on a day of rest: the day itself never counts anyway
    ],
)
def test_the_day_is_counted_in_working_days(bench: Bench, at: str, due: str) -> None:
    found = promise(bench.house, bench.actor, "1", datetime.fromisoformat(f"{at}+08:00"))
    assert found.reply_days == 1
    assert found.reply.moment.date().isoformat() == due


def test_the_days_on_the_way_are_told(bench: Bench) -> None:
    found = promise(bench.house, bench.actor, "1", datetime(2026, 3, 13, 10, tzinfo=CHINA))
    assert {step.day.isoformat() for step in found.reply.steps} >= {"2026-03-14", "2026-03-15", "2026-03-16"}
    assert found.reply.steps[-1].code == "counted"


def test_a_year_without_a_table_is_only_provisional(bench: Bench) -> None:
    assert not promise(bench.house, bench.actor, "1", MOMENT).provisional
    assert promise(bench.house, bench.actor, "1", MOMENT.replace(year=2035)).provisional
