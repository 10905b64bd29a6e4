"""A real cupsd with queues of its own, where there is one to start: what arrives is what was sent, byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from qi_desk.documents.inline import InlinePapers
from qi_desk.printing.cups import CupsPrinter
from qi_desk.services.papers import PrintOptions
from tests.documents import views

CUPSD = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(CUPSD is None or os.name != "posix" or os.geteuid() != 0, reason="no cupsd to start here"),
]

_FILES = """ServerRoot {folder}
ServerBin {folder}/bin
DataDir {data}
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/run
AccessLog {folder}/log/access
ErrorLog {folder}/log/error
PageLog {folder}/log/page
User nobody
Group nogroup
SystemGroup root
"""
_SERVER = """Listen {folder}/run/cups.sock
Browsing No
DefaultAuthType None
WebInterface No
<Location />
Allow all
</Location>
<Location /admin>
Allow all
</Location>
<Policy default>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""
_BACKEND = """#!/bin/sh
[ $# -eq 0 ] && exit 0
cat "$6" > {folder}/out/$PRINTER.pdf
"""


def until(true: Callable[[], bool]) -> None:
    """Look again and again, for ten seconds at most."""
    last = time.monotonic() + 10
    while not true():
        assert time.monotonic() < last
        time.sleep(0.05)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cupsd with the queues `front` and `back`, which keep what they print."""
    # A short name: a socket's path has room for a hundred characters only.
    with TemporaryDirectory(prefix="cups") as name:
        folder = Path(name)
        for part in ("bin/backend", "spool/tmp", "cache", "run", "log", "out", "ppd"):
            (folder / part).mkdir(parents=True)
        for part in (".", "spool", "spool/tmp", "cache", "run", "log", "out", "ppd"):
            (folder / part).chmod(0o777)
        (folder / "cupsd.conf").write_text(_SERVER.format(folder=folder))
        backend = folder / "bin" / "backend" / "keep"
        backend.write_text(_BACKEND.format(folder=folder))
        backend.chmod(0o755)
        assert CUPSD is not None
        (folder / "bin" / "daemon").symlink_to(Path(CUPSD).parents[1] / "lib" / "cups" / "daemon")
        data = Path(CUPSD).parents[1] / "share" / "cups"
        (folder / "files.conf").write_text(_FILES.format(folder=folder, data=data))
        command = [CUPSD, "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "files.conf")]
        daemon = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        monkeypatch.setenv("CUPS_SERVER", str(folder / "run" / "cups.sock"))
        monkeypatch.setenv("PATH", f"{os.environ['PATH']}:/usr/sbin")
        try:
            until((folder / "run" / "cups.sock").exists)
            for queue in ("front", "back"):
                admin("lpadmin", "-p", queue, "-E", "-v", "keep:/", "-m", "raw")
            yield folder
        finally:
            daemon.terminate()
            daemon.wait()


def admin(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def test_what_arrives_is_what_was_sent(folder: Path) -> None:
    printer = CupsPrinter()
    assert [(one.name, one.state) for one in printer.printers()] == [("back", "ready"), ("front", "ready")]
    pdf = InlinePapers().make("receipt_a4", views.receipt()).pdf
    job = printer.send(pdf, "front", PrintOptions(1, "A4", "PY03-1"))
    assert job == "front-1"
    until(lambda: printer.state(job) == "printed")
    assert (folder / "out" / "front.pdf").read_bytes() == pdf


def test_a_stopped_printer_takes_the_job_and_gives_it_back(folder: Path) -> None:
    admin("cupsdisable", "back")
    printer = CupsPrinter()
    assert {one.name: one.state for one in printer.printers()}["back"] == "disabled"
    job = printer.send(b"%PDF-1.4", "back", PrintOptions(1, "A4", "PY03-2"))
    assert printer.state(job) == "sent"
    printer.cancel(job)
    assert printer.state(job) != "sent"
    assert not (folder / "out" / "back.pdf").exists()


def test_a_removed_printer_is_no_longer_listed(folder: Path) -> None:
    admin("lpadmin", "-x", "front")
    assert [one.name for one in CupsPrinter().printers()] == ["back"]
