"""A request served by keyboard: a simple matter, an ordinary one with plan and papers, a refused and a referred one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from qi_desk.services import intake, request_steps, request_views, staff
from qi_desk.services.library import admission, views
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.services.library.shelves import code_of, institution_values
from tests.services.test_lifecycles import DRAFTED
from tests.support.stations import SetClock, intake_of


def begin(desk: Desk, *, accepted: bool = False) -> str:
    """A registered request shown on its page."""
    work = desk.window.work
    verb = intake.register_and_accept if accepted else intake.register
    eid = verb(work.house, work.actor, intake_of()).value.eid
    desk.window.desk.go("request", {"eid": eid})
    desk.settle()
    return eid


def state(desk: Desk, eid: str) -> str:
    return request_views.show(desk.window.work.house, desk.window.work.actor, eid).row.state


def fill_form(desk: Desk, **values: str) -> None:
    dialog: Any = desk.dialog()
    assert dialog is not None
    for name, value in values.items():
        dialog.form.fields[name].set_value(value)
    desk.press("F9")
    assert desk.dialog() is not dialog


def log(desk: Desk, **values: str) -> None:
    desk.press("Ctrl+L")
    fill_form(desk, mode="phone", party="client", content="说明进度", **values)


def test_a_simple_matter_from_start_to_end(desk: Desk, dialogs: AnsweringDialogs) -> None:
    eid = begin(desk, accepted=True)
    assert "开始服务" in desk.page.next.text()
    desk.press("F9")
    assert state(desk, eid) == "in_service"
    log(desk, quality="good")
    desk.press("F9")
    fill_form(desk, way="electronic", results="校准证书，JZ-1")
    assert state(desk, eid) == "delivered"
    desk.press("F9")
    assert state(desk, eid) == "awaiting_rating"
    assert desk.window.customer.screen.busy
    desk.press("Esc")
    desk.press("F9")
    fill_form(desk, solved="yes", trips="1")
    assert state(desk, eid) == "closed"
    dialog: Any = desk.dialog()
    assert dialog is None or dialog._order.paper_kind == "delivery"


def test_an_ordinary_matter_with_a_plan(desk: Desk, dialogs: AnsweringDialogs) -> None:
    eid = begin(desk)
    work = desk.window.work
    dialogs.picks = ["assess"]
    desk.press("Ctrl+M")
    dialog: Any = desk.dialog()
    dialog.form.fields["elements"].set_codes(["ME"])
    fill_form(desk, complexity="ordinary", result="accept", days="5")
    assert state(desk, eid) == "assessing"
    dialogs.picks = ["oral"]
    desk.press("F9")
    assert state(desk, eid) == "accepted"
    dialogs.picks = ["match", staff.people(work.house, work.actor)[0].eid]
    desk.press("Ctrl+M")
    assert state(desk, eid) == "matched"
    desk.press("F9")
    fill_form(desk, **{name: value for name, value in DRAFTED.items() if name != "change_reason"})
    assert state(desk, eid) == "plan_pending"
    desk.press("F9")
    assert "自己的方案" in desk.message()
    desk.press("F10")
    assert desk.dialog() is not None


def test_missing_papers_are_told_on_paper_and_come_in(desk: Desk, dialogs: AnsweringDialogs) -> None:
    eid = begin(desk)
    dialogs.picks = ["ask_papers"]
    desk.press("Ctrl+M")
    dialog: Any = desk.dialog()
    dialog.form.fields["items"].set_value("图纸")
    desk.press("F9")
    assert "第 1 行" in dialog.form.fields["items"].problem()
    dialog.form.fields["items"].set_value("图纸，确定测点\n样品清单，核对数量")
    desk.press("F9")
    preview: Any = desk.dialog()
    assert preview._order.paper_kind == "notice.supplement"
    desk.press("Esc")
    assert state(desk, eid) == "supplement"
    assert "图纸，确定测点" in desk.page.facts.text()
    desk.press("F9")
    assert state(desk, eid) == "assessing"


def test_a_referral_says_where_to(desk: Desk, dialogs: AnsweringDialogs) -> None:
    eid = begin(desk)
    dialogs.picks = ["refuse"]
    desk.press("Ctrl+M")
    dialog: Any = desk.dialog()
    for name, value in {"reason": "scope", "guided": "phone", "detail": "属于消费者投诉"}.items():
        dialog.form.fields[name].set_value(value)
    desk.press("F9")
    assert dialog.form.fields["destination"].problem()
    dialog.form.fields["destination"].set_value("12315 中心")
    desk.press("F9")
    assert state(desk, eid) == "refused"
    preview: Any = desk.dialog()
    assert preview._order.view.title == "需求转介单"


def test_the_clock_is_stopped_and_goes_on(desk: Desk, dialogs: AnsweringDialogs) -> None:
    eid = begin(desk, accepted=True)
    desk.press("F9")
    dialogs.picks = ["pause", "laboratory"]
    desk.press("Ctrl+M")
    assert state(desk, eid) == "paused"
    assert "检测校准周期" in desk.page.facts.text()
    desk.press("F9")
    assert state(desk, eid) == "in_service"


def test_a_half_written_contact_is_a_draft(desk: Desk, dialogs: AnsweringDialogs) -> None:
    begin(desk, accepted=True)
    desk.press("Ctrl+L")
    dialog: Any = desk.dialog()
    dialog.form.fields["content"].set_value("写到一半")
    draft = desk.page.draft()
    assert draft is not None
    desk.press("Esc")
    desk.page.restore(draft)
    desk.settle()
    again: Any = desk.dialog()
    assert again.form.fields["content"].value() == "写到一半"


def test_a_colleague_takes_over_and_an_ended_one_is_taken_up_again(desk: Desk, dialogs: AnsweringDialogs) -> None:
    eid = begin(desk, accepted=True)
    work = desk.window.work
    other = next(one for one in staff.people(work.house, work.actor) if one.eid != work.actor.account)
    dialogs.picks, dialogs.texts = ["hand_over", other.eid], ["出差，请接手"]
    desk.press("Ctrl+M")
    assert desk.rows(desk.page.contact_table)[0][2] == "出差，请接手"
    dialogs.picks = ["client"]
    desk.press("Ctrl+W")
    assert state(desk, eid) == "terminated"
    dialogs.picks, dialogs.texts = ["reopen"], ["又要校准"]
    desk.press("Ctrl+M")
    assert len(request_views.page(work.house, work.actor).rows) == 2


def test_the_library_is_matched_with_its_reasons(desk: Desk, dialogs: AnsweringDialogs, clock: SetClock) -> None:
    work = desk.window.work
    for name, letters in (("示范检测中心", "001"), ("示范计量所", "002")):
        party = admission.propose(
            work.house, work.actor, "institution", institution_values(name, credit_code=code_of(letters))
        ).value
        for event in ("apply", "check", "verify"):
            admission.prepare(work.house, work.actor, "institution", party, event)
        for event in ("approve", "publish"):
            admission.decide(work.house, work.actor, "institution", party, event)
    clock.moment += timedelta(days=14)
    for row in views.page(work.house, work.actor, "institution"):
        admission.admit(work.house, work.actor, "institution", row.eid, admission.Term())
    begin(desk, accepted=True)
    desk.press("Ctrl+O")
    dialog: Any = desk.dialog()
    rows = desk.rows(dialog.tables["institution"])
    assert [row[0] for row in rows] == ["1", "2"]
    assert "分" in dialog.facts.text()
    desk.press("Down")
    dialogs.picks = ["client_choice"]
    desk.press("F9")
    assert desk.dialog() is None
    assert rows[1][1] in desk.page.facts.text()


def test_a_complex_matter_is_led_to_the_library(desk: Desk, dialogs: AnsweringDialogs) -> None:
    eid = begin(desk)
    work = desk.window.work
    values = {"complexity": "complex", "feasible": "yes", "elements": ["ME"], "risk_quality": "none"}
    rest = {"risk_secret": "none", "risk_legal": "none", "days": 20, "result": "accept"}
    request_steps.assess(work.house, work.actor, eid, {**values, **rest})
    desk.press("F5")
    dialogs.picks = ["oral"]
    desk.press("F9")
    assert "复核" in desk.message()


def test_the_request_that_was_asked_for_is_the_one_shown(desk: Desk) -> None:
    old = begin(desk)
    new = begin(desk)
    assert desk.page._shown.row.eid == new
    desk.window.desk.go("request", {"eid": old})
    desk.settle()
    assert desk.page._shown.row.eid == old
    desk.press("F5")
    assert desk.page._shown.row.eid == old
    assert desk.page.table.current().eid == old


def test_a_list_is_kept_under_a_name_and_dropped(desk: Desk, dialogs: AnsweringDialogs) -> None:
    begin(desk)
    page: Any = desk.page
    page.filters.urgency.set_value("3")
    page.filters.urgency.edited.emit()
    desk.settle()
    assert page.model.rowCount() == 0
    dialogs.texts = ["特急的"]
    desk.press("Ctrl+D")
    kept = page.filters.kept()
    assert kept is not None
    assert (kept.name, page.filters.wanted()) == ("特急的", {"shown": "all", "urgency": "3"})
    desk.press("Ctrl+D")
    assert page.filters.kept() is None


def test_chosen_requests_are_handed_over_together(desk: Desk, dialogs: AnsweringDialogs) -> None:
    eids = {begin(desk), begin(desk)}
    work = desk.window.work
    to = staff.people(work.house, work.actor)[1].eid
    page: Any = desk.page
    page.reload()
    desk.settle()
    page.table.view.selectAll()
    dialogs.picks, dialogs.texts = [to], ["休假"]
    desk.press("Ctrl+M")
    with work.house.store.read() as look:
        assert {look.get("request", eid)["responsible"] for eid in eids} == {to}  # type: ignore[index]
    desk.press("Ctrl+Z")
    with work.house.store.read() as look:
        assert to not in {look.get("request", eid)["responsible"] for eid in eids}  # type: ignore[index]


def test_a_sample_is_taken_in_and_sent_by_keyboard(desk: Desk, dialogs: AnsweringDialogs) -> None:
    eid = begin(desk, accepted=True)
    dialogs.picks = ["take_sample"]
    desk.press("Ctrl+M")
    dialog: Any = desk.dialog()
    dialog.form.fields["signed"].set_value(True)
    told = {
        "name": "硬度块",
        "spec": "60 HRC",
        "quantity": "2",
        "unit": "块",
        "look": "完好",
        "tests": "硬度，GB/T 230.2",
    }
    fill_form(desk, **told)
    paper: Any = desk.dialog()
    assert paper._order.paper_kind == "sample"
    desk.press("Esc")
    dialogs.picks = ["move_sample"]
    desk.press("Ctrl+M")
    fill_form(desk, state="at_laboratory", to_party="演练检测所", way="courier", courier_no="SF1", look="完好")
    desk.press("Esc")
    held = desk.page._work_view.samples[0]
    assert (held.state, held.holder) == ("at_laboratory", "演练检测所")
    assert eid
