"""Kept searches with their counts, what was opened lately, and slips that are scanned."""

from __future__ import annotations

import pytest

from qi_desk.domain import numbers
from qi_desk.domain.errors import Invalid, Missing
from qi_desk.services import intake, merging, paperwork, searching
from qi_desk.services.intake_input import ClientInput
from tests.support.stations import OTHER_CODE, Bench, intake_of


def test_a_kept_search_counts_what_it_finds_now(bench: Bench) -> None:
    searching.keep(bench.house, bench.actor, " 示范精密 ", "精密仪器厂")
    assert [(one.name, one.text, one.count) for one in searching.home(bench.house, bench.actor).kept] == [
        ("精密仪器厂", "示范精密", 0)
    ]
    intake.register(bench.house, bench.actor, intake_of())
    (kept,) = searching.home(bench.house, bench.actor).kept
    assert kept.count > 0
    searching.keep(bench.house, bench.actor, "示范精密", "改了名")
    assert [one.name for one in searching.home(bench.house, bench.actor).kept] == ["改了名"]


def test_a_kept_search_is_its_owners_alone(bench: Bench) -> None:
    eid = searching.keep(bench.house, bench.actor, "校准").value
    specialist = bench.as_specialist()
    assert searching.home(bench.house, specialist).kept == ()
    with pytest.raises(Missing):
        searching.drop(bench.house, specialist, eid)
    searching.drop(bench.house, bench.actor, eid)
    assert searching.home(bench.house, bench.actor).kept == ()
    with pytest.raises(Invalid):
        searching.keep(bench.house, bench.actor, "  ")


def test_what_was_opened_is_offered_latest_first_to_that_person_only(bench: Bench) -> None:
    first = intake.register(bench.house, bench.actor, intake_of()).value
    second = intake.register(bench.house, bench.actor, intake_of(description="第二件")).value
    for eid in (first.eid, second.eid, first.eid):
        searching.opened(bench.house, bench.actor, "request", eid)
        bench.clock.pass_time(seconds=1)
    recent = searching.home(bench.house, bench.actor).recent
    assert [hit.number for hit in recent] == [first.number, second.number]
    assert searching.home(bench.house, bench.as_specialist()).recent == ()
    bench.reopen()
    assert [hit.eid for hit in searching.home(bench.house, bench.actor).recent] == [first.eid, second.eid]


def test_the_list_is_bounded_and_forgets_what_is_gone(bench: Bench) -> None:
    for place in range(60):
        searching.opened(bench.house, bench.actor, "enterprise", f"none-{place}")
        bench.clock.pass_time(seconds=1)
    assert searching.home(bench.house, bench.actor).recent == ()
    assert len(bench.house.store.recents.of(bench.actor.account, 100)) == 50


def test_a_merged_file_is_offered_as_the_one_it_became(bench: Bench) -> None:
    kept = intake.register(bench.house, bench.actor, intake_of()).value
    other = ClientInput(kind="enterprise", name="示范精密仪器（广州）有限公司", credit_code=OTHER_CODE)
    gone = intake.register(bench.house, bench.actor, intake_of(client=other)).value
    with bench.house.store.read() as look:
        ids = [str(look.get("request", eid)["client"]) for eid in (kept.eid, gone.eid)]  # type: ignore[index]
    searching.opened(bench.house, bench.actor, "enterprise", ids[1])
    merging.merge(bench.house, bench.actor, *ids)
    assert [hit.eid for hit in searching.home(bench.house, bench.actor).recent] == ids[:1]


def test_bar_code_and_qr_code_of_a_slip_lead_to_its_matter(bench: Bench) -> None:
    done = intake.register_and_accept(bench.house, bench.actor, intake_of()).value
    receipt = paperwork.receipt(bench.house, bench.actor, done.number)
    query = numbers.query_code(bench.house.query_secret, done.number)
    for code in (done.number, done.number.lower().replace("-", ""), f"{done.number} {query}", receipt.number):
        hit = searching.scanned(bench.house, bench.actor, code)
        assert (hit.kind, hit.eid) == ("request", done.eid)
    for code in ("", "PY03-XQ-20260310-A-9999-0", "6901234567892"):
        with pytest.raises(Missing):
            searching.scanned(bench.house, bench.actor, code)
