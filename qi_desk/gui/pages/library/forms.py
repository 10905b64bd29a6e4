"""How experts, institutions and equipment are filled in, and how they stand in lists."""

from __future__ import annotations

from qi_desk.domain.equipment import EQUIPMENT_FIELDS
from qi_desk.gui import words
from qi_desk.gui.list_lines import Lines, code_cell, codes_cell, day_cell, number_cell, text_cell, yuan_cell
from qi_desk.gui.models.rows_model import Column
from qi_desk.services.assignments import AssignmentView, LedgerRow
from qi_desk.services.library.views import ExpiringLine, LibraryRow
from qi_desk.services.match_words import document_said, level_said

EXPERT_FIELDS = (
    "name",
    "organisation",
    "post",
    "title",
    "title_on",
    "years",
    "phone",
    "source",
    "secrecy_on",
    "secrecy_to",
    "street",
    "recommended_by",
    "avoid_confirmed",
    "roles",
    "fields",
    "certificates",
    "avoid",
    "works",
)
INSTITUTION_FIELDS = (
    "name",
    "credit_code",
    "address",
    "street",
    "contact_name",
    "contact_phone",
    "response_hours",
    "offer",
    "agreement_no",
    "pledge_on",
    "penalised",
    "fields",
    "qualifications",
    "prices",
    "penalty_note",
)
LISTS: dict[str, dict[str, Lines]] = {
    "expert": {
        "certificates": Lines(
            (text_cell("name"), text_cell("number"), day_cell("valid_to"), codes_cell("fields")),
            "number",
            "每行一份：证书名称，编号，有效期至（2027-01-31），适用事项（可不填）",
        ),
        "avoid": Lines((text_cell("name"),), "name", "每行一个要回避的单位；没有就勾选“已确认回避情况”"),
    },
    "institution": {
        "qualifications": Lines(
            (
                code_cell("kind", "qualification_kinds"),
                text_cell("number"),
                text_cell("scope"),
                codes_cell("items"),
                day_cell("valid_to"),
            ),
            "number",
            "每行一份：资质种类（如 实验室认可），编号，范围，事项代码（ME02 TE03），有效期至（2027-01-31）",
        ),
        "prices": Lines(
            (text_cell("item"), yuan_cell("price"), text_cell("unit"), number_cell("days")),
            "item",
            "每行一项：事项代码，最低价（元），单位，工作日",
        ),
    },
    "equipment": {
        "tests": Lines((text_cell("name"), text_cell("standard")), "name", "每行一项：检测项目，依据标准"),
        "prices": Lines(
            (text_cell("unit"), yuan_cell("price"), text_cell("party")),
            "unit",
            "每行一项：计价单位（每小时），价格（元），对象（园区企业）",
        ),
    },
}
"""How the lists of each kind are typed."""

FIELDS = {"expert": EXPERT_FIELDS, "institution": INSTITUTION_FIELDS, "equipment": EQUIPMENT_FIELDS}

_LEVELS = {"lapsed": "danger", "missing": "warning", "expiring": "warning", "valid": "success"}
_ICONS = {"lapsed": "circle-alert", "missing": "triangle-alert", "expiring": "clock", "valid": "circle-check"}


def state_of(row: LibraryRow) -> str:
    """The state in words; a shared instrument's is its colour."""
    codes = {"expert": "expert_states", "institution": "institution_states", "equipment": "equipment_marks"}[row.kind]
    return words.label(codes, row.state) if row.state else ""


def _fields(row: LibraryRow) -> str:
    if row.kind == "equipment":
        return "、".join(row.fields)
    return "、".join(words.label("catalogue", one) for one in row.fields)


ROWS = (
    Column[LibraryRow]("名称", lambda row: row.name),
    Column[LibraryRow]("领域", _fields, width=26, rank=2),
    Column[LibraryRow]("状态", state_of, width=12),
    Column[LibraryRow](
        "证照",
        lambda row: level_said(row.level),
        width=12,
        rank=1,
        tone=lambda row: _LEVELS.get(row.level, ""),
        icon=lambda row: _ICONS.get(row.level, ""),
    ),
    Column[LibraryRow]("评分", lambda row: "" if row.score is None else str(row.score), width=7),
    Column[LibraryRow]("在办", lambda row: str(row.load or ""), width=7, rank=3),
)

EXPIRING = (
    Column[ExpiringLine]("到期", lambda one: one.valid_to.isoformat() if one.valid_to else "没有", width=12),
    Column[ExpiringLine]("名称", lambda one: one.name),
    Column[ExpiringLine]("哪一份", lambda one: f"{document_said(one.document)} {one.label}", width=34),
    Column[ExpiringLine](
        "影响",
        lambda one: "、".join(words.label("catalogue", item) for item in one.items) or "全部",
        width=20,
        rank=1,
    ),
    Column[ExpiringLine](
        "还有",
        lambda one: words.days_left(one.days) if one.valid_to else "缺",
        width=14,
        tone=lambda one: _LEVELS.get(one.level, ""),
        icon=lambda one: _ICONS.get(one.level, ""),
    ),
)

LEDGER = (
    Column[LedgerRow]("名称", lambda row: row.name),
    Column[LedgerRow]("类别", lambda row: words.kind(row.kind), width=16, rank=2),
    Column[LedgerRow]("入选", lambda row: str(row.offered), width=8, rank=1),
    Column[LedgerRow]("派单", lambda row: str(row.chosen), width=8),
    Column[LedgerRow]("占比", lambda row: f"{row.share / 10:.1f}%", width=9),
    Column[LedgerRow]("越序", lambda row: str(row.out_of_order or ""), width=8),
    Column[LedgerRow]("不接", lambda row: str(row.declined or ""), width=8),
)
"""Whom work went to this year."""

WORK = (
    Column[AssignmentView]("派单", lambda one: one.number, width=26, rank=2),
    Column[AssignmentView]("承接方", lambda one: one.party_name),
    Column[AssignmentView]("事项", lambda one: words.label("catalogue", one.item), width=18),
    Column[AssignmentView]("计划", lambda one: one.planned_on.isoformat(), width=12, rank=1),
    Column[AssignmentView](
        "情况",
        lambda one: "超时未答复" if one.overdue else words.label("assignment_states", one.state),
        width=14,
        tone=lambda one: "danger" if one.overdue else "accent",
        icon=lambda one: "circle-alert" if one.overdue else "clock",
    ),
)
