"""What goes into the frozen program and what stays out, as data: read by qi_desk.spec on every system."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

EXCLUDED_MODULES = (
    # The district's server is a program of its own, and brings PostgreSQL's driver.
    "qi_desk.district",
    "psycopg",
    "starlette",
    "uvicorn",
    # Found by the analysis in branches nothing of ours takes.
    "PySide6.QtNetwork",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.scripts",
    "PIL._avif",
    "PIL._webp",
    "PIL._imagingtk",
    "PIL.ImageTk",
    "aiosqlite",
    "curses",
    "distutils",
    "ensurepip",
    "greenlet",
    "IPython",
    "lib2to3",
    "mypy",
    "numpy",
    "pip",
    "pydoc_data",
    "pytest",
    "readline",
    "setuptools",
    # The station's file is SQLCipher's, which brings its own SQLite.
    "sqlite3",
    "test",
    "tkinter",
    "turtledemo",
)

HIDDEN_IMPORTS = (
    # Chosen by name at run time.
    "keyring.backends",
    "sqlalchemy.dialects.sqlite",
    "sqlcipher3.dbapi2",
)

WHOLE_PACKAGES = ("qi_desk", "keyring.backends", "reportlab.graphics")
"""Taken with every module, because some are imported by a name worked out at run time."""

PRUNED = (
    # Platforms no office desktop has; xcb (with XWayland), offscreen and minimal stay, and Windows' own.
    "*/plugins/platforms/*qeglfs*",
    "*/plugins/platforms/*qlinuxfb*",
    "*/plugins/platforms/*qminimalegl*",
    "*/plugins/platforms/*qvkkhrdisplay*",
    "*/plugins/platforms/*qvnc*",
    "*/plugins/platforms/*qwayland*",
    "*/plugins/egldeviceintegrations/*",
    # Widgets are painted without OpenGL.
    "*/plugins/xcbglintegrations/*",
    "*/plugins/wayland-*",
    # Brings GTK 3 and forty libraries, for a file dialog in GTK's looks.
    "*/plugins/platformthemes/*qgtk3*",
    # A keyboard on the screen; brings Qt Quick.
    "*/plugins/platforminputcontexts/*qtvirtualkeyboard*",
    # Paper goes to CUPS by lp; on Windows Qt prints.
    "*/plugins/printsupport/*cups*",
    # HTTP is Python's here.
    "*/plugins/tls/*",
    "*/plugins/networkinformation/*",
    "*/plugins/generic/*",
    # Pictures a desk never shows: svg, jpeg, ico and gif stay, png is built in.
    "*/plugins/imageformats/*qicns*",
    "*/plugins/imageformats/*qpdf*",
    "*/plugins/imageformats/*qtga*",
    "*/plugins/imageformats/*qtiff*",
    "*/plugins/imageformats/*qwbmp*",
    "*/plugins/imageformats/*qwebp*",
    "PySide6/Qt/qml/*",
    "PIL/_avif*",
    "PIL/_webp*",
    # Qt speaks Chinese here: the buttons of its dialogs.
    "*/translations/qt_*",
    "*/translations/qtbase_[!z]*",
    "*/translations/qtbase_zh_TW*",
    "*/translations/[!q]*",
    # Software OpenGL for Windows in virtual machines: widgets are painted without it.
    "*/opengl32sw.dll",
    "*/d3dcompiler_*.dll",
    # Metadata nobody reads at run time.
    "*.dist-info/RECORD",
    "*.dist-info/INSTALLER",
    "*.dist-info/direct_url.json",
    "*.dist-info/REQUESTED",
)
"""Glob patterns over the path inside the bundle, with forward slashes; libraries left without a user go afterwards."""


def pruned(path: str) -> bool:
    """Whether the file of this path inside the bundle stays out."""
    slashed = path.replace("\\", "/")
    return any(fnmatchcase(slashed, pattern) for pattern in PRUNED)


def imports_of(folder: Path) -> frozenset[str]:
    """The modules that Python files carried as data import: the steps of the schema, which no analysis follows."""
    return frozenset(name for file in sorted(folder.rglob("*.py")) for name in _imports(file))


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def data_files(root: Path = ROOT, *, fonts: bool) -> list[tuple[str, str]]:
    """Every file that travels as data: (where it lies, the folder it goes to inside the bundle), sorted."""
    return sorted(_data(root, fonts=fonts))


def _data(root: Path, *, fonts: bool) -> Iterable[tuple[str, str]]:
    for top in (root / "resources", root / "db" / "station"):
        for file in top.rglob("*"):
            inside = file.relative_to(root)
            if not file.is_file() or "__pycache__" in inside.parts:
                continue
            if inside.parts[1] == "district" or (inside.parts[1] == "fonts" and not fonts):
                continue
            yield str(file), str(Path("qi_desk", "_data", inside.parent))
