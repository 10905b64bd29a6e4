"""The district's end of the courier: parcels of desks are taken in, parcels for them are packed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from qi_desk.district.bookings import BookingJudge
from qi_desk.district.devices import Device
from qi_desk.district.office import Office
from qi_desk.domain.errors import UNREADABLE, Invalid, Missing, NotAllowed, Problem
from qi_desk.domain.ledger import cursors
from qi_desk.domain.ledger.cursors import Cursor
from qi_desk.durable_files import write_atomic
from qi_desk.security import parcels
from qi_desk.security.parcels import Label
from qi_desk.sync.protocol import GAP, parts, wire

_PAGE, _MOST_PAGES = 500, 400


@dataclass(frozen=True, slots=True)
class Taken:
    """What a parcel brought: whose it was, how many operations were in it, and whether some before them are still on
    their way (`gap`): nothing is lost then, the next parcel brings them again."""

    device: str
    station: str
    desk: str
    operations: int
    gap: bool


def take(office: Office, file: Path) -> Taken:
    """Take a desk's parcel in, and keep where it has read to. A second time it changes nothing. Raises
    Missing("file.missing"), Invalid("courier.unreadable"), NotAllowed: "enrol.unknown", "enrol.revoked" (kept apart,
    not lost), "courier.tampered"."""
    if not file.is_file():
        raise Missing("file.missing", file=file.name)
    if file.stat().st_size > parcels.MOST_BYTES:
        raise Invalid([Problem("", "courier.unreadable")], "courier.unreadable")
    parcel = file.read_bytes()
    device = office.devices.find(parcels.label_of(parcel).sender)
    if device is None:
        raise NotAllowed("enrol.unknown")
    content = parcels.unseal(parcel, device.secret, device.public_key)
    if device.revoked_at:
        office.devices.quarantine(device.id, "enrol.revoked", parcel)
        raise NotAllowed("enrol.revoked")
    head, bodies = parts.part(content)
    count, gap = 0, False
    for body in bodies:
        log, origin, before, lines = wire.read_push(body)
        answer = office.ledger.push(log, device.station, origin, before, lines, device.id)
        count += len(lines)
        gap = gap or answer.kind == GAP
    try:
        cursor, logs, claims = str(head["cursor"]), str(head["logs"]), wire.read_claims(head["claims"])
    except UNREADABLE as error:
        raise Invalid([Problem("", "courier.unreadable")], "courier.unreadable") from error
    BookingJudge(office.engine).judge(device.id, claims)
    office.devices.keep_place(device.id, cursor, logs, tuple(claim.eid for claim in claims))
    office.devices.heard(device.id)
    return Taken(device.id, device.station, device.letter, count, gap)


def pack(office: Office, device: str, folder: Path) -> Path:
    """Pack for a desk what it has not read by its own last word, into a folder. Raises NotAllowed("enrol.unknown"),
    Missing("courier.no_folder"), StoreFull, StoreReadOnly."""
    found = office.devices.find(device)
    if found is None or found.revoked_at:
        raise NotAllowed("enrol.revoked" if found else "enrol.unknown")
    if not folder.is_dir():
        raise Missing("courier.no_folder", folder=str(folder))
    cursor, logs, claimed = office.devices.place_of(device)
    now = datetime.now(UTC)
    verdicts = BookingJudge(office.engine).said(claimed)
    content = parts.join({"verdicts": verdicts}, _pages(office, found, cursor, logs))
    label = Label(parts.DISTRICT, found.id, found.station, now.isoformat(timespec="seconds"))
    file = folder / f"{found.station}-{found.letter}-{now:%Y%m%d%H%M%S}-district{parts.SUFFIX}"
    write_atomic(file, parcels.seal(content, label, found.secret, office.key))
    return file


def _pages(office: Office, device: Device, cursor: str, logs: str) -> list[bytes]:
    token = cursor or cursors.encode(Cursor(office.ledger.epoch()))
    bodies = []
    for _ in range(_MOST_PAGES):
        page = office.feed.pull(token, logs, device.station, _PAGE)
        bodies.append(wire.page_body(page))
        token = page.cursor
        if not page.more:
            break
    return bodies
