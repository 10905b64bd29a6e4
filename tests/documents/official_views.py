"""Views for the official papers; every name in them is invented."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

from qi_desk.services.official_sheets import (
    AbsentLine,
    AgreementView,
    Block,
    DecisionLine,
    LetterView,
    MeetingRecordView,
    MinutesSheetView,
    ReplyBox,
    SignatureColumn,
    SignInRow,
    SignInView,
    SpeechLine,
    TopicSheet,
    VoteLine,
)
from tests.documents.views import NOW, RARE, STATION

_SAID = (
    "会议听取了园区企业计量器具管理情况的汇报。会议认为，今年以来园区四十三家企业的强制检定计量器具备案率由"
    "百分之六十二提高到百分之九十一，但仍有十二家企业没有指定计量管理人员，送检周期由供应商代管，存在超期使用的风险。"
)


def body(rounds: int = 1) -> tuple[Block, ...]:
    """A text with all four levels of headings."""
    one = (
        Block("heading1", "关于计量器具管理"),
        Block("paragraph", _SAID),
        Block("heading2", "强制检定备案"),
        Block(
            "paragraph",
            "依据 JJG 52-2013 和 GB/T 19001—2016，器具台账由企业填报（格式见“附表1”），服务站每月 5 日前核对。",
        ),
        Block("heading3", "台账核对的做法"),
        Block("paragraph", "先由企业自查，再由服务站抽查，抽查比例不低于 20%。"),
        Block("heading4", "自查表随通知发送"),
        Block("paragraph", f"参会人员{RARE}建议把自查表做成电子表格，会议同意。"),
        Block("heading1", "关于共享设备开放"),
        Block("paragraph", "会议议定，电磁兼容摸底测试设备从四月起每周二、周四向园区企业开放，收费标准不变。"),
    )
    return one * rounds


def minutes(**changes: Any) -> MinutesSheetView:
    """Issued minutes, with changes."""
    values: dict[str, Any] = {
        "station": STATION,
        "mark": "会议纪要",
        "issue": 3,
        "number": "PY03-JY-20260310-A-0003-8",
        "issued_on": "2026年3月10日",
        "title": "关于园区企业计量器具管理与共享设备开放工作的会议纪要",
        "body": (
            Block(
                "paragraph",
                "2026年3月6日上午，站长林示范在服务站二楼会议室主持召开第一季度联席会议。现将会议议定的事项纪要如下。",
            ),
            *body(),
        ),
        "decisions": (
            DecisionLine("三月底前完成十二家企业计量管理人员的指定和培训", "何演练、示范检测中心", "2026年3月31日"),
            DecisionLine("共享设备开放时间表在服务站公示", "周演练", "2026年3月20日"),
        ),
        "present": (
            "林示范",
            "何演练",
            "周演练",
            RARE,
            "阿依古丽·买买提（广州示范精密仪器有限公司）",
            "欧阳示范（示范检测中心）",
        ),
        "excused": ("陈演示（出差）",),
        "observers": ("区市场监管局质量科代表",),
        "signer": "林示范",
        "to": ("各成员单位",),
        "cc": ("番禺区市场监督管理局", "示范园管理委员会"),
        "printed_on": "2026年3月10日",
        "draft": False,
        "reprint": 0,
        "printed_at": NOW,
        "printed_by": "007",
    }
    return MinutesSheetView(**{**values, **changes})


def topic(title: str = "园区计量器具备案") -> TopicSheet:
    """A topic with speeches, a vote and decisions."""
    return TopicSheet(
        title,
        (
            SpeechLine("何演练", "四十三家企业中已有三十一家完成备案，十二家没有指定计量管理人员。", False),
            SpeechLine(RARE, "我们愿意派人到现场帮助建台账，月底前走完十二家。", True),
            SpeechLine("阿依古丽·买买提", _SAID, False),
        ),
        (VoteLine("", 5, 0, 1),),
        (
            DecisionLine("三月底前完成十二家企业计量管理人员的指定和培训", "何演练", "2026年3月31日"),
            DecisionLine("自查表统一采用电子表格", "", ""),
        ),
    )


def record(**changes: Any) -> MeetingRecordView:
    """The record of a meeting with two topics, with changes."""
    values: dict[str, Any] = {
        "station": STATION,
        "number": "PY03-HY-20260306-A-0002-3",
        "title": "2026年第一季度质量服务联席会议",
        "kind": "联席会议",
        "held": "2026年3月6日 09:30 至 11:20",
        "place": "服务站二楼会议室，线上会议号 000-0000-000",
        "chair": "林示范（站长）",
        "scribe": "周演练（服务站）",
        "present": ("林示范", "何演练", "周演练", RARE, "阿依古丽·买买提（广州示范精密仪器有限公司）"),
        "observers": ("区市场监管局质量科代表",),
        "absent": (AbsentLine("陈演示", "出差"), AbsentLine("黄示例", "病假")),
        "agenda": ("园区计量器具备案", "共享设备开放时间"),
        "topics": (topic(), topic("共享设备开放时间")),
        "open_matters": ("电磁兼容设备的收费标准待下次会议再议。",),
        "attachments": ("备案进度表",),
        "closed_at": "2026年3月6日 11:20",
        "corrections": (),
        "digest": "",
        "draft": False,
        "reprint": 0,
        "printed_at": NOW,
        "printed_by": "007",
    }
    return MeetingRecordView(**{**values, **changes})


def blank_record() -> MeetingRecordView:
    """The form to be written by hand."""
    texts = ("number", "title", "kind", "held", "place", "chair", "scribe", "closed_at")
    lists = ("present", "observers", "absent", "agenda", "topics", "open_matters", "attachments")
    return record(**dict.fromkeys(texts, ""), **dict.fromkeys(lists, ()), blank=True)


def sign_in(count: int = 3, least: int = 20) -> SignInView:
    """A sign-in sheet with some names on it."""
    rows = tuple(
        SignInRow("欧阳示范", "广州示范精密仪器有限公司", "质量部经理", "138****1234", "列席" if place % 3 == 2 else "")
        for place in range(count)
    )
    held = "2026年3月6日 09:30"
    return SignInView(
        STATION,
        "PY03-HY-20260306-A-0002-3",
        "2026年第一季度质量服务联席会议",
        held,
        "服务站二楼会议室",
        rows,
        least,
        0,
        NOW,
        "007",
    )


CHOICES = ("同意", "不同意", "修改后再报")


def letter(**changes: Any) -> LetterView:
    """A request with two attachments, with changes."""
    values: dict[str, Any] = {
        "station": STATION,
        "mark": "文件",
        "number": "PY03-QS-20260310-A-0001-8",
        "urgency": "加急",
        "recipient": "番禺区市场监督管理局",
        "subject": "关于增设电磁兼容摸底测试共享设备的请示",
        "body": (
            Block("heading1", "基本情况"),
            Block("paragraph", _SAID),
            Block("heading1", "初步意见"),
            Block("paragraph", "拟由示范检测中心投放设备一套，服务站提供场地，收费按公示标准执行。"),
            Block("heading1", "请示事项"),
            Block("paragraph", "同意服务站增设电磁兼容摸底测试共享设备。"),
            Block("paragraph", "妥否，请批示。"),
        ),
        "attachments": ("设备配置清单", "示范检测中心关于投放共享设备和收取服务费用标准的说明材料（加盖公章）"),
        "signer": "林示范",
        "dated": "2026年3月10日",
        "contact": "何演练，020-84800000",
        "cc": (),
        "printed_on": "2026年3月10日",
        "reply": ReplyBox(CHOICES, "", "", "", ""),
        "draft": False,
        "reprint": 0,
        "printed_at": NOW,
        "printed_by": "007",
    }
    return LetterView(**{**values, **changes})


def picture(mode: str, size: tuple[int, int], colour: Any) -> bytes:
    """A PNG of one colour."""
    buffer = BytesIO()
    Image.new(mode, size, colour).save(buffer, "png")
    return buffer.getvalue()


def agreement(**changes: Any) -> AgreementView:
    """An agreement of two articles with an annex, with changes."""
    values: dict[str, Any] = {
        "station": STATION,
        "title": "质量技术服务机构入驻协议",
        "number": "XY-1",
        "parties": (f"甲方（服务站）：{STATION.name}", f"乙方（入驻机构）：示范检测中心（{RARE}）"),
        "body": (
            Block("heading1", "第一条　服务事项"),
            Block("paragraph", _SAID),
            Block("heading1", "第二条　协议期限"),
            Block("paragraph", "本协议自2026年3月10日起至2029年3月10日止。"),
            Block("table", "附表1　收费标准", columns=("事项", "价格"), widths=(3, 1), rows=(("校准", "120.00 元"),)),
        ),
        "signatures": (SignatureColumn("甲方（盖章）", STATION.name), SignatureColumn("乙方（盖章）", "示范检测中心")),
        "reprint": 0,
        "printed_at": NOW,
        "printed_by": "007",
    }
    return AgreementView(**{**values, **changes})


CASES: dict[str, tuple[str, Any]] = {
    "minutes": ("minutes", minutes()),
    "minutes_draft": ("minutes", minutes(draft=True, issue=0, signer="", decisions=(), observers=(), excused=())),
    "minutes_long": ("minutes", minutes(body=body(9))),
    "meeting_record": ("meeting_record", record()),
    "meeting_record_blank": ("meeting_record", blank_record()),
    "sign_in_sheet": ("sign_in_sheet", sign_in()),
    "sign_in_sheet_blank": ("sign_in_sheet", sign_in(0)),
    "sign_in_sheet_long": ("sign_in_sheet", sign_in(45)),
    "request_letter": ("official_letter", letter()),
    "request_letter_answered": (
        "official_letter",
        letter(reply=ReplyBox(CHOICES, "同意", "同意试行半年。", "区局质量科", "2026年3月18日")),
    ),
    "agreement": ("agreement", agreement()),
    "report_letter": (
        "official_letter",
        letter(
            number="PY03-BG-20260310-A-0001-8",
            urgency="",
            subject="关于第一季度服务情况的报告",
            body=body(),
            attachments=("第一季度服务情况统计表",),
            contact="",
            cc=("示范园管理委员会",),
            reply=None,
        ),
    ),
}
"""Every official paper: its kind and its view."""
