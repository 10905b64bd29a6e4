"""How long the frozen desk takes to its window, beside the same desk from source under the same CPython."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import threading
import time
from pathlib import Path

from installer.debian.freezing import SUITE
from installer.debian.roots import NotDone
from installer.debian.trial import DISPLAY, SECONDS, Trial

FROZEN = ("qi-desk", "--practice")
SOURCE = ("/opt/venv/bin/python", "-m", "qi_desk", "--practice")
SOURCE_FOLDER = "/srv/source"
XCB = (
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0"),
    *("libxcb-shape0", "libxkbcommon-x11-0", "libxkbcommon0"),
)
"""What the source's Qt asks of the system, and the frozen one brings along."""

AT_MOST = 1.3


def compare(trial: Trial, roots: Path, runs: int) -> str:
    """Start both in turns, `runs` times each after one that is not counted; the figures in one line. Raises NotDone
    where the frozen one takes more than AT_MOST times as long."""
    wanted = set(trial.system("apt-mark", "showmanual").split())
    trial.system("apt-get", "-qq", "-y", "--no-install-recommends", "install", *XCB)
    # To be taken away with what else nobody needs, when the trial purges.
    trial.system("apt-mark", "auto", *sorted(set(XCB) - wanted))
    brought = _bring_source(trial, roots / f"{SUITE}-build")
    frozen: list[float] = []
    source: list[float] = []
    for turn in range(runs + 1):
        for command, times in ((FROZEN, frozen), (SOURCE, source)):
            taken = _seconds(trial, command)
            if turn > 0:
                times.append(taken)
    for folder in brought:
        shutil.rmtree(folder)
    ratio = statistics.median(frozen) / statistics.median(source)
    told = (
        f"frozen: min {min(frozen) * 1000:.0f} ms, median {statistics.median(frozen) * 1000:.0f} ms; "
        f"source: min {min(source) * 1000:.0f} ms, median {statistics.median(source) * 1000:.0f} ms; "
        f"ratio of medians {ratio:.2f}, of minima {min(frozen) / min(source):.2f}"
    )
    if ratio > AT_MOST:
        raise NotDone(told)
    return told


def _bring_source(trial: Trial, built: Path) -> tuple[Path, ...]:
    """CPython, the wheels and the project of the build root, compiled beforehand as an installation is."""
    pairs = (("opt/python", "/opt/python"), ("opt/venv", "/opt/venv"), ("build/src", SOURCE_FOLDER))
    brought = []
    for inside, place in pairs:
        target = trial.root.path(place)
        shutil.copytree(built / inside, target, symlinks=True)
        brought.append(target)
    trial.system("/opt/python/bin/python3.11", "-m", "compileall", "-q", SOURCE_FOLDER)
    fonts = trial.root.path(f"{SOURCE_FOLDER}/resources/fonts")
    if not fonts.is_dir():
        raise NotDone("the build root has no fonts")
    return tuple(brought)


def _seconds(trial: Trial, command: tuple[str, ...]) -> float:
    """From the start of the program until its window is mapped on the screen."""
    listening = trial.command("stdbuf", "-oL", "xev", "-root", "-event", "substructure", DISPLAY=DISPLAY)
    with subprocess.Popen(listening, stdout=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        # xev says nothing when it is ready; it is within this time.
        time.sleep(0.5)
        words = trial.command(*command, DISPLAY=DISPLAY, QT_QPA_PLATFORM="xcb", PYTHONPATH=SOURCE_FOLDER)
        begun = time.perf_counter()
        with subprocess.Popen(words, stderr=subprocess.DEVNULL) as program:
            alarm = threading.Timer(SECONDS, watching.kill)
            alarm.start()
            mapped = any(line.startswith("MapNotify") for line in watching.stdout)
            taken = time.perf_counter() - begun
            alarm.cancel()
            watching.terminate()
            # The event loop runs a little, so that the window closes as a person closes it.
            time.sleep(0.5)
            program.terminate()
    if not mapped:
        raise NotDone(f"{' '.join(command)} showed no window")
    return taken
