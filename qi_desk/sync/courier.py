"""Parcels of the courier as files: written to a stick for the district, read from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from qi_desk.domain.errors import UNREADABLE, Invalid, Missing, NotAllowed, Problem
from qi_desk.durable_files import file_errors, write_atomic
from qi_desk.services.district_line import Delivery, Dispatch, Enrolment
from qi_desk.sync.protocol import parts, wire


class _Label(Protocol):
    @property
    def sender(self) -> str: ...

    @property
    def recipient(self) -> str: ...

    @property
    def at(self) -> str: ...


Seal = Callable[[bytes, Enrolment, str], bytes]
"""Content, whose desk it is, when: the parcel for the district."""

Unseal = Callable[[bytes, Enrolment], bytes]
"""The content of a parcel the district packed for this desk. Raises NotAllowed("courier.tampered")."""


class ParcelFiles:
    """Writes and reads parcels; how they are sealed is given."""

    def __init__(self, seal: Seal, unseal: Unseal, label_of: Callable[[bytes], _Label], most: int) -> None:
        self._seal, self._unseal, self._label_of, self._most = seal, unseal, label_of, most

    def write(self, folder: str, given: Enrolment, dispatch: Dispatch) -> str:
        """Put a parcel into a folder; its path. The name tells station, desk and moment, and nothing else. Raises
        Missing("courier.no_folder"), StoreFull, StoreReadOnly."""
        place = Path(folder)
        if not place.is_dir():
            raise Missing("courier.no_folder", folder=folder)
        bodies = [wire.push_body(push.log, push.origin, push.before, push.lines) for push in dispatch.pushes]
        head = {"cursor": dispatch.cursor, "logs": dispatch.logs, "claims": wire.claims_head(dispatch.claims)}
        moment = dispatch.at.isoformat(timespec="seconds")
        parcel = self._seal(parts.join(head, bodies), given, moment)
        file = place / f"{given.station}-{given.letter}-{dispatch.at:%Y%m%d%H%M%S}{parts.SUFFIX}"
        write_atomic(file, parcel)
        return str(file)

    def read(self, file: str, given: Enrolment) -> Delivery:
        """What the district packed for this desk. Raises Missing("file.missing"), Invalid("courier.unreadable"),
        NotAllowed("courier.other_desk"), NotAllowed("courier.tampered")."""
        place = Path(file)
        if not place.is_file():
            raise Missing("file.missing", file=place.name)
        with file_errors():
            if place.stat().st_size > self._most:
                raise Invalid([Problem("", "courier.unreadable")], "courier.unreadable")
            parcel = place.read_bytes()
        label = self._label_of(parcel)
        if label.recipient != given.device or label.sender != parts.DISTRICT:
            raise NotAllowed("courier.other_desk")
        head, bodies = parts.part(self._unseal(parcel, given))
        try:
            verdicts = {
                str(booking): (str(said[0]), str(said[1]), int(said[2]), int(said[3]))
                for booking, said in head["verdicts"].items()
            }
            return Delivery(tuple(wire.read_page(body) for body in bodies), verdicts, label.at)
        except UNREADABLE as error:
            raise Invalid([Problem("", "courier.unreadable")], "courier.unreadable") from error
