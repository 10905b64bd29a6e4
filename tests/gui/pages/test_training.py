"""演练台 by keyboard: a visitor comes, is answered, asks for something, and the run is scored."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from qi_desk.services import drills, reception
from qi_desk.services.reception import WalkIn
from tests.gui.pageobjects.desk import Desk


@pytest.fixture
def trainee(desk: Desk) -> Desk:
    """The desk of a practice station."""
    work = desk.window.work
    arrival = work._present()
    work.arrive(replace(arrival, house=replace(arrival.house, practice=True)))
    desk.window.desk.welcome()
    desk.window.desk.go("training", {})
    desk.settle()
    return desk


def answer(desk: Desk, points: int) -> None:
    """The key of a reply with so many points."""
    replies = desk.page.step.replies
    place = next(at for at, which in enumerate(desk.page.order) if replies[which].points == points)
    desk.press(str(place + 1))


def test_a_real_station_does_not_offer_it(desk: Desk) -> None:
    assert "training" not in [page.name for page in desk.window.desk.open_pages()]
    desk.window.desk.go("training", {})
    assert desk.page.name != "training"


def test_a_visitor_is_served_from_the_first_word_to_the_marks(trainee: Desk) -> None:
    trainee.press("Enter")
    assert "来访人：" in trainee.page.said()
    answer(trainee, 2)
    assert "请办：" in trainee.page.said()
    work = trainee.window.work
    entry = WalkIn(subject="压力表校准", name="周赶路", organisation="佛山赶工演练五金厂")
    reception.check_in(work.house, work.actor, entry)
    trainee.window.desk.go("reception", {})
    trainee.window.desk.go("training", {})
    trainee.press("F9")
    assert "✓ 办好了" in trainee.page.said()
    for _ in range(3):
        answer(trainee, 2)
    assert "总分 100" in trainee.page.said()
    assert "合格。" in trainee.page.said()
    (row,) = drills.history(work.house, work.actor)
    assert (row.script, row.passed) == ("hurried", True)


def test_a_rude_word_fails_the_run_and_says_what_to_say_instead(trainee: Desk) -> None:
    trainee.press("Enter")
    replies = trainee.page.step.replies
    place = next(at for at, which in enumerate(trainee.page.order) if replies[which].fatal)
    trainee.press(str(place + 1))
    trainee.press("F9")
    assert "算没有办" in trainee.page.said()
    for _ in range(3):
        answer(trainee, 2)
    assert "还没有合格" in trainee.page.said()
    assert "→" in trainee.page.said()


def test_giving_up_leaves_no_result(trainee: Desk) -> None:
    trainee.press("Enter")
    answer(trainee, 0)
    trainee.press("Ctrl+W")
    assert drills.history(trainee.window.work.house, trainee.window.work.actor) == ()


def test_the_sheet_is_previewed(trainee: Desk) -> None:
    trainee.press("F10")
    dialog: Any = trainee.dialog()
    assert dialog._order.paper_kind == "drill_result"
