"""Sent, printed and in hand are three things; a reprint is the kept paper with a mark; a lost printer is told."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.errors import Conflict, Invalid, Missing, PaperError
from qi_desk.services import paperwork, today
from qi_desk.services.feedback import complaints
from qi_desk.services.print_port import PrintLine, PrintQuery
from qi_desk.services.prints import handing, making, views
from qi_desk.services.prints.kinds import Asked, order_for
from tests.documents.test_papers import text_of
from tests.services.feedback.cases import complained
from tests.services.prints.press import BACK, FRONT, Press, on, slips, tune
from tests.support.stations import Bench

PAPERS = InlinePapers()


def ask(bench: Bench, asked: Asked) -> making.Made:
    return making.make(bench.house, bench.actor, order_for(bench.house, bench.actor, asked), PAPERS)


def receipt(eid: str) -> Asked:
    return Asked("receipt.acceptance", eid)


def give(bench: Bench, press: Press, asked: Asked, reason: str = "") -> PrintLine:
    made = ask(bench, asked)
    return handing.hand_out(bench.house, bench.actor, made.order, made.paper, press, reason=reason).value


def in_doubt(bench: Bench) -> list[views.DayPaper]:
    with bench.house.store.read() as look:
        return views.open_papers(bench.house, look, bench.actor)


@pytest.fixture
def press(bench: Bench) -> Press:
    on(bench)
    return Press()


def test_sent_then_printed_then_in_hand(bench: Bench, press: Press) -> None:
    line = give(bench, press, receipt(slips(bench, 1)[0]))
    assert (line.state, line.job, line.kind, line.form) == ("sent", "front-1", "receipt.acceptance", "receipt_a4")
    assert handing.settle(bench.house, bench.actor, press).value == 0
    press.finish()
    assert handing.settle(bench.house, bench.actor, press).value == 1
    assert in_doubt(bench)[0].state == "printed"
    assert handing.confirm(bench.house, bench.actor, line.id).value.state == "in_hand"
    assert in_doubt(bench) == []
    # What is settled stays: neither the printing system nor anybody else says it again.
    assert handing.settle(bench.house, bench.actor, press).value == 0
    with pytest.raises(Conflict, match=r"print\.settled"):
        handing.confirm(bench.house, bench.actor, line.id)


def test_what_is_in_doubt_stands_on_the_day_page_until_somebody_says_so(bench: Bench, press: Press) -> None:
    line = give(bench, press, receipt(slips(bench, 1)[0]))
    found = [one for one in today.day(bench.house, bench.actor).lines if one.section == "in_hand"]
    assert [(one.kind, one.eid, one.what) for one in found] == [("print", line.id, "受理回执")]
    handing.confirm(bench.house, bench.actor, line.id)
    assert "in_hand" not in {one.section for one in today.day(bench.house, bench.actor).lines}


def test_lists_are_nobody_s_original(bench: Bench, press: Press) -> None:
    line = give(bench, press, Asked("flow_guide"))
    assert (line.state, line.kind) == ("sent", "flow_guide")
    assert in_doubt(bench) == []


@pytest.mark.parametrize(
    ("fault", "state", "reprint"), [("nothing_came", "failed", 0), ("spoiled", "spoiled", 1), ("wrong", "void", 1)]
)
def test_what_went_wrong_says_whether_the_next_is_a_reprint(
    bench: Bench, press: Press, fault: str, state: str, reprint: int
) -> None:
    eid = slips(bench, 1)[0]
    line = give(bench, press, receipt(eid))
    said = handing.confirm(bench.house, bench.actor, line.id, fault).value
    assert (said.state, said.fault) == (state, fault)
    assert ask(bench, receipt(eid)).order.reprint == reprint
    with pytest.raises(Conflict):
        handing.confirm(bench.house, bench.actor, line.id, "no_such_fault")


def test_a_reprint_begins_with_the_very_bytes_of_the_original(bench: Bench, press: Press) -> None:
    eid = slips(bench, 1)[0]
    give(bench, press, receipt(eid))
    first = press.jobs[0][1]
    bench.clock.pass_time(days=2)
    made = ask(bench, receipt(eid))
    assert made.order.reprint == 1
    with pytest.raises(Invalid):
        handing.hand_out(bench.house, bench.actor, made.order, made.paper, press)
    line = handing.hand_out(bench.house, bench.actor, made.order, made.paper, press, reason="lost").value
    again = press.jobs[1][1]
    assert again[: len(first)] == first
    assert again != first
    assert text_of(again).count("补打第 1 次") == 2
    assert "补打" not in text_of(again[: line.body])
    assert (line.of, line.reason, line.reprint) == (bench.house.store.prints.recent()[1].id, "lost", 1)
    third = ask(bench, receipt(eid))
    assert third.paper.pdf[: len(first)] == first
    assert "补打第 2 次" in text_of(third.paper.pdf)
    assert "补打第 1 次" not in text_of(third.paper.pdf)


def test_a_reprint_may_be_drawn_anew_from_what_is_true_now(bench: Bench, press: Press) -> None:
    eid = slips(bench, 1)[0]
    give(bench, press, receipt(eid))
    order = order_for(bench.house, bench.actor, receipt(eid))
    made = making.make(bench.house, bench.actor, order, PAPERS, anew=True)
    assert made.order.reprint == 1
    assert not made.order.of
    assert made.paper.pdf[:2000] != press.jobs[0][1][:2000]


def test_a_line_of_the_journal_is_printed_again(bench: Bench, press: Press) -> None:
    line = give(bench, press, Asked("flow_guide"))
    made = ask(bench, Asked("", line=line.id))
    assert (made.order.reprint, made.order.of) == (1, line.id)
    again = handing.hand_out(bench.house, bench.actor, made.order, made.paper, press, reason="second_copy").value
    assert again.kind == "flow_guide"
    assert ask(bench, Asked("", line=again.id)).order.reprint == 2
    with pytest.raises(Missing):
        ask(bench, Asked("", line="none"))


def test_a_printer_that_is_gone_is_told_and_no_other_taken(bench: Bench, press: Press) -> None:
    press.gone = {FRONT}
    line = give(bench, press, receipt(slips(bench, 1)[0]))
    assert (line.state, line.error, press.jobs) == ("failed", "printer.vanished", [])


def test_tray_copies_and_sides_reach_the_printer(bench: Bench, press: Press) -> None:
    tune(bench, "flow_guide", printer=BACK, tray="Upper", copies=3, sides="long")
    give(bench, press, Asked("flow_guide"))
    give(bench, press, Asked("day_list"))
    options = [(printer, one.tray, one.copies, one.sides, one.paper) for printer, _, one in press.jobs]
    assert options == [(BACK, "Upper", 3, "long", "A4"), (FRONT, "", 1, "one", "A4")]


def test_an_offset_moves_the_paper_and_the_reprint_is_moved_by_today_s(bench: Bench, press: Press) -> None:
    tune(bench, "printer.receipt_a4", printer=FRONT, x=5.0, y=-3.0)
    eid = slips(bench, 1)[0]
    line = give(bench, press, receipt(eid))
    sent = press.jobs[0][1]
    assert 0 < line.body < len(sent)
    tune(bench, "printer.receipt_a4", printer=FRONT)
    made = ask(bench, receipt(eid))
    assert made.paper.pdf[: line.body] == sent[: line.body]
    assert made.paper.body == line.body


def test_overprint_draws_the_values_alone(bench: Bench, press: Press) -> None:
    eid = slips(bench, 1)[0]
    whole = text_of(ask(bench, receipt(eid)).paper.pdf)
    tune(bench, "printer.receipt_a4", printer=FRONT, values=True)
    values = text_of(ask(bench, receipt(eid)).paper.pdf)
    for fixed in ("受理回执", "服务对象", "骑　缝", "签收"):
        assert fixed.replace("　", "") in whole.replace("　", "").replace(" ", "")
        assert fixed not in values
    for value in ("广州示范精密仪器有限公司", "PY03-HZ-20260310-A-0001"):
        assert value in whole
        assert value in values


def test_a_waiting_job_is_taken_back(bench: Bench, press: Press) -> None:
    line = give(bench, press, receipt(slips(bench, 1)[0]))
    assert handing.cancel(bench.house, bench.actor, line.id, press).value == 1
    assert bench.house.store.prints.get(line.id).state == "cancelled"
    with pytest.raises(Conflict, match=r"print\.not_waiting"):
        handing.cancel(bench.house, bench.actor, line.id, press)


def test_a_job_that_came_out_meanwhile_cannot_be_taken_back(bench: Bench, press: Press) -> None:
    line = give(bench, press, receipt(slips(bench, 1)[0]))
    press.finish()
    with pytest.raises(PaperError, match=r"printer\.refused"):
        handing.cancel(bench.house, bench.actor, line.id, press)
    assert bench.house.store.prints.get(line.id).state == "sent"


def test_what_is_exported_is_what_was_printed(bench: Bench, press: Press, tmp_path: Path) -> None:
    line = give(bench, press, receipt(slips(bench, 1)[0]))
    file = tmp_path / "out.pdf"

    def save(pdf: bytes, _number: str) -> str:
        file.write_bytes(pdf)
        return str(file)

    assert handing.export(bench.house, bench.actor, line.id, save).value == str(file)
    assert file.read_bytes() == press.jobs[0][1]
    assert hashlib.sha256(file.read_bytes()).hexdigest() == line.sha256


def test_a_paper_that_was_tampered_with_is_not_printed_again(bench: Bench, press: Press) -> None:
    line = give(bench, press, receipt(slips(bench, 1)[0]))
    engine = bench.house.store._engine  # type: ignore[attr-defined]
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE print_job SET pdf = x'25504446' WHERE id = ?", (line.id,))
    with pytest.raises(PaperError, match=r"paper\.changed"):
        handing.kept(bench.house, bench.actor, line.id)
    with pytest.raises(PaperError, match=r"paper\.changed"):
        ask(bench, Asked("", line=line.id))


def test_the_papers_of_the_day_show_what_is_not_printed_and_not_in_hand(bench: Bench, press: Press) -> None:
    first, second = slips(bench, 2)
    line = give(bench, press, receipt(first))
    rows = {row.subject: row for row in views.papers_of_day(bench.house, bench.actor)}
    assert (rows[first].state, rows[first].open, rows[first].who) == ("sent", True, "广州示范精密仪器有限公司")
    assert (rows[second].state, rows[second].open, rows[second].line) == (views.NOT_PRINTED, True, None)
    bench.clock.pass_time(days=1)
    left = views.papers_of_day(bench.house, bench.actor)
    assert [row.line.id for row in left if row.line] == [line.id]
    handing.confirm(bench.house, bench.actor, line.id)
    assert views.papers_of_day(bench.house, bench.actor) == ()


def test_the_journal_is_found_by_day_kind_and_part_of_a_number(bench: Bench, press: Press) -> None:
    first, second = slips(bench, 2)
    give(bench, press, receipt(first))
    give(bench, press, Asked("flow_guide"))
    bench.clock.pass_time(days=1)
    line = give(bench, press, receipt(second))
    since = bench.clock.now().replace(hour=0)
    found = views.journal(bench.house, bench.actor, PrintQuery(since=since))
    assert [row.line.id for row in found] == [line.id]
    assert found[0].operator == "林示范"
    kinds = views.journal(bench.house, bench.actor, PrintQuery(kinds=("flow_guide",)))
    assert [row.line.kind for row in kinds] == ["flow_guide"]
    numbers = views.journal(bench.house, bench.actor, PrintQuery(number=line.number[-8:].lower()))
    assert [row.line.id for row in numbers] == [line.id]


def test_a_record_is_chosen_by_number_or_name_or_from_the_newest(bench: Bench, press: Press) -> None:
    slips(bench, 2)
    newest = views.records(bench.house, bench.actor, "request")
    assert len(newest) == 2
    by_number = views.records(bench.house, bench.actor, "request", newest[1].number)
    assert [hit.eid for hit in by_number] == [newest[1].eid]
    by_text = views.records(bench.house, bench.actor, "request", "第 1 件")
    assert newest[0].note == "广州示范精密仪器有限公司"
    assert "第 1 件" in by_text[0].title
    assert views.records(bench.house, bench.actor, "request", "没有这样的") == ()


def test_an_original_of_an_old_journal_still_has_a_receipt(bench: Bench, press: Press) -> None:
    order = paperwork.receipt(bench.house, bench.actor, slips(bench, 1)[0], form="receipt_a5")
    made = making.make(bench.house, bench.actor, order, PAPERS)
    assert (made.order.form, made.order.reprint) == ("receipt_a5", 0)


def test_who_a_complaint_is_about_finds_none_of_its_papers(bench: Bench, press: Press) -> None:
    eid = complained(bench, target="staff", against_person=bench.specialist, medium="letter")
    told = {"acknowledge_mode": "phone", "first_word": "已经收到，五个工作日内答复。"}
    complaints.acknowledge(bench.house, bench.actor, eid, told)
    line = give(bench, press, Asked("complaint.acknowledgement", eid))
    subject = bench.as_specialist()
    assert [row.eid for row in views.papers_of_day(bench.house, bench.actor)] == [line.id]
    assert views.papers_of_day(bench.house, subject) == ()
    assert views.journal(bench.house, subject) == ()
    assert "in_hand" not in {one.section for one in today.day(bench.house, subject).lines}
    for ask_for in (
        lambda: handing.kept(bench.house, subject, line.id),
        lambda: handing.export(bench.house, subject, line.id, lambda _pdf, _name: ""),
        lambda: order_for(bench.house, subject, Asked("", line=line.id)),
    ):
        with pytest.raises(Missing, match=r"print\.unknown"):
            ask_for()
