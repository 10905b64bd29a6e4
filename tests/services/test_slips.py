"""Papers with a signed code, and what a station finds when it verifies one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from qi_desk.domain import slips
from qi_desk.domain.errors import Invalid
from qi_desk.security.slip_signing import StoreSigner
from qi_desk.services import intake, ledger_paper, paperwork, request_papers, request_steps, searching
from qi_desk.services.feedback import complaints
from qi_desk.services.feedback import papers as feedback_papers
from qi_desk.services.intake_input import ClientInput, Material
from qi_desk.services.papers import SlipCode
from qi_desk.services.ports import Query
from qi_desk.services.slips import keys, verification
from qi_desk.services.slips.verification import Verified
from tests.services.feedback.cases import COMPLAINT
from tests.support.stations import Bench, intake_of

MATERIALS = (Material("a", "营业执照", 2), Material("b", "样品清单", 1, True))


def receipt(bench: Bench, number: str, kind: str = "receipt.acceptance") -> SlipCode:
    code: SlipCode = paperwork.receipt(bench.house, bench.actor, number, kind=kind).view.code
    return code


def accepted(bench: Bench, **changes: Any) -> tuple[str, str]:
    """Id and number of an accepted request."""
    made = intake.register_and_accept(bench.house, bench.actor, intake_of(materials=MATERIALS, **changes)).value
    return made.eid, made.number


def verify(bench: Bench, text: str, number: str = "") -> Verified:
    return verification.verify(bench.house, bench.actor, text, number)


def said(found: Verified) -> tuple[str, ...]:
    return (found.verdict.value, *found.reasons)


def test_both_receipts_bear_a_code_and_say_what_was_signed(bench: Bench) -> None:
    eid, number = accepted(bench)
    for kind, letters in (("receipt.acceptance", "SL"), ("receipt.document", "SJ")):
        code = receipt(bench, number, kind)
        found = verify(bench, code.text)
        assert said(found) == ("genuine",)
        assert (found.kind, found.station, found.record, found.count) == (kind, "PY03", "same", 3)
        assert f":{letters}:" in code.text
        assert found.short == code.short
        assert "示范" not in code.text
    with bench.house.store.read() as look:
        request = look.get("request", eid)
    assert request is not None
    assert verify(bench, receipt(bench, number).text).due == request["finish_due"].date()


def test_a_paper_printed_again_bears_the_same_code_until_it_says_something_else(bench: Bench) -> None:
    eid, number = accepted(bench)
    first = receipt(bench, number)
    bench.clock.pass_time(days=1)
    assert receipt(bench, number) == first
    with bench.house.store.write(bench.actor) as unit:
        unit.change("request", eid, {"finish_due": unit.now})
        unit.commit()
    assert verify(bench, first.text).record == "changed"
    second = receipt(bench, number)
    assert second != first
    assert said(verify(bench, first.text)) == ("genuine",)
    assert verify(bench, first.text).record == "newer"
    assert verify(bench, second.text).record == "same"


def test_a_changed_paper_is_false(bench: Bench) -> None:
    _, number = accepted(bench)
    code = receipt(bench, number).text
    parts = code.split(":")
    parts[4] = "270101"
    assert said(verify(bench, ":".join(parts))) == ("false", "slip.signature")
    assert said(verify(bench, "随便什么")) == ("false", "slip.shape")


def test_the_number_typed_has_to_be_that_of_the_code(bench: Bench) -> None:
    _, one = accepted(bench)
    _, two = accepted(bench)
    first, second = receipt(bench, one), receipt(bench, two)
    number = slips.read(second.text).slip.number
    assert said(verify(bench, first.text, number)) == ("false", "slip.other_number")
    assert said(verify(bench, second.text, number.lower().replace("-", " "))) == ("genuine",)


def test_the_short_form_is_enough_where_the_record_is(bench: Bench) -> None:
    _, number = accepted(bench)
    code = receipt(bench, number)
    printed = slips.read(code.text).slip.number
    assert said(verify(bench, code.short.lower(), printed)) == ("genuine",)
    wrong = ("B" if code.short[0] == "A" else "A") + code.short[1:]
    assert said(verify(bench, wrong, printed)) == ("false", "slip.short")
    elsewhere = verify(bench, code.short, "PY04-HZ-20260310-A-0001-X")
    assert said(elsewhere) == ("unknown", "slip.not_here")


def test_what_stands_on_the_paper_can_be_compared(bench: Bench) -> None:
    _, number = accepted(bench)
    code = receipt(bench, number).text
    view = paperwork.receipt(bench.house, bench.actor, number).view
    given = {"who": " 广州示范精密仪器 有限公司", "what": "；".join(view.items), "count": "3"}
    assert verification.compare(bench.house, bench.actor, code, given) == {"who": True, "what": True, "count": True}
    forged = {"who": "广州示范精密仪表有限公司", "what": view.items[0], "count": "4"}
    assert set(verification.compare(bench.house, bench.actor, code, forged).values()) == {False}
    assert verification.compare(bench.house, bench.actor, code, {"who": "", "count": ""}) == {}
    with pytest.raises(Invalid, match=r"slip\.shape"):
        verification.compare(bench.house, bench.actor, "nothing", given)


def test_a_person_s_name_is_signed_as_it_stands_there(bench: Bench) -> None:
    _, number = accepted(bench, client=ClientInput(kind="person", name="陈演练"))
    code = receipt(bench, number).text
    masked = verification.compare(bench.house, bench.actor, code, {"who": "陈**"})
    assert masked == {"who": True}
    assert verification.compare(bench.house, bench.actor, code, {"who": "陈演练"}) == {"who": False}


def test_a_withdrawn_record_is_told(bench: Bench) -> None:
    eid, number = accepted(bench)
    code = receipt(bench, number).text
    with bench.house.store.write(bench.actor) as unit:
        unit.void("request", eid, "duplicate")
        unit.commit()
    found = verify(bench, code)
    assert (said(found), found.record) == (("genuine",), "void")


def test_every_issued_paper_of_a_request_bears_one(bench: Bench) -> None:
    made = intake.register(bench.house, bench.actor, intake_of()).value
    told = {"mode": "phone", "items": "检测报告，核对型号", "due": bench.clock.now().date()}
    request_steps.ask_papers(bench.house, bench.actor, made.eid, told)
    view = request_papers.sheet(bench.house, bench.actor, made.eid, "notice.supplement").view
    found = verify(bench, view.code.text)
    assert (said(found), found.number, found.record) == (("genuine",), view.number, "same")
    assert found.due is not None
    assert ledger_paper.referral_ledger(bench.house, bench.actor).view.code == SlipCode()


def test_a_complaint_is_acknowledged_with_one(bench: Bench) -> None:
    eid = complaints.receive(bench.house, bench.actor, COMPLAINT).value
    view = feedback_papers.complaint(bench.house, bench.actor, eid, feedback_papers.ACKNOWLEDGEMENT).view
    found = verify(bench, view.code.text)
    assert (said(found), found.kind, found.record) == (("genuine",), "complaint.acknowledgement", "same")


def test_a_desk_whose_key_was_revoked_makes_another(bench: Bench) -> None:
    _, one = accepted(bench)
    before = receipt(bench, one)
    (line,) = keys.keys(bench.house, bench.actor)
    assert (line.desk, line.here) == ("A", True)
    bench.clock.pass_time(hours=1)
    with pytest.raises(Invalid):
        keys.revoke(bench.house, bench.actor, line.eid, "no reason")
    keys.revoke(bench.house, bench.actor, line.eid, "suspected")
    assert said(verify(bench, before.text)) == ("genuine",)
    bench.clock.pass_time(hours=1)
    after = receipt(bench, one)
    assert slips.read(after.text).slip.key != slips.read(before.text).slip.key
    assert said(verify(bench, after.text)) == ("genuine",)
    forged = slips.read(before.text).slip
    late = slips.Slip(
        **{name: getattr(forged, name) for name in slips.Slip.__slots__} | {"signed_at": bench.clock.now()}
    )
    text = slips.written(late, bench.house.slips.sign("A/1", slips.message(late)))
    assert said(verify(bench, text)) == ("false", "slip.revoked")
    assert [one.here for one in keys.keys(bench.house, bench.actor)] == [True, False]


def test_a_store_sealed_anew_has_another_key_and_the_old_one_is_revoked(bench: Bench) -> None:
    _, number = accepted(bench)
    before = receipt(bench, number)
    bench.clock.pass_time(hours=1)
    stolen = bench.house.slips
    bench.house = replace(bench.house, slips=StoreSigner(bytes(32), b"another key"))
    _, other = accepted(bench)
    after = receipt(bench, other)
    assert said(verify(bench, before.text)) == said(verify(bench, after.text)) == ("genuine",)
    assert {line.ends for line in keys.keys(bench.house, bench.actor)} == {"", "replaced"}
    bench.clock.pass_time(hours=1)
    slip = slips.read(before.text).slip
    late = replace(slip, signed_at=bench.clock.now())
    forged = slips.written(late, stolen.sign("A/1", slips.message(late)))
    assert said(verify(bench, forged)) == ("false", "slip.revoked")


def test_a_key_is_used_for_its_time_only(bench: Bench) -> None:
    _, number = accepted(bench)
    first = receipt(bench, number)
    bench.clock.pass_time(days=800)
    _, other = accepted(bench)
    second = receipt(bench, other)
    assert slips.read(first.text).slip.key != slips.read(second.text).slip.key
    assert said(verify(bench, first.text)) == said(verify(bench, second.text)) == ("genuine",)


def test_a_clock_put_right_starts_a_new_key(bench: Bench) -> None:
    bench.clock.pass_time(days=400)
    _, number = accepted(bench)
    receipt(bench, number)
    bench.clock.pass_time(days=-400)
    _, other = accepted(bench)
    assert said(verify(bench, receipt(bench, other).text)) == ("genuine",)


def test_a_practice_station_s_paper_is_known_as_practice_and_never_as_real(bench: Bench) -> None:
    bench.house = replace(bench.house, practice=True, slips=StoreSigner(bytes(32), b"practice"))
    _, number = accepted(bench)
    code = receipt(bench, number).text
    assert code.startswith("QI1P:")
    assert said(verify(bench, code)) == ("practice", "slip.practice")
    as_real = code.replace("QI1P", "QI1R")
    assert said(verify(bench, as_real)) == ("false", "slip.signature")
    slip = slips.read(code).slip
    pretended = slips.message(replace(slip, practice=False))
    resigned = slips.written(replace(slip, practice=False), bench.house.slips.sign("A/1", pretended))
    assert said(verify(bench, resigned)) == ("false", "slip.mixed")


def test_a_scanned_code_leads_to_its_record(bench: Bench) -> None:
    eid, number = accepted(bench)
    hit = searching.scanned(bench.house, bench.actor, receipt(bench, number).text)
    assert (hit.kind, hit.eid) == ("request", eid)


def test_the_private_half_is_nowhere_in_the_store(bench: Bench) -> None:
    _, number = accepted(bench)
    receipt(bench, number)
    with bench.house.store.read() as look:
        (record,) = look.select(Query("slip_key"))
    assert set(record.values) <= {
        *("key_id", "desk", "serial", "public", "valid_from", "valid_until", "practice", "revoked_at", "revoked_why")
    }
    assert bytes.fromhex(record["public"]) == bench.house.slips.public("A/1")
