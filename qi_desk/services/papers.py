"""What stands on paper, as frozen views, and the ports that make and print it.

Texts arrive worded and masked; the fixed labels of a paper belong to `documents`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

RECEIPT_A4 = "receipt_a4"
RECEIPT_A5 = "receipt_a5"
RECEIPT_80MM = "receipt_80mm"
ON_SITE_LIST = "on_site_list"
RECOVERY_SHEET = "recovery_sheet"
QUEUE_SLIP = "queue_slip"
EQUIPMENT_LABEL = "equipment_label"
OUTREACH_RECORD = "outreach_record"


@dataclass(frozen=True, slots=True)
class StationHead:
    """The station as it stands at the head of a paper. `practice` marks every sheet as practice; `second` is the line
    below the name, `footer` stands at the foot of each page, `mark` is the station's own mark as a PNG."""

    name: str
    code: str
    address: str
    phone: str
    supervision_phone: str
    practice: bool
    second: str = ""
    footer: str = ""
    mark: bytes = b""


@dataclass(frozen=True, slots=True)
class SlipCode:
    """The signed code of a paper: what the QR code says, and its short form to be read out. Both empty for a paper
    without one."""

    text: str = ""
    short: str = ""


NO_CODE = SlipCode()


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One paper handed in: how many copies, originals or not, and its state in words."""

    name: str
    copies: int
    original: bool
    state: str


@dataclass(frozen=True, slots=True)
class ReceiptWords:
    """The station's words of a receipt: title, notes at its end, the words in the seal's place and at the head of both
    copies; `hidden` are the switches (list `paper_switches`) turned off."""

    title: str
    notes: str
    stamp: str
    stub: str
    copy: str
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """F05. `kind` is "receipt.document" (we hold your papers) or "receipt.acceptance" (we accept the matter).
    The `_masked` texts stand on the customer's half. `reprint` is 0 for the first print."""

    kind: str
    words: ReceiptWords
    receipt_number: str
    request_number: str
    query_code: str
    station: StationHead
    client_name: str
    client_masked: str
    credit_code: str
    visitor: str
    visitor_masked: str
    contact: str
    contact_masked: str
    phone: str
    phone_masked: str
    items: tuple[str, ...]
    description: str
    materials: tuple[MaterialLine, ...]
    existing: tuple[str, ...]
    received_at: datetime
    accepted_at: datetime | None
    reply_due: datetime
    reply_due_note: str
    finish_due: datetime | None
    excluded_note: str
    fee_text: str
    delivery_text: str
    registrar_name: str
    registrar_no: str
    first_contact: str
    window: str
    made_offline: bool
    reprint: int
    printed_at: datetime
    printed_by: str
    code: SlipCode = NO_CODE


@dataclass(frozen=True, slots=True)
class OnSiteRow:
    """One person in the building."""

    number: str
    name: str
    organisation: str
    visited: str
    arrived_at: datetime
    badge: str
    state: str


@dataclass(frozen=True, slots=True)
class OnSiteView:
    """The list for a roll-call."""

    station: StationHead
    at: datetime
    rows: tuple[OnSiteRow, ...]
    printed_by: str


@dataclass(frozen=True, slots=True)
class RecoveryView:
    """The recovery code, for the sealed envelope."""

    station: StationHead
    groups: tuple[str, ...]
    made_at: datetime
    manager: str


@dataclass(frozen=True, slots=True)
class TicketView:
    """A queue slip. `ahead` is how many wait before; `wait_text` an estimate in words, may be empty."""

    station: StationHead
    ticket: str
    what: str
    ahead: int
    wait_text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LabelView:
    """The label of a device. `mark` is green, yellow or red, `mark_text` the same in words; `facts` what stands below
    its name."""

    station: StationHead
    title: str
    name: str
    number: str
    mark: str
    mark_text: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem on the record of a visit; `state` in words, `due` a day in words."""

    text: str
    answer: str
    state: str
    owner: str
    due: str


@dataclass(frozen=True, slots=True)
class OutreachSheetView:
    """F16. Every text may be empty: a blank form to be filled in by hand has only the station."""

    station: StationHead
    number: str
    client_name: str
    credit_code: str
    address: str
    went_on: str
    kind: str
    mode: str
    staff: str
    met: str
    purpose: str
    quality_status: str
    publicity: str
    problems: tuple[ProblemLine, ...]
    signed: bool
    answer_days: int
    reprint: int
    printed_at: datetime
    printed_by: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished paper. `missing` are characters no font had; they stand as 〓. The first `body` bytes are the paper
    without the marks and the offset laid over it; 0 where there are none."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...]
    body: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered page: RGBA rows of `stride` bytes on white."""

    width: int
    height: int
    stride: int
    data: bytes


@dataclass(frozen=True, slots=True)
class PrinterInfo:
    """A printer of the operating system."""

    name: str
    description: str
    state: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How to print: `paper` is A3, A4, A5 or 80mm; `title` holds no personal data; `tray` is the printer's name of it,
    empty for its choice; `sides` one, long or short (the edge the sheet is turned over)."""

    copies: int
    paper: str
    title: str
    tray: str = ""
    sides: str = "one"


class Papers(Protocol):
    """Makes papers from views and pictures from papers."""

    def make(self, kind: str, view: Any) -> Paper:
        """The paper of `kind` (a constant above) for its view. Raises PaperError."""
        ...

    def own_fonts(self) -> tuple[str, ...]:
        """Files of a 仿宋 on this machine that official papers can be set in. Raises PaperError."""
        ...

    def page_count(self, pdf: bytes) -> int:
        """How many pages. Raises PaperError for what is no PDF."""
        ...

    def render(self, pdf: bytes, page: int, dpi: float) -> Picture:
        """One page (from 0) as a picture. Raises PaperError."""
        ...

    def finish(self, pdf: bytes, x: float, y: float, note: str) -> Paper:
        """The paper with its contents moved `x` mm to the right and `y` mm up and `note` laid over every page; it
        begins with the very bytes of `pdf`. Raises PaperError."""
        ...

    def join(self, pdfs: Sequence[bytes]) -> Paper:
        """All pages in one PDF, in order. Raises PaperError."""
        ...


class Printer(Protocol):
    """Hands papers to the operating system."""

    def printers(self) -> tuple[PrinterInfo, ...]:
        """The printers there are now; empty where there is no printing system."""
        ...

    def send(self, pdf: bytes, printer: str, options: PrintOptions) -> str:
        """Hand a paper over; answers the job's id. Raises PaperError. Sent is not printed."""
        ...

    def trays(self, printer: str) -> tuple[tuple[str, str], ...]:
        """The paper trays of a printer: its own name of each, and how it is shown."""
        ...

    def state(self, job: str) -> str:
        """What became of a job, as a code of `print_states`."""
        ...

    def cancel(self, job: str) -> None:
        """Take a job back if it is still waiting. Raises PaperError."""
        ...
