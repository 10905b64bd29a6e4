"""The copyright file of the packages, and the texts beside it."""

from __future__ import annotations

from pathlib import Path

from installer.debian import freezing, licences
from installer.debian.licences import Component


def test_every_work_is_named_and_its_texts_lie_beside(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "LICENSE", tmp_path / "b" / "LICENSE"
    for text, said in ((first, "one"), (second, "two")):
        text.parent.mkdir()
        text.write_text(said, encoding="utf-8")
    found = (Component("Some Thing (Debian)", "1.0", "MIT", (first, second)), Component("other", "2", "Zlib", ()))
    licences.lay_down(found, tmp_path / "doc")
    told = (tmp_path / "doc" / "copyright").read_text(encoding="utf-8")
    assert told.startswith("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/")
    assert "Comment: Some Thing (Debian) 1.0\nLicense: MIT\n" in told
    assert "Comment: other 2\nLicense: Zlib\n" in told
    laid = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "doc").glob("licences/*/*")}
    assert laid == {"LICENSE": "one", "1-LICENSE": "two"}


def test_names_of_packages_are_compared_as_the_index_does() -> None:
    assert licences._plain("PySide6_Essentials") == licences._plain("pyside6-essentials")


def test_wheels_may_not_be_newer_than_the_oldest_target() -> None:
    tags = tuple(freezing._manylinux())
    assert tags[0] == "manylinux_2_31_x86_64"
    assert "manylinux_2_28_x86_64" in tags
    assert "manylinux_2_32_x86_64" not in tags
