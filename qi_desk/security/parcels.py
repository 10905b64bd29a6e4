"""Sealed parcels for the removable disk (摆渡): encrypted for the one they are meant for, signed by who packed them.

A parcel is a line that names the form, a line of JSON that anybody may read (who to whom, when; no personal data), a
signature over all the rest, and the content under AES-256-GCM.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass

from qi_desk.domain.errors import UNREADABLE, Invalid, NotAllowed, Problem
from qi_desk.security import signing
from qi_desk.security.envelopes import derive

_FORM = b"qi-courier 1\n"
_SIGNATURE, _NONCE = 64, 12
_METHOD = "COURIER"
MOST_BYTES = 256 << 20
"""No parcel is larger: it is opened in memory."""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on a parcel: `sender` and `recipient` are a device's id or "district"; `at` is ISO text."""

    sender: str
    recipient: str
    station: str
    at: str


def new_secret() -> bytes:
    """A secret that a device and its district share."""
    return secrets.token_bytes(32)


def seal(content: bytes, label: Label, secret: bytes, signer: bytes) -> bytes:
    """A parcel, under the secret of the device that sends or gets it, signed with the private key `signer`."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    line = json.dumps(asdict(label), ensure_ascii=False, sort_keys=True).encode() + b"\n"
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + AESGCM(_key(secret, label)).encrypt(nonce, content, line)
    return _FORM + line + signing.sign(signer, _METHOD, line.decode(), sealed) + sealed


def label_of(parcel: bytes) -> Label:
    """What stands on a parcel; nothing is proved by it yet. Raises Invalid("courier.unreadable")."""
    return _parts(parcel)[0]


def unseal(parcel: bytes, secret: bytes, public: bytes) -> bytes:
    """The content, if the owner of `public` packed it and nobody changed it since. Raises
    NotAllowed("courier.tampered"), Invalid("courier.unreadable")."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    label, line, signature, sealed = _parts(parcel)
    try:
        signing.check(public, signature, _METHOD, line.decode(), sealed)
        return AESGCM(_key(secret, label)).decrypt(sealed[:_NONCE], sealed[_NONCE:], line)
    except (NotAllowed, InvalidTag, ValueError) as error:
        raise NotAllowed("courier.tampered") from error


def _key(secret: bytes, label: Label) -> bytes:
    return derive(secret, "courier", salt=f"{label.sender}>{label.recipient}".encode())


def _parts(parcel: bytes) -> tuple[Label, bytes, bytes, bytes]:
    end = parcel.find(b"\n", len(_FORM)) + 1
    if not parcel.startswith(_FORM) or not end or len(parcel) < end + _SIGNATURE + _NONCE or len(parcel) > MOST_BYTES:
        raise Invalid([Problem("", "courier.unreadable")], "courier.unreadable")
    line = parcel[len(_FORM) : end]
    try:
        label = Label(**{str(name): str(value) for name, value in json.loads(line).items()})
    except UNREADABLE as error:
        raise Invalid([Problem("", "courier.unreadable")], "courier.unreadable") from error
    return label, line, parcel[end : end + _SIGNATURE], parcel[end + _SIGNATURE :]
