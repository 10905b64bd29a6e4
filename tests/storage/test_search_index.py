"""The index follows its records: changed, voided, rebuilt, and stays small in what it keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qi_desk.storage.search_index import SearchIndex, driver, packed, unpacked
from qi_desk.storage.search_words import NameWords
from tests.storage.search_desk import Desk, readings

FIRM = "0b5cbd2c-3f0a-5c61-9a4e-0d6f5f2a0001"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()


def rows(desk: Desk) -> list[list[tuple[object, ...]]]:
    raw = driver(desk.connection)
    selects = ("doc, eid FROM search_doc", "key, doc FROM search_key", "rowid FROM search_text")
    return [sorted(raw.execute(f"SELECT {select}").fetchall()) for select in selects]


def test_a_renamed_enterprise_is_found_by_its_new_name_alone(desk: Desk) -> None:
    desk.add("enterprise", FIRM, name="广州长隆灯光有限公司", credit_code="91440113MADEMQ012X")
    desk.change("enterprise", FIRM, name="番禺明达机械有限公司", credit_code="91440113MADEMQ020Q")
    assert [desk.ids(text) for text in ("长隆", "cl", "changlong", "长", "Q012X")] == [[]] * 5
    assert [desk.ids(text) for text in ("明达", "md", "mingda", "明", "Q020Q")] == [[FIRM]] * 5


def test_a_former_name_added_later_is_found(desk: Desk) -> None:
    desk.add("enterprise", FIRM, name="番禺明达机械有限公司", former_names=[])
    desk.change("enterprise", FIRM, name="番禺明达机械有限公司", former_names=["市桥旧梦音响厂"])
    assert desk.ids("旧梦") == desk.ids("jmyx") == desk.ids("明达") == [FIRM]


def test_nothing_of_a_removed_record_is_left(desk: Desk) -> None:
    before = rows(desk)
    desk.add("contact", "c1", client=FIRM, name="仇小青", phone="13800004321")
    desk.add("enterprise", FIRM, name="广州长隆灯光有限公司", credit_code="91440113MADEMQ012X")
    assert all(len(table) > 1 for table in rows(desk))
    desk.index.refresh(desk.connection, "contact", "c1", None)
    desk.index.refresh(desk.connection, "enterprise", FIRM, None)
    assert rows(desk) == before == [[], [], []]
    assert desk.ids("4321") == desk.ids("长隆") == []


def test_removing_what_was_never_there_is_nothing(desk: Desk) -> None:
    desk.index.refresh(desk.connection, "contact", "nobody", None)
    desk.index.refresh(desk.connection, "paper", "p", {"number": "PY03-HZ-20260310-A-0001-K"})
    assert rows(desk) == [[], [], []]


def test_a_voided_row_is_not_shown_even_if_the_index_still_has_it(desk: Desk) -> None:
    desk.add("enterprise", FIRM, name="广州长隆灯光有限公司")
    desk.connection.exec_driver_sql("UPDATE enterprise SET void = 'twice'")
    assert desk.ids("长隆") == []


def test_an_act_that_rolls_back_leaves_the_index(desk: Desk) -> None:
    desk.connection.commit()
    desk.add("enterprise", FIRM, name="广州长隆灯光有限公司")
    desk.connection.rollback()
    assert desk.ids("长隆") == []
    assert rows(desk) == [[], [], []]


def test_only_searched_fields_concern_the_index(desk: Desk) -> None:
    assert desk.index.concerns("request", {"product", "state"})
    assert not desk.index.concerns("request", {"state", "closed_at"})
    assert not desk.index.concerns("matter", {"subject"})


def fill(desk: Desk, *, add: bool) -> None:
    write = desk.add if add else desk.put
    write("enterprise", FIRM, name="广州长隆灯光有限公司", former_names=["番禺旧梦音响厂"])
    write("contact", "c1", client=FIRM, name="仇小青", phone="13800004321/02084567890")
    for serial in (1, 2, 3):
        write(
            "request",
            f"r{serial}",
            number=f"PY03-XQ-20260310-A-000{serial}-K",
            client=FIRM,
            product="压力表",
            description="需要检定",
            standards=["JJG 52-2013"],
            registered_at=f"2026-03-10T09:0{serial}:00.000+08:00",
        )


def test_a_rebuild_makes_what_refreshing_made(desk: Desk) -> None:
    fill(desk, add=True)
    made = rows(desk)
    assert desk.index.rebuild(desk.connection)
    assert rows(desk) == made


def test_a_rebuild_finds_rows_that_were_never_indexed_and_tells_how_far(desk: Desk) -> None:
    fill(desk, add=False)
    told: list[tuple[int, int]] = []
    assert desk.index.rebuild(desk.connection, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (5, 5)
    assert desk.ids("cl")[0] == desk.ids("旧梦")[0] == FIRM
    assert desk.ids("压力表") == ["r3", "r2", "r1"]
    assert desk.ids("7890")[0] == desk.ids("4321")[0] == "c1"


def test_a_rebuild_leaves_voided_records_out(desk: Desk) -> None:
    fill(desk, add=True)
    desk.connection.exec_driver_sql("UPDATE contact SET void = 'retention'")
    desk.index.rebuild(desk.connection)
    assert desk.ids("4321") == []
    assert not [key for key, _ in rows(desk)[1] if str(key).startswith(("p", "r"))]


def test_a_cancelled_rebuild_changes_nothing(desk: Desk) -> None:
    fill(desk, add=True)
    made = rows(desk)
    desk.put("enterprise", "new", name="番禺明达机械有限公司")
    assert not desk.index.rebuild(desk.connection, cancelled=lambda: True)
    assert rows(desk) == made
    assert desk.ids("明达") == []
    assert desk.ids("长隆")[0] == FIRM


def test_records_can_be_added_after_a_rebuild(desk: Desk) -> None:
    fill(desk, add=True)
    desk.index.rebuild(desk.connection)
    desk.connection.commit()
    desk.add("request", "r9", number="PY03-XQ-20260311-A-0009-K", client=FIRM, product="压力表")
    assert desk.ids("压力表")[0] == "r9"
    desk.connection.exec_driver_sql("INSERT INTO search_text (search_text) VALUES ('integrity-check')")


def test_the_file_is_encrypted_and_the_index_with_it(desk: Desk, tmp_path: Path) -> None:
    desk.add("enterprise", FIRM, name="广州长隆灯光有限公司")
    desk.connection.commit()
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert "长隆".encode() not in kept
    assert b"changlong" not in kept


@pytest.mark.parametrize("eid", [FIRM, "c1", FIRM.upper(), FIRM.replace("-", "x"), "阿" * 36, ""])
def test_packed_ids_come_back(eid: str) -> None:
    assert unpacked(packed(eid)) == eid


def test_a_canonical_id_takes_sixteen_bytes() -> None:
    assert isinstance(packed(FIRM), bytes)
    assert len(packed(FIRM)) == 16


def test_an_index_needs_no_words_to_work() -> None:
    bare = SearchIndex(readings(), NameWords())
    entry = bare.entries("enterprise", {"name": "广州长隆灯光有限公司"})
    assert entry is not None
    assert "_cl" in entry.text.split()
    assert entry.keys[0] == "ne广州长隆灯光"
    assert bare.entries("paper", {}) is None
