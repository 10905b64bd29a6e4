"""The commands that replace the program, for administrators and scripts."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qi_desk import paths
from qi_desk.commands import entered
from qi_desk.domain.errors import Expected, Missing, NotAllowed
from qi_desk.domain.updates import FOLDER, Manifest, Package, judge
from qi_desk.services import updates
from qi_desk.services.updates_port import Afterwards


def update(options: argparse.Namespace) -> dict[str, Any]:
    """Take a release from a stick, or what waits already, and put it in; with --check only look at it."""
    if options.check:
        if options.place is None:
            raise Missing("update.none_here", folder="-")
        return _looked_at(options.place)
    with entered(options) as (house, actor):
        after = updates.news(house, actor)
        if options.place is not None:
            updates.take(house, actor, options.place)
        standing = updates.standing(house, actor)
        if options.place is None and not standing.ready and after != Afterwards():
            return asdict(after)
        if house.updates.running.way == FOLDER:
            manifest = updates.install(house, actor).value
            return {"version": manifest.version, "starts": "next", "notes": list(manifest.notes)}
        if standing.manifest is None or not standing.ready:
            raise Missing("update.none_waiting")
        return {"version": standing.manifest.version, "command": standing.typed, "notes": list(standing.manifest.notes)}


def _looked_at(place: Path) -> dict[str, Any]:
    """What lies there, judged by this computer's clock alone; its package is looked at byte by byte."""
    from qi_desk.security import update_signing
    from qi_desk.storage.engine import SCHEMA
    from qi_desk.updating import installed, shelf
    from qi_desk.updating.marks import UpdateMarks

    here = installed.here()
    if not here.way:
        raise NotAllowed("update.not_installed")
    refusal: Expected = Missing("update.none_here", folder=str(place))
    marks = UpdateMarks([paths.state_dir(), paths.default_station_dir(), *([here.folder.root] if here.folder else [])])
    for file in shelf.lists_in(place):
        try:
            manifest = update_signing.opened(shelf.read_list(file))
            package = judge(manifest, here.running(SCHEMA), marks.known(), datetime.now(UTC))
            shelf.check_beside(file.parent / package.file, package)
        except Expected as error:
            refusal = error
        else:
            return _told(manifest, package, file)
    raise refusal


def _told(manifest: Manifest, package: Package, file: Path) -> dict[str, Any]:
    return {
        "ok": True,
        "version": manifest.version,
        "counter": manifest.counter,
        "expires": manifest.expires.isoformat(),
        "list": str(file),
        "package": package.file,
        "bytes": package.size,
        "notes": list(manifest.notes),
    }


def settle(options: argparse.Namespace) -> dict[str, Any]:
    """Install the unpacked program for this person: a launcher, versions beside each other, an entry in the menu."""
    from qi_desk import __version__
    from qi_desk.updating import folder, menu

    if not getattr(sys, "frozen", False) or sys.platform == "win32":
        raise NotAllowed("update.not_an_archive")
    root = (options.folder or paths.settled_dir()).expanduser().resolve()
    launcher = folder.settle(Path(sys.executable).resolve().parent, root, __version__)
    return {"folder": str(root), "start": str(launcher), "menu": str(menu.enter(launcher))}


def prove(options: argparse.Namespace) -> dict[str, Any]:
    """Show that this program works on this computer, and on the copy of a station named on standard input."""
    from qi_desk import proving

    return proving.prove(proving.asked(proving.read_question()))
