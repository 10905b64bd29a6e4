"""What signs papers and checks signatures, as the use cases see it."""

from __future__ import annotations

from typing import Protocol


class SlipSigner(Protocol):
    """The keys of one desk's store. `name` tells one key from another (desk letter and serial): the same name gives the
    same key as long as the store is opened by the same key."""

    def public(self, name: str) -> bytes:
        """The public half of the key `name`, 32 bytes."""
        ...

    def sign(self, name: str, message: bytes) -> bytes:
        """The signature of `message` with the key `name`, 64 bytes."""
        ...

    def check(self, public: bytes, signature: bytes, message: bytes) -> bool:
        """Whether the owner of `public` signed just this."""
        ...


class NoSigner:
    """Where papers are not signed."""

    def public(self, name: str) -> bytes:
        """Raises LookupError."""
        raise LookupError(name)

    def sign(self, name: str, message: bytes) -> bytes:
        """Raises LookupError."""
        raise LookupError(name)

    def check(self, public: bytes, signature: bytes, message: bytes) -> bool:
        """False."""
        return False
