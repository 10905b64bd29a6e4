"""The window keeps in touch with a real district by itself, and its status line tells how that went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal

from qi_desk.district.office import Office
from qi_desk.domain.moments import CHINA
from qi_desk.gui.district_watch import SOON_MS, DistrictWatch
from qi_desk.gui.status import district_words
from qi_desk.services import intake
from qi_desk.services.oversight import Pulse
from qi_desk.services.syncing import Contact, Round
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import SetClock, intake_of

NOW = datetime(2026, 3, 10, 10, 42, tzinfo=CHINA)


def said(desk: Desk) -> str:
    return str(desk.window.status.district.text())


def exchange(desk: Desk) -> None:
    desk.press("Ctrl+K")
    desk.write("现在与区里同步")
    desk.press("Enter")


def register(desk: Desk) -> None:
    work = desk.window.work
    intake.register_and_accept(work.house, work.actor, intake_of())


def test_what_was_written_goes_to_the_district(enrolled: Desk, office: Office, clock: SetClock) -> None:
    assert "待送区里" in said(enrolled)
    assert said(enrolled).startswith("还没有联系上区里")
    register(enrolled)
    exchange(enrolled)
    assert enrolled.message().startswith("已与区里同步：送出")
    assert said(enrolled) == f"● 已全部送达区里（{clock.moment:%H:%M}）"
    with enrolled.window.work.house.store.read() as look:
        assert office.counts()["operations_total"] == look.head()


def test_it_goes_by_itself(enrolled: Desk, qtbot: Any) -> None:
    enrolled.window.district._pause.start(1)
    qtbot.waitUntil(lambda: said(enrolled).startswith("● 已全部送达区里"))
    # Nobody asked, so nobody is told.
    assert "已与区里同步" not in enrolled.message()


def test_a_revoked_desk_is_told_once_and_keeps_everything(enrolled: Desk, office: Office, qtbot: Any) -> None:
    exchange(enrolled)
    register(enrolled)
    office.devices.revoke(enrolled.window.work.house.store.exchange.recall("device"))
    exchange(enrolled)
    assert said(enrolled).startswith("▲ 区里没有收下")
    assert "条待送区里" in said(enrolled)
    enrolled.window.desk.bar.hide()
    enrolled.window.district._pause.start(1)
    qtbot.waitUntil(enrolled.window.district._pause.isActive)
    assert not enrolled.window.desk.bar.isVisible()


def test_without_a_line_the_desk_says_since_when(enrolled: Desk, clock: SetClock) -> None:
    exchange(enrolled)
    enrolled.window.work.house.store.exchange.remember({"district": "http://127.0.0.1:1"})
    clock.pass_time(days=3)
    register(enrolled)
    exchange(enrolled)
    assert "连不上区平台" in enrolled.message()
    assert said(enrolled).startswith("○ 3 天前联系过区里")


def test_a_desk_of_no_district_is_told_how_to_join(desk: Desk) -> None:
    assert said(desk) == "未接入区里，资料只在本机"
    exchange(desk)
    assert "还没有登记到区平台" in desk.message()


@pytest.mark.parametrize(
    ("contact", "waiting", "words"),
    [
        (None, 4, "未接入区里，资料只在本机"),
        (Contact(None, "", 0, 0), 0, "还没有联系上区里"),
        (Contact(None, "sync.no_line", 0, 0), 14, "还没有联系上区里，14 条待送区里"),
        (Contact(NOW, "", 0, 0), 0, "● 已全部送达区里（10:42）"),
        (Contact(NOW, "", 0, 0), 14, "14 条待送区里（10:42 送过）"),
        (Contact(NOW - timedelta(days=1), "", 0, 0), 0, "● 已全部送达区里（03-09 10:42）"),
        (Contact(NOW - timedelta(minutes=5), "sync.no_line", 0, 0), 0, "○ 5 分钟前联系过区里，没有待送的"),
        (Contact(NOW - timedelta(hours=7), "sync.no_line", 0, 0), 3, "○ 7 小时前联系过区里，3 条待送区里"),
        (Contact(NOW, "", 2, 0), 0, "▲ 区里有 2 条待核对"),
        (Contact(NOW, "device.revoked", 0, 0), 9, "▲ 区里没有收下，9 条待送区里"),
    ],
)
def test_the_status_line_is_true(contact: Contact | None, waiting: int, words: str) -> None:
    assert district_words(Pulse("站", "", "", "", 0, waiting, 0, contact), NOW) == words


class SlowWork(QObject):
    """A workplace whose exchange lasts until the test ends it."""

    changed = Signal(object, object)
    told = Signal(str, str, str, str)
    signed_in = True

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.house, self.actor = desk.window.work.house, desk.window.work.actor
        self.begun: list[Callable[[], bool]] = []
        self.end: Callable[[Round | None], None] | None = None

    def act(self, _verb: Any, leaving: Callable[[], bool], *, done: Any, **_others: Any) -> None:
        self.begun.append(leaving)
        self.end = done


def test_leaving_waits_for_the_exchange_under_way(enrolled: Desk) -> None:
    work, left = SlowWork(enrolled), []
    watch = DistrictWatch(work, enrolled.window)  # type: ignore[arg-type]
    watch.now()
    watch.now()
    assert len(work.begun) == 1
    watch.finish(lambda: left.append("store closed"))
    assert work.begun[0]()
    assert left == []
    assert work.end is not None
    work.end(None)
    assert left == ["store closed"]
    assert not watch._pause.isActive()


def test_without_a_line_it_tries_less_and_less_often(enrolled: Desk) -> None:
    work, pauses = SlowWork(enrolled), []
    watch = DistrictWatch(work, enrolled.window)  # type: ignore[arg-type]
    for _ in range(6):
        watch._go()
        assert work.end is not None
        work.end(None)
        pauses.append(watch._pause.interval())
    assert pauses == [120_000, 240_000, 480_000, 600_000, 600_000, 600_000]
    watch._go()
    work.end(Round(1, 0, 0, {}, 0))
    assert watch._pause.interval() == 60_000


def test_what_is_written_travels_soon(enrolled: Desk) -> None:
    watch = enrolled.window.district
    watch._pause.start(60_000)
    enrolled.press("Alt+2", "F2")
    enrolled.fill("陈演练", "广州示范精密仪器有限公司")
    enrolled.write("压力表校准")
    enrolled.press("F10")
    assert watch._pause.interval() == SOON_MS
