"""What several enterprises raised within some weeks, and what can be begun for all of them at once (4.1, 8.3.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.balance.common import Common, Voice, in_common
from qi_desk.services.needs import station_lexicon
from qi_desk.services.ports import Actor, House, Linked, Query, Reader, Record
from qi_desk.services.request_views import RUNNING
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import text

CLASS_KIND = "06"
"""The kind of meeting a class for several enterprises is (list `meeting_kinds`)."""

_ITEM, _PAIN = "catalogue", "pain_categories"
_MOST = 2000
_NEEDS, _LINES = 50, 100
"""What one can still look through: needs, and records behind one."""

_TITLE = 60
_SETTLED_PAINS = frozenset({"solved", "passed_on"})


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One record behind a common need; `opens` is the record to be opened for it."""

    kind: str
    eid: str
    client: str
    client_name: str
    on: date
    what: str
    open: bool
    opens: str


@dataclass(frozen=True, slots=True)
class CommonNeed:
    """A matter several enterprises raised: how many did, how many records are open, the newest of those the viewer may
    see, how many of these there are that may not be seen, and how many older ones. `joint` is the complex request a
    joint project can be founded on, empty where there is none."""

    eid: str
    title: str
    clients: int
    open: int
    first: date
    last: date
    lines: tuple[NeedLine, ...]
    withheld: int
    older: int
    joint: str

    def names(self) -> tuple[str, ...]:
        """The enterprises, each once."""
        return tuple(dict.fromkeys(line.client_name for line in self.lines if line.client_name))


@verb("balance.common_needs", LOOKING)
def common_needs(house: House, actor: Actor, days: int) -> tuple[CommonNeed, ...]:
    """What at least three different enterprises raised within the last `days`: the same item of the catalogue asked
    for, spoken of in a pain point or on a visit, or pain points of one category."""
    today = moments.china_date(house.clock.now())
    return raised_between(house, today - timedelta(days=days), today)


def raised_between(house: House, since: date, until: date) -> tuple[CommonNeed, ...]:
    """As `common_needs` from `since` up to and with `until`, for services that stand on it."""
    after = until + timedelta(days=1)
    with house.store.counting() as counter:
        begins, ends = moments.midnight(since), moments.midnight(after)
        query = Query("request", bound="registered_at", since=begins, until=ends)
        columns = ("eid", "client", "registered_at", "state")
        asked = {row[0]: row[1:] for row in counter.columns(columns, query)}
        items = list(counter.columns(("request", "item"), Query("request_item"), Linked("request", "eid", query)))
    voices = [
        Voice((_ITEM, item), client, moments.china_date(at), "request", request, state in RUNNING)
        for request, item in items
        for client, at, state in (asked[request],)
    ]
    with house.store.read() as look:
        voices += _pains(look, since, after)
        voices += _heard(look, since, after)
        return tuple(_need(look, found) for found in in_common(voices)[:_NEEDS])


def _pains(look: Reader, since: date, after: date) -> Iterator[Voice]:
    for one in look.select(Query("pain_point", order="raised_on", since=since, until=after, limit=_MOST)):
        if one["client"]:
            running = one["state"] not in _SETTLED_PAINS
            yield Voice((_PAIN, one["category"]), one["client"], one["raised_on"], "pain_point", one.eid, running)
            for item in _spoken(f"{one['title']} {one['detail']}"):
                yield Voice((_ITEM, item), one["client"], one["raised_on"], "pain_point", one.eid, running)


def _heard(look: Reader, since: date, after: date) -> Iterator[Voice]:
    visits = {
        one.eid: one for one in look.select(Query("outreach", order="went_on", since=since, until=after, limit=_MOST))
    }
    problems = look.select(Query("outreach_problem", among={"outreach": tuple(visits)}, limit=_MOST))
    for one in problems:
        # What became a request counts as that.
        if one["client"] and not one["request"]:
            on = visits[one["outreach"]]["went_on"]
            running = not one["solved"] and one["answered_on"] is None
            for item in _spoken(one["text"]):
                yield Voice((_ITEM, item), one["client"], on, "outreach_problem", one.eid, running)


def _spoken(said: str) -> tuple[str, ...]:
    """The one item a text speaks of most clearly; none where it says nothing known."""
    return tuple(one.code for one in station_lexicon().propose(said, 1))


def _need(look: Reader, found: Common) -> CommonNeed:
    all_of_it = {voice.eid: voice for voice in found.voices}
    newest = dict(tuple(all_of_it.items())[-_LINES:])
    records: dict[str, Record] = {}
    for kind in {voice.kind for voice in newest.values()}:
        records |= look.many(kind, [voice.eid for voice in newest.values() if voice.kind == kind])
    clients = look.many("enterprise", {voice.client for voice in newest.values()})
    lines = tuple(_line(voice, records[eid], clients) for eid, voice in newest.items() if eid in records)
    return CommonNeed(
        eid=":".join(found.about),
        title=wording.code_label(*found.about),
        clients=len(found.clients),
        open=sum(voice.open for voice in all_of_it.values()),
        first=found.voices[0].on,
        last=found.voices[-1].on,
        lines=lines,
        withheld=len(newest) - len(lines),
        older=len(all_of_it) - len(newest),
        joint=next((one.eid for one in records.values() if one.kind == "request" and _complex(one)), ""),
    )


def _line(voice: Voice, record: Record, clients: Mapping[str, Record]) -> NeedLine:
    return NeedLine(
        voice.kind,
        voice.eid,
        voice.client,
        text(clients.get(voice.client), "name"),
        voice.on,
        _what(record),
        voice.open,
        record["outreach"] if voice.kind == "outreach_problem" else voice.eid,
    )


def _complex(request: Record) -> bool:
    return request["complexity"] == "complex" and request["state"] in RUNNING


def _what(record: Record) -> str:
    said = {"request": "description", "pain_point": "title", "outreach_problem": "text"}[record.kind]
    whole = " ".join((record[said] or "").split())
    return whole if len(whole) <= _TITLE else f"{whole[:_TITLE]}…"


def a_class(need: CommonNeed) -> Mapping[str, Any]:
    """What the plan of a class for these enterprises begins with."""
    return {"kind": CLASS_KIND, "title": wording.fill(wording.label("common_need.class"), {"what": need.title})}


def a_pain_point(need: CommonNeed) -> Mapping[str, Any]:
    """What an entry among the pain points begins with."""
    of, code = need.eid.split(":")
    values = {
        "what": need.title,
        "count": need.clients,
        "names": wording.label("register.list_mark").join(need.names()),
    }
    begins = {
        "title": wording.fill(wording.label("common_need.pain"), values),
        "raised_by": wording.fill(wording.label("common_need.raised_by"), values),
        "detail": wording.fill(wording.label("common_need.detail"), values),
    }
    return {**begins, "category": code} if of == _PAIN else begins


def a_project(need: CommonNeed) -> Mapping[str, Any]:
    """What the founding of a joint project begins with."""
    values = {"what": need.title}
    members = "\n".join(wording.fill(wording.label("common_need.member"), {"name": name}) for name in need.names())
    return {"title": wording.fill(wording.label("common_need.project"), values), "members": members}
