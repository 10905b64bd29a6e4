"""What the tabs of a file show and which fields their records are filled in with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_desk import wording
from qi_desk.gui import words
from qi_desk.gui.models.rows_model import Column
from qi_desk.services.archive_views import PartState
from qi_desk.services.client_parts import PartView
from qi_desk.services.timeline import Event

SOON_DAYS = 90

HEADER = (
    "name",
    "kind",
    "credit_code",
    "legal_representative",
    "founded_on",
    "status",
    "registered_address",
    "address",
    "street",
    "park",
    "building",
    "room",
    "section",
    "division",
    "staff_count",
    "data_year",
    "revenue",
    "assets",
    "trade",
    "quality_officer",
    "specialist",
    "secrecy",
    "products",
    "tags",
)
"""The header's fields in the order they are filled in (F15)."""


@dataclass(frozen=True)
class Tab:
    """One tab of parts: `fields` in the order they are filled in, what stands there when it is empty."""

    kind: str
    title: str
    one: str
    fields: tuple[str, ...]
    columns: tuple[Column[PartView], ...]
    empty: str


def _text(name: str) -> Callable[[PartView], str]:
    def text(part: PartView) -> str:
        value = part.values.get(name)
        return value.isoformat() if isinstance(value, date) else str(value or "")

    return text


def _code(codes: str, name: str) -> Callable[[PartView], str]:
    return lambda part: words.label(codes, part.values.get(name) or "")


def _yes(name: str, yes: str) -> Callable[[PartView], str]:
    return lambda part: yes if part.values.get(name) else ""


def _left(part: PartView) -> str:
    return "" if part.days_left is None else words.days_left(part.days_left)


def left_tone(days: int | None) -> str:
    """The meaning of the days left: gone, soon, or nothing to say."""
    if days is None or days > SOON_DAYS:
        return ""
    return "danger" if days < 0 else "warning"


def left_icon(days: int | None) -> str:
    """The icon that says the same as the tone."""
    return {"danger": "circle-alert", "warning": "clock", "": ""}[left_tone(days)]


def _column(title: str, text: Callable[[PartView], str], width: int = 0, rank: int = 0) -> Column[PartView]:
    return Column[PartView](title, text, width=width, rank=rank)


_LEFT = Column[PartView](
    "还有", _left, width=14, tone=lambda part: left_tone(part.days_left), icon=lambda part: left_icon(part.days_left)
)

TABS = (
    Tab(
        "contact",
        "联系人",
        "联系人",
        ("name", "role", "post", "phone", "email", "primary", "consent"),
        (
            _column("姓名", _text("name"), 12),
            _column("身份", _code("contact_roles", "role"), 12),
            _column("职务", _text("post")),
            _column("电话", _text("phone"), 16),
            _column("邮箱", _text("email"), 24, 2),
            _column("主要", _yes("primary", "★ 主要"), 9),
            _column("同意联系", _yes("consent", "同意"), 10, 1),
        ),
        "还没有联系人。按 Ctrl+N 新增。",
    ),
    Tab(
        "certificate",
        "证照证书",
        "证照",
        ("kind", "number", "scope", "body", "issued_on", "valid_to"),
        (
            _column("种类", _code("certificate_kinds", "kind"), 22),
            _column("编号", _text("number"), 22),
            _column("范围", _text("scope")),
            _column("发证机构", _text("body"), 24, 2),
            _column("有效期至", _text("valid_to"), 12),
            _LEFT,
        ),
        "还没有证照证书。按 Ctrl+N 新增，到期前会提醒。",
    ),
    Tab(
        "instrument",
        "计量器具",
        "器具",
        ("name", "model", "serial", "mandatory", "calibrated_on", "calibration_due", "body"),
        (
            _column("器具", _text("name")),
            _column("型号", _text("model"), 14),
            _column("出厂编号", _text("serial"), 12, 1),
            _column("强检", _yes("mandatory", "强检"), 8),
            _column("机构", _text("body"), 24, 2),
            _column("下次检定校准", _text("calibration_due"), 14),
            _LEFT,
        ),
        "还没有计量器具。按 Ctrl+N 新增，到期前会提醒。",
    ),
    Tab(
        "cited_standard",
        "执行标准",
        "标准",
        ("number", "title", "state", "replaced_by", "ends_on"),
        (
            _column("标准编号", _text("number"), 22),
            _column("名称", _text("title")),
            _column("状态", _code("standard_states", "state"), 12),
            _column("代替标准", _text("replaced_by"), 22, 1),
            _LEFT,
        ),
        "还没有执行标准。按 Ctrl+N 新增，被代替时会提醒。",
    ),
    Tab(
        "relation",
        "关联单位",
        "关联",
        ("other", "kind", "note"),
        (
            _column("单位", _text("other")),
            _column("关系", _code("relation_kinds", "kind"), 18),
            _column("说明", _text("note"), 30, 1),
        ),
        "还没有关联单位。按 Ctrl+N 新增。",
    ),
    Tab(
        "client_note",
        "办事提示",
        "提示",
        ("severity", "until", "text"),
        (
            _column("级别", _code("note_severities", "severity"), 14),
            _column("提示", _text("text")),
            _column("提示到", _text("until"), 12),
        ),
        "没有提示。按 Ctrl+N 写一条给下一位接待的人。",
    ),
)

EVENTS = (
    Column[Event]("时间", lambda event: words.moment(event.at), width=18),
    Column[Event]("类别", lambda event: words.kind(event.kind), width=12),
    Column[Event]("编号", lambda event: event.number, width=28, rank=1),
    Column[Event]("内容", lambda event: event.title or _codes(event)),
    Column[Event]("情况", lambda event: _codes(event) if event.title else "", width=22),
)


_TONES = {"there": "success", "absent": "muted", "short": "warning"}
_ICONS = {"there": "circle-check", "absent": "", "short": "triangle-alert"}


def _state(one: PartState) -> str:
    if not one.complete:
        return "short"
    return "there" if one.records + one.items else "absent"


def _lacking(one: PartState) -> str:
    if one.complete:
        return "齐全" if _state(one) == "there" else "不涉及"
    lacks = "、".join(wording.label(name) for name in one.lacks)
    return f"缺：{lacks}" if lacks else "应有而没有"


VOLUME = (
    Column[PartState]("类目", lambda one: f"{one.part} {words.label('volume_parts', one.part)}", width=30),
    Column[PartState]("系统记录", lambda one: str(one.records or ""), width=12),
    Column[PartState]("归档文件", lambda one: str(one.items or ""), width=12),
    Column[PartState](
        "齐全",
        _lacking,
        tone=lambda one: _TONES[_state(one)],
        icon=lambda one: _ICONS[_state(one)],
    ),
)


def _codes(event: Event) -> str:
    return "　".join(words.label(codes, code) for codes, code in event.codes if code)


def fact(values: Any, name: str) -> str:
    """One value of the header as text."""
    value = values.get(name)
    return value.isoformat() if isinstance(value, date) else str(value or "")
