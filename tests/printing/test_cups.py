"""Printing through `lp`: real processes, a printing system of our own on the path."""

from __future__ import annotations

from pathlib import Path

import pytest

from qi_desk.domain.errors import PaperError
from qi_desk.printing.cups import CupsPrinter
from qi_desk.services.papers import PrintOptions

OPTIONS = PrintOptions(copies=1, paper="A4", title="PY03-HZ-20260310-A-0001-8")


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def tool(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_without_a_printing_system_there_are_no_printers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    printer = CupsPrinter()
    assert printer.printers() == ()
    with pytest.raises(PaperError, match=r"printer\.absent"):
        printer.send(b"%PDF", "desk", OPTIONS)


def test_printers_are_listed_with_the_default(tools: Path) -> None:
    tool(
        tools,
        "lpstat",
        'case "$1" in -p) echo "printer slip is idle."; echo "printer old disabled since today";;'
        ' -d) echo "system default destination: slip";; esac',
    )
    found = CupsPrinter().printers()
    assert [(one.name, one.state, one.is_default) for one in found] == [
        ("slip", "ready", True),
        ("old", "disabled", False),
    ]


def test_the_pdf_reaches_the_printer_as_it_is(tools: Path, tmp_path: Path) -> None:
    tool(tools, "lp", f'echo "$@" >{tmp_path}/arguments; cat >{tmp_path}/pdf; echo "request id is slip-7 (1 file(s))"')
    assert CupsPrinter().send(b"%PDF-1.4 paper", "slip", OPTIONS) == "slip-7"
    assert (tmp_path / "pdf").read_bytes() == b"%PDF-1.4 paper"
    assert "-d slip" in (tmp_path / "arguments").read_text()
    assert "print-scaling=none" in (tmp_path / "arguments").read_text()


def test_a_refusal_is_told_with_its_reason(tools: Path) -> None:
    tool(tools, "lp", 'cat >/dev/null; echo "lp: The printer or class does not exist." >&2; exit 1')
    with pytest.raises(PaperError) as refused:
        CupsPrinter().send(b"%PDF", "gone", OPTIONS)
    assert refused.value.code == "printer.refused"
    assert "does not exist" in refused.value.values["reason"]


def test_sent_is_printed_once_it_left_the_queue(tools: Path) -> None:
    tool(tools, "lpstat", 'echo "slip-7  root  1024  today"')
    assert CupsPrinter().state("slip-7") == "sent"
    tool(tools, "lpstat", ":")
    assert CupsPrinter().state("slip-7") == "printed"


def test_tray_copies_and_sides_are_told_in_cups_words(tools: Path, tmp_path: Path) -> None:
    tool(tools, "lp", f'echo "$@" >{tmp_path}/arguments; cat >/dev/null; echo "request id is slip-8 (1 file(s))"')
    CupsPrinter().send(b"%PDF", "slip", PrintOptions(3, "A5", "batch", tray="Lower", sides="long"))
    told = (tmp_path / "arguments").read_text()
    for part in ("-n 3", "media=A5", "InputSlot=Lower", "sides=two-sided-long-edge", "-t batch"):
        assert part in told
    CupsPrinter().send(b"%PDF", "slip", OPTIONS)
    plain = (tmp_path / "arguments").read_text()
    assert "InputSlot" not in plain
    assert "sides=one-sided" in plain


def test_the_trays_are_those_the_printer_has(tools: Path) -> None:
    tool(
        tools,
        "lpoptions",
        'echo "PageSize/Media Size: *A4 A5"; echo "InputSlot/Media Source: *Auto Upper Lower";'
        ' echo "Duplex/2-Sided: *None"',
    )
    assert [name for name, _ in CupsPrinter().trays("slip")] == ["Auto", "Upper", "Lower"]
    tool(tools, "lpoptions", 'echo "PageSize/Media Size: *A4"')
    assert CupsPrinter().trays("slip") == ()


def test_a_waiting_job_is_taken_back_by_its_id(tools: Path, tmp_path: Path) -> None:
    tool(tools, "cancel", f'echo "$@" >{tmp_path}/cancelled')
    CupsPrinter().cancel("slip-7")
    assert (tmp_path / "cancelled").read_text().strip() == "slip-7"
    tool(tools, "cancel", 'echo "cancel: cannot cancel" >&2; exit 1')
    with pytest.raises(PaperError, match=r"printer\.refused"):
        CupsPrinter().cancel("slip-7")
