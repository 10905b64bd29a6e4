"""What can be known here of a program that runs on Windows. Nothing of it ran on Windows."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "qi_desk"

LACKING = frozenset(
    {"fork", "getuid", "geteuid", "getgid", "umask", "sync", "fchmod", "fchown", "chown", "mkfifo", "killpg", "setsid"}
    | {"pwrite", "pread", "statvfs", "uname", "setuid", "nice", "openpty"}
)


def run(module: str, *words: str) -> subprocess.CompletedProcess[str]:
    """`python -m` a module in the checkout."""
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def modules() -> Iterator[tuple[Path, ast.AST]]:
    for file in sorted(PROGRAM.rglob("*.py")):
        yield file, ast.parse(file.read_text(encoding="utf-8"))


@pytest.mark.long
def test_the_types_hold_for_windows_too() -> None:
    """mypy knows which functions and constants a platform has."""
    done = run("mypy", "--strict", "--platform", "win32", "--no-warn-unreachable", "--no-incremental", "qi_desk")
    assert done.returncode == 0, done.stdout


@pytest.mark.long
@pytest.mark.parametrize(
    "tests",
    [
        ("tests/storage", "tests/security", "tests/exchange", "tests/test_commands.py"),
        ("tests/services/test_backups.py", "tests/faults/test_key_change.py", "tests/faults/test_founding.py"),
        ("tests/district/test_courier.py", "tests/services/test_exports.py", "tests/services/test_audit_export.py"),
    ],
    ids=["store", "copies", "courier"],
)
def test_files_are_handled_as_windows_allows(tests: tuple[str, ...]) -> None:
    """No file is replaced or removed that this program holds open, and none has a name Windows does not know."""
    # "?" in a folder's name is what that test is about: Linux has such folders.
    but = "tests/storage/test_engine.py::test_a_folder_may_have_any_name"
    done = run("pytest", "-q", "-p", "tests.support.windows_files", "--deselect", but, *tests)
    assert done.returncode == 0, done.stdout[-5000:]


def test_the_rules_of_windows_bite(tmp_path: Path) -> None:
    """The plugin that stands in for Windows refuses what Windows refuses."""
    (tmp_path / "test_it.py").write_text(
        "import os, pytest\n"
        "def test_replace(tmp_path):\n"
        "    (tmp_path / 'new').write_bytes(b'')\n"
        "    with open(tmp_path / 'old', 'wb'), pytest.raises(PermissionError):\n"
        "        os.replace(tmp_path / 'new', tmp_path / 'old')\n"
        "    os.replace(tmp_path / 'new', tmp_path / 'old')\n"
        "def test_remove(tmp_path):\n"
        "    (tmp_path / 'in').mkdir()\n"
        "    with open(tmp_path / 'in' / 'old', 'wb'), pytest.raises(PermissionError):\n"
        "        os.rename(tmp_path / 'in', tmp_path / 'out')\n"
        "def test_name(tmp_path):\n"
        "    with pytest.raises(OSError):\n"
        "        open(tmp_path / 'at 9:15.txt', 'w')\n",
        encoding="utf-8",
    )
    place = ("--rootdir", str(tmp_path), "-c", os.devnull, str(tmp_path))
    done = run("pytest", "-q", "-p", "tests.support.windows_files", *place)
    assert "3 passed" in done.stdout, done.stdout


def test_nothing_is_called_that_windows_lacks() -> None:
    """Also where mypy cannot see it: by getattr or behind Any."""
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno} os.{node.attr}"
        for file, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in LACKING
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    ]
    assert not found


def test_dates_are_formatted_without_words() -> None:
    """Windows formats by the code page: a Chinese sign in the format of a date raises on a PC that is not Chinese, and
    `%-d` raises on every one."""
    found = []
    for file, tree in modules():
        for node in ast.walk(tree):
            texts = []
            if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
                texts = [part.value for part in node.format_spec.values if isinstance(part, ast.Constant)]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strftime":
                texts = [part.value for part in node.args if isinstance(part, ast.Constant)]
            found += [
                f"{file.relative_to(ROOT)}:{node.lineno} {text}"
                for text in texts
                if "%" in str(text) and (not str(text).isascii() or "%-" in str(text))
            ]
    assert not found


def test_text_files_say_their_encoding() -> None:
    """The code page of a Chinese Windows is GBK."""
    found = []
    for file, tree in modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called, given = node.func, {word.arg for word in node.keywords}
            modes = [one.value for one in node.args[1:2] if isinstance(one, ast.Constant)]
            text = isinstance(called, ast.Attribute) and called.attr in {"read_text", "write_text"}
            opened = isinstance(called, ast.Name) and called.id == "open" and not any("b" in str(one) for one in modes)
            if (text or opened) and "encoding" not in given:
                found.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert not found


def test_no_time_zone_is_looked_up() -> None:
    """Windows has no zone database, and ours is one offset since 1991."""
    assert not [str(file) for file, tree in modules() if "zoneinfo" in ast.dump(tree)]


def test_shipped_files_have_names_windows_knows() -> None:
    from tests.support.windows_files import is_name

    shipped = [path for folder in ("qi_desk", "resources", "db") for path in (ROOT / folder).rglob("*")]
    assert not [str(path) for path in shipped if not is_name(path.name)]
    lowered = [str(path.relative_to(ROOT)).lower() for path in shipped]
    assert len(set(lowered)) == len(lowered)
    assert max(map(len, lowered)) < 120
