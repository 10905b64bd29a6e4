"""Every line of SECURITY.md has a test behind it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def document() -> str:
    return (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_every_test_it_names_is_there() -> None:
    named = PROOF.findall(document())
    assert len(named) > 40
    missing = [f"{file}::{name}" for file, name in named if name not in functions(ROOT / file)]
    assert missing == []


def test_every_line_of_a_threat_names_one() -> None:
    threats = document().split("## Threats")[1]
    rows = [line for line in threats.splitlines() if line.startswith("| ") and "what stands in the way" not in line]
    assert [row for row in rows if not PROOF.search(row)] == []


def functions(file: Path) -> set[str]:
    if not file.is_file():
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
