"""One client's file by keyboard: opened, filled in, changed, and what refuses."""

from __future__ import annotations

from typing import Any

from qi_desk.services import client_changes, client_file, request_views
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import CODE, OTHER_CODE, PASSWORD

NAME = "广州示范精密仪器有限公司"


def new_file(desk: Desk, name: str = NAME, code: str = CODE) -> None:
    """Alt+7, Ctrl+N, name, kind, code, F9."""
    desk.window.desk.go("enterprise", {})
    desk.press("Ctrl+N")
    desk.fill(name, "")
    desk.write(code)
    desk.press("F9")


def back_to_list(desk: Desk) -> None:
    """Esc closes what is open from the smallest: a message first, then the file."""
    while desk.page.file.isVisible():
        desk.press("Esc")


def shown(desk: Desk) -> client_file.ClientFile:
    """The file on the screen."""
    file = desk.page.file.file
    assert file is not None
    return file


def test_a_new_file_is_open_after_one_dialog(desk: Desk) -> None:
    new_file(desk)
    assert desk.dialog() is None
    assert shown(desk).values["name"] == NAME
    assert "请补齐" in desk.page.file.facts.text()
    back_to_list(desk)
    assert [row[0] for row in desk.rows(desk.page.table)] == [NAME]
    desk.press("Enter")
    assert desk.page.file.isVisible()


def test_a_taken_code_leads_to_the_file_there_is(desk: Desk, dialogs: AnsweringDialogs) -> None:
    new_file(desk)
    back_to_list(desk)
    new_file(desk, "另一家虚构公司")
    assert any(NAME in asked for asked in dialogs.asked)
    assert desk.dialog() is None
    assert shown(desk).values["name"] == NAME


def test_what_is_missing_is_said_beside_the_field(desk: Desk) -> None:
    desk.window.desk.go("enterprise", {})
    desk.press("Ctrl+N")
    desk.press("F9")
    dialog: Any = desk.dialog()
    fields = dialog.form.fields
    assert fields["name"].problem()
    fields["name"].set_value("演练")
    fields["founded_on"].set_value("去年")
    fields["staff_count"].set_value("几十人")
    desk.press("F9")
    assert "日期" in fields["founded_on"].problem()
    assert fields["staff_count"].problem()


def test_a_tab_is_filled_changed_and_emptied(desk: Desk, dialogs: AnsweringDialogs) -> None:
    new_file(desk)
    desk.press("Ctrl+PgDown")
    desk.press("Ctrl+N")
    desk.fill("陈演练", "", "质量部经理", "13800001234")
    desk.press("F9")
    table = desk.page.file.tables["contact"]
    assert [row[3] for row in desk.rows(table)] == ["138****1234"]
    desk.press("Enter")
    dialog: Any = desk.dialog()
    assert dialog.form.fields["phone"].value() == ""
    dialog.form.fields["post"].set_value("总经理")
    desk.press("F9")
    assert [row[2:4] for row in desk.rows(table)] == [["总经理", "138****1234"]]
    dialogs.picks = ["duplicate"]
    desk.press("Ctrl+D")
    assert desk.rows(table) == []


def test_typed_words_are_not_thrown_away_by_esc(desk: Desk, dialogs: AnsweringDialogs) -> None:
    new_file(desk)
    desk.press("Ctrl+E")
    dialog: Any = desk.dialog()
    dialog.form.fields["park"].set_value("示范园")
    dialogs.agree = False
    desk.press("Esc")
    assert desk.dialog() is dialog
    dialogs.agree = True
    desk.press("Esc")
    assert desk.dialog() is None
    assert shown(desk).values["park"] == ""


def test_a_new_name_asks_whether_the_old_one_is_kept(desk: Desk, dialogs: AnsweringDialogs) -> None:
    new_file(desk)
    desk.press("Ctrl+E")
    dialog: Any = desk.dialog()
    dialog.form.fields["name"].set_value("广州新示范有限公司")
    dialogs.picks = ["renamed"]
    desk.press("F9")
    assert [one["name"] for one in shown(desk).values["former_names"]] == [NAME]


def test_a_tie_is_found_by_typing(desk: Desk, qtbot: Any) -> None:
    house, actor = desk.window.work.house, desk.window.work.actor
    other = {"kind": "enterprise", "name": "佛山虚构仪表厂", "credit_code": OTHER_CODE}
    client_changes.add(house, actor, other)
    new_file(desk)
    desk.press(*["Ctrl+PgDown"] * 5)
    desk.press("Ctrl+N")
    desk.write("虚构仪表")
    desk.wait_for_suggestions(qtbot)
    desk.press("Down", "Enter", "F9")
    assert [row[0] for row in desk.rows(desk.page.file.tables["relation"])] == ["佛山虚构仪表厂"]


def test_a_warning_stands_above_the_file(desk: Desk) -> None:
    new_file(desk)
    desk.page.file.show_file(shown(desk).eid, "client_note")
    desk.press("Ctrl+N")
    desk.fill("", "")
    desk.write("先打电话再上门")
    desk.press("F9")
    notes = desk.page.file._notes
    assert "先打电话再上门" in notes.itemAt(0).widget().text()


def test_from_the_file_to_a_request(desk: Desk) -> None:
    new_file(desk)
    desk.press("F10")
    assert desk.page.name == "intake"
    assert desk.field("client").value() == NAME
    assert request_views.page(desk.window.work.house, desk.window.work.actor).rows == ()


def test_the_radar_leads_to_the_line_and_to_a_request(desk: Desk) -> None:
    new_file(desk)
    desk.page.file.show_file(shown(desk).eid, "instrument")
    desk.press("Ctrl+N")
    desk.fill("压力表", "Y-100", "", "", "", "+20")
    desk.press("F9")
    desk.window.desk.go("radar", {})
    desk.settle()
    assert [row[2:] for row in desk.rows(desk.page.table)] == [["压力表 Y-100", "2026-03-30", "还有 20 天", ""]]
    desk.press("Enter")
    assert desk.page.name == "enterprise"
    assert desk.page.file.tables["instrument"].isVisible()
    desk.window.desk.go("radar", {})
    desk.press("F10")
    assert desk.page.name == "intake"
    assert "压力表" in desk.field("description").value()


def test_a_line_of_the_radar_becomes_a_call_to_make(desk: Desk) -> None:
    new_file(desk)
    desk.page.file.show_file(shown(desk).eid, "instrument")
    desk.press("Ctrl+N")
    desk.fill("压力表", "Y-100", "", "", "", "+20")
    desk.press("F9")
    desk.window.desk.go("radar", {})
    desk.press("Ctrl+N", "F9")
    assert desk.page.name == "outreach"
    assert [row[1:3] for row in desk.rows(desk.page.table)] == [[NAME, "到期提醒 · 电话"]]
    assert any("压力表" in said for said in desk.phrases())
    desk.window.desk.go("radar", {})
    desk.settle()
    assert desk.rows(desk.page.table)[0][-1] == "3月10日联系"


def test_what_stands_in_a_dialog_is_a_draft_and_comes_back(desk: Desk, dialogs: AnsweringDialogs) -> None:
    new_file(desk)
    desk.press("Ctrl+PgDown", "Ctrl+N")
    desk.fill("陈演练", "", "质量部经理")
    desk.window.drafts.keep_all()
    desk.settle()
    with desk.window.work.house.store.read():
        (draft,) = desk.window.work.house.store.drafts.of(desk.window.work.actor.account)
    assert draft.content["typed"]["name"] == "陈演练"
    desk.press("Esc")
    assert desk.dialog() is None
    assert desk.window.work.house.store.drafts.of(desk.window.work.actor.account) == ()
    desk.page.restore(draft.content)
    desk.settle()
    desk.press("F9")
    assert [row[0] for row in desk.rows(desk.page.file.tables["contact"])] == ["陈**"]


def test_the_lock_hides_a_dialog_and_brings_it_back_to_its_owner(desk: Desk, dialogs: AnsweringDialogs) -> None:
    new_file(desk)
    desk.press("Ctrl+E")
    dialog: Any = desk.dialog()
    dialog.form.fields["park"].set_value("示范园")
    desk.window.lock()
    desk.settle()
    assert desk.dialog() is None
    assert dialogs.asked == []
    desk.write(PASSWORD)
    desk.press("Enter")
    assert desk.dialog() is dialog
    assert dialog.form.fields["park"].value() == "示范园"
