"""A program that takes an update from a stick, puts it in, and is the new version afterwards; tells each step as soon
as it is final.

python -m tests.faults.updater FOLDER                     from begin to end
python -m tests.faults.updater FOLDER starve STEP [ERROR] every STEP-th write fails in turn (under the recorder)
python -m tests.faults.updater FOLDER alarm SECONDS       ended by the system after so long
"""

from __future__ import annotations

import errno
import shutil
import signal
import sys
from pathlib import Path

from qi_desk.domain.errors import Expected
from qi_desk.domain.updates import Package, Remembered
from qi_desk.updating.folder import FolderInstallation
from qi_desk.updating.marks import UpdateMarks
from qi_desk.updating.shelf import Shelf
from tests.faults.founder import tell
from tests.support.releases import MADE, package_of

STICK = "stick.tar.xz"
REACHED = Remembered(2, "22" * 32, MADE)


def package(folder: Path) -> Package:
    """What lies on the stick."""
    return package_of((folder.parent / STICK).read_bytes())


def marks(folder: Path) -> UpdateMarks:
    """What is remembered, in both places."""
    return UpdateMarks([folder / "state", folder / "program"])


def no_trial(program: Path) -> None:
    """The trial is another process; here it is about what this one writes."""
    assert program.is_file()


def take(folder: Path) -> None:
    """From the stick to the shelf."""
    Shelf(folder / "updates").take(folder.parent / STICK, package(folder))
    marks(folder).remember(REACHED)


def put_in(folder: Path) -> None:
    """From the shelf beside the running version."""
    archive = Shelf(folder / "updates").checked(package(folder))
    old = FolderInstallation(folder / "program", "0.1.0")
    old.put_in(archive, "0.2.0", package(folder).unpacked, no_trial)


def prove(folder: Path) -> None:
    """The new version opens the data, and the old one goes."""
    new = FolderInstallation(folder / "program", "0.2.0")
    new.started()
    new.opening()
    new.proved()


def main(folder: Path) -> None:
    """All of it."""
    tell("begun")
    take(folder)
    tell("taken")
    put_in(folder)
    tell("put-in")
    prove(folder)
    tell("proved")
    FolderInstallation(folder / "program", "0.2.0").tidy()
    tell("tidied")


def starve(folder: Path, step: int, code: int) -> None:
    """Every `step`-th write of taking and putting in fails in turn, until an attempt has none left to fail; how each
    ended, and which version is started then."""
    from tests.faults import starved

    nth, fired = 1, True
    while fired:
        ended = "done"
        with starved.starving(nth, code, lasting=True):
            try:
                take(folder)
                put_in(folder)
            except Expected as error:
                ended = error.code
            except OSError as error:
                ended = f"OSError:{errno.errorcode.get(error.errno or 0, '')}"
        fired = bool(starved.starving.fired)  # type: ignore[attr-defined]
        root = folder / "program"
        tell(f"{ended} {'+'.join(FolderInstallation(root, '0.1.0').in_use())} {nth}")
        (root / "current").write_text("0.1.0\n", encoding="ascii")
        shutil.rmtree(folder / "updates", ignore_errors=True)
        nth += step


if __name__ == "__main__":
    place = Path(sys.argv[1])
    if sys.argv[2:3] == ["starve"]:
        starve(place, int(sys.argv[3]), getattr(errno, sys.argv[4] if len(sys.argv) > 4 else "ENOSPC"))
    elif sys.argv[2:3] == ["alarm"]:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        tell("ready")
        signal.setitimer(signal.ITIMER_REAL, float(sys.argv[3]))
        main(place)
    else:
        main(place)
