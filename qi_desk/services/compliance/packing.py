"""Packs for people outside: paper, tables and files in one archive file, which appears whole or not at all (6.4.2 and
7.4.2: masked unless a basis is named, and written down before anything leaves)."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qi_desk import wording
from qi_desk.domain import masking, moments
from qi_desk.domain.compliance.standing import Proof
from qi_desk.domain.errors import BadFile, Conflict, Invalid, Missing, Problem
from qi_desk.durable_files import file_errors, put_in_place
from qi_desk.services.compliance import application, evidence, meter
from qi_desk.services.compliance.evidence import Teller
from qi_desk.services.compliance.files import Gathered, gather
from qi_desk.services.compliance.pack_sheets import PACK_SHEET, PackView
from qi_desk.services.exports import Profile
from qi_desk.services.papers import Papers
from qi_desk.services.paperwork import Order, head
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import COUNTER, LEADING, verb
from qi_desk.services.sheets import OutSheet

EVIDENCE, APPLICATION = "evidence", "application"
"""What can be packed."""

_KINDS = {EVIDENCE: "clause_ruling", APPLICATION: "base_item"}
_AFTER_FILES = 2
"""Steps behind the files: the paper, the tables."""

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written: pages of the paper, files beside it, files left out for their secrecy, and those that lie at
    another desk; the size in bytes."""

    pages: int
    files: int
    secret: int
    elsewhere: int
    size: int


@dataclass(frozen=True, slots=True)
class _Contents:
    view: PackView
    tables: Sequence[OutSheet]
    gathered: Gathered


@verb("compliance.pack", COUNTER)
def pack(
    house: House,
    actor: Actor,
    path: Path,
    what: str,
    papers: Papers,
    *,
    basis: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Packed:
    """Write the masked pack `what` (EVIDENCE or APPLICATION) to `path`, a zip; what leaves stands in the chain first.

    Raises Invalid for an unknown basis and for a file name with personal data, BadFile for another suffix,
    Conflict("compliance.cancelled"), PaperError, StoreError kinds; nothing half-written stays.
    """
    return _write(house, actor, path, what, papers, Profile.MASKED, basis, progress, cancelled)


@verb("compliance.pack_full", LEADING)
def pack_full(
    house: House,
    actor: Actor,
    path: Path,
    what: str,
    papers: Papers,
    *,
    basis: str,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Packed:
    """As `pack`, with the files of every record; the basis must be named."""
    if not basis:
        raise Invalid([Problem("basis", "export.basis")])
    return _write(house, actor, path, what, papers, Profile.FULL, basis, progress, cancelled)


@verb("compliance.suggest", COUNTER)
def suggest(house: House, actor: Actor, what: str) -> str:
    """A file name that says what is inside, of which station and day."""
    day = moments.china_date(house.clock.now())
    return f"{wording.texts()[f'compliance.pack.{what}']}-{house.station_code}-{day:%Y%m%d}.zip"


@verb("paper.compliance", COUNTER)
def evidence_paper(house: House, actor: Actor) -> Order:
    """The masked evidence on paper, without the files."""
    contents = _evidence(house, actor, Profile.MASKED, "", None, None)
    return Order(PACK_SHEET, contents.view, "", "evidence_pack", "", "", 0)


@verb("paper.base_application", COUNTER)
def application_paper(house: House, actor: Actor) -> Order:
    """The application on paper, without the files."""
    contents = _application(house, actor, Profile.MASKED)
    return Order(PACK_SHEET, contents.view, "", "base_application", "", "", 0)


def _write(
    house: House,
    actor: Actor,
    path: Path,
    what: str,
    papers: Papers,
    profile: Profile,
    basis: str,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Packed:
    if basis and basis not in house.codes.ids("disclosure_bases"):
        raise Invalid([Problem("basis", "not_in_list", {"value": basis})])
    if masking.find_personal(path.stem):
        raise Invalid([Problem("file", "export.file_name")])
    if path.suffix.lower() != ".zip":
        raise BadFile("sheet.suffix", suffix=path.suffix or "-")
    with house.store.write(actor) as unit:
        # Before the file: what leaves the house without a line in the chain must not exist.
        unit.audit("exported", _KINDS[what], why=basis, profile=profile.value, form=what)
        unit.commit()
    if what == EVIDENCE:
        contents = _evidence(house, actor, profile, basis, progress, cancelled)
    else:
        contents = _application(house, actor, profile)
    return _Writing(house, path, papers, progress, cancelled).write(what, contents)


def _evidence(
    house: House,
    actor: Actor,
    profile: Profile,
    basis: str,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> _Contents:
    outward = profile is not Profile.FULL
    found = meter.meter(house, actor, outward=outward, progress=progress, cancelled=cancelled)
    tell = Teller(whole=profile is Profile.FULL)
    proofs = [Proof(one.kind, one.eid) for line in found.lines for one in line.proofs]
    proofs += [Proof("clause_ruling", line.ruling) for line in found.lines if line.ruling]
    folder = wording.texts()["compliance.pack.folder"]
    with house.store.read() as look:
        gathered = gather(house, look, proofs, folder, whole=profile is Profile.FULL)
        station = head(house, look)
    cover = evidence.covered(found, profile.value, basis)
    view = evidence.view_of(found, gathered, station, cover, actor.staff_no, tell)
    return _Contents(view, evidence.tables_of(found, tell), gathered)


def _application(house: House, actor: Actor, profile: Profile) -> _Contents:
    tell, folder = Teller(whole=profile is Profile.FULL), wording.texts()["compliance.pack.folder"]
    with house.store.read() as look:
        gathered = gather(house, look, application.proofs_of(look), folder, whole=profile is Profile.FULL)
        station = head(house, look)
        view = application.view_of(house, look, gathered, station, actor.staff_no, house.clock.now(), tell)
        tables = application.tables_of(house, look, tell)
    return _Contents(view, tables, gathered)


class _Writing:
    """One archive file being written beside its place."""

    def __init__(
        self, house: House, path: Path, papers: Papers, progress: Progress | None, cancelled: Cancelled | None
    ) -> None:
        self._house = house
        self._path = path
        self._papers = papers
        self._progress = progress
        self._cancelled = cancelled

    def write(self, what: str, contents: _Contents) -> Packed:
        """Raises Conflict, PaperError, StoreError kinds; then nothing of it is left."""
        gathered = contents.gathered
        whole = len(gathered.files) + _AFTER_FILES
        self._step(0, whole)
        made = self._papers.make(PACK_SHEET, contents.view)
        self._step(1, whole)
        apart = self._path.with_name(f".{self._path.name}.parts")
        temporary = self._path.with_name(f".{self._path.name}.tmp")
        with file_errors():
            try:
                apart.mkdir(parents=True, exist_ok=True)
                name = wording.texts()[f"compliance.pack.{what}"]
                table = apart / "table.xlsx"
                self._house.sheets.write(table, contents.tables)
                self._step(2, whole)
                lost = self._archive(temporary, name, made.pdf, table, gathered, whole)
                size = temporary.stat().st_size
                put_in_place(temporary, self._path)
            finally:
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
                shutil.rmtree(apart, ignore_errors=True)
        return Packed(made.pages, len(gathered.files) - lost, gathered.secret, gathered.elsewhere + lost, size)

    def _archive(self, to: Path, name: str, pdf: bytes, table: Path, gathered: Gathered, whole: int) -> int:
        lost = 0
        at = self._house.clock.now().timetuple()[:6]
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_entry(f"{name}.pdf", at), pdf)
            archive.writestr(_entry(f"{name}.xlsx", at), table.read_bytes())
            for place, one in enumerate(gathered.files, start=_AFTER_FILES + 1):
                try:
                    data = self._house.files.get(one.sha256)
                except Missing:
                    lost += 1
                    continue
                archive.writestr(_entry(one.path, at), data)
                self._step(place, whole)
        return lost

    def _step(self, done: int, whole: int) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Conflict("compliance.cancelled")
        if self._progress is not None:
            self._progress(done, whole)


def _entry(name: str, at: tuple[int, ...]) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (at[0], at[1], at[2], at[3], at[4], at[5]))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
