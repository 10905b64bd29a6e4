"""The drawings of paper the desk gives out: the sheet each is printed on and the setting that holds its printer."""

from __future__ import annotations

from dataclasses import dataclass

DOCUMENTS = "printer.a4"
"""The printer of everything on A4 that is no receipt."""


@dataclass(frozen=True, slots=True)
class PaperForm:
    """`sheet` is A3, A4, A5 or 80mm; `printer` the key of the setting; `values` the drawing of the values alone, for a
    sheet on which the rest is printed already, where there is one."""

    sheet: str
    printer: str
    values: str = ""


FORMS: dict[str, PaperForm] = {
    "receipt_a4": PaperForm("A4", "printer.receipt_a4", "receipt_a4_values"),
    "receipt_a5": PaperForm("A5", "printer.receipt_a5", "receipt_a5_values"),
    "receipt_80mm": PaperForm("80mm", "printer.receipt_80mm"),
    "queue_slip": PaperForm("80mm", "printer.queue_slip"),
    "on_site_list": PaperForm("A4", DOCUMENTS),
    "recovery_sheet": PaperForm("A4", DOCUMENTS),
    "outreach_record": PaperForm("A4", DOCUMENTS),
    "archive_catalogue": PaperForm("A4", DOCUMENTS),
    "disposal_list": PaperForm("A4", DOCUMENTS),
    "poster_a4": PaperForm("A4", DOCUMENTS),
    "poster_a3": PaperForm("A3", DOCUMENTS),
    "manual": PaperForm("A4", DOCUMENTS),
    "dossier": PaperForm("A4", DOCUMENTS),
    "minutes": PaperForm("A4", DOCUMENTS),
    "meeting_record": PaperForm("A4", DOCUMENTS),
    "sign_in_sheet": PaperForm("A4", DOCUMENTS),
    "agreement": PaperForm("A4", DOCUMENTS),
    "official_letter": PaperForm("A4", DOCUMENTS),
    "equipment_label": PaperForm("80mm", "printer.queue_slip"),
    "blank_sheets": PaperForm("A4", DOCUMENTS),
    "pack_sheet": PaperForm("A4", DOCUMENTS),
    "form_sheet": PaperForm("A4", DOCUMENTS),
}
"""Every form by name; a new drawing adds its line. Which paper is drawn in which form stands in
resources/codes/paper_kinds.toml."""

PRINTERS = tuple(dict.fromkeys(form.printer for form in FORMS.values()))
"""The settings that name printers."""
