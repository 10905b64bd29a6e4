"""Printing on Linux: `lp` takes the PDF as it is, `lpstat` says what became of it."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

from qi_desk.domain.errors import PaperError

if TYPE_CHECKING:
    from qi_desk.services.papers import PrinterInfo, PrintOptions

_SECONDS = 15
_JOB = re.compile(r"request id is (\S+)")
_SLOTS = re.compile(r"^InputSlot/[^:]*:(?P<choices>.*)$", re.MULTILINE)
_SIDES = {"one": "one-sided", "long": "two-sided-long-edge", "short": "two-sided-short-edge"}
_MEDIA = {"A3": "A3", "A4": "A4", "A5": "A5", "80mm": "Custom.80x200mm"}


class CupsPrinter:
    """The printing system behind `lp`. A machine without it has no printers."""

    def printers(self) -> tuple[PrinterInfo, ...]:
        """The printers there are now."""
        from qi_desk.services.papers import PrinterInfo

        listed = _run("lpstat", "-p")
        if listed is None:
            return ()
        default = _run("lpstat", "-d")
        chosen = (default.stdout if default else "").rpartition(":")[2].strip()
        found = []
        for line in listed.stdout.splitlines():
            parts = line.split()
            if len(parts) > 2 and parts[0] == "printer":
                state = "disabled" if "disabled" in line else "ready"
                found.append(PrinterInfo(parts[1], parts[1], state, parts[1] == chosen))
        return tuple(found)

    def send(self, pdf: bytes, printer: str, options: PrintOptions) -> str:
        """Hand a PDF to a printer; answers the job's id.

        Raises PaperError("printer.absent") without a printing system, "printer.refused" with its `reason`. A
        printer that is switched off takes the job all the same: sent is not printed.
        """
        arguments = [
            "lp",
            "-d",
            printer,
            "-n",
            str(options.copies),
            "-t",
            options.title or "qi-desk",
            "-o",
            f"media={_MEDIA.get(options.paper, 'A4')}",
            "-o",
            "print-scaling=none",
            "-o",
            f"sides={_SIDES.get(options.sides, 'one-sided')}",
            *(("-o", f"InputSlot={options.tray}") if options.tray else ()),
            "-",
        ]
        answer = _run(*arguments, data=pdf)
        if answer is None:
            raise PaperError("printer.absent")
        if answer.returncode:
            raise PaperError("printer.refused", printer=printer, reason=answer.stderr.strip()[:200])
        job = _JOB.search(answer.stdout)
        return job[1] if job else ""

    def trays(self, printer: str) -> tuple[tuple[str, str], ...]:
        """The slots of a printer's description, none for one without a choice."""
        answer = _run("lpoptions", "-p", printer, "-l")
        found = _SLOTS.search(answer.stdout) if answer is not None else None
        return tuple((one.lstrip("*"), one.lstrip("*")) for one in found["choices"].split()) if found else ()

    def state(self, job: str) -> str:
        """What became of a job, as a code of `print_states`: sent while it waits, printed once it is gone."""
        waiting = _run("lpstat", "-W", "not-completed", "-o")
        if waiting is None:
            return "failed"
        names = {line.split()[0] for line in waiting.stdout.splitlines() if line.split()}
        return "sent" if job in names else "printed"

    def cancel(self, job: str) -> None:
        """Take a waiting job back. Raises PaperError("printer.refused")."""
        answer = _run("cancel", job)
        if answer is None or answer.returncode:
            raise PaperError("printer.refused", printer=job, reason=answer.stderr.strip()[:200] if answer else "")


class _Answer:
    def __init__(self, returncode: int, stdout: str, stderr: str) -> None:
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr


def _run(*arguments: str, data: bytes | None = None) -> _Answer | None:
    """The tool's answer in plain English words, None where there is no such tool or it does not answer."""
    # Imported here: the window opens without asking for printers.
    import subprocess

    tool = shutil.which(arguments[0])
    if tool is None:
        return None
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(
            [tool, *arguments[1:]],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=environment,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return _Answer(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
