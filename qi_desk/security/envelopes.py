"""Sealing one secret under another, and stretching passwords. The libraries load at first use: they are
slow."""

from __future__ import annotations

import secrets
import time
import unicodedata

from qi_desk.domain.errors import StoreError, StoreNewer
from qi_desk.security.keyfile import Envelope, Parameters

AES_GCM = "AES-256-GCM"
GRANT = "X25519-HKDF-AES-256-GCM"
KEY_BYTES = 32

STANDARD = Parameters(time=3, memory_kib=64 * 1024, lanes=4)
"""The least for a real station: 0.2 s on a current PC (RFC 9106, second recommended option)."""

_MOST_MEMORY_KIB = 256 * 1024
_MOST_TIME = 8


class BadSeal(Exception):
    """The key does not open the envelope, or the envelope belongs to another person, kind or store."""


def seal(key: bytes, secret: bytes, bound_to: bytes, kid: str) -> Envelope:
    """`secret` sealed under the 32-byte `key`; it opens only with the same `bound_to`."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    return Envelope(AES_GCM, kid, nonce, AESGCM(key).encrypt(nonce, secret, bound_to))


def unseal(key: bytes, envelope: Envelope, bound_to: bytes) -> bytes:
    """What `seal` put in. Raises BadSeal, or StoreNewer("key.newer") for an algorithm of a later program."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if envelope.alg != AES_GCM:
        raise StoreNewer("key.newer", found=envelope.alg, known=AES_GCM)
    try:
        return AESGCM(key).decrypt(envelope.nonce, envelope.sealed, bound_to)
    except (InvalidTag, ValueError) as error:
        raise BadSeal from error


def pair(private: bytes | None = None) -> tuple[bytes, bytes]:
    """The private and the public half of a pair to grant secrets to (X25519, RFC 7748); a new one unless `private` is
    given."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    key = X25519PrivateKey.generate() if private is None else X25519PrivateKey.from_private_bytes(private)
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def grant(public: bytes, secret: bytes, bound_to: bytes, kid: str) -> Envelope:
    """`secret` for the holder of the private half alone; nobody needs to be there for it."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    once = X25519PrivateKey.generate()
    fresh = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    inner = seal(derive(shared, "grant", salt=fresh + public), secret, bound_to, kid)
    return Envelope(GRANT, kid, inner.nonce, fresh + inner.sealed)


def take(private: bytes, envelope: Envelope, bound_to: bytes) -> bytes:
    """What `grant` put in. Raises BadSeal, StoreNewer("key.newer")."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    if envelope.alg != GRANT:
        raise StoreNewer("key.newer", found=envelope.alg, known=GRANT)
    fresh, sealed = envelope.sealed[:KEY_BYTES], envelope.sealed[KEY_BYTES:]
    try:
        own = X25519PrivateKey.from_private_bytes(private)
        shared = own.exchange(X25519PublicKey.from_public_bytes(fresh))
    except ValueError as error:
        raise BadSeal from error
    key = derive(shared, "grant", salt=fresh + own.public_key().public_bytes_raw())
    return unseal(key, Envelope(AES_GCM, envelope.kid, envelope.nonce, sealed), bound_to)


def derive(secret: bytes, purpose: str, *, salt: bytes, length: int = KEY_BYTES) -> bytes:
    """A key for one purpose from a strong secret: HKDF-SHA256 (RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=purpose.encode()).derive(secret)


def stretch(password: str, salt: bytes, parameters: Parameters) -> bytes:
    """32 bytes from a password by Argon2id (RFC 9106), the same for every way of typing the same characters.

    Raises StoreError("key.memory", mib=...) where the PC lacks the memory.
    """
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    typed = unicodedata.normalize("NFKC", password).encode()
    try:
        return hash_secret_raw(
            typed, salt, parameters.time, parameters.memory_kib, parameters.lanes, KEY_BYTES, Type.ID
        )
    except HashingError as error:
        raise StoreError("key.memory", mib=parameters.memory_kib // 1024) from error


def stronger(parameters: Parameters) -> Parameters:
    """What to use where no device secret takes part: twice the memory and one more pass."""
    return Parameters(parameters.time + 1, parameters.memory_kib * 2, parameters.lanes)


def calibrate(seconds: float = 0.5, start: Parameters = STANDARD) -> Parameters:
    """The strongest parameters from `start` up that this PC works through in `seconds`; never less than
    `start`."""
    chosen = start
    while True:
        if chosen.memory_kib < _MOST_MEMORY_KIB:
            harder = Parameters(chosen.time, chosen.memory_kib * 2, chosen.lanes)
        elif chosen.time < _MOST_TIME:
            harder = Parameters(chosen.time + 1, chosen.memory_kib, chosen.lanes)
        else:
            return chosen
        begun = time.perf_counter()
        stretch("calibration", bytes(16), harder)
        if time.perf_counter() - begun > seconds:
            return chosen
        chosen = harder
