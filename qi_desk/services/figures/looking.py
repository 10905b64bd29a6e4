"""What all readings of figures share: the look, the period, the cut-off, the clients and the working clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.figures.cases import Client, Matter
from qi_desk.domain.figures.periods import Period
from qi_desk.domain.figures.worked import Worked
from qi_desk.domain.size_class import Figures, Trade, size_of, trade_of
from qi_desk.services.client_file import trades_of
from qi_desk.services.ports import Counter, House, Linked, Query

_CLIENT = ("eid", "credit_code", "kind", "park", "section", "division", "trade", "staff_count", "revenue", "assets")
NOBODY = Client()
_BREATH = 5000


def _hold_on() -> None:
    """Nobody waits."""


@dataclass(slots=True)
class Looking:
    """One count. `cut` is the moment the data was read: nothing later is in the figures. `breathe` is called now and
    then, and may end the count by an exception of its own."""

    house: House
    counter: Counter
    period: Period
    cut: datetime
    worked: Worked
    trades: dict[str, Trade] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    registered: list[Matter] | None = None
    breathe: Callable[[], None] = _hold_on

    @property
    def today(self) -> date:
        """The day of the cut-off."""
        return moments.china_date(self.cut)

    @property
    def last(self) -> date:
        """The last day that is looked at: of the period, or today while it runs."""
        return min(self.period.last, self.today)

    def within(self, kind: str, name: str, **equals: Any) -> Query:
        """Records of `kind` whose moment or day `name` is in the period."""
        days = kind in _DAYS and name in _DAYS[kind]
        since: Any = self.period.first if days else self.period.since
        until: Any = self.period.after if days else self.period.until
        return Query(kind, equals=equals, bound=name, since=since, until=until)

    def rows(self, query: Query, *names: str, linked: Linked | None = None) -> Iterator[tuple[Any, ...]]:
        """The columns of a query; every so many of them whoever waits is asked whether to go on."""
        rows = iter(self.counter.columns(names, query, linked))
        while part := tuple(islice(rows, _BREATH)):
            yield from part
            self.breathe()

    def know_clients(self, query: Query, name: str = "client") -> None:
        """Have at hand everybody whom the records of `query` are about."""
        for eid, code, kind, park, section, division, trade, staff, revenue, assets in self.rows(
            Query("enterprise"), *_CLIENT, linked=Linked("eid", name, query)
        ):
            if eid in self.clients:
                continue
            measured = trade_of(self.trades, chosen=trade or "", division=division or "", section=section or "")
            size = size_of(measured, Figures(staff, revenue, assets))
            self.clients[eid] = Client(eid, code or "", kind or "", park or "", section or "", size)

    def client(self, eid: str | None) -> Client:
        """Whom a record is about; of a file that was merged only its id is known."""
        if not eid:
            return NOBODY
        return self.clients.get(eid) or Client(eid)


_DAYS = {
    "outreach": ("went_on",),
    "training": ("held_on",),
    "improvement": ("opened_on", "deadline"),
    "joint_project": ("begins", "finished_on"),
    "innovation": ("published_on",),
    "meeting": ("planned_on",),
    "meeting_decision": ("due",),
    "archive_item": ("starts_on",),
    "enterprise": ("filed_on",),
}
"""The fields that hold a day, not a moment."""


def looking(house: House, counter: Counter, period: Period) -> Looking:
    """A count of `period` that begins now."""
    return Looking(house, counter, period, house.clock.now(), Worked(house.calendar), trades_of(house.codes))
