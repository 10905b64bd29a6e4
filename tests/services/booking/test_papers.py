"""The papers of shared equipment say what they must, and show no more of people than they may."""

from __future__ import annotations

from qi_desk.documents.inline import InlinePapers
from qi_desk.services.booking import bookings, labels, papers, reports, use
from qi_desk.services.paperwork import Order
from tests.documents.test_papers import text_of
from tests.services.booking.hall import ask, at, book, client, device
from tests.support.stations import Bench


def text(order: Order) -> str:
    made = InlinePapers().make(order.form, order.view)
    assert made.missing == ()
    return text_of(made.pdf)


def test_a_slip_says_whether_it_stands(bench: Bench) -> None:
    one, who = device(bench, hazard_rules="禁止戴手套操作"), client(bench)
    made = book(bench, one, who, at(12, 9), at(12, 11), purpose="来料抽检")
    said = text(papers.slip(bench.house, bench.actor, made.eid))
    assert "来料抽检" in said
    assert "禁止戴手套操作" in said
    assert "待确认" not in said
    assert "陈演练" not in said
    bench.house.store.exchange.remember({"device": "one"})
    pending = book(bench, one, who, at(12, 14), at(12, 15))
    assert "待确认" in text(papers.slip(bench.house, bench.actor, pending.eid))


def test_hand_over_and_return_stand_on_one_sheet(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    made = bookings.override(bench.house, bench.actor, ask(one, who, at(10, 9, 30), at(10, 11), override="急")).value
    out = {"before": "good", "signed_out": True, "accessories_out": "压头 1 个\n标准块 2 块"}
    use.check_in(bench.house, bench.actor, made.eid, out)
    assert text(papers.handover(bench.house, bench.actor, made.eid)).count("√") == 2
    back = {"after": "good", "cleaned": True, "signed_back": True, "accessories_back": "压头 1 个"}
    use.hand_back(bench.house, bench.actor, made.eid, back)
    assert text(papers.handover(bench.house, bench.actor, made.eid)).count("√") == 3


def test_the_door_and_the_public_list(bench: Bench) -> None:
    one, who = device(bench), client(bench)
    closed = device(bench, name="不开放的", open=False)
    book(bench, one, who, at(12, 9), at(12, 11))
    door = text(papers.day_sheet(bench.house, bench.actor, at(12, 0).date()))
    assert "09:00-11:00" in door
    assert "不开放的" not in door
    assert "没有预约" in text(papers.day_sheet(bench.house, bench.actor, at(20, 0).date()))
    listed = text(papers.public_list(bench.house, bench.actor))
    assert "GB/T 230.1" in listed
    assert "不开放的" not in listed
    assert closed


def test_a_label_turns_red_with_its_date(bench: Bench) -> None:
    one = device(bench, model="HR-150", owner="演练所")
    order = labels.label(bench.house, bench.actor, one)
    assert order.view.mark == "green"
    assert "绿（合格）" in text(order)
    bench.clock.moment = bench.clock.moment.replace(year=2027)
    assert labels.label(bench.house, bench.actor, one).view.mark == "red"


def test_the_report_counts_what_was_used_against_what_was_open(bench: Bench) -> None:
    one, idle, who = device(bench), device(bench, name="一直闲着的"), client(bench)
    used = bookings.override(bench.house, bench.actor, ask(one, who, at(10, 9, 30), at(10, 11), override="急")).value
    book(bench, one, who, at(11, 9), at(11, 10))
    use.check_in(bench.house, bench.actor, used.eid, {"before": "good", "signed_out": True})
    bench.clock.moment = at(10, 11)
    back = {"after": "good", "cleaned": True, "signed_back": True}
    use.hand_back(bench.house, bench.actor, used.eid, back)
    bench.clock.moment = at(11, 12)
    lines = reports.report(bench.house, bench.actor, at(10, 0).date(), at(11, 0).date())
    assert [line.eid for line in lines] == [idle, one]
    line = lines[1]
    assert (line.open_minutes, line.used_minutes, line.uses, line.missed) == (840, 105, 1, 1)
    assert (line.rate, line.outside) == (125, 1000)
    assert "12.5%" in text(reports.paper(bench.house, bench.actor, at(10, 0).date(), at(11, 0).date()))
