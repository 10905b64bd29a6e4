"""Posters come from the print centre, small or large, by keyboard."""

from __future__ import annotations

from typing import Any

from tests.gui.fakes import RememberingPrinter
from tests.gui.pageobjects.desk import Desk


def begun(desk: Desk, kind: str) -> Any:
    """The preview of a paper of the print centre."""
    desk.window.desk.go("print", {"tab": "catalogue", "eid": kind})
    desk.settle()
    desk.press("F10")
    dialog: Any = desk.dialog()
    assert type(dialog).__name__ == "PaperDialog"
    return dialog


def test_a_poster_is_printed_on_the_large_sheet(desk: Desk, printer: RememberingPrinter) -> None:
    dialog = begun(desk, "poster_complaint")
    assert not dialog.form.isHidden()
    assert dialog.form.value() == "poster_a4"
    dialog.printers.set_value(RememberingPrinter.NAME)
    dialog.printers.edited.emit()
    dialog.form.set_value("poster_a3")
    dialog.form.edited.emit()
    dialog.printers.set_value(RememberingPrinter.NAME)
    dialog.printers.edited.emit()
    desk.settle()
    desk.press("F10")
    assert len(printer.sent) == 1
    assert b"841.8" in printer.sent[0][1][:4000] or b"1190.5" in printer.sent[0][1]


def test_a_paper_of_one_form_offers_no_choice(desk: Desk) -> None:
    dialog = begun(desk, "on_site_list")
    assert dialog.form.isHidden()
