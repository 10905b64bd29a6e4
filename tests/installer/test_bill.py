"""What is shipped that others made: read from the locks, judged, and told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest
from cryptography.hazmat.backends.openssl.backend import backend
from PySide6.QtCore import qVersion
from sqlcipher3 import dbapi2

from installer.bill import __main__ as page
from installer.bill import licences, notices, pins, sbom
from installer.bill.licences import NotAllowed, Part, chosen
from installer.bill.pins import ARM, LINUX, WINDOWS, Pin
from installer.bundle import ROOT

RUN = pins.read(pins.REQUIREMENTS / "run.lock")
DESK = frozenset({"app.in"})
ELF, PE = b"\x7fELF" + bytes(60), b"MZ" + bytes(60)


def names(machine: str) -> set[str]:
    return {pin.name for pin in pins.shipped(RUN, DESK, machine)}


def test_every_line_of_every_lock_is_read() -> None:
    for lock in sorted(pins.REQUIREMENTS.glob("*.lock")):
        found = pins.read(lock)
        text = lock.read_text(encoding="utf-8")
        assert len(found) == text.count("==") - sum(pin.marker.count("==") for pin in found)
        assert sum(len(pin.digests) for pin in found) == text.count("--hash=sha256:")
        assert all(pin.asked_by for pin in found)


def test_what_only_builds_the_desk_is_not_shipped() -> None:
    assert "hatchling" in {pin.name for pin in RUN}
    assert not {"hatchling", "editables", "trove-classifiers", "pathspec"} & names(LINUX)


def test_each_machine_gets_its_own() -> None:
    assert {"secretstorage", "jeepney"} <= names(LINUX) - names(WINDOWS)
    assert "pywin32-ctypes" in names(WINDOWS) - names(LINUX)
    qt = {
        machine: next(pin.version for pin in pins.shipped(RUN, DESK, machine) if pin.name == "pyside6-essentials")
        for machine in pins.MACHINES
    }
    assert qt == {LINUX: "6.9.3", ARM: "6.8.0.2", WINDOWS: "6.9.3"}


def test_a_line_that_is_no_pin_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.lock").write_text("--index-url https://example.org\n", encoding="utf-8")
    with pytest.raises(ValueError, match="index-url"):
        pins.read(tmp_path / "bad.lock")


@pytest.mark.parametrize("machine", pins.MACHINES)
def test_everything_shipped_may_be(machine: str) -> None:
    parts = [licences.of_pin(pin) for pin in pins.shipped(RUN, DESK, machine)]
    licences.check([*parts, *licences.carried()])
    assert not [
        part.name
        for part in (*parts, *licences.carried())
        if "GPL" in chosen(part.licence).replace("LGPL", "") and " WITH " not in part.licence
    ]


@pytest.mark.parametrize(
    ("licence", "used"),
    [
        ("MIT", "MIT"),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", "LGPL-3.0-only"),
        ("GPL-2.0-only OR BSD-3-Clause", "BSD-3-Clause"),
        ("BSD-3-Clause AND Apache-2.0", "BSD-3-Clause AND Apache-2.0"),
        ("GPL-2.0-or-later WITH Bootloader-exception", "GPL-2.0-or-later WITH Bootloader-exception"),
    ],
)
def test_of_alternatives_one_that_is_allowed_is_made_use_of(licence: str, used: str) -> None:
    assert chosen(licence) == used


@pytest.mark.parametrize(
    "licence",
    ["", "GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "SSPL-1.0", "GPL-3.0-only WITH My-exception"],
)
def test_what_is_not_allowed_stops_the_release(licence: str) -> None:
    with pytest.raises(NotAllowed, match=r"readline 8\.2"):
        licences.check([Part("readline", "8.2", licence, "")])


def test_a_package_nobody_looked_at_stops_the_release() -> None:
    with pytest.raises(NotAllowed, match="no-such-package"):
        licences.of_pin(Pin("no-such-package", "1.0", "", (), ("-r app.in",)))


def frozen(folder: Path, *files: str, data: bytes = ELF) -> Path:
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(data)
    return folder


def test_every_library_of_a_frozen_folder_is_somebodys(tmp_path: Path) -> None:
    held = pins.shipped(RUN, DESK, LINUX)
    tree = frozen(
        tmp_path,
        "qi-desk",
        "_internal/libpython3.11.so.1.0",
        "_internal/PySide6/Qt/lib/libQt6Core.so.6",
        "_internal/PySide6/Qt/plugins/platforms/libqxcb.so",
        "_internal/sqlcipher3/_sqlite3.abi3.so",
    )
    (tree / "_internal" / "base_library.zip").write_bytes(b"PK")
    owners = licences.check_tree(tree, held)
    assert {place: part.name for place, part in owners.items()} == {
        "qi-desk": "PyInstaller's starter",
        "_internal/libpython3.11.so.1.0": "CPython",
        "_internal/PySide6/Qt/lib/libQt6Core.so.6": "Qt",
        "_internal/PySide6/Qt/plugins/platforms/libqxcb.so": "Qt",
        "_internal/sqlcipher3/_sqlite3.abi3.so": "SQLCipher",
    }
    carried = {part.name for part in licences.found_in(owners.values(), held)}
    assert {"SQLite", "Qt", "Lucide icons"} <= carried
    assert not {"GLib", "Microsoft Visual C++ runtime"} & carried


@pytest.mark.parametrize(
    "file",
    [
        "_internal/libreadline.so.8",
        "_internal/PySide6/Qt/lib/libQt6VirtualKeyboard.so.6",
        "_internal/PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "_internal/psycopg_binary.libs/libpq-e9b5c9ac.so.5.18",
    ],
)
def test_a_library_that_is_nobodys_or_only_under_the_gpl_stops_the_release(tmp_path: Path, file: str) -> None:
    with pytest.raises(NotAllowed, match=re.escape(file)):
        licences.check_tree(frozen(tmp_path, file), pins.shipped(RUN, DESK, LINUX))


def test_on_windows_too(tmp_path: Path) -> None:
    held = pins.shipped(RUN, DESK, WINDOWS)
    good = ("qi-desk-window.exe", "_internal/python311.dll", "_internal/PySide6/Qt6Core.dll", "_internal/_ssl.pyd")
    assert len(licences.check_tree(frozen(tmp_path / "good", *good, data=PE), held)) == len(good)
    with pytest.raises(NotAllowed, match="Qt6VirtualKeyboard"):
        licences.check_tree(frozen(tmp_path / "bad", "_internal/PySide6/Qt6VirtualKeyboard.dll", data=PE), held)


def test_the_versions_in_the_table_are_those_of_the_libraries() -> None:
    connection = dbapi2.connect(":memory:")
    cipher = connection.execute("PRAGMA cipher_version").fetchone()[0].split()[0]
    connection.close()
    told = {(part.within, part.name): part.version for part in licences.carried()}
    assert told["sqlcipher3", "SQLCipher"] == cipher
    assert told["sqlcipher3", "SQLite"] == dbapi2.sqlite_version
    assert told["cryptography", "OpenSSL"] == backend.openssl_version_text().split()[1]
    assert told["pypdfium2", "PDFium"] in str(pypdfium2.version.PDFIUM_INFO)
    assert told["pyside6-essentials", "Qt"] == qVersion()


def test_the_bill_names_everything_once_and_is_the_same_each_time() -> None:
    held = {pin: licences.of_pin(pin) for pin in pins.shipped(RUN, DESK, LINUX)}
    inside = licences.carried({*(pin.name for pin in held), "python"})
    data = sbom.bill("qi-desk", "1.2.3", LINUX, 1_700_000_000, held, inside)
    assert sbom.bill("qi-desk", "1.2.3", LINUX, 1_700_000_000, held, inside) == data
    told = json.loads(data)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert told["metadata"]["timestamp"] == "2023-11-14T22:13:20Z"
    packages = {one["name"]: one for one in told["components"] if one.get("purl")}
    assert set(packages) == {pin.name for pin in held}
    assert packages["cryptography"]["purl"] == f"pkg:pypi/cryptography@{packages['cryptography']['version']}"
    assert "SQLite" in {one["name"] for one in packages["sqlcipher3"]["components"]}
    nested = [inner for one in told["components"] for inner in one.get("components", ())]
    references = [one["bom-ref"] for one in (*told["components"], *nested)]
    assert len(references) == len(set(references))
    depends = {one["ref"]: set(one["dependsOn"]) for one in told["dependencies"]}
    assert packages["sqlalchemy"]["bom-ref"] in depends["pkg:generic/qi-desk@1.2.3"]
    assert packages["cffi"]["bom-ref"] in depends[packages["cryptography"]["bom-ref"]]


def test_the_notices_hold_the_texts() -> None:
    text = notices.of_here()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "SIL OPEN FONT LICENSE" in text
    assert re.search(r"^=+\n.*cryptography.*\n=+$", text, re.MULTILINE)
    assert "| pyside6-essentials | 6.9.3 | LGPL-3.0-only |" in text or "| pyside6-essentials | 6.8.0.2 |" in text


def test_the_page_of_the_documents_is_what_the_locks_say() -> None:
    assert (ROOT / "docs" / "third-party.md").read_text(encoding="utf-8") == page.page()


def test_a_newer_python_that_has_not_all_of_it_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is only asked for under Python 3.11 is in the table, because it is shipped with that."""
    only = {pin.name for pin in RUN if "python_full_version" in pin.marker}
    assert only
    told = page.page()
    asked = licences.metadata.metadata

    def lacking(name: str) -> object:
        if name in only:
            raise licences.metadata.PackageNotFoundError(name)
        return asked(name)

    monkeypatch.setattr(licences.metadata, "metadata", lacking)
    assert page.page() == told
