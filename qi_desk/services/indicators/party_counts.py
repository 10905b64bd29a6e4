"""What is counted of each institution and expert in a year: how they answered, finished and were judged, what speaks
against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from qi_desk.domain import moments
from qi_desk.domain.figures.periods import Period
from qi_desk.domain.indicators.scoring import Count
from qi_desk.domain.standing import Level, conflicts, covers_of
from qi_desk.services.indicators.people_counts import UPHELD, Counts, share_of
from qi_desk.services.ports import House, Query, Reader, Record

_GONE = ("declined", "cancelled")
_FINISHED = ("done", "evaluated")
_MOST = 20_000


def party_counts(house: House, look: Reader, period: Period, parties: Iterable[Record]) -> dict[str, Counts]:
    """What was counted of each of `parties` by id, from what they were asked in the period."""
    today = min(period.last, moments.china_date(house.clock.now()))
    asked: dict[str, list[Record]] = {}
    for one in look.select(Query("assignment", order="asked_at", since=period.since, until=period.until, limit=_MOST)):
        asked.setdefault(one["party"], []).append(one)
    everything = [one for work in asked.values() for one in work]
    requests = look.many("request", {one["request"] for one in everything})
    clients = look.many("enterprise", {one["client"] for one in requests.values() if one["client"]})
    judged = _judged(look, period)
    upheld = _upheld(look, period)
    found = {}
    for party in parties:
        work = asked.get(party.eid, [])
        met = [(one, _client_of(one, requests, clients)) for one in work]
        avoided = [one for one, client in met if client is not None and must_avoid(party, client)]
        found[party.eid] = {
            "assignments": Count(Decimal(len(work)), len(work), str(len(work))),
            "answered_in_time": _answered(work, house),
            "finished_in_time": _finished(work, today),
            "papers_valid": _papers(party, today),
            "upheld_complaints": _number(sum(_about(one, party) for one in upheld)),
            "not_avoided": _number(sum(one["state"] not in _GONE for one in avoided)),
            **_given(judged.get(party.eid, []), {one.eid for one in avoided}),
        }
    return found


def must_avoid(party: Record, client: Record) -> bool:
    """Whether a party may not serve this client: one it named to be avoided, or its own firm."""
    names = {client.eid, client["name"], client["credit_code"]} - {None, ""}
    return conflicts(party.kind, party.values, names)


def _client_of(one: Record, requests: Mapping[str, Record], clients: Mapping[str, Record]) -> Record | None:
    request = requests.get(one["request"])
    return clients.get(request["client"] or "") if request is not None else None


def _number(many: int) -> Count:
    return Count(Decimal(many), many, str(many))


def _answered(work: Sequence[Record], house: House) -> Count:
    now = house.clock.now()
    due = [one for one in work if one["answer_due"] and (one["answered_at"] or one["answer_due"] < now)]
    in_time = sum(bool(one["answered_at"]) and one["answered_at"] <= one["answer_due"] for one in due)
    return share_of(in_time, len(due))


def _finished(work: Sequence[Record], today: date) -> Count:
    """Those finished, and those that should be."""
    due = [
        one
        for one in work
        if one["state"] in _FINISHED or (one["state"] == "accepted" and one["planned_on"] and one["planned_on"] < today)
    ]
    in_time = sum(
        bool(one["finished_at"]) and moments.china_date(one["finished_at"]) <= one["planned_on"]
        for one in due
        if one["planned_on"]
    )
    return share_of(in_time, len(due))


def _papers(party: Record, today: date) -> Count:
    levels = [paper.level(today, 0) for paper in covers_of(party.kind, party.values)]
    return share_of(sum(level in (Level.VALID, Level.EXPIRING) for level in levels), len(levels))


def _judged(look: Reader, period: Period) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    query = Query("evaluation", order="made_at", since=period.since, until=period.until, limit=_MOST)
    for one in look.select(query):
        if one["assignment"]:
            found.setdefault(one["party"], []).append(one)
    return found


def _given(judged: Sequence[Record], avoided: set[str]) -> Counts:
    """The mean grades given after single services. What an expert did for a firm to be avoided proves nothing."""
    fair = [one for one in judged if one["assignment"] not in avoided]
    return {
        f"{aspect}_given": _mean([one[aspect] for one in fair if one[aspect]]) for aspect in ("expertise", "attitude")
    }


def _mean(grades: Sequence[int]) -> Count:
    value = Decimal(sum(grades)) / len(grades) if grades else None
    return Count(value, len(grades), str(sum(grades)), str(len(grades)))


def _upheld(look: Reader, period: Period) -> list[Record]:
    query = Query("complaint", order="received_at", since=period.since, until=period.until, limit=_MOST)
    return [
        one for one in look.select(query) if one["decision"] in UPHELD and one["target"] in ("institution", "expert")
    ]


def _about(complaint: Record, party: Record) -> bool:
    if complaint["about"] == party.eid:
        return True
    return bool(complaint["target"] == party.kind and (complaint["against"] or "").strip() == party["name"])
