"""One file of the operation journal: a header that names store and incarnation, then sealed frames.

    header   magic, length (2 bytes), JSON {db_id, inc, first, alg, kid}, nonce and tag over all of it
    frame    length (4 bytes), sequence number (8), nonce (12), sealed operation with tag, length again (4)

The length stands on both ends, so that the last frame is found without reading the file, and frames behind a
damaged one are still reached from the end. A frame is sealed to its store, incarnation and sequence number.
"""

from __future__ import annotations

import json
import secrets
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from qi_desk.domain.errors import StoreNewer

_MAGIC = b"QIDJ"
_ALG = "AES-256-GCM"
_KID = "op-journal-1"
_NONCE = 12
_TAG = 16
_SEQ = 8
_EDGE = 4
_START = len(_MAGIC) + 2


class BadFrame(Exception):
    """The frame does not open: flipped, forged, or of another store."""


class BadHeader(Exception):
    """The header does not open. `torn` tells that the file ends before the header does."""

    def __init__(self, *, torn: bool) -> None:
        super().__init__("header")
        self.torn = torn


@dataclass(frozen=True, slots=True)
class Header:
    """What a segment says of itself; `size` is where its first frame begins."""

    incarnation: str
    first: int
    size: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One operation as journaled; `end` is the offset behind it in its file."""

    seq: int
    raw: bytes
    end: int


class Seal:
    """Seals and opens headers and frames of one store."""

    def __init__(self, dek: bytes, db_id: str) -> None:
        key = HKDF(algorithm=SHA256(), length=32, salt=db_id.encode(), info=b"op-journal").derive(dek)
        self._cipher = AESGCM(key)
        self._db_id = db_id

    def header(self, incarnation: str, first: int) -> bytes:
        """The bytes a new segment begins with."""
        fields = {"db_id": self._db_id, "inc": incarnation, "first": first, "alg": _ALG, "kid": _KID}
        text = json.dumps(fields, separators=(",", ":")).encode()
        plain = _MAGIC + struct.pack(">H", len(text)) + text
        nonce = secrets.token_bytes(_NONCE)
        return plain + nonce + self._cipher.encrypt(nonce, b"", plain)

    def read_header(self, file: BinaryIO) -> Header:
        """The header of a segment. Raises BadHeader, or StoreNewer("journal.newer") for a later program's."""
        file.seek(0)
        start = file.read(_START)
        length = struct.unpack(">H", start[-2:])[0] if len(start) == _START else 0
        text = file.read(length)
        mark = file.read(_NONCE + _TAG)
        if len(start) < _START or len(text) < length or len(mark) < _NONCE + _TAG:
            raise BadHeader(torn=True)
        try:
            self._cipher.decrypt(mark[:_NONCE], mark[_NONCE:], start + text)
        except InvalidTag as error:
            raise BadHeader(torn=not any(start)) from error
        fields = json.loads(text)
        if fields["alg"] != _ALG:
            raise StoreNewer("journal.newer", found=fields["alg"], known=_ALG)
        return Header(fields["inc"], fields["first"], len(start) + len(text) + len(mark))

    def frame(self, incarnation: str, seq: int, raw: bytes) -> bytes:
        """The bytes of one operation in its segment."""
        nonce = secrets.token_bytes(_NONCE)
        body = seq.to_bytes(_SEQ, "big") + nonce + self._cipher.encrypt(nonce, raw, self._bound(incarnation, seq))
        edge = struct.pack(">I", len(body))
        return edge + body + edge

    def open_frame(self, incarnation: str, body: bytes, end: int) -> Frame:
        """The operation in a frame's body. Raises BadFrame."""
        seq = int.from_bytes(body[:_SEQ], "big")
        nonce, sealed = body[_SEQ : _SEQ + _NONCE], body[_SEQ + _NONCE :]
        try:
            return Frame(seq, self._cipher.decrypt(nonce, sealed, self._bound(incarnation, seq)), end)
        except (InvalidTag, ValueError) as error:
            raise BadFrame from error

    def _bound(self, incarnation: str, seq: int) -> bytes:
        return json.dumps([self._db_id, incarnation, seq]).encode()


def frame_seq(body: bytes) -> int:
    """The sequence number a frame claims, before its seal is opened."""
    return int.from_bytes(body[:_SEQ], "big")


def last_body(file: BinaryIO, header: Header) -> tuple[bytes, int] | None:
    """The body of the frame that ends where the file ends, and that end; None if no whole frame does."""
    size = file.seek(0, 2)
    if size < header.size + 2 * _EDGE:
        return None
    file.seek(size - _EDGE)
    length = struct.unpack(">I", file.read(_EDGE))[0]
    begin = size - length - 2 * _EDGE
    if length < _SEQ + _NONCE + _TAG or begin < header.size:
        return None
    file.seek(begin)
    if struct.unpack(">I", file.read(_EDGE))[0] != length:
        return None
    return file.read(length), size


def bodies(data: bytes, begin: int) -> Iterator[tuple[bytes, int]]:
    """The bodies of all frames from offset `begin` whose two lengths agree, in order, with their ends; a
    stretch where they do not is stepped over from the other side."""
    at, broken = begin, False
    while at < len(data) and not broken:
        end = _end_of(data, at)
        if end is None:
            broken = True
        else:
            yield data[at + _EDGE : end - _EDGE], end
            at = end
    behind = []
    end = len(data)
    while broken and (start := _start_of(data, end, at)) is not None:
        behind.append((data[start + _EDGE : end - _EDGE], end))
        end = start
    yield from reversed(behind)


def is_torn(data: bytes, at: int) -> bool:
    """Whether what begins at `at` is the rest of a write that a crash cut short: too short for the length it
    claims, or never written."""
    if len(data) - at < _EDGE or not any(data[at:]):
        return True
    length: int = struct.unpack_from(">I", data, at)[0]
    return at + length + 2 * _EDGE > len(data)


def _end_of(data: bytes, at: int) -> int | None:
    if at + 2 * _EDGE > len(data):
        return None
    length = struct.unpack_from(">I", data, at)[0]
    end: int = at + length + 2 * _EDGE
    if length < _SEQ + _NONCE + _TAG or end > len(data):
        return None
    return end if struct.unpack_from(">I", data, end - _EDGE)[0] == length else None


def _start_of(data: bytes, end: int, floor: int) -> int | None:
    if end - floor < 2 * _EDGE:
        return None
    length = struct.unpack_from(">I", data, end - _EDGE)[0]
    start: int = end - length - 2 * _EDGE
    if length < _SEQ + _NONCE + _TAG or start <= floor:
        return None
    return start if struct.unpack_from(">I", data, start)[0] == length else None
