"""Giving service objects out as a table: whole for the house, masked for sharing, or counted (G2, G3, DB44/T 2407
6.4.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from qi_desk import wording
from qi_desk.domain import masking, moments
from qi_desk.domain.enterprises import PERSON_KIND
from qi_desk.domain.errors import Conflict, Invalid, Problem
from qi_desk.domain.fields import Field, Sensitivity, Type, encode
from qi_desk.services.client_file import trades_of
from qi_desk.services.export_counts import Tally, count_columns
from qi_desk.services.import_columns import columns
from qi_desk.services.paging import pages
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import COUNTER, LEADING, verb
from qi_desk.services.sheets import OutColumn, OutSheet

_PAGE = 500
_PERSONS = frozenset({PERSON_KIND, "sole_trader", "team"})
"""Kinds whose name, address or code leads to a person (G2)."""

_OF_PERSONS = {
    "enterprise.name": "name",
    "enterprise.address": "address",
    "enterprise.registered_address": "address",
}
"""Fields of such clients that are masked like a person's own."""

_KEPT_CLOSE = frozenset({"3", "4", "5"})
"""Levels of secrecy (D16) that leave the house in no shared table."""

_TOO_CLOSE = frozenset({Sensitivity.TRADE, Sensitivity.PERSONAL, Sensitivity.SENSITIVE})

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


class Profile(StrEnum):
    """How much leaves the house."""

    FULL = "full"
    MASKED = "masked"
    STATISTICAL = "statistical"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: service objects in the table, those held back for their secrecy, texts in which a telephone or
    document number stood (masked, unless the profile is full), the file's size."""

    rows: int
    held_back: int
    personal: int
    size: int


@dataclass(slots=True)
class _Seen:
    rows: int = 0
    held_back: int = 0
    personal: int = 0


@verb("exports.shared", COUNTER)
def shared(
    house: House,
    actor: Actor,
    path: Path,
    profile: str,
    *,
    basis: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Exported:
    """Write the masked or the statistical table; profile and basis go into the chain before anything is written.

    `basis` is a code of `disclosure_bases`, or empty. Raises Invalid for an unknown profile or basis and for a file
    name with personal data, BadFile for another suffix, StoreError kinds, Conflict("export.cancelled").
    """
    if profile not in (Profile.MASKED, Profile.STATISTICAL):
        raise Invalid([Problem("profile", "not_in_list", {"value": profile})])
    return _write(house, actor, path, Profile(profile), basis, progress, cancelled)


@verb("exports.full", LEADING)
def full(
    house: House,
    actor: Actor,
    path: Path,
    *,
    basis: str,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Exported:
    """Write everything unmasked, for use within the house; the basis must be named. Raises as `shared`."""
    if not basis:
        raise Invalid([Problem("basis", "export.basis")])
    return _write(house, actor, path, Profile.FULL, basis, progress, cancelled)


@verb("exports.suggest", COUNTER)
def suggest(house: House, actor: Actor, profile: str, suffix: str) -> str:
    """A file name that says what is inside and about whom nothing."""
    kind = wording.texts().get(f"exchange.profile.{profile}", profile)
    return f"{wording.label('entity.enterprise')}-{kind}-{moments.china_date(house.clock.now()):%Y%m%d}.{suffix}"


def _write(
    house: House,
    actor: Actor,
    path: Path,
    profile: Profile,
    basis: str,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Exported:
    if basis and basis not in house.codes.ids("disclosure_bases"):
        raise Invalid([Problem("basis", "not_in_list", {"value": basis})])
    if masking.find_personal(path.stem):
        raise Invalid([Problem("file", "export.file_name")])
    with house.store.write(actor) as unit:
        # Before the file: what leaves the house without a line in the chain must not exist.
        unit.audit("exported", "enterprise", why=basis, profile=profile.value, form=path.suffix.lower().lstrip("."))
        unit.commit()
    seen = _Seen()
    with house.store.read() as look:
        total = look.count(Query("enterprise"))
        records = _watched(_records(look, profile, seen), seen, total, progress, cancelled)
        sheets = _statistics(house, records) if profile is Profile.STATISTICAL else _table(look, records, profile, seen)
        size = house.sheets.write(path, sheets)
    return Exported(seen.rows, seen.held_back, seen.personal, size)


def _records(look: Reader, profile: Profile, seen: _Seen) -> Iterator[Sequence[Record]]:
    """Pages of service objects by name, without those that are kept close."""
    for page in pages(look, Query("enterprise", order="name", limit=_PAGE)):
        kept = [one for one in page if profile is Profile.FULL or one["secrecy"] not in _KEPT_CLOSE]
        seen.held_back += len(page) - len(kept)
        yield kept
        seen.rows += len(kept)


def _watched(
    pages: Iterator[Sequence[Record]],
    seen: _Seen,
    total: int,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Iterator[Sequence[Record]]:
    for page in pages:
        if cancelled is not None and cancelled():
            raise Conflict("export.cancelled")
        yield page
        if progress is not None:
            progress(min(seen.rows + seen.held_back, total), total)


def _table(look: Reader, pages: Iterator[Sequence[Record]], profile: Profile, seen: _Seen) -> list[OutSheet]:
    shown = [one for one in columns() if profile is Profile.FULL or _shareable(one.declared)]
    heads = tuple(OutColumn(one.title, 32 if one.declared.limit >= 100 else 18) for one in shown)
    shower = _Shower(profile, seen)

    def rows() -> Iterator[list[str]]:
        for page in pages:
            contacts = _contacts(look, page)
            for record in page:
                for contact in contacts.get(record.eid) or [None]:
                    yield [shower.cell(one.key, one.declared, record, contact) for one in shown]

    return [OutSheet(wording.label("entity.enterprise"), heads, rows())]


def _statistics(house: House, pages: Iterator[Sequence[Record]]) -> list[OutSheet]:
    tally = Tally(trades_of(house.codes))
    for page in pages:
        tally.add(page)
    return [OutSheet(wording.texts()["exchange.profile.statistical"], count_columns(), list(tally.lines()))]


def _contacts(look: Reader, page: Sequence[Record]) -> dict[str, list[Record | None]]:
    found: dict[str, list[Record | None]] = {}
    ids = [one.eid for one in page]
    if ids:
        query = Query("contact", among={"client": ids}, order="eid", limit=_PAGE * 200)
        for contact in sorted(look.select(query), key=lambda one: not one["primary"]):
            found.setdefault(contact["client"], []).append(contact)
    return found


def _shareable(declared: Field) -> bool:
    """Whether a field may be shared at all: what is close and has no mask stays here."""
    return declared.sensitivity not in _TOO_CLOSE or declared.mask != "none"


class _Shower:
    """Values as the cells of one profile."""

    def __init__(self, profile: Profile, seen: _Seen) -> None:
        self._masked = profile is not Profile.FULL
        self._seen = seen

    def cell(self, key: str, declared: Field, client: Record, contact: Record | None) -> str:
        record = client if key.startswith("enterprise.") else contact
        value = encode(declared, record[declared.name]) if record is not None else None
        if value in (None, "", []):
            return ""
        text = _text(declared, value)
        rule = declared.mask
        if client["kind"] in _PERSONS and key in _OF_PERSONS:
            rule = _OF_PERSONS[key]
        if self._masked and rule != "none":
            return masking.mask(rule, text)
        return self._free(text) if declared.type in (Type.TEXT, Type.LONG) and declared.mask == "none" else text

    def _free(self, text: str) -> str:
        """Text a person wrote: numbers that lead to a person are counted, and masked where the table leaves."""
        if not masking.find_personal(text):
            return text
        self._seen.personal += 1
        return masking.scrub(text) if self._masked else text


def _text(declared: Field, value: Any) -> str:
    if declared.type in (Type.CODE, Type.CODES):
        codes = value if isinstance(value, list) else [value]
        return "、".join(wording.code_label(declared.codes or "", code) for code in codes)
    if declared.type is Type.LIST:
        return "、".join(str(one["name"]) if isinstance(one, dict) else str(one) for one in value)
    if declared.type is Type.MONEY:
        return f"{value // 100}.{value % 100:02}"
    if declared.type is Type.FLAG:
        return wording.texts()["exchange.yes" if value else "exchange.no"]
    return str(value)
