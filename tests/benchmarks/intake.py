"""One accepted intake beside its floor: the same statements bare through sqlcipher3, with the same forced writes.

python -m tests.benchmarks.intake [COUNT] [--profile]

Three copies of one station: the first writes down what an intake executes, the second does intakes through the
services, the third runs what was written down. The last two take turns, so that both meet the same disk.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from qi_desk.services import intake
from qi_desk.storage import engine
from qi_desk.storage.opening import FILE
from tests.support.stations import Bench, intake_of, make_template, open_copy

_USUAL = 300
_WARM = 20
_TARGET = 3.0

Statement = tuple[str, Any, bool]
"""SQL, its values, whether it was given many rows of them."""


@dataclass
class Act:
    """What one intake executed inside its transaction, and the bytes it forced to the disk after it."""

    statements: list[Statement] = field(default_factory=list)
    journal: bytes = b""
    marks: bytes = b""


class _Cursor(dbapi2.Cursor):  # type: ignore[misc]
    heard: list[Statement] | None = None

    def execute(self, sql: str, values: Any = ()) -> Any:
        if _Cursor.heard is not None:
            _Cursor.heard.append((sql, values, False))
        return super().execute(sql, values)

    def executemany(self, sql: str, rows: Any) -> Any:
        rows = list(rows)
        if _Cursor.heard is not None:
            _Cursor.heard.append((sql, rows, True))
        return super().executemany(sql, rows)


class _Connection(dbapi2.Connection):  # type: ignore[misc]
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)

    def execute(self, sql: str, values: Any = ()) -> Any:
        return self.cursor().execute(sql, values)

    def executemany(self, sql: str, rows: Any) -> Any:
        return self.cursor().executemany(sql, rows)


def _sizes(bench: Bench) -> tuple[int, int]:
    folder = bench.door.folder
    journal = sum(path.stat().st_size for path in (folder / "journal").iterdir())
    return journal, (folder / "marks.log").stat().st_size


def write_down(template: Path, folder: Path, specialist: str, count: int) -> list[Act]:
    """The statements of `count` intakes, done by the services on a copy of their own."""
    plain = dbapi2.connect
    dbapi2.connect = lambda *given, **named: plain(*given, **{"factory": _Connection, **named})
    try:
        bench = open_copy(template, folder, specialist)
    finally:
        dbapi2.connect = plain
    acts = []
    for turn in range(count):
        before = _sizes(bench)
        _Cursor.heard = []
        take_in(bench, turn)
        heard, _Cursor.heard = _Cursor.heard, None
        after = _sizes(bench)
        inside = [one for one in heard if not one[0].startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA"))]
        acts.append(Act(inside, os.urandom(after[0] - before[0]), os.urandom(max(0, after[1] - before[1]))))
    bench.door.leave()
    return acts


def take_in(bench: Bench, turn: int) -> None:
    """One intake of an enterprise whose file is there, as most are."""
    intake.register_and_accept(bench.house, bench.actor, intake_of(description=f"压力表 {turn} 只需要校准。"))


class Floor:
    """A copy of the station without the program: one keyed connection and three open files."""

    def __init__(self, template: Path, folder: Path, specialist: str) -> None:
        # Signed in like the other two, so that the operations' numbers go on from the same one.
        bench = open_copy(template, folder, specialist)
        session = bench.door.session
        session.opened.store.close()
        session.lock.release()
        self._raw = engine.connect(bench.door.folder / FILE, session.key)
        self._files = [
            os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND) for name in ("j", "outer", "inner")
        ]

    def run(self, act: Act) -> None:
        """The statements, the commit, the journal forced, the outer marks forced, the inner marks written."""
        raw = self._raw
        raw.execute("BEGIN IMMEDIATE")
        for sql, values, many in act.statements:
            if many:
                raw.executemany(sql, values)
            else:
                raw.execute(sql, values).fetchall()
        raw.execute("COMMIT")
        journal, outer, inner = self._files
        os.write(journal, act.journal)
        os.fsync(journal)
        os.write(outer, act.marks)
        os.fsync(outer)
        os.write(inner, act.marks)

    def close(self) -> None:
        """Let go of everything."""
        self._raw.close()
        for file in self._files:
            os.close(file)


def timed(work: Callable[[], None]) -> float:
    """Milliseconds `work` takes."""
    begun = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - begun) / 1e6


def main(count: int, *, profile: bool = False) -> float:
    """Measure, print, and answer the ratio of the medians."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        specialist = make_template(root / "template")
        acts = write_down(root / "template", root / "heard", specialist, count + _WARM)
        bench = open_copy(root / "template", root / "services", specialist)
        floor = Floor(root / "template", root / "floor", specialist)
        ours, bare = [], []
        watch = cProfile.Profile()
        for turn, act in enumerate(acts):
            bare.append(timed(lambda act=act: floor.run(act)))  # type: ignore[misc]
            if profile:
                watch.enable()
            ours.append(timed(lambda turn=turn: take_in(bench, turn)))  # type: ignore[misc]
            watch.disable()
        floor.close()
        bench.door.leave()
    report("bare", bare[_WARM:])
    report("services", ours[_WARM:])
    ratio = statistics.median(ours[_WARM:]) / statistics.median(bare[_WARM:])
    print(f"statements of one intake: {len(acts[-1].statements)}")
    print(f"ratio p50: {ratio:.2f} (at most {_TARGET})")
    if profile:
        pstats.Stats(watch).sort_stats("tottime").print_stats(40)
    return ratio


def report(name: str, times: list[float]) -> None:
    """One line of percentiles."""
    cuts = statistics.quantiles(times, n=20)
    print(f"{name:9} p50 {statistics.median(times):6.2f} ms  p95 {cuts[18]:6.2f} ms")


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if one != "--profile"]
    main(int(given[0]) if given else _USUAL, profile="--profile" in sys.argv)
