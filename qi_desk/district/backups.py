"""Backups of a district: the store, its keys and its certificates in one file, what attachments hold in a folder beside
it that all backups of a place share; made while the district serves, opened again before they count, put back."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, inspect

from qi_desk import __version__
from qi_desk.district import in_use, schema
from qi_desk.district.certificates import FOLDER as CERTIFICATES
from qi_desk.district.office import BLOBS, EPOCH_FILE, KEY_FILE, Office, engine_of, go_on_after_restore, there
from qi_desk.district.statements import Statements
from qi_desk.district.store_copies import keeper_of
from qi_desk.domain.errors import UNREADABLE, Missing, StoreDamaged, StoreError, StoreNewer
from qi_desk.durable_files import file_errors, private_folder, put_in_place, write_atomic

REGULAR, BEFORE_UPGRADE, BEFORE_RESTORE = "district", "before-upgrade", "before-restore"
_MANIFEST = "manifest.json"
_FORM = 1
_WAYS_BACK = 3
"""So many backups from before upgrades stay."""
_BESIDE = (EPOCH_FILE, KEY_FILE)
_MOST_MANIFEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was opened again and held."""

    file: Path
    bytes: int
    operations: int
    attachments: int
    removed: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: `parts` are the digests of what is in it."""

    form: int
    at: str
    program: str
    kind: str
    schema: int
    epoch: str
    operations: int
    marks: Mapping[str, int]
    parts: Mapping[str, str]


def make(office: Office, folder: Path, target: Path, keep: int = 0) -> Made:
    """Back a district up into `target`, which may hold earlier ones; the last `keep` stay, 0 for all. What it holds
    counts as safe from then on: desks are told so with the next answer. Raises StoreError kinds."""
    file, manifest = _written(office.engine, folder, target, REGULAR)
    attachments = _shared(folder / BLOBS, target / BLOBS)
    made = Made(file, file.stat().st_size, manifest.operations, attachments, _thinned(target, REGULAR, keep))
    with office.engine.begin() as connection:
        sql = Statements(connection)
        _remember(sql, manifest, file)
        for inc, hwm in manifest.marks.items():
            sql.run("UPDATE incarnation SET durable = ? WHERE inc = ? AND durable < ?", (hwm, inc, hwm))
    return made


def bring_up(folder: Path, url: str = "") -> tuple[tuple[int, ...], Path | None]:
    """Bring a district to this program's schema; which steps were run, and the backup that was made first. Raises
    Missing, StoreBusy, StoreNewer, StoreError kinds: nothing was changed then."""
    engine = there(folder, url)
    try:
        found = schema.version_of(engine)
        if found == schema.SCHEMA:
            return (), None
        if found > schema.SCHEMA:
            raise StoreNewer("district.schema_newer", found=found, known=schema.SCHEMA)
        with in_use.alone(folder):
            file, _ = _written(engine, folder, folder / BEFORE_UPGRADE, BEFORE_UPGRADE)
            steps = schema.bring_up(engine)
            _thinned(folder / BEFORE_UPGRADE, BEFORE_UPGRADE, _WAYS_BACK)
            return steps, file
    finally:
        engine.dispose()


def restore(folder: Path, url: str, file: Path) -> Manifest:
    """Put a backup in the place of what is there, which is set aside in the folder `before-restore`, and go on as
    another past: desks send again what the backup lacks. Raises Missing, Invalid, StoreBusy, StoreError kinds."""
    private_folder(folder)
    with in_use.alone(folder), _opened(file, folder) as (manifest, parts):
        if manifest.schema > schema.SCHEMA:
            raise StoreNewer("district.backup_newer", found=manifest.schema, known=schema.SCHEMA)
        engine = engine_of(folder, url)
        try:
            _put_back(engine, folder, file, manifest, parts)
        finally:
            engine.dispose()
        _shared(file.parent / BLOBS, folder / BLOBS)
    go_on_after_restore(folder, url)
    return manifest


def _put_back(engine: Engine, folder: Path, file: Path, manifest: Manifest, parts: Path) -> None:
    keeper = keeper_of(engine)
    if manifest.kind != keeper.kind:
        raise StoreError("district.backup_kind", kind=manifest.kind, own=keeper.kind)
    aside = _set_aside(engine, folder)
    if (folder / EPOCH_FILE).exists():
        # Should the machine stop half-way, whoever opens it is told that a restore is not finished.
        write_atomic(folder / EPOCH_FILE, b"restoring")
    keeper.put_back(parts / keeper.name, aside)
    if inspect(engine).has_table("backup_made"):
        # It was written down behind the moment it holds.
        with engine.begin() as connection:
            _remember(Statements(connection), manifest, file)
    if KEY_FILE in manifest.parts:
        write_atomic(folder / KEY_FILE, (parts / KEY_FILE).read_bytes())
    if (parts / CERTIFICATES).is_dir() and not (folder / CERTIFICATES).exists():
        private_folder(folder / CERTIFICATES)
        for one in sorted((parts / CERTIFICATES).iterdir()):
            write_atomic(folder / CERTIFICATES / one.name, one.read_bytes())


def _remember(sql: Statements, manifest: Manifest, file: Path) -> None:
    entry = (manifest.at, str(file), file.stat().st_size)
    sql.run("INSERT INTO backup_made (at, file, size) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", entry)


def last_made(office: Office) -> str:
    """When the last backup was made (UTC), empty for never."""
    with office.engine.connect().execution_options(looking=True) as connection, connection.begin():
        return str(Statements(connection).all("SELECT coalesce(max(at), '') FROM backup_made")[0][0])


def _set_aside(engine: Engine, folder: Path) -> Path:
    """Where what is there goes. A database is backed up first; a file is moved there as it is, be it damaged."""
    aside = folder / BEFORE_RESTORE / _stamp()
    private_folder(aside)
    for name in _BESIDE:
        if (folder / name).exists():
            write_atomic(aside / name, (folder / name).read_bytes())
    if engine.dialect.name == "postgresql" and schema.version_of(engine):
        _written(engine, folder, folder / BEFORE_RESTORE, BEFORE_RESTORE)
    return aside


def _written(engine: Engine, folder: Path, target: Path, prefix: str) -> tuple[Path, Manifest]:
    """One file with the store, the keys and the certificates, opened again and held against its own digests."""
    private_folder(target)
    keeper, now = keeper_of(engine), datetime.now(UTC)
    with TemporaryDirectory(prefix=".part-", dir=target) as named:
        part = Path(named)
        facts = keeper.copy(part / keeper.name)
        with file_errors():
            for name in _BESIDE:
                # A database may outlive the folder; what is there of it is set aside before a restore.
                if prefix != BEFORE_RESTORE or (folder / name).exists():
                    shutil.copyfile(folder / name, part / name)
            if (folder / CERTIFICATES).is_dir():
                shutil.copytree(folder / CERTIFICATES, part / CERTIFICATES)
            (part / EPOCH_FILE).write_text(facts.epoch, encoding="ascii")
            manifest = Manifest(
                _FORM,
                now.isoformat(timespec="microseconds"),
                __version__,
                keeper.kind,
                schema.version_of(engine),
                facts.epoch,
                facts.operations,
                facts.marks,
                {name: _digest(part / name) for name in _files(part)},
            )
            (part / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
            packed = part / "packed.tar"
            _pack(part, packed, (_MANIFEST, *manifest.parts))
        with _opened(packed, part):
            # Only what was read again and found whole gets its name.
            file = _free(target, f"{prefix}-{_stamp(now)}", ".tar")
        with file_errors():
            put_in_place(packed, file)
    return file, manifest


def _pack(part: Path, packed: Path, names: tuple[str, ...]) -> None:
    handle = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as stream, tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name in names:
            tar.add(part / name, arcname=name, filter=_nameless)


def _nameless(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Its owner's alone, whoever that is where it is taken out."""
    member.mode, member.uid, member.gid, member.uname, member.gname = 0o600, 0, 0, "", ""
    return member


@contextmanager
def _opened(file: Path, room: Path) -> Iterator[tuple[Manifest, Path]]:
    """A backup taken apart in a folder of its own within `room`, every part as its digest says. Raises Missing for no
    file, StoreDamaged("district.backup_damaged")."""
    if not file.is_file():
        raise Missing("file.missing", file=str(file))
    with TemporaryDirectory(prefix=".open-", dir=room) as named, file_errors():
        parts = Path(named)
        try:
            with tarfile.open(file, mode="r:") as tar:
                manifest = _manifest(tar)
                for name in manifest.parts:
                    _take_out(tar, name, parts)
        except (tarfile.TarError, EOFError, *UNREADABLE) as error:
            raise StoreDamaged("district.backup_damaged", file=file.name) from error
        if any(_digest(parts / name) != digest for name, digest in manifest.parts.items()):
            raise StoreDamaged("district.backup_damaged", file=file.name)
        yield manifest, parts


def _manifest(tar: tarfile.TarFile) -> Manifest:
    member = tar.getmember(_MANIFEST)
    stream = tar.extractfile(member)
    if stream is None or member.size > _MOST_MANIFEST:
        raise KeyError(_MANIFEST)
    told: dict[str, Any] = json.loads(stream.read())
    if told["form"] != _FORM:
        raise KeyError("form")
    return Manifest(**{name: told[name] for name in Manifest.__dataclass_fields__})


def _take_out(tar: tarfile.TarFile, name: str, parts: Path) -> None:
    place = PurePosixPath(name)
    stream = tar.extractfile(name)
    if stream is None or place.is_absolute() or ".." in place.parts:
        raise KeyError(name)
    target = parts / place
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as arriving:
        shutil.copyfileobj(stream, arriving, 1 << 20)


def _shared(source: Path, target: Path) -> int:
    """Copy what attachments hold and the target lacks; how many. A file never changes once it is whole, and one that
    still grows has another size."""
    count = 0
    with file_errors():
        for one in sorted(source.glob("??/*")) if source.is_dir() else ():
            there = target / one.parent.name / one.name
            if there.exists() and there.stat().st_size == one.stat().st_size:
                continue
            private_folder(target)
            private_folder(there.parent)
            arriving = there.with_name(f".{there.name}.tmp")
            shutil.copyfile(one, arriving)
            arriving.chmod(0o600)
            put_in_place(arriving, there)
            count += 1
    return count


def _thinned(target: Path, prefix: str, keep: int) -> int:
    """Take away all but the last `keep`; how many went."""
    gone = sorted(target.glob(f"{prefix}-*.tar"), key=lambda one: one.stem)[:-keep] if keep else []
    for one in gone:
        one.unlink()
    return len(gone)


def _files(part: Path) -> tuple[str, ...]:
    return tuple(sorted(one.relative_to(part).as_posix() for one in part.rglob("*") if one.is_file()))


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _stamp(now: datetime | None = None) -> str:
    return (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")


def _free(target: Path, name: str, ending: str) -> Path:
    others = (target / f"{name}{extra}{ending}" for extra in ("", *(f"-{count}" for count in range(2, 1000))))
    return next(one for one in others if not one.exists())
