"""Compile the Designer forms of this folder into `qi_desk/gui/forms/`.

python ui/build.py           write the modules
python ui/build.py --check   compare instead, and fail where one is not what its form gives
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FORMS = HERE.parent / "qi_desk" / "gui" / "forms"
VERSION_LINE = re.compile(r"^## Created by: .*$", re.MULTILINE)
IMPORTED = re.compile(r"^from (PySide6\.\w+) import \(([^)]*)\)\n", re.MULTILINE)


def compile_form(source: Path, target: Path) -> None:
    """Run Qt's form compiler; names are not connected to slots by themselves."""
    tool = Path(sys.executable).with_name("pyside6-uic")
    command = [str(tool), "--no-autoconnection", str(source), "-o", str(target)]
    subprocess.run(command, check=True)
    target.write_text(without_unused(target.read_text("utf-8")), "utf-8")


def without_unused(module: str) -> str:
    """The module without the imports it never uses: PySide makes each class when it is named, and a person waits.

    The whole of `Qt` alone takes a sixth of an empty window's start.
    """
    body = "\n".join(line for line in IMPORTED.sub("", module).splitlines() if not line.startswith("#"))

    def needed(found: re.Match[str]) -> str:
        names = [name for name in re.split(r"[\s,]+", found[2]) if name and re.search(rf"\b{name}\b", body)]
        return f"from {found[1]} import ({', '.join(names)})\n" if names else ""

    return IMPORTED.sub(needed, module)


def stale(source: Path) -> bool:
    """Whether the module of a form differs from what the form gives, the compiler's version apart."""
    target = FORMS / f"ui_{source.stem}.py"
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "form.py"
        compile_form(source, fresh)
        made, kept = (VERSION_LINE.sub("", file.read_text("utf-8")) for file in (fresh, target))
    return made != kept


def main() -> int:
    """Compile or check every form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    sources = sorted(HERE.glob("*.ui"))
    if check:
        old = [source.name for source in sources if stale(source)]
        if old:
            sys.stderr.write(f"compile again: {', '.join(old)}\n")
        return 1 if old else 0
    for source in sources:
        compile_form(source, FORMS / f"ui_{source.stem}.py")
    return 0


if __name__ == "__main__":
    sys.exit(main())
