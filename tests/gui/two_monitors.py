"""Run by test_customer in a process with two monitors."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from qi_desk.gui.customer.panels import RatingPanel
from qi_desk.services import reception
from qi_desk.services.feedback import survey_views
from qi_desk.services.reception import WalkIn
from tests.gui.customer_side import Customer
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk


@pytest.fixture
def customer(desk: Desk) -> Customer:
    screen = next(one for one in QGuiApplication.screens() if one.name() == "desk")
    desk.window.setScreen(screen)
    desk.window.move(screen.geometry().topLeft())
    desk.settle()
    desk.window.customer.place()
    return Customer(desk)


def other() -> QScreen:
    return next(one for one in QGuiApplication.screens() if one.name() == "customer")


def unplug(screen: QScreen) -> None:
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    app.screenRemoved.emit(screen)


def test_it_stands_on_the_other_monitor_and_leaves_the_keyboard_alone(desk: Desk, customer: Customer) -> None:
    assert customer.screen.isVisible()
    assert customer.screen.geometry() == other().geometry()
    desk.window.desk.go("intake", {})
    desk.field("contact").input.setFocus()
    desk.write("ABC")
    assert desk.field("contact").value() == "ABC"
    assert QApplication.activeWindow() is desk.window


def test_a_rating_is_given_there_while_the_desk_goes_on(desk: Desk, customer: Customer) -> None:
    given: list[Any] = []
    customer.screen.ask_rating("某事", given.append)
    desk.window.desk.go("request", {})
    customer.touch(customer.panel.grades[5])
    customer.touch(customer.panel.hand_in)
    assert given == [{"overall": 5, "reasons": []}]


def test_unplugging_the_monitor_loses_nothing_and_covers_nothing(desk: Desk, customer: Customer) -> None:
    given: list[Any] = []
    customer.screen.ask_rating("某事", given.append)
    customer.touch(customer.panel.grades[2])
    unplug(other())
    assert not customer.screen.isVisible()
    assert "客户屏断开了" in desk.message()
    assert customer.panel.answers()["overall"] == 2
    desk.window.customer.place()
    assert customer.screen.isVisible()
    customer.touch(customer.panel.hand_in)
    assert given == [{"overall": 2, "reasons": []}]


def test_who_is_seen_off_is_asked_before_they_go(desk: Desk, customer: Customer, dialogs: AnsweringDialogs) -> None:
    work = desk.window.work
    reception.check_in(work.house, work.actor, WalkIn(subject="问路", name="陈演练", begin=True))
    desk.press("F5")
    dialogs.picks = ["done"]
    desk.page.steps.take("finish", desk.page.visits()[0])
    desk.settle()
    assert isinstance(customer.panel, RatingPanel)
    customer.touch(customer.panel.grades[5])
    customer.touch(customer.panel.hand_in)
    (row,) = survey_views.page(work.house, work.actor, "rated")
    assert (row.overall, row.method) == (5, "screen")


def test_signing_out_puts_it_away(desk: Desk, customer: Customer) -> None:
    desk.press("Ctrl+Shift+L")
    assert not customer.screen.isVisible()
