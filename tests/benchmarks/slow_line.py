"""A day's work over a bad line: 64 kbit/s, 300 ms both ways, every tenth request lost. Time is counted, not waited.

python -m tests.benchmarks.slow_line [OPERATIONS]
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qi_desk.district import office as offices
from qi_desk.services import syncing
from qi_desk.sync import line
from tests.faults.simulator.network import Network
from tests.support.stations import make_template, open_copy

_USUAL = 200
_TARGET = 120.0
_BYTES_PER_SECOND = 64_000 / 8
_ROUND_TRIP, _LOST, _TIMEOUT = 0.3, 0.1, 20.0
_OVERHEAD = 400
"""What HTTP and TCP add to a request and its answer, in bytes."""


class BadLine:
    """Counts how long each request takes; one that is lost costs the desk's whole patience."""

    def __init__(self, network: Network) -> None:
        self._network, self._chance = network, random.Random(5)
        self.seconds, self.requests, self.bytes = 0.0, 0, 0

    def speak(
        self, url: str, method: str, target: str, body: bytes, headers: Mapping[str, str], _secure: object = None
    ) -> tuple[int, bytes]:
        """One request."""
        self.requests += 1
        if self._chance.random() < _LOST:
            self.seconds += _TIMEOUT
            raise ConnectionError("lost")
        status, said = self._network.speak(url, method, target, body, headers)
        carried = len(body) + len(said) + _OVERHEAD
        self.bytes += carried
        self.seconds += _ROUND_TRIP + carried / _BYTES_PER_SECOND
        return status, said


def main() -> int:
    """Print how long it takes; 1 where it is too long."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _USUAL
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = offices.found(folder / "district")
        speak: Any = line._speak
        network = Network(random.Random(0), office)
        line._speak = network.speak
        bench = _bench(folder)
        syncing.enrol(bench.house, bench.actor, "http://127.0.0.1:9", office.devices.new_code("PY03"))
        way = bench.house.lines(syncing.enrolment(bench.house, bench.actor))
        syncing.once(bench.house, bench.actor, way)
        begun = bench.house.store.exchange.marks().n
        chance = random.Random(1)
        while bench.house.store.exchange.marks().n - begun < count:
            with bench.house.store.write(bench.actor) as unit:
                text = "".join(chance.choices("压力表流量计校准检定认证标准需求登记办理回执", k=40))
                unit.create("visit", {"number": "", "name": "访演练", "purpose": text, "state": "done"})
                unit.commit()
        bad = BadLine(network)
        line._speak = bad.speak
        turns = 0
        while bench.house.store.exchange.marks().hwm < bench.house.store.exchange.marks().n:
            turns += 1
            try:
                syncing.once(bench.house, bench.actor, way)
            except OSError:
                continue
        line._speak = speak
        bench.door.leave()
        office.close()
    print(
        f"{count} operations over 64 kbit/s with {_LOST:.0%} lost: {bad.seconds:.1f} s in {turns} exchanges, "
        f"{bad.requests} requests, {bad.bytes:,} bytes (at most {_TARGET:.0f} s)"
    )
    return 0 if bad.seconds <= _TARGET else 1


def _bench(folder: Path) -> Any:
    specialist = make_template(folder / "template")
    return open_copy(folder / "template", folder / "one", specialist)


if __name__ == "__main__":
    sys.exit(main())
