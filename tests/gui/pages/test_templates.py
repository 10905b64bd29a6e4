"""模板 by keyboard: words on the live sample, mistakes at their line with nothing lost, letterhead with a mark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from qi_desk.gui.pages.templates import mark
from qi_desk.gui.pages.templates.dialog import TemplatesDialog
from qi_desk.services import document_words, intake, paper_templates, paperwork
from qi_desk.services.document_words import Words
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import intake_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="navy"/></svg>'


@pytest.fixture(autouse=True)
def shipped() -> Iterator[None]:
    yield
    document_words.adopt({})


def opened(desk: Desk, key: str = "") -> TemplatesDialog:
    desk.press("Ctrl+K")
    desk.write("单据模板")
    desk.press("Enter")
    dialog = desk.dialog()
    assert isinstance(dialog, TemplatesDialog)
    while key and dialog.key() != key:
        desk.press("Ctrl+PgDown")
    return dialog


def type_into(desk: Desk, dialog: TemplatesDialog, name: str, text: str) -> None:
    assert dialog.form is not None
    field = dialog.form.fields[name].input
    field.setFocus()
    field.selectAll()
    desk.write(text)


def test_the_sample_follows_what_is_typed_and_saving_puts_it_on_paper(desk: Desk, qtbot: QtBot) -> None:
    dialog = opened(desk, "receipt.acceptance")
    assert dialog.sample.shown == 1
    before = dialog._turn
    type_into(desk, dialog, "notes", "请妥善保管，本站电话见下。")
    qtbot.waitUntil(lambda: dialog._turn > before)
    desk.press("F9")
    assert Words("receipt.acceptance")["notes"] == "请妥善保管，本站电话见下。"
    assert "林示范" in dialog.who.text()
    work = desk.window.work
    made = intake.register_and_accept(work.house, work.actor, intake_of()).value
    assert paperwork.receipt(work.house, work.actor, made.number).view.words.notes == "请妥善保管，本站电话见下。"
    desk.press("Esc")
    assert desk.dialog() is None


def test_a_mistake_is_told_at_its_line_and_the_text_stays(desk: Desk, dialogs: AnsweringDialogs, qtbot: QtBot) -> None:
    dialog = opened(desk, "supplement")
    type_into(desk, dialog, "notes", "请在 {duo} 前补齐")
    qtbot.waitUntil(lambda: bool(dialog.form and dialog.form.fields["notes"].problem()))
    desk.press("F9")
    assert dialog.form is not None
    assert "第 1 行" in dialog.form.fields["notes"].problem()
    assert "{due}" in dialog.form.fields["notes"].problem()
    assert not any(row.own for row in paper_templates.templates(desk.window.work.house, desk.window.work.actor))
    desk.press("Ctrl+PgDown")
    desk.press("Ctrl+PgUp")
    assert dialog.form.fields["notes"].value() == "请在 {duo} 前补齐"
    dialogs.agree = False
    desk.press("Esc")
    assert desk.dialog() is dialog
    assert "一次性告知" in dialogs.asked[-1]
    dialogs.agree = True
    desk.press("Esc")
    assert desk.dialog() is None


def test_switches_and_going_back_to_what_is_shipped(desk: Desk, dialogs: AnsweringDialogs) -> None:
    dialog = opened(desk, "receipt.acceptance")
    assert dialog.form is not None
    dialog.form.fields["show_stamp"].input.click()
    desk.press("F9")
    assert Words("receipt.acceptance").hidden == ("stamp",)
    desk.press("Ctrl+D")
    assert "恢复" in dialogs.asked[-1]
    assert Words("receipt.acceptance").hidden == ()


def test_the_mark_may_be_a_drawing(desk: Desk, dialogs: AnsweringDialogs, tmp_path: Path) -> None:
    file = tmp_path / "mark.svg"
    file.write_text(SVG, encoding="utf-8")
    dialog = opened(desk)
    dialogs.files.append(str(file))
    desk.press("Ctrl+O")
    type_into(desk, dialog, "second", "质量服务进园区")
    desk.press("F9")
    work = desk.window.work
    kept = paper_templates.show(work.house, work.actor, "letterhead").draft
    image = QImage.fromData(kept.mark)
    assert (image.width(), image.height()) == (mark.PIXELS, mark.PIXELS // 2)
    assert kept.texts["second"] == "质量服务进园区"


def test_what_is_no_picture_is_refused(desk: Desk, dialogs: AnsweringDialogs, tmp_path: Path) -> None:
    dialog = opened(desk)
    for name, data in (("a.png", b"no picture"), ("b.svg", b"<svg"), ("none.png", None)):
        if data is not None:
            (tmp_path / name).write_bytes(data)
        dialogs.files.append(str(tmp_path / name))
        desk.press("Ctrl+O")
        assert dialog.form is not None
        assert dialog.form.mark == b""
        assert "PNG" in dialog.form._low.text()


def test_large_pictures_are_made_smaller_and_clear_ones_white(tmp_path: Path) -> None:
    image = QImage(2000, 1000, QImage.Format.Format_ARGB32)
    image.fill(0)
    image.save(str(tmp_path / "large.png"))
    made = QImage.fromData(mark.mark_of(tmp_path / "large.png"))
    assert (made.width(), made.height()) == (mark.PIXELS, mark.PIXELS // 2)
    assert made.pixelColor(5, 5).name() == "#ffffff"
