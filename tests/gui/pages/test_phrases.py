"""礼貌用语: looked up by all, worded by the manager, with a preview that follows every key."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qi_desk.services import speech
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk


def open_page(desk: Desk) -> None:
    desk.window.desk.go("phrases", {})
    desk.settle()


def preview(desk: Desk) -> str:
    dialog: Any = desk.dialog()
    return str(dialog.findChild(type(dialog.layout().itemAt(1).widget()), "preview").text())


def test_initials_find_a_phrase_and_it_is_shown_as_it_is_said(desk: Desk) -> None:
    open_page(desk)
    desk.press("Ctrl+F")
    desk.write("yt")
    rows = desk.rows(desk.page.tabs.tables["phrase"])
    assert {row[0] for row in rows} == {"雨天"}
    assert "说出来（例）" in desk.page.facts.text()


def test_the_manager_words_one_anew_with_a_preview(desk: Desk) -> None:
    open_page(desk)
    desk.press("Ctrl+F")
    desk.write("yt")
    desk.page.tabs.focus()
    desk.press("Ctrl+E")
    dialog: Any = desk.dialog()
    field = dialog.form.fields["text"]
    field.input.setFocus()
    field.input.setPlainText("{称呼}，伞放这边。")
    assert "陈女士，伞放这边。" in preview(desk)
    field.input.setPlainText("{称呼，伞")
    assert "花括号没有成对" in preview(desk)
    desk.press("F9")
    assert "花括号没有成对" in field.problem()
    field.input.setPlainText("{称呼}，伞放这边。")
    desk.press("F9")
    assert desk.dialog() is None
    assert desk.rows(desk.page.tabs.tables["phrase"])[0][2] == "本站写的"
    desk.window.desk.ambience.pick("reception.rain")
    assert any("伞放这边" in text for text in desk.phrases())


def test_giving_back_brings_the_book_again(desk: Desk, dialogs: AnsweringDialogs) -> None:
    work = desk.window.work
    done = speech.write_phrase(work.house, work.actor, "reception-rain-1", {"text": "本站的。"})
    work.changed.emit(done.changes, None)
    open_page(desk)
    desk.press("Ctrl+F")
    desk.write("本站的")
    desk.page.tabs.focus()
    desk.press("Ctrl+D")
    assert "reception-rain-1" not in [one.key for one in work.speaking.words.phrases if one.own]


def test_an_entry_is_tried_on_the_courteous_phrases_first(desk: Desk) -> None:
    open_page(desk)
    desk.press("Ctrl+PgDown")
    desk.press("Ctrl+N")
    dialog: Any = desk.dialog()
    said = dialog.form.fields["said"]
    said.input.setFocus()
    said.input.setPlainText("请坐")
    assert "误报" in preview(desk)
    assert "▲" in preview(desk)
    said.input.setPlainText("看我心情")
    assert "没有误报" in preview(desk)
    dialog.form.fields["kind"].set_value("含糊")
    dialog.form.fields["instead"].input.setFocus()
    desk.write("最迟哪天答复写在单子上。")
    desk.press("F9")
    assert desk.dialog() is None
    assert desk.window.work.speaking.watch.look("看我心情吧")


def test_a_specialist_looks_and_changes_nothing(desk: Desk) -> None:
    work = desk.window.work
    work.arrive(replace(work._present(), actor=replace(work.actor, role="specialist")))
    open_page(desk)
    for key in ("Ctrl+N", "Ctrl+E", "Ctrl+D", "Ctrl+W"):
        desk.press(key)
        assert desk.dialog() is None
