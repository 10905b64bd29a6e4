"""Reading what libraries need, from what the tools print."""

from __future__ import annotations

from pathlib import Path

from installer.debian import elf

TOLD = """
/b/_internal/libbig.so.1:     file format elf64-x86-64

Dynamic Section:
  NEEDED               libsmall.so.2
  NEEDED               libc.so.6
  SONAME               libbig.so.1

Version definitions:
1 0x01 0x0b2b6d61 libbig.so.1

Version References:
  required from libc.so.6:
    0x09691a75 0x00 03 GLIBC_2.2.5
    0x069691b2 0x00 02 GLIBC_2.28
  required from libm.so.6:
    0x09691a75 0x00 04 GLIBC_2.14

/b/_internal/libsmall.so.2:     file format elf64-x86-64

Dynamic Section:
  NEEDED               libc.so.6
  SONAME               libsmall.so.2

Version definitions:
1 0x01 0x0b2b6d61 GLIBC_2.99
"""


def one(path: str, *needed: str, soname: str = "", glibc: tuple[int, ...] = ()) -> elf.Elf:
    return elf.Elf(path, soname, needed, glibc)


def test_each_file_is_read_by_itself() -> None:
    big, small = elf.read(TOLD)
    assert (big.soname, big.needed) == ("libbig.so.1", ("libsmall.so.2", "libc.so.6"))
    assert big.glibc == (2, 28)
    assert small.needed == ("libc.so.6",)


def test_only_what_is_asked_for_counts_not_what_is_defined() -> None:
    assert elf.read(TOLD)[1].glibc == ()


def test_versions_are_compared_as_numbers() -> None:
    found = [one("/b/a", glibc=(2, 9)), one("/b/c", glibc=(2, 28)), one("/b/b", glibc=(2, 28))]
    assert elf.newest(found) == ((2, 28), ("/b/b", "/b/c"))
    assert elf.newest([]) == ((), ())


def test_a_library_without_a_user_goes_and_then_what_only_it_needed() -> None:
    found = [
        one("/b/program", "libused.so.1"),
        one("/b/libused.so.1", "libc.so.6"),
        one("/b/libgone.so.1", "libonly.so.1", "libused.so.1"),
        one("/b/libonly.so.1"),
    ]
    assert elf.orphans(found, ()) == ("/b/libgone.so.1", "/b/libonly.so.1")


def test_a_library_is_known_by_its_soname_too() -> None:
    found = [one("/b/program", "libjpeg.so.62"), one("/b/libjpeg-6dc8.so.62.4.0", soname="libjpeg.so.62")]
    assert elf.orphans(found, ()) == ()


def test_modules_plugins_and_what_is_opened_by_name_stay() -> None:
    found = [
        one("/b/_internal/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so"),
        one("/b/_internal/PySide6/Qt/plugins/platforms/libqxcb.so"),
        one("/b/_internal/pypdfium2_raw/libpdfium.so"),
        one("/b/_internal/PySide6/QtCore.abi3.so"),
    ]
    assert elf.orphans(found, ("libpdfium.so",)) == ()
    assert elf.orphans(found, ()) == ("/b/_internal/pypdfium2_raw/libpdfium.so",)


def test_what_ldd_says() -> None:
    told = """
        linux-vdso.so.1 (0x00007ffd)
        libcups.so.2 => not found
        libcrypto.so.3 => /b/x/_internal/libcrypto.so.3 (0x00007f12)
        libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f11)
        /lib64/ld-linux-x86-64.so.2 (0x00007f13)
    """
    assert elf.missing(told) == ("libcups.so.2",)
    assert elf.outside(told, "/b/x") == {"/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2"}


def test_programs_are_told_from_other_files(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(elf.MAGIC + b"rest")
    (tmp_path / "b").write_bytes(b"#!/bin/sh\n")
    (tmp_path / "c").symlink_to(tmp_path / "a")
    assert [elf.is_elf(tmp_path / name) for name in ("a", "b", "c", "d")] == [True, False, False, False]
