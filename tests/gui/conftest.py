"""A window on a real station, with jobs done at once, a printer that remembers and dialogs that answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from qi_desk.district.office import Office
from qi_desk.documents.inline import InlinePapers
from qi_desk.door import Door
from qi_desk.gui import application
from qi_desk.gui.jobs import InlineJobs
from qi_desk.gui.workplace import Gates
from qi_desk.services import syncing
from tests.district.conftest import office, port
from tests.gui.fakes import AnsweringDialogs, RememberingPrinter
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import PASSWORD, QUICK, SetClock, copy_template, make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("template")
    return folder, make_template(folder)


@pytest.fixture(scope="session")
def themed(qapp: QApplication) -> QApplication:
    return application.make_application("light", "standard")


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def door(template: tuple[Path, str], tmp_path: Path, clock: SetClock) -> Iterator[Door]:
    copy_template(template[0], tmp_path / "desk")
    made = Door(tmp_path / "desk" / "station", state_folder=tmp_path / "desk" / "state", clock=clock, parameters=QUICK)
    made.desk.set("printer.save_folder", str(tmp_path))
    yield made
    made.leave()


@pytest.fixture
def printer() -> RememberingPrinter:
    return RememberingPrinter()


@pytest.fixture
def dialogs() -> AnsweringDialogs:
    return AnsweringDialogs()


@pytest.fixture
def closed_desk(
    themed: QApplication, door: Door, printer: RememberingPrinter, dialogs: AnsweringDialogs
) -> Iterator[Desk]:
    """The window at its sign-in page."""
    gates = Gates(door, real=lambda: door, practice=lambda: door)
    window = application.make_window(gates, InlinePapers(), printer, jobs=InlineJobs(), dialogs=dialogs)
    window.show()
    window.activateWindow()
    desk = Desk(window)
    desk.settle()
    window.sign_in.focus()
    yield desk
    for widget in QApplication.topLevelWidgets():
        if widget is not window and widget.isVisible():
            widget.close()
    window.hide()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


@pytest.fixture
def desk(closed_desk: Desk) -> Desk:
    """The window with the manager signed in."""
    closed_desk.write(PASSWORD)
    closed_desk.press("Enter")
    return closed_desk


@pytest.fixture
def enrolled(closed_desk: Desk, door: Door, office: Office, port: int) -> Desk:
    """The window of a desk that belongs to the district, its manager signed in."""
    arrival = door.enter(door.entrants()[0].account, PASSWORD)
    code = office.devices.new_code(arrival.house.station_code)
    syncing.enrol(arrival.house, arrival.actor, f"http://127.0.0.1:{port}", code)
    door.leave()
    closed_desk.write(PASSWORD)
    closed_desk.press("Enter")
    return closed_desk


__all__ = ["office", "port"]
