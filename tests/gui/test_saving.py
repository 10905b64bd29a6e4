"""Saving a PDF: whole or not at all, and told in words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qi_desk.domain.errors import PaperError
from qi_desk.gui.saving import Writer, to_file


def test_it_is_written_under_its_number(tmp_path: Path) -> None:
    assert Writer(tmp_path)(b"%PDF", "PY03-1") == str(tmp_path / "PY03-1.pdf")
    assert to_file(str(tmp_path / "chosen.pdf"))(b"%PDF 2", "PY03-1") == str(tmp_path / "chosen.pdf")
    assert (tmp_path / "chosen.pdf").read_bytes() == b"%PDF 2"


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a thing of Unix")
def test_a_full_disk_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    import resource
    import signal

    file = tmp_path / "kept.pdf"
    file.write_bytes(b"the old one")
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(PaperError, match=r"paper\.not_saved") as refused:
            to_file(str(file))(b"x" * 100_000, "")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert refused.value.values["file"] == str(file)
    assert file.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match=r"paper\.not_saved"):
        Writer(tmp_path / "gone")(b"%PDF", "1")
