"""Views for papers; every name in them is invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from qi_desk.domain.moments import CHINA
from qi_desk.services.papers import (
    MaterialLine,
    OnSiteRow,
    OnSiteView,
    OutreachSheetView,
    ProblemLine,
    ReceiptView,
    RecoveryView,
    StationHead,
    TicketView,
)

NOW = datetime(2026, 3, 10, 9, 15, tzinfo=CHINA)
RARE = "㛃𠅤𬱖䶮𫖯𬍛鿍"
STATION = StationHead(
    "番禺示范园质量基础设施“一站式”服务工作站", "PY03", "番禺区大石街示范路1号", "020-84800000", "020-84800001", False
)


def receipt(**changes: Any) -> ReceiptView:
    """An ordinary acceptance receipt, with changes."""
    values: dict[str, Any] = {
        "kind": "receipt.acceptance",
        "receipt_number": "PY03-HZ-20260310-A-0001-8",
        "request_number": "PY03-XQ-20260310-A-0007-K",
        "query_code": "7KQ4MZ",
        "station": STATION,
        "client_name": "广州示范精密仪器有限公司",
        "client_masked": "广州示范精密仪器有限公司",
        "credit_code": "91440113MADEMQ012X",
        "visitor": RARE,
        "visitor_masked": "㛃******",
        "contact": "阿依古丽·买买提",
        "contact_masked": "阿*·***",
        "phone": "13800001234",
        "phone_masked": "138****1234",
        "items": ("校准", "成品检验"),
        "description": "压力表 12 只需要校准，执行 JJG 52-2013，下月出货前要报告。",
        "materials": (MaterialLine("营业执照", 1, False, "已收"), MaterialLine("样品清单", 2, True, "已收")),
        "existing": (),
        "received_at": NOW,
        "accepted_at": NOW,
        "reply_due": NOW + timedelta(days=1, hours=8, minutes=15),
        "reply_due_note": "",
        "finish_due": NOW + timedelta(days=14, hours=8, minutes=15),
        "excluded_note": "",
        "fee_text": "免费（公益）",
        "delivery_text": "自取",
        "registrar_name": "何演练",
        "registrar_no": "007",
        "first_contact": "何演练",
        "window": "1号窗口",
        "made_offline": True,
        "reprint": 0,
        "printed_at": NOW,
        "printed_by": "007",
    }
    return ReceiptView(**{**values, **changes})


def on_site(count: int = 3) -> OnSiteView:
    """A roll-call list."""
    rows = tuple(
        OnSiteRow(f"A{place:03d}", "陈*", "广州示范精密仪器有限公司", "何演练", NOW, "", "等候")
        for place in range(1, count + 1)
    )
    return OnSiteView(STATION, NOW, rows, "007")


def recovery() -> RecoveryView:
    """A recovery sheet with an invented code."""
    groups = ("AAAAA", "BBBBB", "CCCCC", "DDDDD", "EEEEE", "FFFFF", "GGGGG", "HHHHH")
    return RecoveryView(STATION, groups, NOW, "林示范")


def ticket() -> TicketView:
    """A queue slip."""
    return TicketView(STATION, "A012", "咨询", 3, "", NOW)


def outreach(**changes: Any) -> OutreachSheetView:
    """A recorded visit to an enterprise with two problems, with changes."""
    values: dict[str, Any] = {
        "station": STATION,
        "number": "PY03-ZF-20260310-A-0001-8",
        "client_name": "广州示范精密仪器有限公司",
        "credit_code": "91440113MADEMQ012X",
        "address": "番禺区大石街示范路1号3栋502室",
        "went_on": "2026年3月10日",
        "kind": "巡回问诊",
        "mode": "上门",
        "staff": "何演练、示范检测中心工程师一名",
        "met": "阿依古丽·买买提 质量部经理",
        "purpose": "换版后第一次走访，了解计量管理情况。",
        "quality_status": "已建立质量管理体系，压力表由外部机构校准，原材料进货检验只看合格证，没有抽检记录。",
        "publicity": "发放“一站式”服务清单一份，介绍强制检定备案办法。",
        "problems": (
            ProblemLine("不清楚哪些器具要强制检定", "现场对照目录逐台说明，留下清单。", "当场解决", "", ""),
            ProblemLine(
                "想做电磁兼容摸底测试，不知道找谁", "", "已转需求 PY03-XQ-20260310-A-0007-K", "何演练", "2026年3月25日"
            ),
        ),
        "signed": True,
        "answer_days": 15,
        "reprint": 0,
        "printed_at": NOW,
        "printed_by": "007",
    }
    return OutreachSheetView(**{**values, **changes})


def blank_outreach() -> OutreachSheetView:
    """The form to be filled in by hand."""
    empty = ("number", "client_name", "credit_code", "address", "went_on", "kind", "mode", "staff", "met", "purpose")
    return outreach(**dict.fromkeys(empty, ""), quality_status="", publicity="", problems=(), signed=False)
