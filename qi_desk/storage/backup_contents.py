"""The list of contents of a copy: what it is, which files with which digests, sealed by the station's key."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qi_desk import paths
from qi_desk.domain import moments
from qi_desk.domain.backups import Backup
from qi_desk.domain.errors import UNREADABLE, Missing, StoreDamaged, StoreNewer
from qi_desk.durable_files import file_errors, write_atomic
from qi_desk.storage.engine import SCHEMA

FORMAT = 1
CONTENTS = "contents.json"
DATABASE = paths.STATION_FILE
CARRIED = (paths.KEY_FILE, paths.PRACTICE_FILE)
PART = ".part"


def write(folder: Path, key: bytes, said: Mapping[str, Any]) -> Backup:
    """List the files of `folder` beside what is `said` of the copy, seal it all, write it. Raises StoreFull."""
    files = {file.name: [file.stat().st_size, digest(file)] for file in sorted(folder.iterdir())}
    document = {"format": FORMAT, **said, "files": files}
    document["seal"] = seal(key, document)
    write_atomic(folder / CONTENTS, json.dumps(document, indent=1).encode() + b"\n")
    return read(folder)


def read(folder: Path) -> Backup:
    """What a copy says of itself; it proves nothing yet. Raises Missing("backup.none"), StoreDamaged("backup.damaged"),
    StoreNewer("backup.newer")."""
    return _told(folder, document_of(folder))


def _told(folder: Path, document: Mapping[str, Any]) -> Backup:
    records = {str(name): int(count) for name, count in document["records"].items()}
    size = sum(int(size) for size, _ in document["files"].values())
    return Backup(
        folder.name if folder.suffix != PART else folder.stem,
        str(document["station"]),
        str(document["db_id"]),
        moments.from_text(document["made_at"]),
        str(document["why"]),
        int(document["seq"]),
        int(document["schema"]),
        size,
        records,
    )


def document_of(folder: Path) -> dict[str, Any]:
    """The list as written. Raises as `read`."""
    try:
        with file_errors():
            document = json.loads((folder / CONTENTS).read_bytes())
        found = int(document["format"])
        if found > FORMAT or int(document["schema"]) > SCHEMA:
            raise StoreNewer("backup.newer", folder=folder.name)
        _told(folder, document)
        _refuse_strange(document)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Missing("backup.none", folder=folder.name) from error
    except (OSError, *UNREADABLE) as error:
        raise StoreDamaged("backup.damaged", file=CONTENTS) from error
    return dict(document)


def _refuse_strange(document: Mapping[str, Any]) -> None:
    """Raise ValueError unless the names listed stay inside the copy: it may come from anybody's stick."""
    for name in document["files"]:
        if name != DATABASE and name not in CARRIED:
            raise ValueError(name)
    for name in document["attachments"]:
        first, _, rest = str(name).partition("/")
        if not (first.isalnum() and rest.isalnum()):
            raise ValueError(name)
    if DATABASE not in document["files"] or not document["seal"].isascii():
        raise ValueError(CONTENTS)


def seal(key: bytes, document: Mapping[str, Any]) -> str:
    """What only the holder of the key can write under a list."""
    said = {name: value for name, value in document.items() if name != "seal"}
    canonical = json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()
    own = hmac.new(key, b"qi-desk backup contents 1", hashlib.sha256).digest()
    return hmac.new(own, canonical, hashlib.sha256).hexdigest()


def digest(file: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with open(file, "rb") as reading:
        return hashlib.file_digest(reading, "sha256").hexdigest()
