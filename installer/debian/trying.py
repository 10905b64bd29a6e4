"""The command `installer/debian/try`: the packages in fresh roots, from the first installation to the purge.

The previous version is installed with its Depends; a person with a Chinese home makes stations, takes in a request and
prints its receipt; the window comes up offscreen and on a screen and takes a file handed over; an upgrade waits for the
window to close, then keeps every station; the purge leaves what was there before, and the person's folder byte by byte.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from installer.bundle import ROOT
from installer.debian.freezing import say
from installer.debian.roots import NotDone, fresh
from installer.debian.trial import DISPLAY, HOME, Trial, wait_until

SUITES = ("bookworm", "bullseye")
STATION = f"{HOME}/服务站"
PASSWORD = "first window 42"  # noqa: S105  # of a station that is thrown away
TITLE = "质量基础设施服务窗口"
KIND = "application/x-qi-desk-parcel"
REQUEST = {
    "client": {"kind": "enterprise", "name": "广州示范精密仪器有限公司", "credit_code": "91440113MADEMQ012X"},
    "contact": {"name": "陈演练", "phone": "13800001234", "post": "质量部经理"},
    "channel": "P01",
    "items": ["ME02", "TE03"],
    "description": "压力表 12 只需要校准，下月出货前要报告。",
}
_INSIDE = "QI_DESK_TRIAL"
_HEADING = "320x24+421+150"
"""Where the sign-in page has its heading on the screen: other pixels there are another page."""
_Told = TypeVar("_Told")


def main(arguments: list[str] | None = None) -> int:
    """Try the packages; 0 if all went well in every root, else 1 with the step that did not."""
    given = sys.argv[1:] if arguments is None else arguments
    options = _options().parse_args(given)
    if os.geteuid() != 0:
        say("debootstrap and chroot need root: sudo installer/debian/try")
        return 1
    if _INSIDE not in os.environ:
        # In name spaces of its own: whatever it starts and mounts ends with it.
        apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        command = [*apart, sys.executable, "-m", "installer.debian.trying", *given]
        return subprocess.run(command, env={**os.environ, _INSIDE: "1"}, check=False).returncode
    try:
        packages, previous = _packages(options.packages), _packages(options.previous)
        for suite in options.suites:
            say(f"== {suite}")
            _in_a_fresh_root(suite, packages, previous, options)
    except NotDone as error:
        say(f"FAILED  {error}")
        return 1
    return 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="installer/debian/try", description=__doc__)
    options.add_argument("--packages", type=Path, default=ROOT / "dist", metavar="DIR", help="the new packages (dist)")
    told = "packages of an older version; `build --draft --version 0.0.1 --out DIR` makes some"
    options.add_argument("--previous", type=Path, required=True, metavar="DIR", help=told)
    options.add_argument("--suites", nargs="+", default=SUITES, metavar="SUITE", help=" ".join(SUITES))
    options.add_argument("--kept", type=Path, default=ROOT / "build" / "debian", metavar="DIR", help="as for build")
    options.add_argument("--out", type=Path, default=ROOT / "build" / "tried", metavar="DIR", help="pictures, receipts")
    options.add_argument("--start", type=int, default=0, metavar="RUNS", help="then time the start beside the source's")
    return options


def _packages(folder: Path) -> tuple[Path, Path]:
    """The program's package and the fonts'."""
    found = [list(folder.glob(f"{name}_[0-9]*.deb")) for name in ("qi-desk", "qi-desk-fonts")]
    if not all(len(files) == 1 for files in found):
        raise NotDone(f"{folder} has to hold one qi-desk_*.deb and one qi-desk-fonts_*.deb")
    return found[0][0], found[1][0]


def version_of(package: Path) -> str:
    """The version in the name of a package."""
    return package.name.split("_")[1]


def _in_a_fresh_root(
    suite: str, packages: tuple[Path, Path], previous: tuple[Path, Path], options: argparse.Namespace
) -> None:
    roots = options.kept.resolve() / "roots"
    trial = Trial(fresh(suite, roots, roots / f"{suite}-trial-{os.getpid()}-{time.time_ns()}"), options.out / suite)
    try:
        _step("a fresh root, a person", lambda: trial.prepare(*previous, packages[0]))
        before = trial.listing()
        _step("install the previous version", lambda: trial.install(*previous))
        number = _step("station, request, receipt", lambda: _worked(trial, version_of(previous[0])))
        _step("practice station", lambda: trial.answer("practice"))
        _step("paper process", lambda: _paper_process(trial))
        _step("menu entry and kind of file", lambda: _desktop(trial))
        _step("window without a screen, asked for twice", lambda: _offscreen(trial))
        with trial.screen():
            _step("window on a screen, a file, no upgrade meanwhile", lambda: _windowed(trial, packages[0]))
            _step("upgrade", lambda: trial.install(packages[0]))
            _step("the same stations in the new version", lambda: _same(trial, number, version_of(packages[0])))
            if options.start:
                from installer.debian import starting

                say(_step("start beside the source's", lambda: starting.compare(trial, roots, options.start)))
        _step("purge", lambda: _purged(trial, before))
    finally:
        trial.close()


def _step(name: str, deed: Callable[[], _Told]) -> _Told:
    begun = time.monotonic()
    try:
        told = deed()
    except (NotDone, OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
        raise NotDone(f"{name}: {error}") from error
    say(f"ok {time.monotonic() - begun:6.1f} s  {name}")
    return told


def _must(holds: bool, reason: str) -> None:
    if not holds:
        raise NotDone(reason)


def _worked(trial: Trial, version: str) -> str:
    """A real station, one request in it, its receipt on paper; the number of the request."""
    _must(trial.said("qi-desk", "--version").strip() == f"qi-desk {version}", "another version was installed")
    founding = ("init", "--data", STATION, "--station", "PY03", "--name", "番禺三号站", "--desk", "A")
    trial.answer(*founding, "--password-stdin", typed=f"{PASSWORD}\n")
    (trial.home / "request.json").write_text(json.dumps(REQUEST, ensure_ascii=False), encoding="utf-8")
    there = ("--data", STATION, "--password-stdin")
    typed = f"{PASSWORD}\n"
    number = str(trial.answer("request", "add", "--file", "request.json", *there, typed=typed)["number"])
    trial.answer("print", "receipt", number, "--out", "receipt.pdf", *there, typed=typed)
    text = trial.said("pdftotext", "receipt.pdf", "-")
    _must(number in text and "广州示范精密仪器有限公司" in text, "the receipt does not name the request")
    found = trial.answer("find", "示范精密", *there, typed=typed)["results"]
    _must(any(one["number"] == number for one in found), "the request is not found")
    trial.answer("backup", "--to", f"{HOME}/副本", "--try-out", *there, typed=typed)
    (trial.out / "receipt.pdf").write_bytes((trial.home / "receipt.pdf").read_bytes())
    return number


def _paper_process(trial: Trial) -> None:
    """The process that makes paper for the window, asked as the window asks it."""
    from qi_desk.documents import wire
    from qi_desk.documents.client import WORKER_ARGUMENT

    pdf = (trial.home / "receipt.pdf").read_bytes()
    command = trial.command("/opt/apps/qi-desk/files/qi-desk", WORKER_ARGUMENT)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        wire.send(worker.stdin, {"do": "render", "pdf": pdf, "page": 0, "dpi": 72.0})
        answer = wire.receive(worker.stdout)
        worker.stdin.close()
        _must(worker.wait(timeout=60) == 0, "the paper process did not end well")
    _must(answer is not None and answer["ok"]["width"] > 300, "the paper process drew nothing")


def _desktop(trial: Trial) -> None:
    """What the menu and the file manager were told has arrived, and holds."""
    trial.said("desktop-file-validate", "/usr/share/applications/qi-desk.desktop")
    kinds = trial.root.path("/usr/share/applications/mimeinfo.cache").read_text(encoding="utf-8")
    _must(f"{KIND}=qi-desk.desktop" in kinds, "no program opens parcels")
    names = trial.root.path("/usr/share/mime/globs2").read_text(encoding="utf-8")
    _must(f"{KIND}:*.qicourier" in names, "parcels are of no kind")
    for icon in ("48x48/apps/qi-desk.png", "scalable/apps/qi-desk.svg", "48x48/mimetypes/qi-desk-parcel.png"):
        _must(trial.root.path(f"/usr/share/icons/hicolor/{icon}").is_file(), f"{icon} is missing")


def _offscreen(trial: Trial) -> None:
    with trial.running("qi-desk", "--practice"):
        _answers(trial)


def _answers(trial: Trial, *words: str, **variables: str) -> None:
    """Whether the window that is open takes what a second start hands over: its event loop runs."""
    wake = trial.home / ".local" / "state" / "qi-desk" / "windows"
    wait_until(lambda: any(wake.glob("*")) if wake.exists() else False, "the claim of the window")
    trial.said("qi-desk", "--practice", *words, **variables)
    wait_until(lambda: not any(wake.glob("*/wake")), "the window's answer")


def _windowed(trial: Trial, newer: Path) -> None:
    with trial.running("qi-desk", "--practice", DISPLAY=DISPLAY, QT_QPA_PLATFORM="xcb"):
        window = _shown(trial)
        trial.picture("1-sign-in")
        _sign_in(trial, window)
        trial.picture("2-desk")
        (trial.home / "回来的包.qicourier").write_bytes(b"qi-courier 1\n")
        trial.said("qi-desk", "--practice", "open", "回来的包.qicourier")
        wait_until(lambda: _titles(trial) >= 2, "the dialog of the parcel")
        trial.picture("3-parcel")
        try:
            trial.install(newer)
        except NotDone as refused:
            _must("请先关闭窗口" in str(refused), f"the upgrade failed otherwise: {refused}")
        else:
            raise NotDone("the files were changed under an open window")
        _must("is open" not in trial.system("dpkg", "--audit"), "dpkg is left in the middle")
    trial.system("dpkg", "--configure", "-a")


def _shown(trial: Trial) -> str:
    """The window's number on the screen, once it is visible."""
    found = trial.on_screen("xdotool", "search", "--sync", "--onlyvisible", "--name", TITLE)
    return found.split()[0]


def _titles(trial: Trial) -> int:
    return len(trial.on_screen("xdotool", "search", "--onlyvisible", "--name", ".").split())


def _sign_in(trial: Trial, window: str) -> None:
    heading = trial.pixels(_HEADING)
    trial.on_screen("xdotool", "windowfocus", window, "type", "--delay", "40", "practice")
    trial.on_screen("xdotool", "key", "Return")
    wait_until(lambda: trial.pixels(_HEADING) != heading, "the desk behind the sign-in page")
    # Its first page fills from the store.
    time.sleep(3)


def _same(trial: Trial, number: str, version: str) -> None:
    """The new version is there, and every record of the old one."""
    _must(trial.said("qi-desk", "--version").strip() == f"qi-desk {version}", "the old version is still there")
    typed = f"{PASSWORD}\n"
    shown = trial.answer("request", "show", number, "--data", STATION, "--password-stdin", typed=typed)
    _must(shown["client"] == REQUEST["client"]["name"], "the request is another")  # type: ignore[index]
    # Ends with 1, and so raises, where it finds fault with anything.
    trial.answer("check", "--data", STATION, "--password-stdin", typed=typed)
    with trial.running("qi-desk", "--practice", DISPLAY=DISPLAY, QT_QPA_PLATFORM="xcb"):
        _sign_in(trial, _shown(trial))
        trial.picture("4-upgraded")


def _purged(trial: Trial, before: frozenset[str]) -> None:
    kept = trial.digest()
    trial.system("apt-get", "-qq", "-y", "purge", "qi-desk", "qi-desk-fonts")
    trial.system("apt-get", "-qq", "-y", "autoremove", "--purge")
    left = sorted(trial.listing() - before)
    _must(not left, f"left behind: {', '.join(left[:20])}")
    lost = sorted(before - trial.listing())
    _must(not lost, f"taken along: {', '.join(lost[:20])}")
    _must(trial.digest() == kept, "the purge touched the person's folder")
    _must((trial.home / "服务站" / "station.db").is_file(), "the station is gone")


if __name__ == "__main__":
    sys.exit(main())
