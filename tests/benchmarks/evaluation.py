"""How long evaluating takes in a store of a district's size: beginning one of a quarter, trying rules on each of four
quarters, trying them again after a weight was changed, judging the staff of a year.

`python -m tests.benchmarks.evaluation [--requests 300000]` prints milliseconds; 1 if trying again takes more than the
100 ms after which typing feels slow.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from qi_desk.domain.indicators.rule_sets import to_rows, with_row
from qi_desk.services.indicators import evaluation_views, evaluations, judging, rule_set_views, rule_sets
from qi_desk.services.indicators.counting import spans_before
from qi_desk.services.indicators.saying import today_at
from qi_desk.services.indicators.starters import starter
from tests.benchmarks.figures import fill
from tests.benchmarks.search_corpus import Corpus
from tests.support.stations import Bench, make_template, open_copy

_PROMISED_MS = 100


def timed(what: str, deed: Callable[[], Any]) -> tuple[Any, float]:
    """What a deed answers, and how many milliseconds it took."""
    start = perf_counter()
    found = deed()
    took = (perf_counter() - start) * 1000
    print(f"{what:46} {took:9.0f} ms", flush=True)
    return found, took


def measure(bench: Bench) -> bool:
    """Everything once; whether trying again is quick enough."""
    house, actor = bench.house, bench.actor
    used = rule_sets.begin(house, actor, "station").value
    rule_sets.put_in_force(house, actor, used)
    (quarter,) = spans_before(today_at(house), "quarter", 1)
    eid, _ = timed("beginning an evaluation of a quarter", lambda: evaluations.begin(house, actor, used, quarter.code))
    timed("showing it", lambda: evaluation_views.show(house, actor, eid.value))
    timed("the list", lambda: evaluation_views.page(house, actor))
    rules = starter("station").rules
    told = ("station", "quarter", "left_out")
    first: rule_set_views.Trial | None = None
    for many in range(1, rule_set_views.COLUMNS + 1):
        first, _ = timed(
            f"trying the rules on quarter {many}",
            partial(rule_set_views.trial, house, actor, *told, to_rows(rules), first, many=many),
        )
    heavier = with_row(rules, replace(rules.indicators[0], weight=Decimal(9)))
    _, again = timed(
        "trying again with another weight", lambda: rule_set_views.trial(house, actor, *told, to_rows(heavier), first)
    )
    timed("judging the staff of a year", lambda: judging.staff(house, actor, today_at(house).year))
    timed("judging institutions and experts", lambda: judging.parties(house, actor, today_at(house).year))
    return again <= _PROMISED_MS


def main() -> int:
    """Build, measure, report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--requests", type=int, default=300_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        specialist = make_template(Path(folder) / "template")
        bench = open_copy(Path(folder) / "template", Path(folder) / "open", specialist)
        made = fill(bench, Corpus(given.requests // 3, given.requests))
        bench.clock.moment = made[-1].at + timedelta(days=1)
        quick = measure(bench)
        bench.door.leave()
    return 0 if quick else 1


if __name__ == "__main__":
    raise SystemExit(main())
