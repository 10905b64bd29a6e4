"""Paper from the helper process, as the window asks for it."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from qi_desk.domain.errors import PaperError

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Sequence

    from qi_desk.services.papers import Paper, Picture

WORKER_ARGUMENT = "--paper-worker"
"""What a frozen program is started with to be the paper process."""

_SECONDS = 60.0


class PaperMaker:
    """Starts the paper process when first needed and again after it ended; one question at a time."""

    def __init__(self, *, seconds: float = _SECONDS, body_font: Callable[[], str] = str) -> None:
        """`body_font` names the file that official papers are set in, empty for ours."""
        self._seconds = seconds
        self._body_font = body_font
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def warm(self) -> None:
        """Start the process, so that the first receipt need not wait for it. Raises PaperError."""
        self._ask({"do": "hello"})

    def make(self, kind: str, view: Any) -> Paper:
        """The paper of `kind` for its view. Raises PaperError; "paper.worker" if the process failed."""
        return _paper(self._ask({"do": "make", "kind": kind, "view": view, "body_font": self._body_font()}))

    def finish(self, pdf: bytes, x: float, y: float, note: str) -> Paper:
        """The paper moved by `x` and `y` mm with `note` laid over every page. Raises PaperError."""
        return _paper(self._ask({"do": "finish", "pdf": pdf, "x": x, "y": y, "note": note}))

    def join(self, pdfs: Sequence[bytes]) -> Paper:
        """All pages in one PDF. Raises PaperError."""
        return _paper(self._ask({"do": "join", "pdfs": list(pdfs)}))

    def own_fonts(self) -> tuple[str, ...]:
        """Files of a 仿宋 on this machine that papers can be set in. Raises PaperError."""
        return tuple(self._ask({"do": "own_fonts"}))

    def page_count(self, pdf: bytes) -> int:
        """How many pages. Raises PaperError."""
        return int(self._ask({"do": "count", "pdf": pdf}))

    def render(self, pdf: bytes, page: int, dpi: float) -> Picture:
        """One page as a picture. Raises PaperError."""
        from qi_desk.documents import wire
        from qi_desk.services.papers import Picture

        answer = self._ask({"do": "render", "pdf": pdf, "page": page, "dpi": dpi})
        return Picture(answer["width"], answer["height"], answer["stride"], wire.unbytes(answer["data"]))

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _ask(self, message: dict[str, Any]) -> Any:
        with self._lock:
            answer = self._try(message) or self._try(message)
        if answer is None:
            raise PaperError("paper.worker")
        if "error" in answer:
            raise PaperError(answer["error"], **answer["values"])
        return answer["ok"]

    def _try(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """One question to a living process; None if it died or hung, which also ends it."""
        from qi_desk.documents import wire

        process = self._living()
        assert process.stdin is not None
        assert process.stdout is not None
        alarm = threading.Timer(self._seconds, process.kill)
        alarm.start()
        try:
            wire.send(process.stdin, message)
            answer = wire.receive(process.stdout)
        except (OSError, ValueError):
            answer = None
        finally:
            alarm.cancel()
        if answer is None:
            self._end()
        return answer

    def _living(self) -> subprocess.Popen[bytes]:
        import subprocess

        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # Windows would open a black window beside ours for a program that talks.
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process

    def _end(self) -> None:
        import subprocess

        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _paper(answer: dict[str, Any]) -> Paper:
    from qi_desk.documents import wire
    from qi_desk.services.papers import Paper

    return Paper(wire.unbytes(answer["pdf"]), answer["pages"], tuple(answer["missing"]), answer["body"])


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_ARGUMENT]
    return [sys.executable, "-m", "qi_desk.documents.worker"]
