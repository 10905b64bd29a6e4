"""A device's own key pair: it signs what it sends, the district checks who sent it (Ed25519, RFC 8032)."""

from __future__ import annotations

import hashlib

from qi_desk.domain.errors import NotAllowed

KEY_BYTES = 32
_CONTEXT = b"qi-desk request 1\n"


def new_key() -> bytes:
    """A private key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    """The public key that belongs to a private one."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, method: str, target: str, body: bytes) -> bytes:
    """The signature of a request: its method, its path with the query, and what it carries."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).sign(_said(method, target, body))


def check(public: bytes, signature: bytes, method: str, target: str, body: bytes) -> None:
    """Raises NotAllowed("signature.wrong") unless the owner of `public` signed just this request."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _said(method, target, body))
    except (InvalidSignature, ValueError) as error:
        raise NotAllowed("signature.wrong") from error


def _said(method: str, target: str, body: bytes) -> bytes:
    return _CONTEXT + f"{method}\n{target}\n".encode() + hashlib.sha256(body).digest()
