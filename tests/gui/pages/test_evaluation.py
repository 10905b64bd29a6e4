"""评价 by keyboard: rules drafted, tried and put in force; a quarter evaluated, checked by another, closed and printed;
a year of somebody written down."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qi_desk.domain.errors import Missing
from qi_desk.domain.indicators.rule_sets import Evidence, Formula
from qi_desk.domain.registers.staff import evaluation_id
from qi_desk.services.indicators import evaluations
from qi_desk.services.ports import Query
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.colleagues import become, bench
from tests.gui.pageobjects.desk import Desk
from tests.services.indicators import judged
from tests.services.indicators.test_evaluations import FIRMS, JUDGED, MATTERS
from tests.support.stations import Bench

__all__ = ["bench"]


def open_tab(desk: Desk, tab: str) -> None:
    desk.window.desk.go("evaluation", {"tab": tab})
    desk.settle()


def column(desk: Desk, tab: str, title: str) -> list[str]:
    table = desk.page.tabs.tables[tab]
    titles = [one.title for one in desk.page.tabs.models[tab].columns]
    return [row[titles.index(title)] for row in desk.rows(table)]


def choose(desk: Desk, name: str) -> None:
    """Mark the indicator called `name`."""
    table = desk.page.tabs.tables["indicator"]
    place = next(at for at, text in enumerate(column(desk, "indicator", "指标")) if text.strip() == name)
    table.view.selectRow(place)
    desk.settle()


def test_rules_are_drafted_from_the_house_changed_tried_and_put_in_force(desk: Desk, dialogs: AnsweringDialogs) -> None:
    open_tab(desk, "set")
    dialogs.picks = ["station"]
    desk.press("Ctrl+N")
    editor: Any = desk.dialog()
    assert next(row[0] for row in desk.rows(editor.tried.table)) == "2025 年第 4 季度"
    editor.tree.choose("able")
    editor.tree.view.setFocus()
    desk.press("Enter")
    desk.press("Tab")
    desk.press("Ctrl+A")
    desk.write("75")
    assert next(row for row in desk.rows(editor.tree) if row[0].strip() == "服务能力")[1] == "50%"
    desk.press("F9")
    assert desk.dialog() is None
    desk.press("F9")
    assert any("启用" in asked for asked in dialogs.asked)
    assert column(desk, "set", "状态") == ["启用中"]
    desk.press("F9")
    editor = desk.dialog()
    assert "第 2 版（草稿）" in editor.windowTitle()
    desk.press("Esc")
    assert sorted(column(desk, "set", "状态")) == ["启用中", "草稿"]


def test_a_fault_is_told_while_typing_and_stops_putting_in_force(desk: Desk, dialogs: AnsweringDialogs) -> None:
    open_tab(desk, "set")
    dialogs.picks = [""]
    desk.press("Ctrl+N")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    form.fields["name"].input.setFocus()
    desk.write("本站指标")
    desk.press("F9")
    editor: Any = desk.dialog()
    editor.tree.view.selectRow(1)
    desk.press("Ctrl+N")
    desk.write("服务企业数")
    assert "统计量" in editor.said.text()
    desk.press("F9")
    dialogs.picks = ["put_in_force"]
    desk.press("Ctrl+M")
    assert "1 处不对" in desk.message()
    assert column(desk, "set", "状态") == ["草稿"]
    assert "启用前要改" in desk.page.facts.text()


def test_half_written_rules_come_back(desk: Desk, dialogs: AnsweringDialogs) -> None:
    open_tab(desk, "set")
    dialogs.picks = ["station"]
    desk.press("Ctrl+N")
    editor: Any = desk.dialog()
    editor.tree.choose("able")
    desk.press("Enter")
    desk.press("Ctrl+A")
    desk.write("本事")
    kept = desk.page.draft()
    assert kept is not None
    editor._give_up()
    desk.settle()
    assert desk.page.draft() is None
    desk.page.restore(kept)
    desk.settle()
    again: Any = desk.dialog()
    assert "本事" in [row[0].strip() for row in desk.rows(again.tree)]
    assert again.dirty


def test_a_quarter_is_evaluated_checked_by_another_closed_and_printed(
    desk: Desk, bench: Bench, dialogs: AnsweringDialogs
) -> None:
    judged.in_force(bench, judged.rules(FIRMS, MATTERS, JUDGED))
    judged.a_quarter(bench)
    become(desk, bench.as_specialist())
    open_tab(desk, "evaluation")
    dialogs.picks = [judged.QUARTER]
    desk.press("Ctrl+N")
    assert desk.page.tab == "indicator"
    assert [text.strip() for text in column(desk, "indicator", "指标")][1:3] == ["服务企业数", "办结件数"]
    choose(desk, "典型案例")
    desk.press("F9")
    dialog: Any = desk.dialog()
    dialog.form.fields["self_points"].input.setFocus()
    desk.write("80")
    desk.press("F9")
    assert column(desk, "indicator", "证据")[-1] == "缺证据"
    desk.page.tabs.bring("evaluation")
    desk.press("F9")
    write(desk, "conclusion", "本季平稳。")
    desk.press("F9")
    assert "典型案例" in desk.dialog()._message.text()  # type: ignore[union-attr]
    desk.press("Esc")
    desk.page.tabs.bring("indicator")
    choose(desk, "典型案例")
    desk.press("F9")
    write(desk, "evidence", "案例一篇，存档案柜。")
    desk.press("F9")
    desk.page.tabs.bring("evaluation")
    desk.press("F9")
    write(desk, "conclusion", "本季平稳。")
    desk.press("F9")
    assert column(desk, "evaluation", "状态") == ["待复核"]
    assert "没有下一步" in desk.page.next.text(), "nobody checks the own evaluation"
    become(desk, bench.actor)
    desk.press("F9")
    write(desk, "check_note", "抽查三件属实。")
    desk.press("F9")
    assert column(desk, "evaluation", "状态") == ["已复核"]
    desk.press("F9")
    paper: Any = desk.dialog()
    assert paper._order.paper_kind == "self_evaluation"
    desk.press("Esc")
    desk.page.scope.set_value("closed")
    desk.page.scope.edited.emit()
    assert column(desk, "evaluation", "状态") == ["已定稿"]


def write(desk: Desk, field: str, text: str) -> None:
    dialog: Any = desk.dialog()
    dialog.form.fields[field].input.setFocus()
    desk.write(text)


def submitted(bench: Bench) -> str:
    eid = judged.begun(bench, judged.rules(FIRMS, MATTERS))
    evaluations.submit(bench.house, bench.as_specialist(), eid, {"conclusion": "平稳。"})
    return eid


def test_a_missed_target_becomes_a_plan_by_one_key(desk: Desk, bench: Bench, dialogs: AnsweringDialogs) -> None:
    eid = submitted(bench)
    desk.window.desk.go("evaluation", {"kind": "self_evaluation", "eid": eid})
    desk.settle()
    choose(desk, "服务企业数")
    assert column(desk, "indicator", "结果")[1] == "未达"
    dialogs.picks = ["open_plan"]
    desk.press("Ctrl+M")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    assert form.fields["problem"].value() == "服务企业数 2，目标 ≥ 4"
    desk.press("F9")
    assert column(desk, "indicator", "结果")[1] == "未达，已立项"
    with bench.house.store.read() as look:
        (plan,) = look.select(Query("improvement"))
    assert (plan["about_kind"], plan["about"], plan["source"]) == ("self_evaluation", eid, "self")
    assert plan["number"] in desk.page.facts.text()


def test_a_record_and_a_file_show_the_points(desk: Desk, bench: Bench, dialogs: AnsweringDialogs) -> None:
    eid = judged.begun(bench, judged.rules(replace(FIRMS, evidence=Evidence.NEEDED)))
    become(desk, bench.as_specialist())
    desk.window.desk.go("evaluation", {"kind": "self_evaluation", "eid": eid})
    desk.settle()
    choose(desk, "服务企业数")
    with bench.house.store.read() as look:
        number = look.select(Query("request", limit=1))[0]["number"]
    dialogs.picks, dialogs.texts = ["show_by"], [number]
    desk.press("Ctrl+M")
    assert number in desk.page.facts.text()
    assert column(desk, "indicator", "证据")[1] == "1 份"
    desk.press("Ctrl+E")
    assert desk.dialog() is not None
    desk.press("Esc")


def test_no_data_reads_as_such(desk: Desk, bench: Bench) -> None:
    rate = replace(FIRMS, key="rate", name="满意率", formula=Formula.MEASURE, top="satisfaction")
    eid = judged.begun(bench, judged.rules(FIRMS, rate))
    desk.window.desk.go("evaluation", {"kind": "self_evaluation", "eid": eid})
    desk.settle()
    assert column(desk, "indicator", "指标值")[2] == "无数据"
    assert column(desk, "indicator", "得分")[2] == "不评分"
    assert column(desk, "indicator", "结果")[2] == ""


def test_third_parties_read_and_nothing_is_offered(desk: Desk, bench: Bench) -> None:
    eid = submitted(bench)
    become(desk, replace(bench.actor, account="auditor", role="auditor"))
    desk.window.desk.go("evaluation", {"kind": "self_evaluation", "eid": eid})
    desk.settle()
    for tab in ("evaluation", "indicator", "set", "staff", "party"):
        desk.page.tabs.bring(tab)
        desk.settle()
        assert not desk.page.next.isEnabled(), tab
        assert not desk.page._buttons["new"].isEnabled()
    assert column(desk, "staff", "姓名") == ["林**", "何**"]


def test_a_year_of_a_colleague_is_written_down_from_what_was_counted(desk: Desk, bench: Bench) -> None:
    open_tab(desk, "staff")
    desk.page.tabs.tables["staff"].choose(bench.specialist)
    desk.settle()
    assert "培训考核合格率" in desk.page.facts.text()
    desk.press("F9")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    assert form.fields["professional"].value() == "5"
    assert form.fields["timely"].value() == ""
    for name in ("timely", "satisfying"):
        form.fields[name].input.setFocus()
        desk.write("4")
    desk.press("F9")
    kept = judged.record(bench, "staff_evaluation", evaluation_id(bench.specialist, 2026))
    assert (kept["timely"], kept["professional"]) == (4, 5)
    assert kept["basis"]
    assert "已评 4" in column(desk, "staff", "及时性")


def test_an_evaluation_is_given_out_as_a_table(
    desk: Desk, bench: Bench, dialogs: AnsweringDialogs, tmp_path: Path
) -> None:
    eid = submitted(bench)
    desk.window.desk.go("evaluation", {"kind": "self_evaluation", "eid": eid})
    desk.settle()
    dialogs.files = [str(tmp_path / "评价.xlsx")]
    desk.press("Ctrl+S")
    assert (tmp_path / "评价.xlsx").stat().st_size > 0
    assert "2 项指标" in desk.message()
    with pytest.raises(Missing):
        bench.house.sheets.read(tmp_path / "别的.xlsx")
    sheet = bench.house.sheets.read(tmp_path / "评价.xlsx")
    assert list(sheet.rows[1].cells[:5]) == ["reach", "服务企业数", "2", "", "≥ 4"]
    assert b'<c r="C2" s="' in workbook_part(tmp_path / "评价.xlsx"), "a number, not a text"


def workbook_part(file: Path) -> bytes:
    """The first sheet as it is stored: a text cell carries t="s" or t="inlineStr"."""
    with zipfile.ZipFile(file) as book:
        stored = book.read("xl/worksheets/sheet1.xml")
    return re.sub(rb'<c r="C2"([^>]*) t="[a-zA-Z]+"', rb"<text \1", stored)
