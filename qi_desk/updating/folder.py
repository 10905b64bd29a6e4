"""A program installed in a folder of one person: versions side by side, and one small file that names the one in use.

qi-desk             the launcher, a shell script (resources/updates/launcher.sh)
current             the version in use; behind it, until that one has opened the data, the one before
starts, openings    how often the version in use was started, or began to open the data, and was not heard of again
went-back           the version the launcher gave up
put-in              the version put in last, until somebody was told that it runs
versions/<version>/ whole before `current` names it
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from qi_desk import paths
from qi_desk.domain.errors import BadFile, Conflict, Expected, StoreError, StoreFull
from qi_desk.domain.updates import is_version
from qi_desk.durable_files import file_errors, lasting_folder, sync_folder, write_atomic
from qi_desk.updating.unpacking import unpack

PROGRAM = "qi-desk"
CURRENT, STARTS, OPENINGS, WENT_BACK, PUT_IN = "current", "starts", "openings", "went-back", "put-in"
VERSIONS = "versions"
ROOT_VARIABLE = "QI_DESK_ROOT"
"""By this the launcher tells the version where it lies."""

_PART = ".part"
_LOCK = ".updating.lock"
_SPARE = 64 << 20
"""What must stay free on the disk when a version was unpacked."""

Trial = Callable[[Path], None]
"""Tries a version out, given its executable. Raises Expected where it does not do."""


class FolderInstallation:
    """One such folder, as the version `running` sees it."""

    def __init__(self, root: Path, running: str) -> None:
        self.root, self._running = root, running

    def in_use(self) -> tuple[str, str]:
        """The version that is started next, and the one it goes back to; both empty where nothing readable says."""
        words: list[str] = []
        with suppress(OSError, UnicodeDecodeError):
            words = (self.root / CURRENT).read_text(encoding="ascii").split()
        if not 1 <= len(words) <= 2 or not all(is_version(one) for one in words):
            return "", ""
        return words[0], words[1] if len(words) > 1 else ""

    def program(self, version: str) -> Path:
        """The executable of a version."""
        return self.root / VERSIONS / version / PROGRAM

    def put_in(self, archive: Path, version: str, unpacked: int, trial: Trial) -> None:
        """Unpack a version beside the others, try it out, and let it be started next; this one stays until the new one
        has opened the data. Whatever ends this in between, what is started next is whole: this version or the new one.

        Raises Conflict("update.busy") while another does the same, StoreFull("update.no_room"),
        BadFile("update.bad_archive"), what the trial raises, StoreError kinds; all of that with nothing changed.
        """
        with self._alone():
            self._step_back_from(version)
            self._tidy()
            free = shutil.disk_usage(self.root).free
            if free < unpacked + _SPARE:
                raise StoreFull("update.no_room", needed=_mega(unpacked + _SPARE), free=_mega(free))
            target = self.root / VERSIONS / version
            part = target.with_name(f".{version}{_PART}")
            try:
                unpack(archive, part, unpacked)
                program = part / PROGRAM
                if not os.access(program, os.X_OK) or program.is_symlink():
                    raise BadFile("update.bad_archive", file=archive.name, why=PROGRAM)
                trial(program)
                with file_errors():
                    os.replace(part, target)
                    sync_folder(target.parent)
                self._start_next(version)
            except BaseException:
                shutil.rmtree(part, ignore_errors=True)
                raise

    def _step_back_from(self, version: str) -> None:
        """What is put in anew is not what is started if this is cut; and something readable says what is."""
        now, before = self.in_use()
        if not now or now == version:
            write_atomic(self.root / CURRENT, f"{before or self._running}\n".encode(), 0o644)

    def _start_next(self, version: str) -> None:
        now, before = self.in_use()
        standing = before or now or self._running
        for name in (STARTS, OPENINGS, WENT_BACK):
            self._let_go(name)
        write_atomic(self.root / PUT_IN, f"{version}\n".encode(), 0o644)
        write_atomic(self.root / CURRENT, f"{version} {standing}\n".encode(), 0o644)

    def started(self) -> None:
        """This version came as far as its window, or did what its command line asked for."""
        if self._on_trial():
            self._let_go(STARTS)

    def opening(self) -> None:
        """This version begins to open the data: if it is never heard of again, that counts against it."""
        if self._on_trial():
            with suppress(OSError), (self.root / OPENINGS).open("ab") as file:
                file.write(b"opening\n")
                file.flush()
                os.fsync(file.fileno())

    def not_opened(self, *, its_fault: bool) -> None:
        """It did not open them; whatever was not its fault does not count."""
        if self._on_trial() and not its_fault:
            self._let_go(OPENINGS)

    def proved(self) -> None:
        """This version has opened the data: nothing goes back any more. What cannot be written is written next time."""
        if not self._on_trial():
            return
        with suppress(StoreError, OSError):
            write_atomic(self.root / CURRENT, f"{self._running}\n".encode(), 0o644)
            self._let_go(STARTS)
            self._let_go(OPENINGS)

    def waiting(self) -> str:
        """The version that is started next time, empty if that is this one."""
        now, _ = self.in_use()
        return "" if now == self._running else now

    def given_up(self) -> str:
        """The version the launcher went back from, empty if there is none."""
        return self._named(WENT_BACK)

    def arrived(self) -> str:
        """This version, if it was put in, has opened the data, and nobody was told yet; else empty."""
        return self._running if self._named(PUT_IN) == self._running and not self._on_trial() else ""

    def told(self) -> None:
        """Somebody heard of both."""
        self._let_go(WENT_BACK)
        if self.arrived():
            self._let_go(PUT_IN)

    def _named(self, name: str) -> str:
        with suppress(OSError, UnicodeDecodeError):
            said = (self.root / name).read_text(encoding="ascii").strip()
            return said if is_version(said) else ""
        return ""

    def tidy(self) -> None:
        """Remove versions nobody goes back to, and what a cut left; bring the launcher up to what came with this
        version. While somebody updates, or while nothing readable says which version is in use: nothing."""
        with suppress(Expected, OSError), self._alone():
            self._tidy()
            own = (paths.resources() / "updates" / "launcher.sh").read_bytes()
            launcher = self.root / PROGRAM
            if not any(self.in_use()[1:]) and launcher.read_bytes() != own:
                write_atomic(launcher, own, 0o755)

    def _tidy(self) -> None:
        now, before = self.in_use()
        if not now:
            return
        for folder in (self.root / VERSIONS).iterdir():
            if folder.name not in (now, before, self._running) and folder.is_dir() and not folder.is_symlink():
                # First out of the way as a whole: half a version never lies under a version's name.
                aside = folder.with_name(f".{folder.name.strip('.')}{_PART}")
                if aside != folder:
                    shutil.rmtree(aside, ignore_errors=True)
                    os.replace(folder, aside)
                shutil.rmtree(aside, ignore_errors=True)

    def _on_trial(self) -> bool:
        now, before = self.in_use()
        return now == self._running and bool(before)

    def _let_go(self, name: str) -> None:
        with suppress(OSError):
            (self.root / name).unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with file_errors():
            handle = os.open(self.root / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
            yield
        finally:
            os.close(handle)


def settle(tree: Path, root: Path, version: str) -> Path:
    """Lay a folder out around the version in `tree`, such as an archive unpacked by hand; the launcher. A folder that
    is laid out already is left as it is but for what is missing. Raises Conflict("update.not_empty") for a folder with
    other things in it, StoreError kinds."""
    target = root / VERSIONS / version
    if root.is_dir() and any(root.iterdir()) and not (root / VERSIONS).is_dir():
        raise Conflict("update.not_empty", folder=str(root))
    lasting_folder(root / VERSIONS, 0o755)
    part = target.with_name(f".{version}{_PART}")
    with file_errors():
        if not target.is_dir():
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(tree, part, symlinks=True)
            _to_disk(part)
            os.replace(part, target)
            sync_folder(target.parent)
        launcher = root / PROGRAM
        write_atomic(launcher, (paths.resources() / "updates" / "launcher.sh").read_bytes(), 0o755)
        if not FolderInstallation(root, version).in_use()[0]:
            write_atomic(root / CURRENT, f"{version}\n".encode(), 0o644)
    return launcher


def _to_disk(tree: Path) -> None:
    for folder, _, files in os.walk(tree, topdown=False):
        for name in files:
            path = Path(folder, name)
            if not path.is_symlink():
                with path.open("rb") as file:
                    os.fsync(file.fileno())
        sync_folder(Path(folder))


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Conflict("update.busy") from error


def _mega(size: int) -> int:
    return -(-size // 1_000_000)
