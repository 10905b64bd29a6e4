"""Where papers are printed: each by its own line, else by the one its sheet shares, else plainly."""

from __future__ import annotations

import pytest

from qi_desk.domain.errors import Invalid
from qi_desk.services.prints import outlets
from qi_desk.services.prints.outlets import Outlet, outlet_of
from tests.services.prints.press import BACK, FRONT, on, tune
from tests.support.stations import Bench


def test_a_paper_follows_its_sheet_until_it_has_a_line_of_its_own(bench: Bench) -> None:
    on(bench)
    tune(bench, "printer.a4", printer=FRONT, y=2.0)
    assert outlet_of(bench.house, "day_list", "form_sheet") == Outlet(FRONT, y=2.0)
    tune(bench, "day_list", printer=BACK, x=1.0)
    assert outlet_of(bench.house, "day_list", "form_sheet") == Outlet(BACK, x=1.0)
    assert outlet_of(bench.house, "flow_guide", "form_sheet") == Outlet(FRONT, y=2.0)
    outlets.set_outlet(bench.house, bench.actor, "day_list", None)
    assert outlet_of(bench.house, "day_list", "form_sheet") == Outlet(FRONT, y=2.0)


def test_a_line_without_a_printer_of_its_own_takes_the_common_one(bench: Bench) -> None:
    on(bench)
    tune(bench, "day_list", x=1.5)
    assert outlet_of(bench.house, "day_list", "form_sheet") == Outlet(FRONT, x=1.5)


def test_another_printer_in_the_settings_holds_for_all_that_share_it(bench: Bench) -> None:
    tune(bench, "printer.a4", printer=FRONT, tray="Upper")
    bench.house.settings.set("printer.a4", BACK)
    assert outlet_of(bench.house, "flow_guide", "form_sheet") == Outlet(BACK, "Upper")


def test_a_printer_chosen_over_a_paper_holds_where_it_was_set(bench: Bench) -> None:
    on(bench)
    tune(bench, "day_list", printer=FRONT, x=1.0)
    outlets.choose_printer(bench.house, bench.actor, "day_list", "form_sheet", BACK)
    assert outlet_of(bench.house, "day_list", "form_sheet") == Outlet(BACK, x=1.0)
    assert outlet_of(bench.house, "flow_guide", "form_sheet").printer == FRONT
    outlets.choose_printer(bench.house, bench.actor, "flow_guide", "form_sheet", BACK)
    assert bench.house.settings.get("printer.a4") == BACK


def test_receipts_have_a_line_for_each_drawing(bench: Bench) -> None:
    tune(bench, "printer.receipt_a5", printer=BACK, values=True)
    assert outlet_of(bench.house, "receipt.acceptance", "receipt_a5") == Outlet(BACK, values=True)
    assert outlet_of(bench.house, "receipt.acceptance", "receipt_a4") == Outlet()
    rows = {row.eid: row for row in outlets.outlets(bench.house, bench.actor)}
    assert rows["printer.receipt_a5"].may_overprint
    assert not rows["day_list"].may_overprint
    assert "receipt.acceptance" not in rows


@pytest.mark.parametrize("values", [{"x": 31.0}, {"y": -30.5}, {"copies": 0}, {"copies": 21}, {"sides": "both"}])
def test_what_no_printer_does_is_refused(bench: Bench, values: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        tune(bench, "day_list", **values)
    assert outlet_of(bench.house, "day_list", "form_sheet") == Outlet()
