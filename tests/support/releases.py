"""Releases made for a test: keys of its own, lists signed with them, packages with a small program in them."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from qi_desk.domain.updates import FOLDER, SUFFIX, Manifest, Package, body_of, joined
from qi_desk.security import signing, update_signing
from qi_desk.security.update_signing import TrustedKey

MADE = datetime(2026, 3, 1, 8, tzinfo=UTC)
PLATFORM = "linux-x86_64"
HELLO = b"#!/bin/sh\necho hello\n"

Change = Callable[[tarfile.TarInfo], None]


def manifest_of(*packages: Package, **changes: object) -> Manifest:
    """A sound list, with changes."""
    sound = Manifest(
        version="0.2.0",
        counter=2,
        made_at=MADE,
        expires=MADE + timedelta(days=180),
        schema=40,
        least_schema=1,
        notes=("受理页更快。", "修正了回执的页边。"),
        packages=packages or (Package(PLATFORM, FOLDER, "qi-desk-0.2.0.tar.xz", 5, "ab" * 32, 500),),
    )
    return replace(sound, **changes)  # type: ignore[arg-type]


@dataclass
class Signer:
    """Somebody with a private key."""

    private: bytes = field(default_factory=signing.new_key)

    def trusted(self, *, revoked: bool = False) -> TrustedKey:
        return TrustedKey(signing.public_of(self.private), revoked)

    def sign(self, manifest: Manifest) -> bytes:
        return sealed(body_of(manifest), self)


def sealed(body: bytes, *signers: Signer) -> bytes:
    """The file of a list with these signatures."""
    return joined(body, [update_signing.sign(one.private, body) for one in signers])


def tree_of(version: str, program: bytes = HELLO) -> dict[str, bytes]:
    """The files of a version by name; the program is the only one to be run."""
    return {"qi-desk": program, "_internal/version": version.encode(), "_internal/deep/er/one.so": b"\x7fELF" * 40}


def archive_of(
    files: Mapping[str, bytes],
    top: str = "qi-desk-0.2.0",
    links: Sequence[tuple[str, str]] = (),
    more: Sequence[tuple[tarfile.TarInfo, bytes]] = (),
) -> bytes:
    """A tar.xz of them below one folder; `more` members stand at its end as they are."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:xz", format=tarfile.PAX_FORMAT) as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(f"{top}/{name}")
            info.size, info.mode = len(content), 0o755 if name.endswith("qi-desk") else 0o644
            tar.addfile(info, io.BytesIO(content))
        for name, target in links:
            info = tarfile.TarInfo(f"{top}/{name}")
            info.type, info.linkname = tarfile.SYMTYPE, target
            tar.addfile(info)
        for info, content in more:
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return made.getvalue()


def package_of(
    archive: bytes, name: str = "qi-desk-0.2.0.tar.xz", unpacked: int = 20_000_000, way: str = FOLDER
) -> Package:
    """What a list says of a file."""
    return Package(PLATFORM, way, name, len(archive), hashlib.sha256(archive).hexdigest(), unpacked)


def lay_release(folder: Path, signer: Signer, archive: bytes, way: str = FOLDER, **changes: object) -> Manifest:
    """A release in a folder, as it lies on a stick."""
    folder.mkdir(parents=True, exist_ok=True)
    package = package_of(archive, way=way)
    manifest = manifest_of(package, **changes)
    (folder / package.file).write_bytes(archive)
    (folder / f"qi-desk-{manifest.version}{SUFFIX}").write_bytes(signer.sign(manifest))
    return manifest
