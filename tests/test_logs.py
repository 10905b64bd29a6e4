"""The log holds what repairs the program and nothing about people."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from qi_desk import logs

# What is logged here is the subject, not noise.
pytestmark = pytest.mark.usefixtures("caplog")

PHONE = "13800001234"
IDENTITY = "34052419800101001X"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    before = logging.getLogger().level
    handler = logs.start(tmp_path / "logs")
    yield tmp_path / "logs" / logs.FILE_NAME
    logs.stop(handler)
    logging.getLogger().setLevel(before)


def test_codes_and_ids_are_written(log: Path) -> None:
    logging.getLogger("qi_desk.test").warning("act %s %s", "visit.call", "0b1c")
    assert "visit.call 0b1c" in log.read_text(encoding="utf-8")


def test_phones_and_identity_numbers_are_scrubbed_from_message_and_arguments(log: Path) -> None:
    logging.getLogger("qi_desk.test").warning("phone %s in %s", PHONE, {"id_number": IDENTITY})
    written = log.read_text(encoding="utf-8")
    assert PHONE not in written
    assert IDENTITY not in written
    assert "phone" in written


def test_a_crash_is_found_by_its_number_and_its_traceback_is_scrubbed(log: Path) -> None:
    try:
        raise ValueError(f"bad number {PHONE}")
    except ValueError as error:
        number = logs.log_crash(error)
    written = log.read_text(encoding="utf-8")
    assert f"crash {number} ValueError" in written
    assert "Traceback" in written
    assert PHONE not in written


def test_every_turn_of_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    handler = logs.start(tmp_path, max_bytes=1000)
    for turn in range(30):
        logging.getLogger("qi_desk.test").warning("turn %s of the file", turn)
    logs.stop(handler)
    kept = [logs.FILE_NAME, *(f"{logs.FILE_NAME}.{place}" for place in range(1, logs.KEPT + 1))]
    assert set(kept) >= {file.name for file in tmp_path.iterdir()} > {logs.FILE_NAME}
    assert all(file.stat().st_mode & 0o077 == 0 for file in tmp_path.iterdir())


def test_nothing_is_written_after_stop(tmp_path: Path) -> None:
    logs.stop(logs.start(tmp_path))
    logging.getLogger("qi_desk.test").warning("late")
    assert (tmp_path / logs.FILE_NAME).read_text(encoding="utf-8") == ""


def test_crash_numbers_can_be_read_out() -> None:
    numbers = {logs.crash_number() for _ in range(200)}
    assert len(numbers) > 190
    assert all(re.fullmatch(r"[2-9A-HJ-NP-RTUW-Y]{3}-[2-9A-HJ-NP-RTUW-Y]{3}", number) for number in numbers)


def test_a_file_that_cannot_be_turned_over_grows_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows while a second program of ours writes to it."""

    def held(_source: str, _target: str) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "rename", held)
    handler = logs.start(tmp_path, max_bytes=500)
    for number in range(50):
        logging.getLogger("qi_desk.test").warning("line %s", number)
    logs.stop(handler)
    assert [file.name for file in tmp_path.iterdir()] == [logs.FILE_NAME]
    written = (tmp_path / logs.FILE_NAME).read_text(encoding="utf-8")
    assert re.findall(r"line (\d+)", written) == [str(number) for number in range(50)]
