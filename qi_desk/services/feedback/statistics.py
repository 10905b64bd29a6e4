"""The figures of ratings and complaints of a period, with what they were counted from (C2, 7.2.4 of DB44/T 2407)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qi_desk.domain import moments
from qi_desk.domain.feedback.scores import ASKED, Tally, tally
from qi_desk.domain.feedback.surveys import Standing, standing
from qi_desk.services.feedback.complaints import due_of
from qi_desk.services.ports import Actor, House, Query, Record
from qi_desk.services.ports import Counter as Counting
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import text

_SURVEY = ("state", "served_by", "reasons", *ASKED)
_COMPLAINT = (
    "state",
    "kind",
    "cause",
    "level",
    "anonymous",
    "repeat",
    "decision",
    "decided_at",
    "closed_at",
    "complexity",
    "extension_days",
)
_REPEATED = 1
_UPHELD = ("upheld", "partly")


@dataclass(frozen=True, slots=True)
class ComplaintFigures:
    """Complaints of a period. `kinds`, `causes` and `levels` map codes to counts; `upheld` are those found true wholly
    or in part; `repeated` came again; `answered` were decided, `in_time` of them by the promised day."""

    count: int
    open: int
    anonymous: int
    upheld: int
    repeated: int
    referred: int
    answered: int
    in_time: int
    kinds: Mapping[str, int]
    causes: Mapping[str, int]
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures from `since` up to and with `until`; `people` maps the names of staff to what they were rated;
    `upheld_appeals` counts ratings against which an appeal was upheld: they stay in every figure and are told apart."""

    since: date
    until: date
    ratings: Tally
    people: Mapping[str, Tally]
    reasons: Mapping[str, int]
    upheld_appeals: int
    complaints: ComplaintFigures


@verb("feedback.figures", LOOKING)
def figures(house: House, actor: Actor, since: date, until: date) -> Figures:
    """The figures of a period by when people were asked and complaints came in."""
    begins, ends = moments.midnight(since), moments.midnight(until + timedelta(days=1))
    # Counted like every other figure: the same for whoever asks, whatever of it they may read.
    with house.store.counting() as counter:
        surveys = _counted(counter, "survey", _SURVEY, "asked_at", begins, ends)
        complaints = _counted(counter, "complaint", _COMPLAINT, "received_at", begins, ends)
        corrections = _counted(counter, "correction", ("appeal_verdict",), "opened_at", begins, ends)
    with house.store.read() as look:
        people = look.many("person", {one["served_by"] for one in surveys if one["served_by"]})
        reasons = Counter(reason for one in surveys for reason in one["reasons"] or ())
        return Figures(
            since,
            until,
            _tally(house, surveys),
            {
                text(person, "name"): _tally(house, [one for one in surveys if one["served_by"] == eid])
                for eid, person in people.items()
            },
            dict(reasons.most_common()),
            sum(one["appeal_verdict"] == "upheld" for one in corrections),
            _complaints(house, complaints),
        )


def _counted(
    counter: Counting, kind: str, names: Sequence[str], at: str, since: datetime, until: datetime
) -> list[Record]:
    """What a figure asks of the records of a time."""
    query = Query(kind, bound=at, since=since, until=until)
    wanted = dict.fromkeys(("eid", at, *names))
    rows = counter.columns(tuple(wanted), query)
    return [Record(kind, row[0], dict(zip(wanted, row, strict=True)), {}) for row in rows]


def _tally(house: House, surveys: Sequence[Record]) -> Tally:
    now: datetime = house.clock.now()
    days = house.settings.get("deadline.rating")
    silent = sum(standing(one.values, now, days) is Standing.UNRATED for one in surveys)
    return tally((one.values for one in surveys if one["state"] == "rated"), silent)


def _complaints(house: House, records: Sequence[Record]) -> ComplaintFigures:
    answered = [one for one in records if one["decided_at"] is not None]
    return ComplaintFigures(
        count=len(records),
        open=sum(one["closed_at"] is None for one in records),
        anonymous=sum(bool(one["anonymous"]) for one in records),
        upheld=sum(one["decision"] in _UPHELD for one in records),
        repeated=sum((one["repeat"] or 1) > _REPEATED for one in records),
        referred=sum(one["state"] == "referred" for one in records),
        answered=len(answered),
        in_time=sum(one["decided_at"] <= _promised(house, one) for one in answered),
        kinds=dict(Counter(one["kind"] for one in records).most_common()),
        causes=dict(Counter(one["cause"] for one in records if one["cause"]).most_common()),
        levels=dict(Counter(one["level"] for one in records if one["level"]).most_common()),
    )


def _promised(house: House, record: Record) -> datetime:
    before = Record(record.kind, record.eid, {**record.values, "state": "responding"}, record.writers)
    due = due_of(house, before)
    assert due is not None
    return due
