"""The settings page by keyboard: people, limits, the station's entry, a new recovery code."""

from __future__ import annotations

from qi_desk.door import Door
from qi_desk.gui import theme
from qi_desk.services import staff
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import PASSWORD


def _open(desk: Desk) -> None:
    desk.window.resize(1366, 768)
    desk.window.desk.go("settings", {})
    desk.settle()


def test_a_new_specialist_with_the_training_may_sign_in(desk: Desk) -> None:
    _open(desk)
    desk.press("Ctrl+N")
    desk.fill("012", "欧阳·示例", "", "13900000012", "blue kettle 41", "2026-03-02")
    desk.press("F9")
    assert desk.dialog() is None
    row = next(row for row in desk.rows(desk.page.people.table) if row[0] == "012")
    assert row[1] == "欧阳·示例"
    assert row[-1] == "可登录"


def test_a_limit_changes_at_once_and_nonsense_changes_nothing(desk: Desk, dialogs: AnsweringDialogs) -> None:
    _open(desk)
    table = desk.page.station.table
    table.view.setFocus()
    labels = [row[0] for row in desk.rows(table)]
    table.view.selectRow(labels.index("等候过久（分钟）"))
    dialogs.texts = ["半小时"]
    desk.press("Enter")
    assert desk.window.work.house.settings.get("queue.wait_red_minutes") == 20
    table.view.selectRow(labels.index("等候过久（分钟）"))
    dialogs.texts = ["999"]
    desk.press("Enter")
    assert "请填" in desk.message()
    dialogs.texts = ["30"]
    table.view.selectRow(labels.index("等候过久（分钟）"))
    desk.press("Enter")
    assert desk.window.work.house.settings.get("queue.wait_red_minutes") == 30
    assert desk.rows(table)[labels.index("等候过久（分钟）")][1] == "30"


def test_the_station_entry_is_changed_and_a_wrong_phone_is_refused(desk: Desk) -> None:
    _open(desk)
    desk.page.station.change_entry()
    desk.settle()
    dialog = desk.dialog()
    assert dialog is not None
    dialog.ui.phone.input.setFocus()
    dialog.ui.phone.set_value("电话暂无")
    desk.press("F9")
    assert desk.dialog() is dialog
    dialog.ui.phone.set_value("020-31000000")
    desk.press("F9")
    assert desk.dialog() is None
    assert "020-31000000" in desk.page.station._entry.text()


def test_a_new_recovery_code_opens_the_station(desk: Desk, door: Door) -> None:
    _open(desk)
    desk.page.station.renew_recovery()
    desk.settle()
    dialog = desk.dialog()
    assert dialog is not None
    code = dialog._code
    dialog.accept()
    account = desk.window.work.actor.account
    door.recover(code, account, "another kettle 42")
    assert door.enter(account, "another kettle 42").actor.account == account


def test_the_courteous_words_fold_where_a_page_would_be_cramped(desk: Desk) -> None:
    desk.window.resize(1366, 768)
    desk.settle()
    assert desk.window.desk.strip.isVisible()
    desk.press("Ctrl+B")
    assert not desk.window.desk.strip.isVisible()
    desk.press("Ctrl+B")
    assert desk.window.desk.strip.isVisible()


def test_at_the_largest_text_they_wait_behind_their_key(desk: Desk, themed: object) -> None:
    theme.apply(themed, "light", "largest")  # type: ignore[arg-type]
    try:
        desk.window.resize(1280, 680)
        desk.settle()
        assert not desk.window.desk.strip.isVisible()
        desk.press("Ctrl+B")
        assert desk.window.desk.strip.isVisible()
    finally:
        theme.apply(themed, "light", "standard")  # type: ignore[arg-type]


def test_the_key_is_changed_and_the_same_password_opens(desk: Desk, door: Door) -> None:
    _open(desk)
    old = door.session.key
    desk.page.station.change_key()
    desk.settle()
    assert not desk.window.work.signed_in
    assert "资料密钥已更换" in desk.window.sign_in._subtitle.text()
    desk.write(PASSWORD)
    desk.press("Enter")
    assert desk.window.work.signed_in
    assert door.session.key != old


def test_a_deputy_is_arranged_and_ended_early(desk: Desk, dialogs: AnsweringDialogs) -> None:
    _open(desk)
    card = desk.page.people
    card.arrange_stand_in()
    desk.settle()
    dialog = desk.dialog()
    assert dialog is not None
    names = dialog.form.fields
    people = {one.name: one.eid for one in staff.people(desk.window.work.house, desk.window.work.actor)}
    manager = next(eid for name, eid in people.items() if name == "林示范")
    specialist = next(eid for name, eid in people.items() if name != "林示范")
    names["person"].set_value(specialist)
    names["deputy"].set_value(specialist)
    desk.press("F9")
    assert desk.dialog() is dialog
    assert "不能由本人" in names["deputy"].problem()
    names["deputy"].set_value(manager)
    desk.press("F9")
    assert desk.dialog() is None
    assert "林示范 代" in card.standing.text()
    assert "代班中" in card.standing.text()
    card.end_stand_in()
    desk.settle()
    assert card.standing.text() == ""
