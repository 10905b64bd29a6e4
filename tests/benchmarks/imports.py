"""A large import beside its floor: the rows it wrote and their index, bare through sqlcipher3, forced out the same way.

python -m tests.benchmarks.imports [ROWS] [--xlsx]

Two copies of one station. In the first the table is read, judged and written by the services; every statement that
writes is kept in a file. The second runs those statements, and nothing else. Reading the table and the preview are
part of ours, not of the floor.
"""

from __future__ import annotations

import csv
import os
import pickle
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from qi_desk.domain.credit_code import ALPHABET, check_character, organisation_check_character
from qi_desk.services import imports
from qi_desk.services.sheets import OutColumn, OutSheet
from qi_desk.storage import engine
from qi_desk.storage.opening import FILE
from tests.support.stations import Bench, make_template, open_copy

_USUAL = 100_000
_TARGET = 3.0
_CHUNK = 20_000
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_HEADS = ("企业名称", "信用代码", "类型", "成立日期", "地址", "街道", "人数", "联系人", "职务", "电话")
_WORDS = "明达恒信宏瑞嘉泰祥盛鑫华锐科创远航星辰博雅凯盈润丰隆翔宇光正安和顺昌"
_TRADES = ("机械", "精密仪器", "电子科技", "食品", "化工", "建材", "服饰", "智能装备", "检测技术", "新材料")


def table(rows: int, seed: int = 7) -> Iterator[tuple[str, ...]]:
    """Invented enterprises with valid codes and names that differ, each with a contact."""
    chance = random.Random(seed)
    seen: set[str] = set()
    codes: set[str] = set()
    while len(seen) < rows:
        word = "".join(chance.choices(_WORDS, k=4))
        if word in seen:
            continue
        organisation = "MA" + "".join(chance.choices(ALPHABET, k=6))
        if organisation in codes:
            continue
        seen.add(word)
        codes.add(organisation)
        body = f"91440113{organisation}{organisation_check_character(organisation)}"
        yield (
            f"广州{word}{chance.choice(_TRADES)}有限公司",
            body + check_character(body),
            "企业",
            f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            f"番禺区大石街示范路{chance.randint(1, 999)}号",
            "大石街道",
            str(chance.randint(1, 900)),
            "".join(chance.choice(part) for part in ("陈李张王何林", "演示范练", "甲乙丙丁")),
            "质量部经理",
            f"138{chance.randint(0, 99_999_999):08}",
        )


class Heard:
    """Keeps statements in a file, in chunks, and hands them back."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._held: list[tuple[str, Any, bool]] = []
        self.on = False

    def keep(self, sql: str, values: Any, *, many: bool) -> None:
        """One statement, if it writes and is wanted."""
        if self.on and sql.startswith(_WRITES):
            self._held.append((sql, values, many))
            if len(self._held) >= _CHUNK:
                self.flush()

    def flush(self) -> None:
        """Everything held goes into the file."""
        with self._file.open("ab") as out:
            pickle.dump(self._held, out)
        self._held = []

    def chunks(self) -> Iterator[list[tuple[str, Any, bool]]]:
        """What was kept, in order."""
        with self._file.open("rb") as held:
            while True:
                try:
                    yield pickle.load(held)  # noqa: S301  # our own file of a moment ago
                except EOFError:
                    return


def listening(heard: Heard) -> type[Any]:
    """A connection that tells what it executes."""

    class Connection(dbapi2.Connection):  # type: ignore[misc]
        def execute(self, sql: str, values: Any = ()) -> Any:
            heard.keep(sql, values, many=False)
            return super().execute(sql, values)

        def executemany(self, sql: str, rows: Any) -> Any:
            rows = list(rows)
            heard.keep(sql, rows, many=True)
            return super().executemany(sql, rows)

    return Connection


def take_in(bench: Bench, file: Path) -> dict[str, float]:
    """Read, preview, write; seconds by stage."""
    stages, begun = {}, time.perf_counter()
    loaded = imports.read(bench.house, bench.actor, file)
    stages["read"] = time.perf_counter() - begun
    shown = imports.preview(bench.house, bench.actor, loaded)
    stages["preview"] = time.perf_counter() - begun - stages["read"]
    done = imports.write(bench.house, bench.actor, shown).value
    stages["write"] = time.perf_counter() - begun - stages["read"] - stages["preview"]
    assert done.left == 0
    return stages


def floor(bench: Bench, heard: Heard, journal: int) -> float:
    """Seconds the bare statements take, with the journal's bytes forced out after the commit."""
    session = bench.door.session
    session.opened.store.close()
    session.lock.release()
    raw = engine.connect(bench.door.folder / FILE, session.key)
    spent = 0.0
    raw.execute("BEGIN IMMEDIATE")
    for chunk in heard.chunks():
        begun = time.perf_counter()
        for sql, values, many in chunk:
            (raw.executemany if many else raw.execute)(sql, values)
        spent += time.perf_counter() - begun
    noise = os.urandom(1 << 20)
    begun = time.perf_counter()
    raw.execute("COMMIT")
    with (bench.door.folder / "floor").open("wb") as out:
        for _ in range(journal >> 20):
            out.write(noise)
        out.flush()
        os.fsync(out.fileno())
    spent += time.perf_counter() - begun
    raw.close()
    return spent


def journal_size(bench: Bench) -> int:
    """Bytes in the journal."""
    return sum(path.stat().st_size for path in (bench.door.folder / "journal").iterdir())


def main(rows: int, *, xlsx: bool = False) -> float:
    """Measure, print, and answer the ratio."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        specialist = make_template(root / "template")
        bench = open_copy(root / "template", root / "ours", specialist)
        file = root / ("table.xlsx" if xlsx else "table.csv")
        if xlsx:
            sheet = OutSheet("名录", tuple(map(OutColumn, _HEADS)), table(rows))
            bench.house.sheets.write(file, (sheet,))
        else:
            with file.open("w", encoding="utf-8-sig", newline="") as out:
                csv.writer(out).writerows([_HEADS, *table(rows)])
        before = journal_size(bench)
        stages = take_in(bench, file)
        journal = journal_size(bench) - before
        bench.door.leave()
        bare = floor(
            open_copy(root / "template", root / "floor", specialist), write_down(root, file, specialist), journal
        )
    ours = sum(stages.values())
    told = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in stages.items())
    print(f"{rows} rows of {file.suffix}: {told}; bare {bare:.1f} s")
    print(f"ratio: {ours / bare:.2f} (at most {_TARGET}); {rows / ours:.0f} rows a second")
    return ours / bare


def write_down(root: Path, file: Path, specialist: str) -> Heard:
    """The writing statements of the same import, done on a copy of its own."""
    heard = Heard(root / "statements")
    plain = dbapi2.connect
    dbapi2.connect = lambda *given, **named: plain(*given, **{"factory": listening(heard), **named})
    try:
        bench = open_copy(root / "template", root / "heard", specialist)
        heard.on = True
        take_in(bench, file)
        heard.on = False
        heard.flush()
        bench.door.leave()
    finally:
        dbapi2.connect = plain
    return heard


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if not one.startswith("--")]
    main(int(given[0]) if given else _USUAL, xlsx="--xlsx" in sys.argv)
