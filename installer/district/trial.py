"""Walk docs/district.md, line by line as it is printed, on fresh Debian 12 machines.

Twice over, with the embedded store and with PostgreSQL: install, make the district, certificate, a real desk of this
checkout enrolled over https and at work, backup, restore, upgrade to a second build with a schema step more, back to
the first, and purge. systemd is the machine's own and runs the units as they are shipped.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from installer.district.machine import ADDRESS, Failed, Machine, kept_root
from qi_desk import __version__
from qi_desk.district.schema import SCHEMA

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs/district.md"
NEXT = f"{__version__}+trial"
_STEP = f'''"""A step more, for the trial of an upgrade."""

import sqlalchemy as sa
from alembic import op

revision = "{SCHEMA + 1:04}"
down_revision = "{SCHEMA:04}"


def upgrade() -> None:
    """A column and a table nobody needs."""
    op.add_column("device", sa.Column("trial", sa.Text(), nullable=True))
    op.create_table("trial", sa.Column("at", sa.Text(), primary_key=True))
'''
_PASSWORD = "correct horse battery 7 staple"  # noqa: S105  # of a desk that lives for minutes
_INTAKE = {
    "client": {"kind": "enterprise", "name": "广州试用电器有限公司", "credit_code": "91440113MADEMQ012X"},
    "contact": {"name": "王一", "phone": "13800138000", "consent": True},
    "channel": "P01",
    "items": ["ME02"],
    "description": "首次检定压力表二十只",
}
_EXPOSURE = 2.0
"""The most systemd-analyze may find left open: it calls up to 2 "safe"."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of the guide that are typed together: under which heading, of which kind."""

    heading: str
    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> Iterator[Block]:
    """The boxes of the guide, in order."""
    heading = ""
    for part in re.finditer(r"^## ([^\n]+)$|^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        if part[1]:
            heading = part[1]
        else:
            yield Block(heading, part[2], tuple(part[3].splitlines()))


class Desk:
    """A real desk of this checkout, speaking from within the machine's network."""

    def __init__(self, machine: Machine, folder: Path) -> None:
        self._machine, self._folder = machine, folder
        self._env = {name: value for name, value in os.environ.items() if not name.startswith("SSL_")}
        self._env |= {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
        self._env |= {"PYTHONPATH": str(ROOT), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
        self.does("init", "--station", "PY03", "--name", "试用服务站", "--desk", "A", "--manager", "李试")

    def does(self, *words: str) -> dict[str, Any]:
        """A command of qi-desk."""
        typed = (sys.executable, "-m", "qi_desk", *words, "--data", str(self._folder / "station"), "--json")
        said = self._machine.beside(*typed, "--password-stdin", env=self._env, said=f"{_PASSWORD}\n")
        answer: dict[str, Any] = json.loads(said)
        return answer

    def works(self) -> None:
        """Take a request in."""
        file = self._folder / "intake.json"
        file.write_text(json.dumps(_INTAKE), encoding="utf-8")
        self.does("request", "add", "--file", str(file), "--register-only")

    def sends(self) -> int:
        """One exchange; how many operations went out. Raises Failed where something is left."""
        done = self.does("sync", "--once")
        if not done["ok"] or done["waiting"] or done["held"]:
            raise Failed(f"the desk still holds something back: {done}")
        return int(done["sent"])


class Walk:
    """One machine walked through the guide."""

    def __init__(self, machine: Machine, store: str, folder: Path, packages: tuple[Path, Path]) -> None:
        self.machine, self.store, self.folder, self.packages = machine, store, folder, packages
        self.guide = tuple(blocks(GUIDE.read_text(encoding="utf-8")))

    def types(self, heading: str, kind: str = "sh") -> str:
        """Type what stands under a heading; what the last line answered. The embedded store has nothing of its own to
        be typed in some places."""
        lines = [line for one in self.guide if (one.heading, one.kind) == (heading, kind) for line in one.lines]
        if not lines and kind != "sqlite":
            raise Failed(f"the guide has nothing of kind {kind} under {heading}")
        said = ""
        for line in lines:
            begun = time.monotonic()
            said = self.machine.lets(line)
            _tell(f"  {time.monotonic() - begun:5.1f} s  {line}")
        return said

    def holds(self, what: str, truth: object) -> None:
        """Tell what was looked at. Raises Failed where it is not so."""
        if not truth:
            journal = self.machine.tries("journalctl --no-pager -n 40 -u 'qi-district*'").stdout
            raise Failed(f"not so: {what}\n{journal}")
        _tell(f"     ok  {what}")

    def check(self) -> dict[str, Any]:
        """What `qi-district check` answers."""
        found: dict[str, Any] = json.loads(self.machine.lets("qi-district check"))
        return found

    def whole(self) -> None:
        """From nothing to nothing."""
        self.lay(self.packages[0])
        self.types("Install")
        self.holds("nothing is served before there is a district", not self.active())
        self.types("Make the district", "sh" if self.store == "sqlite" else "postgresql")
        self.types("Certificate")
        self.holds("the server runs", self.active())
        self.holds("the backup timer waits", self.machine.lets("systemctl is-active qi-district-backup.timer"))
        self.units()
        desk = self.enrols()
        self.backs_up(desk)
        self.goes_up_and_back(desk)
        self.goes()

    def active(self) -> bool:
        """Whether systemd sees the server running."""
        return self.machine.tries("systemctl is-active qi-district").stdout.strip() == "active"

    def lay(self, package: Path) -> None:
        """Put a package where the guide expects it."""
        home = self.machine.root / "root"
        before = home / "before"
        before.mkdir(exist_ok=True)
        for one in home.glob("*.deb"):
            os.replace(one, before / one.name)
        shutil.copyfile(package, home / package.name)
        (home / package.name).chmod(0o644)
        home.chmod(0o755)

    def units(self) -> None:
        """The units as systemd itself judges them."""
        names = "qi-district.service qi-district-backup.service qi-district-backup.timer"
        said = self.machine.tries(f"systemd-analyze verify --man=no {names}")
        self.holds(
            f"systemd-analyze verify finds nothing {said.stderr}".strip(), not said.returncode + len(said.stderr)
        )
        for name in names.split()[:2]:
            said_of = self.machine.lets(f"systemd-analyze security --no-pager {name} | tail -n 1")
            found = re.search(r"(\d+\.\d+) (\w+)", said_of)
            self.holds(f"{name} leaves {found and found[0]} open", found and float(found[1]) <= _EXPOSURE)

    def enrols(self) -> Desk:
        """The guide's way of a first desk."""
        said = self.types("The first desk")
        self.holds("nobody is enrolled yet", json.loads(said) == [])
        code = json.loads(self.machine.lets("qi-district code PY03"))
        self.holds("the code carries the authority's letters", len(code["code"]) == len("ABCD-") * 7 - 1)
        desk = Desk(self.machine, self.folder)
        for one in self.guide:
            if (one.heading, one.kind) == ("The first desk", "desk"):
                for line in one.lines:
                    desk.does(*line.replace("CODE", code["code"]).split()[1:])
                    _tell(f"   desk  {line}")
        self.holds("the address in the code is the guide's", code["address"] == f"https://{ADDRESS}:8730")
        desk.works()
        self.holds("a request goes to the district", desk.sends() > 0)
        self.machine.lets("qi-district certificate && systemctl reload qi-district")
        desk.works()
        self.holds("a renewed certificate is good for the desk", desk.sends() > 0)
        return desk

    def backs_up(self, desk: Desk) -> None:
        """Backup, work after it, restore: the district has all of it again."""
        self.types("Backup")
        desk.works()
        desk.sends()
        before = self.check()
        self.types("Restore")
        self.holds("the server runs again", self.active())
        after = self.check()
        self.holds("what came after the backup is missing", after["operations_total"] < before["operations_total"])
        desk.sends()
        self.holds("the desk sent it again", self.has_all(before))

    def has_all(self, before: dict[str, Any]) -> bool:
        """Whether all that was there is there again; the desk's own sign-in of meanwhile comes on top."""
        now = self.check()
        return bool(
            now["operations_total"] >= before["operations_total"]
            and now["records"] == before["records"]
            and not now["operations_waiting"]
        )

    def goes_up_and_back(self, desk: Desk) -> None:
        """The second build, and back to the first."""
        self.lay(self.packages[1])
        self.types("Upgrade", "upgrade")
        self.holds(f"schema {SCHEMA + 1}, running", self.check()["schema"] == SCHEMA + 1 and self.active())
        desk.works()
        desk.sends()
        before = self.check()
        self.types("Upgrade", "rollback")
        self.holds(f"schema {SCHEMA}, running", self.check()["schema"] == SCHEMA and self.active())
        desk.sends()
        self.holds("nothing was lost on the way", self.has_all(before))
        self.types("Upgrade", "upgrade")
        desk.works()
        desk.sends()

    def goes(self) -> None:
        """Purged: the program is gone, the data is as it was."""
        kept = "find /var/lib/qi-district /var/backups/qi-district -type f -not -name in-use.lock -not -name '*-shm'"
        self.machine.lets("systemctl stop qi-district")
        before = self.machine.lets(f"{kept} | sort | xargs sha256sum")
        self.types("Remove", "remove")
        self.holds("the data is untouched", self.machine.lets(f"{kept} | sort | xargs sha256sum") == before)
        left = self.machine.lets("ls -d /opt/qi-district /etc/qi-district /usr/bin/qi-district 2>/dev/null || true")
        self.holds("the program is gone", left == "")
        self.types("Install")
        self.types("Remove", self.store)
        self.holds("installed again it finds its district", self.check()["schema"] == SCHEMA + 1)


def build(out: Path) -> tuple[Path, Path]:
    """The package of this checkout, and one with a schema step more."""
    moment = subprocess.run(
        ["git", "-C", ROOT, "log", "-1", "--format=%ct"], check=True, capture_output=True, text=True
    ).stdout.strip()
    first = _built(ROOT, out, __version__, moment)
    with TemporaryDirectory(prefix="qi-district-next-") as named:
        copy = Path(named) / "checkout"
        for name in ("qi_desk", "db", "resources", "docs", "installer", "requirements", "tools"):
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
        for name in ("LICENSE", "CHANGELOG.md"):
            shutil.copyfile(ROOT / name, copy / name)
        (copy / f"db/district/versions/{SCHEMA + 1:04}_trial.py").write_text(_STEP, encoding="utf-8")
        schema = copy / "qi_desk/district/schema.py"
        told = schema.read_text(encoding="utf-8")
        schema.write_text(told.replace(f"SCHEMA = {SCHEMA}\n", f"SCHEMA = {SCHEMA + 1}\n"), encoding="utf-8")
        return first, _built(copy, out, NEXT, moment)


def _built(root: Path, out: Path, version: str, moment: str) -> Path:
    command = [sys.executable, "-m", "installer.district.package", "--out", str(out), "--version", version]
    env = os.environ | {"PYTHONPATH": str(root), "SOURCE_DATE_EPOCH": moment}
    return Path(
        subprocess.run(command, check=True, cwd=root, env=env, stdout=subprocess.PIPE, text=True).stdout.strip()
    )


def main(arguments: list[str]) -> int:
    """Walk; 0 where every line of the guide did what it says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", choices=("sqlite", "postgresql"), action="append", help="(default: both)")
    parser.add_argument("--kept", type=Path, default=ROOT / "build/roots", metavar="DIR", help="where roots are kept")
    ready = "(default: built here)"
    parser.add_argument(
        "--packages", type=Path, nargs=2, metavar="FILE", help=f"the first and the second build {ready}"
    )
    options = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="qi-district-trial-") as named:
        room = Path(named)
        packages = tuple(options.packages) if options.packages else build(room)
        _tell(f"{packages[0].name}: {packages[0].stat().st_size / 1e6:.1f} MB")
        kept = kept_root(options.kept)
        for store in options.store or ("sqlite", "postgresql"):
            if not _walked(kept, room / store, store, packages):
                return 1
    return 0


def _walked(kept: Path, room: Path, store: str, packages: tuple[Path, Path]) -> bool:
    room.mkdir()
    root = room / "root"
    subprocess.run(["cp", "-a", kept, root], check=True)
    machine = None
    begun = time.monotonic()
    _tell(f"== {store}")
    try:
        machine = Machine(root, room / "boot.log")
        (room / "desk").mkdir()
        Walk(machine, store, room / "desk", packages).whole()
    except Failed as failure:
        sys.stderr.write(f"{failure}\n")
        return False
    finally:
        if machine is not None:
            machine.stop()
        shutil.rmtree(root, ignore_errors=True)
    _tell(f"== {store}: every line of the guide did what it says, {time.monotonic() - begun:.0f} s")
    return True


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
