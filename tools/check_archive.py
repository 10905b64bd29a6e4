"""Let a validator that is not ours judge every paper: PDFBox Preflight, which knows ISO 19005-1 level B.

    PREFLIGHT_CLASSPATH=preflight.jar:pdfbox.jar:xmpbox.jar:fontbox.jar:… python tools/check_archive.py

Debian has it as libpdfbox2-java, with libactivation-java and libjaxb-api-java for newer Javas. It does not know part
2, so each paper is judged with the name of part 1 level B in its metadata, which asks for more in all that our papers
have; level U is what tests/documents/test_archival.py reads.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from qi_desk.documents.inline import InlinePapers  # noqa: E402
from tests.documents.test_papers import CASES  # noqa: E402

_MAIN = "org.apache.pdfbox.preflight.Validator_A1b"
_NAMES = (
    (b"<pdfaid:part>2<", b"<pdfaid:part>1<"),
    (b"<pdfaid:conformance>U<", b"<pdfaid:conformance>B<"),
)


def main() -> int:
    """Judge all; 0 where all are good."""
    jars = os.environ.get("PREFLIGHT_CLASSPATH", "")
    if not jars:
        print("PREFLIGHT_CLASSPATH names no validator; nothing was judged")
        return 2
    bad = 0
    with TemporaryDirectory() as folder:
        for name, (kind, view) in CASES.items():
            pdf = InlinePapers().make(kind, view).pdf
            for ours, asked in _NAMES:
                pdf = pdf.replace(ours, asked)
            file = Path(folder, f"{name}.pdf")
            file.write_bytes(pdf)
            told = subprocess.run(
                ["java", "-cp", jars, _MAIN, str(file)],
                capture_output=True,
                text=True,
                check=False,
            )
            good = "is a valid PDF/A-1b file" in told.stdout
            bad += not good
            print(f"{'good' if good else 'BAD '} {name}" + ("" if good else f"\n{told.stdout}{told.stderr}"))
    print(f"{len(CASES) - bad} of {len(CASES)} good")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
