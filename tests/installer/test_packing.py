"""What apt, the menu and the file manager are told."""

from __future__ import annotations

import configparser
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from installer.bundle import ROOT
from installer.debian import building, packing
from installer.debian.packing import Package
from qi_desk import cli

FILES = building.FILES
PACKAGE = Package(
    "thing",
    "1.2",
    "all",
    ("one line", "A paragraph\nof two lines.", "Another."),
    relations={"Depends": ("a", "b (>= 2)"), "Recommends": ()},
)


def test_the_control_file_says_what_apt_reads() -> None:
    fields = packing.control(PACKAGE, 321).splitlines()
    assert fields[0] == "Package: thing"
    assert "Depends: a, b (>= 2)" in fields
    assert "Installed-Size: 321" in fields
    assert not [line for line in fields if line.startswith("Recommends")]
    assert fields[-5:] == ["Description: one line", " A paragraph", " of two lines.", " .", " Another."]


def test_the_system_is_leant_on_by_package_and_glibc_by_version() -> None:
    assert packing.depends(["zlib1g", "libc6", "libgcc-s1", "libegl1:amd64"], (2, 28)) == (
        "libc6 (>= 2.28)",
        "libegl1",
        "libgcc-s1 | libgcc1",
        "zlib1g",
    )


def test_owners_are_read_from_what_dpkg_says() -> None:
    told = "libc6:amd64: /lib/x86_64-linux-gnu/libc.so.6\nxkb-data: /usr/share/X11/xkb\n"
    assert packing.owners(told) == {"/lib/x86_64-linux-gnu/libc.so.6": "libc6", "/usr/share/X11/xkb": "xkb-data"}


def tree_of(folder: Path) -> Path:
    tree = folder / "tree"
    (tree / "opt").mkdir(parents=True)
    (tree / "opt" / "文件.txt").write_text("content", encoding="utf-8")
    (tree / "opt" / "program").write_bytes(b"#!/bin/sh\n")
    (tree / "opt" / "program").chmod(0o700)
    (tree / "opt" / "link").symlink_to("program")
    return tree


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg-deb is Debian's")
def test_a_package_is_what_its_tree_was_and_twice_the_same(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(
            packing.pack(PACKAGE, tree_of(tmp_path / name), tmp_path / name, 1_700_000_000, {"preinst": "#!/bin/sh\n"})
        )
        os.utime(tmp_path / name)
    assert made[0].name == "thing_1.2_all.deb"
    assert made[0].read_bytes() == made[1].read_bytes()
    told = subprocess.run(["dpkg-deb", "-c", str(made[0])], capture_output=True, text=True, check=True).stdout
    lines = {line.split(" ./")[-1]: line for line in told.splitlines()}
    assert lines["opt/program"].startswith("-rwxr-xr-x root/root")
    assert "opt/link -> program" in lines
    sums = subprocess.run(
        ["dpkg-deb", "-I", str(made[0]), "md5sums"], capture_output=True, text=True, check=True
    ).stdout
    digest = hashlib.md5(b"content", usedforsecurity=False).hexdigest()
    assert f"{digest}  opt/文件.txt" in sums
    assert "link" not in sums


@pytest.mark.skipif(shutil.which("xz") is None, reason="xz is a program of its own")
def test_an_archive_has_one_folder_at_its_top(tmp_path: Path) -> None:
    tree = tree_of(tmp_path)
    (tmp_path / "out").mkdir()
    file = packing.archive(tree, tmp_path / "out" / "thing.tar.xz", 1_700_000_000)
    with tarfile.open(file) as opened:
        members = opened.getmembers()
    assert members[0].name == "tree"
    assert {one.mtime for one in members} == {1_700_000_000}
    assert {one.uid for one in members} == {0}
    assert [one.linkname for one in members if one.issym()] == ["program"]


def test_the_menu_entry_names_what_is_there() -> None:
    entry = configparser.RawConfigParser()
    entry.optionxform = str  # type: ignore[method-assign,assignment]
    entry.read(FILES / "qi-desk.desktop", encoding="utf-8")
    main = entry["Desktop Entry"]
    assert main["Name[zh_CN]"] == "质量基础设施服务窗口"
    words = main["Exec"].replace("%f", "").split()
    assert words[0] == "qi-desk"
    assert cli.parser().parse_args(words[1:]).run
    kind = main["MimeType"].strip(";")
    assert f'<mime-type type="{kind}">' in (FILES / "qi-desk.xml").read_text(encoding="utf-8")
    for action in filter(None, main["Actions"].split(";")):
        assert cli.parser().parse_args(entry[f"Desktop Action {action}"]["Exec"].split()[1:]).run


def test_parcels_are_known_by_name_and_by_their_first_line() -> None:
    from qi_desk.security import parcels

    text = (FILES / "qi-desk.xml").read_text(encoding="utf-8")
    assert f'pattern="*{cli.PARCEL}"' in text
    assert f'value="{parcels._FORM.decode().encode("unicode_escape").decode()}"' in text
    assert (FILES / "qi-desk-parcel.svg").is_file()
    assert 'icon name="qi-desk-parcel"' in text


def test_the_manual_page_names_commands_there_are() -> None:
    page = (FILES / "qi-desk.1").read_text(encoding="utf-8")
    verbs = next(one for one in cli.parser()._actions if one.choices is not None and "practice" in one.choices)
    assert verbs.choices is not None
    block = page[page.index(".SH COMMANDS") : page.index(".PP")]
    named = re.findall(
        r"\b[a-z]{3,}\b", " ".join(line for line in block.splitlines() if re.match(r"\.(B|BI|BR) ", line))
    )
    assert set(named) - {"open"} <= set(verbs.choices)
    assert len(named) > 10


def test_the_version_of_the_fonts_rises_when_a_font_changes() -> None:
    digest = hashlib.sha256()
    for file in sorted((ROOT / "resources" / "fonts").glob("*.ttf")):
        digest.update(file.read_bytes())
    assert (building.FONTS_VERSION, digest.hexdigest()[:16]) == ("1", "6d38e9dcae56d299")


def test_the_version_is_that_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    from qi_desk import __version__

    assert building.own_version() == __version__
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234567890")
    assert building.source_date() == 1_234_567_890


def test_what_is_zipped_does_not_tell_when() -> None:
    assert packing.zipped(b"text") == packing.zipped(b"text")
    assert gzip.decompress(packing.zipped(b"text")) == b"text"


def test_an_upgrade_of_a_closed_program_goes_on() -> None:
    script = FILES / "qi-desk.preinst"
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    for deed in ("install", "upgrade"):
        assert subprocess.run(["sh", str(script), deed, "0.1"], check=False).returncode == 0


def test_an_upgrade_waits_for_an_open_program(tmp_path: Path) -> None:
    sleep = shutil.which("sleep")
    assert sleep is not None
    program = Path(shutil.copy(sleep, tmp_path / "qi-desk"))
    script = (FILES / "qi-desk.preinst").read_text(encoding="utf-8")
    script = script.replace("/opt/apps/qi-desk/files/qi-desk", str(program))
    with subprocess.Popen([str(program), "60"]) as running:
        done = subprocess.run(
            ["sh", "-c", script, "preinst", "upgrade", "0.1"], capture_output=True, text=True, check=False
        )
        running.kill()
    assert done.returncode == 1
    assert f"（进程 {running.pid}）" in done.stderr
