"""The papers of a request's service are made from its records, each with its number, and hold no bare phone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.errors import Missing
from qi_desk.services import intake, mandates, request_ending, request_papers, request_steps
from qi_desk.services.intake_input import Material
from tests.documents.test_papers import text_of
from tests.services.test_lifecycles import ASSESSED, DRAFTED
from tests.support.stations import Bench, intake_of


def made(bench: Bench, eid: str, kind: str) -> str:
    order = request_papers.sheet(bench.house, bench.actor, eid, kind)
    paper = InlinePapers().make(order.form, order.view)
    assert paper.missing == ()
    text = text_of(paper.pdf)
    assert "13800001234" not in text
    assert "None" not in text
    assert "{" not in text
    return text


def test_what_was_not_written_is_not_printed(bench: Bench) -> None:
    eid = intake.register(bench.house, bench.actor, intake_of()).value.eid
    for kind in request_papers.FORMS:
        with pytest.raises(Missing):
            request_papers.sheet(bench.house, bench.actor, eid, kind)


def test_every_form_of_a_whole_service(bench: Bench) -> None:
    papers = (Material("1", "营业执照", 1), Material("2", "图纸", 2, original=True))
    eid = intake.register(bench.house, bench.actor, intake_of(agency=True, materials=papers)).value.eid
    request_steps.assess(bench.house, bench.actor, eid, {**ASSESSED, "complexity": "ordinary", "cost": 120000})
    assert "1,200.00 元" in made(bench, eid, "assessment")
    notice = {"items": "图纸，确定测点\n样品清单，核对数量，原件，生产部", "mode": "face"}
    request_steps.ask_papers(bench.house, bench.actor, eid, {**notice, "due": bench.clock.now().date()})
    told = made(bench, eid, "notice.supplement")
    assert "核对数量" in told
    assert "PY03-BZ-20260310-A-0001" in told
    request_steps.papers_in(bench.house, bench.actor, eid)
    intake.accept(bench.house, bench.actor, eid, "oral")
    request_steps.match(bench.house, bench.actor, eid, bench.actor.account)
    request_steps.plan(bench.house, bench.as_specialist(), eid, DRAFTED)
    assert "（待批准）" in made(bench, eid, "plan")
    request_steps.approve_plan(bench.house, bench.actor, eid)
    today = bench.clock.now().date()
    mandate = {"principal": "陈演练", "scope": "代交图纸", "powers": ["submit"], "identity": "card", "signed": True}
    assert "□递交材料" in made(bench, eid, "agency")
    term = {"begins": today, "ends": today + timedelta(days=30)}
    mandates.give(bench.house, bench.actor, eid, {**mandate, **term})
    request_steps.agree(bench.house, bench.actor, eid, "oral")
    entry = {"mode": "phone", "party": "client", "content": "约定送样时间", "quality": "good"}
    request_ending.follow_up(
        bench.house, bench.actor, eid, {**entry, "next_on": bench.clock.now().date() + timedelta(days=3)}
    )
    assert "约定送样时间" in made(bench, eid, "follow_ups")
    handed = {"results": "校准证书，JZ-1\n校准证书，JZ-2", "way": "pick_up", "receiver": "陈演练", "signed": True}
    request_ending.deliver(bench.house, bench.actor, eid, handed)
    request_ending.close(bench.house, bench.actor, eid, {"solved": "yes", "trips": 1})
    closed = made(bench, eid, "delivery")
    assert "JZ-2" in closed
    assert "陈演练" not in closed
    given = made(bench, eid, "agency")
    assert "代交图纸" in given
    assert "□" not in given


def test_a_referral_is_titled_as_one(bench: Bench) -> None:
    eid = intake.register(bench.house, bench.actor, intake_of()).value.eid
    entry = {"reason": "scope", "detail": "属于消费者投诉", "guided": "phone", "destination": "12315 中心"}
    request_steps.refuse(bench.house, bench.actor, eid, {**entry, "callback_on": bench.clock.now().date()})
    assert "需求转介单" in made(bench, eid, "refusal")
