"""Time without trusting any desk's clock: hybrid stamps, and operation times corrected after the fact
(sync.md 2.10).

Nothing here decides order, admission or authority (I17). Milliseconds are since 1970, UTC, or of a desk's
monotonic clock since its `boot`; that clock must go on while the computer sleeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, Problem

AHEAD_MS = 10 * 60 * 1000
"""No stamp from elsewhere further ahead of the district's time than this is believed."""

_TEXT = re.compile(r"([0-9a-f]{12})-([0-9a-f]{4})")
_LAST_COUNT = 0xFFFF


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """A hybrid logical time: milliseconds, and a count for what happened within one."""

    ms: int
    count: int

    def to_text(self) -> str:
        """Fixed width, so that text order is stamp order."""
        return f"{self.ms:012x}-{self.count:04x}"


ZERO = Stamp(0, 0)


def from_text(text: str) -> Stamp:
    """The stamp `to_text` wrote. Raises Invalid("stamp.unreadable")."""
    match = _TEXT.fullmatch(text)
    if match is None:
        raise Invalid([Problem("", "stamp.unreadable")])
    return Stamp(int(match[1], 16), int(match[2], 16))


def tick(last: Stamp, now_ms: int) -> Stamp:
    """The stamp of a new event here: later than `last` whatever the clock does."""
    if now_ms > last.ms:
        return Stamp(now_ms, 0)
    return Stamp(last.ms, last.count + 1) if last.count < _LAST_COUNT else Stamp(last.ms + 1, 0)


def receive(last: Stamp, remote: Stamp, now_ms: int, district_ms: int) -> Stamp:
    """The stamp of hearing of `remote`: later than `last`, and than `remote` unless that is further ahead
    of the district's time than AHEAD_MS (one computer in 2099 must not drag the others along)."""
    believed = remote if remote.ms <= district_ms + AHEAD_MS else ZERO
    return tick(max(last, believed), now_ms)


@dataclass(frozen=True, slots=True)
class Sample:
    """One exchange with the district: its time `district_ms`, met at `mono` of `boot`, uncertain by half of
    `rtt`."""

    boot: str
    mono: int
    district_ms: int
    rtt: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """When something happened, in China time; `within` how far the truth may lie off, None if only the
    desk's own clock says so."""

    moment: datetime
    within: timedelta | None


def best_samples(samples: Iterable[Sample]) -> dict[str, Sample]:
    """By boot, the sample with the shortest round trip: one good one serves all operations of its boot."""
    best: dict[str, Sample] = {}
    for sample in samples:
        if sample.boot not in best or sample.rtt < best[sample.boot].rtt:
            best[sample.boot] = sample
    return best


def corrected(wall: str, mono: int, boot: str, best: Mapping[str, Sample]) -> Corrected:
    """The time of an operation by the district's clock, if its boot ever met the district, else its own
    `wall` text. Raises ValueError for a `wall` that is no moment."""
    sample = best.get(boot) if boot else None
    if sample is None:
        return Corrected(moments.from_text(wall), None)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    moment = epoch + timedelta(milliseconds=sample.district_ms + mono - sample.mono)
    return Corrected(moment.astimezone(moments.CHINA), timedelta(milliseconds=sample.rtt) / 2)
