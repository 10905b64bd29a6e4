"""What a parcel of the courier holds: a head of JSON and bodies of the exchange, one after the other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from qi_desk.domain.errors import UNREADABLE, Invalid, Problem

SUFFIX = ".qicourier"
"""How a parcel's file name ends."""

DISTRICT = "district"
"""The district as sender or recipient."""


def join(head: Any, bodies: Sequence[bytes]) -> bytes:
    """Head and bodies as one."""
    sizes = [len(body) for body in bodies]
    line = json.dumps([head, sizes], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return b"\n".join((line, b"".join(bodies)))


def part(content: bytes) -> tuple[Any, list[bytes]]:
    """What `join` put together. Raises Invalid("courier.unreadable")."""
    line, _, rest = content.partition(b"\n")
    try:
        head, sizes = json.loads(line)
        bodies, place = [], 0
        for size in sizes:
            bodies.append(rest[place : place + int(size)])
            place += int(size)
        if place != len(rest) or any(int(size) < 0 for size in sizes):
            raise ValueError(place)
        return head, bodies
    except UNREADABLE as error:
        raise Invalid([Problem("", "courier.unreadable")], "courier.unreadable") from error
