"""Passwords of people who only look, kept as Argon2id hashes (RFC 9106); there is no key behind them."""

from __future__ import annotations


def hashed(password: str) -> str:
    """What may be kept of a password. Slow on purpose."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether this is the password. As slow for nobody (`kept` empty) as for somebody."""
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        PasswordHasher().verify(kept or _NOBODY, password)
        return bool(kept)
    except (Argon2Error, InvalidHashError):
        return False


_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$QuF2XjkNuMBBLYONRD92aQ$IHihdK7+aske/3dPCr+/xp3qjv9GX/FcdGixv8pMHcs"
