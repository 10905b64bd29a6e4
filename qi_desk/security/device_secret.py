"""The device secret in the operating system's keyring: it adds to a password, and its loss locks nobody out.

Only back ends that encrypt are used; `keyring` would quietly take a plain-text one. A keyring may wait for a
prompt that nobody answers, so each call runs in a thread of its own and is left behind after some seconds.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

ALLOWED = frozenset(
    {
        "keyring.backends.SecretService",
        "keyring.backends.Windows",
        "keyring.backends.macOS",
        "keyring.backends.kwallet",
        "keyring.backends.libsecret",
    }
)
"""Modules of back ends that keep a secret encrypted."""

SECONDS = 4.0
_SERVICE = "qi-desk"
_BYTES = 32
_busy = threading.Lock()


@dataclass(frozen=True, slots=True)
class Answer:
    """The secret, or None and why: "device.absent" (no usable keyring), "device.none" (a keyring without this
    secret), "device.refused" (locked, prompt dismissed or failing), "device.timeout", "device.damaged"."""

    secret: bytes | None
    reason: str = ""


def fetch(db_id: str, *, seconds: float = SECONDS, allowed: Collection[str] = ALLOWED) -> Answer:
    """The device secret of the store `db_id`. Takes `seconds` at most; call it off the GUI thread all the
    same."""
    return _in_time(lambda: _fetch(_backend(allowed), db_id), seconds)


def obtain(db_id: str, *, seconds: float = SECONDS, allowed: Collection[str] = ALLOWED) -> Answer:
    """The device secret of the store `db_id`, made and kept if there is a keyring and it has none or a
    damaged one."""
    return _in_time(lambda: _obtain(_backend(allowed), db_id), seconds)


def store(db_id: str, secret: bytes, *, seconds: float = SECONDS, allowed: Collection[str] = ALLOWED) -> bool:
    """Keep a device secret of 32 bytes; whether it could be read back."""
    return _in_time(lambda: _store(_backend(allowed), db_id, secret), seconds).secret == secret


def _in_time(ask: Callable[[], Answer], seconds: float) -> Answer:
    """What `ask` answers within `seconds`. The thread is a daemon, because one that waits for a prompt
    would keep the program from ending; while one waits no other is begun, so that they can't pile up."""
    if not _busy.acquire(timeout=seconds):
        return Answer(None, "device.timeout")
    answers: list[Answer] = []

    def run() -> None:
        try:
            answers.append(ask())
        except Exception:  # noqa: BLE001
            # Back ends raise what D-Bus, Windows and their own libraries raise; all of it means no secret.
            answers.append(Answer(None, "device.refused"))
        finally:
            _busy.release()

    thread = threading.Thread(target=run, name="device-secret", daemon=True)
    thread.start()
    thread.join(seconds)
    return answers[0] if answers else Answer(None, "device.timeout")


def _backend(allowed: Collection[str]) -> Any | None:
    """The first allowed back end, looked for inside the chainer too."""
    import keyring

    chosen = keyring.get_keyring()
    for backend in getattr(chosen, "backends", (chosen,)):
        if type(backend).__module__ in allowed:
            if hasattr(backend, "persist"):
                # By default Windows lets the secret roam with a domain profile.
                backend.persist = "local machine"
            return backend
    return None


def _fetch(backend: Any | None, db_id: str) -> Answer:
    if backend is None:
        return Answer(None, "device.absent")
    text = backend.get_password(_SERVICE, db_id)
    if text is None:
        return Answer(None, "device.none")
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    return Answer(secret) if len(secret) == _BYTES else Answer(None, "device.damaged")


def _store(backend: Any | None, db_id: str, secret: bytes) -> Answer:
    if backend is None:
        return Answer(None, "device.absent")
    backend.set_password(_SERVICE, db_id, secret.hex())
    return _fetch(backend, db_id)


def _obtain(backend: Any | None, db_id: str) -> Answer:
    known = _fetch(backend, db_id)
    if known.reason in ("device.none", "device.damaged"):
        return _store(backend, db_id, secrets.token_bytes(_BYTES))
    return known
