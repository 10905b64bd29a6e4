"""The rules of the house that no other tool measures: size, the pure domain, locks, what no file names."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools import size_budget

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.lock"))

# Written with brackets, so that this file passes its own test.
REGISTRY = re.compile(
    r"(?i)\b(p[y]pi\.\w+|p[y]thonhosted|n[p]mjs\.|(deb|security|snapshot)\.d[e]bian|archive\.u[b]untu|a[r]tifactory"
    r"|m[i]rrors?\.[a-z0-9-]+\.[a-z]+|[a-z0-9-]+\.m[i]rrors?\.[a-z]+)"
)
MACHINE_PATH = re.compile(r"(?<![\w.$}~-])/(work|farm|root|tmp|home|Users)/[\w.]")


def committed() -> list[Path]:
    """Every file the next commit would hold; of an unpacked archive, every file that is not made here."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = [
            "git",
            "-c",
            "safe.directory=*",
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8")
        return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]
    made = {".venv", ".git", "__pycache__", ".hypothesis", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
    return [path for path in ROOT.rglob("*") if path.is_file() and made.isdisjoint(path.parts)]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in committed():
        content = path.read_bytes()
        if b"\0" in content[:8000]:
            continue
        for number, line in enumerate(content.decode("utf-8").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    return found


def test_modules_and_functions_keep_their_budget() -> None:
    assert size_budget.measure().broken == []


def test_no_file_names_a_registry() -> None:
    assert lines_with(REGISTRY) == []


def test_no_file_names_a_place_of_one_machine() -> None:
    assert lines_with(MACHINE_PATH) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (REGISTRY, "--index-url https://py" + "pi.org/simple"),
        (REGISTRY, "https://mirror" + "s.example.cn/debian"),
        (MACHINE_PATH, 'open("/tm' + 'p/x.pdf")'),
        (MACHINE_PATH, "/home" + "/somebody/qi-desk"),
    ],
)
def test_what_is_refused_is_recognised(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


def test_the_domain_leans_on_the_standard_library_alone() -> None:
    outside = []
    for path in sorted((ROOT / "qi_desk" / "domain").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            outside += [
                f"{path.name}: {name}"
                for name in names
                if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("qi_desk.domain")
            ]
    assert outside == []


def pins(name: str) -> list[Requirement]:
    text = (REQUIREMENTS / name).read_text(encoding="utf-8")
    return [Requirement(line) for line in text.splitlines() if line and not line.startswith("#")]


def test_what_is_pinned_is_what_the_package_asks_for() -> None:
    asked = {
        wish.name: wish.specifier
        for wish in map(
            Requirement,
            tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"],
        )
    }
    pinned = [(pin.name, next(iter(pin.specifier)).version) for pin in pins("app.in")]
    assert {name for name, _ in pinned} == set(asked)
    assert [(name, version) for name, version in pinned if version not in asked[name]] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_hashes_and_names_no_place(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    blocks = [block for block in re.split(r"(?m)^(?=[a-z])", text) if re.match(r"[a-z]", block)]
    assert len(blocks) > 5
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert not re.search(r"://|(?m:^\s*(--|-i|-f) ?(?!hash))", text)


@pytest.mark.parametrize(
    ("source", "lock"),
    [("app.in", "run.lock"), ("build.in", "run.lock"), ("test.in", "test.lock"), ("district.in", "server.lock")],
)
def test_a_lock_is_no_older_than_its_pins(source: str, lock: str) -> None:
    locked = {line.split(" ")[0] for line in (REQUIREMENTS / lock).read_text(encoding="utf-8").splitlines()}
    wanted = {f"{pin.name.lower()}{pin.specifier}" for pin in pins(source)}
    assert wanted - locked == set()


def test_the_locks_agree() -> None:
    run, test, server = (
        set(re.findall(r"(?m)^[a-z][^ ]+", (REQUIREMENTS / name).read_text(encoding="utf-8")))
        for name in ("run.lock", "test.lock", "server.lock")
    )
    assert run < test
    assert server < test


CHINESE = re.compile("[\u4e00-\u9fff]")
READS_CHINESE = {
    "domain/masking.py",
    "domain/meetings/lines.py",
    "domain/meetings/marks.py",
    "domain/meetings/records.py",
    "domain/people.py",
    "domain/phones.py",
    "domain/pinyin.py",
    "domain/speech/phrases.py",
    "services/import_values.py",
    "services/practice/library.py",
    "services/practice/meetings.py",
    "services/practice/outreach.py",
}
"""Rules about Chinese names, dates and phrases, and what is invented for practice, have to write some."""


def chinese_literals(file: Path) -> list[str]:
    """The Chinese texts of a module that are no docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in told
        and CHINESE.search(node.value)
    ]


def test_rules_and_use_cases_speak_in_codes() -> None:
    package = ROOT / "qi_desk"
    found = {
        str(file.relative_to(package)): words
        for layer in ("domain", "services", "storage", "security", "settings")
        for file in sorted((package / layer).rglob("*.py"))
        if (words := chinese_literals(file))
    }
    assert {name: words for name, words in found.items() if name not in READS_CHINESE} == {}


PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "installer/README.md", "docs/district.md")
PLACES = (
    "qi_desk|services|gui|documents|domain|storage|printing|resources|tests|tools|installer|docs|db|ui|requirements"
)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_there(page: str) -> None:
    """A folder or file that stands in code letters, and what is linked to."""
    text = (ROOT / page).read_text(encoding="utf-8")
    named = {name for name in re.findall(rf"`((?:{PLACES})/[\w/.-]+)`", text) if "NAME" not in name}
    linked = {found for found in re.findall(r"\]\(([^)#:]+)\)", text) if not found.startswith("http")}
    missing = [name for name in named if not ((ROOT / name).exists() or (ROOT / "qi_desk" / name).exists())]
    missing += [name for name in linked if not ((ROOT / page).parent / name).exists()]
    assert missing == []
