"""The matching sheet of a request (8.2): whom the library offers for an item on a day, with every reason shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.matching.needs import Proposal
from qi_desk.domain.matching.ranking import Candidate, Instrument, Ranked, Reason, Wish, rank, rank_instruments
from qi_desk.services.library.records import loads_of, scores_of
from qi_desk.services.needs import spelled_out, station_lexicon
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.request_views import find_request
from qi_desk.services.rights import LOOKING, verb

_MOST = 3000
_YEAR = timedelta(days=365)
_LEAST_CHOICE = 2
"""Fewer institutions than this to choose from has to be explained (8.2.2; never a single laboratory)."""


@dataclass(frozen=True, slots=True)
class MatchLine:
    """One of those offered. `place` counts from 1 among those who can; 0 is barred, and shown with the reason."""

    kind: str
    eid: str
    number: str
    name: str
    of: str
    place: int
    points: float
    reasons: tuple[Reason, ...]

    @property
    def barred(self) -> bool:
        """Whether this one cannot be chosen."""
        return self.place == 0


@dataclass(frozen=True, slots=True)
class Few:
    """Why there are fewer than two institutions to choose from: `usable` of `able`, and what bars the others."""

    usable: int
    able: int
    bars: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MatchSheet:
    """What the library offers for `item` of a request on `day`. `spoken` are items the description speaks of that
    the request does not have yet."""

    request: str
    number: str
    client: str
    description: str
    items: tuple[str, ...]
    item: str
    day: date
    spoken: tuple[Proposal, ...]
    institutions: tuple[MatchLine, ...]
    experts: tuple[MatchLine, ...]
    equipment: tuple[MatchLine, ...]
    few: Few | None

    def lines(self, kind: str) -> tuple[MatchLine, ...]:
        """Those offered of one kind."""
        return {"institution": self.institutions, "expert": self.experts, "equipment": self.equipment}[kind]


@verb("matching.sheet", LOOKING)
def sheet(house: House, actor: Actor, which: str, *, item: str = "", day: date | None = None) -> MatchSheet:
    """The matching sheet of a request named by id or number; `item` defaults to its primary one, `day` to the day
    wished for, at the earliest today. Raises Missing."""
    with house.store.read() as look:
        return sheet_of(house, look, find_request(look, which), item=item, day=day)


def sheet_of(house: House, look: Reader, request: Record, *, item: str = "", day: date | None = None) -> MatchSheet:
    """The sheet as it stands in this look at the store: what is shown is what a choice is measured by."""
    rows = look.select(Query("request_item", equals={"request": request.eid}))
    items = tuple(row["item"] for row in sorted(rows, key=lambda row: not row["primary"]))
    chosen = item or (items[0] if items else "")
    planned = day or default_day(house, request)
    client = look.get("enterprise", request["client"])
    institutions, experts = (
        _offered(house, look, kind, _wish(house, chosen, planned, client)) for kind in ("institution", "expert")
    )
    described = " ".join(part for part in (request["description"], request["product"]) if part)
    spoken = station_lexicon().propose(described, 6)
    return MatchSheet(
        request=request.eid,
        number=request["number"],
        client=client["name"] if client is not None else "",
        description=request["description"] or "",
        items=items,
        item=chosen,
        day=planned,
        spoken=tuple(one for one in spoken if one.code not in items),
        institutions=institutions,
        experts=experts,
        equipment=_instruments(look, planned, described),
        few=_few(institutions),
    )


def default_day(house: House, request: Record) -> date:
    """The day wished for, else the promised end; never before today."""
    today = moments.china_date(house.clock.now())
    wished = request["want_by"] or (moments.china_date(request["finish_due"]) if request["finish_due"] else today)
    return max(wished, today)


def demanded(house: House) -> dict[str, frozenset[str]]:
    """Item to the kinds of qualification of which one is needed for it (list `qualification_kinds`)."""
    found: dict[str, set[str]] = {}
    for row in house.codes.rows("qualification_kinds"):
        for item in row.get("needed_for", ()):
            found.setdefault(item, set()).add(row["id"])
    return {item: frozenset(kinds) for item, kinds in found.items()}


def _wish(house: House, item: str, day: date, client: Record | None) -> Wish:
    known: set[str] = set()
    if client is not None:
        former = (one["name"] if isinstance(one, dict) else one for one in client["former_names"] or ())
        known = {client.eid, client["name"], client["credit_code"] or "", *former} - {""}
    return Wish(
        item=item,
        day=day,
        client=frozenset(known),
        street=(client["street"] or "") if client is not None else "",
        notice=house.settings.get("deadline.expiry_notice"),
        low=house.settings.get("library.low_score"),
    )


def _offered(house: House, look: Reader, kind: str, wish: Wish) -> tuple[MatchLine, ...]:
    records = {one.eid: one for one in look.select(Query(kind, limit=_MOST)) if one["state"] not in _NEVER}
    scores, loads, served = scores_of(look, records), loads_of(look), _served(house, look)
    candidates = [
        Candidate(kind, eid, one.values, scores.get(eid, ()), loads[eid], served[eid]) for eid, one in records.items()
    ]
    return _lines(rank(wish, candidates, demanded(house)), records)


_NEVER = frozenset({"left", "rejected", None})
"""Not even shown greyed: they are not of the library."""


def _served(house: House, look: Reader) -> Counter[str]:
    since = house.clock.now() - _YEAR
    return Counter(
        one["party"] for one in look.select(Query("assignment", order="asked_at", since=since, limit=20_000))
    )


def _lines(ranked: Sequence[Ranked], records: Mapping[str, Record]) -> tuple[MatchLine, ...]:
    lines, place = [], 0
    for one in ranked:
        place += not one.barred
        record = records[one.eid]
        lines.append(
            MatchLine(
                kind=one.kind,
                eid=one.eid,
                number=record["number"] or "",
                name=record["name"],
                of=record["organisation"] or record["owner"] or record["address"] or "",
                place=0 if one.barred else place,
                points=one.points,
                reasons=one.reasons,
            )
        )
    return tuple(lines)


def _few(lines: Sequence[MatchLine]) -> Few | None:
    usable = sum(not line.barred for line in lines)
    if usable >= _LEAST_CHOICE:
        return None
    barring = Counter(line.reasons[0].code for line in lines if line.barred)
    return Few(usable, len(lines), dict(barring))


def _instruments(look: Reader, day: date, text: str) -> tuple[MatchLine, ...]:
    records = {one.eid: one for one in look.select(Query("equipment", limit=_MOST))}
    instruments = [
        Instrument(
            eid=eid,
            name=one["name"],
            tests=tuple(test["name"] for test in one["tests"] or ()),
            mark=one["mark"] or "",
            limit=one["limit_text"] or "",
            calibration_due=one["calibration_due"],
            open=bool(one["open"]),
        )
        for eid, one in records.items()
    ]
    return _lines(rank_instruments(day, spelled_out(text), instruments), records)


def reason_values(reason: Reason) -> dict[str, Any]:
    """The values of a reason as JSON holds them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in reason.values.items()}
