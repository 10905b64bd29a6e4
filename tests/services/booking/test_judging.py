"""Two desks that could not ask each other, and one judge: one has the place, the other is first in line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from qi_desk.domain.booking.terms import overlaps
from qi_desk.services.booking import bookings, judging, views
from qi_desk.services.district_line import Claim
from tests.services.booking.hall import ask, at, book, client, device
from tests.support.stations import Bench, copy_template, open_copy


class FakeJudge:
    """What the district does, in memory: in the order claims come, no two confirmed ones overlap."""

    def __init__(self) -> None:
        self.confirmed: list[Claim] = []
        self.said: dict[str, str] = {}
        self.cut = False

    def judge(self, desk: str, claims: Sequence[Claim]) -> Mapping[str, str]:
        for claim in claims:
            if claim.eid not in self.said:
                taken = any(
                    one.resource == claim.resource and overlaps(one.block, claim.block) for one in self.confirmed
                )
                self.said[claim.eid] = "lost" if taken else "confirmed"
                if not taken:
                    self.confirmed.append(claim)
        if self.cut:
            raise OSError("cut after the judge decided")
        return {claim.eid: self.said[claim.eid] for claim in claims}


@pytest.fixture
def desks(bench: Bench, template: tuple[Path, str], tmp_path: Path) -> tuple[Bench, Bench]:
    """Two copies of a station that have the same device and client."""
    copy_template(template[0], tmp_path / "second")
    second = open_copy(template[0], tmp_path / "other", template[1])
    for one in (bench, second):
        one.house.store.exchange.remember({"device": "one"})
    return bench, second


def test_one_has_the_place_and_the_other_is_first_in_line(desks: tuple[Bench, Bench]) -> None:
    one, two = desks
    judge = FakeJudge()
    made = []
    shared = device(one)
    for bench in desks:
        who = client(bench)
        if bench is two:
            with two.house.store.write(two.actor) as unit:
                with one.house.store.read() as look:
                    record = look.get("equipment", shared)
                assert record is not None
                unit.create("equipment", record.values, eid=shared)
                unit.commit()
        made.append(book(bench, shared, who, at(12, 9), at(12, 10)).eid)
    judge.cut = True
    with pytest.raises(OSError, match="cut"):
        judging.ask_judge(one.house, one.actor, judge)
    judge.cut = False
    judging.ask_judge(one.house, one.actor, judge)
    judging.ask_judge(two.house, two.actor, judge)
    winner = views.show(one.house, one.actor, made[0])
    loser = views.show(two.house, two.actor, made[1])
    assert (winner.bar.phase, winner.bar.judged) == ("ahead", "confirmed")
    assert (loser.bar.phase, loser.bar.judged) == ("waiting", "lost")
    assert len(loser.instead) == 3
    assert "called" in loser.deeds
    with two.house.store.read() as look:
        assert [due.why for due in views.due_today(two.house, look)] == ["call"]
    judging.ask_judge(two.house, two.actor, judge)
    assert len(judge.confirmed) == 1


def test_a_loser_stands_before_those_who_waited_longer(bench: Bench) -> None:
    bench.house.store.exchange.remember({"device": "one"})
    one, who = device(bench), client(bench)
    holder = book(bench, one, who, at(13, 14), at(13, 15))
    waiting = bookings.book(bench.house, bench.actor, ask(one, who, at(13, 14), at(13, 15), wait=True)).value
    loser = book(bench, one, who, at(13, 9), at(13, 10))
    bookings.settle(bench.house, bench.actor, loser.eid, "lost")
    bench.clock.pass_time(minutes=10)
    bookings.settle(bench.house, bench.actor, holder.eid, "confirmed")
    bookings.cancel(bench.house, bench.actor, holder.eid, "client")
    assert views.show(bench.house, bench.actor, waiting.eid).offered_until is not None
    assert views.show(bench.house, bench.actor, loser.eid).values["first"] is True
