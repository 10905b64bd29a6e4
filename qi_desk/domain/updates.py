"""What an update is and when this program may take it: the signed list of a release, the order of versions, and what
keeps an old or a foreign one out.

A list is a small file of lines: the format, one line of JSON that is signed as it stands (never written anew before it
is checked), and behind it the signatures.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from qi_desk.domain.errors import UNREADABLE, BadFile, NotAllowed
from qi_desk.domain.moments import china_date

PRODUCT = "qi-desk"
SUFFIX = ".update"
"""How the file name of a release's list ends."""

MOST_BYTES = 64 * 1024
"""No list is longer: it is read whole before anybody is known to have signed it."""

MOST_PACKAGE = 2 << 30
"""No package is larger."""

FOLDER, DEB, WINDOWS = "folder", "deb", "windows"
"""Ways a program is installed: unpacked into a folder of its own, by the system's packages, by Windows' installer."""

WAYS = frozenset({FOLDER, DEB, WINDOWS})
PLATFORMS = frozenset({"linux-x86_64", "linux-aarch64", "windows-amd64"})

_HEAD = b"qi-desk update 1"
_MOST_SIGNATURES, _MOST_PACKAGES, _MOST_NOTES, _LONGEST_NOTE = 8, 24, 40, 300
_SIGNATURE_BYTES = 64
_MOST_COUNTER = 2**31
_VERSION = re.compile(r"(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){1,3}", re.ASCII)
_KEY_ID = re.compile(rb"[0-9a-f]{16}")
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+~-]{0,119}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Package:
    """One file of a release: for which platform and way of installing, its size and digest, how much room what is in it
    takes."""

    platform: str
    way: str
    file: str
    size: int
    sha256: str
    unpacked: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of a release. `counter` rises with every release, whatever the versions say; the program writes files of
    `schema` and opens those from `least_schema` on; `notes` tell people what is new. `digest` is that of the signed
    bytes."""

    version: str
    counter: int
    made_at: datetime
    expires: datetime
    schema: int
    least_schema: int
    notes: tuple[str, ...]
    packages: tuple[Package, ...]
    product: str = PRODUCT
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A list as it came: the bytes that were signed, and by key id what is said to be a signature."""

    body: bytes
    signatures: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Running:
    """The program that would be replaced: `schema` is what it writes, so what its station's file has."""

    version: str
    platform: str
    way: str
    schema: int


@dataclass(frozen=True, slots=True)
class Remembered:
    """The furthest list this desk ever took for good. It was made then, so it is no earlier now."""

    counter: int = 0
    digest: str = ""
    made_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


def order(version: str) -> tuple[int, ...]:
    """What versions are ordered by. Raises ValueError for what is none."""
    if not _VERSION.fullmatch(version):
        raise ValueError(version)
    parts = [int(part) for part in version.split(".")]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return tuple(parts)


def is_version(text: str) -> bool:
    """Whether this is a version, and so a name that leads nowhere else when it is a folder's."""
    return bool(_VERSION.fullmatch(text))


def split(data: bytes) -> Sealed:
    """The parts of a list; nothing in them is trusted yet. Raises BadFile("update.unreadable")."""
    if len(data) > MOST_BYTES:
        raise BadFile("update.unreadable")
    head, _, rest = data.partition(b"\n")
    body, _, behind = rest.partition(b"\n")
    lines = behind.split(b"\n")
    if head != _HEAD or not body or lines.pop() != b"" or len(lines) > _MOST_SIGNATURES:
        raise BadFile("update.unreadable")
    return Sealed(body, tuple(_signature(line) for line in lines))


def _signature(line: bytes) -> tuple[str, bytes]:
    key, _, said = line.partition(b" ")
    try:
        signature = base64.b64decode(said, validate=True)
    except ValueError as error:
        raise BadFile("update.unreadable") from error
    # One way of writing each: the same list is the same bytes.
    sound = len(signature) == _SIGNATURE_BYTES and base64.b64encode(signature) == said
    if not _KEY_ID.fullmatch(key) or not sound:
        raise BadFile("update.unreadable")
    return key.decode(), signature


def joined(body: bytes, signatures: Sequence[tuple[str, bytes]]) -> bytes:
    """The file of a list."""
    lines = [f"{key} {base64.b64encode(signature).decode()}\n".encode() for key, signature in signatures]
    return _HEAD + b"\n" + body + b"\n" + b"".join(lines)


def body_of(manifest: Manifest) -> bytes:
    """The bytes that are signed: one line; equal lists give equal bytes."""
    said = {
        "product": manifest.product,
        "version": manifest.version,
        "counter": manifest.counter,
        "made_at": _text(manifest.made_at),
        "expires": _text(manifest.expires),
        "schema": manifest.schema,
        "least_schema": manifest.least_schema,
        "notes": list(manifest.notes),
        "packages": [
            {
                "platform": one.platform,
                "way": one.way,
                "file": one.file,
                "size": one.size,
                "sha256": one.sha256,
                "unpacked": one.unpacked,
            }
            for one in manifest.packages
        ],
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read(body: bytes) -> Manifest:
    """What a list says; to be believed only once its signature was checked. Raises BadFile("update.unreadable") for
    anything but what `body_of` writes."""
    try:
        said = json.loads(body)
        manifest = Manifest(
            _version(said["version"]),
            _whole(said["counter"], 1, _MOST_COUNTER),
            _moment(said["made_at"]),
            _moment(said["expires"]),
            _whole(said["schema"], 1, _MOST_COUNTER),
            _whole(said["least_schema"], 1, _MOST_COUNTER),
            tuple(_note(one) for one in _few(said["notes"], _MOST_NOTES)),
            tuple(_package(one) for one in _few(said["packages"], _MOST_PACKAGES)),
            str(said["product"]),
            hashlib.sha256(body).hexdigest(),
        )
        # Two lists that read alike are the same bytes: nothing stands in one that is not looked at.
        if body_of(manifest) != body:
            raise ValueError(body)
    except UNREADABLE as error:
        raise BadFile("update.unreadable") from error
    return manifest


def judge(manifest: Manifest, running: Running, known: Remembered, clock: datetime) -> Package:
    """The package this program may be replaced by. The list's signature was checked before.

    `clock` is the best word on the time there is. A clock that is behind does no harm: it is no earlier than when this
    list, and the furthest one before it, were made. One that is ahead makes a good list look expired, and the sentence
    says so.

    Raises NotAllowed: "update.other_product", "update.expired" with `until` and `now`, "update.same" for what runs
    already, "update.older", "update.replayed" where a later list was taken before, "update.other_platform",
    "update.too_far" where the file must first go through a version between, "update.data_newer".
    """
    if manifest.product != PRODUCT:
        raise NotAllowed("update.other_product", product=manifest.product)
    now = max(clock, known.made_at, manifest.made_at)
    if now >= manifest.expires:
        until, today = china_date(manifest.expires), china_date(now)
        raise NotAllowed("update.expired", until=until, now=today, version=manifest.version)
    if order(manifest.version) == order(running.version):
        raise NotAllowed("update.same", version=manifest.version)
    if order(manifest.version) < order(running.version):
        raise NotAllowed("update.older", version=manifest.version, running=running.version)
    if manifest.counter < known.counter or (manifest.counter == known.counter and manifest.digest != known.digest):
        raise NotAllowed("update.replayed", version=manifest.version, counter=manifest.counter, known=known.counter)
    if manifest.schema < running.schema:
        raise NotAllowed("update.data_newer", version=manifest.version)
    if running.schema < manifest.least_schema:
        raise NotAllowed("update.too_far", version=manifest.version, running=running.version)
    for one in manifest.packages:
        if (one.platform, one.way) == (running.platform, running.way):
            return one
    raise NotAllowed("update.other_platform", version=manifest.version, platform=f"{running.platform}/{running.way}")


def further(one: Remembered, other: Remembered) -> Remembered:
    """What holds where two places remember differently: the later of them, so that putting one back lowers nothing."""
    return max(one, other, key=lambda each: (each.counter, each.made_at, each.digest))


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(said: Any) -> datetime:
    return datetime.strptime(said, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _version(said: Any) -> str:
    order(said)
    return str(said)


def _whole(said: Any, least: int, most: int) -> int:
    if type(said) is not int or not least <= said <= most:
        raise ValueError(said)
    return said


def _few(said: Any, most: int) -> list[Any]:
    if not isinstance(said, list) or len(said) > most:
        raise ValueError(said)
    return said


def _note(said: Any) -> str:
    if not isinstance(said, str) or not said.isprintable() or not 0 < len(said) <= _LONGEST_NOTE:
        raise ValueError(said)
    return said


def _package(said: Mapping[str, Any]) -> Package:
    one = Package(
        str(said["platform"]),
        str(said["way"]),
        _matched(_FILE, said["file"]),
        _whole(said["size"], 1, MOST_PACKAGE),
        _matched(_SHA256, said["sha256"]),
        _whole(said["unpacked"], 1, 4 * MOST_PACKAGE),
    )
    if one.platform not in PLATFORMS or one.way not in WAYS:
        raise ValueError(said)
    return one


def _matched(pattern: re.Pattern[str], said: Any) -> str:
    if not pattern.fullmatch(said):
        raise ValueError(said)
    return str(said)
