"""Views for papers; every name in them is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from qi_desk.domain.charts.chart import Chart, Mark
from qi_desk.domain.moments import CHINA
from qi_desk.services.archive_sheets import (
    CatalogueLine,
    CatalogueView,
    DisposalLine,
    DisposalSheetView,
    DossierDocument,
    DossierPart,
    DossierTable,
    DossierView,
    SignedOpinion,
)
from qi_desk.services.blank_forms.paper import BlankSheet, BlankSheetsView
from qi_desk.services.compliance.pack_sheets import PackEntry, PackPart, PackView
from qi_desk.services.document_words import Words
from qi_desk.services.form_sheets import FormSheetView, SheetTable
from qi_desk.services.papers import (
    LabelView,
    MaterialLine,
    OnSiteRow,
    OnSiteView,
    OutreachSheetView,
    ProblemLine,
    ReceiptView,
    RecoveryView,
    SlipCode,
    StationHead,
    TicketView,
)
from qi_desk.services.paperwork import receipt_words
from qi_desk.services.prints.sheets import SeparatorView, TestSheetView

CODE = SlipCode(
    "QI1R:PY03-HZ-20260310-A-0001-8:SL:2603100915:260324:OFXWMWEWSYXO:IURQZSIW622L:3:UCHWRC6E:"
    + "QZPLSWYSBKKPX" * 7
    + "QZPLSWYSBKKA",
    "QZPL-SWYS-BKKP",
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
        "words": receipt_words(Words(changes.get("kind", "receipt.acceptance"))),
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


def ruler(sheet: str = "A4") -> TestSheetView:
    """A test sheet of a printer that is moved already."""
    return TestSheetView(STATION, sheet, "其他 A4 单据", "示范打印机", 1.5, -2.0, NOW)


def separator() -> SeparatorView:
    """What stands before the third of twenty."""
    return SeparatorView(STATION, 3, 20, "receipt.acceptance", "PY03-HZ-20260310-A-0003-X", NOW)


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


def catalogue(count: int = 3) -> CatalogueView:
    """A catalogue after DA/T 22."""
    lines = tuple(
        CatalogueLine(
            f"PY03-FW·2026-D5-XQ-A{place:04}",
            f"PY03-XQ-20260310-A-{place:04}-K",
            STATION.name,
            "关于广州示范精密仪器有限公司校准、成品检验需求（已办结）",
            "20260310",
            "内部",
            "4",
            "",
        )
        for place in range(1, count + 1)
    )
    return CatalogueView(STATION, "2026 年度", lines, NOW, "007")


def disposal(**changes: Any) -> DisposalSheetView:
    """A list that was destroyed, with its certificate."""
    line = DisposalLine(
        "PY03-FW·2020-D5-XQ-A0001", "关于示范公司校准需求（已办结）", "20200310", "5 年", "20250310", "4"
    )
    values: dict[str, Any] = {
        "station": STATION,
        "number": "PY03-DA-20260310-A-0001-8",
        "reason": "保管期限届满，经查无继续保存价值",
        "way": "粉碎并清除电子数据",
        "lines": (line,),
        "opinions": (
            SignedOpinion("鉴定意见", "何演练", "无保存价值", "2026年3月9日"),
            SignedOpinion("鉴定意见", RARE, "同意", "2026年3月9日"),
            SignedOpinion("批准意见", "林示范", "同意销毁", "2026年3月10日"),
        ),
        "done": True,
        "done_on": "2026年3月10日",
        "witness": "周演练",
        "done_by": "林示范",
        "printed_at": NOW,
        "printed_by": "007",
    }
    return DisposalSheetView(**{**values, **changes})


def dossier(requests: int = 2) -> DossierView:
    """A client's dossier with documents in three of its parts."""
    basics = DossierDocument(
        "基本信息表", "", "2026年3月10日", (("名称", "广州示范精密仪器有限公司"), ("主要产品", "压力表；" * 20))
    )
    people = DossierTable(("姓名", "职务", "电话"), (90, 0, 110), ((RARE, "质量部经理", "138****1234"),))
    needs = tuple(
        DossierDocument(
            "服务需求：校准",
            f"PY03-XQ-20260310-A-{place:04}-K",
            "2026年3月10日",
            (("状态", "已办结"), ("需求描述", "压力表 12 只需要校准，执行 JJG 52-2013，下月出货前要报告。")),
        )
        for place in range(1, requests + 1)
    )
    parts = (
        DossierPart("01", "基本信息与证照", (basics,), ""),
        DossierPart("02", "联系人与授权", (DossierDocument("联系人", "", "", tables=(people,)),), ""),
        DossierPart("04", "需求登记", needs, ""),
        DossierPart("05", "评估与方案", (), "（无）"),
    )
    name, code = "广州示范精密仪器有限公司", "91440113MADEMQ012X"
    return DossierView(
        STATION, name, code, "2026-A0001", "2026年3月10日", "2026年3月10日", "10 年", "内部", parts, NOW, "007"
    )


def blank_sheets() -> BlankSheetsView:
    """Numbered forms to be filled in by hand: two receipts and four visits."""
    forms = (
        BlankSheet(
            "收件、受理回执",
            ((("服务对象", 2), ("联系人、电话", 1)), (("服务事项", 2),)),
            "本回执手工填写，编号有效。",
            ("服务对象（签收）", "服务专员（签字、工号）"),
            "（业务专用章）",
            ("第一联　存根联", "第二联　客户联"),
            ("PY03-HZ-20260310-A-0001-B", "PY03-HZ-20260310-A-0002-8"),
            1,
        ),
        BlankSheet(
            "来访登记单",
            ((("姓名（或单位）", 1), ("联系电话", 1)), (("来访事由", 2), ("接待人", 1))),
            "不登记证件号码。",
            (),
            "",
            ("",),
            tuple(f"PY03-LF-20260310-A-000{place}-Q" for place in range(1, 5)),
            3,
        ),
    )
    return BlankSheetsView(STATION, forms, "手工受理用。", NOW, "007")


def label() -> LabelView:
    """A device's label that is due soon."""
    facts = (("型号", "XJ-3000 型"), ("检定至", "2026-04-01"), ("存放", "示范园 2 楼 203 室"), ("保管人", "何演练"))
    name, number = "三坐标测量机（示范大型精密仪器）", "PY03-SB-20260310-A-0001-7"
    return LabelView(STATION, "共享设备", name, number, "yellow", "将到期", facts)


def charted() -> FormSheetView:
    """A form with a chart of every kind, the difficult values among them."""
    long = "广东省番禺区质量技术监督标准与编码所（番禺区质量技术服务中心）"
    hours = [
        (f"周{day}", hour, (hour * 5 + at * 3) % 13) for at, day in enumerate("一二三四五") for hour in range(8, 19)
    ]
    months = (92, 95, None, 97, 90, 88)
    charts = (
        Chart(
            "bars",
            "各机构承接次数",
            (
                Mark("示范检测技术有限公司", 12, "12", expected=8.5),
                Mark(long, 5, "5", expected=8.5),
                Mark("零次机构", 0, "0", expected=1),
                Mark("新入驻的机构", None, "样本不足"),
            ),
            unit="次",
            expected="轮流时应有",
            note="按转介登记统计；数据截止 2026年3月10日 09:15。",
        ),
        Chart("bars", "较上期变化", (Mark("计量", 8, "+8"), Mark("标准", -3, "-3"), Mark("认证", -11, "-11"))),
        Chart("bars", "一家特别多", (Mark("甲", 14000, "14,000"), Mark("乙", 3, "3"))),
        Chart("columns", "每月受理", tuple(_month(at, one) for at, one in enumerate((12, 30, 0, None, 45, 7), 1))),
        Chart(
            "share", "按要素", tuple(Mark(name, one, str(one)) for name, one in (("计量", 12), ("标准", 8), ("检", 1)))
        ),
        Chart("lines", "满意率", tuple(_month(at, one) for at, one in enumerate(months, 1)), unit="%"),
        Chart("lines", "园区", _two_lines()),
        Chart("heat", "来访时段", tuple(Mark(str(hour), one, str(one), row=day) for day, hour, one in hours)),
        Chart("columns", "没有记录的一期", (), none="这一期没有记录"),
    )
    return form(title="统计图样", number="", facts=(), sections=(), tables=(), notes="", charts=charts)


def newsletter() -> FormSheetView:
    """An issue of the newsletter as it is signed: sections, figures beside those before, charts."""
    figures = (
        ("1", "服务企业数（家）", "86", "79"),
        ("2", "登记需求（件）", "104", "96"),
        ("3", "办结事项（件）", "91", "88"),
        ("4", "满意率（%）", "97.4", "无数据"),
    )
    categories = (("计量", 38), ("检验检测", 31), ("标准", 17), ("认证", 14), ("知识产权", 9))
    months = [("登记需求", (31, 35, 38)), ("办结事项", (28, 30, 33))]
    opinions = (("满意", 75, "75（85%）"), ("不满意", 2, "2（2%）"), ("未评价", 11, "11（12%）"))
    charts = (
        Chart(
            "bars",
            "各类别登记需求",
            tuple(Mark(name, count, str(count)) for name, count in categories),
            unit="件",
            note="一件需求涉及几类的，各类都计一次。",
        ),
        Chart(
            "lines",
            "各月登记与办结",
            tuple(
                Mark(f"{at}月", one, str(one), row=row) for row, counts in months for at, one in enumerate(counts, 1)
            ),
            unit="件",
        ),
        Chart("share", "服务评价", tuple(Mark(*one) for one in opinions), unit="份"),
    )
    return form(
        title="通讯简报",
        number="",
        facts=(
            ("简报标题", "2026年第1季度服务简报"),
            ("期号", "2026年第1期"),
            ("期间", "2026年1月1日至2026年3月31日"),
            ("数据截至", "2026年4月2日 09:15"),
            ("审签人", "林示范"),
            ("印发日期", "2026年4月3日"),
            ("发送对象", "区市场监督管理局、园区管委会、入驻机构"),
        ),
        sections=(
            ("工作进展", "本期登记服务需求 104 件，比上期多 8；办结 91 件，比上期多 3。\n满意率 97.4%（77 件）。"),
            ("下步计划", "推进共享设备预约；开展标准换版提醒。"),
        ),
        tables=(SheetTable("本期数据", ("序", "项目", "本期", "上期"), (24, 0, 96, 96), figures),),
        notes="数据在起草时按统计报表的口径取数并冻结，之后的登记不改变本期数据。数据指纹 0123456789ab。",
        signatures=("起草（签字）", "审签（签字）"),
        stamp="",
        numbered=False,
        charts=charts,
    )


def figure_report() -> FormSheetView:
    """A submitted report: charts before the tables, what each figure counts at the end."""
    kinds = (("计量服务", 38), ("检验检测服务", 31), ("标准化服务", 17), ("其他", 0))
    columns = ("指标", "本期", "上期", "上年同期", "依据（条）")
    figures = (
        ("登记需求", "104 件", "96 件", "无数据", "104"),
        ("满意率", "97.4 %", "无数据", "无数据", "77"),
        ("在岗服务专员", "4 人", "", "", "4"),
    )
    definitions = (("登记需求", "本期登记的需求件数，按登记时间"), ("满意率", "未评价不计入"))
    return form(
        title="统计报表（月报）",
        number="PY03-TB-20260402-A-0001-9",
        facts=(("期间", "2026年3月1日至2026年3月31日"), ("状态", "已审定"), ("数据截止", "2026年4月2日 09:15")),
        sections=(("分析与说明", "计量需求较多，已安排集中校准。"),),
        tables=(
            SheetTable("需求办理", columns, (0, 76, 76, 76, 44), figures),
            SheetTable("统计口径", ("指标", "怎样统计"), (120, 0), definitions),
        ),
        notes="数字在提交时按当时的记录定格。口径版本 2026.1，数据指纹 0123456789ab。",
        signatures=("提交（签字）", "审定（签字）"),
        stamp="",
        charts=(
            Chart("bars", "登记需求（按服务类别）", tuple(Mark(name, one, str(one)) for name, one in kinds), unit="件"),
            Chart("share", "登记需求（按企业规模）", (Mark("小型", 60, "60（58%）"), Mark("微型", 44, "44（42%）"))),
        ),
        charts_first=True,
    )


def _two_lines() -> tuple[Mark, ...]:
    values = (("东园", "前", 3), ("东园", "后", 8), ("西园", "前", 5), ("西园", "后", 4))
    return tuple(Mark(period, value, str(value), row=row) for row, period, value in values)


def _month(month: int, value: int | None) -> Mark:
    return Mark(f"{month}月", value, "无数据" if value is None else str(value))


def form(**changes: Any) -> FormSheetView:
    """A form as most papers of a request are: facts, paragraphs, a table, signatures and a seal."""
    rows = tuple(
        (str(number), f"营业执照副本第 {number} 页", "核对主体资格", "复印件", "企业") for number in range(1, 5)
    )
    columns = ("序", "材料名称", "为什么需要", "形式", "向谁办")
    view = FormSheetView(
        station=STATION,
        title="一次性告知（补正）单",
        number="PY03-BZ-20260310-A-0001-6",
        facts=(("服务对象", "广州示范精密仪器有限公司"), ("告知方式", "当面"), ("告知时间", "2026年3月10日 09:15")),
        sections=(("说明", "以上为本次办理所缺的全部材料，一次告知。" * 4),),
        tables=(SheetTable("还缺下列材料", columns, (24, 0, 120, 50, 50), rows),),
        notes="等候补正的时间不计入承诺时限，材料补齐后继续计算。",
        signatures=("服务对象（签收）", "告知人（签字）"),
        stamp="（业务专用章）",
        reprint=0,
        printed_at=NOW,
        printed_by="007",
    )
    return replace(view, **changes)


def pack(clauses: int = 30) -> PackView:
    """The evidence of an evaluation."""
    entries = tuple(
        PackEntry(
            f"c{place}",
            f"省规范 6.{place}",
            "岗位职责制度有效、按期复审。",
            ("符合", "缺", "将到期 2026-04-01", "不适用")[place % 4],
            str(place % 3 or ""),
            (
                ("凭据", "规章制度 PY03-ZD-20260310-A-0001-K、PY03-ZD-20260310-A-0002-2"),
                ("还差", "缺生效的《岗位职责制度》"),
            )[place % 2 :],
        )
        for place in range(1, clauses + 1)
    )
    table = SheetTable("", ("上位文件", "缺", "符合"), (0, 52, 52), (("质量基础设施一站式服务规范", "12", "33"),))
    files = SheetTable("附件清单", ("序", "文件", "大小"), (30, 0, 54), (("1", "附件/001-规章制度.pdf", "12 KB"),))
    return PackView(
        STATION,
        "条款对照与证据",
        (("截至", "2026年3月10日 09:15"), ("提供方式", "脱敏共享"), ("合计", "缺 8、将到期 7、符合 8、不适用 7")),
        "各条状态由本站业务记录当场得出。",
        table,
        ("条款", "要求", "状态", "凭据"),
        (PackPart("质量基础设施一站式服务规范", "引自：DB44/T 征求意见稿", entries),),
        files,
        "另有 2 个附件涉及服务对象，留在本站备查。",
        ("整理（签字）", "站长（签字）"),
        NOW,
        "007",
    )
