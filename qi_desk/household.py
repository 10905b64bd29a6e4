"""What a station's services stand on, joined around its open store."""

from __future__ import annotations

import hashlib
import logging
import platform
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qi_desk import paths
from qi_desk.domain.errors import StoreDamaged

if TYPE_CHECKING:
    from qi_desk.domain.working_time import WorkCalendar
    from qi_desk.door import Door
    from qi_desk.services.district_line import Enrolment
    from qi_desk.services.ports import House, Keys
    from qi_desk.station_copies import StationCopies
    from qi_desk.storage.opening import Opened
    from qi_desk.sync.courier import ParcelFiles
    from qi_desk.sync.line import HttpLine
    from qi_desk.updating.program import ProgramUpdates

_log = logging.getLogger(__name__)


def house_around(door: Door, opened: Opened, key: bytes, keys: Keys) -> House:
    """Everything services stand on, around the open store of the station behind `door`; `keys` are its slots. Raises
    StoreDamaged("store.practice_mixed") where a practice station lies in the folder of a real one."""
    from qi_desk import resource_files
    from qi_desk.exchange.tables import TableFiles
    from qi_desk.security import keyslots
    from qi_desk.security.sealed_files import SealedFiles
    from qi_desk.security.slip_signing import StoreSigner
    from qi_desk.services import paper_templates
    from qi_desk.services.ports import House
    from qi_desk.services.station_settings import published, station_of, stored_settings
    from qi_desk.settings.in_force import SettingsInForce
    from qi_desk.station_copies import StationCopies

    settings, clock = SettingsInForce(door.desk), door.clock()
    with opened.store.read() as look:
        broken = resource_files.adopt(published(look))
        station = station_of(look)
        settings.adopt(stored_settings(look))
    if broken:
        _log.warning("published by the district, but unreadable: %s", ", ".join(broken))
    derived = keyslots.derived(door.folder, key)
    practice = bool(station["practice"])
    if practice != door.practice:
        raise StoreDamaged("store.practice_mixed")
    copies = StationCopies(
        door.place(opened.db_id), keyslots.known_keys(door.folder, key), station["code"], settings, clock
    )
    made = House(
        store=opened.store,
        clock=clock,
        codes=resource_files.CodeFiles(),
        settings=settings,
        calendar=calendar(station["opening"]),
        keys=keys,
        sheets=TableFiles(),
        files=SealedFiles(door.folder / "files", *derived.files),
        desk=opened.letter,
        station_code=station["code"],
        query_secret=derived.query,
        practice=practice,
        lines=line_of,
        enrolling=partial(enrolled, opened.db_id),
        parcels=_parcels(),
        copies=copies,
        slips=StoreSigner(key, opened.db_id.encode()),
        updates=_updates(door, copies),
    )
    paper_templates.adopt(made)
    return made


def _updates(door: Door, copies: StationCopies) -> ProgramUpdates:
    from qi_desk.security import update_signing
    from qi_desk.storage.engine import SCHEMA
    from qi_desk.updating import installed, trial
    from qi_desk.updating.marks import UpdateMarks
    from qi_desk.updating.program import ProgramUpdates

    here = installed.here()

    def tried(name: str, program: Path, version: str) -> None:
        with copies.laid_out(name) as (found, station, key):
            trial.try_out(program, version, station, found.db_id, key)

    places = [door.state_folder, door.folder, *([here.folder.root] if here.folder is not None else [])]
    return ProgramUpdates(here, SCHEMA, paths.updates_dir(), UpdateMarks(places), update_signing.opened, tried)


def _parcels() -> ParcelFiles:
    from qi_desk.security import parcels
    from qi_desk.sync.courier import ParcelFiles
    from qi_desk.sync.protocol import parts

    def seal(content: bytes, given: Enrolment, at: str) -> bytes:
        label = parcels.Label(given.device, parts.DISTRICT, given.station, at)
        return parcels.seal(content, label, bytes.fromhex(given.secret), bytes.fromhex(given.key))

    def unseal(parcel: bytes, given: Enrolment) -> bytes:
        return parcels.unseal(parcel, bytes.fromhex(given.secret), bytes.fromhex(given.district_key))

    return ParcelFiles(seal, unseal, parcels.label_of, parcels.MOST_BYTES)


def enrolled(db_id: str, url: str, code: str, letter: str) -> Enrolment:
    """Enrol this PC, whose file is `db_id`, with a key pair of its own; the private key is kept nowhere else. Raises
    as `Enrolling`."""
    from qi_desk.security import signing
    from qi_desk.sync import line as lines

    private = signing.new_key()
    newcomer = {"name": platform.node(), "letter": letter, "file": hashlib.sha256(db_id.encode()).hexdigest()[:32]}
    return lines.enrol(url, code, newcomer, signing.public_of(private), private)


def line_of(given: Enrolment) -> HttpLine:
    """The way to the district of an enrolled desk."""
    from qi_desk.security import signing
    from qi_desk.sync.line import HttpLine

    return HttpLine(given, signing.sign)


def calendar(opening: Sequence[Sequence[Sequence[int]]] | None) -> WorkCalendar:
    """The working calendar of a station with these opening hours and the holiday tables at hand."""
    from qi_desk import resource_files
    from qi_desk.domain.working_time import USUAL_HOURS, WorkCalendar

    hours = tuple(tuple((int(a), int(b)) for a, b in day) for day in opening or USUAL_HOURS)
    tables = {int(name): resource_files.read(f"holidays/{name}.toml") for name in resource_files.names("holidays")}
    return WorkCalendar.from_tables(tables, hours)
