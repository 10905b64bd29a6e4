"""会议 by keyboard: planned, signed in, taken down live, closed, put into minutes, issued, done."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QColor, QImage, QTextCursor
from PySide6.QtTest import QTest

from qi_desk.gui.pages.meetings.editor.versions_dialog import compared_html
from qi_desk.services import attachments, sessions
from qi_desk.services.meetings import planning, recording, views
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.colleagues import become, bench
from tests.gui.pageobjects.desk import Desk
from tests.services.meetings import cases
from tests.support.stations import Bench

__all__ = ["bench"]


def at(desk: Desk, kind: str = "meeting", eid: str = "") -> None:
    desk.window.desk.go("meeting", {"kind": kind, "eid": eid})
    desk.settle()


def following(desk: Desk) -> str:
    return str(desk.page.next.text())


def written(desk: Desk) -> str:
    """What stands in the text in front."""
    return str(desk.page.editor.sheet.field.text())


def editing(desk: Desk, bench: Bench) -> str:
    """A running meeting, its record open."""
    eid = cases.running(bench)
    at(desk, "meeting", eid)
    desk.press("Enter")
    return eid


def plan_and_sign_in(desk: Desk, dialogs: AnsweringDialogs) -> None:
    """A meeting with one topic, its chair signed in."""
    at(desk)
    desk.press("Ctrl+N")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    form.fields["kind"].set_value("04")
    for name, value in (("title", "校准对接会"), ("place", "二楼"), ("chair", "林示范"), ("chair_post", "站长")):
        form.fields[name].input.setFocus()
        desk.write(value)
    desk.press("F9")
    assert "校准对接会" in desk.page.facts.text()
    dialogs.picks, dialogs.texts = ["add_topic"], []
    desk.press("Ctrl+M")
    desk.dialog().form.fields["title"].input.setFocus()  # type: ignore[union-attr]
    desk.write("首批校准")
    desk.press("F9")
    desk.press("F9")
    assert following(desk) == "开始签到 (F9)"
    desk.press("F9", "Ctrl+D", "Enter", "Esc")


def take_down_and_lock(desk: Desk) -> None:
    """Its record written, closed, read back, signed."""
    assert "✓ 09:15" in desk.page.facts.text()
    desk.press("F9", "Enter")
    desk.write("林示范：先收清单。")
    desk.press("Enter", "Ctrl+J")
    desk.write("三月底前完成。")
    desk.press("Enter")
    desk.write("@何演练 3-20 收齐清单")
    # The first Esc takes away what the bar says.
    desk.press("Ctrl+S", "Esc", "Esc")
    assert not desk.page.writing
    assert "何演练：收齐清单" in desk.page.facts.text()
    assert following(desk) == "散会 (F9)"
    desk.press("F9", "F9")
    assert following(desk) == "核对记录 (F9)"
    desk.press("F9", "F9")
    paper: Any = desk.dialog()
    assert paper._order.paper_kind == "meeting_record"
    desk.press("Esc")


def test_the_whole_way_without_the_mouse(desk: Desk, bench: Bench, dialogs: AnsweringDialogs) -> None:
    plan_and_sign_in(desk, dialogs)
    take_down_and_lock(desk)
    assert "已锁定，与签名时一致" in desk.page.facts.text()
    desk.press("F9")
    assert "会议议定：三月底前完成。" in desk.page.facts.text()
    manager, checker = bench.actor, bench.as_specialist()
    become(desk, checker)
    assert following(desk) == "核稿 (F9)"
    desk.press("F9")
    become(desk, manager)
    desk.press("F9")
    assert following(desk) == "印发 (F9)"
    desk.press("F9")
    issued: Any = desk.dialog()
    assert issued._order.paper_kind == "minutes"
    desk.press("Esc")
    assert "2026 年第 1 期" in desk.page.facts.text()
    become(desk, checker)
    at(desk, "meeting_decision")
    dialogs.texts = ["清单 36 台"]
    desk.press("F9")
    become(desk, manager)
    at(desk)
    assert following(desk) == "全部办结，销号 (F9)"
    desk.press("F9")
    (row,) = views.page(bench.house, manager, "ended")
    assert (row.state, row.open_decisions) == ("settled", 0)


def test_saving_keeps_the_editor_open_and_says_which_meeting(desk: Desk, bench: Bench) -> None:
    eid = editing(desk, bench)
    desk.write("第一句")
    editor = desk.page.editor
    assert editor.outline.item(0).text() == "● 1. 首批校准"
    desk.press("Ctrl+S")
    assert desk.page.writing
    assert editor.outline.item(0).text() == "1. 首批校准"
    assert "已保存" in editor.head.saved.text()
    assert editor.head.title.text() == "压力表校准需求对接会"
    assert editor.head.where.text().startswith("2026-03-10 14:00 至 15:30　二楼会议室")
    assert cases.view(bench, eid).topics[0].text == "第一句"


def test_keys_for_headings_time_decision_and_names(desk: Desk, bench: Bench) -> None:
    editing(desk, bench)
    desk.write("进度")
    desk.press("Ctrl+2")
    assert written(desk) == "## 进度"
    desk.press("Ctrl+1")
    assert written(desk) == "# 进度"
    desk.press("Ctrl+1")
    assert written(desk) == "进度"
    desk.press("Enter", "Ctrl+T", "Ctrl+J")
    assert written(desk).split("\n")[1:] == ["[09:15] ", "决定："]
    desk.press("Ctrl+G", "Down", "Enter")
    assert written(desk).split("\n")[-1] == "何演练："
    desk.press("Enter")
    desk.write("@h")
    assert desk.page.editor.sheet.people.offered() == ["何演练"]
    desk.press("Enter")
    assert written(desk).split("\n")[-1] == "@何演练 "


def test_topics_are_added_and_walked_through_by_key(desk: Desk, bench: Bench, dialogs: AnsweringDialogs) -> None:
    eid = editing(desk, bench)
    desk.write("一")
    dialogs.texts = ["经费"]
    desk.press("Ctrl+N")
    assert desk.page.editor.sheet.title == "经费"
    desk.write("二")
    desk.press("Ctrl+PgUp")
    assert written(desk) == "一"
    desk.press("Ctrl+PgDown", "Ctrl+S")
    assert [one.text for one in cases.view(bench, eid).topics] == ["一", "二"]
    desk.press("Alt+Up")
    assert [one.text for one in cases.view(bench, eid).topics] == ["二", "一"]
    assert desk.page.editor.outline.item(0).text() == "1. 经费"
    assert written(desk) == "二"


def test_a_topic_without_words_is_taken_off(desk: Desk, bench: Bench, dialogs: AnsweringDialogs) -> None:
    at(desk, "meeting", cases.running(bench))
    dialogs.picks = ["drop_topic"]
    desk.press("Ctrl+M")
    assert "首批校准" not in desk.page.facts.text()


def test_votes_and_decision_are_entered_beside_the_text(desk: Desk, bench: Bench) -> None:
    eid = editing(desk, bench)
    desk.press("Ctrl+D")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    form.fields["votes_for"].input.setFocus()
    desk.write("5")
    form.fields["decision"].input.setFocus()
    desk.write("照此办理。")
    desk.press("F9")
    values = cases.view(bench, eid).topics[0].values
    assert (values["votes_for"], values["decision"]) == (5, "照此办理。")


def test_a_pasted_picture_is_kept_shown_and_travels_as_its_mark(desk: Desk, bench: Bench) -> None:
    eid = editing(desk, bench)
    image = QImage(64, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    held = QMimeData()
    held.setImageData(image)
    field = desk.page.editor.sheet.field
    desk.write("看图")
    field.insertFromMimeData(held)
    desk.settle()
    lines = written(desk).split("\n")
    assert (lines[0], lines[1][:3], len(lines)) == ("看图", "〔图:", 3)
    (file,) = attachments.of_record(bench.house, bench.actor, eid)
    assert file.media == "image/png"
    field.selectAll()
    assert field.createMimeDataFromSelection().text().split("\n")[1] == lines[1]
    desk.press("Ctrl+S", "Esc", "Enter")
    assert desk.page.editor.sheet.field.text() == written(desk)
    assert cases.view(bench, eid).topics[0].text.split("\n")[1] == lines[1]
    assert list(desk.page.editor.pictures.shown) == [lines[1][3:11]]


def test_versions_are_compared_with_signs_and_brought_back(desk: Desk, bench: Bench) -> None:
    editing(desk, bench)
    desk.write("旧的一句")
    desk.press("Ctrl+S")
    field = desk.page.editor.sheet.field
    field.selectAll()
    desk.write("新的一句")
    desk.press("Ctrl+O")
    dialog: Any = desk.dialog()
    told = dialog.comparison.toPlainText()
    assert "－ 旧的一句" in told
    assert "＋ 新的一句" in told
    desk.press("F9")
    assert written(desk) == "旧的一句"
    desk.press("Ctrl+Z")
    assert written(desk) == "新的一句"


def test_a_long_comparison_tells_what_it_leaves_out() -> None:
    from qi_desk.domain.meetings.versions import compare

    old = "\n".join(f"第{place}行" for place in range(100))
    html = compared_html(compare(old, old + "\n<新>"))
    assert "98 行没有变化" in html
    assert "&lt;新&gt;" in html
    assert "和现在写的一样" in compared_html(compare(old, old))


def test_two_people_in_one_topic_are_put_together(desk: Desk, bench: Bench, dialogs: AnsweringDialogs) -> None:
    eid = editing(desk, bench)
    desk.write("我写的")
    recording.save_topics(bench.house, bench.as_specialist(), eid, {cases.topic(bench, eid): "对方写的"})
    desk.press("Ctrl+S")
    assert dialogs.asked[-1].startswith("两个人写了同一处")
    assert written(desk).split("\n") == ["对方写的", "我写的"]
    desk.press("Ctrl+S")
    assert cases.view(bench, eid).topics[0].text == "对方写的\n我写的"


def test_a_text_nobody_types_in_follows_what_others_write(desk: Desk, bench: Bench) -> None:
    eid = editing(desk, bench)
    planning.add_topic(bench.house, bench.actor, eid, {"title": "别人加的"})
    recording.save_topics(bench.house, bench.as_specialist(), eid, {cases.topic(bench, eid): "对方写的"})
    desk.press("F5")
    assert written(desk) == "对方写的"
    assert desk.page.editor.outline.count() == 2


def test_what_is_typed_is_a_draft_and_comes_back(desk: Desk, bench: Bench, qtbot: Any) -> None:
    eid = editing(desk, bench)
    desk.write("还没保存")

    def drafts() -> list[Any]:
        return [one.content for one in sessions.drafts(bench.house, bench.actor)]

    qtbot.waitUntil(lambda: bool(drafts()), timeout=1000)
    (content,) = drafts()
    assert list(content["editor"]["texts"].values()) == ["还没保存"]
    desk.page.editor._clear()
    desk.page.restore(content)
    desk.settle()
    assert written(desk) == "还没保存"
    desk.press("Ctrl+S")
    assert drafts() == []
    assert cases.view(bench, eid).topics[0].text == "还没保存"


def test_what_is_locked_is_read_and_only_corrected(desk: Desk, bench: Bench) -> None:
    eid = cases.signed(bench)
    at(desk, "meeting", eid)
    desk.press("Enter")
    editor = desk.page.editor
    assert editor.sheet.field.isReadOnly()
    assert editor.head.lock.text() == "■ 已锁定，只能更正"
    desk.write("改")
    assert written(desk) == cases.TEXT


def test_a_correction_of_what_is_locked(desk: Desk, bench: Bench, dialogs: AnsweringDialogs) -> None:
    at(desk, "meeting", cases.signed(bench))
    dialogs.picks = ["correct"]
    desk.press("Ctrl+M")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    for name, value in (("old_text", "三月底前"), ("new_text", "四月底前"), ("reason", "口误")):
        form.fields[name].input.setFocus()
        desk.write(value)
    desk.press("F9")
    assert "原文“三月底前”，更正为“四月底前”" in desk.page.facts.text()


def test_what_is_not_said_is_underlined_in_minutes(desk: Desk, bench: Bench) -> None:
    from qi_desk.services.meetings import minutes

    paper = minutes.draw(bench.house, bench.actor, cases.signed(bench)).value
    at(desk, "minutes", paper)
    desk.press("Enter")
    field = desk.page.editor.sheet.field
    field.moveCursor(QTextCursor.MoveOperation.End)
    desk.press("Enter")
    desk.write("这事不归我管。")
    desk.page.editor._outgoing.look()
    assert [one.cursor.selectedText() for one in field.extraSelections()] == ["不归我管"]


def test_rare_characters_and_pictures_keep_their_places(desk: Desk, bench: Bench) -> None:
    editing(desk, bench)
    field = desk.page.editor.sheet.field
    text = "𬭎𰻝\n〔图:0a1b2c3d〕\n𠮷〔图:ffffffff〕尾"
    field.set_text(text)
    assert field.text() == text
    QTest.keyClicks(field, "a")
    assert field.text() == "a" + text


def test_looking_at_a_long_text_is_not_writing_in_it(desk: Desk, bench: Bench) -> None:
    eid = cases.running(bench)
    text = "\n".join(f"# 第{place}节" for place in range(400))
    recording.save_topics(bench.house, bench.actor, eid, {cases.topic(bench, eid): text})
    at(desk, "meeting", eid)
    desk.press("Enter")
    field = desk.page.editor.sheet.field
    assert field.document().findBlockByNumber(390).layout().formats() == []
    field.moveCursor(QTextCursor.MoveOperation.End)
    desk.settle()
    assert field.document().lastBlock().layout().formats() != []
    assert not desk.page.editor.sheet.dirty
