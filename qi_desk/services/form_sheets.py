"""What stands on the papers of a request's service (F04, F06-F11): one shape for all, facts first, then tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qi_desk.domain.charts.chart import Chart
from qi_desk.services.papers import NO_CODE, SlipCode, StationHead

FORM_SHEET = "form_sheet"


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table under its own heading: titles, widths in points (0 takes what is left), rows."""

    heading: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FormSheetView:
    """One form. `facts` are (label, value) pairs, short ones two a row; `sections` (heading, text) whole paragraphs;
    `notes` stand small at the end; `signatures` who signs; `signature` is what the first of them wrote on the
    customer's screen, as a PNG. `stamp` asks for the station's seal. With `tables_first` tables stand before
    paragraphs; without `numbered` there is no room for a number. `code` is the signed
    code of a paper that bears one; `hidden` are the switches turned off (list `paper_switches`); `charts` stand after
    paragraphs and tables, with `charts_first` between them."""

    station: StationHead
    title: str
    number: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, str], ...]
    tables: tuple[SheetTable, ...]
    notes: str
    signatures: tuple[str, ...]
    stamp: str
    reprint: int
    printed_at: datetime
    printed_by: str
    signature: bytes = b""
    tables_first: bool = False
    numbered: bool = True
    code: SlipCode = NO_CODE
    hidden: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    charts_first: bool = False
