"""Signing papers: a key pair of each desk, derived from the key that opens its store, so that it stands nowhere."""

from __future__ import annotations

from functools import lru_cache

from qi_desk.security.envelopes import derive

_CONTEXT = b"qi-desk slip 1\n"


class StoreSigner:
    """Signs with keys derived (HKDF) from the store's key `secret` and its id `salt`: another store, another key."""

    def __init__(self, secret: bytes, salt: bytes) -> None:
        self._private = lru_cache(maxsize=8)(lambda name: derive(secret, f"slip/{name}", salt=salt))

    def public(self, name: str) -> bytes:
        """The public half of the key `name`."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self._private(name)).public_key().public_bytes_raw()

    def sign(self, name: str, message: bytes) -> bytes:
        """The signature of `message` with the key `name` (Ed25519, RFC 8032)."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self._private(name)).sign(_CONTEXT + message)

    def check(self, public: bytes, signature: bytes, message: bytes) -> bool:
        """Whether the owner of `public` signed just this."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, _CONTEXT + message)
        except (InvalidSignature, ValueError):
            return False
        return True
