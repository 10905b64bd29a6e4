"""Tables by keyboard: looked at, mapped, confirmed, taken back, given out."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from qi_desk.services import client_views
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.services.test_imports import FIRM, OTHER, table
from tests.support.stations import CODE

SLIP = ("看错的公司", "9144O113MADEMQO12X", "企业", "", "", "", "")


def choose(desk: Desk, dialogs: AnsweringDialogs, file: Path) -> None:
    """Ctrl+O and the file."""
    desk.window.desk.go("exchange", {})
    dialogs.files = [str(file)]
    desk.press("Ctrl+O")


def clients(desk: Desk) -> list[str]:
    return [row.name for row in client_views.page(desk.window.work.house, desk.window.work.actor).rows]


def test_nothing_is_written_before_it_is_confirmed(desk: Desk, dialogs: AnsweringDialogs, tmp_path: Path) -> None:
    choose(desk, dialogs, table(tmp_path, FIRM, OTHER, ("没有代码", "", "企业", "", "", "", "")))
    assert [row[1] for row in desk.rows(desk.page.table)] == ["新建", "新建", "有误"]
    assert "请填写" in desk.rows(desk.page.table)[2][4]
    dialogs.agree = False
    desk.press("F9")
    assert clients(desk) == []
    dialogs.agree = True
    desk.press("F9")
    assert sorted(clients(desk)) == sorted([FIRM[0], OTHER[0]])
    assert "新建 2 家" in desk.message()
    desk.press("Ctrl+Z")
    assert clients(desk) == []


def test_a_slip_in_a_code_is_put_right_by_enter(desk: Desk, dialogs: AnsweringDialogs, tmp_path: Path) -> None:
    choose(desk, dialogs, table(tmp_path, SLIP))
    assert [row[1] for row in desk.rows(desk.page.table)] == ["有误"]
    desk.press("Enter")
    assert [row[1:4] for row in desk.rows(desk.page.table)] == [["新建", SLIP[0], CODE]]


def test_a_doubtful_row_waits_for_enter(desk: Desk, dialogs: AnsweringDialogs, tmp_path: Path) -> None:
    twin = (FIRM[0].replace("有限公司", "有限责任公司"), OTHER[1], "企业", "", "", "", "")
    choose(desk, dialogs, table(tmp_path, FIRM, twin))
    desk.page.table.view.selectRow(1)
    assert "1 行" in desk.page.write.text()
    desk.press("Enter")
    assert desk.rows(desk.page.table)[1][1] == "存疑，已确认"
    assert "2 行" in desk.page.write.text()
    desk.press("F9")
    assert len(clients(desk)) == 2


def test_unknown_headers_are_mapped_once(desk: Desk, dialogs: AnsweringDialogs, tmp_path: Path) -> None:
    file = table(tmp_path, FIRM, heads=("甲", "乙", "丙", "丁", "戊", "己", "庚"))
    choose(desk, dialogs, file)
    dialog: Any = desk.dialog()
    for choice, key in zip(
        dialog.choices, ("enterprise.name", "enterprise.credit_code", "enterprise.kind"), strict=False
    ):
        choice.set_value(key)
    desk.press("F9")
    assert [row[1] for row in desk.rows(desk.page.table)] == ["新建"]


def test_what_is_no_table_is_said(desk: Desk, dialogs: AnsweringDialogs, tmp_path: Path) -> None:
    file = tmp_path / "broken.xlsx"
    file.write_bytes(b"PK\x03\x04 nothing")
    choose(desk, dialogs, file)
    assert desk.message()
    assert not desk.page.watching.isVisible()


def test_the_template_and_a_masked_table_are_written(desk: Desk, dialogs: AnsweringDialogs, tmp_path: Path) -> None:
    choose(desk, dialogs, table(tmp_path, FIRM))
    desk.press("F9")
    dialogs.files = [str(tmp_path / "模板.xlsx")]
    desk.page.template.click()
    assert (tmp_path / "模板.xlsx").stat().st_size > 3000
    dialogs.picks = ["masked", "agreed"]
    dialogs.files = [str(tmp_path / "名录.csv")]
    desk.press("Ctrl+E")
    assert "已导出 1 家" in desk.message()
    with (tmp_path / "名录.csv").open(encoding="utf-8-sig", newline="") as out:
        rows = list(csv.reader(out))
    assert rows[1][0] == FIRM[0]
    assert "138****1234" in rows[1]
