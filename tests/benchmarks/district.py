"""The district beside its floor: taking batches in, against one bare statement per batch that inserts the same rows
into the same tables and indexes of the same PostgreSQL.

python -m tests.benchmarks.district [BATCHES]
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from statistics import median

from sqlalchemy import Engine

from qi_desk.district.feed import Feed
from qi_desk.district.ledger import Ledger
from qi_desk.district.schema import make
from qi_desk.domain.ledger import cursors
from qi_desk.domain.ledger.cursors import Cursor
from qi_desk.domain.ledger.natural_keys import uuid7
from qi_desk.domain.ledger.operations import GENESIS, Operation, Sealed, Write, seal
from qi_desk.domain.ledger.watermarks import Position
from qi_desk.domain.records import rules_of
from tests.district.postgres import Cluster, running

_USUAL, _BATCH = 100, 200
_TARGET = 0.5
_STATION = "PY03"
_CREATED = ("name", "organisation", "phone", "purpose", "note", "window", "ticket", "state")
_WORDS = "明达恒信宏瑞嘉泰祥盛鑫华锐科创远航星辰博雅凯盈润丰隆翔宇光正安和顺昌"

_FLOOR = """
WITH given AS (
  SELECT * FROM jsonb_to_recordset(%s::jsonb)
    AS x(inc text, seq bigint, uid text, et text, eid text, raw text, digest text, line text, fresh boolean)
), logged AS (
  INSERT INTO op_log (inc, seq, uid, et, eid, raw, digest, received_at, result)
    SELECT inc, seq, uid, et, eid, convert_to(raw, 'UTF8'), decode(digest, 'hex'), now()::text, 'applied' FROM given
), effective AS (
  INSERT INTO effect (uid, place, waits, station)
    SELECT uid, nextval('effect_place'), 0, 'PY03' FROM given
), states AS (
  INSERT INTO row_state (eid, et, line, contests) SELECT eid, et, line, 0 FROM given WHERE fresh
    ON CONFLICT (eid) DO UPDATE SET line = excluded.line
)
INSERT INTO member (stream, eid, seq) SELECT 's:PY03', eid, seq + %s FROM given WHERE fresh
  ON CONFLICT (stream, eid) DO UPDATE SET seq = excluded.seq
"""


def batches(count: int, seed: int = 3) -> list[list[Sealed]]:
    """So many batches of operations as a desk makes them, of one desk each: new visits and requests, and changes."""
    chance = random.Random(seed)
    return [_batch(chance, f"{number:016x}") for number in range(count)]


def _batch(chance: random.Random, inc: str) -> list[Sealed]:
    made: list[Sealed] = []
    before, writers = GENESIS, {}
    for seq in range(1, _BATCH + 1):
        uid = uuid7(1_790_000_000_000 + seq, chance.randbytes(10))
        eid = chance.choice(list(writers)) if writers and chance.random() < 0.5 else uid
        new = eid not in writers
        text = "".join(chance.choices(_WORDS, k=30))
        fields = {
            name: Write(writers.get(eid), None if new else "前", f"{text}{name}")
            for name in (_CREATED if new else ("note",))
        }
        writers[eid] = uid
        kind = "create" if new else "set"
        draft = Operation(uid, inc, seq, before, kind, "visit", eid, "p1", uid, "2026-03-10T09:15:00+08:00", fields)
        sealed = seal(draft, inc=inc, seq=seq, prev=before)
        made.append(sealed)
        before = sealed.digest
    return made


def ours(engine: Engine, given: Sequence[Sequence[Sealed]]) -> list[float]:
    """Seconds of each push."""
    ledger = Ledger(engine, rules_of)
    ledger.begin("e1")
    start = Position(0, GENESIS)
    times = []
    for batch in given:
        begun = time.perf_counter()
        answer = ledger.push(batch[0].operation.inc, _STATION, start, start, [one.raw for one in batch])
        times.append(time.perf_counter() - begun)
        assert answer.position.seq == _BATCH, answer
        assert set(answer.results.values()) <= {"applied", "merged", "noop"}, set(answer.results.values())
    return times


def floor(engine: Engine, given: Sequence[Sequence[Sealed]], lines: Sequence[Sequence[tuple[str, str]]]) -> list[float]:
    """Seconds of each bare statement; the lines of the records as ours wrote them are at hand."""
    times = []
    with closing(engine.raw_connection()) as raw:
        cursor = raw.cursor()
        for number, (batch, states) in enumerate(zip(given, lines, strict=True)):
            last = {one.operation.eid: place for place, one in enumerate(batch)}
            kept = dict(states)
            rows = [
                {
                    "inc": one.operation.inc,
                    "seq": one.operation.seq,
                    "uid": one.operation.uid,
                    "et": "visit",
                    "eid": one.operation.eid,
                    "raw": one.raw.decode(),
                    "digest": one.digest.hex(),
                    "line": kept[one.operation.eid],
                    "fresh": last[one.operation.eid] == place,
                }
                for place, one in enumerate(batch)
            ]
            said = json.dumps(rows, ensure_ascii=False)
            begun = time.perf_counter()
            cursor.execute(_FLOOR, (said, number * _BATCH))
            raw.commit()
            times.append(time.perf_counter() - begun)
    return times


def written(engine: Engine, given: Sequence[Sequence[Sealed]]) -> list[list[tuple[str, str]]]:
    """The lines of the records by batch, as the store has them."""
    with engine.connect().execution_options(looking=True) as connection:
        found = dict(connection.exec_driver_sql("SELECT eid, line FROM row_state").fetchall())
    return [[(eid, found[eid]) for eid in {one.operation.eid for one in batch}] for batch in given]


def pulled(engine: Engine) -> tuple[int, float]:
    """How many records a new desk reads, and in how many seconds."""
    feed, token, rows = Feed(engine), cursors.encode(Cursor("e1")), 0
    begun = time.perf_counter()
    while True:
        page = feed.pull(token, "none", _STATION, 500)
        rows, token = rows + len(page.rows), page.cursor
        if not page.more:
            return rows, time.perf_counter() - begun


def fresh(cluster: Cluster) -> Engine:
    """An empty district whose connection is kept."""
    from sqlalchemy import create_engine

    engine = create_engine(cluster.url(cluster.database()), isolation_level="READ COMMITTED")
    make(engine)
    return engine


def main() -> int:
    """Print the ratio; 1 where it is missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _USUAL
    given = batches(count)
    with running() as cluster:
        ratios = []
        for run in range(3):
            one, two = fresh(cluster), fresh(cluster)
            ours_seconds = ours(one, given)
            floor_seconds = floor(two, given, written(one, given))
            ratios.append(sum(floor_seconds) / sum(ours_seconds))
            operations = count * _BATCH
            print(
                f"run {run + 1}: ours {operations / sum(ours_seconds):,.0f} operations/s "
                f"(batch p50 {median(ours_seconds) * 1000:.1f} ms), floor {operations / sum(floor_seconds):,.0f}/s "
                f"(p50 {median(floor_seconds) * 1000:.1f} ms): {ratios[-1]:.2f} of the floor"
            )
            rows, seconds = pulled(one)
            print(f"       a new desk reads {rows:,} records, {rows / seconds:,.0f}/s")
            one.dispose()
            two.dispose()
    print(f"median {median(ratios):.2f}, wanted at least {_TARGET}")
    return 0 if median(ratios) >= _TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
