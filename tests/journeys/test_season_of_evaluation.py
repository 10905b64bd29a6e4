"""The season of evaluations by keyboard: from the list of gaps to a clause mended, one confirmed, one ruled out, the
profile with its name, and both packs on the disk."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pypdfium2

from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.gui.pages.test_registers import type_into


def to_clauses(desk: Desk) -> None:
    desk.press("Ctrl+K")
    desk.write("条款对照")
    desk.press("Enter")
    assert desk.page.name == "compliance"


def seek(desk: Desk, text: str) -> None:
    desk.press("Ctrl+F")
    desk.page.search.set_value("")
    desk.write(text)
    desk.page.table.setFocus()


def gaps(desk: Desk) -> int:
    return int(desk.page._counts.text().split("缺 ")[1].split("　")[0])


def test_gaps_are_mended_and_the_packs_are_made(desk: Desk, dialogs: AnsweringDialogs, tmp_path: Path) -> None:
    to_clauses(desk)
    before = gaps(desk)
    seek(desk, "监督投诉电话")
    assert desk.rows(desk.page.table) == []
    seek(desk, "投诉与反馈处理制度")
    desk.press("Enter")
    type_into(desk, name="投诉与争议处理制度", words="五日内答复。")
    desk.press("F9", "F9", "F9")
    to_clauses(desk)
    seek(desk, "")
    assert gaps(desk) < before
    seek(desk, "统一着装")
    desk.press("Enter")
    type_into(desk, reason="早会看过")
    desk.press("F9")
    seek(desk, "有经费保障机制")
    dialogs.picks = ["not_applicable"]
    desk.press("Ctrl+M")
    type_into(desk, reason="区级预算统一保障")
    desk.press("F9")
    seek(desk, "名称为")
    desk.press("Enter")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    assert form.fields["item"].value() == "name"
    type_into(desk, answer="待定")
    desk.press("F9", "F9")
    type_into(desk, region="广州市番禺区", trade="珠宝首饰")
    desk.press("F9")
    assert "广州市番禺区珠宝首饰质量基础设施“一站式”服务平台" in desk.page.facts.text()
    to_clauses(desk)
    dialogs.files = [str(tmp_path / "a.zip"), str(tmp_path / "b.zip")]
    desk.press("Ctrl+S")
    dialogs.picks = ["application"]
    desk.press("Ctrl+S")
    assert "区级预算统一保障" in text_in(tmp_path / "a.zip")
    assert "广州市番禺区珠宝首饰质量基础设施“一站式”服务平台" in text_in(tmp_path / "b.zip").replace("\r\n", "")


def text_in(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        name = next(one for one in archive.namelist() if one.endswith(".pdf"))
        document = pypdfium2.PdfDocument(archive.read(name))
    try:
        pages = [page.get_textpage() for page in document]
        return "".join(page.get_text_bounded() for page in pages)
    finally:
        document.close()
