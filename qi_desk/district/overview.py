"""What the district's people see at a glance: stations, last contact, what waits, the counts of the month, bookings.
Names of stations and devices only; no enterprise and no person is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine

from qi_desk.district.statements import Statements
from qi_desk.domain import moments
from qi_desk.domain.figures.periods import Period, Span
from qi_desk.domain.indicators.rule_sets import WINDOWS
from qi_desk.domain.ledger.natural_keys import keyed_id, uuid7
from qi_desk.sync.protocol import stream_of

MONTHLY = ("request", "visit", "booking")
_AHEAD = timedelta(days=7)
_MOST = 200


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One desk: its letter, when it was last heard (China time; None for never), whether it was revoked."""

    letter: str
    heard_at: datetime | None
    revoked: bool


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """An evaluation a station handed in: its period, its points and the part of the weight that had data as texts
    (empty until it is closed), its state."""

    period: Period
    points: str
    covered: str
    state: str


@dataclass(frozen=True, slots=True)
class StationLine:
    """One station: its desks, operations that wait for others, disputes, what was kept apart, new records of the month
    by kind, its newest evaluation of every span."""

    code: str
    name: str
    desks: tuple[DeskLine, ...]
    waits: int
    disputes: int
    kept_apart: int
    month: Mapping[str, int]
    evaluations: tuple[EvaluationLine, ...] = ()


@dataclass(frozen=True, slots=True)
class BookingLine:
    """One confirmed booking of the next days: the device, when, which station asked."""

    equipment: str
    begins: datetime
    ends: datetime
    station: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The page."""

    at: datetime
    stations: tuple[StationLine, ...]
    bookings: tuple[BookingLine, ...]


def overview(engine: Engine, now: datetime) -> Overview:
    """Everything as it is now, out of one snapshot; `now` in China time."""
    with engine.connect().execution_options(looking=True) as connection, connection.begin():
        look = _Look(connection)
        stations = tuple(look.station(code, now) for code in look.codes())
        return Overview(now, stations, look.bookings(now))


class _Look:
    def __init__(self, connection: Connection) -> None:
        self._sql = Statements(connection)

    def codes(self) -> list[str]:
        return [str(row[0]) for row in self._sql.all("SELECT DISTINCT station FROM device ORDER BY station")]

    def station(self, code: str, now: datetime) -> StationLine:
        stream = stream_of("request", code)
        disputes = self._count(
            "SELECT coalesce(sum(r.contests), 0) FROM member m JOIN row_state r ON r.eid = m.eid WHERE m.stream = ?",
            stream,
        )
        apart = self._count(
            "SELECT count(*) FROM quarantine q JOIN device d ON d.id = q.device WHERE d.station = ?", code
        )
        waits = self._count("SELECT count(*) FROM effect WHERE waits = 1 AND station = ?", code)
        month, judged = self._month(stream, now), self._evaluations(code)
        return StationLine(code, self.name(code), self._desks(code), waits, disputes, apart, month, judged)

    def _evaluations(self, code: str) -> tuple[EvaluationLine, ...]:
        newest: dict[str, EvaluationLine] = {}
        for one in self._sql.own_records(code, ("self_evaluation",)):
            told = one.values
            if one.void or told.get("state") == "draft" or told.get("span") not in WINDOWS:
                continue
            first, last = (date.fromisoformat(str(told[name])) for name in ("since", "until"))
            line = EvaluationLine(
                Period(Span(str(told["span"])), first, last),
                str(told.get("points") or ""),
                str(told.get("covered") or ""),
                str(told["state"]),
            )
            known = newest.get(line.period.span)
            if known is None or known.period.first < first:
                newest[line.period.span] = line
        return tuple(newest[span] for span in reversed(WINDOWS) if span in newest)

    def _desks(self, code: str) -> tuple[DeskLine, ...]:
        sql = "SELECT letter, heard_at, coalesce(revoked_at, '') FROM device WHERE station = ? ORDER BY letter"
        return tuple(
            DeskLine(str(letter), datetime.fromisoformat(str(heard)).astimezone(moments.CHINA), bool(revoked))
            for letter, heard, revoked in self._sql.all(sql, (code,))
        )

    def _month(self, stream: str, now: datetime) -> dict[str, int]:
        # Ids begin with the time they were made at (UUIDv7): the month is a range of ids.
        begin = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        first = uuid7(int(begin.timestamp() * 1000), bytes(10))
        marks = ", ".join("?" * len(MONTHLY))
        rows = self._sql.all(
            "SELECT r.et, count(*) FROM row_state r JOIN member m ON m.eid = r.eid "
            f"WHERE m.stream = ? AND r.et IN ({marks}) AND r.eid >= ? GROUP BY r.et",
            (stream, *MONTHLY, first),
        )
        found = {str(kind): int(count) for kind, count in rows}
        return {kind: found.get(kind, 0) for kind in MONTHLY}

    def bookings(self, now: datetime) -> tuple[BookingLine, ...]:
        begin, end = int(now.timestamp()), int((now + _AHEAD).timestamp())
        rows = self._sql.all(
            "SELECT s.resource, s.begins, s.ends, m.stream FROM slot s LEFT JOIN member m ON m.eid = s.booking "
            "WHERE s.ends > ? AND s.begins < ? ORDER BY s.begins LIMIT ?",
            (begin, end, _MOST),
        )
        return tuple(
            BookingLine(
                self._name(str(resource)) or str(resource),
                datetime.fromtimestamp(int(begins), moments.CHINA),
                datetime.fromtimestamp(int(ends), moments.CHINA),
                self.name(str(stream).partition(":")[2]) if stream else "",
            )
            for resource, begins, ends, stream in rows
        )

    def name(self, station: str) -> str:
        """What a station is called; its code where its entry has not arrived."""
        return self._name(keyed_id("station", station)) or station

    def _name(self, eid: str) -> str:
        state = self._sql.state(eid)
        return str(state.values.get("name") or "") if state else ""

    def _count(self, sql: str, value: str) -> int:
        return int(self._sql.all(sql, (value,))[0][0])
