"""What attachments hold, apart from records: by the SHA-256 of their content, sealed on the disk, resumable, each once.

A file is kept as frames of one mebibyte, each sealed by itself, so that an upload that was cut goes on behind the last
frame that is safely on the disk. Only stations that sent a file, or one just like it, may read it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Engine

from qi_desk.district.statements import Statements
from qi_desk.domain.attachments import FRAME, MOST_BYTES
from qi_desk.domain.errors import Conflict, Invalid, Missing, Problem
from qi_desk.durable_files import BINARY, file_errors, private_folder, sync_folder

_NONCE, _TAG = 12, 16
_SEALED = FRAME + _NONCE + _TAG


class Blobs:
    """The folder of sealed files, and what the store knows of them."""

    def __init__(self, engine: Engine, folder: Path, key: bytes) -> None:
        self._engine, self._folder = engine, folder
        self._key = hashlib.blake2b(b"qi-district blobs", key=key, digest_size=32).digest()

    def missing(self, station: str, digests: Sequence[str]) -> dict[str, int]:
        """Of these, what is not whole here, and how far it has come. What is whole here already counts as sent by this
        station: it has shown that it knows the content's digest and will be asked for nothing."""
        with self._engine.begin() as connection:
            sql = Statements(connection)
            rows = sql.among("SELECT sha, have, size FROM blob WHERE", "sha", list(digests))
            known = {str(sha): (int(have), int(size)) for sha, have, size in rows}
            whole = [sha for sha, (have, size) in known.items() if have == size]
            owners = (("sha", "text"), ("station", "text"))
            sql.put("blob_station", owners, [(sha, station) for sha in whole], "ON CONFLICT DO NOTHING")
        return {sha: known.get(sha, (0, 0))[0] for sha in digests if sha not in whole}

    def append(self, station: str, sha: str, offset: int, size: int, frame: bytes) -> int:
        """Keep one frame; how far the file has come. It is on the disk before the store knows of it. Raises
        Conflict("blob.offset") with `have` where another frame is due, Invalid: "blob.size", "blob.digest" for a file
        that is not what its digest says; that one begins anew."""
        whole = offset + len(frame) == size
        if not 0 < size <= MOST_BYTES or not frame or len(frame) > FRAME or (len(frame) < FRAME and not whole):
            raise Invalid([Problem("", "blob.size")])
        with self._engine.begin() as connection:
            sql = Statements(connection)
            if sql.postgres:
                sql.run("SELECT pg_advisory_xact_lock(hashtextextended(?, 2))", (sha,))
            rows = sql.all("SELECT have, size FROM blob WHERE sha = ?", (sha,))
            have, known = (int(rows[0][0]), int(rows[0][1])) if rows else (0, size)
            if have != offset or known != size:
                raise Conflict("blob.offset", have=have if known == size else 0)
            self._write(sha, offset // FRAME, frame)
            right = not whole or self._is(sha, size)
            kept = offset + len(frame) if right else 0
            sql.run(
                "INSERT INTO blob (sha, size, have) VALUES (?, ?, ?) "
                "ON CONFLICT (sha) DO UPDATE SET have = excluded.have",
                (sha, size, kept),
            )
            if whole and right:
                sql.run("INSERT INTO blob_station (sha, station) VALUES (?, ?) ON CONFLICT DO NOTHING", (sha, station))
        if not right:
            raise Invalid([Problem("", "blob.digest")])
        return kept

    def read(self, station: str, sha: str, offset: int) -> tuple[bytes, int]:
        """The frame that begins at `offset`, and how large the file is. Raises Missing("blob.missing") also for one
        this station never sent."""
        with self._engine.connect().execution_options(looking=True) as connection, connection.begin():
            rows = Statements(connection).all(
                "SELECT b.size FROM blob b JOIN blob_station s ON s.sha = b.sha "
                "WHERE b.sha = ? AND s.station = ? AND b.have = b.size",
                (sha, station),
            )
        if not rows or offset % FRAME or not 0 <= offset < int(rows[0][0]):
            raise Missing("blob.missing")
        with file_errors(), self._path(sha).open("rb") as file:
            file.seek(offset // FRAME * _SEALED)
            return self._unsealed(sha, offset // FRAME, file.read(_SEALED)), int(rows[0][0])

    def _path(self, sha: str) -> Path:
        name = hashlib.blake2b(sha.encode(), key=self._key, digest_size=20).hexdigest()
        return self._folder / name[:2] / name[2:]

    def _write(self, sha: str, place: int, frame: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        path = self._path(sha)
        private_folder(self._folder)
        private_folder(path.parent)
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + AESGCM(self._key).encrypt(nonce, frame, _bound(sha, place))
        with file_errors():
            descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | BINARY, 0o600)
            try:
                # A frame that was cut by a crash is written over: the store does not know it.
                os.ftruncate(descriptor, place * _SEALED)
                os.lseek(descriptor, place * _SEALED, os.SEEK_SET)
                os.write(descriptor, sealed)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            sync_folder(path.parent)

    def _unsealed(self, sha: str, place: int, sealed: bytes) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            return AESGCM(self._key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(sha, place))
        except (InvalidTag, ValueError) as error:
            raise Missing("blob.missing") from error

    def _is(self, sha: str, size: int) -> bool:
        """Whether the whole file is what its digest says."""
        known = hashlib.sha256()
        for frame in self._frames(sha, size):
            known.update(frame)
        return known.hexdigest() == sha

    def _frames(self, sha: str, size: int) -> Iterator[bytes]:
        with file_errors(), self._path(sha).open("rb") as file:
            for place in range((size + FRAME - 1) // FRAME):
                yield self._unsealed(sha, place, file.read(_SEALED))


def _bound(sha: str, place: int) -> bytes:
    return f"{sha}/{place}".encode()
