"""The composition root: joins door, paper, printer and window; the only place that knows them all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qi_desk import paths
from qi_desk.domain.errors import StoreBusy, StoreError

if TYPE_CHECKING:
    from qi_desk.gui.main_window import MainWindow
    from qi_desk.storage.folder_lock import FolderLock


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to the one window on a folder, held as long as the program runs; `wake` is the file by which another
    program asks for the window, None where nothing can be kept."""

    wake: Path | None
    lock: FolderLock | None


def claimed(folder: Path, parcel: Path | None = None) -> Claim | None:
    """Claim the window on `folder`; None where another program has it, which is then asked to show it, and to take in
    `parcel`."""
    from qi_desk.storage.folder_lock import FolderLock

    name = hashlib.sha256(os.fspath(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    place = paths.state_dir() / "windows" / name
    wake = place / "wake"
    try:
        place.mkdir(parents=True, exist_ok=True)
        lock = FolderLock(place)
        lock.acquire()
    except StoreBusy:
        with suppress(PermissionError):
            # On Windows, while the other program takes away what a third laid down: it is asked already.
            _ask(wake, parcel)
        return None
    except (OSError, StoreError):
        return Claim(None, None)
    return Claim(wake, lock)


def _ask(wake: Path, parcel: Path | None) -> None:
    """Lay down the file that asks for the window, whole at once: the other program reads it the moment it is there."""
    growing = wake.with_name(f"wake.{os.getpid()}")
    growing.write_bytes(str(parcel or "").encode("utf-8", "surrogateescape"))
    os.replace(growing, wake)


def run_window(folder: Path, *, practice: bool = False, parcel: Path | None = None) -> int:
    """Open the window on the station of `folder`, or the wizard where there is none; returns when it is closed. Where a
    window on this folder is open already, that one comes to the front instead.

    With `practice` a missing practice station is made first. `parcel` is a file of the courier to take in.
    """
    claim = claimed(folder, parcel)
    if claim is None:
        return 0
    from qi_desk import logs
    from qi_desk.documents.client import PaperMaker
    from qi_desk.door import Door
    from qi_desk.gui import application
    from qi_desk.gui.workplace import Gates
    from qi_desk.printing import system_printer

    handler = logs.start(paths.log_dir())
    door = Door(folder)
    if practice and not door.exists:
        door.found_practice()
        door.leave()
    papers = PaperMaker(body_font=lambda: str(door.desk.get("paper.body_font")))
    opened = [door]

    def other(place: Path) -> Door:
        found = door if place == folder else Door(place)
        opened.append(found)
        return found

    gates = Gates(
        door,
        real=lambda: other(paths.default_station_dir() if door.practice else folder),
        practice=lambda: other(folder if door.practice else paths.practice_dir()),
    )

    def close() -> None:
        for one in opened:
            one.leave()
        papers.close()
        logs.stop(handler)

    code = application.run(gates, papers, system_printer(), close, claim.wake, came_up, parcel)
    if claim.lock is not None:
        claim.lock.release()
    hand_over()
    return code


def came_up() -> None:
    """This version's window is there, or its command line did what it was asked: nothing goes back for want of that."""
    from qi_desk.updating import installed

    if (folder := installed.here().folder) is not None:
        folder.started()


def hand_over() -> None:
    """Let the system install what was handed over while the window was open, and start again; nothing where nothing
    was."""
    from qi_desk.updating import handing, installed

    handed, here = handing.noted(paths.updates_dir()), installed.here()
    if handed is None or handed.ended is not None or not handed.file or not here.way or here.version == handed.version:
        return
    ended = handing.hand_over(paths.updates_dir() / handed.file, handed.sha256)
    if ended is not None:
        handing.note(paths.updates_dir(), replace(handed, ended=ended))
        handing.start_again()


def take_screenshot(
    folder: Path | None, page: str, out: Path, theme_name: str, text: str, size: tuple[int, int]
) -> None:
    """Render `page` of a practice station without a screen: "sign-in", "wizard", "walk-in", "paper" or a page's name.

    Without `folder` a practice station is made for the occasion. Raises Missing for an unknown page.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qi_desk.documents.inline import InlinePapers
    from qi_desk.door import Door
    from qi_desk.gui import application, pictures, theme
    from qi_desk.gui.jobs import InlineJobs
    from qi_desk.gui.workplace import Gates
    from qi_desk.printing.nowhere import NoPrinter

    with tempfile.TemporaryDirectory() as temporary:
        station = folder or Path(temporary) / "station"
        door = Door(station, state_folder=Path(temporary) / "state")
        if not door.exists and page != "wizard":
            door.found_practice()
            door.leave()
        application.make_application(theme_name, text)
        theme.load_remaining_fonts()
        empty = Door(Path(temporary) / "empty", state_folder=Path(temporary) / "state")
        gates = Gates(door, real=lambda: empty, practice=lambda: door)
        window = application.make_window(gates, InlinePapers(), NoPrinter(), jobs=InlineJobs())
        try:
            pictures.take(window, page, out, size)
        finally:
            close_window(window)
            door.leave()


def close_window(window: MainWindow) -> None:
    """Take a window away without asking."""
    window.hide()
    window.deleteLater()
