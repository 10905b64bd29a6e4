"""Every package of the locks has a wheel for every machine the desk is promised for. Asks the index."""

from __future__ import annotations

import subprocess

import pytest

from tools import lock

pytestmark = pytest.mark.long

LINUX, ARM, WINDOWS = lock.TARGETS


@pytest.mark.parametrize("target", lock.TARGETS)
def test_a_desk_can_be_installed_from_wheels_alone(target: str) -> None:
    found = lock.resolved(lock.RUN, target)
    # The reasons for these versions stand in app.in.
    assert found["pyside6-essentials"] == ("6.8.0.2" if target == ARM else "6.9.3")
    assert ("pywin32-ctypes" in found) is (target == WINDOWS)
    assert ("secretstorage" in found) is (target != WINDOWS)
    assert "sqlcipher3" in found


@pytest.mark.parametrize("target", lock.TARGETS)
def test_and_frozen(target: str) -> None:
    found = lock.resolved(lock.INSTALLER, target)
    assert "pyinstaller" in found
    assert ("pefile" in found) is (target == WINDOWS)


def test_a_machine_without_wheels_is_noticed() -> None:
    """glibc 2.17 is older than any Qt of ours takes: the check would see it."""
    with pytest.raises(subprocess.CalledProcessError) as refused:
        lock.resolved(lock.RUN, "x86_64-manylinux2014")
    assert "No solution found" in refused.value.stderr
