"""Tables of service objects taken in: judged row by row, written whole or not at all, taken back whole."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from qi_desk.domain.errors import BadFile, Conflict, Invalid
from qi_desk.services import client_changes, client_file, import_columns, imports, undo
from qi_desk.services.import_preview import Options, Preview, Verdict
from qi_desk.services.ports import Query
from tests.support.stations import CODE, OTHER_CODE, Bench

HEADS = ("企业名称", "信用代码", "类型", "地址", "人数", "联系人", "电话")
FIRM = ("广州示范精密仪器有限公司", CODE, "企业", "番禺区示范路1号", "86", "陈演练", "138 0000 1234")
OTHER = ("佛山虚构仪表厂", OTHER_CODE, "企业", "", "", "", "")


def table(folder: Path, *rows: Sequence[str], heads: Sequence[str] = HEADS, encoding: str = "utf-8-sig") -> Path:
    """A CSV file as a colleague would send it."""
    file = folder / "table.csv"
    with file.open("w", encoding=encoding, newline="") as out:
        csv.writer(out).writerows([heads, *rows])
    return file


def preview(bench: Bench, file: Path, options: Options | None = None) -> Preview:
    return imports.preview(bench.house, bench.actor, imports.read(bench.house, bench.actor, file), options)


def verdicts(shown: Preview) -> list[str]:
    return [row.verdict.value for row in shown.rows]


def reasons(shown: Preview) -> list[str]:
    return [problem.code for row in shown.rows for problem in row.reasons]


def count(bench: Bench) -> int:
    with bench.house.store.read() as look:
        return look.count(Query("enterprise"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gbk", "gb18030", "utf-16"])
def test_a_table_is_taken_in_whatever_its_encoding(bench: Bench, tmp_path: Path, encoding: str) -> None:
    shown = preview(bench, table(tmp_path, FIRM, OTHER, encoding=encoding))
    assert shown.counts == {"new": 2, "update": 0, "doubtful": 0, "wrong": 0}
    assert count(bench) == 0
    done = imports.write(bench.house, bench.actor, shown).value
    assert (done.created, done.changed, done.contacts, done.left) == (2, 0, 1, 0)
    file = client_file.show(bench.house, bench.actor, shown.rows[0].target)
    assert (file.values["credit_code"], file.values["staff_count"]) == (CODE, 86)
    assert file.parts["contact"][0].values["phone"] == "138****1234"


def test_the_same_table_again_changes_nothing(bench: Bench, tmp_path: Path) -> None:
    imports.write(bench.house, bench.actor, preview(bench, table(tmp_path, FIRM, OTHER)))
    again = preview(bench, table(tmp_path, FIRM, OTHER))
    assert verdicts(again) == ["update", "update"]
    assert again.rows[0].changes == () or set(again.rows[0].changes) <= {"contact.name", "contact.phone"}
    done = imports.write(bench.house, bench.actor, again).value
    assert (done.created, done.changed, done.contacts) == (0, 0, 0)


def test_an_update_fills_what_is_empty_and_keeps_what_is_there(bench: Bench, tmp_path: Path) -> None:
    entry = {"kind": "enterprise", "name": FIRM[0], "credit_code": CODE, "address": "旧地址"}
    eid = client_changes.add(bench.house, bench.actor, entry).value
    shown = preview(bench, table(tmp_path, FIRM))
    assert verdicts(shown) == ["update"]
    assert "import.kept" in reasons(shown)
    imports.write(bench.house, bench.actor, shown)
    values = client_file.show(bench.house, bench.actor, eid).values
    assert (values["address"], values["staff_count"]) == ("旧地址", 86)
    over = preview(bench, table(tmp_path, FIRM), Options(overwrite=True))
    imports.write(bench.house, bench.actor, over)
    assert client_file.show(bench.house, bench.actor, eid).values["address"] == FIRM[3]


def test_an_empty_cell_empties_nothing(bench: Bench, tmp_path: Path) -> None:
    imports.write(bench.house, bench.actor, preview(bench, table(tmp_path, FIRM)))
    bare = (FIRM[0], CODE, "企业", "", "", "", "")
    shown = preview(bench, table(tmp_path, bare), Options(overwrite=True))
    assert imports.write(bench.house, bench.actor, shown).value.changed == 0
    assert client_file.show(bench.house, bench.actor, shown.rows[0].target).values["address"] == FIRM[3]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("看错的公司", "9144O113MADEMQO12X", "企业", "", "", "", ""), "credit_code.alphabet"),
        (("少一位的公司", CODE[:17], "企业", "", "", "", ""), "credit_code.length"),
        (("没有代码的公司", "", "企业", "", "", "", ""), "required"),
        (("", CODE, "企业", "", "", "", ""), "required"),
        (("类别不明", "", "外星企业", "", "", "", ""), "not_in_list"),
        (("人数不明", CODE, "企业", "", "几十", "", ""), "import.number"),
        (("【示例】公司", CODE, "企业", "", "", "", ""), "import.sample"),
        (("科学记数", "9.14401E+17", "企业", "", "", "", ""), "import.digits_lost"),
    ],
)
def test_a_wrong_row_says_why_and_is_not_written(bench: Bench, tmp_path: Path, row: tuple[str, ...], code: str) -> None:
    shown = preview(bench, table(tmp_path, row, OTHER))
    assert verdicts(shown) == ["wrong", "new"]
    assert code in reasons(shown)
    assert imports.write(bench.house, bench.actor, shown).value.left == 1
    assert count(bench) == 1


def test_a_code_with_look_alike_letters_is_taken_as_it_should_be_when_agreed(bench: Bench, tmp_path: Path) -> None:
    row = ("看错的公司", "9144O113MADEMQO12X", "企业", "", "", "", "")
    shown = preview(bench, table(tmp_path, row), Options(fixes=frozenset({2})))
    assert verdicts(shown) == ["new"]
    assert shown.rows[0].credit_code == CODE


def test_a_likely_twin_is_doubtful_and_waits_for_a_word(bench: Bench, tmp_path: Path) -> None:
    imports.write(bench.house, bench.actor, preview(bench, table(tmp_path, FIRM)))
    twin = ("示范精密仪器（广州）有限责任公司", OTHER_CODE, "企业", "", "", "", "")
    shown = preview(bench, table(tmp_path, twin))
    assert verdicts(shown) == ["doubtful"]
    with pytest.raises(Conflict, match="nothing"):
        imports.write(bench.house, bench.actor, shown)
    assert imports.write(bench.house, bench.actor, shown, accepted={2}).value.created == 1


def test_twice_in_one_table_is_one_file_with_two_contacts(bench: Bench, tmp_path: Path) -> None:
    second = (*FIRM[:5], "周演练", "13900005678")
    shown = preview(bench, table(tmp_path, FIRM, second))
    assert verdicts(shown) == ["new", "update"]
    done = imports.write(bench.house, bench.actor, shown).value
    assert (done.created, done.contacts, count(bench)) == (1, 2, 1)
    quarrel = (*FIRM[:4], "87", "", "")
    shown = preview(bench, table(tmp_path, (*OTHER[:4], "5", "", ""), (*OTHER[:4], "6", "", ""), quarrel))
    assert "import.differs_in_file" in reasons(shown)


def test_the_whole_batch_can_be_taken_back_until_somebody_built_on_it(bench: Bench, tmp_path: Path) -> None:
    done = imports.write(bench.house, bench.actor, preview(bench, table(tmp_path, FIRM, OTHER)))
    assert [batch.created for batch in imports.batches(bench.house, bench.actor)] == [2]
    assert done.undo is not None
    undo.undo(bench.house, bench.actor, done.undo)
    assert count(bench) == 0
    assert imports.batches(bench.house, bench.actor) == ()
    again = imports.write(bench.house, bench.actor, preview(bench, table(tmp_path, FIRM, OTHER)))
    entry = {"name": "压力表"}
    client_changes.add_part(
        bench.house, bench.actor, "instrument", preview(bench, table(tmp_path, FIRM)).rows[0].target, entry
    )
    assert again.undo is not None
    with pytest.raises(Conflict, match="changed_since"):
        undo.undo(bench.house, bench.actor, again.undo)


def test_cancelling_leaves_nothing_half_done(bench: Bench, tmp_path: Path) -> None:
    shown = preview(bench, table(tmp_path, FIRM, OTHER))
    told: list[tuple[int, int]] = []
    with pytest.raises(Conflict, match="cancelled"):
        imports.write(bench.house, bench.actor, shown, cancelled=lambda: True)
    assert count(bench) == 0
    imports.write(bench.house, bench.actor, shown, progress=lambda done, whole: told.append((done, whole)))
    assert told[-1] == (2, 2)


def test_a_preview_that_is_no_longer_true_is_not_written(bench: Bench, tmp_path: Path) -> None:
    shown = preview(bench, table(tmp_path, FIRM))
    entry = {"kind": "enterprise", "name": "抢先建的公司", "credit_code": CODE}
    client_changes.add(bench.house, bench.actor, entry)
    with pytest.raises(Conflict, match="stale"):
        imports.write(bench.house, bench.actor, shown)


def test_columns_are_mapped_by_hand_and_remembered(bench: Bench, tmp_path: Path) -> None:
    heads = ("甲", "乙", "丙", "丁", "戊", "己", "庚")
    file = table(tmp_path, FIRM, heads=heads)
    loaded = imports.read(bench.house, bench.actor, file)
    with pytest.raises(Invalid):
        imports.preview(bench.house, bench.actor, loaded)
    mapping = ("enterprise.name", "enterprise.credit_code", "enterprise.kind", "", "", "", "")
    shown = imports.preview(bench.house, bench.actor, imports.remapped(loaded, mapping))
    assert verdicts(shown) == ["new"]
    imports.write(bench.house, bench.actor, shown)
    again = imports.read(bench.house, bench.actor, file)
    assert again.remembered
    assert again.mapping == mapping


def test_the_template_is_read_as_it_was_written(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "模板.xlsx"
    imports.template(bench.house, bench.actor, file)
    shown = preview(bench, file)
    assert set(shown.loaded.mapping) == {one.key for one in import_columns.columns()}
    assert set(verdicts(shown)) == {"wrong"}
    assert set(reasons(shown)) == {"import.sample"}


@pytest.mark.parametrize("name", ["table.pdf", "table.xlsx", "table.csv"])
def test_what_is_no_table_changes_nothing(bench: Bench, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"\x00\x01\xff\xfe nothing like a table \x00")
    with pytest.raises(BadFile):
        imports.read(bench.house, bench.actor, file)
    assert count(bench) == 0


def test_verdicts_are_worded() -> None:
    from qi_desk import wording

    assert all(f"exchange.verdict.{one.value}" in wording.texts() for one in Verdict)
