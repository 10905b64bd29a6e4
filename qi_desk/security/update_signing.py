"""Who may release an update: the public keys pinned in this program, and what counts as their signature (Ed25519,
RFC 8032). The private keys are made by a tool, kept off every computer that serves, and never part of the program."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from qi_desk import paths
from qi_desk.domain.errors import UNREADABLE, NotAllowed
from qi_desk.domain.updates import Manifest, Sealed, read, split
from qi_desk.security import signing

_CONTEXT = b"qi-desk update 1\n"
_KEYS = ("updates", "keys.toml")


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A pinned public key. A revoked one stays in the list, so that what it signed is refused by name."""

    public: bytes
    revoked: bool = False

    @property
    def id(self) -> str:
        """What signatures call it."""
        return key_id(self.public)


def key_id(public: bytes) -> str:
    """The name of a public key."""
    return hashlib.sha256(_CONTEXT + public).hexdigest()[:16]


def trusted() -> tuple[TrustedKey, ...]:
    """The keys this program was shipped with. What the district publishes never reaches this list. Raises ValueError
    for a list that cannot be read: the program itself is broken then."""
    file = paths.resources().joinpath(*_KEYS)
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8")).get("key", [])
        keys = tuple(TrustedKey(bytes.fromhex(row["public"]), bool(row.get("revoked", False))) for row in rows)
    except (OSError, *UNREADABLE) as error:
        raise ValueError(file.name) from error
    if any(len(key.public) != signing.KEY_BYTES for key in keys):
        raise ValueError(file.name)
    return keys


def sign(private: bytes, body: bytes) -> tuple[str, bytes]:
    """A signature under a list's bytes, with the name of its key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return key_id(signing.public_of(private)), Ed25519PrivateKey.from_private_bytes(private).sign(_CONTEXT + body)


def opened(data: bytes, keys: Sequence[TrustedKey] | None = None) -> Manifest:
    """What the file of a list says, once one of the pinned keys is found to have signed it. Raises
    BadFile("update.unreadable"), and as `check`."""
    sealed = split(data)
    check(sealed, trusted() if keys is None else keys)
    return read(sealed.body)


def check(sealed: Sealed, keys: Sequence[TrustedKey]) -> None:
    """Raises NotAllowed unless a key of these, not revoked, signed: "update.no_keys" where none is pinned,
    "update.unsigned", "update.unknown_key", "update.revoked_key", "update.tampered" where a known key is named and the
    signature is not its own."""
    if not keys:
        raise NotAllowed("update.no_keys")
    if not sealed.signatures:
        raise NotAllowed("update.unsigned")
    known = {key.id: key for key in keys}
    met = [(known[name], signature) for name, signature in sealed.signatures if name in known]
    if any(not key.revoked and _holds(key.public, signature, sealed.body) for key, signature in met):
        return
    if any(not key.revoked for key, _ in met):
        raise NotAllowed("update.tampered")
    raise NotAllowed("update.revoked_key" if met else "update.unknown_key")


def _holds(public: bytes, signature: bytes, body: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _CONTEXT + body)
    except (InvalidSignature, ValueError):
        return False
    return True
