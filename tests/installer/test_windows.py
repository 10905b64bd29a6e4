"""What makes the installer for Windows, as far as it goes on Linux: makensis runs here, PyInstaller for it does not.

`installer/windows/try` installs, upgrades and uninstalls with what comes out, under Wine.
"""

from __future__ import annotations

import ast
import io
import re
import struct
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from installer import smoke, windows
from installer.windows import build, icon, version_resource
from installer.windows.build import NotDone, Order
from qi_desk import __version__
from qi_desk.sync.protocol import parts
from tests.installer.windows_standins import tree

HERE = Path(build.__file__).parent
SCRIPT = build.SCRIPT.read_text(encoding="utf-8")


@pytest.fixture
def order(tmp_path: Path) -> Order:
    return Order("1.2.3", tmp_path / "made", tmp_path / "out")


def test_an_installer_comes_out_without_a_warning(order: Order, tmp_path: Path) -> None:
    made = build.pack(order, tree(tmp_path / "tree", "first"))
    assert made.name == "qi-desk-1.2.3-windows-amd64.exe"
    data = made.read_bytes()
    assert data[:2] == b"MZ"
    (at,) = struct.unpack_from("<I", data, 60)
    assert data[at : at + 4] == b"PE\0\0"
    told = data.decode("utf-16-le", "replace") + data[1:].decode("utf-16-le", "replace")
    assert "质量基础设施服务窗口 安装程序" in told
    assert "1.2.3" in told


def test_twice_the_same(order: Order, tmp_path: Path) -> None:
    folder = tree(tmp_path / "tree", "first")
    first = build.pack(order, folder).read_bytes()
    for file in folder.rglob("*"):
        file.touch()
    assert build.pack(order, folder).read_bytes() == first


def test_installer_and_uninstaller_are_signed(order: Order, tmp_path: Path) -> None:
    signer = tmp_path / "signer"
    signer.write_text(f'#!/bin/sh\nhead -c 2 "$1" >>"{tmp_path}/signed"\n', encoding="utf-8")
    signer.chmod(0o755)
    build.pack(Order(order.version, order.made, order.out, str(signer)), tree(tmp_path / "tree", "first"))
    assert (tmp_path / "signed").read_bytes() == b"MZMZ"


def test_a_signature_that_fails_ends_the_build(order: Order, tmp_path: Path) -> None:
    with pytest.raises(NotDone):
        build.pack(Order(order.version, order.made, order.out, "false"), tree(tmp_path / "tree", "first"))


def test_what_is_no_frozen_folder_is_refused(order: Order, tmp_path: Path) -> None:
    with pytest.raises(NotDone, match=r"qi-desk-window\.exe"):
        build.pack(order, tmp_path)


def test_without_makensis_it_says_what_to_install(
    order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "MAKENSIS", ("no-such-program",))
    with pytest.raises(NotDone, match="nsis"):
        build.pack(order, tree(tmp_path / "tree", "first"))


def test_freezing_needs_windows(order: Order, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--out", str(order.out)]) == 1
    assert "needs Windows" in capsys.readouterr().err


def test_the_icon_has_every_size_and_is_our_mark() -> None:
    data = icon.of(icon.DRAWING)
    assert icon.of(icon.DRAWING) == data
    picture = Image.open(io.BytesIO(data))
    assert picture.info["sizes"] == {(size, size) for size in icon.SIZES}
    for size in icon.SIZES:
        drawn = picture.ico.getimage((size, size)).convert("RGBA")  # type: ignore[attr-defined]
        assert drawn.size == (size, size)
        # The blue of the frame, the white of the screen, and nothing in the corner.
        assert drawn.getpixel((size // 2, size // 5))[:3] == pytest.approx((11, 92, 173), abs=40)
        assert drawn.getpixel((size // 4, size // 3))[:3] == pytest.approx((255, 255, 255), abs=40)
        assert drawn.getpixel((0, 0))[3] == 0


@pytest.mark.qt_log_ignore("Cannot read file", extend=True)
def test_what_is_no_drawing_makes_no_icon(tmp_path: Path) -> None:
    (tmp_path / "no.svg").write_text("<html/>", encoding="utf-8")
    with pytest.raises(ValueError, match=r"no\.svg"):
        icon.of(tmp_path / "no.svg")


def test_windows_shows_the_version_in_chinese() -> None:
    def told(*given: Any, **words: Any) -> SimpleNamespace:
        return SimpleNamespace(given=given, **words)

    names = (
        "VSVersionInfo",
        "FixedFileInfo",
        "StringFileInfo",
        "StringTable",
        "StringStruct",
        "VarFileInfo",
        "VarStruct",
    )
    tree = ast.parse(version_resource.text("0.2.0rc1", "qi-desk-window"), mode="eval")
    made = eval(compile(tree, "resource", "eval"), dict.fromkeys(names, told))  # noqa: S307  # our own text
    assert made.ffi.filevers == (0, 2, 0, 0)
    ((table,),) = made.kids[0].given
    assert table.given[0] == "080404b0"
    assert {one.given[0]: one.given[1] for one in table.given[1]} == {
        "CompanyName": "qi-desk",
        "FileDescription": "质量基础设施服务窗口",
        "FileVersion": "0.2.0rc1",
        "InternalName": "qi-desk-window",
        "LegalCopyright": "Apache-2.0",
        "OriginalFilename": "qi-desk-window.exe",
        "ProductName": "质量基础设施服务窗口",
        "ProductVersion": "0.2.0rc1",
    }


@pytest.mark.parametrize("version", ["", "1.2", "v1.2.3", "1.2.x"])
def test_what_is_no_version_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match="no version"):
        version_resource.numbers(version)


def test_our_version_is_one() -> None:
    assert version_resource.numbers(__version__)


def test_the_manifest_asks_for_long_paths_sharp_text_and_no_administrator() -> None:
    root = ET.parse(HERE / "qi-desk.manifest").getroot()  # noqa: S314  # our own file
    told = {element.tag.partition("}")[2]: element for element in root.iter()}
    assert told["longPathAware"].text == "true"
    assert told["dpiAwareness"].text == "PerMonitorV2"
    assert told["requestedExecutionLevel"].attrib == {"level": "asInvoker", "uiAccess": "false"}
    assert told["supportedOS"].attrib["Id"] == "{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}"


def test_description_and_script_name_the_same_programs() -> None:
    spec = (HERE / "qi_desk.spec").read_text(encoding="utf-8")
    ast.parse(spec)
    assert set(re.findall(r'executable\("([a-z-]+)"', spec)) == set(windows.PROGRAMS)
    assert {f"{name}.exe" for name in windows.PROGRAMS} == set(re.findall(r"program\\(qi-desk[a-z-]*\.exe)", SCRIPT))
    assert f"Software\\Classes\\{parts.SUFFIX}" in SCRIPT
    assert version_resource.TITLE in SCRIPT


def test_the_script_touches_nothing_of_a_person() -> None:
    """Neither installing nor uninstalling names a folder in which anybody's station could lie."""
    code = "\n".join(line for line in SCRIPT.splitlines() if not line.lstrip().startswith(";"))
    for word in ("$APPDATA", "$LOCALAPPDATA", "$PROFILE", "$DOCUMENTS", "HKCU", "SHCTX", "SetShellVarContext current"):
        assert word not in code
    removed = re.findall(r"RMDir /r \"([^\"]*)\"", code)
    assert removed
    assert all(re.fullmatch(r"\$INSTDIR\\program(\.old|\.new)?|\$SMPROGRAMS\\\$\{TITLE\}", place) for place in removed)


def test_the_workflow_takes_nothing_that_may_change_under_its_name() -> None:
    workflow = (build.ROOT / ".github" / "workflows" / "windows.yml").read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)", workflow)
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in used)
    assert "--require-hashes" in workflow
    assert {"requirements/run.lock", "requirements/installer.lock"} <= set(re.findall(r"-r (\S+)", workflow))
    assert build.pack.__module__ in workflow
    assert smoke.__name__ in workflow
