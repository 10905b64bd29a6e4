"""The fuzzing driver: every target by turns, what breaks it made small and kept.

python -m tests.fuzz.run --minutes N [--only NAME …] [--seed N]
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import HypothesisWarning

from tests.fuzz.targets import Target, everything

CORPUS = Path(__file__).with_name("corpus")
_EXAMPLES = 150
_LARGEST = 64 * 1024


@contextmanager
def _one_turn() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HypothesisWarning)
        yield


def turn(target: Target, number: int, tried: Counter[str], most: int = _EXAMPLES) -> tuple[bytes, str] | None:
    """Some examples for one target; the smallest input that breaks it and where, if any does."""
    last: list[tuple[bytes, str]] = []

    @seed(number)
    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(target.near(target.seeds()))
    def examples(data: bytes) -> None:
        tried[target.name] += 1
        try:
            target.run(data)
        except BaseException:
            last[:] = [(data, traceback.format_exc())]
            raise

    try:
        with _one_turn():
            examples()
    except KeyboardInterrupt:
        raise
    except BaseException:
        if not last:
            raise
        return last[0]
    return None


def keep(target: Target, data: bytes) -> Path:
    """Put a breaking input into the corpus."""
    folder = CORPUS / target.name
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{hashlib.sha256(data).hexdigest()[:12]}.bin"
    if len(data) <= _LARGEST:
        file.write_bytes(data)
    return file


def main(arguments: list[str]) -> int:
    """Fuzz for some minutes; the number of different defects found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given_ = parser.parse_args(arguments)
    targets = [one for name, one in everything().items() if not given_.only or name in given_.only]
    until = time.monotonic() + given_.minutes * 60
    tried: Counter[str] = Counter()
    found: dict[str, int] = {}
    for number in count(given_.seed):
        target = targets[number % len(targets)]
        broken = turn(target, number, tried)
        if broken is not None:
            data, how = broken
            place = f"{target.name}: {how.strip().splitlines()[-1][:200]}"
            if place not in found:
                print(f"{place}\n  {keep(target, data).name} {data[:200]!r}\n{how}", flush=True)
            found[place] = found.get(place, 0) + 1
        if time.monotonic() > until:
            break
    print(f"{sum(tried.values())} inputs {dict(tried)}; {len(found)} defects", flush=True)
    return len(found)


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))
