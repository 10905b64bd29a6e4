"""The paper process: fonts and reportlab live here, and their memory leaves with it when nothing is printed.

Started as `python -m qi_desk.documents.worker`; talks over its standard streams; ends when they close or after
some idle minutes.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import IO, Any

from qi_desk.documents import fonts, make, overlay, own_font, rendering, wire
from qi_desk.domain.errors import PaperError
from qi_desk.services.papers import Paper

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
    deed = _DEEDS.get(message["do"])
    return deed(message) if deed is not None else None


def _make(message: dict[str, Any]) -> Any:
    kind = message["kind"]
    if kind not in make.MAKERS:
        raise PaperError("paper.unknown", kind=kind)
    fonts.use_fang(message.get("body_font", ""))
    return _told(make.make(kind, wire.rebuild(make.MAKERS[kind][0], message["view"])))


def _finish(message: dict[str, Any]) -> Any:
    return _told(overlay.finish(wire.unbytes(message["pdf"]), message["x"], message["y"], message["note"]))


def _join(message: dict[str, Any]) -> Any:
    return _told(overlay.join([wire.unbytes(pdf) for pdf in message["pdfs"]]))


def _render(message: dict[str, Any]) -> Any:
    picture = rendering.render(wire.unbytes(message["pdf"]), message["page"], message["dpi"])
    return {
        "width": picture.width,
        "height": picture.height,
        "stride": picture.stride,
        "data": picture.data,
    }


def _count(message: dict[str, Any]) -> Any:
    return rendering.page_count(wire.unbytes(message["pdf"]))


def _own_fonts(_message: dict[str, Any]) -> Any:
    return list(own_font.found())


def _told(paper: Paper) -> dict[str, Any]:
    return {"pdf": paper.pdf, "pages": paper.pages, "missing": list(paper.missing), "body": paper.body}


_DEEDS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "make": _make,
    "finish": _finish,
    "join": _join,
    "render": _render,
    "count": _count,
    "own_fonts": _own_fonts,
}


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
