"""The paper process: fonts and reportlab live here, and their memory leaves with it when nothing is printed.

Started as `python -m qi_desk.documents.worker`; talks over its standard streams; ends when they close or after
some idle minutes.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import IO, Any

from qi_desk.documents import make, rendering, wire
from qi_desk.domain.errors import PaperError

IDLE_SECONDS = 300.0


def serve(requests: IO[bytes], answers: IO[bytes], idle: float = IDLE_SECONDS) -> None:
    """Answer until the requests end."""
    while True:
        alarm = threading.Timer(idle, os._exit, (0,))
        alarm.daemon = True
        alarm.start()
        message = wire.receive(requests)
        alarm.cancel()
        if message is None:
            return
        wire.send(answers, _answer(message))


def _answer(message: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"ok": _do(message)}
    except PaperError as error:
        return {"error": error.code, "values": error.values}


def _do(message: dict[str, Any]) -> Any:
    if message["do"] == "make":
        kind = message["kind"]
        if kind not in make.MAKERS:
            raise PaperError("paper.unknown", kind=kind)
        paper = make.make(kind, wire.rebuild(make.MAKERS[kind][0], message["view"]))
        return {"pdf": paper.pdf, "pages": paper.pages, "missing": list(paper.missing)}
    if message["do"] == "render":
        picture = rendering.render(wire.unbytes(message["pdf"]), message["page"], message["dpi"])
        return {
            "width": picture.width,
            "height": picture.height,
            "stride": picture.stride,
            "data": picture.data,
        }
    if message["do"] == "count":
        return rendering.page_count(wire.unbytes(message["pdf"]))
    return None


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
