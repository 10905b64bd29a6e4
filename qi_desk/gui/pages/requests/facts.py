"""A request as facts: where it stands and what comes next first, then who, what and which papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.gui import words
from qi_desk.gui.models.rows_model import Column
from qi_desk.gui.widgets.facts import Masked, Section
from qi_desk.services import request_views
from qi_desk.services.assignments import AssignmentView
from qi_desk.services.request_views import RequestView
from qi_desk.services.request_work_views import ContactLine, LinkLine, WorkView
from qi_desk.services.samples import SampleLine

_MARKS = {"good": "success", "watch": "warning", "bad": "danger"}

CONTACTS = (
    Column[ContactLine]("时间", lambda one: words.near_moment(one.at), width=12),
    Column[ContactLine](
        "对象",
        lambda one: f"{words.label('contact_modes', one.mode)}{words.label('contact_parties', one.party)}",
        width=12,
        rank=1,
    ),
    Column[ContactLine]("内容", lambda one: "；".join(filter(None, (one.content, one.problem, one.promise)))),
    Column[ContactLine]("下次", lambda one: one.next_on.isoformat()[5:] if one.next_on else "", width=8),
    Column[ContactLine](
        "监测",
        lambda one: words.label("quality_marks", one.quality) if one.quality else "",
        width=8,
        rank=2,
        tone=lambda one: _MARKS.get(one.quality, ""),
    ),
)


def work_sections(view: WorkView) -> list[Section]:
    """Where a request stands."""
    steps = [f"{int(day[5:7])}-{int(day[8:])} {words.step(code)}" for day, code in view.why_due if code != "counted"]
    assessment, plan = view.records.get("assessment", {}), view.records.get("plan", {})
    supplement, delivery = view.records.get("supplement", {}), view.records.get("delivery", {})
    return [
        Section(
            "进展",
            [
                ("别人在写", "；".join(f"{one.name} {words.near_moment(one.since)} 写了一半" for one in view.writers)),
                ("环节", words.label("request_stages", view.stage) if view.stage else ""),
                ("承办专员", view.responsible),
                ("下次联系", _next(view)),
                ("承诺办结", words.moment(view.finish_due)),
                ("哪些日子不算", "，".join(steps)),
                ("停表", _paused(view)),
                ("延期", _extended(view.records.get("extension", {}))),
                ("复杂程度", words.label("complexities", view.complexity) if view.complexity else ""),
                ("评估", _assessed(assessment)),
                (
                    "缺件",
                    "；".join(str(supplement.get("items") or "").split("\n")) if view.state == "supplement" else "",
                ),
                ("方案", _planned(plan)),
                ("派单", "；".join(_given(one) for one in view.given)),
                ("样品", "；".join(_sample(one) for one in view.samples)),
                ("代办", _mandated(view.records.get("mandate", {}))),
                ("联合攻关", _project(view.records.get("joint_project", {}))),
                ("成果", _lines(delivery.get("results"))),
                ("关联", "；".join(_link(one) for one in view.links)),
            ],
        )
    ]


def _lines(text: object) -> str:
    return "；".join(str(text or "").split("\n"))


def _next(view: WorkView) -> str:
    if view.next_on is None:
        return ""
    return f"{view.next_on.isoformat()}（已过）" if view.next_late else view.next_on.isoformat()


def _paused(view: WorkView) -> str:
    if view.paused_since is None:
        return ""
    return f"{words.label('pause_reasons', view.pause_reason)}，{words.moment(view.paused_since)} 起"


def _extended(values: Mapping[str, object]) -> str:
    if not values:
        return ""
    return f"{values['days']} 个工作日（{words.label('extension_reasons', str(values['reason']))}）"


def _assessed(values: Mapping[str, object]) -> str:
    if not values:
        return ""
    reviewed = "已复核" if values.get("reviewed_on") else ""
    return "，".join(filter(None, (words.label("assessment_results", str(values["result"])), reviewed)))


def _planned(values: Mapping[str, object]) -> str:
    if not values:
        return ""
    state = (
        "客户已确认" if values.get("agreed_on") else ("已批准，待客户确认" if values.get("approved_on") else "待批准")
    )
    return f"第 {values['version']} 版，{state}"


def _given(one: AssignmentView) -> str:
    state = "超时未答复" if one.overdue else words.label("assignment_states", one.state)
    return f"{one.party_name}（{words.label('catalogue', one.item)}，{state}）"


def _sample(one: SampleLine) -> str:
    state = words.label("sample_states", one.state)
    return f"{one.number} {one.name} {one.quantity}{one.unit}（{state}，{one.holder}，{words.near_moment(one.since)}）"


def _mandated(values: Mapping[str, object]) -> str:
    if not values:
        return ""
    if values.get("ended_on"):
        return f"{values['ended_on']} 终止（{words.label('mandate_ends', str(values['end_reason']))}）"
    powers = values.get("powers") or ()
    assert isinstance(powers, list | tuple)
    told = "、".join(words.label("mandate_powers", str(one)) for one in powers)
    return f"{values['begins']} 至 {values['ends']}：{told}"


def _project(values: Mapping[str, object]) -> str:
    if not values:
        return ""
    state = f"{values['finished_on']} 结题" if values.get("finished_on") else f"到 {values['ends']}"
    return f"{values['title']}（{state}）：{_lines(values.get('targets'))}"


def _link(one: LinkLine) -> str:
    link = words.label("request_links", one.link)
    where = "来自" if one.older else "后续"
    return f"{where} {one.number}（{link}，{words.label('request_states', one.state)}）"


def sections_of(view: RequestView) -> list[Section]:
    """A request as sections of facts."""
    row = view.row
    steps = [f"{int(day[5:7])}-{int(day[8:])} {words.step(code)}" for day, code in view.steps]
    return [
        Section(
            "办理",
            [
                ("状态", words.label("request_states", row.state)),
                ("首问责任人", row.first_contact),
                ("登记时间", words.moment(row.registered_at)),
                ("受理时间", words.moment(view.accepted_at)),
                ("承诺答复", words.moment(row.reply_due) + ("（暂定）" if view.provisional else "")),
                ("为什么是这天", "，".join(steps)),
                ("预计办结", words.moment(view.finish_due)),
                ("客户确认", words.label("confirm_modes", view.confirmation)),
                ("答复", view.answer),
                ("依据", view.answer_basis),
                ("终止原因", words.label("end_reasons", view.end_reason)),
            ],
        ),
        Section(
            "服务对象",
            [
                ("名称", row.client_name),
                ("信用代码", view.credit_code),
                Masked("联系人", row.contact, "request", row.eid, "contact_name"),
                ("职务", view.contact_post),
                Masked("电话", view.contact_phone, "request", row.eid, "contact_phone"),
                Masked("邮箱", view.contact_email, "request", row.eid, "contact_email"),
            ],
        ),
        Section(
            "需求",
            [
                ("事项", "；".join(_item(item) for item in view.items)),
                ("描述", view.description),
                ("产品型号", f"{view.product} {view.model}"),
                ("标准号", "，".join(view.standards)),
                ("已有报告", "；".join(one["name"] for one in view.existing) or "已问，无"),
                ("材料", "；".join(_material(one) for one in view.materials)),
                ("提出方式", words.label("channels", view.channel)),
                ("紧急程度", f"{words.label('urgencies', row.urgency)} {view.urgency_reason}"),
                ("保密要求", words.label("secrecies", view.secrecy)),
                ("期望完成", view.want_by.isoformat() if view.want_by else ""),
            ],
        ),
        Section(
            "单据",
            [
                (words.label("paper_kinds", paper.kind), f"{paper.number}　已出 {paper.times_printed} 次")
                for paper in view.papers
            ],
        ),
    ]


def _item(item: request_views.ItemView) -> str:
    many = f" ×{item.quantity}" if item.quantity > 1 else ""
    return f"{'★' if item.primary else ''}{words.label('catalogue', item.item)}{many}"


def _material(line: Mapping[str, Any]) -> str:
    kind = "原件" if line.get("original") else "复印件"
    return f"{line['name']} {line.get('copies', 1)} 份 {kind}"
