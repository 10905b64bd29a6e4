"""条款对照 by keyboard: from a gap to the blank form that mends it, a confirmation, a ruling, the lists narrowed."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from qi_desk.gui.pages.compliance.mending import way_of
from qi_desk.gui.pages.registry import PAGES
from qi_desk.services.compliance.meter import ClauseLine
from qi_desk.services.registers.catalogue import REGISTERS
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk


def opened(desk: Desk, clause: str = "") -> Any:
    desk.window.desk.go("compliance", {"clause": clause} if clause else {})
    desk.settle()
    return desk.page


def stood(desk: Desk) -> ClauseLine:
    return desk.page.line  # type: ignore[no-any-return]


def test_what_is_open_comes_first_and_all_is_one_key_away(desk: Desk) -> None:
    page = opened(desk)
    states = {row[2][:1] for row in desk.rows(page.table)}
    assert states == {"缺"}
    few = len(desk.rows(page.table))
    desk.press("Ctrl+E")
    assert len(desk.rows(page.table)) > few
    assert {"缺", "符合", "不适用"} <= {row[2] for row in desk.rows(page.table)}
    assert page._counts.text().startswith("全部规则：缺 ")


def test_chapters_turn_and_words_are_sought(desk: Desk) -> None:
    page = opened(desk)
    desk.press("Ctrl+E", "Ctrl+PgDown")
    assert {row[0].split()[0] for row in desk.rows(page.table)} == {"省规范"}
    desk.press("Ctrl+F")
    desk.write("联席会议")
    assert {row[0] for row in desk.rows(page.table)} == {"省规范 8.3.1"}


def test_a_missing_rule_opens_its_blank_form_and_entering_it_mends_the_clause(desk: Desk) -> None:
    opened(desk, "gd.rules.a")
    assert stood(desk).state == "gap"
    desk.press("Enter")
    assert desk.page.name == "registers"
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    assert form.fields["kind"].value() == "duties"
    for name, text in (("name", "岗位职责制度"), ("words", "各司其职。")):
        form.fields[name].input.setFocus()
        desk.write(text)
    desk.press("F9", "F9", "F9")
    assert desk.dialog() is None
    opened(desk, "gd.rules.a")
    assert stood(desk).state == "met"
    desk.press("Enter")
    assert (desk.page.name, desk.page.shown) == ("registers", "rule")


def test_what_software_cannot_see_is_confirmed_by_the_manager(desk: Desk) -> None:
    opened(desk, "gd.b4.dress")
    desk.press("Enter")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    assert form.fields["clause"].value() == "gd.b4.dress"
    form.fields["reason"].input.setFocus()
    desk.write("早会看过")
    desk.press("F9")
    assert desk.page.name == "compliance"
    opened(desk, "gd.b4.dress")
    assert (stood(desk).state, "早会看过" in stood(desk).ruled) == ("met", True)
    desk.press("Ctrl+O")
    assert "凭据" in desk.dialog().windowTitle()  # type: ignore[union-attr]
    desk.press("Esc")


def test_a_clause_is_ruled_not_applicable_with_its_reason(desk: Desk, dialogs: AnsweringDialogs) -> None:
    opened(desk, "gj.online")
    dialogs.picks = ["not_applicable"]
    desk.press("Ctrl+M")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    form.fields["reason"].input.setFocus()
    desk.write("由区里建设")
    desk.press("F9")
    opened(desk, "gj.online")
    assert (stood(desk).state, stood(desk).why) == ("not_applicable", "由区里建设")


def test_of_several_gaps_one_is_chosen_and_a_page_without_record_is_opened(
    desk: Desk, dialogs: AnsweringDialogs
) -> None:
    opened(desk, "gz.b.workplace")
    dialogs.picks = ["1"]
    desk.press("Enter")
    assert dialogs.asked[-1].startswith("去补齐")
    assert desk.dialog().form.fields["item"].value() == "area"  # type: ignore[union-attr]
    desk.press("Esc")
    opened(desk, "gd.security")
    desk.press("Enter")
    assert desk.page.name == "settings"


def test_one_key_makes_the_pack_and_says_what_is_in_it(desk: Desk, dialogs: AnsweringDialogs, tmp_path: Path) -> None:
    opened(desk)
    dialogs.files = [str(tmp_path / "迎检.zip")]
    desk.press("Ctrl+S")
    assert any("评估证据包-PY03-" in asked for asked in dialogs.asked)
    assert "已保存 迎检.zip" in desk.message()
    with zipfile.ZipFile(tmp_path / "迎检.zip") as archive:
        assert archive.namelist() == ["评估证据包.pdf", "评估证据包.xlsx"]
    assert not desk.page.watching.isVisible()


def test_unmasked_it_asks_for_the_basis_and_a_bad_name_is_refused(
    desk: Desk, dialogs: AnsweringDialogs, tmp_path: Path
) -> None:
    opened(desk)
    dialogs.picks, dialogs.files = ["whole:application", "law"], [str(tmp_path / "申报")]
    desk.press("Ctrl+S")
    assert [asked for asked in dialogs.asked if asked.startswith("依据")]
    assert (tmp_path / "申报.zip").exists()
    dialogs.picks, dialogs.files = ["application"], [str(tmp_path / "13800001234.zip")]
    desk.press("Ctrl+S")
    assert not (tmp_path / "13800001234.zip").exists()


def test_every_clause_leads_somewhere(desk: Desk) -> None:
    page = opened(desk)
    names = {one.name for one in PAGES if not one.practice_only} | {"record"}
    asking = [line for line in page._meter.lines if line.rulable]
    for line in asking:
        assert line.page in names
        ways = [way_of(line, what) for what in (*line.gaps, *line.proofs)]
        assert {name for name, _ in ways} <= names
        registers = [params["register"] for name, params in ways if name == "registers"]
        assert set(registers) <= set(REGISTERS)
        assert "register" not in line.shown or line.shown["register"] in REGISTERS


def test_the_clauses_are_printed(desk: Desk, dialogs: AnsweringDialogs) -> None:
    opened(desk)
    dialogs.picks = ["base_application"]
    desk.press("F10")
    assert desk.dialog()._order.form == "pack_sheet"  # type: ignore[union-attr]
    desk.press("Esc")
