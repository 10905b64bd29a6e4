"""What is read of a table, and what is refused with a reason instead of opened."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qi_desk import wording
from qi_desk.domain.errors import BadFile, Missing
from qi_desk.exchange import package as package_limits
from qi_desk.exchange.tables import TableFiles
from qi_desk.services.sheets import MAX_BYTES, Mark, Sheet
from tests.exchange.books import book, packed, parts_of, row, sheet

FILES = TableFiles()
HEADS = ("企业名称", "统一社会信用代码", "联系电话")


def read(folder: Path, data: bytes, name: str = "表") -> Sheet:
    path = folder / name
    path.write_bytes(data)
    return FILES.read(path)


def refused(folder: Path, data: bytes) -> BadFile:
    with pytest.raises(BadFile) as error:
        read(folder, data)
    said = wording.sentence(error.value)
    assert error.value.code in wording.texts() or f"error.{error.value.code}.what" in wording.texts()
    assert "〔?〕" not in str(said)
    assert said.next
    return error.value


def cells(sheet_read: Sheet) -> list[tuple[str, ...]]:
    return [one.cells for one in sheet_read.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_every_usual_writing(tmp_path: Path, encoding: str, delimiter: str) -> None:
    line = delimiter.join(("联通示范有限公司", "91440113MADEMQ012X", "020-84800000"))
    text = f"{delimiter.join(HEADS)}\r\n\r\n{line}\r\n"
    found = read(tmp_path, text.encode(encoding))
    assert cells(found) == [HEADS, ("联通示范有限公司", "91440113MADEMQ012X", "020-84800000")]
    assert [one.number for one in found.rows] == [1, 3]


def test_two_characters_that_are_utf8_by_chance_are_read_as_gbk(tmp_path: Path) -> None:
    assert cells(read(tmp_path, "联通".encode("gbk"))) == [("联通",)]


def test_digits_kept_as_text_by_a_formula_are_text(tmp_path: Path) -> None:
    found = read(tmp_path, '电话,网址\n"=""02084800000""",\'=1+1\n'.encode())
    assert found.rows[1].cells == ("02084800000", "=1+1")
    assert found.rows[1].marks == {}


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ("4.4E+17", Mark.SCIENTIFIC),
        ("=1+1", Mark.NO_RESULT),
        ("1.38E+10", Mark.SCIENTIFIC),
        ("3E12", None),
        ("1.5E+01", None),
    ],
)
def test_what_a_csv_cell_lost_is_marked(tmp_path: Path, cell: str, mark: Mark | None) -> None:
    assert read(tmp_path, f"代码\n{cell}\n".encode()).rows[1].marks.get(0) == mark


def test_utf8_with_a_broken_byte_is_not_taken_for_another_encoding(tmp_path: Path) -> None:
    data = "企业名称\n广州示范精密仪器有限公司\n".encode()
    error = refused(tmp_path, data[:25] + b"\xff" + data[25:])
    assert (error.code, error.values["row"]) == ("sheet.encoding", 2)


def test_bytes_of_no_encoding_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, b"a,b\n\xff\xff\xff\xff,c\n").code == "sheet.encoding"


def test_a_quote_that_never_closes_does_not_swallow_the_rest(tmp_path: Path) -> None:
    error = refused(tmp_path, '名称,地址\n甲,"番禺\n乙,大石\n丙,石基\n'.encode())
    assert error.code == "sheet.quotes"


def test_twenty_thousand_columns(tmp_path: Path) -> None:
    assert refused(tmp_path, (",".join(["列"] * 20_000)).encode()).code == "sheet.too_many_columns"
    far = sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')
    assert refused(tmp_path, book(far)).code == "sheet.too_many_columns"


def test_cells_far_away_and_empty_cost_nothing(tmp_path: Path) -> None:
    body = row(1, *HEADS) + '<row r="1048576"><c r="XFD1048576" s="1"/><c r="A1048576"><v>7</v></c></row>'
    found = read(tmp_path, book(sheet(body)))
    assert [one.number for one in found.rows] == [1, 1_048_576]


def test_xlsx_kinds_of_cells(tmp_path: Path) -> None:
    body = row(
        2,
        '<c t="s"><v>0</v></c>',
        "<c><v>13800001234</v></c>",
        "<c><v>2.5</v></c>",
        '<c s="1"><v>46091</v></c>',
        '<c t="b"><v>1</v></c>',
        '<c t="str"><f>A1&amp;B1</f><v>合成</v></c>',
        "<c><f>NOW()</f></c>",
        '<c t="e"><v>#N/A</v></c>',
        "<c><v>4.4011312345678902E+17</v></c>",
    )
    texts = "<si><r><t>番</t></r><r><t>禺</t></r><rPh><t>panyu</t></rPh></si>"
    found = read(tmp_path, book(sheet(row(1, *HEADS) + body), texts=texts)).rows[1]
    assert found.number == 2
    assert found.cells[:6] == ("番禺", "13800001234", "2.5", "2026-03-10", "TRUE", "合成")
    assert dict(found.marks) == {5: Mark.FORMULA, 6: Mark.NO_RESULT, 7: Mark.ERROR, 8: Mark.DIGITS_LOST}


def test_rows_under_a_merged_cell_are_marked_and_a_merged_title_is_not(tmp_path: Path) -> None:
    body = row(1, "名录") + row(2, *HEADS) + row(3, "甲", "", "1") + row(4, "", "", "2")
    merges = '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A3:A4"/><mergeCell ref="what:ever"/></mergeCells>'
    found = read(tmp_path, book(sheet(body, merges)))
    assert [dict(one.marks) for one in found.rows] == [{}, {}, {}, {0: Mark.MERGED}]


def test_hidden_sheets_are_passed_over(tmp_path: Path) -> None:
    parts = parts_of(sheet(row(1, "名称")))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("sheetId", 'state="hidden" sheetId')
    assert refused(tmp_path, packed(parts)).code == "sheet.empty"


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {**parts_of(sheet("")), "xl/worksheets/sheet1.xml": b" " * 30_000_000}
    assert refused(tmp_path, packed(parts)).code == "sheet.bomb"


def test_a_zip_bomb_that_lies_is_refused_by_what_comes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_limits, "MAX_UNPACKED", 30_000)
    data = book(sheet(row(1, "名" * 20_000)))
    monkeypatch.setattr(package_limits.Package, "_refuse_harm", lambda _self: None)
    assert refused(tmp_path, data).code == "sheet.bomb"


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    parts = parts_of(sheet("")) | {f"xl/{number}.xml": "" for number in range(package_limits.MAX_ENTRIES)}
    assert refused(tmp_path, packed(parts)).code == "sheet.bomb"


def test_entities_are_refused(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    assert refused(tmp_path, book(laughs + sheet(row(1, "&b;")))).code == "sheet.bomb"


def test_endless_merges_are_refused(tmp_path: Path) -> None:
    merges = "<mergeCells>" + '<mergeCell ref="A1:C90000"/>' * 50 + "</mergeCells>"
    body = row(1, *HEADS) + '<row r="90000"><c r="A90000"><v>1</v></c></row>'
    assert refused(tmp_path, book(sheet(body, merges))).code == "sheet.merged"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "sheet.old_xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "sheet.password"),
        (b"%PDF-1.7", "sheet.not_a_table"),
        (b"PK\x03\x04" + bytes(100), "sheet.damaged"),
        (b"a\0b", "sheet.not_a_table"),
        (b"", "sheet.empty"),
        (b"\n\n , ,\n", "sheet.empty"),
        (packed({"word/document.xml": "<a/>"}), "sheet.not_a_table"),
        (book("<worksheet><sheetData>"), "sheet.damaged"),
        (book(sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')), "sheet.damaged"),
    ],
)
def test_files_that_are_something_else(tmp_path: Path, data: bytes, code: str) -> None:
    assert refused(tmp_path, data).code == code


def test_a_file_larger_than_the_limit_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(BadFile, match=r"sheet\.too_large"):
        FILES.read(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Missing, match=r"file\.missing"):
        FILES.read(tmp_path / "nothing.xlsx")


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xef\xbb\xbf"])
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: Path, tail: bytes, head: bytes) -> None:
    with suppress(BadFile):
        read(tmp_path, head + tail)


WHOLE = book(
    sheet(row(1, *HEADS) + row(2, "甲", "<c><v>1</v></c>", '<c s="1"><v>3</v></c>')), texts="<si><t>x</t></si>"
)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path, at: int, noise: bytes) -> None:
    with suppress(BadFile):
        read(tmp_path, WHOLE[:at] + noise + WHOLE[at + len(noise) :])


XML = st.text(st.sampled_from('<>/="&;c rvtfs1:A9.eE-+mn'), max_size=60)


@given(XML, XML)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cells_are_read_or_refused(tmp_path: Path, inside: str, after: str) -> None:
    with suppress(BadFile):
        read(tmp_path, book(sheet(f'<row r="1"><c r="A1" {inside}><v>1</v></c></row>', after)))
