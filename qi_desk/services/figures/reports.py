"""统计报表: drafted, submitted with its figures frozen, approved by a second person, never changed by a later count.

Figures are taken when a report is submitted, so that who approves it approves just these. What is written down later
belongs to the next count: `compare` tells what differs and which records were touched since, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Conflict, Invalid, NotAllowed
from qi_desk.domain.figures.periods import parse
from qi_desk.domain.figures.reports import (
    FIGURE_REPORT,
    FIGURE_REPORT_LIFECYCLE,
    SNAPSHOT,
    STANDING_FOR,
    period_problems,
    snapshot_digest,
)
from qi_desk.services.client_file import living
from qi_desk.services.figures.counting import Told
from qi_desk.services.figures.snapshots import snapshot
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.registers.steps import advance, committed, today_of
from qi_desk.services.rights import COUNTER, LEADING, verb
from qi_desk.services.writing import check_step, problems_in, write_seen

KIND = "figure_report"
WRITTEN_FIELDS = ("topic", "remark")
_MOST = 200


@verb("figure_reports.draft", COUNTER)
def draft(house: House, actor: Actor, kind: str, period: str, topic: str = "", remark: str = "") -> Done[str]:
    """Begin a report of a period (`Period.code`). Raises Invalid for a period that is unknown, of another length than
    the kind or not over, or a special report without topic."""
    told = parse(period)
    with house.store.write(actor) as unit:
        given = {
            "kind": kind,
            "period": told.code,
            "since": told.first,
            "until": told.last,
            "topic": topic.strip(),
            "remark": remark,
            "state": FIGURE_REPORT_LIFECYCLE.first,
            "drafted_by": actor.account,
            "drafted_at": unit.now,
        }
        problems = problems_in(house, FIGURE_REPORT, given)
        if not problems:
            problems = period_problems(kind, told, topic, today_of(unit))
        if problems:
            raise Invalid(problems)
        eid = unit.create(KIND, given)
        done = committed(unit, KIND, eid)
    return Done(done.value, done.changes, unit.act)


@verb("figure_reports.write", COUNTER)
def write(house: House, actor: Actor, eid: str, values: Mapping[str, Any], seen: Mapping[str, str]) -> Done[str]:
    """Write topic and remark of a draft. Raises Missing, Invalid, NotAllowed("figure_report.frozen"), Conflict."""
    given = {name: values[name] for name in WRITTEN_FIELDS if name in values}
    with house.store.write(actor) as unit:
        record = living(unit, KIND, eid)
        if record["state"] != FIGURE_REPORT_LIFECYCLE.first:
            raise NotAllowed("figure_report.frozen")
        check_step(house, FIGURE_REPORT, given, ("topic",) if record["kind"] == "special" else ())
        write_seen(unit, KIND, eid, given, seen)
        done = committed(unit, KIND, eid)
    return Done(done.value, done.changes, unit.act)


@verb("figure_reports.submit", COUNTER)
def submit(house: House, actor: Actor, eid: str, *, told: Told | None = None) -> Done[str]:
    """Take the figures as they are now and give the report its number; from here on nothing changes them. Raises
    Missing, NotAllowed, Invalid, Conflict("figures.stopped")."""
    with house.store.read() as look:
        seen = living(look, KIND, eid)
    FIGURE_REPORT_LIFECYCLE.take(seen["state"], "submit")
    frozen = snapshot(house, parse(seen["period"]), told)
    with house.store.write(actor) as unit:
        record, today = living(unit, KIND, eid), today_of(unit)
        problems = period_problems(record["kind"], parse(record["period"]), record["topic"] or "", today)
        if problems:
            raise Invalid(problems)
        made = {
            **frozen,
            "cut": moments.from_text(frozen["cut"]),
            "digest": snapshot_digest({**frozen, "kind": record["kind"], "period": record["period"]}),
            "submitted_by": actor.account,
            "submitted_at": unit.now,
            "back_reason": None,
        }
        if record["number"] is None:
            made["number"] = unit.next_number(FIGURE_REPORT.number or "", today)
        return advance(house, unit, record, "submit", {}, made=made)


@verb("figure_reports.send_back", COUNTER)
def send_back(house: House, actor: Actor, eid: str, why: str) -> Done[str]:
    """Back to the draft with a reason; the figures are given up and taken anew when it is submitted again. Raises
    Missing, Invalid without a reason, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, KIND, eid)
        thawed = dict.fromkeys((*SNAPSHOT, "submitted_by", "submitted_at"))
        return advance(house, unit, record, "send_back", {"back_reason": why.strip()}, ("back_reason",), made=thawed)


@verb("figure_reports.approve", COUNTER)
def approve(house: House, actor: Actor, eid: str) -> Done[str]:
    """A second person stands for the figures. Raises Missing, NotAllowed for the person who submitted it, where neither
    of the two leads the station, and while another approved report stands for the period."""
    with house.store.write(actor) as unit:
        record = living(unit, KIND, eid)
        FIGURE_REPORT_LIFECYCLE.take(record["state"], "approve")
        if record["submitted_by"] == actor.account:
            raise NotAllowed("figure_report.same_person")
        submitter = unit.get("person", record["submitted_by"] or "")
        if LEADING.isdisjoint({actor.role, submitter["role"] if submitter is not None else ""}):
            raise NotAllowed("figure_report.no_leader")
        standing = next((one for one in others_of(unit, record) if one["state"] == "approved"), None)
        if standing is not None:
            raise NotAllowed("figure_report.stands", number=standing["number"])
        made = {"approved_by": actor.account, "approved_at": unit.now}
        return advance(house, unit, record, "approve", {}, made=made)


@verb("figure_reports.supersede", LEADING)
def supersede(house: House, actor: Actor, eid: str, why: str) -> Done[str]:
    """Put an approved report out of force, with the reason; it stays to be read. Raises Missing, Invalid,
    NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, KIND, eid)
        given = {"superseded_why": why.strip()}
        made = {"superseded_on": today_of(unit)}
        return advance(house, unit, record, "supersede", given, ("superseded_why",), made=made)


@verb("figure_reports.drop", COUNTER)
def drop(house: House, actor: Actor, eid: str) -> Done[str]:
    """Give up a draft. Raises Missing, NotAllowed("figure_report.frozen") for what was submitted once."""
    with house.store.write(actor) as unit:
        record = living(unit, KIND, eid)
        if record["state"] != FIGURE_REPORT_LIFECYCLE.first or record["number"]:
            raise NotAllowed("figure_report.frozen")
        unit.void(KIND, eid, "dropped")
        done = committed(unit, KIND, eid)
    return Done(done.value, done.changes, unit.act)


def others_of(look: Reader, record: Record) -> tuple[Record, ...]:
    """Other reports that speak for the same period: of the same kind, and of special ones with the same topic."""
    query = Query(KIND, equals={"kind": record["kind"], "since": record["since"]}, order="since", limit=_MOST)
    return tuple(
        one
        for one in look.select(query)
        if one.eid != record.eid
        and one["period"] == record["period"]
        and (one["topic"] or "") == (record["topic"] or "")
        and one["state"] in STANDING_FOR
    )


def refuse_draft(record: Record) -> None:
    """Raise Conflict("figure_report.not_frozen") for a report whose figures were not taken yet."""
    if record["figures"] is None:
        raise Conflict("figure_report.not_frozen")
