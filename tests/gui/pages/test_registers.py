"""登记簿 by keyboard: what is missing is filled in, put in force, printed and given out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from qi_desk.services.registers.catalogue import REGISTERS
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk


def open_register(desk: Desk, name: str) -> None:
    desk.window.desk.go("registers", {"register": name})
    desk.settle()


def lines(desk: Desk) -> list[list[str]]:
    return desk.rows(desk.page.table)


def type_into(desk: Desk, **texts: str) -> None:
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    for name, text in texts.items():
        form.fields[name].input.setFocus()
        desk.write(text)


def test_a_missing_rule_is_entered_and_put_in_force_by_keyboard(desk: Desk, dialogs: AnsweringDialogs) -> None:
    open_register(desk, "rule")
    assert [line[-1] for line in lines(desk)] == ["缺"] * 4
    desk.press("Enter")
    type_into(desk, name="岗位职责制度", words="各司其职，替岗有人。")
    desk.press("F9")
    assert len(lines(desk)) == 4
    assert "岗位职责制度" in desk.page.facts.text()
    desk.press("F9")
    desk.press("F9")
    assert desk.dialog() is None
    assert "有效" in desk.page.facts.text()
    summary = desk.rows(desk.page.registers)[list(REGISTERS).index("rule")]
    assert summary[-1] == "3"


def test_the_starter_list_is_offered_and_what_is_half_written_survives(desk: Desk, dialogs: AnsweringDialogs) -> None:
    open_register(desk, "rule")
    dialogs.picks = ["plan_process"]
    desk.press("Ctrl+N")
    dialog: Any = desk.dialog()
    assert dialog.form.fields["name"].value() == "服务方案与过程管理制度"
    type_into(desk, words="方案分八段")
    draft = desk.page.draft()
    dialog.done(0)
    desk.settle()
    desk.page.restore(draft)
    desk.settle()
    assert desk.dialog().form.fields["words"].value() == "方案分八段"  # type: ignore[union-attr]


def test_registers_are_turned_like_pages_and_searched(desk: Desk) -> None:
    names = list(REGISTERS)
    open_register(desk, names[0])
    desk.press("Ctrl+PgUp")
    assert desk.page.shown == names[-1]
    desk.press("Ctrl+PgDown", "Ctrl+PgDown")
    assert desk.page.shown == names[1]
    desk.press("Ctrl+F")
    desk.write("没有这个")
    assert lines(desk) == []


def test_a_standard_is_cited_with_one_key_and_taken_back_with_another(desk: Desk, dialogs: AnsweringDialogs) -> None:
    open_register(desk, "norm")
    desk.press("Ctrl+N")
    type_into(desk, code="GB/T 19001-2016", title="质量管理体系 要求")
    desk.press("F9")
    desk.press("Ctrl+W")
    assert QGuiApplication.clipboard().text() == "《质量管理体系 要求》（GB/T 19001-2016）"
    desk.press("Ctrl+Z")
    assert lines(desk) == []


def test_the_list_and_the_sheet_are_shown_before_they_are_printed(desk: Desk, dialogs: AnsweringDialogs) -> None:
    open_register(desk, "rule")
    desk.press("F10")
    paper: Any = desk.dialog()
    assert paper._order.view.title == "制度清单"
    desk.press("Esc")
    desk.press("Enter")
    type_into(desk, name="岗位职责制度")
    desk.press("F9")
    dialogs.picks = ["sheet"]
    desk.press("F10")
    paper = desk.dialog()
    assert paper._order.view.title == "制度登记表"


def test_a_register_is_given_out_as_a_table(desk: Desk, dialogs: AnsweringDialogs, tmp_path: Path) -> None:
    open_register(desk, "norm")
    file = tmp_path / "库.xlsx"
    dialogs.files = [str(file)]
    desk.press("Ctrl+S")
    assert file.exists()
    assert "已导出 0 条" in desk.message()


@pytest.mark.parametrize("name", list(REGISTERS))
def test_every_register_opens_and_its_form_can_be_filled(desk: Desk, dialogs: AnsweringDialogs, name: str) -> None:
    open_register(desk, name)
    assert desk.page.shown == name
    if REGISTERS[name].made_here:
        desk.press("Ctrl+N")
        assert desk.dialog() is not None
        desk.press("Esc")
    assert desk.dialog() is None


def test_who_lacks_an_undertaking_signs_without_the_mouse(desk: Desk) -> None:
    open_register(desk, "undertaking")
    before = lines(desk)
    assert [line[-1] for line in before] == ["缺"] * len(before)
    desk.press("Enter")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    assert form.fields["party"].value() in before[0][0]
    desk.press("F9")
    assert desk.dialog() is None
    assert len([line for line in lines(desk) if line[-1] == "缺"]) == len(before) - 1
    desk.press("Ctrl+Z")
    assert lines(desk) == before


def test_a_finding_is_added_and_put_right_by_the_menu_of_deeds(desk: Desk, dialogs: AnsweringDialogs) -> None:
    open_register(desk, "supervision")
    desk.press("Ctrl+N")
    type_into(desk, visitor="区局质量科", scope="档案与公示")
    desk.press("F9")
    dialogs.picks = ["add_supervision_finding"]
    desk.press("Ctrl+M")
    type_into(desk, what="缺签收联", due="+7")
    desk.press("F9")
    assert "缺签收联" in desk.page.facts.text()
    dialogs.texts = ["补签并抽查三十件"]
    desk.press("F9")
    assert "补签并抽查三十件" in desk.page.facts.text()


def test_a_briefing_is_drawn_edited_approved_and_printed_by_keyboard(desk: Desk, dialogs: AnsweringDialogs) -> None:
    open_register(desk, "newsletter")
    desk.press("Ctrl+N")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    form.fields["kind"].set_value("briefing")
    type_into(desk, recipients="区市场监督管理局")
    desk.press("F9")
    assert desk.dialog() is None
    assert "取数起草" in desk.page._buttons["next"].text()
    desk.press("F9")
    assert "本期登记服务需求 0 件" in desk.page.facts.text()
    assert "审签" in desk.page._buttons["next"].text()
    desk.press("Ctrl+E")
    type_into(desk, advice="请支持开展集中校准。")
    desk.press("F9")
    assert "请支持开展集中校准。" in desk.page.facts.text()
    desk.press("F9")
    desk.press("F9")
    assert "2026年第1期" in desk.page.facts.text()
    dialogs.picks = ["sheet"]
    desk.press("F10")
    dialog: Any = desk.dialog()
    assert type(dialog).__name__ == "PaperDialog"
