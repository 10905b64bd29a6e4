"""The record of operations given out for an inspection: a table, and beside it a signature that any station of the
district can check (6.4 of DB44/T 2407)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.errors import UNREADABLE, BadFile, Missing, StoreDamaged
from qi_desk.domain.ledger.operations import GENESIS
from qi_desk.durable_files import file_errors, write_atomic
from qi_desk.services.document_words import Words, joined
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, AuditLine, House, Reader, Record
from qi_desk.services.rights import ANYONE, CHECKING, verb
from qi_desk.services.sheets import OutColumn, OutSheet
from qi_desk.services.slips.keys import find_key, key_name, need_key

SIGNATURE = ".sig.json"
_FORMAT = 1
_PAGE = 500
_WIDTHS = (9, 20, 12, 16, 14, 30, 24, 36)
_LARGEST = 100_000


class Verdict(StrEnum):
    """What a given-out record is worth."""

    GENUINE = "genuine"
    CHANGED = "changed"
    FORGED = "forged"
    UNKNOWN_KEY = "unknown_key"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the file's name, how many operations, up to which one the chain was sound."""

    file: str
    lines: int
    seq: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a file: who signed it when, how far its chain went."""

    verdict: Verdict
    station: str
    signed_at: datetime
    lines: int
    seq: int


@verb("audit.export", CHECKING)
def export(house: House, actor: Actor, path: Path, since: date, until: date) -> Done[Exported]:
    """Write the operations of `since` to `until` (included) as a table, with its signature beside it, after the whole
    chain was walked. Only codes and names of fields: what was written stays in the records.

    Raises StoreDamaged("audit.broken") with the `seq` where the chain does not hold, BadFile for another suffix than
    xlsx or csv, StoreError kinds.
    """
    seq, digest, broken = house.store.chain_part(0, GENESIS, _all(house))
    if broken is not None:
        raise StoreDamaged("audit.broken", seq=seq + 1)
    with house.store.read() as look:
        lines = _between(look, since, until)
        people = look.many("person", {line.actor for line in lines if line.actor})
    rows = [_cells(line, people) for line in lines]
    words = Words("audit_export")
    columns = tuple(OutColumn(title, width) for title, width in zip(words.all("columns"), _WIDTHS, strict=True))
    house.sheets.write(path, (OutSheet(words["title"], columns, rows),))
    try:
        dates = {"since": since.isoformat(), "until": until.isoformat()}
        _sign(house, actor, path, {"lines": len(rows), **dates, "head": seq, "head_hash": digest.hex()})
    except BaseException:
        # Without its signature it proves nothing, and looks as if it did.
        path.unlink(missing_ok=True)
        raise
    return Done(Exported(path.name, len(rows), seq), Changes(frozenset({"audit"})))


def _sign(house: House, actor: Actor, path: Path, said: Mapping[str, Any]) -> None:
    """Enter the export into the chain and put the signature of the table in `path` beside it."""
    told = {
        "format": _FORMAT,
        "station": house.station_code,
        "desk": house.desk,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        **said,
    }
    with house.store.write(actor) as unit:
        key = need_key(house, unit)
        told |= {"signed_at": moments.to_text(unit.now), "key": key["key_id"]}
        signature = house.slips.sign(key_name(house.desk, key["serial"]), _said(told))
        unit.audit("exported", "audit", lines=told["lines"], since=told["since"], until=told["until"])
        unit.commit()
    write_atomic(_beside(path), json.dumps({**told, "signature": signature.hex()}, indent=1).encode() + b"\n")


@verb("audit.check_export", ANYONE)
def check_export(house: House, actor: Actor, path: Path) -> Checked:
    """Whether a given-out record is as it was signed. Raises Missing("file.missing"), BadFile("audit.no_signature")."""
    try:
        with file_errors():
            content, beside = path.read_bytes(), _beside(path).read_bytes()
    except FileNotFoundError as error:
        raise Missing("file.missing", file=Path(str(error.filename)).name) from error
    try:
        if len(beside) > _LARGEST:
            raise ValueError(len(beside))
        told = json.loads(beside)
        signature = bytes.fromhex(told.pop("signature"))
        checked = Checked(
            Verdict.CHANGED,
            str(told["station"]),
            moments.from_text(told["signed_at"]),
            int(told["lines"]),
            int(told["head"]),
        )
        digest, name = str(told["sha256"]), str(told["key"])
    except UNREADABLE as error:
        raise BadFile("audit.no_signature", file=_beside(path).name) from error
    return _judged(house, checked, name, told, signature, hashlib.sha256(content).hexdigest() == digest)


def _judged(house: House, checked: Checked, name: str, told: dict[str, Any], signature: bytes, same: bool) -> Checked:
    with house.store.read() as look:
        key = find_key(house, look, name)
    if key is None:
        verdict = Verdict.UNKNOWN_KEY
    elif key.station != checked.station or not house.slips.check(key.public, signature, _said(told)):
        verdict = Verdict.FORGED
    else:
        verdict = Verdict.GENUINE if same else Verdict.CHANGED
    return Checked(verdict, checked.station, checked.signed_at, checked.lines, checked.seq)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + SIGNATURE)


def _said(told: dict[str, Any]) -> bytes:
    return b"audit export\n" + json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def _all(house: House) -> int:
    with house.store.read() as look:
        return look.head() + 1


def _between(look: Reader, since: date, until: date) -> list[AuditLine]:
    """The lines of these days, the oldest first."""
    found: list[AuditLine] = []
    before: int | None = None
    while True:
        page = look.history(before=before, limit=_PAGE)
        found += [line for line in page if since <= moments.china_date(line.at) <= until]
        if len(page) < _PAGE:
            return found[::-1]
        before = page[-1].seq


def _cells(line: AuditLine, people: Mapping[str, Record]) -> tuple[str, ...]:
    person = people.get(line.actor)
    fields = (wording.label(f"{line.kind}.{name}") for name in line.fields if wording.known(f"{line.kind}.{name}"))
    return (
        str(line.seq),
        f"{line.at:%Y-%m-%d %H:%M:%S}",
        person["name"] if person is not None else line.actor,
        wording.event_label(line.kind, line.event),
        wording.code_label("entity", line.kind) if line.kind else "",
        joined(fields),
        line.why,
        line.eid,
    )
