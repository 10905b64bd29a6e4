"""The library by keyboard: an institution proposed with its papers, examined, admitted; work given out and judged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qi_desk.gui.pages.library.forms import LISTS
from qi_desk.services import assignments, intake
from qi_desk.services.assignments import Choice
from qi_desk.services.library import admission, views
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.services.library.shelves import code_of
from tests.support.stations import SetClock, intake_of


def propose(desk: Desk) -> str:
    desk.window.desk.go("library", {})
    desk.press("Ctrl+N")
    dialog: Any = desk.dialog()
    fields = dialog.form.fields
    for name, value in {
        "name": "示范检测中心",
        "credit_code": code_of("001"),
        "agreement_no": "XY-1",
        "pledge_on": "2026-03-10",
        "qualifications": "实验室认可，L1，压力和长度，ME02 TE03，2028-03-10",
        "prices": "ME02，120，件，5",
    }.items():
        fields[name].set_value(value)
    fields["fields"].set_codes(["ME02", "TE03"])
    desk.press("F9")
    assert desk.dialog() is None
    (row,) = views.page(desk.window.work.house, desk.window.work.actor, "institution")
    return row.eid


def test_papers_and_prices_are_typed_line_by_line(desk: Desk) -> None:
    eid = propose(desk)
    values = views.show(desk.window.work.house, desk.window.work.actor, "institution", eid).values
    assert values["qualifications"][0]["items"] == ["ME02", "TE03"]
    assert values["qualifications"][0]["valid_to"] == "2028-03-10"
    assert values["prices"] == [{"key": "ME02", "item": "ME02", "price": 12000, "unit": "件", "days": 5}]
    desk.press("Ctrl+E")
    dialog: Any = desk.dialog()
    assert dialog.form.fields["prices"].value() == "ME02，120，件，5"
    dialog.form.fields["prices"].set_value("ME02，很便宜，件，5")
    desk.press("F9")
    assert "看不懂" in dialog.form.fields["prices"].problem()


TYPED = {
    ("expert", "certificates"): "高级工程师证，Z1，2027-01-31，ME02 ME03\n内审员证，Z2",
    ("expert", "avoid"): "示范公司",
    ("institution", "qualifications"): "实验室认可，L1，压力，ME02 TE03，2028-03-10",
    ("institution", "prices"): "ME02，120.5，件，5\nTE03，300",
    ("equipment", "tests"): "洛氏硬度，GB/T 230.1\n外观",
    ("equipment", "prices"): "每小时，60，园区企业\n每天，300",
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, lists in LISTS.items() for name in lists])
def test_what_is_typed_comes_back_as_it_was(kind: str, name: str) -> None:
    typed, lines = TYPED[kind, name], LISTS[kind][name]
    assert lines.text(lines.rows(typed)) == typed
    assert len({row["key"] for row in lines.rows(typed)}) == len(lines.rows(typed))


def test_a_device_is_entered_and_changed(desk: Desk) -> None:
    desk.window.desk.go("library", {"kind": "equipment"})
    desk.press("Ctrl+N")
    dialog: Any = desk.dialog()
    fields = dialog.form.fields
    fields["name"].set_value("洛氏硬度计")
    desk.press("F9")
    assert "检定" in fields["calibration_due"].problem()
    fields["calibration_due"].set_value("2026-12-31")
    fields["tests"].set_value("洛氏硬度，GB/T 230.1")
    desk.press("F9")
    assert desk.dialog() is None
    desk.press("Ctrl+E")
    dialog = desk.dialog()
    assert dialog.form.fields["tests"].value() == "洛氏硬度，GB/T 230.1"
    dialog.form.fields["warm_up"].set_value("30")
    desk.press("F9")
    (row,) = views.page(desk.window.work.house, desk.window.work.actor, "equipment")
    values = views.show(desk.window.work.house, desk.window.work.actor, "equipment", row.eid).values
    assert (values["warm_up"], values["modes"]) == (30, ["time_share"])


def test_an_institution_is_led_through_its_admission(desk: Desk, dialogs: AnsweringDialogs, clock: SetClock) -> None:
    propose(desk)
    for event in ("apply", "check", "verify", "approve", "publish"):
        dialogs.picks = [event]
        desk.press("Ctrl+M")
    dialogs.picks = ["admit"]
    desk.press("Ctrl+M")
    assert "公示" in desk.message()
    clock.moment += timedelta(days=14)
    desk.press("Esc", "F5")
    dialogs.picks = ["admit"]
    desk.press("Ctrl+M")
    assert desk.rows(desk.page.tables["institution"])[0][2] == "已入驻"


def test_work_given_out_is_taken_on_done_and_judged(desk: Desk, dialogs: AnsweringDialogs, clock: SetClock) -> None:
    work = desk.window.work
    eid = propose(desk)
    for event in ("apply", "check", "verify"):
        admission.prepare(work.house, work.actor, "institution", eid, event)
    for event in ("approve", "publish"):
        admission.decide(work.house, work.actor, "institution", eid, event)
    clock.moment += timedelta(days=14)
    admission.admit(work.house, work.actor, "institution", eid, admission.Term())
    request = intake.register_and_accept(work.house, work.actor, intake_of(items=("ME02",))).value.eid
    today = clock.now().date()
    assignments.assign(
        work.house, work.actor, request, Choice("ME02", "institution", eid, today, few_note="本地只有一家")
    )
    desk.window.desk.go("library", {"kind": "work"})
    desk.press("F5")
    for event in ("take_on", "finish"):
        dialogs.picks = [event]
        desk.press("Enter")
    dialogs.picks = ["evaluate"]
    desk.press("Enter")
    desk.press("F9")
    assert desk.rows(desk.page.tables["work"]) == []
    assert views.show(work.house, work.actor, "institution", eid).row.score == 100


def test_the_papers_of_the_one_shown_are_printed_by_key(desk: Desk, dialogs: AnsweringDialogs) -> None:
    eid = propose(desk)
    desk.window.desk.go("library", {"kind": "institution", "eid": eid})
    for pick, title in (("application", "质量技术服务机构入驻申请表"), ("agreement", "质量技术服务机构入驻协议")):
        dialogs.picks = [pick]
        desk.press("F10")
        paper: Any = desk.dialog()
        assert paper._order.view.title == title
        desk.press("Esc")
    desk.window.desk.go("library", {"kind": "expert"})
    dialogs.picks = ["blank_expert"]
    desk.press("F10")
    blank: Any = desk.dialog()
    assert blank._order.view.title == "专家信息表"
