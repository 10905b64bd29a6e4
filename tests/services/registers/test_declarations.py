"""Whatever a register declares is worded, filled for practice, shown, printed and given out."""

from __future__ import annotations

from pathlib import Path

import pytest

from qi_desk import resource_files, wording
from qi_desk.documents.make import make
from qi_desk.gui.pages.registers.columns import lines_of, rows_of
from qi_desk.gui.pages.registers.editing import deeds_of
from qi_desk.services.document_words import Words
from qi_desk.services.ports import Query
from qi_desk.services.registers import papers, tables, views
from qi_desk.services.registers.catalogue import REGISTERS
from qi_desk.services.rights import VERBS
from tests.services.registers.keeping import fill, invented, rows
from tests.support.stations import Bench

NAMES = tuple(REGISTERS)
_PRINTED = 5


@pytest.fixture
def full(bench: Bench) -> Bench:
    fill(bench)
    return bench


@pytest.mark.parametrize("name", NAMES)
def test_its_page_has_words_and_columns(name: str) -> None:
    register = REGISTERS[name]
    texts = wording.texts()
    assert texts[f"register.{name}.help"]
    assert texts[f"register.{name}.empty"]
    assert all("〔" not in column.title for column in rows_of(register))
    assert register.title in register.columns
    assert all("〔" not in deed.label for deed in deeds_of(register).values())
    assert set(lines_of(name)) == set(register.lists)
    for field, cells in register.lists.items():
        assert texts[f"hint.{name}.{field}"]
        assert all(wording.texts()[f"cell.{name}.{field}.{cell.key}"] for cell in cells)


@pytest.mark.parametrize("name", NAMES)
def test_its_deeds_name_their_right_and_their_question(name: str) -> None:
    register = REGISTERS[name]
    for deed in register.deeds:
        assert deed.right in VERBS
        if deed.asked or deed.sure:
            assert wording.texts()[f"register.{name}.{deed.name}"]
    if register.lifecycle is not None:
        assert register.entity.field(register.state)
        assert set(register.closed) <= set(register.lifecycle.states)


@pytest.mark.parametrize("name", NAMES)
def test_it_has_paper_words(name: str) -> None:
    words = Words("register_sheets")
    assert words[f"{name}_list"]
    assert words[f"{name}_sheet"]
    assert {"register_list", "register_sheet"} <= set(resource_files.code_list("paper_kinds").ids)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_empty_without_a_complaint(bench: Bench, name: str) -> None:
    assert all(not row.eid or name in ("person", "training") for row in rows(bench, name))


@pytest.mark.parametrize("name", NAMES)
def test_practice_fills_it_and_every_record_can_be_looked_at(full: Bench, name: str) -> None:
    assert any(one.kind == name for one in invented())
    found = [row for row in rows(full, name) if row.eid]
    assert found
    register = REGISTERS[name]
    for row in found:
        assert len(row.cells) == len(register.columns)
        assert not any("〔" in cell for cell in row.cells), row.cells
        view = views.show(full.house, full.actor, name, row.eid)
        assert view.title
        assert not any("〔" in label + value for label, value, _ in view.facts), view.facts
        assert set(view.deeds) <= set(deeds_of(register))


@pytest.mark.parametrize("name", NAMES)
def test_its_list_and_each_sheet_are_printed(full: Bench, name: str) -> None:
    order = papers.register_list(full.house, full.actor, name)
    paper = make(order.form, order.view)
    assert paper.missing == ()
    for row in [row for row in rows(full, name) if row.eid][:_PRINTED]:
        sheet = papers.register_sheet(full.house, full.actor, name, row.eid)
        assert make(sheet.form, sheet.view).missing == ()
        if REGISTERS[name].paper is None and name != "opening_check":
            title = REGISTERS[name].columns.index(REGISTERS[name].title)
            assert row.cells[title] in [value for _, value in sheet.view.facts]
    if REGISTERS[name].paper is None:
        assert sheet.view.title == Words("register_sheets")[f"{name}_sheet"]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_given_out_as_a_table_and_that_is_in_the_chain(full: Bench, name: str, tmp_path: Path) -> None:
    file = tmp_path / tables.suggest(full.house, full.actor, name)
    count = tables.export(full.house, full.actor, name, file)
    sheet = full.house.sheets.read(file)
    with full.house.store.read() as look:
        assert count == look.count(Query(name))
        (line, *_) = look.history(limit=1)
    assert (line.event, line.kind) == ("exported", name)
    assert len(sheet.rows) == count + 1
