"""The header of a file as sections of facts."""

from __future__ import annotations

from qi_desk import wording
from qi_desk.gui import words
from qi_desk.gui.pages.client_file.tabs import fact
from qi_desk.gui.widgets.facts import Masked, Section
from qi_desk.services.client_file import ClientFile

_TEN_THOUSAND_YUAN = 1_000_000


def header_sections(file: ClientFile) -> list[Section]:
    """Who the client is, where, what it makes, how large it is, and what the file still lacks."""
    values = file.values
    lacking = "、".join(wording.label(f"enterprise.{name}") for name in file.lacking)
    return [
        Section("还缺的内容", [("请补齐", lacking)]),
        Section(
            "身份",
            [
                ("类别", words.label("client_kinds", fact(values, "kind"))),
                Masked("信用代码", fact(values, "credit_code"), "enterprise", file.eid, "credit_code"),
                ("曾用名", "；".join(str(one["name"]) for one in values["former_names"] or ())),
                Masked(
                    "法定代表人", fact(values, "legal_representative"), "enterprise", file.eid, "legal_representative"
                ),
                ("成立日期", fact(values, "founded_on")),
                ("档案状态", words.label("client_states", fact(values, "status"))),
                ("建档日期", fact(values, "filed_on")),
                ("服务专员", file.specialist),
                ("保密级别", words.label("sensitivity", fact(values, "secrecy"))),
            ],
        ),
        Section(
            "地址",
            [
                ("经营地址", fact(values, "address")),
                ("注册地址", fact(values, "registered_address")),
                ("街镇", words.label("streets", fact(values, "street"))),
                ("园区", " ".join(filter(None, (fact(values, "park"), _building(file))))),
            ],
        ),
        Section(
            "行业与规模",
            [
                ("行业门类", words.label("industry_sections", fact(values, "section"))),
                ("行业大类", words.label("industry_divisions", fact(values, "division"))),
                ("主要产品", "；".join(fact(values, "products").split("\n"))),
                ("规模", _size(file)),
                ("从业人员", f"{values['staff_count']} 人" if values["staff_count"] else ""),
                ("营业收入", _money(values["revenue"], values["data_year"])),
                ("资产总额", _money(values["assets"], values["data_year"])),
                ("标签", "；".join(words.label("enterprise_tags", tag) for tag in values["tags"] or ())),
                Masked("首席质量官", fact(values, "quality_officer"), "enterprise", file.eid, "quality_officer"),
            ],
        ),
        Section(
            "办过的事",
            [("需求", f"{file.counts['request']} 件"), ("来访", f"{file.counts['visit']} 次")],
        ),
    ]


def _building(file: ClientFile) -> str:
    parts = ((fact(file.values, "building"), "栋"), (fact(file.values, "room"), "室"))
    return " ".join(f"{text}{unit}" for text, unit in parts if text)


def _size(file: ClientFile) -> str:
    size = words.label("sizes", file.size)
    if file.size == "unknown" and file.trade:
        return f"{size}（{words.label('size_trades', file.trade)}：从业人员、营业收入、资产总额还不全）"
    if file.trade:
        return f"{size}（按{words.label('size_trades', file.trade)}划分）"
    return f"{size}（先填行业，再填从业人员、营业收入、资产总额）"


def _money(fen: object, year: object) -> str:
    if not isinstance(fen, int):
        return ""
    return f"{fen / _TEN_THOUSAND_YUAN:,.0f} 万元" + (f"（{year} 年）" if year else "")
