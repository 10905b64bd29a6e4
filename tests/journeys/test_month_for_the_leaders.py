"""The month for who decides, by keyboard: three enterprises ask alike, the report is frozen and printed, the briefing
is drawn from the same figures, and what comes in later changes neither."""

from __future__ import annotations

from typing import Any

import pytest

from qi_desk.services import intake
from qi_desk.services.figures import report_views
from qi_desk.services.registers import newsletters
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.gui.pages.test_balance import three_ask
from tests.gui.pages.test_registers import open_register, type_into
from tests.support.stations import SetClock, intake_of

pytestmark = pytest.mark.journey


def on_paper(desk: Desk) -> Any:
    """What is shown as paper just now."""
    dialog: Any = desk.dialog()
    assert type(dialog).__name__ == "PaperDialog"
    return dialog


def test_report_and_briefing_tell_the_same_and_stay(desk: Desk, dialogs: AnsweringDialogs, clock: SetClock) -> None:
    work = desk.window.desk.work
    three_ask(desk)
    clock.pass_time(days=25)

    desk.window.desk.go("balance", {"tab": "needs"})
    desk.settle()
    assert desk.rows(desk.page.needs.table)[0][1] == "3 家"

    desk.window.desk.go("figures", {"period": "2026-03"})
    desk.settle()
    dialogs.picks = ["month"]
    desk.press("Ctrl+N", "F9")
    report = desk.page.report
    assert report.state == "submitted"
    desk.press("F10")
    on_paper(desk)
    desk.press("Esc")

    open_register(desk, "newsletter")
    desk.press("Ctrl+N")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    form.fields["kind"].set_value("briefing")
    form.fields["since"].set_value("2026-03-01")
    form.fields["until"].set_value("2026-03-31")
    type_into(desk, recipients="区市场监督管理局")
    desk.press("F9", "F9")
    told = desk.page.facts.text()
    assert "本期登记服务需求 3 件" in told
    assert "三家以上企业提出同一类需求的有：校准（3 家）" in told
    eid = desk.page._view.eid
    dialogs.picks = ["sheet"]
    desk.press("F10")
    on_paper(desk)
    desk.press("Esc")

    clock.pass_time(days=-25)
    intake.register(work.house, work.actor, intake_of())
    clock.pass_time(days=25)
    assert not newsletters.recount(work.house, work.actor, eid)
    frozen = {one.code: one.value for one in report_views.show(work.house, work.actor, report.eid).figures}
    assert frozen["requests_registered"] == 3
    open_register(desk, "newsletter")
    assert "本期登记服务需求 3 件" in desk.page.facts.text()
