"""Which function makes which paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from qi_desk.documents import (
    archive,
    blank_sheets,
    equipment_label,
    form_sheet,
    lists,
    manual,
    outreach,
    pack,
    poster,
    print_sheets,
    receipt,
)
from qi_desk.documents.official import agreement, letters, meeting_record, minutes, sign_in
from qi_desk.domain.errors import PaperError
from qi_desk.services import archive_sheets, form_sheets, manual_papers, official_sheets, papers, posters
from qi_desk.services.blank_forms import paper as blank_paper
from qi_desk.services.compliance import pack_sheets
from qi_desk.services.prints import sheets

MAKERS: dict[str, tuple[type[Any], Callable[[Any], papers.Paper]]] = {
    papers.RECEIPT_A4: (papers.ReceiptView, receipt.a4),
    papers.RECEIPT_A5: (papers.ReceiptView, receipt.a5),
    "receipt_a4_values": (papers.ReceiptView, partial(receipt.a4, values_only=True)),
    "receipt_a5_values": (papers.ReceiptView, partial(receipt.a5, values_only=True)),
    papers.RECEIPT_80MM: (papers.ReceiptView, receipt.ticket),
    papers.ON_SITE_LIST: (papers.OnSiteView, lists.on_site_list),
    papers.RECOVERY_SHEET: (papers.RecoveryView, lists.recovery_sheet),
    papers.QUEUE_SLIP: (papers.TicketView, lists.queue_slip),
    archive_sheets.CATALOGUE: (archive_sheets.CatalogueView, archive.catalogue),
    archive_sheets.DISPOSAL_LIST: (archive_sheets.DisposalSheetView, archive.disposal_list),
    archive_sheets.DOSSIER: (archive_sheets.DossierView, archive.dossier),
    form_sheets.FORM_SHEET: (form_sheets.FormSheetView, form_sheet.form_sheet),
    official_sheets.MINUTES: (official_sheets.MinutesSheetView, minutes.minutes),
    official_sheets.MEETING_RECORD: (official_sheets.MeetingRecordView, meeting_record.record),
    official_sheets.SIGN_IN: (official_sheets.SignInView, sign_in.sheet),
    official_sheets.AGREEMENT: (official_sheets.AgreementView, agreement.agreement),
    official_sheets.LETTER: (official_sheets.LetterView, letters.letter),
    posters.POSTER_A4: (posters.PosterView, poster.a4),
    posters.POSTER_A3: (posters.PosterView, poster.a3),
    manual_papers.MANUAL: (manual_papers.ManualView, manual.manual),
    blank_paper.BLANK_SHEETS: (blank_paper.BlankSheetsView, blank_sheets.blank_sheets),
    pack_sheets.PACK_SHEET: (pack_sheets.PackView, pack.pack),
    papers.EQUIPMENT_LABEL: (papers.LabelView, equipment_label.label),
    sheets.TEST_SHEET: (sheets.TestSheetView, print_sheets.ruler),
    sheets.SEPARATOR: (sheets.SeparatorView, print_sheets.separator),
    papers.OUTREACH_RECORD: (papers.OutreachSheetView, outreach.record),
}
"""Kind of paper to its view and its maker."""


def make(kind: str, view: Any) -> papers.Paper:
    """The paper of `kind`. Raises PaperError("paper.unknown") for a kind nobody makes."""
    if kind not in MAKERS:
        raise PaperError("paper.unknown", kind=kind)
    return MAKERS[kind][1](view)
