"""The print journal: the exact bytes, how often a paper left the desk, and what became of each."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from qi_desk.domain.errors import Missing
from qi_desk.services.print_port import PrintLine
from tests.support.stations import MORNING, Bench

PDF = b"%PDF-1.4 invented \x00\xff"
LINE = PrintLine(
    id="1",
    paper="paper-1",
    form="receipt_a4",
    kind="receipt.acceptance",
    subject="request-1",
    number="PY03-HZ-20260310-A-0001-X",
    printer="counter",
    copies=1,
    state="queued",
    job="",
    error="",
    reprint=0,
    reason="",
    operator="a",
    created_at=MORNING,
    finished_at=None,
    sha256=hashlib.sha256(PDF).hexdigest(),
)


def test_a_line_and_its_bytes_come_back_as_they_were(bench: Bench) -> None:
    bench.house.store.prints.add([(LINE, PDF)])
    bench.reopen()
    assert bench.house.store.prints.recent() == (LINE,)
    assert bench.house.store.prints.pdf("1") == PDF


def test_another_document_s_digest_is_refused(bench: Bench) -> None:
    with pytest.raises(ValueError, match="another document"):
        bench.house.store.prints.add([(LINE, PDF + b" ")])
    assert bench.house.store.prints.recent() == ()


def test_only_what_left_the_desk_is_counted(bench: Bench) -> None:
    prints = bench.house.store.prints
    for place, state in enumerate(("sent", "printed", "saved", "failed", "queued", "cancelled")):
        prints.add([(replace(LINE, id=str(place), state=state), PDF)])
    prints.add([(replace(LINE, id="other", paper="paper-2", state="sent"), PDF)])
    assert prints.times("paper-1") == 3


def test_settling_keeps_the_job_it_has(bench: Bench) -> None:
    prints = bench.house.store.prints
    later = MORNING + timedelta(minutes=1)
    prints.add([(LINE, PDF)])
    prints.settle("1", "sent", job="counter-17")
    prints.settle("1", "printed", at=later)
    line = prints.recent()[0]
    assert (line.state, line.job, line.finished_at) == ("printed", "counter-17", later)
    prints.settle("1", "failed", error="printer.refused")
    line = prints.recent()[0]
    assert (line.error, line.finished_at) == ("printer.refused", later)


def test_the_newest_lines_come_first(bench: Bench) -> None:
    prints = bench.house.store.prints
    for place in range(5):
        prints.add([(replace(LINE, id=str(place), created_at=MORNING + timedelta(minutes=place)), PDF)])
    assert [line.id for line in prints.recent(3)] == ["4", "3", "2"]


def test_a_line_nobody_wrote_is_missing(bench: Bench) -> None:
    with pytest.raises(Missing, match=r"print\.unknown"):
        bench.house.store.prints.pdf("none")


def test_papers_of_one_record_are_counted_apart_but_for_those_of_an_older_journal(bench: Bench) -> None:
    prints = bench.house.store.prints
    prints.add([(replace(LINE, id="a", kind="agency", state="printed"), PDF)])
    prints.add([(replace(LINE, id="b", kind="agency_end", state="printed"), PDF)])
    prints.add([(replace(LINE, id="c", kind="", state="printed"), PDF)])
    assert (prints.times("paper-1", "agency"), prints.times("paper-1", "plan"), prints.times("paper-1")) == (2, 1, 3)


def test_bytes_go_in_time_and_the_line_stays(bench: Bench) -> None:
    prints = bench.house.store.prints
    later = replace(
        LINE, id="2", paper="paper-2", subject="request-2", kind="ticket", created_at=MORNING + timedelta(days=9)
    )
    prints.add([(LINE, PDF), (later, PDF)])
    before = MORNING + timedelta(days=5)
    assert (prints.keeping(before), prints.keeping(before, ("ticket",))) == (1, 0)
    assert (prints.forget(before), prints.forget(before), prints.keeping(before)) == (1, 0, 0)
    with pytest.raises(Missing, match=r"print\.forgotten"):
        prints.pdf("1")
    assert prints.get("1") == LINE
    assert prints.pdf("2") == PDF
    assert prints.keeping(MORNING + timedelta(days=10), ("ticket",)) == 1
    assert (prints.forget_of({"request-1"}), prints.forget_of({"request-2", "nothing"})) == (0, 1)
