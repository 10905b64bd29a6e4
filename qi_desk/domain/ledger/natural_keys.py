"""Ids: by natural key where the world has one, so that two desks offline write the same record; else by
time."""

from __future__ import annotations

import uuid
from datetime import datetime

from qi_desk.domain.moments import CHINA

NAMESPACE = uuid.UUID("6f1d3c52-9a57-5b0e-8c1e-2f7b1a90d4c3")
"""The namespace of every id derived from a natural key. Never changes: ids of all stations hang on it."""

_RANDOM_BYTES = 10
_WRITTEN, _VERSION_AT = 36, 14


def enterprise_id(credit_code: str) -> str:
    """The id of the client with this (normalised) credit code: UUIDv5, the same on every desk."""
    return str(uuid.uuid5(NAMESPACE, f"enterprise:{credit_code}"))


def keyed_id(kind: str, key: str) -> str:
    """The id of the one record of `kind` with this key (a setting, a station)."""
    return str(uuid.uuid5(NAMESPACE, f"{kind}:{key}"))


def uuid7(unix_ms: int, random: bytes) -> str:
    """A UUIDv7 (RFC 9562) of the millisecond and ten random bytes: text order is time order.

    Raises ValueError for another number of bytes or a moment outside 48 bits.
    """
    if len(random) != _RANDOM_BYTES or not 0 <= unix_ms < 1 << 48:
        raise ValueError(unix_ms, len(random))
    value = unix_ms << 80 | int.from_bytes(random, "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    written = f"{value:032x}"
    return f"{written[:8]}-{written[8:12]}-{written[12:16]}-{written[16:20]}-{written[20:]}"


def made_at(written: str) -> datetime | None:
    """The moment a UUIDv7 was made; None for another id."""
    if len(written) != _WRITTEN or written[_VERSION_AT] != "7":
        return None
    return datetime.fromtimestamp(int(written[:8] + written[9:13], 16) / 1000, CHINA)
