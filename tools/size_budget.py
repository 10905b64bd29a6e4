"""The size budget: modules near 150 lines and never over 500, functions near 20 and never over 60.

Run as a program, it prints what stands out and fails if a bound is broken. Compiled forms don't count.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
COUNTED = ("qi_desk", "tests", "tools", "installer")
COMPILED = ROOT / "qi_desk" / "gui" / "forms"

MODULE_MEDIAN = 200
MODULE_TARGET, MODULE_LIMIT = 300, 500
FUNCTION_TARGET, FUNCTION_LIMIT = 40, 60
LIMITS = {"qi_desk/gui/main_window.py": 300}


@dataclass(slots=True)
class Report:
    """`broken` must be mended; `noticed` is past the target and worth another look."""

    median: float
    broken: list[str] = field(default_factory=list)
    noticed: list[str] = field(default_factory=list)

    def judge(self, lines: int, name: str, target: int, limit: int) -> None:
        """File `name` under what its size in lines deserves."""
        if lines > limit:
            self.broken.append(f"{name}: {lines} lines, {limit} allowed")
        elif lines > target:
            self.noticed.append(f"{name}: {lines} lines, {target} wanted")


def measure(root: Path = ROOT) -> Report:
    """Read every Python module of the project under `root`."""
    modules = [path for top in COUNTED for path in sorted((root / top).rglob("*.py")) if COMPILED not in path.parents]
    sizes = {path: path.read_text(encoding="utf-8") for path in modules}
    package = [count for path, text in sizes.items() if root / "qi_desk" in path.parents if (count := _lines(text))]
    report = Report(median(package))
    if report.median > MODULE_MEDIAN:
        report.broken.append(f"half of all modules have over {report.median:.0f} lines, {MODULE_MEDIAN} allowed")
    for path, text in sizes.items():
        name = path.relative_to(root).as_posix()
        limit = LIMITS.get(name, MODULE_LIMIT)
        report.judge(_lines(text), name, min(MODULE_TARGET, limit), limit)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                report.judge(length, f"{name}:{node.lineno} {node.name}", FUNCTION_TARGET, FUNCTION_LIMIT)
    return report


def _lines(text: str) -> int:
    return text.count("\n")


def main() -> int:
    """Print the report; 1 if a bound is broken."""
    report = measure()
    for line in report.noticed:
        print(f"look again  {line}")
    for line in report.broken:
        print(f"too long    {line}")
    print(f"median {report.median:.0f} lines; {len(report.noticed)} to look at, {len(report.broken)} broken")
    return int(bool(report.broken))


if __name__ == "__main__":
    sys.exit(main())
