"""A new desk of a large station beside its floor: copying the same rows from a file at hand and indexing them.

python -m tests.benchmarks.joining [ENTERPRISES]

The district runs as a process of its own on an embedded store; each enterprise has three requests.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import Engine

from qi_desk.district import office as offices
from qi_desk.district.office import Office
from qi_desk.domain.ledger.natural_keys import keyed_id, uuid7
from qi_desk.domain.ledger.state import State
from qi_desk.domain.ledger.state_lines import state_line
from qi_desk.domain.records import ENTITIES
from qi_desk.door import Door
from qi_desk.readings import readings
from qi_desk.services import syncing
from qi_desk.storage.engine import make_engine
from qi_desk.storage.migrate import upgrade
from qi_desk.storage.opening import FILE
from qi_desk.storage.search_index import SearchIndex
from tests.benchmarks.imports import table
from tests.district.running import district, free_port
from tests.support.stations import PASSWORD, QUICK, SetClock, make_template, open_copy

_USUAL = 100_000
_TARGET = 3.0
_FIRST = 1_790_000_000_000
_ENTERPRISES, _OWN = "d:ent", "s:PY03"


class Filling:
    """Puts records into the district's store as if desks had sent them."""

    def __init__(self, office: Office) -> None:
        self._office, self._chance = office, random.Random(1)
        self._rows: list[tuple[object, ...]] = []
        self._members: list[tuple[object, ...]] = []
        self._places = {_ENTERPRISES: 10_000, _OWN: 10_000}

    def add(self, stream: str, kind: str, eid: str, values: dict[str, object]) -> None:
        """One record."""
        uid = uuid7(_FIRST + len(self._rows), self._chance.randbytes(10))
        state = State(kind, eid, values, dict.fromkeys(values, uid), version=1)
        self._places[stream] += 1
        self._rows.append((eid, kind, state_line(state), 0))
        self._members.append((stream, eid, self._places[stream]))

    def requests_of(self, number: int, client: str) -> None:
        """Three requests of an enterprise."""
        for turn in range(3):
            eid = uuid7(_FIRST + number * 3 + turn, self._chance.randbytes(10))
            values: dict[str, object] = {
                "number": f"PY03-XQ-2026{number % 12 + 1:02}{number % 28 + 1:02}-A-{number:06}{turn}-X",
                "client": client,
                "channel": "P01",
                "description": f"压力表 {number} 只需要校准，下月出货前要报告。",
                "state": "accepted",
                "registered_at": "2026-03-10T09:15:00+08:00",
            }
            self.add(_OWN, "request", eid, values)

    def finish(self) -> int:
        """Write them; how many."""
        with self._office.engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO row_state (eid, et, line, contests) VALUES (?, ?, ?, ?)", self._rows
            )
            connection.exec_driver_sql("INSERT INTO member (stream, eid, seq) VALUES (?, ?, ?)", self._members)
            for stream, place in self._places.items():
                connection.exec_driver_sql(
                    "INSERT INTO stream_head (stream, seq) VALUES (?, ?) "
                    "ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq",
                    (stream, place),
                )
                connection.exec_driver_sql("INSERT INTO stream_commit VALUES (?, ?, randomblob(8))", (stream, place))
        return len(self._rows)


def floor(file: Path, key: bytes, folder: Path) -> float:
    """Seconds to copy the rows of a station's file into an empty one and to index them."""
    copy = folder / "copy.db"
    copy.touch()
    upgrade(copy, key)
    engine = make_engine(copy, key)
    begun = time.perf_counter()
    _copied(engine, file, key)
    index = SearchIndex(readings())
    with engine.begin() as connection:
        index.rebuild(connection)
    seconds = time.perf_counter() - begun
    engine.dispose()
    return seconds


def _copied(engine: Engine, file: Path, key: bytes) -> None:
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("ROLLBACK") if raw.in_transaction else None
        raw.execute(f"ATTACH DATABASE '{file}' AS old KEY \"x'{key.hex()}'\"")
        raw.execute("BEGIN")
        for name in ("base", *ENTITIES):
            raw.execute(f'INSERT INTO main."{name}" SELECT * FROM old."{name}"')
        raw.execute("COMMIT")
        raw.execute("DETACH DATABASE old")


def main() -> int:
    """Print the ratio; 1 where it is missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _USUAL
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        url = f"http://127.0.0.1:{port}"
        office = offices.found(folder / "district")
        serving = district(folder / "district", port)
        specialist = make_template(folder / "template")
        first = open_copy(folder / "template", folder / "one", specialist)
        syncing.enrol(first.house, first.actor, url, office.devices.new_code("PY03"))
        syncing.once(first.house, first.actor, first.house.lines(syncing.enrolment(first.house, first.actor)))
        filling = Filling(office)
        by_code = {row[1]: row for row in table(count)}
        for number, row in enumerate(by_code.values()):
            eid = keyed_id("enterprise", row[1])
            values = {"name": row[0], "credit_code": row[1], "kind": "enterprise", "address": row[4], "state": "active"}
            filling.add(_ENTERPRISES, "enterprise", eid, dict(values))
            filling.requests_of(number, eid)
        rows = filling.finish()
        home = folder / "two"
        door = Door(home / "station", state_folder=home / "state", clock=SetClock(), parameters=QUICK)
        invitation = door.invited(url, office.devices.new_code("PY03"))
        begun = time.perf_counter()
        door.join(invitation, first.actor.account, PASSWORD, "")
        ours = time.perf_counter() - begun
        key = door.session.key
        door.leave()
        bare = floor(home / "station" / FILE, key, folder)
        serving.kill()
        serving.wait()
        first.door.leave()
        office.close()
    print(
        f"{rows:,} records: ready in {ours:.1f} s ({rows / ours:,.0f}/s), "
        f"floor {bare:.1f} s ({rows / bare:,.0f}/s): {ours / bare:.2f} times (at most {_TARGET})"
    )
    return 0 if ours / bare <= _TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
