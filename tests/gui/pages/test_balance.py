"""均衡与共性 by keyboard: shares read one by one, a need in common made a class, a pain point, a joint project."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from qi_desk.domain.charts.drawing import Words
from qi_desk.services import intake, request_views
from qi_desk.services.intake_input import ClientInput
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import SetClock, intake_of

NAMES = ("广州演练甲精密有限公司", "广州演练乙精密有限公司", "番禺演练丙食品有限公司")
LABS = ("示范检测技术有限公司", "练溪计量站")


def create(desk: Desk, kind: str, /, **values: object) -> str:
    work = desk.window.work
    with work.house.store.write(work.actor) as unit:
        eid = unit.create(kind, values)
        unit.commit()
    return str(eid)


def three_ask(desk: Desk) -> list[str]:
    work = desk.window.work
    found = []
    for name in NAMES:
        client = ClientInput(eid=create(desk, "enterprise", name=name, kind="enterprise"))
        asked = intake_of(client=client, items=("ME02",))
        found.append(intake.register_and_accept(work.house, work.actor, asked).value.eid)
    return found


def given(desk: Desk, request: str, labs: list[str], party: str) -> None:
    now = desk.window.work.house.clock.now()
    create(
        desk,
        "assignment",
        request=request,
        item="ME02",
        party_kind="institution",
        party=party,
        planned_on=now.date(),
        offered=[{"key": lab, "kind": "institution", "barred": False} for lab in labs],
        place=labs.index(party) + 1,
        asked_at=now,
        state="done",
    )


def show(desk: Desk, tab: str = "") -> Any:
    desk.window.desk.go("balance", {"tab": tab} if tab else {})
    desk.settle()
    return desk.page


def test_the_shares_are_read_one_by_one_and_lead_to_the_institution(desk: Desk) -> None:
    (request, *_rest) = three_ask(desk)
    labs = [create(desk, "institution", name=name, fields=["ME02"], state="serving") for name in LABS]
    for _ in range(11):
        given(desk, request, labs, labs[0])
    page = show(desk)
    card = page.referrals.cards["institution"]
    desk.press("Down")
    assert card.said.text() == f"{LABS[0]} 11次 多于常见范围（2–9 次）"
    desk.press("Down")
    assert card.said.text() == f"{LABS[1]} 0次 少于常见范围（2–9 次）"
    desk.press("Enter")
    assert desk.page.name == "library"
    assert LABS[1] in desk.page.facts.text()


def test_the_table_below_names_everybody(desk: Desk) -> None:
    (request, *_rest) = three_ask(desk)
    labs = [create(desk, "institution", name=name, fields=["ME02"], state="serving") for name in LABS]
    given(desk, request, labs, labs[1])
    page = show(desk)
    rows = desk.rows(page.referrals.table)
    assert [row[0] for row in rows] == [LABS[1], LABS[0]]
    assert rows[0][2:5] == ["1", "1", "0.5"]


def test_an_empty_station_says_so_on_every_tab(desk: Desk) -> None:
    page = show(desk)
    drawing = page.referrals.cards["institution"].view.drawing
    assert [part.text for part in drawing.parts if isinstance(part, Words)] == ["这一期没有可以比较的派单"]
    desk.press("Ctrl+PgDown")
    assert desk.rows(page.needs.table) == []
    assert not page._buttons["class"].isEnabled()
    desk.press("F9", "Ctrl+M")
    assert desk.page is page
    desk.press("Ctrl+PgDown")
    drawing = page.arrivals.card.view.drawing
    assert [part.text for part in drawing.parts if isinstance(part, Words)] == ["这一期没有来访"]


def test_three_enterprises_become_a_class_with_one_key(desk: Desk) -> None:
    three_ask(desk)
    page = show(desk, "needs")
    ((title, clients, still_open, *_more),) = desk.rows(page.needs.table)
    assert (clients, still_open) == ("3 家", "3 件")
    assert [row[0] for row in desk.rows(page.needs.behind)] == list(NAMES)
    desk.press("F9")
    assert desk.page.name == "meeting"
    dialog: Any = desk.dialog()
    assert dialog.form.fields["title"].value() == f"{title}集中培训"
    assert dialog.form.fields["kind"].value() == "06"


def test_or_a_pain_point_with_all_their_names(desk: Desk, dialogs: AnsweringDialogs) -> None:
    three_ask(desk)
    show(desk, "needs")
    dialogs.picks = ["pain"]
    desk.press("Ctrl+M")
    assert desk.page.name == "registers"
    dialog: Any = desk.dialog()
    assert all(name in dialog.form.fields["detail"].value() for name in NAMES)
    assert dialog.form.fields["raised_by"].value() == "3 家企业"


def test_or_a_joint_project_where_one_of_them_is_complex(desk: Desk, dialogs: AnsweringDialogs) -> None:
    requests = three_ask(desk)
    work = desk.window.work
    with work.house.store.write(work.actor) as unit:
        unit.change("request", requests[1], {"complexity": "complex", "state": "in_service"})
        unit.commit()
    show(desk, "needs")
    dialogs.picks = ["project"]
    desk.press("Ctrl+M")
    assert desk.page.name == "request"
    assert desk.page.number_shown() == request_views.show(work.house, work.actor, requests[1]).row.number
    dialog: Any = desk.dialog()
    assert dialog.form.fields["members"].value().count("提出需求") == 3


def test_the_record_behind_is_opened(desk: Desk) -> None:
    requests = three_ask(desk)
    page = show(desk, "needs")
    desk.press("Enter")
    assert page.needs.behind.view.hasFocus()
    desk.press("Enter")
    assert desk.page.name == "request"
    assert desk.page._eid == requests[0]


def test_a_shorter_time_leaves_out_what_is_older(desk: Desk, clock: SetClock) -> None:
    three_ask(desk)
    clock.pass_time(days=40)
    page = show(desk, "needs")
    assert len(desk.rows(page.needs.table)) == 1
    page.span.set_value("30")
    page.reload()
    assert desk.rows(page.needs.table) == []


def test_full_hours_are_told_in_a_sentence(desk: Desk, clock: SetClock) -> None:
    now = clock.now()
    for week in range(12):
        at = (now - timedelta(days=7 * week)).replace(hour=8, minute=30)
        for _ in range(5):
            ended = at + timedelta(minutes=20)
            create(desk, "visit", arrived_at=at, type="walk_in", state="done", served_at=at, finished_at=ended)
    page = show(desk, "arrivals")
    assert "周二 8 时平均来" in page.arrivals.hints.text()
    assert "建议 2 人在窗" in page.arrivals.hints.text()
    desk.press("Down")
    assert "人次" in page.arrivals.card.said.text()
