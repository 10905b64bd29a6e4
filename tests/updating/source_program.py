"""The real program, from this checkout, as a version to unpack and start: in the place of the frozen one."""

from __future__ import annotations

import io
import os
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import qi_desk
from tests.support.releases import Signer

ROOT = Path(__file__).resolve().parents[2]
_START = """#!/bin/sh
here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd -P)
exec '{python}' -B "$here/_internal/entry.py" "$@"
"""
_ENTRY = """import sys
from pathlib import Path
sys.path.insert(0, str(Path(__file__).resolve().parent))
from qi_desk import paths
# The fonts are a package of their own, as on a desk that has the system's packages.
paths.fonts = lambda: Path({fonts!r})
from qi_desk.cli import main
sys.exit(main())
"""


def files_of(version: str, signer: Signer, broken: str = "") -> Iterator[tuple[str, bytes]]:
    """Name and content of every file of a version; `broken` is put before the code that opens a station."""
    yield "qi-desk", _START.format(python=sys.executable).encode()
    yield "_internal/entry.py", _ENTRY.format(fonts=str(ROOT / "resources" / "fonts")).encode()
    keys = f'[[key]]\npublic = "{signer.trusted().public.hex()}"\n'.encode()
    changed = {
        Path("qi_desk/__init__.py"): f'__version__ = "{version}"\n'.encode(),
        Path("resources/updates/keys.toml"): keys,
    }
    for folder in ("qi_desk", "resources", "db"):
        for file in sorted((ROOT / folder).rglob("*")):
            name = file.relative_to(ROOT)
            if not file.is_file() or "__pycache__" in name.parts or name.parts[:2] == ("resources", "fonts"):
                continue
            content = changed.get(name, file.read_bytes())
            if broken and name == Path("qi_desk/storage/opening.py"):
                content += broken.encode()
            yield f"_internal/{name.as_posix()}", content
    assert qi_desk.__version__ != version or version == "0.1.0"


def archive(version: str, signer: Signer, broken: str = "") -> bytes:
    """The archive of a version."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:xz", preset=0) as tar:
        for name, content in files_of(version, signer, broken):
            info = tarfile.TarInfo(f"qi-desk-{version}/{name}")
            info.size, info.mode = len(content), 0o755 if name == "qi-desk" else 0o644
            tar.addfile(info, io.BytesIO(content))
    return made.getvalue()


def lay_tree(folder: Path, version: str, signer: Signer) -> Path:
    """The same as an archive unpacked by hand."""
    for name, content in files_of(version, signer):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (folder / "qi-desk").chmod(0o755)
    return folder


def environment(home: Path) -> dict[str, str]:
    """A person of their own."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
