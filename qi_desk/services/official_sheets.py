"""What stands on the station's official papers (layout of GB/T 9704): minutes (F22), the record of a meeting (F21), its
sign-in sheet, requests to and reports for the superior (F23), agreements.

Texts arrive worded; days and times are words too. An empty text or list leaves its line out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qi_desk.services.papers import StationHead

MINUTES = "minutes"
MEETING_RECORD = "meeting_record"
SIGN_IN = "sign_in_sheet"
LETTER = "official_letter"
AGREEMENT = "agreement"

HEADINGS = ("heading1", "heading2", "heading3", "heading4")
PARAGRAPH, PICTURE, TABLE = "paragraph", "picture", "table"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a body. `kind` is one of HEADINGS, PARAGRAPH, PICTURE or TABLE; `text` the heading, the paragraph, or
    what stands below a picture and above a table.

    Headings are numbered by the paper unless the text already begins with a number of its level. `picture` is a PNG or
    JPEG; `columns` are the titles of a table, `widths` their shares of the width (empty: all alike).
    """

    kind: str
    text: str = ""
    picture: bytes = b""
    columns: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What was decided, who sees to it, and until when; the last two may be empty."""

    text: str
    owner: str
    due: str


@dataclass(frozen=True, slots=True)
class MinutesSheetView:
    """Minutes as they are issued (F22). `mark` follows the station's name in the red head (会议纪要); `issue` counts
    within the year, 0 for none yet; `number` is the record's own. `signer` signs for the issue, `issued_on` is the day
    under the head, `printed_on` that of the last line. A `draft` says so on every page."""

    station: StationHead
    mark: str
    issue: int
    number: str
    issued_on: str
    title: str
    body: tuple[Block, ...]
    decisions: tuple[DecisionLine, ...]
    present: tuple[str, ...]
    excused: tuple[str, ...]
    observers: tuple[str, ...]
    signer: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    printed_on: str
    draft: bool
    reprint: int
    printed_at: datetime
    printed_by: str


@dataclass(frozen=True, slots=True)
class SpeechLine:
    """Who said what; `verbatim` in their own words."""

    who: str
    text: str
    verbatim: bool


@dataclass(frozen=True, slots=True)
class VoteLine:
    """A vote: `on` says about what where the topic had several."""

    on: str
    agreed: int
    against: int
    abstained: int


@dataclass(frozen=True, slots=True)
class TopicSheet:
    """A topic of a meeting; `notes` are paragraphs, pictures and tables taken down beside the speeches."""

    title: str
    speeches: tuple[SpeechLine, ...]
    votes: tuple[VoteLine, ...]
    decisions: tuple[DecisionLine, ...]
    notes: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class AbsentLine:
    """Who is not there, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class MeetingRecordView:
    """会议记录表 (F21). `held` is the time from and to, `closed_at` that of the words 散会. `corrections` are what was
    corrected after the lock, old text and new; `digest` what the locked text hashes to. Signatures are PNG pictures,
    empty for a line to sign on. A blank one, to write by hand, has only the station (`blank`)."""

    station: StationHead
    number: str
    title: str
    kind: str
    held: str
    place: str
    chair: str
    scribe: str
    present: tuple[str, ...]
    observers: tuple[str, ...]
    absent: tuple[AbsentLine, ...]
    agenda: tuple[str, ...]
    topics: tuple[TopicSheet, ...]
    open_matters: tuple[str, ...]
    attachments: tuple[str, ...]
    closed_at: str
    corrections: tuple[str, ...]
    digest: str
    draft: bool
    reprint: int
    printed_at: datetime
    printed_by: str
    blank: bool = False
    chair_signature: bytes = b""
    scribe_signature: bytes = b""


@dataclass(frozen=True, slots=True)
class SignInRow:
    """One person of the sign-in sheet: `role` in words (member, observer); `signature` a PNG, `arrived` a time."""

    name: str
    organisation: str
    post: str
    phone: str
    role: str = ""
    arrived: str = ""
    signature: bytes = b""


@dataclass(frozen=True, slots=True)
class SignInView:
    """会议签到表: the rows there are, and empty ones up to `least` as far as there is room on the first page (20)."""

    station: StationHead
    number: str
    title: str
    held: str
    place: str
    rows: tuple[SignInRow, ...]
    least: int
    reprint: int
    printed_at: datetime
    printed_by: str


@dataclass(frozen=True, slots=True)
class ReplyBox:
    """The superior's answer to a request: `choices` are all there are, `chosen` the one given (empty: to be ticked by
    hand), and who said what when."""

    choices: tuple[str, ...]
    chosen: str
    text: str
    who: str
    on: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """请示 or 报告 (F23). `mark` follows the station's name in the red head (may be empty), `urgency` in words (empty
    for ordinary), `recipient` the one it goes to. `contact` stands in the note of a request (name and phone). `reply`
    only where one is asked for."""

    station: StationHead
    mark: str
    number: str
    urgency: str
    recipient: str
    subject: str
    body: tuple[Block, ...]
    attachments: tuple[str, ...]
    signer: str
    dated: str
    contact: str
    cc: tuple[str, ...]
    printed_on: str
    reply: ReplyBox | None
    draft: bool
    reprint: int
    printed_at: datetime
    printed_by: str


@dataclass(frozen=True, slots=True)
class SignatureColumn:
    """One party's place to sign: what stands above (甲方（盖章）), and its name."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement between two parties: who they are line by line, the articles, where they sign. An empty `number`
    leaves room for one."""

    station: StationHead
    title: str
    number: str
    parties: tuple[str, ...]
    body: tuple[Block, ...]
    signatures: tuple[SignatureColumn, ...]
    reprint: int
    printed_at: datetime
    printed_by: str
