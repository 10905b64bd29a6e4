"""What is written comes back as it was, and a spreadsheet program computes none of it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qi_desk.domain.errors import BadFile
from qi_desk.exchange.tables import TableFiles
from qi_desk.services.sheets import OutColumn, OutSheet

FILES = TableFiles()
CELL = st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=12)


def table(rows: list[tuple[str, str]]) -> OutSheet:
    columns = (
        OutColumn("统一社会信用代码", needed=True, note="照执照填写"),
        OutColumn("类别", choices=("企业", "个人")),
    )
    return OutSheet("服务对象", columns, rows, room=20)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@given(rows=st.lists(st.tuples(CELL, CELL), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_texts_come_back(tmp_path: Path, suffix: str, rows: list[tuple[str, str]]) -> None:
    kept = [(f"x{a.strip()}", b.strip()) for a, b in rows]
    path = tmp_path / f"out.{suffix}"
    FILES.write(path, [table(kept)])
    found = [one.cells + ("",) * (2 - len(one.cells)) for one in FILES.read(path).rows]
    assert found == [("统一社会信用代码", "类别"), *kept]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("text", ["=1+1", "+852 12345678", "-1", "@SUM(A1)", "440113199001011234", "007", "4.4E+5"])
def test_nothing_is_computed_and_codes_stay_text(tmp_path: Path, suffix: str, text: str) -> None:
    path = tmp_path / f"out.{suffix}"
    FILES.write(path, [table([(text, "企业")])])
    row = FILES.read(path).rows[1]
    assert row.cells[0] == text
    assert row.marks == {}
    if suffix == "csv":
        assert f"\r\n{text}" not in path.read_text(encoding="utf-8-sig") or text[0].isdigit()
    else:
        with zipfile.ZipFile(path) as package:
            assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
            assert (b"quotePrefix" in package.read("xl/styles.xml")) or text[0].isdigit()


def test_long_lists_stand_on_a_hidden_sheet(tmp_path: Path) -> None:
    many = tuple(f"第{number}大类" for number in range(90))
    columns = (OutColumn("大类", choices=many), OutColumn("类别", choices=("企业",)))
    FILES.write(
        tmp_path / "out.xlsx", [OutSheet("表", columns, [], room=9), OutSheet("说明", (OutColumn("说明"),), [("一",)])]
    )
    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        assert "选项!$A$1:$A$90" in package.read("xl/worksheets/sheet1.xml").decode()
    assert FILES.read(tmp_path / "out.xlsx").others == ("说明",)


def test_another_suffix_is_refused_and_nothing_left(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"sheet\.suffix"):
        FILES.write(tmp_path / "out.xls", [table([])])
    assert list(tmp_path.iterdir()) == []
