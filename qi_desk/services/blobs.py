"""What attachments hold, carried apart from records: never before them, a piece at a time, resumed where it was cut."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

from qi_desk.domain.attachments import FRAME
from qi_desk.domain.errors import Missing
from qi_desk.services.district_line import Line
from qi_desk.services.ports import House

PIECES = 8
"""How many pieces go or come in one exchange: records never wait longer for a line than these take."""

_ASKED_AT_ONCE = 200
_WANTED, _COMING = "blobs_wanted", "blobs_coming"


def carry(house: House, line: Line, leaving: Callable[[], bool]) -> int:
    """Send what this desk has and the district has not, then fetch what somebody here asked to see. How many pieces
    went; what is left goes with the next exchange. Raises as `Line`."""
    left = PIECES
    book = house.store.exchange
    unsent = book.unsent_files(_ASKED_AT_ONCE)
    missing = line.missing_files(unsent) if unsent else {}
    for digest in unsent:
        if left <= 0 or leaving():
            return PIECES - left
        if digest not in missing:
            book.file_sent(digest)
        elif house.files.holds(digest):
            left -= _send(house, line, digest, missing[digest], left, leaving)
    for digest in wanted(house):
        if left <= 0 or leaving():
            break
        with suppress(Missing):
            # The desk that has it was not heard yet: it stays wanted.
            left -= _fetch(house, line, digest, left, leaving)
    return PIECES - left


def want(house: House, digest: str) -> None:
    """Somebody asked to see what this desk does not have: the next exchange brings it."""
    book = house.store.exchange
    book.remember({_WANTED: json.dumps(sorted({*wanted(house), digest}))})


def wanted(house: House) -> list[str]:
    """What the next exchange is to bring."""
    return [str(one) for one in json.loads(house.store.exchange.recall(_WANTED) or "[]")]


def _send(house: House, line: Line, digest: str, offset: int, most: int, leaving: Callable[[], bool]) -> int:
    data = house.files.get(digest)
    went = 0
    while offset < len(data):
        if went >= most or leaving():
            return went
        offset = line.send_file(digest, offset, len(data), data[offset : offset + FRAME])
        went += 1
    house.store.exchange.file_sent(digest)
    return went


def _fetch(house: House, line: Line, digest: str, most: int, leaving: Callable[[], bool]) -> int:
    book = house.store.exchange
    coming: dict[str, list[str]] = json.loads(book.recall(_COMING) or "{}")
    pieces = coming.get(digest, [])
    came, size = 0, -1
    while size < 0 or len(pieces) * FRAME < size:
        if came >= most or leaving():
            return came
        data, size = line.fetch_file(digest, len(pieces) * FRAME)
        # Each piece is sealed on the disk before it counts: a cut costs one piece.
        pieces.append(house.files.put(data))
        came += 1
        book.remember({_COMING: json.dumps(coming | {digest: pieces})})
    whole = b"".join(house.files.get(piece) for piece in pieces)
    if house.files.put(whole) == digest:
        book.file_sent(digest)
    for piece in pieces:
        if piece != digest:
            house.files.drop(piece)
    coming.pop(digest, None)
    left = [one for one in wanted(house) if one != digest]
    book.remember({_COMING: json.dumps(coming), _WANTED: json.dumps(left)})
    return came
