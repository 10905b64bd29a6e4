"""How long the compliance meter takes at the size of a district, and which probes take most of it.

`python -m tests.benchmarks.compliance [--requests 300000]` prints milliseconds of the whole meter and of the slowest
probes beside a bare look at the newest requests; 1 if the meter takes more than the 2 s promised.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from time import perf_counter

from qi_desk.services.compliance import book, meter
from qi_desk.services.compliance.probes import PROBES
from qi_desk.services.compliance.probes.looking import Looking
from tests.benchmarks.lists import fill
from tests.benchmarks.search_corpus import Corpus
from tests.support.stations import Bench, make_template, open_copy

_PROMISED_MS = 2000
_ROUNDS = 5
_SLOWEST = 8


def slowest(bench: Bench) -> list[tuple[float, str]]:
    """Milliseconds of every different question the clauses ask, each asked alone, the slowest first."""
    took: dict[str, float] = {}
    with bench.house.store.read() as look:
        for clause in book.clauses().values():
            key = f"{clause.probe} {dict(clause.given)!r}"
            if clause.informative or clause.by_person or key in took:
                continue
            at = Looking(bench.house, look, bench.actor, bench.clock.now())
            start = perf_counter()
            PROBES[clause.probe](at, **clause.given)
            took[key] = (perf_counter() - start) * 1000
    return sorted(((ms, key) for key, ms in took.items()), reverse=True)


def main() -> int:
    """Build, measure, report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--requests", type=int, default=300_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        specialist = make_template(Path(folder) / "template")
        bench = open_copy(Path(folder) / "template", Path(folder) / "open", specialist)
        fill(bench, Corpus(given.requests // 3, given.requests))
        took = []
        for _ in range(_ROUNDS):
            start = perf_counter()
            meter.meter(bench.house, bench.actor)
            took.append((perf_counter() - start) * 1000)
        print(f"whole meter, {given.requests:,} requests: first {took[0]:.0f} ms, then {min(took[1:]):.0f} ms")
        for ms, key in slowest(bench)[:_SLOWEST]:
            print(f"{ms:8.1f} ms  {key[:100]}")
        bench.door.leave()
    return 0 if max(took) <= _PROMISED_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
