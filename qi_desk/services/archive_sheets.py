"""What stands on the archive's papers: catalogue (DA/T 22), list of what is destroyed (F30), a client's dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qi_desk.services.papers import StationHead

CATALOGUE = "archive_catalogue"
DISPOSAL_LIST = "disposal_list"
DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """One item; `dated` as eight digits, the rest in words."""

    code: str
    document_number: str
    author: str
    title: str
    dated: str
    secrecy: str
    pages: str
    note: str


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """归档文件目录 (DA/T 22-2015): `scope` says in words which items."""

    station: StationHead
    scope: str
    lines: tuple[CatalogueLine, ...]
    printed_at: datetime
    printed_by: str


@dataclass(frozen=True, slots=True)
class DisposalLine:
    """One item to be destroyed."""

    code: str
    title: str
    dated: str
    period: str
    until: str
    pages: str


@dataclass(frozen=True, slots=True)
class SignedOpinion:
    """What somebody said of the list, and when, in words."""

    role: str
    name: str
    text: str
    on: str


@dataclass(frozen=True, slots=True)
class DisposalSheetView:
    """销毁清册 with its opinions, and once it was done the certificate at its end."""

    station: StationHead
    number: str
    reason: str
    way: str
    lines: tuple[DisposalLine, ...]
    opinions: tuple[SignedOpinion, ...]
    done: bool
    done_on: str
    witness: str
    done_by: str
    printed_at: datetime
    printed_by: str


@dataclass(frozen=True, slots=True)
class DossierTable:
    """A table of a dossier: `columns` are (title, width in points, 0 for what is left) joined by "|"."""

    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DossierDocument:
    """One document of a dossier: facts first (label and value), then text, then tables."""

    title: str
    number: str
    dated: str
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[DossierTable, ...] = ()


@dataclass(frozen=True, slots=True)
class DossierPart:
    """One of the seventeen parts with what it holds; an empty one says why nothing is there."""

    code: str
    name: str
    documents: tuple[DossierDocument, ...]
    note: str


@dataclass(frozen=True, slots=True)
class DossierView:
    """A client's whole file: cover, spine label, contents with page numbers, documents."""

    station: StationHead
    client_name: str
    credit_code: str
    volume: str
    since: str
    until: str
    period: str
    secrecy: str
    parts: tuple[DossierPart, ...]
    printed_at: datetime
    printed_by: str
