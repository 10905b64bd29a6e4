"""The cursor of the feed: where a desk has read to, opaque to it, with a fingerprint per stream (sync.md
2.5, I11)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qi_desk.domain.errors import Invalid, Problem

_CHECK = 6
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Cursor:
    """`epoch` names the lineage of the district's store, `streams` the last number read of each stream with
    the tag of the commit that wrote it, `scope_gen` the generation of what this desk may read."""

    epoch: str
    streams: Mapping[str, tuple[int, bytes]] = field(default_factory=dict)
    scope_gen: int = 0


def encode(cursor: Cursor) -> str:
    """The cursor as a token of URL-safe characters; equal cursors give equal tokens."""
    streams = {name: [seq, tag.hex()] for name, (seq, tag) in cursor.streams.items()}
    line = json.dumps([cursor.epoch, streams, cursor.scope_gen], sort_keys=True, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_check(line) + line).decode().rstrip("=")


def decode(token: str) -> Cursor:
    """The cursor in a token. Raises Invalid("cursor.unreadable") for anything `encode` did not make."""
    try:
        packed = base64.b64decode(token[:_LONGEST] + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        cursor = _read(json.loads(packed[_CHECK:]))
        genuine = encode(cursor) == token
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Invalid([Problem("", "cursor.unreadable")]) from error
    if not genuine:
        raise Invalid([Problem("", "cursor.unreadable")])
    return cursor


def _read(line: Any) -> Cursor:
    epoch, streams, scope_gen = line
    read = {name: (seq, bytes.fromhex(tag)) for name, (seq, tag) in streams.items()}
    numbers = (scope_gen, *(seq for seq, _ in read.values()))
    if type(epoch) is not str or not all(type(number) is int and number >= 0 for number in numbers):
        raise TypeError(line)
    return Cursor(epoch, read, scope_gen)


def _check(line: bytes) -> bytes:
    return hashlib.sha256(line).digest()[:_CHECK]
