"""Noise fails: a warning, a Qt message, a log warning, a thread left behind. Tests reach no one's files.

A test that logs warnings on purpose asks for `caplog`.
"""

from __future__ import annotations

import logging
import os
import tempfile
import threading
from collections.abc import Iterator

import hypothesis
import pytest

_AWAY = tempfile.TemporaryDirectory(prefix="qi-desk-tests-", ignore_cleanup_errors=True)
_GRACE = 2.0


def _live_elsewhere(folder: str) -> None:
    """Before anything of the program is imported, and inherited by every process a test starts."""
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        os.environ[name] = folder
    for name in ("CONFIG", "CACHE", "DATA", "STATE", "RUNTIME"):
        place = os.path.join(folder, name.lower())  # noqa: PTH118  # before pathlib could ask for a home
        os.makedirs(place, mode=0o700, exist_ok=True)  # noqa: PTH103
        os.environ["XDG_RUNTIME_DIR" if name == "RUNTIME" else f"XDG_{name}_HOME"] = place
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)


_live_elsewhere(_AWAY.name)

# Two busy cores make any deadline a matter of luck.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_unconfigure() -> None:
    """The folder goes when the last test has."""
    _AWAY.cleanup()


@pytest.fixture(autouse=True)
def _no_thread_left_behind() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    started = [thread for thread in threading.enumerate() if thread not in before]
    for thread in started:
        thread.join(_GRACE)
    left = [thread.name for thread in started if thread.is_alive()]
    assert not left, f"threads left behind: {left}"


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_warning_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    heard = _Warnings()
    logging.getLogger().addHandler(heard)
    yield
    logging.getLogger().removeHandler(heard)
    if "caplog" not in request.fixturenames:
        assert not heard.said, f"logged: {heard.said}"
