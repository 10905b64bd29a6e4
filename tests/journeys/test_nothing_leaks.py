"""A morning's work, and then everything the program wrote or named is searched for the people it was about."""

from __future__ import annotations

import gzip
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from qi_desk import logs
from qi_desk.services import backups
from tests.gui.fakes import AnsweringDialogs, RememberingPrinter
from tests.gui.pageobjects.desk import Desk
from tests.journeys.test_walk_in_to_receipt import intake, walk_in

pytestmark = pytest.mark.journey

NAME, PHONE, SUBJECT = "陈演练", "13800001234", "压力表校准"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gbk")


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Everything a program may write to: home, temporary files, logs."""
    for name in ("HOME", "TMPDIR", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        place = tmp_path / "around" / name.lower()
        place.mkdir(parents=True)
        monkeypatch.setenv(name, str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "around" / "tmpdir"))
    handler = logs.start(tmp_path / "around" / "logs")
    yield tmp_path
    logs.stop(handler)


def spellings(text: str) -> set[bytes]:
    return {text.encode(encoding) for encoding in ENCODINGS}


def leaks(folder: Path, *said: str) -> list[str]:
    """The files in which somebody is named, by content or by their own name."""
    found = []
    sought = set().union(*(spellings(text) for text in said))
    for file in folder.rglob("*"):
        inside = str(file.relative_to(folder))
        if any(text in inside for text in said):
            found.append(inside)
        if file.is_file() and file.suffix != ".pdf":
            content = file.read_bytes()
            if content.startswith(b"\x1f\x8b"):
                content = gzip.decompress(content)
            found += [inside] if any(spelling in content for spelling in sought) else []
    return found


def titles() -> str:
    return "\n".join(widget.windowTitle() for widget in QApplication.topLevelWidgets())


def test_nobody_is_named_outside_the_sealed_files(
    written: Path, desk: Desk, qtbot: Any, printer: RememberingPrinter, door: Any, dialogs: AnsweringDialogs
) -> None:
    door.desk.set("printer.receipt_a4", printer.NAME)
    named = []
    walk_in(desk)
    named.append(titles())
    intake(desk, qtbot)
    named.append(titles())
    desk.press("F10")
    named.append(titles())
    work = desk.window.work
    desk.press("F3")
    desk.write("1234")
    desk.press("Esc")
    for page in ("request", "enterprise", "today", "print"):
        desk.window.desk.go(page, {})
        desk.settle()
        named.append(titles())
    backups.make(work.house, work.actor)
    logging.getLogger("qi_desk.journey").info("call %s back about %s", PHONE, SUBJECT)
    desk.window.drafts.keep_all()
    desk.settle()
    assert printer.sent
    assert all(NAME not in title and PHONE not in title for title, _ in printer.sent)
    assert not any(text in "\n".join(named) for text in (NAME, PHONE, SUBJECT))
    assert "138****1234" in "".join(file.read_text("utf-8") for file in (written / "around" / "logs").iterdir())
    assert list(written.rglob("contents.json"))
    assert leaks(written, NAME, PHONE) == []
    # What was asked for is free text: it names nobody, and stands in no file either but in the log line above.
    assert [name for name in leaks(written, SUBJECT) if "logs" not in Path(name).parts] == []


def test_the_search_itself_finds_what_leaks(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"回电 {PHONE}", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(NAME.encode("utf-16-le"))
    (tmp_path / f"{NAME}.bin").write_bytes(b"")
    (tmp_path / "c.gz").write_bytes(gzip.compress(NAME.encode("gbk")))
    (tmp_path / "clean.txt").write_text("138****1234", encoding="utf-8")
    assert sorted(leaks(tmp_path, NAME, PHONE)) == ["a.txt", "b.txt", "c.gz", f"{NAME}.bin"]
