"""A release is signed by the commands of the house, and a desk believes it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qi_desk.domain.errors import BadFile
from qi_desk.domain.updates import FOLDER, Remembered, Running, judge
from qi_desk.security import signing, update_signing
from qi_desk.security.update_signing import TrustedKey
from qi_desk.storage.engine import SCHEMA
from tests.support.releases import archive_of, tree_of
from tools import update_key, update_package

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "a long way to the river"


def run(module: str, *arguments: str, said: str = PASSPHRASE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        input=f"{said}\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
    )


def test_key_release_and_look_from_the_command_line(tmp_path: Path) -> None:
    key = tmp_path / "release.key"
    made = run("tools.update_key", "new", str(key), "--passphrase-stdin")
    assert made.returncode == 0, made.stderr
    assert key.stat().st_mode & 0o077 == 0
    public = bytes.fromhex(made.stdout.split('"')[1])
    assert run("tools.update_key", "show", str(key), "--passphrase-stdin").stdout == made.stdout
    archive = tmp_path / "qi-desk-0.2.0-linux-x86_64.tar.xz"
    archive.write_bytes(archive_of(tree_of("0.2.0")))
    (tmp_path / "notes.txt").write_text("受理页更快。\n\n修正了回执的页边。\n", encoding="utf-8")
    out = tmp_path / "qi-desk-0.2.0.update"
    signed = run(
        "tools.update_package", "sign", "--key", str(key), "--passphrase-stdin", "--version", "0.2.0", "--counter", "2",
        "--notes", str(tmp_path / "notes.txt"), "--out", str(out), f"linux-x86_64:folder:{archive}",
    )  # fmt: skip
    assert signed.returncode == 0, signed.stderr
    manifest = update_signing.opened(out.read_bytes(), [TrustedKey(public)])
    assert manifest.notes == ("受理页更快。", "修正了回执的页边。")
    assert manifest.schema == SCHEMA
    package = judge(manifest, Running("0.1.0", "linux-x86_64", FOLDER, SCHEMA), Remembered(), datetime.now(UTC))
    assert package.unpacked == sum(map(len, tree_of("0.2.0").values()))
    looked = run("tools.update_package", "check", str(out), "--trust", public.hex())
    assert looked.returncode == 0, looked.stderr
    assert "as signed" in looked.stdout
    archive.write_bytes(archive.read_bytes()[:-1])
    assert "update.cut" in run("tools.update_package", "check", str(out), "--trust", public.hex()).stderr


def test_a_key_is_never_written_over_and_needs_its_passphrase(tmp_path: Path) -> None:
    file = tmp_path / "key"
    public = update_key.new(file, PASSPHRASE)
    with pytest.raises(FileExistsError):
        update_key.new(file, PASSPHRASE)
    assert signing.public_of(update_key.private_key(file, PASSPHRASE)) == public
    with pytest.raises(ValueError, match=r".+"):
        update_key.private_key(file, "another way to the river")
    with pytest.raises(ValueError, match="characters"):
        update_key.new(tmp_path / "short", "short")
    assert run("tools.update_key", "show", str(file), "--passphrase-stdin", said="wrong words here").returncode == 1


def test_what_no_desk_would_read_is_not_signed(tmp_path: Path) -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="v2"):
        update_package.made("v2", 1, (), (), 180, 1, at)
    with pytest.raises(BadFile):
        update_package.made("0.2.0", 0, (), (), 180, 1, at)
    (tmp_path / "程序.deb").write_bytes(b"x")
    named = update_package.package(f"linux-x86_64:deb:{tmp_path / '程序.deb'}")
    with pytest.raises(BadFile):
        update_package.made("0.2.0", 1, (named,), (), 180, 1, at)
