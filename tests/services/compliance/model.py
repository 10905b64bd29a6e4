"""A station that keeps every clause, and for every probe the smallest thing that breaks it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from qi_desk import resource_files
from qi_desk.domain import moments
from qi_desk.domain.compliance.clauses import Clause
from qi_desk.services import backups
from qi_desk.services.compliance import book
from qi_desk.services.ports import Query, Unit
from qi_desk.services.print_port import PRINTED, PrintLine
from qi_desk.services.station_settings import station_of
from tests.support.stations import MORNING, Bench

TODAY = MORNING.date()
NOON = MORNING - timedelta(days=20)
RECENT = TODAY - timedelta(days=20)
AHEAD = TODAY + timedelta(days=300)
NORMS = ("GB/T 19000-2016", "GB/T 19012-2019", "GB/T 19013-2021")


def fill(bench: Bench) -> None:
    """Enter whatever any clause looks for."""
    with bench.house.store.write(bench.actor) as unit:
        unit.change("station", station_of(unit).eid, {"park": "示范园", "opening": [[[540, 1020]]] * 5})
        _rules(bench, unit)
        _people(bench, unit)
        _library(bench, unit)
        client = unit.create(
            "enterprise", {"kind": "enterprise", "name": "示范一厂", "address": "一路", "status": "normal"}
        )
        other = unit.create(
            "enterprise", {"kind": "enterprise", "name": "示范二厂", "address": "二路", "status": "normal"}
        )
        unit.create("relation", {"client": client, "other": other, "kind": "upstream"})
        _requests(bench, unit, client)
        _registers(bench, unit, client)
        _meetings(bench, unit)
        _aftercare(bench, unit, client)
        unit.commit()
    _outside(bench)


def _rules(bench: Bench, unit: Unit) -> None:
    names = {row["id"]: row for row in bench.house.codes.rows("rule_names")}
    for row in names.values():
        kept = {"state": "in_force", "effective": RECENT, "review_on": AHEAD, "version": "1"}
        unit.create("rule", {"name": row["label"], "kind": row["kind"], **kept})


def _people(bench: Bench, unit: Unit) -> None:
    items = [row["id"] for row in bench.house.codes.rows("catalogue")]
    skills = [{"key": item, "item": item, "level": "2"} for item in items[:5]]
    for person in (bench.actor.account, bench.specialist):
        unit.change("person", person, {"post": "服务专员", "skills": skills})
        for kind in ("in_post", "standard", "pre_post"):
            told = {"topic": "业务", "kind": kind, "held_on": RECENT, "passed": True}
            unit.create("training", {"person": person, **told})
        sworn = {"party_kind": "person", "version": "1", "signed_on": RECENT, "valid_to": AHEAD}
        unit.create("undertaking", {"party": person, **sworn})
    unit.create("training", {"topic": "公益课", "kind": "enterprise", "held_on": RECENT, "people": []})
    judged = {"person": bench.specialist, "year": TODAY.year - 1, "made_on": RECENT}
    unit.create("staff_evaluation", {**judged, **dict.fromkeys(("professional", "timely", "honest", "satisfying"), 5)})


def _library(bench: Bench, unit: Unit) -> None:
    items = [row["id"] for row in bench.house.codes.rows("catalogue")]
    paper = [{"key": "1", "kind": "cma", "number": "1", "valid_to": AHEAD.isoformat()}]
    for place in range(3):
        named = {"name": f"专家{place}", "organisation": "示范大学", "state": "serving", "fields": items, "years": 9}
        expert = unit.create("expert", {**named, "certificates": paper, "term_from": RECENT, "term_to": AHEAD})
        _bind(unit, "expert", expert)
    for place in range(2):
        named = {"name": f"机构{place}", "state": "serving", "fields": items, "qualifications": paper}
        agreed = {"agreement_no": f"协议{place}", "agreement_from": RECENT, "agreement_to": AHEAD}
        _bind(unit, "institution", unit.create("institution", {**named, **agreed}))
    device = {"name": "电子天平", "sort": "device", "open": True, "modes": ["time_share", "outsourced", "sample"]}
    held = unit.create("equipment", {**device, "calibration_on": RECENT, "calibration_due": AHEAD})
    spans = {"begins": NOON, "ends": NOON, "mode": "time_share", "user_name": "甲", "phone": "13800001234"}
    about = {"resource_kind": "equipment", "resource": held, "client": held, "affiliated": "no", "judged": "station"}
    unit.create("booking", {**spans, **about, "state": "ended"})


def _bind(unit: Unit, kind: str, eid: str) -> None:
    unit.create(
        "undertaking", {"party_kind": kind, "party": eid, "version": "1", "signed_on": RECENT, "valid_to": AHEAD}
    )
    marks = dict.fromkeys(("expertise", "timeliness", "integrity", "attitude"), 5)
    given = {"party_kind": kind, "party": eid, "kind": "yearly", "made_at": NOON, "score": 100}
    unit.create("evaluation", {**given, **marks})


def _requests(bench: Bench, unit: Unit, client: str) -> None:
    said = {"client": client, "contact_name": "甲", "contact_phone": "13800001234", "description": "校准"}
    kept = {
        "existing_asked": True,
        "confirmation": "signed",
        "stage": "production",
        "urgency": "1",
        "secrecy": "ordinary",
    }
    people = {"responsible": bench.specialist, "first_contact": bench.specialist, "registered_at": NOON}
    later = bench.clock.now() + timedelta(days=9)
    for channel in ("P01", "P02", "P03", "A01"):
        ended = {"state": "archived", "closed_at": NOON, "complexity": "complex", "agency": False, "channel": channel}
        ended["accepted_at"] = NOON
        _served(unit, unit.create("request", {**said, **kept, **people, **ended}))
    running = {
        "state": "in_service",
        "last_contact": MORNING - timedelta(days=2),
        "finish_due": later,
        "reply_due": later,
    }
    eid = unit.create("request", {**said, **kept, **people, **running, "agency": True, "channel": "P01"})
    unit.create("mandate", {"request": eid, "principal": "示范一厂", "begins": RECENT, "ends": AHEAD, "signed": True})
    fresh = {"state": "registered", "reply_due": later, "last_contact": MORNING - timedelta(days=2), "agency": False}
    unit.create("request", {**said, **kept, **people, **fresh, "channel": "P01", "finish_due": later})


def _served(unit: Unit, eid: str) -> None:
    for item in ("ME02", "TE03"):
        unit.create("request_item", {"request": eid, "item": item})
    unit.create("assessment", {"request": eid, "complexity": "complex", "result": "accept"})
    unit.create("plan", {"request": eid, "version": 1, "approved_by": "x", "cost": 100, "contract": "HT-1"})
    unit.create(
        "follow_up",
        {"request": eid, "at": NOON, "mode": "phone", "party": "client", "content": "好", "quality": "good"},
    )
    unit.create("delivery", {"request": eid, "way": "electronic", "trips": 1, "delivered_at": NOON})
    unit.create("look_back", {"request": eid, "step": "m3", "mode": "phone", "solved": "yes", "asked_at": NOON})
    unit.create("survey", {"about_kind": "request", "about": eid, "state": "rated", "asked_at": NOON})
    unit.create(
        "assignment",
        {"request": eid, "item": "ME02", "party_kind": "institution", "state": "finished", "asked_at": NOON},
    )
    unit.create("joint_project", {"request": eid, "title": "攻关", "begins": RECENT, "ends": AHEAD})


def _registers(bench: Bench, unit: Unit, client: str) -> None:
    for place, code in enumerate((*NORMS, "政策一", "政策二", "通报", "法律")):
        kind = ("standard", "standard", "standard", "policy", "policy", "trade", "law")[place]
        unit.create("norm", {"code": code, "title": code, "kind": kind, "state": "in_force", "checked_on": RECENT})
    told = {"title": "痛点", "category": "test", "raised_by": "商会", "detail": "检测远", "state": "handling"}
    unit.create("pain_point", {**told, "raised_on": RECENT, "due": AHEAD})
    case = {"title": "一件事", "pillar": "metrology", "began_on": RECENT, "state": "published"}
    unit.create("innovation", {**case, "background": "甲", "practice": "乙"})
    for kind in ("routine", "special"):
        unit.create(
            "report", {"subject": "报告", "kind": kind, "state": "sent", "written_on": RECENT, "main_to": "区局"}
        )
    check = unit.create("opening_check", {"day": RECENT, "desk": "A", "checks": []})
    unit.create(
        "opening_fault", {"opening_check": check, "item": "printer", "owner": bench.specialist, "found_on": RECENT}
    )
    given = {
        "recipient": "区局",
        "what": "名单",
        "basis": "law",
        "basis_note": "法",
        "mask": "masked",
        "state": "given",
    }
    unit.create("disclosure", {**given, "approver": bench.actor.account, "asked_on": RECENT})
    letter = {"title": "简报", "since": RECENT, "until": RECENT, "state": "issued", "progress": "好"}
    unit.create("newsletter", letter)
    for kind in ("evaluation", "third_party"):
        visit = unit.create("supervision", {"visitor": "区局", "kind": kind, "held_on": RECENT, "state": "open"})
        unit.create(
            "supervision_finding", {"supervision": visit, "what": "补", "owner": bench.specialist, "due": AHEAD}
        )
    went = {"client": client, "mode": "on_site", "planned_on": RECENT, "went_on": RECENT, "state": "done"}
    for kind in ("routine", "diagnosis"):
        visit = unit.create("outreach", {**went, "kind": kind, "owner": bench.specialist})
        unit.create(
            "outreach_problem", {"outreach": visit, "client": client, "text": "问题", "solved": False, "due": AHEAD}
        )
    for row in bench.house.codes.rows("base_items"):
        answer = {"answer": "有", "checked_on": RECENT, "valid_to": AHEAD}
        unit.create("base_item", {"item": row["id"], "topic": row["topic"], **answer})
    for clause in book.clauses().values():
        if clause.by_person:
            seen = {"kind": "confirmed", "reason": "看过", "made_on": RECENT, "next_check": AHEAD}
            unit.create("clause_ruling", {"clause": clause.key, **seen})


def _meetings(bench: Bench, unit: Unit) -> None:
    for kind in ("01", "02"):
        planned = {"planned_on": RECENT, "starts": "09:00", "ends": "10:00", "state": "settled"}
        unit.create("meeting", {"kind": kind, "title": "会", **planned})


def _aftercare(bench: Bench, unit: Unit, client: str) -> None:
    filed = {"part": "16", "title": "卷", "author": "站", "dated": RECENT, "year": TODAY.year, "starts_on": RECENT}
    kept = {"secrecy": "2", "category": "other", "period": "D10", "medium": "digital"}
    item = unit.create("archive_item", {**filed, **kept})
    unit.create("archive_loan", {"item": item, "borrower": "甲", "why": "查", "out_on": RECENT, "due_on": AHEAD})
    plan = {"source": "self", "problem": "慢", "opened_on": RECENT, "owner": bench.specialist, "deadline": AHEAD}
    unit.create("improvement", {**plan, "state": "closed", "verifier": bench.actor.account})
    judged = {"span": "quarter", "since": RECENT, "until": RECENT, "lacking": "left_out", "rules": []}
    told = {"kind": "quarter", "period": "2026-Q1", "since": RECENT, "until": RECENT, "state": "approved"}
    unit.create("figure_report", told)
    unit.create("self_evaluation", {**judged, "state": "closed", "checked_by": bench.actor.account})
    unit.create("improvement", {**plan, "state": "running"})
    due = {"opened_at": NOON, "verify_due": MORNING, "correct_due": bench.clock.now() + timedelta(days=60)}
    unit.create("correction", {"survey": client, "state": "open", **due})
    used = {"number": "PY03-XQ-1", "form": "intake", "day": RECENT, "desk": "A", "state": "used"}
    unit.create("blank_form", {**used, "reserved_at": NOON, "late_reason": "power"})
    for decision in ("accepted", "refused"):
        judged = {"request": client, "client": client, "item": "ME02", "report": "报告", "decided_at": NOON}
        unit.create("reuse", {**judged, "decision": decision, "reason": "expired"})


def _outside(bench: Bench) -> None:
    """What stands beside the records: papers on the wall, and copies."""
    pdf = b"%PDF-1.4 wall"
    for place, kind in enumerate(("flow_guide", "poster_complaint", "equipment_list")):
        line = PrintLine(
            f"line-{place}", kind, kind, kind, "", "", "", 1, PRINTED, "", "", 0, "", "", NOON, None,
            hashlib.sha256(pdf).hexdigest(),
        )  # fmt: skip
        bench.house.store.prints.add([(line, pdf)])
    backups.make(bench.house, bench.actor)
    backups.try_out(bench.house, bench.actor)


def _void_all(unit: Unit, kind: str, where: Mapping[str, Any] | None = None) -> None:
    for one in unit.select(Query(kind, limit=3000)):
        if all(one[name] in (value if isinstance(value, list) else [value]) for name, value in (where or {}).items()):
            unit.void(kind, one.eid, "other")


def _set_all(unit: Unit, kind: str, values: Mapping[str, Any], where: Mapping[str, Any] | None = None) -> None:
    for one in unit.select(Query(kind, limit=3000)):
        if all(one[name] in (value if isinstance(value, list) else [value]) for name, value in (where or {}).items()):
            unit.change(kind, one.eid, values)


Breaker = Callable[[Unit, Mapping[str, Any]], set[str]]
"""Breaks what a probe looks for, given the clause's own; answers the kinds of records it touched."""


def _records(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    _void_all(unit, given["kind"], {**given.get("where", {}), **given.get("among", {})})
    return {given["kind"]}


def _complete(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    _set_all(unit, given["kind"], {given["fields"][0]: None}, given.get("where"))
    return {given["kind"]}


def _late(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    kind, due = given["kind"], given["due"]
    from qi_desk.domain.fields import Type
    from qi_desk.domain.records import entity

    past: Any = TODAY - timedelta(days=1)
    if entity(kind).field(due).type is Type.MOMENT:
        past = moments.midnight(past)
    _set_all(unit, kind, {due: past}, given.get("where"))
    return {kind}


def _rules_gone(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    names = {row.id: row.label for row in resource_files.code_list("rule_names").codes}
    if given.get("kinds"):
        _set_all(unit, "rule", {"state": "abolished"}, {"kind": given["kinds"][0]})
    else:
        _set_all(unit, "rule", {"review_on": TODAY - timedelta(days=1)}, {"name": names[given["names"][0]]})
    return {"rule"}


def _norms(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    if given.get("months"):
        _set_all(unit, "norm", {"checked_on": date(2020, 1, 1)})
    else:
        _void_all(unit, "norm", {"kind": given["kind"]} if given.get("kind") else {"code": given["codes"][0]})
    return {"norm"}


def _specialist(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    _void_all(unit, "training", {"kind": "pre_post"})
    return {"training"}


def _trained(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    _void_all(unit, "training", {"kind": list(given["kinds"])})
    return {"training"}


def _competent(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    _set_all(unit, "person", {"skills": []})
    return {"person"}


def _judged(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    _void_all(unit, "staff_evaluation")
    _set_all(unit, "person", {"started_on": date(2020, 1, 1), "post_since": date(2020, 1, 1)})
    return {"staff_evaluation", "person"}


def _undertakings(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    _void_all(unit, "undertaking", {"party_kind": "person"})
    return {"undertaking"}


def _library_empty(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    kind = given["kinds"][-1]
    _void_all(unit, kind)
    return {kind}


def _unprovided(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    for kind in ("expert", "institution"):
        for one in unit.select(Query(kind, limit=99)):
            unit.change(
                kind, one.eid, {"fields": [item for item in one["fields"] if not item.startswith(given["items"][-1])]}
            )
    _set_all(unit, "person", {"skills": [{"key": "x", "item": "ZZ01", "level": "2"}] * 5})
    return {"expert", "institution", "person"}


def _unevaluated(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    _void_all(unit, "evaluation", {"party_kind": given["kinds"][0]})
    long_ago = (
        {"term_from": date(2020, 1, 1)} if given["kinds"][0] == "expert" else {"agreement_from": date(2020, 1, 1)}
    )
    _set_all(unit, given["kinds"][0], long_ago)
    return {"evaluation", given["kinds"][0]}


def _unqualified(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    kind = given["kinds"][0]
    _set_all(unit, kind, {"term_to" if kind == "expert" else "agreement_to": TODAY - timedelta(days=1)})
    return {kind}


def _closed_equipment(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    if given.get("outside"):
        _set_all(unit, "booking", {"affiliated": "owner"})
        return {"booking"}
    if given.get("modes"):
        _set_all(unit, "equipment", {"modes": [given["modes"][0]]})
    else:
        _set_all(unit, "equipment", {"calibration_due": TODAY - timedelta(days=1)})
    return {"equipment"}


def _entry(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    unit.change("station", station_of(unit).eid, {given["fields"][0]: None})
    return {"station"}


def _ways(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    _set_all(unit, "request", {"channel": "P01"})
    _void_all(unit, "outreach")
    return {"request", "outreach"}


def _in_hand(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    late = moments.midnight(TODAY - timedelta(days=40))
    values = {given["fields"][0]: None} if given.get("fields") else {}
    values |= {given["due"]: late} if given.get("due") else {}
    values |= {"last_contact": late} if given.get("quiet_days") else {}
    _set_all(unit, "request", values, {"state": ["in_service", "registered"]})
    return {"request"}


def _kept_with(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    first = unit.select(Query(given["part"], limit=1))[0]
    unit.void(given["part"], first.eid, "other")
    return {given["part"]}


def _unasked(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    return _kept_with(unit, {"part": "survey"})


def _unfiled(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    _set_all(unit, "request", {"state": "closed", "closed_at": MORNING - timedelta(days=100)}, {"state": "archived"})
    return {"request", "survey"}


def _single(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    _void_all(unit, "request_item", {"item": "TE03"})
    return {"request_item"}


def _unmandated(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    _set_all(unit, "mandate", {"ends": TODAY - timedelta(days=1)})
    return {"mandate"}


def _base(unit: Unit, given: Mapping[str, Any]) -> set[str]:
    _void_all(unit, "base_item", {"topic": given["topic"]})
    return {"base_item"}


def unconfirmed(unit: Unit, clause: Clause) -> set[str]:
    """Nobody confirmed the clause."""
    _void_all(unit, "clause_ruling", {"clause": clause.key})
    return {"clause_ruling"}


BREAKERS: dict[str, Breaker] = {
    "records": _records,
    "complete": _complete,
    "nothing_late": _late,
    "rules_in_force": _rules_gone,
    "norms_checked": _norms,
    "specialist": _specialist,
    "trained": _trained,
    "competent": _competent,
    "judged": _judged,
    "undertakings": _undertakings,
    "library": _library_empty,
    "provided": _unprovided,
    "evaluated": _unevaluated,
    "qualified": _unqualified,
    "equipment_open": _closed_equipment,
    "entry": _entry,
    "channels": _ways,
    "in_hand": _in_hand,
    "kept_with": _kept_with,
    "asked": _unasked,
    "archived": _unfiled,
    "combined": _single,
    "mandated": _unmandated,
    "base_topic": _base,
}
"""How each probe that looks at records is made to find a gap."""
