"""Answers and pages as bytes: a head line of JSON, then lines of their own, gzip around all of it."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from qi_desk.domain.errors import UNREADABLE, Invalid, Problem
from qi_desk.domain.ledger.state import Author, State
from qi_desk.domain.ledger.state_lines import read_state, state_line
from qi_desk.domain.ledger.watermarks import Position
from qi_desk.services.district_line import Claim
from qi_desk.sync.protocol import Answer, Page

MOST_BYTES = 8 << 20
"""No request and no page is larger once unpacked."""

_LEVEL = 6


def pack(head: Any, lines: Sequence[bytes] = ()) -> bytes:
    """A head and lines as one packed body; equal parts give equal bytes."""
    said = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return gzip.compress(b"\n".join((said, *lines)), _LEVEL, mtime=0)


def unpack(body: bytes) -> tuple[Any, list[bytes]]:
    """What `pack` put together. Raises Invalid("body.unreadable"), Invalid("body.too_large") before unpacking more."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = unpacker.decompress(body, MOST_BYTES)
        if unpacker.unconsumed_tail:
            raise Invalid([Problem("", "body.too_large")])
        if not unpacker.eof:
            raise Invalid([Problem("", "body.unreadable")])
        head, *lines = plain.split(b"\n")
        return json.loads(head), lines
    except (zlib.error, *UNREADABLE) as error:
        raise Invalid([Problem("", "body.unreadable")]) from error


def push_body(inc: str, origin: Position, before: Position, lines: Sequence[bytes]) -> bytes:
    """A push."""
    return pack({"inc": inc, "origin": _position(origin), "before": _position(before)}, lines)


def read_push(body: bytes) -> tuple[str, Position, Position, list[bytes]]:
    """What `push_body` said: incarnation, where it began, what went before, the operations. Raises Invalid."""
    head, lines = unpack(body)
    try:
        return str(head["inc"]), _read_position(head["origin"]), _read_position(head["before"]), lines
    except UNREADABLE as error:
        raise Invalid([Problem("", "body.unreadable")]) from error


def answer_body(answer: Answer) -> bytes:
    """The answer to a push."""
    return pack(
        {
            "kind": answer.kind,
            "epoch": answer.epoch,
            "position": _position(answer.position),
            "durable": answer.durable,
            "results": {str(seq): result for seq, result in answer.results.items()},
        }
    )


def read_answer(body: bytes) -> Answer:
    """What `answer_body` said. Raises Invalid."""
    head, _ = unpack(body)
    try:
        results = {int(seq): str(result) for seq, result in head["results"].items()}
        return Answer(head["kind"], head["epoch"], _read_position(head["position"]), int(head["durable"]), results)
    except UNREADABLE as error:
        raise Invalid([Problem("", "body.unreadable")]) from error


def page_body(page: Page) -> bytes:
    """A page of changes."""
    head = {
        "asked_from": page.asked_from,
        "cursor": page.cursor,
        "more": page.more,
        "position": _position(page.position),
        "held": sorted(page.held),
        "reset": page.reset,
        "authors": {uid: [one.station, one.person, one.at] for uid, one in page.authors.items()},
    }
    return pack(head, [state_line(state).encode() for state in page.rows])


def read_page(body: bytes) -> Page:
    """What `page_body` said. Raises Invalid."""
    head, lines = unpack(body)
    try:
        return Page(
            head["asked_from"],
            head["cursor"],
            tuple(read_state(line.decode()) for line in lines),
            bool(head["more"]),
            _read_position(head["position"]),
            frozenset(int(seq) for seq in head["held"]),
            bool(head["reset"]),
            {uid: Author(*one) for uid, one in head.get("authors", {}).items()},
        )
    except UNREADABLE as error:
        raise Invalid([Problem("", "body.unreadable")]) from error


def records_body(records: Sequence[State]) -> bytes:
    """Records by themselves."""
    return pack({}, [state_line(state).encode() for state in records])


def read_records(body: bytes) -> tuple[State, ...]:
    """What `records_body` said. Raises Invalid."""
    _, lines = unpack(body)
    return tuple(read_state(line.decode()) for line in lines)


def claims_head(claims: Sequence[Claim]) -> list[dict[str, str]]:
    """Claims as they stand in a head."""
    return [
        {
            "booking": one.eid,
            "resource": one.resource,
            "begins": one.block[0].isoformat(),
            "ends": one.block[1].isoformat(),
            "made_at": one.made_at.isoformat(),
        }
        for one in claims
    ]


def read_claims(said: Any) -> list[Claim]:
    """What `claims_head` said. Raises KeyError, TypeError, ValueError."""
    return [
        Claim(
            str(one["booking"]),
            str(one["resource"]),
            (datetime.fromisoformat(one["begins"]), datetime.fromisoformat(one["ends"])),
            datetime.fromisoformat(one["made_at"]),
        )
        for one in said
    ]


def _position(position: Position) -> list[Any]:
    return [position.seq, position.digest.hex()]


def _read_position(said: Any) -> Position:
    seq, digest = said
    if type(seq) is not int or seq < 0:
        raise ValueError(said)
    return Position(seq, bytes.fromhex(digest))
