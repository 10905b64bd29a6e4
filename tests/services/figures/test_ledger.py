"""The ledger: a row for every matter and contact, nobody outside the station named, on screen and on paper."""

from __future__ import annotations

from datetime import date

from qi_desk.domain.figures.periods import parse
from qi_desk.services import intake, request_ending
from qi_desk.services.figures import ledger_papers
from qi_desk.services.figures.ledger import ledger
from tests.services.test_confining import colleague, confined
from tests.support.stations import Bench, intake_of

MARCH = parse("2026-03")


def test_a_matter_and_every_contact_stand_there_once(bench: Bench) -> None:
    made = intake.register_and_accept(bench.house, bench.actor, intake_of()).value
    bench.clock.pass_time(hours=1)
    told = {"mode": "phone", "party": "client", "content": "客户问进度", "next_on": date(2026, 3, 12)}
    request_ending.follow_up(bench.house, bench.actor, made.eid, {**told, "at": bench.clock.now()})
    rows = ledger(bench.house, bench.actor, MARCH).rows
    assert [(row.kind, row.number, row.opens) for row in rows] == [
        ("follow_up", made.number, ("request", made.eid)),
        ("request", made.number, ("request", made.eid)),
    ]
    assert rows[1].what.startswith("校准：压力表")
    assert ledger(bench.house, bench.actor, parse("2026-02")).rows == ()


def test_what_the_viewer_may_not_see_is_not_in_it(bench: Bench) -> None:
    eid, _, owner = confined(bench)
    assert [row.eid for row in ledger(bench.house, owner, MARCH).rows] == [eid]
    assert ledger(bench.house, colleague(bench), MARCH).rows == ()


def test_the_ledger_on_paper_is_that_of_one_specialist(bench: Bench) -> None:
    intake.register_and_accept(bench.house, bench.actor, intake_of())
    intake.register_and_accept(bench.house, bench.as_specialist(), intake_of(channel="P02"))
    day = date(2026, 3, 10)
    (table,) = ledger_papers.sheet(bench.house, bench.actor, day, day).view.tables
    assert [row[-1] for row in table.rows] == ["林示范", "何演练"]
    (table,) = ledger_papers.sheet(bench.house, bench.actor, day, day, bench.specialist).view.tables
    assert [row[-1] for row in table.rows] == ["何演练"]
    assert "陈演练" not in str(table.rows)
