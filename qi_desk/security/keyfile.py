"""The file `keys.json` of a station: who can open the store, and the store's key sealed once for each of
them.

Reading it needs the standard library only, because the sign-in page lists the people before anything slow
loads. Nothing in it is a secret by itself; `security.keyslots` opens the seals.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qi_desk import paths
from qi_desk.domain.errors import UNREADABLE, StoreDamaged, StoreNewer
from qi_desk.durable_files import file_errors, private_folder, replace, write_atomic

FORMAT = 2
FILE, TWIN = paths.KEY_FILE, paths.KEY_TWIN
SET_ASIDE = "keys.json.damaged"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in: account id, the name typed or chosen at sign-in, the name shown."""

    account: str
    sign_in: str
    name: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """How hard Argon2id works: passes, KiB of memory, lanes."""

    time: int
    memory_kib: int
    lanes: int


_MOST = Parameters(time=64, memory_kib=2 * 1024 * 1024, lanes=64)
# A file that asks for more would hang the sign-in page: such a file is damaged or forged.


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed secret: algorithm, id of the key inside, nonce, ciphertext with its tag."""

    alg: str
    kid: str
    nonce: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Slot:
    """One person's way in. `device` is the id of the device secret that took part, empty if none did. `envelope` holds
    the person's own private key, `grant` the store's key for the `public` one that belongs to it: so the store's key
    can be changed without anybody's password. A slot of the first format has no pair; its envelope holds the store's
    key itself."""

    person: Person
    device: str
    parameters: Parameters
    salt: bytes
    envelope: Envelope
    public: bytes = b""
    grant: Envelope | None = None


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The whole file. `recovery` holds the store's key for the code on paper: granted to `recovery_public`, the public
    half of a pair that follows from the code, or in the first format sealed under the code. `past` holds the keys
    before this one, under it. `check` tells a right key from a wrong one without the database; `from_backup` is set
    when `keys.json` was missing or damaged and its twin was read instead."""

    db_id: str
    check: bytes
    slots: tuple[Slot, ...]
    recovery: Envelope
    recovery_public: bytes = b""
    past: Envelope | None = None
    from_backup: bool = False

    @property
    def people(self) -> tuple[Person, ...]:
        """Those who can sign in, in the order they were added."""
        return tuple(slot.person for slot in self.slots)


def exists(folder: Path) -> bool:
    """Whether the folder holds a key file or its twin."""
    return (folder / FILE).exists() or (folder / TWIN).exists()


def read(folder: Path) -> KeyFile:
    """The key file of the station in `folder`, from the twin if the file itself does not hold.

    Raises StoreDamaged("key.file_missing") or ("key.file_damaged"), StoreNewer("key.newer"), StoreReadOnly.
    """
    if not exists(folder):
        raise StoreDamaged("key.file_missing", file=FILE)
    for name in (FILE, TWIN):
        try:
            with file_errors():
                data = (folder / name).read_bytes()
            return _load(data, from_backup=name == TWIN)
        except (FileNotFoundError, *UNREADABLE):
            continue
    raise StoreDamaged("key.file_damaged", file=FILE)


def write(folder: Path, content: KeyFile) -> None:
    """Put `content` in the folder, twin first, so that a whole file stands at every instant.

    The twin never keeps an older state: a removed person or an old password would open the store through it.
    A file that could not be read is set aside, not overwritten. Raises StoreFull, StoreReadOnly.
    """
    private_folder(folder)
    data = dump(content)
    write_atomic(folder / TWIN, data)
    if content.from_backup and (folder / FILE).exists():
        with file_errors():
            replace(folder / FILE, folder / SET_ASIDE)
    write_atomic(folder / FILE, data)


def _canonical(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def dump(content: KeyFile) -> bytes:
    """The bytes of the file."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "db_id": content.db_id,
        "check": _text(content.check),
        "slots": [_slot_out(slot) for slot in content.slots],
        "recovery": _envelope_out(content.recovery),
        "recovery_public": _text(content.recovery_public),
        **({"past": _envelope_out(content.past)} if content.past is not None else {}),
    }
    document["sum"] = hashlib.sha256(_canonical(document)).hexdigest()
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _load(data: bytes, *, from_backup: bool) -> KeyFile:
    document = json.loads(data)
    found = document["format"]
    if not isinstance(found, int):
        raise TypeError("format")
    if found > FORMAT:
        raise StoreNewer("key.newer", found=found, known=FORMAT)
    if document.pop("sum") != hashlib.sha256(_canonical(document)).hexdigest():
        raise ValueError("sum")
    return KeyFile(
        db_id=str(document["db_id"]),
        check=_bytes(document["check"]),
        slots=tuple(_slot_in(slot) for slot in document["slots"]),
        recovery=_envelope_in(document["recovery"]),
        recovery_public=_bytes(document.get("recovery_public", "")),
        past=_envelope_in(document["past"]) if "past" in document else None,
        from_backup=from_backup,
    )


def _slot_out(slot: Slot) -> dict[str, Any]:
    return {
        "account": slot.person.account,
        "sign_in": slot.person.sign_in,
        "name": slot.person.name,
        "device": slot.device,
        "kdf": {
            "alg": "argon2id",
            "time": slot.parameters.time,
            "memory_kib": slot.parameters.memory_kib,
            "lanes": slot.parameters.lanes,
            "salt": _text(slot.salt),
        },
        "envelope": _envelope_out(slot.envelope),
        **({"public": _text(slot.public), "grant": _envelope_out(slot.grant)} if slot.grant is not None else {}),
    }


def _slot_in(row: dict[str, Any]) -> Slot:
    kdf = row["kdf"]
    if kdf["alg"] != "argon2id":
        raise StoreNewer("key.newer", found=str(kdf["alg"]), known="argon2id")
    parameters = Parameters(int(kdf["time"]), int(kdf["memory_kib"]), int(kdf["lanes"]))
    asked = (parameters.time, parameters.memory_kib, parameters.lanes)
    if any(a > m for a, m in zip(asked, (_MOST.time, _MOST.memory_kib, _MOST.lanes), strict=True)):
        raise ValueError("parameters")
    person = Person(str(row["account"]), str(row["sign_in"]), str(row["name"]))
    public, granted = _bytes(row.get("public", "")), row.get("grant")
    return Slot(
        person,
        str(row["device"]),
        parameters,
        _bytes(kdf["salt"]),
        _envelope_in(row["envelope"]),
        public,
        _envelope_in(granted) if granted is not None else None,
    )


def _envelope_out(envelope: Envelope) -> dict[str, str]:
    return {
        "alg": envelope.alg,
        "kid": envelope.kid,
        "nonce": _text(envelope.nonce),
        "sealed": _text(envelope.sealed),
    }


def _envelope_in(row: dict[str, Any]) -> Envelope:
    return Envelope(str(row["alg"]), str(row["kid"]), _bytes(row["nonce"]), _bytes(row["sealed"]))


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)
