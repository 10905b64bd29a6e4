"""The trial of an installed desk, with the checkout in the place of an installation."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from installer import smoke


@pytest.mark.long
def test_a_program_that_works_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert smoke.main([str(tmp_path), sys.executable, "-m", "qi_desk"]) == 0
    said = capsys.readouterr().out
    assert [line.partition(":")[0] for line in said.splitlines()] == [
        "version",
        "practice station",
        "check",
        "receipt",
        "page drawn",
    ]


def test_a_program_that_does_not_start_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert smoke.main([str(tmp_path), sys.executable, "-c", "import no_such_library"]) == 1
    assert "no_such_library" in capsys.readouterr().err
