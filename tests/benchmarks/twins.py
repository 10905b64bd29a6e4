"""How long the question whether a service object is on file already takes, beside the bare look at its name.

`python -m tests.benchmarks.twins` prints both; 1 if the question takes more than a keystroke's 50 ms (p95).
"""

from __future__ import annotations

import argparse
import random
import secrets
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from qi_desk.domain.twins import Subject
from qi_desk.storage.engine import make_engine
from qi_desk.storage.search_index import SearchIndex, driver
from qi_desk.storage.tables.entities import METADATA
from qi_desk.storage.tables.search import SEARCH_DDL
from qi_desk.storage.twin_find import TwinFinder
from tests.benchmarks.search import fill, line, read_readings
from tests.benchmarks.search_corpus import Corpus

_PROMISED_MS = 50


def milliseconds(run: Callable[[str], object], names: Sequence[str]) -> list[float]:
    """What each call took."""
    took = []
    for name in names:
        start = perf_counter()
        run(name)
        took.append((perf_counter() - start) * 1000)
    return took


def slipped(name: str, pick: random.Random) -> str:
    """The name with one character wrong."""
    place = pick.randrange(len(name))
    return name[:place] + pick.choice("明达铭远") + name[place + 1 :]


def main() -> int:
    """Build, measure, report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--enterprises", type=int, default=100_000)
    options.add_argument("--queries", type=int, default=300)
    given = options.parse_args()
    readings, pick = read_readings(), random.Random(5)
    corpus = Corpus(given.enterprises, 10)
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(Path(folder) / "twins.db", secrets.token_bytes(32))
        with engine.connect() as connection:
            METADATA.create_all(connection)
            for statement in SEARCH_DDL:
                connection.exec_driver_sql(statement)
            raw = driver(connection)
            fill(raw, corpus)
            SearchIndex(readings).rebuild(connection)
            connection.commit()
            raw, finder = driver(connection), TwinFinder(readings)
            names = [slipped(name, pick) for name in pick.sample(corpus.names, given.queries)]
            bare = milliseconds(
                lambda name: raw.execute("SELECT eid FROM enterprise WHERE name = ?", (name,)).fetchall(), names
            )
            asked = milliseconds(lambda name: finder.namesakes(raw, Subject("", (name,)), 8), names)
            start = perf_counter()
            groups = finder.groups(raw, 500)
            whole = perf_counter() - start
            print(line("floor: the very name", bare))
            print(line("who may it be", asked))
            print(f"the whole station: {len(groups)} groups in {whole:.2f} s")
        engine.dispose()
    return 0 if sorted(asked)[int(len(asked) * 0.95)] <= _PROMISED_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
