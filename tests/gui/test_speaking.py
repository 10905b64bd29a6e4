"""Words for the moment: the strip knows it, `::` brings them to the caret, and what is not said is noticed."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QListWidget

from qi_desk import resource_files
from qi_desk.gui.ambience import days_off_ahead
from qi_desk.gui.widgets.phrase_inserter import PhraseInserter
from qi_desk.services import outreach, reception, speech
from qi_desk.services.reception import WalkIn
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.gui.pages.test_outreach import a_client, a_plan
from tests.support.stations import SetClock


def situations(desk: Desk) -> list[str]:
    desk.window.desk.show_moment()
    return [one.situation for one in desk.window.desk.strip.words()]


def offered(desk: Desk) -> list[str]:
    lists = [one for one in desk.window.findChildren(QListWidget) if one.accessibleName().startswith("用语")]
    shown = [one for one in lists if one.isVisible()]
    return [shown[-1].item(row).text() for row in range(shown[-1].count())] if shown else []


STATES = resource_files.code_list("request_states").codes


def test_every_state_of_a_request_has_words_of_its_own(desk: Desk) -> None:
    for state in STATES:
        found = desk.window.work.speaking.of_moments([state.extra["moment"]], {"站名": "某站"})
        assert found, state.id
        assert found[0].situation != "迎接" or state.id == "draft"


def test_every_moment_says_something(desk: Desk) -> None:
    every = dict.fromkeys(resource_files.phrase_book().slots, "某")
    for moment in resource_files.code_list(resource_files.MOMENTS).ids:
        found = desk.window.work.speaking.of_moments([moment], every)
        assert found, moment
        assert not any(one.mandarin.missing for one in found), moment


def test_rain_is_picked_and_holds_on_every_page(desk: Desk, dialogs: AnsweringDialogs) -> None:
    dialogs.picks = ["reception.rain"]
    desk.window.desk.choose_situation()
    assert "雨天" in situations(desk)
    desk.window.desk.go("request", {})
    assert "雨天" in situations(desk)
    desk.window.desk.ambience.pick("reception.rain")
    assert "雨天" not in situations(desk)


def test_what_was_picked_for_one_page_is_over_on_the_next(desk: Desk) -> None:
    desk.window.desk.ambience.pick("calm.anger")
    assert situations(desk)[0] == "安抚"
    desk.window.desk.go("request", {})
    assert "安抚" not in situations(desk)


def test_a_printer_in_trouble_comes_first_and_goes(desk: Desk) -> None:
    desk.window.desk.ambience.printer(fails=True)
    assert situations(desk)[0] == "打印机"
    desk.window.desk.ambience.printer(fails=False)
    assert "打印机" not in situations(desk)


def test_a_long_wait_a_cut_line_and_closing_time(desk: Desk, clock: SetClock) -> None:
    work = desk.window.work
    reception.check_in(work.house, work.actor, WalkIn(subject="校准", name="陈演练", assist=("elder",)))
    clock.pass_time(minutes=12)
    desk.press("F5")
    desk.page.view.focus(desk.page.visits()[0].eid)
    assert situations(desk)[0] == "久等"
    assert "长者" in situations(desk)
    desk.window.desk.ambience.line(fails=True)
    assert any("网络" in text or "网通" in text for text in desk.phrases())
    clock.moment = clock.moment.replace(hour=17, minute=10)
    assert any("收工" in text or "明早" in text for text in desk.phrases())


def test_the_eve_of_a_holiday_is_told_with_the_day_of_opening(desk: Desk, clock: SetClock) -> None:
    calendar = desk.window.work.house.calendar
    assert days_off_ahead(calendar, date(2026, 9, 29)) == date(2026, 10, 8)
    assert days_off_ahead(calendar, date(2026, 3, 10)) is None
    assert days_off_ahead(calendar, date(2031, 9, 30)) is None
    clock.moment = clock.moment.replace(month=9, day=30)
    assert any("10月8日" in text for text in desk.phrases())


def test_the_page_that_calls_says_what_is_said_on_the_phone(desk: Desk) -> None:
    work = desk.window.work
    outreach.plan(work.house, work.actor, {"client": a_client(desk), "mode": "phone", "purpose": "证书到期"})
    desk.window.desk.go("outreach", {})
    assert any("证书到期" in text for text in desk.phrases())


def test_the_stations_own_words_are_said_at_once(desk: Desk) -> None:
    work = desk.window.work
    done = speech.write_phrase(work.house, work.actor, "reception-empty-2", {"text": "今天人少，这边请。"})
    work.changed.emit(done.changes, None)
    assert "今天人少，这边请。" in desk.phrases()


def problem(desk: Desk) -> Any:
    """The field of a problem of a visit to an enterprise, open to be written in."""
    a_plan(desk)
    desk.window.desk.go("outreach", {})
    desk.press("Ctrl+M")
    dialog: Any = desk.dialog()
    return dialog.form.fields["answer"]


def test_two_colons_and_initials_bring_a_phrase_to_the_caret(desk: Desk) -> None:
    field = problem(desk)
    field.input.setFocus()
    field.input.setPlainText("前文。")
    field.input.moveCursor(field.input.textCursor().MoveOperation.End)
    desk.write("::zx")
    lines = _offered_in(desk)
    assert lines
    assert all(line.split("　")[0] for line in lines)
    desk.press("Enter")
    assert "::" not in field.value()
    assert field.value().startswith("前文。")
    assert len(field.value()) > 6
    assert _offered_in(desk) == []


def _offered_in(desk: Desk) -> list[str]:
    window = desk.dialog() or desk.window
    lists = [one for one in window.findChildren(QListWidget) if one.accessibleName().startswith("用语")]
    return [one.item(row).text() for one in lists if one.isVisible() for row in range(one.count())]


def test_a_gap_is_chosen_to_be_typed_over(desk: Desk) -> None:
    field = problem(desk)
    field.input.setFocus()
    desk.write("::yq")
    lines = _offered_in(desk)
    row = next(at for at, line in enumerate(lines) if "请填" in line)
    for _ in range(row):
        desk.press("Down")
    desk.press("Enter")
    chosen = field.input.textCursor().selectedText()
    assert chosen.startswith("〔请填：")
    desk.write("三月二十日")
    assert "三月二十日" in field.value()
    assert chosen not in field.value()


def test_esc_closes_the_list_and_leaves_what_was_typed(desk: Desk) -> None:
    field = problem(desk)
    field.input.setFocus()
    desk.write("::yj")
    assert _offered_in(desk)
    desk.press("Esc")
    assert _offered_in(desk) == []
    assert field.value() == "::yj"
    assert desk.dialog() is not None


def test_while_an_input_method_composes_its_keys_are_its_own(desk: Desk) -> None:
    field = problem(desk)
    field.input.setFocus()
    desk.write("：：")
    assert _offered_in(desk)
    QApplication.sendEvent(field.input, QInputMethodEvent("ni", []))
    desk.settle()
    inserter = desk.window.desk.findChild(PhraseInserter)
    assert inserter is not None
    before = field.input.toPlainText()
    done = QInputMethodEvent()
    done.setCommitString("等候")
    QApplication.sendEvent(field.input, done)
    desk.settle()
    assert before == "：："
    assert field.value() == "：：等候"
    assert any(line.startswith("等候") for line in _offered_in(desk))


def test_fields_for_codes_take_no_phrases(desk: Desk) -> None:
    desk.window.desk.go("intake", {})
    desk.field("phone").input.setFocus()
    desk.write("::yj")
    assert offered(desk) == []


def test_what_is_not_said_is_noticed_as_it_is_typed_and_stops_nothing(desk: Desk, qtbot: Any) -> None:
    field = problem(desk)
    field.input.setFocus()
    desk.write("这个不归我们管。")
    qtbot.waitUntil(lambda: bool(field.problem()))
    assert "客户会看到" in field.problem()
    assert field.input.extraSelections()
    instead = field.fix()
    assert "不归我们管" not in instead
    field._on_fix()
    desk.settle()
    assert field.value() == instead
    qtbot.waitUntil(lambda: not field.input.extraSelections())


def test_a_complaint_in_the_customers_own_words_is_never_touched(desk: Desk) -> None:
    desk.window.desk.go("feedback", {"kind": "complaint"})
    desk.press("Ctrl+N")
    dialog: Any = desk.dialog()
    field = dialog.form.fields["facts"]
    field.input.setFocus()
    desk.write("他说不归他管，爱找谁找谁。")
    dialog.speech.look()
    assert field.problem() == ""
    assert not field.input.extraSelections()


def test_the_first_sentence_is_copied_by_a_key(desk: Desk) -> None:
    desk.window.desk.show_moment()
    desk.press("Ctrl+1")
    assert QApplication.clipboard().text() == desk.phrases()[0]
