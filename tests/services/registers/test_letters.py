"""请示 and 报告: one matter to one recipient, nothing asked in a report, signed, sent, answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qi_desk.domain.errors import Invalid, NotAllowed
from qi_desk.services.official_sheets import LetterView
from qi_desk.services.registers import entries, letters, papers, views
from tests.services.registers.keeping import entered, record, refused, rows
from tests.support.stations import MORNING, Bench

DAY = MORNING.date()


def petition(**changes: Any) -> dict[str, Any]:
    return {
        "subject": "增设电磁兼容摸底测试共享设备",
        "one_matter": True,
        "main_to": "番禺区市场监督管理局",
        "background": "园区十二家企业需要出口产品摸底测试。",
        "opinion": "拟由示范检测中心投放设备一套。",
        "ask": "同意增设电磁兼容摸底测试共享设备。",
        "reply_due": DAY + timedelta(days=10),
        **changes,
    }


def report(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "routine",
        "subject": "第一季度服务情况",
        "main_to": "番禺区市场监督管理局",
        "background": "本季度受理需求四十三件，办结四十一件。",
        "measures": "对两件未办结需求已指定专人跟进。",
        **changes,
    }


def sent(bench: Bench, kind: str, values: dict[str, Any]) -> str:
    eid = entered(bench, kind, **values)
    letters.sign(bench.house, bench.actor, eid)
    letters.send(bench.house, bench.actor, eid)
    return eid


def view(bench: Bench, kind: str, eid: str) -> LetterView:
    order = papers.register_sheet(bench.house, bench.actor, kind, eid)
    assert isinstance(order.view, LetterView)
    return order.view


ANSWER = {"reply": "agreed", "reply_by": "区局质量科", "reply_on": DAY}


def test_a_request_from_draft_to_answer(bench: Bench) -> None:
    eid = sent(bench, "petition", petition())
    assert record(bench, "petition", eid)["number"].startswith("PY03-QS-")
    letters.answer(bench.house, bench.actor, eid, ANSWER)
    assert record(bench, "petition", eid)["state"] == "answered"
    shown = view(bench, "petition", eid)
    assert shown.reply is not None
    assert (shown.reply.chosen, shown.reply.who) == ("同意", "区局质量科")
    assert shown.subject == "关于增设电磁兼容摸底测试共享设备的请示"
    assert not shown.draft


def test_a_report_is_handed_in_and_waits_for_nothing(bench: Bench) -> None:
    eid = sent(bench, "report", report())
    assert record(bench, "report", eid)["number"].startswith("PY03-BG-")
    assert record(bench, "report", eid)["state"] == "sent"
    assert view(bench, "report", eid).reply is None
    assert views.show(bench.house, bench.actor, "report", eid).deeds == ()


@pytest.mark.parametrize("to", ["区市场监管局、园区管委会", "区局,管委会", "区局；街道", "区局\n街道", "区局/街道"])
def test_a_letter_goes_to_one_recipient(bench: Bench, to: str) -> None:
    with pytest.raises(Invalid) as caught:
        entered(bench, "report", **report(main_to=to))
    assert [one.code for one in caught.value.problems] == ["letter.one_recipient"]


def test_a_request_has_one_matter_an_opinion_a_question_and_a_day_ahead(bench: Bench) -> None:
    bare = petition(one_matter=False, opinion="", ask="", reply_due=DAY - timedelta(days=1))
    with refused(
        ("opinion", "required"), ("ask", "required"), ("one_matter", "letter.one_matter"), ("reply_due", "date.past")
    ):
        entered(bench, "petition", **bare)


@pytest.mark.parametrize(
    ("field", "text", "phrase"),
    [
        ("background", "情况如下。以上意见妥否，请批示。", "请批示"),
        ("measures", "拟增加一名专员，请予批准。", "请予批准"),
        ("next_steps", "可 否增设窗口？", "可否"),
        ("impact", "恳请上级拨款。", "恳请"),
    ],
)
def test_a_report_asks_for_nothing(bench: Bench, field: str, text: str, phrase: str) -> None:
    with pytest.raises(Invalid) as caught:
        entered(bench, "report", **report(**{field: text}))
    (problem,) = caught.value.problems
    assert (problem.field, problem.code, problem.values["phrase"]) == (field, "letter.asks", phrase)
    assert "".join(problem.values["sentence"].split()) in "".join(text.split())
    assert entered(bench, "petition", **petition(background="以上意见妥否，请批示。"))


def test_what_is_urgent_was_told_by_word_of_mouth_first(bench: Bench) -> None:
    with refused(*((name, "letter.oral_first") for name in ("oral_on", "oral_time", "oral_to"))):
        entered(bench, "report", **report(kind="urgent"))
    oral = {"oral_on": DAY, "oral_to": "质量科值班员"}
    for typed, field, code in (("23:59", "oral_on", "date.future"), ("25:00", "oral_time", "letter.time")):
        with refused((field, code)):
            entered(bench, "report", **report(kind="urgent", oral_time=typed, **oral))
    told = report(kind="urgent", oral_time="7：05", urgency="3", **oral)
    shown = view(bench, "report", entered(bench, "report", **told))
    assert shown.urgency == "特急"
    assert any("07:05向质量科值班员口头报告" in block.text for block in shown.body)
    assert shown.body[-1].text == "特此报告，后续情况续报。"


def test_who_skips_a_level_says_why_and_is_reminded_to_tell_it(bench: Bench) -> None:
    with refused(("skip_reason", "letter.skip_reason")):
        entered(bench, "report", **report(skip_level=True))
    eid = entered(bench, "report", **report(skip_level=True, skip_reason="联系不上直接上级。"))
    with pytest.raises(NotAllowed, match=r"letter\.no_skip"):
        letters.told_superior(bench.house, bench.actor, eid)
    assert not any(row.said for row in rows(bench, "report"))
    letters.sign(bench.house, bench.actor, eid)
    assert [row.eid for row in rows(bench, "report") if "补报" in row.said] == [eid]
    letters.told_superior(bench.house, bench.actor, eid)
    assert record(bench, "report", eid)["superior_told_on"] == DAY
    assert not any("补报" in row.said for row in rows(bench, "report"))
    assert any("因联系不上直接上级，本文越级报送" in block.text for block in view(bench, "report", eid).body)


def test_only_the_manager_signs_and_nothing_changes_afterwards(bench: Bench) -> None:
    eid = entered(bench, "petition", **petition())
    assert view(bench, "petition", eid).draft
    with pytest.raises(NotAllowed, match="not_allowed"):
        letters.sign(bench.house, bench.as_specialist(), eid)
    entries.change(bench.house, bench.actor, "petition", eid, {"opinion": "拟先试行半年。"}, seen={})
    letters.sign(bench.house, bench.actor, eid)
    with pytest.raises(NotAllowed, match=r"register\.closed"):
        entries.change(bench.house, bench.actor, "petition", eid, {"opinion": "改了"}, seen={})
    with pytest.raises(NotAllowed):
        letters.sign(bench.house, bench.actor, eid)


def test_what_was_right_as_a_draft_may_not_be_signed_too_late(bench: Bench) -> None:
    eid = entered(bench, "petition", **petition(reply_due=DAY))
    bench.clock.pass_time(days=2)
    with refused(("reply_due", "date.past")):
        letters.sign(bench.house, bench.actor, eid)


@pytest.mark.parametrize("reply", ["refused", "changed"])
def test_a_no_says_why(bench: Bench, reply: str) -> None:
    eid = sent(bench, "petition", petition())
    with refused(("reply_text", "letter.reply_reason")):
        letters.answer(bench.house, bench.actor, eid, {**ANSWER, "reply": reply})


def test_an_answer_comes_after_the_question_and_not_tomorrow(bench: Bench) -> None:
    eid = sent(bench, "petition", petition())
    for day, code in ((DAY - timedelta(days=1), "letter.reply_before"), (DAY + timedelta(days=1), "date.future")):
        with refused(("reply_on", code)):
            letters.answer(bench.house, bench.actor, eid, {**ANSWER, "reply_on": day})
    with refused(("reply_by", "required")):
        letters.answer(bench.house, bench.actor, eid, {**ANSWER, "reply_by": ""})


def test_an_answer_that_does_not_come_is_red(bench: Bench) -> None:
    eid = sent(bench, "petition", petition())
    assert not any(row.said for row in rows(bench, "petition"))
    bench.clock.pass_time(days=12)
    assert [(row.eid, row.level) for row in rows(bench, "petition") if row.said] == [(eid, "danger")]


def test_what_was_to_be_changed_begins_again(bench: Bench) -> None:
    eid = sent(bench, "petition", petition())
    with pytest.raises(NotAllowed, match=r"letter\.not_changed"):
        letters.again(bench.house, bench.actor, eid)
    letters.answer(bench.house, bench.actor, eid, {**ANSWER, "reply": "changed", "reply_text": "请补充场地情况"})
    assert views.show(bench.house, bench.actor, "petition", eid).deeds == ("again",)
    new = letters.again(bench.house, bench.actor, eid).value
    found = record(bench, "petition", new)
    assert (found["previous"], found["state"], found["ask"]) == (eid, "drafted", petition()["ask"])
    assert found["number"] != record(bench, "petition", eid)["number"]
    assert found["reply"] is None


def test_taking_back_says_why(bench: Bench) -> None:
    eid = sent(bench, "petition", petition())
    with refused(("end_note", "required")):
        letters.withdraw(bench.house, bench.actor, eid, " ")
    letters.withdraw(bench.house, bench.actor, eid, "事项已由园区另行解决")
    assert record(bench, "petition", eid)["state"] == "withdrawn"
    with pytest.raises(NotAllowed):
        letters.answer(bench.house, bench.actor, eid, ANSWER)


def test_the_paper_lists_attachments_and_copies(bench: Bench) -> None:
    eid = entered(bench, "petition", **petition(attached="设备清单\n\n场地图 ", cc="园区管委会、街道办"))
    shown = view(bench, "petition", eid)
    assert shown.attachments == ("设备清单", "场地图")
    assert shown.cc == ("园区管委会", "街道办")
    assert [block.text for block in shown.body if block.kind == "heading1"] == ["基本情况", "初步意见", "请示事项"]
    assert shown.body[-1].text.startswith("妥否，请批示。")
    titled = view(
        bench, "report", entered(bench, "report", **report(subject="关于第一季度服务情况的报告", measures=""))
    )
    assert titled.subject == "关于第一季度服务情况的报告"
    assert [block.kind for block in titled.body] == ["paragraph", "paragraph"]
