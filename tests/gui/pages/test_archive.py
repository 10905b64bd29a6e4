"""The archive by keyboard: filed, lent, held, destroyed in steps; the catalogue and the dossier on paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from qi_desk.services import archive_views, archives, disposals, intake
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import SetClock, intake_of


def ended(desk: Desk) -> str:
    work = desk.window.work
    eid = intake.register_and_accept(work.house, work.actor, intake_of()).value.eid
    intake.withdraw(work.house, work.actor, eid, "client")
    return eid


def filed(desk: Desk) -> None:
    archives.file_matters(desk.window.work.house, desk.window.work.actor, [("request", ended(desk))])


def rows(desk: Desk, name: str) -> list[list[str]]:
    return desk.rows(desk.page.tables[name])


def test_f9_files_what_lacks_nothing(desk: Desk) -> None:
    ended(desk)
    desk.window.desk.go("archive", {})
    desk.press("F9")
    assert rows(desk, "waiting") == []
    assert [row[0] for row in rows(desk, "items")] == ["PY03-FW·2026-D5-XQ-A0001"]
    assert "PY03-FW·2026-D5-XQ-A0001" in desk.message()


def test_everything_ready_is_filed_at_once(desk: Desk, dialogs: AnsweringDialogs) -> None:
    ended(desk)
    ended(desk)
    desk.window.desk.go("archive", {})
    desk.press("Ctrl+S")
    assert rows(desk, "waiting") == []
    assert len(rows(desk, "items")) == 2


def test_enter_shows_what_the_catalogue_will_say_first(desk: Desk) -> None:
    ended(desk)
    desk.window.desk.go("archive", {})
    desk.press("Enter")
    dialog: Any = desk.dialog()
    dialog.form.fields["title"].set_value("压力表校准需求")
    desk.press("F9")
    assert rows(desk, "items")[0][1] == "压力表校准需求"


def test_an_item_is_lent_and_comes_back(desk: Desk, dialogs: AnsweringDialogs) -> None:
    filed(desk)
    desk.window.desk.go("archive", {"tab": "items"})
    desk.press("Ctrl+O")
    desk.fill("周演练", "", "")
    desk.write("复印")
    desk.press("F9")
    assert desk.dialog() is None
    assert rows(desk, "items")[0][-1] == "借出：周演练"
    desk.press("Ctrl+PgDown", "Enter")
    assert rows(desk, "loans") == []


def test_a_hold_is_put_on_and_lifted(desk: Desk, dialogs: AnsweringDialogs) -> None:
    filed(desk)
    desk.window.desk.go("archive", {"tab": "items"})
    dialogs.texts = ["涉诉"]
    desk.press("Ctrl+M")
    assert rows(desk, "items")[0][-1] == "冻结：涉诉"
    desk.press("Ctrl+M")
    assert "冻结" not in rows(desk, "items")[0][-1]


def test_what_ran_out_goes_through_its_steps(desk: Desk, dialogs: AnsweringDialogs, clock: SetClock) -> None:
    filed(desk)
    clock.moment += timedelta(days=366 * 5)
    desk.window.desk.go("archive", {"tab": "run_out"})
    desk.press("F5")
    desk.press("Ctrl+N", "F9")
    assert rows(desk, "run_out") == []
    dialogs.texts = ["无保存价值"]
    desk.press("Ctrl+PgDown", "Enter")
    assert rows(desk, "disposals")[0][4] == "林示范"
    (one,) = disposals.page(desk.window.work.house, desk.window.work.actor)
    assert one.state == "proposed"
    assert archive_views.due(desk.window.work.house, desk.window.work.actor) == ()
    desk.press("F10")
    dialog: Any = desk.dialog()
    assert dialog._order.form == "disposal_list"


def test_the_catalogue_and_the_dossier_are_previewed(desk: Desk, dialogs: AnsweringDialogs) -> None:
    filed(desk)
    desk.window.desk.go("archive", {"tab": "items"})
    desk.press("F10")
    dialog: Any = desk.dialog()
    assert dialog._order.form == "archive_catalogue"
    desk.press("Esc")
    (row,) = archive_views.items(desk.window.work.house, desk.window.work.actor)
    desk.window.desk.go("enterprise", {"eid": row.client, "open": True})
    dialogs.picks = ["whole"]
    desk.press("Ctrl+O")
    whole: Any = desk.dialog()
    assert whole._order.form == "dossier"
    assert "13800001234" in str(whole._order.view)
