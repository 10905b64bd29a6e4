"""Signs a release, and looks at one as a desk would.

    python -m tools.update_package sign --key FILE --version 0.2.0 --counter 2 --notes NOTES.txt \
        --out DIST/qi-desk-0.2.0.update linux-x86_64:folder:DIST/qi-desk-0.2.0-linux-x86_64.tar.xz \
        linux-x86_64:deb:DIST/qi-desk_0.2.0_amd64.deb windows-amd64:windows:DIST/qi-desk-0.2.0.exe
    python -m tools.update_package check DIST/qi-desk-0.2.0.update [--trust PUBLIC]

NOTES.txt holds what is new, one line each, in the words of those who work with it. The counter is one more than that of
the release before: desks refuse a lower one for good. The schema is that of this checkout, from which the release is
built; --least-schema is the oldest one it still opens, the first unless something was given up.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from qi_desk.domain.errors import Expected
from qi_desk.domain.updates import FOLDER, Manifest, Package, body_of, joined, order, read
from qi_desk.durable_files import write_atomic
from qi_desk.security import update_signing
from qi_desk.security.update_signing import TrustedKey
from qi_desk.storage.engine import SCHEMA
from qi_desk.updating import shelf
from tools.update_key import asked_passphrase, private_key

_DAYS = 180


def package(said: str) -> Package:
    """`platform:way:file` with what has to be known of the file. Raises ValueError, OSError."""
    platform, way, name = said.split(":", 2)
    file = Path(name)
    with file.open("rb") as given:
        digest = hashlib.file_digest(given, "sha256").hexdigest()
    size = file.stat().st_size
    return Package(platform, way, file.name, size, digest, _unpacked(file) if way == FOLDER else size)


def _unpacked(archive: Path) -> int:
    with tarfile.open(archive, "r:xz") as tar:
        return max(1, sum(member.size for member in tar if member.isreg()))


def made(
    version: str,
    counter: int,
    packages: tuple[Package, ...],
    notes: tuple[str, ...],
    days: int,
    least: int,
    at: datetime,
) -> Manifest:
    """The list of a release, read back as a desk reads it. Raises BadFile for what no desk would read."""
    order(version)
    at = at.replace(microsecond=0)
    return read(body_of(Manifest(version, counter, at, at + timedelta(days=days), SCHEMA, least, notes, packages)))


def _sign(options: argparse.Namespace) -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    at = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    notes = tuple(line.strip() for line in options.notes.read_text(encoding="utf-8").splitlines() if line.strip())
    packages = tuple(package(said) for said in options.packages)
    manifest = made(options.version, options.counter, packages, notes, options.days, options.least_schema, at)
    secret = private_key(options.key, asked_passphrase(from_input=options.passphrase_stdin))
    body = body_of(manifest)
    write_atomic(options.out, joined(body, [update_signing.sign(secret, body)]), 0o644)
    return f"{options.out}: {manifest.version}, counter {manifest.counter}, until {manifest.expires:%Y-%m-%d}"


def _check(options: argparse.Namespace) -> str:
    keys = [TrustedKey(bytes.fromhex(one)) for one in options.trust] or None
    manifest = update_signing.opened(shelf.read_list(options.list), keys)
    told = [
        f"{manifest.version}, counter {manifest.counter}, until {manifest.expires:%Y-%m-%d}, schema {manifest.schema}"
    ]
    for one in manifest.packages:
        shelf.check_beside(options.list.parent / one.file, one)
        told.append(f"  {one.platform} {one.way} {one.file}: {one.size:,} bytes, as signed")
    return "\n".join([*told, *(f"  - {note}" for note in manifest.notes)])


def main() -> int:
    """Do what is asked; 1 with a reason where it cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    deeds = parser.add_subparsers(required=True)
    sign = deeds.add_parser("sign")
    sign.add_argument("--key", type=Path, required=True)
    sign.add_argument("--passphrase-stdin", action="store_true")
    sign.add_argument("--version", required=True)
    sign.add_argument("--counter", type=int, required=True)
    sign.add_argument("--notes", type=Path, required=True)
    sign.add_argument("--days", type=int, default=_DAYS, help="how long it may be installed from a stick")
    sign.add_argument("--least-schema", type=int, default=1)
    sign.add_argument("--out", type=Path, required=True)
    sign.add_argument("packages", nargs="+", metavar="PLATFORM:WAY:FILE")
    sign.set_defaults(run=_sign)
    check = deeds.add_parser("check")
    check.add_argument("list", type=Path)
    check.add_argument("--trust", action="append", default=[], metavar="PUBLIC", help="instead of the pinned keys")
    check.set_defaults(run=_check)
    options = parser.parse_args()
    try:
        print(options.run(options))
    except Expected as error:
        from qi_desk import wording

        print(f"{error.code}: {wording.sentence(error)}", file=sys.stderr)
        return 1
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
