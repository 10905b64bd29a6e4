"""What travels in the frozen program, and what stays out."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from installer import bundle


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/platforms/libqwayland-generic.so",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "PySide6\\plugins\\tls\\qopensslbackend.dll",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/translations/qtbase_zh_TW.qm",
        "PySide6/Qt/translations/qt_zh_CN.qm",
        "PySide6\\opengl32sw.dll",
    ],
)
def test_what_no_desk_uses_stays_out(path: str) -> None:
    assert bundle.pruned(path)


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6\\plugins\\printsupport\\windowsprintersupport.dll",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/lib/libicudata.so.73",
        "qi_desk/_data/resources/help/sync.md",
    ],
)
def test_what_a_desk_needs_stays(path: str) -> None:
    assert not bundle.pruned(path)


def test_data_lies_where_paths_looks_for_it() -> None:
    found = {Path(place, Path(file).name).as_posix() for file, place in bundle.data_files(fonts=True)}
    assert "qi_desk/_data/resources/catalogue/services.toml" in found
    assert "qi_desk/_data/resources/fonts/NotoSansSC-Regular.ttf" in found
    assert "qi_desk/_data/db/station/env.py" in found
    assert not [name for name in found if "__pycache__" in name or "/district/" in name]


def test_fonts_travel_apart_where_asked() -> None:
    apart = bundle.data_files(fonts=False)
    assert not [place for _, place in apart if Path(place).name == "fonts"]
    assert 0 < len(bundle.data_files(fonts=True)) - len(apart) < 20


def test_what_steps_of_the_schema_import_is_found(tmp_path: Path) -> None:
    (tmp_path / "step.py").write_text("import sqlalchemy as sa\nfrom alembic import op\n", encoding="utf-8")
    assert bundle.imports_of(tmp_path) == {"sqlalchemy", "alembic"}
    assert "alembic" in bundle.imports_of(bundle.ROOT / "db" / "station")


def test_nothing_is_asked_for_and_left_out_at_once() -> None:
    wanted = {*bundle.HIDDEN_IMPORTS, *bundle.WHOLE_PACKAGES, *bundle.imports_of(bundle.ROOT / "db" / "station")}
    assert [
        (name, left) for name in wanted for left in bundle.EXCLUDED_MODULES if f"{name}.".startswith(f"{left}.")
    ] == []


@pytest.mark.parametrize("name", [*bundle.HIDDEN_IMPORTS, *bundle.WHOLE_PACKAGES])
def test_what_is_asked_for_exists(name: str) -> None:
    assert importlib.util.find_spec(name) is not None
