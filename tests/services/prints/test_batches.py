"""Many papers as one job: in order, looked at as printed, told what failed, gone on with where it stopped."""

from __future__ import annotations

import pytest

from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.errors import Invalid, Missing
from qi_desk.services import samples
from qi_desk.services.booking import equipment
from qi_desk.services.print_port import PrintQuery
from qi_desk.services.prints import batches, handing
from qi_desk.services.prints.batches import Batch
from qi_desk.services.prints.kinds import Asked
from tests.documents.test_papers import text_of
from tests.services.booking.hall import HARDNESS
from tests.services.prints.press import BACK, FRONT, Press, on, slips, tune
from tests.services.test_request_sides import TAKEN
from tests.support.stations import Bench

PAPERS = InlinePapers()


@pytest.fixture
def press(bench: Bench) -> Press:
    on(bench)
    return Press()


def gathered(bench: Bench, what: str = "day_slips", eid: str = "") -> tuple[Asked, ...]:
    return batches.gather(bench.house, bench.actor, what, eid)


def made(bench: Bench, asked: tuple[Asked, ...], **how: object) -> Batch:
    return batches.make_batch(bench.house, bench.actor, asked, PAPERS, **how)  # type: ignore[arg-type]


def test_the_day_s_slips_come_in_the_order_they_were_issued(bench: Bench, press: Press) -> None:
    wanted = []
    for _ in range(3):
        wanted += slips(bench, 1)
        bench.clock.pass_time(minutes=5)
    batch = made(bench, gathered(bench))
    assert [one.order.subject for one in batch.made] == wanted
    assert len(batch.runs) == 1
    done = batches.print_batch(bench.house, bench.actor, batch, press).value
    assert (done.out, done.left, done.error) == (3, 0, "")
    assert len(press.jobs) == 1
    assert press.jobs[0][1] == batch.runs[0].pdf
    lines = batches.lines_of(bench.house, bench.actor, done.id)
    assert [line.place for line in lines] == [1, 2, 3]
    assert {line.job for line in lines} == {"front-1"}
    text = text_of(press.jobs[0][1])
    places = [text.index(line.number) for line in lines]
    assert places == sorted(places)


def test_a_sample_s_slip_is_printed_with_the_day_s_and_printed_again(bench: Bench, press: Press) -> None:
    eid = slips(bench, 1)[0]
    samples.take_in(bench.house, bench.actor, eid, TAKEN)
    for reason in ("", "lost"):
        batch = made(bench, gathered(bench))
        assert batch.refused == ()
        assert {one.order.paper_kind for one in batch.made} == {"receipt.acceptance", "sample"}
        batches.print_batch(bench.house, bench.actor, batch, press, reason=reason)
    assert text_of(press.jobs[1][1]).count("补打第 1 次") == 4


def test_each_line_keeps_its_own_paper(bench: Bench, press: Press) -> None:
    slips(bench, 2)
    batch = made(bench, gathered(bench))
    done = batches.print_batch(bench.house, bench.actor, batch, press).value
    for line, one in zip(done.lines, batch.made, strict=True):
        assert handing.kept(bench.house, bench.actor, line.id) == one.paper.pdf
        assert line.number in text_of(one.paper.pdf)


def test_sheets_between_say_which_paper_follows(bench: Bench, press: Press) -> None:
    slips(bench, 2)
    batch = batches.part(bench.house, bench.actor, made(bench, gathered(bench)), PAPERS, separators=True)
    assert batch.runs[0].pages == (2, 2)
    pages = text_of(batch.runs[0].pdf).split("\f")
    assert "1 / 2" in pages[0]
    assert "2 / 2" in pages[2]


def test_another_printer_or_tray_is_another_job_in_order(bench: Bench, press: Press) -> None:
    tune(bench, "flow_guide", printer=BACK)
    asked = tuple(Asked(kind) for kind in ("day_list", "flow_guide", "on_site_list"))
    batch = made(bench, asked)
    assert [run.first for run in batch.runs] == [0, 1, 2]
    batches.print_batch(bench.house, bench.actor, batch, press)
    assert [printer for printer, _, _ in press.jobs] == [FRONT, BACK, FRONT]


def test_a_printer_lost_in_the_middle_stops_there_and_goes_on_elsewhere(bench: Bench) -> None:
    on(bench)
    press = Press(lasts=1)
    tune(bench, "flow_guide", printer=FRONT, copies=2)
    asked = tuple(Asked(kind) for kind in ("day_list", "flow_guide", "on_site_list"))
    done = batches.print_batch(bench.house, bench.actor, made(bench, asked), press).value
    assert (done.out, done.left, done.error) == (1, 2, "printer.vanished")
    states = [line.state for line in batches.lines_of(bench.house, bench.actor, done.id)]
    assert states == ["sent", "failed", "queued"]
    again = batches.go_on(bench.house, bench.actor, done.id, PAPERS, press).value
    assert (again.out, again.error) == (0, "printer.vanished")
    last = batches.go_on(bench.house, bench.actor, done.id, PAPERS, press, instead=BACK).value
    assert (last.out, last.left, last.error) == (2, 0, "")
    assert [line.printer for line in batches.lines_of(bench.house, bench.actor, done.id)] == [FRONT, BACK, BACK]
    with pytest.raises(Missing, match=r"print\.nothing_left"):
        batches.go_on(bench.house, bench.actor, done.id, PAPERS, press)


def test_a_program_that_died_before_sending_goes_on_from_the_journal(bench: Bench, press: Press) -> None:
    slips(bench, 3)
    batch = made(bench, gathered(bench))
    press.refuses = True
    done = batches.print_batch(bench.house, bench.actor, batch, press).value
    assert done.error == "printer.refused"
    bench.reopen()
    press.refuses = False
    last = batches.go_on(bench.house, bench.actor, done.id, PAPERS, press).value
    assert last.out == 3
    assert text_of(press.jobs[0][1]) == text_of(batch.runs[0].pdf)


def test_what_cannot_be_made_is_told_and_what_was_never_issued_is_not_missed(bench: Bench, press: Press) -> None:
    eid = slips(bench, 1)[0]
    batch = made(bench, (*gathered(bench, "request", eid), Asked("recovery_sheet")))
    assert [one.order.paper_kind for one in batch.made] == ["receipt.acceptance", "follow_ups"][: len(batch.made)]
    assert [(one.asked.kind, one.error.code) for one in batch.refused] == [("recovery_sheet", "paper.elsewhere")]
    with pytest.raises(Missing, match=r"print\.no_set"):
        gathered(bench, "person")


def test_making_stops_when_somebody_says_so(bench: Bench, press: Press) -> None:
    slips(bench, 4)
    told: list[tuple[int, int]] = []
    batch = made(bench, gathered(bench), told=lambda done, of: told.append((done, of)), stopped=lambda: len(told) == 2)
    # The third was being drawn when it was said.
    assert (len(batch.made), batch.left) == (3, 1)
    assert told == [(1, 4), (2, 4), (3, 4)]


def test_reprints_in_a_batch_need_a_reason_and_bear_the_mark(bench: Bench, press: Press) -> None:
    slips(bench, 2)
    batches.print_batch(bench.house, bench.actor, made(bench, gathered(bench)), press)
    batch = made(bench, gathered(bench))
    assert batch.reprints == 2
    with pytest.raises(Invalid):
        batches.print_batch(bench.house, bench.actor, batch, press)
    done = batches.print_batch(bench.house, bench.actor, batch, press, reason="damaged").value
    assert [line.reprint for line in done.lines] == [1, 1]
    assert text_of(press.jobs[1][1]).count("补打第 1 次") == 4


def test_a_whole_job_is_taken_back_at_once(bench: Bench, press: Press) -> None:
    slips(bench, 3)
    done = batches.print_batch(bench.house, bench.actor, made(bench, gathered(bench)), press).value
    assert handing.cancel(bench.house, bench.actor, done.lines[1].id, press).value == 3
    states = {line.state for line in batches.lines_of(bench.house, bench.actor, done.id)}
    assert states == {"cancelled"}


def test_without_a_printer_the_batch_is_one_file(bench: Bench, press: Press) -> None:
    on(bench, "")
    slips(bench, 2)
    saved: list[tuple[bytes, str]] = []

    def save(pdf: bytes, name: str) -> str:
        saved.append((pdf, name))
        return name

    batch = made(bench, gathered(bench))
    done = batches.print_batch(bench.house, bench.actor, batch, press, save=save).value
    assert saved == [(batch.runs[0].pdf, done.id)]
    assert {line.state for line in done.lines} == {"saved"}


def test_the_labels_of_every_device(bench: Bench, press: Press) -> None:
    names = ["硬度计", "影像测量仪"]
    for name in names:
        equipment.enter(bench.house, bench.actor, {**HARDNESS, "name": name})
    batch = made(bench, gathered(bench, "labels"))
    text = text_of(batch.runs[0].pdf)
    assert [name in page for name, page in zip(names, text.split("\f"), strict=True)] == [True, True]


def test_chosen_lines_of_the_journal_go_out_again(bench: Bench, press: Press) -> None:
    slips(bench, 2)
    done = batches.print_batch(bench.house, bench.actor, made(bench, gathered(bench)), press).value
    asked = tuple(Asked(line.kind, line=line.id) for line in done.lines)
    again = batches.print_batch(bench.house, bench.actor, made(bench, asked), press, reason="lost").value
    assert [line.of for line in again.lines] == [line.id for line in done.lines]
    assert len(bench.house.store.prints.select(PrintQuery(batch=again.id))) == 2
