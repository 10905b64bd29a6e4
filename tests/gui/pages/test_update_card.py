"""The program's card in the settings: what it says, who may do what, and what people hear afterwards."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from qi_desk.district.office import Office
from qi_desk.domain.updates import DEB
from qi_desk.gui.pages.settings.update_card import UpdateCard
from qi_desk.security import update_signing
from qi_desk.services import updates
from qi_desk.storage.engine import SCHEMA
from qi_desk.updating import handing
from qi_desk.updating.folder import FolderInstallation
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.support.releases import Signer, lay_release
from tests.updating import small_program
from tests.updating.desks import simple_trial, updates_of

SIGNER = Signer()
PLACES: dict[str, Any] = {"schema": SCHEMA, "expires": datetime(2099, 1, 1, tzinfo=UTC)}


class _Benchlike:
    """What `updates_of` asks of a bench."""

    def __init__(self, desk: Desk) -> None:
        self.door = desk.window.work.gate


def fitted(desk: Desk, folder: FolderInstallation | None, **how: str) -> UpdateCard:
    """The card of a desk whose program can be replaced."""
    work = desk.window.work
    given = updates_of(_Benchlike(desk), folder, SIGNER, simple_trial([]), **how)  # type: ignore[arg-type]
    arrival = work._arrival
    work.arrive(replace(arrival, house=replace(work.house, updates=given)))
    desk.window.resize(1366, 768)
    desk.window.desk.go("settings", {})
    desk.settle()
    card: UpdateCard = desk.page.program
    return card


def shown(card: UpdateCard) -> list[str]:
    every = (card.install, card.hand, card.fetch, card.ask, card.stick, card.copy)
    return [button.text() for button in every if not button.isHidden()]


@pytest.fixture
def root(tmp_path: Path) -> FolderInstallation:
    return small_program.settled(tmp_path)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    lay_release(tmp_path / "stick", SIGNER, small_program.archive("0.2.0"), **PLACES)
    return tmp_path / "stick"


def test_a_program_from_a_checkout_says_who_updates_it(desk: Desk) -> None:
    desk.window.desk.go("settings", {})
    desk.settle()
    card = desk.page.program
    assert "请管理员按安装说明更新" in card.standing.text()
    assert shown(card) == []


def test_from_the_stick_to_the_next_start(
    desk: Desk, dialogs: AnsweringDialogs, root: FolderInstallation, stick: Path
) -> None:
    card = fitted(desk, root)
    assert "现在的版本：0.1.0（装在个人文件夹）" in card.standing.text()
    assert shown(card) == ["从U盘更新…"]
    dialogs.files = [str(stick)]
    card.stick.click()
    desk.settle()
    assert "签名核对无误" in dialogs.asked[-1]
    assert "受理页更快。" in dialogs.asked[-1]
    assert "可以拔U盘了" in desk.message()
    shutil.rmtree(stick)
    assert "有新版本 0.2.0" in card.standing.text()
    assert "可以安装" in card.standing.text()
    assert "· 受理页更快。" in card.news.text()
    assert shown(card) == ["安装", "从U盘更新…"]
    card.install.click()
    desk.settle()
    assert "下次启动生效" in desk.message()
    assert "✓ 0.2.0 版已装好" in card.standing.text()
    assert shown(card) == ["从U盘更新…"]
    assert small_program.version_started(root.root) == "0.2.0"


def test_what_is_refused_is_told_with_what_to_do(
    desk: Desk, dialogs: AnsweringDialogs, root: FolderInstallation, tmp_path: Path
) -> None:
    card = fitted(desk, root)
    lay_release(tmp_path / "stick", Signer(), small_program.archive("0.2.0"), **PLACES)
    dialogs.files = [str(tmp_path / "stick")]
    card.choose()
    desk.settle()
    assert "不是本程序认得的发布方" in desk.message()
    assert card.stick.isEnabled()
    assert shown(card) == ["从U盘更新…"]


def test_a_specialist_sees_how_it_stands_and_changes_nothing(desk: Desk, root: FolderInstallation) -> None:
    card = fitted(desk, root)
    work = desk.window.work
    arrival = work._arrival
    work.arrive(replace(arrival, actor=replace(work.actor, role="specialist")))
    card.reload()
    desk.settle()
    assert "现在的版本" in card.standing.text()
    assert shown(card) == []


def test_offered_by_the_district_fetched_when_somebody_says(
    enrolled: Desk, office: Office, root: FolderInstallation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = enrolled
    monkeypatch.setattr(update_signing, "trusted", lambda: (SIGNER.trusted(),))
    card = fitted(desk, root)
    assert "向区里查新版本" in shown(card)
    card.automatic.click()
    desk.settle()
    lay_release(tmp_path / "release", SIGNER, small_program.archive("0.2.0"), **PLACES)
    office.releases.publish(tmp_path / "release")
    card.ask.click()
    desk.settle()
    assert "还没有下载" in card.standing.text()
    assert "下载" in shown(card)
    card.fetch.click()
    desk.settle()
    assert "可以安装" in card.standing.text()
    assert "安装" in shown(card)


def test_a_bad_offer_of_the_district_is_shown_on_the_card(
    enrolled: Desk, office: Office, root: FolderInstallation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = Signer()
    monkeypatch.setattr(update_signing, "trusted", lambda: (theirs.trusted(),))
    card = fitted(enrolled, root)
    lay_release(tmp_path / "release", theirs, small_program.archive("0.2.0"), **PLACES)
    office.releases.publish(tmp_path / "release")
    card.ask.click()
    enrolled.settle()
    assert "▲ 区里给的更新没有采用" in card.standing.text()
    assert "向区里核实来源" in card.standing.text()
    assert not card.news.isVisible()


def test_how_far_a_download_has_come(desk: Desk, root: FolderInstallation, stick: Path) -> None:
    card = fitted(desk, root)
    work = desk.window.work
    updates.take(work.house, work.actor, stick)
    shelf = work.gate.folder.parent / "updates"
    whole = (shelf / "qi-desk-0.2.0.tar.xz").read_bytes()
    (shelf / "qi-desk-0.2.0.tar.xz").unlink()
    package = updates.standing(work.house, work.actor).package
    assert package is not None
    work.house.updates.add(package, 0, whole[: len(whole) // 2])
    card.reload()
    desk.settle()
    assert "断网后会接着下" in card.standing.text()
    assert 45 <= card.progress.value() <= 50
    assert card.progress.isVisible()


def test_the_system_s_package_closes_the_window_and_is_handed_over(
    desk: Desk, dialogs: AnsweringDialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing.shutil, "which", lambda name: f"/usr/bin/{name}")
    card = fitted(desk, None, way=DEB)
    lay_release(tmp_path / "stick", SIGNER, b"a package of the system", way=DEB, **PLACES)
    card.look_at(str(tmp_path / "stick"))
    desk.settle()
    assert shown(card) == ["退出并安装…", "从U盘更新…", "复制安装命令"]
    assert "sudo apt-get install" in card.typed.text()
    card.copy.click()
    assert QGuiApplication.clipboard().text().startswith("sudo apt-get install --yes /")
    card.hand.click()
    desk.settle()
    assert any("要先关上本程序" in asked for asked in dialogs.asked)
    assert not desk.window.isVisible()
    noted = handing.noted(desk.window.work.gate.folder.parent / "updates")
    assert noted is not None
    assert (noted.version, noted.ended) == ("0.2.0", None)


def test_what_became_of_it_is_told_once_and_between_visitors(desk: Desk, root: FolderInstallation, stick: Path) -> None:
    card = fitted(desk, root)
    work, watch = desk.window.work, desk.window.updates
    updates.take(work.house, work.actor, stick)
    desk.press("F2")
    desk.write("陈演练")
    watch.go()
    desk.settle()
    assert "已下载并核对" not in desk.message(), "somebody is being served"
    desk.press("Esc", "Esc")
    desk.window.desk.go("settings", {})
    watch.go()
    desk.settle()
    assert "新版本 0.2.0 已下载并核对" in desk.message()
    updates.install(work.house, work.actor)
    for _ in range(4):
        small_program.version_started(root.root)
    watch.go()
    desk.settle()
    assert "已退回现在的版本" in desk.message()
    desk.window.desk.bar.hide()
    watch.go()
    desk.settle()
    assert not desk.window.desk.bar.isVisible()
    assert card.stick.isEnabled()
