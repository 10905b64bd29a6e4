"""The logs a desk's own operations travel in: one for each incarnation, and one more for each branch (I13).

The numbers of a desk's operations run on whatever happens to it; a log is a stretch of them. The district checks each
log as a chain of its own, so a desk that was restored or copied goes on behind its old log instead of contradicting it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

BRANCH = "~"
"""Stands in the name of a branch, between the incarnation that wrote its operations and the one that sends them."""


@dataclass(frozen=True, slots=True)
class OwnLog:
    """Operations behind `origin`, up to where the next log begins, written by the incarnation `inc`; the district knows
    them by `name`, which is the incarnation's own unless another copy of this desk used that one up."""

    name: str
    inc: str
    origin: int


Logs = tuple[OwnLog, ...]
"""In the order of their numbers; the last is the one the desk writes now."""


def first(inc: str) -> Logs:
    """Those of a new desk."""
    return (OwnLog(inc, inc, 0),)


def behind(logs: Logs, seq: int) -> int:
    """The place in `logs` of the one that the operation behind `seq` travels in."""
    return max(place for place, log in enumerate(logs) if log.origin <= seq)


def renewed(logs: Logs, inc: str, head: int) -> Logs:
    """With a new incarnation that begins behind `head`, the last number so far. A log that never had an operation
    is left out."""
    return (*(log for log in logs if log.origin < head), OwnLog(inc, inc, head))


def branched(logs: Logs, safe: int) -> Logs:
    """All that lies behind `safe`, up to the log written now, under names of its own: another copy of this desk has
    used the old names for something else. Operations keep their bytes and uids, so nothing takes effect twice."""
    current = logs[-1]
    kept = [log for log in logs[:-1] if log.origin < safe]
    ends = [log.origin for log in logs[1:]]
    moved = [
        replace(log, name=f"{log.inc}{BRANCH}{current.inc}", origin=max(log.origin, safe))
        for log, end in zip(logs[:-1], ends, strict=True)
        if end > safe
    ]
    return (*kept, *moved, current)


def to_text(logs: Logs) -> str:
    """As the desk keeps them."""
    return json.dumps([[log.name, log.inc, log.origin] for log in logs], separators=(",", ":"))


def from_text(text: str, inc: str) -> Logs:
    """What `to_text` wrote; those of a desk that never kept any."""
    return _read(json.loads(text)) if text else first(inc)


def _read(kept: Sequence[tuple[str, str, int]]) -> Logs:
    return tuple(OwnLog(name, inc, origin) for name, inc, origin in kept)
