"""What is ready to be filed: finished matters of every kind with what the catalogue will say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_desk import wording
from qi_desk.domain import masking, moments
from qi_desk.domain.enterprises import PERSON_KIND
from qi_desk.services.document_words import Words
from qi_desk.services.ports import House, Query, Reader, Record
from qi_desk.services.registers.catalogue import REGISTERS
from qi_desk.services.registers.declaration import Filing, Register
from qi_desk.services.registers.saying import title_of
from qi_desk.services.request_moves import newest_of
from qi_desk.services.station_settings import station_of

_MOST = 300
_TITLE = 150
_ENDED = ("closed", "terminated", "refused")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A matter that waits to be filed: the values of its item, and what its file still lacks (codes of
    `wording`: "archive.lacks.…"), which takes a waiver."""

    kind: str
    eid: str
    client: str
    values: Mapping[str, Any]
    lacks: tuple[str, ...]


Source = Callable[[House, Reader], Iterator[Proposal]]


def _requests(house: House, look: Reader) -> Iterator[Proposal]:
    words = Words("archive")
    query = Query("request", among={"state": _ENDED}, order="registered_at", limit=_MOST)
    records = look.select(query)
    clients = look.many("enterprise", {one["client"] for one in records})
    for record in records:
        client = clients.get(record["client"])
        items = look.select(Query("request_item", equals={"request": record.eid}, limit=20))
        first = next((one["item"] for one in items if one["primary"]), items[0]["item"] if items else "")
        ended = moments.china_date(record["closed_at"] or record["registered_at"])
        state = wording.code_label("request_states", record["state"])
        item = wording.code_label("catalogue", first) if first else ""
        yield Proposal(
            "request",
            record.eid,
            record["client"],
            {
                "title": words.fill("request_title", client=_named(client), item=item, state=state)[:_TITLE],
                "part": "04",
                "document_number": record["number"],
                "dated": ended,
                "starts_on": ended,
                "category": "request",
                "secrecy": "3" if record["secrecy"] not in (None, "ordinary") else "2",
            },
            tuple(_request_lacks(look, record, items)),
        )


def _named(client: Record | None) -> str:
    """The client in a title, which outlives what is known of people: those are masked."""
    if client is None:
        return ""
    return masking.mask("name", client["name"]) if client["kind"] == PERSON_KIND else str(client["name"])


def _request_lacks(look: Reader, record: Record, items: tuple[Record, ...]) -> Iterator[str]:
    if not items:
        yield "archive.lacks.items"
    if record["accepted_at"] and not look.count(Query("paper", equals={"subject": record.eid})):
        yield "archive.lacks.receipt"
    if record["state"] == "closed" and not record["answer"]:
        yield "archive.lacks.answer"
    if record["state"] == "terminated" and not record["end_reason"]:
        yield "archive.lacks.reason"
    if record["state"] == "refused" and not (record["end_reason"] or newest_of(look, "refusal", record.eid)):
        yield "archive.lacks.reason"


def _outreach(house: House, look: Reader) -> Iterator[Proposal]:
    words = Words("archive")
    records = look.select(Query("outreach", equals={"state": "done"}, order="went_on", limit=_MOST))
    filed = _filed(look, [one.eid for one in records])
    clients = look.many("enterprise", {one["client"] for one in records})
    for record in records:
        if record.eid in filed:
            continue
        client = clients.get(record["client"])
        problems = look.select(Query("outreach_problem", equals={"outreach": record.eid}, limit=50))
        owed = any(not one["answered_on"] and not one["request"] for one in problems)
        kind = wording.code_label("outreach_kinds", record["kind"])
        lacks = (("archive.lacks.signature",) if not record["signed"] else ()) + (
            ("archive.lacks.answers",) if owed else ()
        )
        yield Proposal(
            "outreach",
            record.eid,
            record["client"],
            {
                "title": words.fill("outreach_title", client=_named(client), kind=kind)[:_TITLE],
                "part": "11",
                "document_number": record["number"],
                "dated": record["went_on"],
                "starts_on": record["went_on"],
                "category": "outreach",
                "secrecy": "2",
            },
            lacks,
        )


def _complaints(house: House, look: Reader) -> Iterator[Proposal]:
    words = Words("archive")
    records = look.select(Query("complaint", among={"state": _COMPLAINT_ENDS}, order="received_at", limit=_MOST))
    filed = _filed(look, [one.eid for one in records])
    for record in records:
        if record.eid in filed:
            continue
        kind = wording.code_label("complaint_kinds", record["kind"])
        ended = moments.china_date(record["closed_at"] or record["received_at"])
        # Who complained stands in no title: a title outlives what is known of people.
        title = words.fill("complaint_title", kind=kind, state=wording.code_label("complaint_states", record["state"]))
        values = {"title": title, "part": "13", "document_number": record["number"], "category": "complaint"}
        lacks = () if record["state"] != "closed" or record["decision"] else ("archive.lacks.decision",)
        yield Proposal(
            "complaint",
            record.eid,
            record["client"] or "",
            {**values, "dated": ended, "starts_on": ended, "secrecy": "3"},
            lacks,
        )


def _improvements(house: House, look: Reader) -> Iterator[Proposal]:
    records = look.select(Query("improvement", equals={"state": "closed"}, order="deadline", limit=_MOST))
    filed = _filed(look, [one.eid for one in records])
    for record in records:
        if record.eid not in filed:
            title = Words("archive").fill("improvement_title", problem=record["problem"])[:_TITLE]
            ended = record["verified_on"]
            values = {"title": title, "part": "14", "document_number": record["number"], "category": "improvement"}
            yield Proposal(
                "improvement",
                record.eid,
                "",
                {**values, "dated": ended, "starts_on": ended, "secrecy": "2"},
                () if record["evidence"] else ("archive.lacks.evidence",),
            )


def _registers(house: House, look: Reader) -> Iterator[Proposal]:
    """What ended in the registers of the rule books, as each of them declares."""
    for register in REGISTERS.values():
        if register.filed is not None:
            yield from _of_register(register, register.filed, look)


def _of_register(register: Register, filed: Filing, look: Reader) -> Iterator[Proposal]:
    among = {register.state: filed.states} if filed.states else {}
    records = look.select(Query(register.name, among=among, order=register.order, limit=_MOST))
    done = _filed(look, [one.eid for one in records])
    for record in records:
        # A training that an account was opened with is no matter of its own: it has no number.
        numbered = "number" not in record.values or record["number"]
        if record.eid in done or record[filed.dated] is None or not numbered:
            continue
        kind, name = wording.code_label("entity", register.name), title_of(register, look, record)
        title = Words("archive").fill("register_title", register=kind, title=name)
        values = {"title": title[:_TITLE], "part": filed.part, "document_number": record.values.get("number")}
        values |= {"dated": record[filed.dated], "starts_on": record[filed.dated]}
        yield Proposal(register.name, record.eid, "", {**values, "category": filed.category, "secrecy": "2"}, ())


def _figure_reports(house: House, look: Reader) -> Iterator[Proposal]:
    """Reports as soon as they are approved."""
    records = look.select(Query("figure_report", equals={"state": "approved"}, order="since", limit=_MOST))
    filed = _filed(look, [one.eid for one in records])
    for record in records:
        if record.eid not in filed:
            kind, ended = wording.code_label("figure_report_kinds", record["kind"]), record["until"]
            title = Words("archive").fill("figure_report_title", kind=kind, period=record["period"])[:_TITLE]
            values = {"title": title, "part": "16", "document_number": record["number"], "category": "other"}
            yield Proposal(
                "figure_report", record.eid, "", {**values, "dated": ended, "starts_on": ended, "secrecy": "2"}, ()
            )


def _evaluations(house: House, look: Reader) -> Iterator[Proposal]:
    """Evaluations of the station as soon as they are closed: they are kept as decisions are (H3)."""
    records = look.select(Query("self_evaluation", equals={"state": "closed"}, order="since", limit=_MOST))
    filed = _filed(look, [one.eid for one in records])
    for record in records:
        if record.eid not in filed:
            told = {"since": record["since"].isoformat(), "until": record["until"].isoformat()}
            title = Words("archive").fill("evaluation_title", **told)[:_TITLE]
            values = {"title": title, "part": "16", "document_number": record["number"], "category": "decision"}
            day = record["closed_on"]
            yield Proposal(
                "self_evaluation", record.eid, "", {**values, "dated": day, "starts_on": day, "secrecy": "2"}, ()
            )


def _meetings(house: House, look: Reader) -> Iterator[Proposal]:
    """Records of meetings whose decisions are all settled."""
    records = look.select(Query("meeting", equals={"state": "settled"}, order="planned_on", limit=_MOST))
    for record in records:
        kind = wording.code_label("meeting_kinds", record["kind"])
        title = Words("archive").fill("meeting_title", kind=kind, title=record["title"])[:_TITLE]
        minuted = look.count(Query("minutes", equals={"meeting": record.eid, "state": "issued"}))
        lacks = ("archive.lacks.minutes",) if record["kind"] in _MINUTED and not minuted else ()
        values = {"title": title, "document_number": record["number"], "category": "meeting"}
        yield Proposal("meeting", record.eid, "", {**values, **_of_meeting(record, record["planned_on"])}, lacks)


def _minutes(house: House, look: Reader) -> Iterator[Proposal]:
    """Minutes as soon as they are issued."""
    records = look.select(Query("minutes", equals={"state": "issued"}, order="issued_on", limit=_MOST))
    filed = _filed(look, [one.eid for one in records])
    meetings = look.many("meeting", {one["meeting"] for one in records})
    for record in records:
        meeting = meetings.get(record["meeting"])
        if record.eid in filed or meeting is None:
            continue
        told = {"title": record["title"], "year": record["year"], "number": record["issue_no"]}
        values = {"title": Words("archive").fill("minutes_title", **told)[:_TITLE], "document_number": record["number"]}
        values["category"] = "decision" if record["kind"] in _MINUTED else "meeting"
        yield Proposal("minutes", record.eid, "", {**values, **_of_meeting(meeting, record["issued_on"])}, ())


def _of_meeting(meeting: Record, day: date) -> dict[str, Any]:
    return {"part": "15", "dated": day, "starts_on": day, "secrecy": "3" if meeting["restricted"] else "2"}


_MINUTED = ("01", "02")
"""Meetings (D15) that decide for the station: joint meetings and those of the decision body."""

_COMPLAINT_ENDS = ("closed", "referred", "withdrawn")


def _filed(look: Reader, subjects: list[str]) -> frozenset[str]:
    query = Query("archive_item", among={"subject": subjects}, limit=len(subjects) + 1)
    return frozenset(one["subject"] for one in look.select(query)) if subjects else frozenset()


SOURCES: Mapping[str, Source] = {
    "request": _requests,
    "outreach": _outreach,
    "complaint": _complaints,
    "improvement": _improvements,
    "register": _registers,
    "figure_report": _figure_reports,
    "self_evaluation": _evaluations,
    "meeting": _meetings,
    "minutes": _minutes,
}
"""Where finished matters come from; a new kind adds its line."""


def common(house: House, look: Reader, category: str, today: date) -> dict[str, Any]:
    """What every proposed item begins with."""
    return {
        "author": station_of(look)["name"],
        "period": house.codes.row("retention_classes", category)["period"],
        "medium": "electronic",
        "category": category,
        "dated": today,
        "starts_on": today,
        "secrecy": "2",
    }
