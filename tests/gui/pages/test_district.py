"""与区里往来 by keyboard: what two desks wrote differently, what waits, enrolling and joining."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qi_desk.district import courier as ends
from qi_desk.district.office import Office
from qi_desk.door import Door
from qi_desk.gui.district_watch import SOON_MS
from qi_desk.gui.pages.district.dialog import DistrictDialog
from qi_desk.gui.pages.joining import JoinDialog
from qi_desk.gui.pages.wizard import RecoveryDialog, WizardPage
from qi_desk.gui.parcel_opening import ParcelOpening
from qi_desk.services import courier, intake, request_views, syncing
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import PASSWORD, QUICK, Bench, SetClock, intake_of

OWN = "second window 42"


@pytest.fixture
def second(enrolled: Desk, office: Office, port: int, tmp_path: Path) -> Iterator[tuple[Bench, str]]:
    """The other desk of the station, joined after the first registered a request; and the enterprise of both."""
    work = enrolled.window.work
    done = intake.register_and_accept(work.house, work.actor, intake_of())
    client = request_views.show(work.house, work.actor, done.value.eid).row.client
    enrolled.window.district.now()
    door = Door(
        tmp_path / "two" / "station", state_folder=tmp_path / "two" / "state", clock=SetClock(), parameters=QUICK
    )
    invitation = door.invited(f"http://127.0.0.1:{port}", office.devices.new_code("PY03"))
    arrival, _ = door.join(invitation, work.actor.account, OWN, "2号窗口")
    yield Bench(door, arrival.house, arrival.actor, SetClock(), ""), client
    door.leave()


def change(bench: Bench, client: str, products: str) -> None:
    with bench.house.store.write(bench.actor) as unit:
        unit.change("enterprise", client, {"products": products})
        unit.commit()


def products(desk: Desk, client: str) -> str:
    with desk.window.work.house.store.read() as look:
        record = look.get("enterprise", client)
    assert record is not None
    return str(record["products"])


def test_two_values_are_decided_between_with_two_keys(enrolled: Desk, second: tuple[Bench, str]) -> None:
    other, client = second
    work = enrolled.window.work
    change(other, client, "流量计")
    syncing.once(other.house, other.actor, other.house.lines(syncing.enrolment(other.house, other.actor)))
    with work.house.store.write(work.actor) as unit:
        unit.change("enterprise", client, {"products": "压力表"})
        unit.commit()
    enrolled.window.district.now()
    enrolled.settle()
    assert enrolled.window.status.district.text() == "▲ 1 处与别的窗口说法不同"
    enrolled.window.status.district.click()
    enrolled.settle()
    dialog = enrolled.dialog()
    assert dialog is not None
    assert enrolled.rows(dialog.table)[0][0] == "广州示范精密仪器有限公司"
    assert products(enrolled, client) == "流量计"
    enrolled.press("Alt+2")
    assert products(enrolled, client) == "压力表"
    assert enrolled.rows(dialog.table) == []
    assert dialog.tabs.tabText(1).startswith("待送 ")
    enrolled.press("F9")
    assert dialog.tabs.tabText(1) == "待送"
    enrolled.press("Esc")
    enrolled.press("Ctrl+Z")
    assert products(enrolled, client) == "流量计"


def test_what_waits_can_be_read(enrolled: Desk) -> None:
    work = enrolled.window.work
    intake.register_and_accept(work.house, work.actor, intake_of())
    enrolled.window.deeds.show_exchange()
    enrolled.settle()
    dialog = enrolled.dialog()
    assert dialog is not None
    rows = enrolled.rows(dialog.unsent)
    assert {row[-1] for row in rows} == {"待送"}
    assert any(row[3] == "服务需求" for row in rows)


def test_a_stick_goes_there_and_back(enrolled: Desk, office: Office, tmp_path: Path, dialogs: AnsweringDialogs) -> None:
    work = enrolled.window.work
    intake.register_and_accept(work.house, work.actor, intake_of())
    enrolled.window.deeds.show_exchange()
    enrolled.settle()
    dialog = enrolled.dialog()
    assert isinstance(dialog, DistrictDialog)
    dialogs.files = [str(tmp_path)]
    dialog.pack()
    (parcel,) = tmp_path.glob("*.qicourier")
    assert parcel.name in dialog.standing.text()
    taken = ends.take(office, parcel)
    dialogs.files = [str(ends.pack(office, taken.device, tmp_path))]
    dialog.unpack()
    assert "还有 0 条等区里的回执" in enrolled.message()
    dialogs.files = [str(parcel)]
    dialog.unpack()
    assert "给别的窗口" in dialog.standing.text()


def test_a_parcel_from_the_file_manager_is_taken_in_at_once(enrolled: Desk, office: Office, tmp_path: Path) -> None:
    work = enrolled.window.work
    intake.register_and_accept(work.house, work.actor, intake_of())
    parcel = Path(courier.export(work.house, work.actor, str(tmp_path)).value.file)
    answer = ends.pack(office, ends.take(office, parcel).device, tmp_path)
    opening = ParcelOpening(enrolled.window)
    opening.open(str(answer))
    enrolled.settle()
    assert "还有 0 条等区里的回执" in enrolled.message()
    first = enrolled.dialog()
    assert isinstance(first, DistrictDialog)
    opening.open(str(parcel))
    enrolled.settle()
    assert enrolled.dialog() is first
    assert "给别的窗口" in first.standing.text()


def test_a_parcel_waits_for_somebody_to_sign_in(
    enrolled: Desk, office: Office, tmp_path: Path, dialogs: AnsweringDialogs
) -> None:
    work = enrolled.window.work
    intake.register_and_accept(work.house, work.actor, intake_of())
    parcel = Path(courier.export(work.house, work.actor, str(tmp_path)).value.file)
    answer = ends.pack(office, ends.take(office, parcel).device, tmp_path)
    opening = ParcelOpening(enrolled.window)
    enrolled.window.lock()
    enrolled.settle()
    opening.open(str(answer))
    assert answer.name in dialogs.asked[-1]
    assert enrolled.window.findChildren(DistrictDialog) == []
    enrolled.write(PASSWORD)
    enrolled.press("Enter")
    assert enrolled.message().startswith("已收到 ")
    assert isinstance(enrolled.dialog(), DistrictDialog)


def test_the_manager_enrols_in_the_settings(desk: Desk, office: Office, port: int) -> None:
    desk.window.resize(1366, 900)
    desk.window.desk.go("settings", {})
    desk.settle()
    card = desk.page.district
    assert card.form.isVisibleTo(card)
    card.ui.url.input.setFocus()
    desk.fill(f"http://127.0.0.1:{port}", "ABCD")
    assert "登记码不对" in desk.message()
    card.ui.code.set_value(office.devices.new_code("PY03"))
    card.ui.code.input.setFocus()
    desk.press("Enter")
    assert "已接入区里" in desk.message()
    assert not card.form.isVisibleTo(card)
    assert f"127.0.0.1:{port}" in card.standing.text()
    # What was said is true: the watch, at rest until now, is about to exchange.
    assert 0 < desk.window.district._pause.remainingTime() <= SOON_MS


def test_a_new_pc_joins_from_the_wizard(
    enrolled: Desk, second: tuple[Bench, str], office: Office, port: int, tmp_path: Path, dialogs: AnsweringDialogs
) -> None:
    from qi_desk.documents.inline import InlinePapers
    from qi_desk.gui import application
    from qi_desk.gui.jobs import InlineJobs
    from qi_desk.gui.workplace import Gates
    from tests.gui.fakes import RememberingPrinter

    enrolled.window.hide()
    door = Door(tmp_path / "third", state_folder=tmp_path / "state3", clock=SetClock(), parameters=QUICK)
    gates = Gates(door, real=lambda: door, practice=lambda: door)
    window = application.make_window(gates, InlinePapers(), RememberingPrinter(), jobs=InlineJobs(), dialogs=dialogs)
    window.show()
    third = Desk(window)
    third.settle()
    wizard = window.findChild(WizardPage)
    assert wizard is not None
    wizard.ui.join.click()
    third.settle()
    asking = third.dialog()
    assert isinstance(asking, JoinDialog)
    third.fill(f"http://127.0.0.1:{port}", office.devices.new_code("PY03"))
    assert asking.ui.found.text() == "番禺示范园服务站　本机窗口字母 C"
    third.fill("", "3号窗口", "12345", "12345")
    third.press("Ctrl+Enter")
    assert third.dialog() is asking
    asking.ui.password.input.setFocus()
    asking.ui.password.set_value("")
    asking.ui.again.set_value("")
    third.fill("third window 77", "third window 77")
    third.press("Ctrl+Enter")
    recovery = third.dialog()
    assert isinstance(recovery, RecoveryDialog)
    recovery.accept()
    assert window.work.house.desk == "C"
    with window.work.house.store.read() as look:
        from qi_desk.services.ports import Query

        assert look.count(Query("request")) == 1
    window.hide()
    window.district.finish()
    door.leave()
