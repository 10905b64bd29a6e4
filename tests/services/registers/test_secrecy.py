"""保密承诺 and 信息披露: who lacks an undertaking is named; only three grounds let anything out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qi_desk.domain.errors import Invalid, NotAllowed
from qi_desk.services.registers import disclosures, entries, finding
from tests.services.registers.keeping import entered, record, refused, rows, shown
from tests.support.stations import MORNING, Bench

TODAY = MORNING.date()


def client(bench: Bench) -> str:
    with bench.house.store.write(bench.actor) as unit:
        made = unit.create("enterprise", {"kind": "enterprise", "name": "广州示范精密仪器有限公司"})
        unit.commit()
    return made


def asked(bench: Bench, **values: object) -> str:
    given = {
        "recipient": "区市场监督管理局",
        "what": "服务企业数",
        "basis": "law",
        "basis_note": "统计法",
        "mask": "masked",
    }
    return entries.enter(bench.house, bench.as_specialist(), "disclosure", {**given, **values}).value


def test_everybody_who_works_here_and_serves_is_named_until_they_signed(bench: Bench) -> None:
    missing = rows(bench, "undertaking")
    assert len(missing) == 2
    key = missing[0].begins["party"]
    (found,) = finding.find(bench.house, bench.actor, "undertaking", "party", missing[0].begins["party:name"])
    assert found.key == key
    eid = entered(bench, "undertaking", party=key, version="2026", signed_on=TODAY)
    assert (record(bench, "undertaking", eid)["party_kind"], len(rows(bench, "undertaking"))) == ("person", 2)
    assert shown(bench, "undertaking", eid).title == missing[0].begins["party:name"]


def test_one_that_ran_out_binds_nobody(bench: Bench) -> None:
    key = rows(bench, "undertaking")[0].begins["party"]
    entered(bench, "undertaking", party=key, version="2026", signed_on=TODAY, valid_to=TODAY + timedelta(days=30))
    assert len([row for row in rows(bench, "undertaking") if not row.eid]) == 1
    bench.clock.pass_time(days=31)
    assert len([row for row in rows(bench, "undertaking") if not row.eid]) == 2
    assert [row.level for row in rows(bench, "undertaking", "marked") if row.eid] == ["danger"]


def test_what_an_expert_signed_stands_with_the_expert_too(bench: Bench) -> None:
    with bench.house.store.write(bench.actor) as unit:
        expert = unit.create("expert", {"name": "陈演练", "state": "serving"})
        unit.commit()
    ends = TODAY + timedelta(days=365)
    entered(bench, "undertaking", party=f"expert:{expert}", version="2026", signed_on=TODAY, valid_to=ends)
    kept = record(bench, "expert", expert)
    assert (kept["secrecy_on"], kept["secrecy_to"]) == (TODAY, ends)


def test_a_paper_signed_tomorrow_or_by_nobody_is_refused(bench: Bench) -> None:
    key = rows(bench, "undertaking")[0].begins["party"]
    with refused(("signed_on", "date.future")):
        entered(bench, "undertaking", party=key, version="1", signed_on=TODAY + timedelta(days=1))
    with refused(("party", "required")):
        entered(bench, "undertaking", version="1", signed_on=TODAY)


def test_a_fourth_ground_lets_nothing_out(bench: Bench) -> None:
    for basis in ("useful", "", None):
        with pytest.raises(Invalid) as found:
            asked(bench, basis=basis)
        assert ("basis", "disclosure.basis") in [(one.field, one.code) for one in found.value.problems]


def test_a_consent_names_the_client_who_gave_it_and_when(bench: Bench) -> None:
    with refused(("client", "disclosure.client"), ("consent_by", "required"), ("consent_on", "required")):
        asked(bench, basis="agreed")
    asked(bench, basis="agreed", client=client(bench), consent_by="质量负责人", consent_on=TODAY)
    with refused(("client", "disclosure.client")):
        asked(bench, basis="public")


def test_who_wrote_it_does_not_approve_it_and_nothing_is_given_before(bench: Bench) -> None:
    own = entered(bench, "disclosure", recipient="协会", what="数", basis="law", basis_note="法", mask="statistical")
    with pytest.raises(NotAllowed, match=r"disclosure\.own"):
        disclosures.approve(bench.house, bench.actor, own)
    assert "approve" not in shown(bench, "disclosure", own).deeds
    eid = asked(bench)
    given = {"way": "paper", "given_on": TODAY}
    with pytest.raises(NotAllowed, match=r"move\.not_offered"):
        disclosures.give(bench.house, bench.as_specialist(), eid, given)
    disclosures.approve(bench.house, bench.actor, eid)
    with pytest.raises(NotAllowed, match=r"register\.closed"):
        entries.change(bench.house, bench.actor, "disclosure", eid, {"what": "更多"}, seen={})
    with refused(("given_on", "disclosure.given_on")):
        disclosures.give(bench.house, bench.as_specialist(), eid, {**given, "given_on": TODAY - timedelta(days=1)})
    disclosures.give(bench.house, bench.as_specialist(), eid, given)
    kept = record(bench, "disclosure", eid)
    assert (kept["state"], kept["approver"], kept["given_by"]) == ("given", bench.actor.account, bench.specialist)


def test_one_that_is_refused_says_why(bench: Bench) -> None:
    eid = asked(bench)
    with refused(("refusal", "required")):
        disclosures.refuse(bench.house, bench.actor, eid, " ")
    disclosures.refuse(bench.house, bench.actor, eid, "用途不明")
    assert shown(bench, "disclosure", eid).deeds == ()
