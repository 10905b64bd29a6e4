"""The keyring as it is met: absent, in clear text, failing, hanging, and sound.

The back ends here are real `keyring` back ends written for the tests; only the list of
allowed ones is changed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.compat import properties

from qi_desk.security import device_secret
from qi_desk.security.device_secret import Answer

HERE = frozenset({__name__})


class Sound(KeyringBackend):
    """Keeps secrets in memory."""

    persist = "enterprise"

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805  # keyring's classproperty
        return -1

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class Locked(Sound):
    """Refuses, as a locked collection does when nobody answers its prompt."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.InitError("Failed to create the collection: Prompt dismissed")


class Waiting(Sound):
    """Waits for a prompt until the test lets go."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.answered.wait()
        return None


class Chain(KeyringBackend):
    """Stands before others, as keyring's chainer does."""

    def __init__(self, *backends: KeyringBackend) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.backends = backends

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805  # keyring's classproperty
        return -1

    def get_password(self, service: str, username: str) -> str | None:
        raise AssertionError("the chain itself is never asked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("the chain itself is never asked")


@pytest.fixture(autouse=True)
def _same_keyring_after() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_a_secret_is_made_once_and_found_again() -> None:
    backend = Sound()
    keyring.set_keyring(backend)
    assert device_secret.fetch("db-1", allowed=HERE) == Answer(None, "device.none")
    made = device_secret.obtain("db-1", allowed=HERE)
    assert made.secret is not None
    assert len(made.secret) == 32
    assert device_secret.fetch("db-1", allowed=HERE) == made
    assert device_secret.obtain("db-1", allowed=HERE) == made
    assert device_secret.fetch("db-2", allowed=HERE).reason == "device.none"
    assert backend.persist == "local machine"


def test_a_given_secret_is_kept() -> None:
    keyring.set_keyring(Sound())
    assert device_secret.store("db-1", bytes(range(32)), allowed=HERE)
    assert device_secret.fetch("db-1", allowed=HERE).secret == bytes(range(32))


def test_a_back_end_that_is_not_on_the_list_is_never_used() -> None:
    backend = Sound()
    keyring.set_keyring(backend)
    assert device_secret.obtain("db-1") == Answer(None, "device.absent")
    assert not device_secret.store("db-1", bytes(32))
    assert backend.kept == {}


def test_no_keyring_at_all() -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    assert device_secret.obtain("db-1") == Answer(None, "device.absent")


def test_the_chain_is_unwrapped_to_the_first_allowed_one() -> None:
    sound = Sound()
    keyring.set_keyring(Chain(fail.Keyring(), sound))  # type: ignore[no-untyped-call]
    assert device_secret.obtain("db-1", allowed=HERE).secret is not None
    assert len(sound.kept) == 1


def test_a_locked_keyring_is_no_secret() -> None:
    keyring.set_keyring(Locked())
    assert device_secret.obtain("db-1", allowed=HERE) == Answer(None, "device.refused")


@pytest.mark.parametrize("kept", ["", "zz", "00" * 31])
def test_a_damaged_secret_is_named_and_replaced(kept: str) -> None:
    backend = Sound()
    backend.kept["qi-desk", "db-1"] = kept
    keyring.set_keyring(backend)
    assert device_secret.fetch("db-1", allowed=HERE) == Answer(None, "device.damaged")
    assert device_secret.obtain("db-1", allowed=HERE).secret is not None


def test_a_prompt_nobody_answers_is_left_behind() -> None:
    backend = Waiting()
    keyring.set_keyring(backend)
    assert device_secret.fetch("db-1", seconds=0.05, allowed=HERE) == Answer(None, "device.timeout")
    left = [thread for thread in threading.enumerate() if thread.name == "device-secret"]
    assert len(left) == 1
    assert device_secret.fetch("db-1", seconds=0.05, allowed=HERE) == Answer(None, "device.timeout")
    assert [thread for thread in threading.enumerate() if thread.name == "device-secret"] == left
    backend.answered.set()
    left[0].join()
    keyring.set_keyring(Sound())
    assert device_secret.fetch("db-1", allowed=HERE).reason == "device.none"


class Vault:
    """The Credential Manager of Windows as its library shows it, with what it keeps at hand."""

    CRED_TYPE_GENERIC = 1
    CRED_PERSIST_SESSION, CRED_PERSIST_LOCAL_MACHINE, CRED_PERSIST_ENTERPRISE = 1, 2, 3
    MOST = 2560

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}

    def CredRead(self, Type: int, TargetName: str) -> dict[str, Any]:  # noqa: N802, N803  # names of Windows
        if TargetName not in self.kept:
            raise NotFound
        return self.kept[TargetName]

    def CredWrite(self, credential: dict[str, Any], _flags: int) -> None:  # noqa: N802
        blob = credential["CredentialBlob"].encode("utf-16")
        assert len(blob) <= self.MOST
        self.kept[credential["TargetName"]] = credential | {"CredentialBlob": blob}


class NotFound(Exception):
    winerror, funcname = 1168, "CredRead"


def test_the_vault_of_windows_keeps_it_on_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """keyring's own back end for Windows over a faked vault: it was not run on Windows."""
    from keyring.backends import Windows

    vault = Vault()
    monkeypatch.setattr(Windows, "win32cred", vault, raising=False)
    monkeypatch.setattr(Windows, "pywintypes", SimpleNamespace(error=NotFound), raising=False)
    keyring.set_keyring(Windows.WinVaultKeyring())
    first, second = device_secret.obtain("db-1"), device_secret.obtain("db-2")
    assert first.secret != second.secret
    assert (device_secret.fetch("db-1"), device_secret.fetch("db-2")) == (first, second)
    assert {one["Persist"] for one in vault.kept.values()} == {Vault.CRED_PERSIST_LOCAL_MACHINE}
