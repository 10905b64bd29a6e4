"""Anchors of the audit chain outside the database.

The chain inside shows an edited line; it can't show that the whole file was put back to an older copy, or
that one page was (neither check of SQLCipher notices). A small file beside the database, which only the
key's holder can write, keeps how far the chain had come at the last checkpoint.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from qi_desk.domain.errors import UNREADABLE, StoreDamaged
from qi_desk.durable_files import file_errors, write_atomic
from qi_desk.security.envelopes import derive

FILE = "anchor.json"


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far the chain has come: the last operation's number and hash (32 bytes), and how many there are."""

    seq: int
    hash: bytes
    count: int


class Finding(Enum):
    """What an anchor says about a chain."""

    OK = "ok"
    WENT_BACK = "went_back"
    TAMPERED = "tampered"


class AnchorFile:
    """The anchor of one store in its file; the sealing key comes from the data key."""

    def __init__(self, folder: Path, dek: bytes, db_id: str) -> None:
        self._path = folder / FILE
        self._db_id = db_id
        self._key = derive(dek, "audit-anchor", salt=db_id.encode())

    def write(self, anchor: Anchor) -> None:
        """Keep `anchor`; it is on the disk when this returns. Raises StoreFull, StoreReadOnly."""
        text = json.dumps([anchor.seq, anchor.hash.hex(), anchor.count])
        document = {"alg": "HMAC-SHA256", "anchor": text, "mac": self._mac(text)}
        write_atomic(self._path, json.dumps(document, indent=1).encode() + b"\n")

    def read(self) -> Anchor | None:
        """The anchor kept, None if there never was one.

        Raises StoreDamaged("audit.anchor") for a file that this store's key did not write.
        """
        try:
            with file_errors():
                document = json.loads(self._path.read_bytes())
            text, mac = str(document["anchor"]), str(document["mac"])
            if not hmac.compare_digest(mac.encode(), self._mac(text).encode()):
                raise ValueError("mac")
            seq, digest, count = json.loads(text)
            return Anchor(int(seq), bytes.fromhex(digest), int(count))
        except FileNotFoundError:
            return None
        except UNREADABLE as error:
            raise StoreDamaged("audit.anchor", file=FILE) from error

    def _mac(self, text: str) -> str:
        return hmac.new(self._key, json.dumps([self._db_id, text]).encode(), hashlib.sha256).hexdigest()


def compare(anchor: Anchor | None, head: Anchor, hash_of: Callable[[int], bytes | None]) -> Finding:
    """Whether the chain that ends in `head` is the one anchored. `hash_of` gives the chain's hash at a
    number, None where it has no such operation. A chain that grew since is in order; without an anchor
    nothing is known."""
    if anchor is None:
        return Finding.OK
    if head.seq < anchor.seq:
        return Finding.WENT_BACK
    grown = head.seq - anchor.seq
    if hash_of(anchor.seq) != anchor.hash or head.count - anchor.count != grown:
        return Finding.TAMPERED
    return Finding.OK
