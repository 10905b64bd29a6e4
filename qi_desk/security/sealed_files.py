"""Files of the station beside its store: sealed, named by a keyed digest so that a name tells nothing, each once."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from qi_desk.domain.errors import Missing, StoreDamaged
from qi_desk.durable_files import file_errors, private_folder, write_atomic

_NONCE = 12
_NAME_BYTES = 20


class SealedFiles:
    """A folder of sealed files under one 32-byte key, and what was sealed under the keys before it. Files are addressed
    by the SHA-256 of what they hold."""

    def __init__(self, folder: Path, key: bytes, *older: bytes) -> None:
        self._folder, self._key, self._keys = folder, key, (key, *older)

    def _path(self, digest: str, key: bytes) -> Path:
        name = hashlib.blake2b(digest.encode(), key=key, digest_size=_NAME_BYTES).hexdigest()
        return self._folder / name[:2] / name[2:]

    def _found(self, digest: str) -> tuple[Path, bytes] | None:
        places = ((self._path(digest, key), key) for key in self._keys)
        return next((one for one in places if one[0].exists()), None)

    def put(self, data: bytes) -> str:
        """Keep `data`; on the disk when this returns. The same again costs nothing. Returns its SHA-256 (hex). Raises
        StoreFull, StoreReadOnly."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        digest = hashlib.sha256(data).hexdigest()
        if self.holds(digest):
            return digest
        path = self._path(digest, self._key)
        private_folder(self._folder)
        private_folder(path.parent)
        nonce = secrets.token_bytes(_NONCE)
        write_atomic(path, nonce + AESGCM(self._key).encrypt(nonce, data, digest.encode()))
        return digest

    def get(self, digest: str) -> bytes:
        """What was kept. Raises Missing("attachment.missing") where this desk has it not, StoreDamaged where the file
        was changed."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        found = self._found(digest)
        if found is None:
            raise Missing("attachment.missing")
        path, key = found
        with file_errors():
            sealed = path.read_bytes()
        try:
            data = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], digest.encode())
        except (InvalidTag, ValueError) as error:
            raise StoreDamaged("attachment.damaged") from error
        return data

    def drop(self, digest: str) -> None:
        """Let go of what was kept."""
        for key in self._keys:
            self._path(digest, key).unlink(missing_ok=True)

    def holds(self, digest: str) -> bool:
        """Whether this desk has it."""
        return self._found(digest) is not None
