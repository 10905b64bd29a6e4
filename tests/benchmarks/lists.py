"""How long a page of the request list takes at the size of a district, beside the bare look at its newest rows.

`python -m tests.benchmarks.lists [--requests 300000]` prints milliseconds (p50, p95, longest) for every way the list
is narrowed, first page and deep pages alike; 1 if a way takes more than the 50 ms promised (p95).
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from qi_desk import resource_files
from qi_desk.services import request_views
from qi_desk.storage.search_index import driver
from tests.benchmarks.search import line
from tests.benchmarks.search_corpus import Corpus
from tests.support.stations import Bench, make_template, open_copy

_PROMISED_MS = 50
_STATES = ("closed",) * 250 + ("archived",) * 120 + ("terminated", "refused") * 8 + request_views.RUNNING
"""Two in a hundred are still served: 6,000 of 300,000."""
_ROUNDS = 60


def rows(corpus: Corpus, accounts: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Requests with what lists are narrowed to."""
    pick = random.Random(3)
    for eid, number, client, *_, at in corpus.request_rows():
        urgency = pick.choices("123", (90, 9, 1))[0]
        people = (pick.choice(accounts), pick.choice(accounts))
        yield eid, number, client, at, at, pick.choice(_STATES), urgency, *people


def fill(bench: Bench, corpus: Corpus) -> None:
    """Put the district into the station's tables, past its operations."""
    items = [item.id for item in resource_files.catalogue().items]
    pick = random.Random(4)
    accounts = (bench.actor.account, *(f"0190-account-{place}" for place in range(11)))
    with bench.house.store._engine.begin() as connection:  # type: ignore[attr-defined]
        raw = driver(connection)
        raw.executemany(
            "INSERT INTO enterprise (eid, name, fmeta, ver) VALUES (?,?,'{}',1)",
            ((row[0], row[1]) for row in corpus.enterprise_rows()),
        )
        eids = []
        made = rows(corpus, accounts)
        while part := list(islice(made, 10_000)):
            eids += [row[0] for row in part]
            raw.executemany(
                "INSERT INTO request (eid, number, client, registered_at, reply_due, state, urgency, first_contact, "
                "responsible, flow, fmeta, ver) VALUES (?,?,?,?,?,?,?,?,?,'c1-2026.2','{}',1)",
                part,
            )
        # A few items are rare, as they are at a real window.
        weights = [1 / (place + 1) ** 2 for place in range(len(items))]
        chosen = pick.choices(items, weights, k=len(eids))
        raw.executemany(
            "INSERT INTO request_item (eid, request, item, \"primary\", fmeta, ver) VALUES (?,?,?,1,'{}',1)",
            ((f"i{place:012x}", eid, item) for place, (eid, item) in enumerate(zip(eids, chosen, strict=True))),
        )


def ways(bench: Bench) -> dict[str, dict[str, Any]]:
    """Every way the page narrows its list."""
    last = bench.clock.now()
    rare = resource_files.catalogue().categories[-1].id
    common = resource_files.catalogue().categories[0].id
    running = {"states": request_views.RUNNING}
    return {
        "all": {},
        "running": running,
        "standing": {"states": ("supplement", "paused")},
        "ended": {"states": ("closed", "archived", "terminated", "refused")},
        "mine": {"responsible": bench.actor.account},
        "mine, running": {"responsible": bench.actor.account, **running},
        "first asked, running": {"first": bench.actor.account, **running},
        "common category": {"category": common},
        "rare category": {"category": rare},
        "rare category, running": {"category": rare, **running},
        "critical": {"urgency": "3"},
        "critical, running": {"urgency": "3", **running},
        "last year": {"since": last - timedelta(days=365)},
    }


def main() -> int:
    """Build, measure, report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--requests", type=int, default=300_000)
    given = options.parse_args()
    kept = True
    with tempfile.TemporaryDirectory() as folder:
        specialist = make_template(Path(folder) / "template")
        bench = open_copy(Path(folder) / "template", Path(folder) / "open", specialist)
        fill(bench, Corpus(given.requests // 3, given.requests))
        with bench.house.store._engine.connect() as connection:  # type: ignore[attr-defined]
            raw, took = driver(connection), []
            for _ in range(_ROUNDS):
                start = perf_counter()
                raw.execute("SELECT * FROM request ORDER BY registered_at DESC, eid DESC LIMIT 60").fetchall()
                took.append((perf_counter() - start) * 1000)
        print(f"{'ms per page of ' + format(given.requests, ','):28} {'p50':>8} {'p95':>8} {'max':>8}   {'pages':>6}")
        print(line("floor: the newest rows", took))
        every = []
        for name, narrowed in ways(bench).items():
            took, after = [], None
            for _ in range(_ROUNDS):
                start = perf_counter()
                page = request_views.page(bench.house, bench.actor, after=after, **narrowed)
                took.append((perf_counter() - start) * 1000)
                after = page.after
            every += took
            kept = kept and quantiles(took, n=100)[94] <= _PROMISED_MS
            print(line(name, took))
        print(line("all ways", every))
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
