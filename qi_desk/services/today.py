"""今日: everything that waits for the specialist today, the most urgent first, each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.services import expiry
from qi_desk.services.blank_forms.reserving import outstanding
from qi_desk.services.booking.views import due_today
from qi_desk.services.feedback.complaint_views import complaints_due
from qi_desk.services.feedback.improvement_views import plans_due
from qi_desk.services.feedback.survey_views import corrections_due
from qi_desk.services.feedback.survey_views import rows_of as survey_rows
from qi_desk.services.indicators.waiting import waiting_evaluations
from qi_desk.services.library.records import PARTIES
from qi_desk.services.meetings.due import waiting as meetings_waiting
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.prints.views import open_papers
from qi_desk.services.registers.day import waiting_in_registers
from qi_desk.services.request_aftercare import steps_due
from qi_desk.services.request_ending import OPEN_WORK
from qi_desk.services.request_views import RUNNING, due_of
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import shown, text
from qi_desk.services.visit_records import queue
from qi_desk.services.visit_views import visit_views

_MOST = 2000
_EXPIRING_DAYS = 14
_OPEN = tuple(dict.fromkeys((*RUNNING, *OPEN_WORK)))


@dataclass(frozen=True, slots=True)
class DayLine:
    """One thing to do. `section` is a code of `day_sections`; (`kind`, `eid`) the record to open; `due` the day, `at`
    the moment it was or is due, where it has one; `client` whose file it stands in; `request` the request a colleague
    could take over, if any."""

    section: str
    kind: str
    eid: str
    number: str
    client_name: str
    what: str
    due: date | None
    at: datetime | None
    late: bool
    owner: str
    client: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """What waits at `at`; `counts` tell how many lines each section has, in the order of `day_sections`."""

    at: datetime
    lines: tuple[DayLine, ...]
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A line before names are looked up: `client` and `owner` are ids."""

    section: str
    record: Record
    what: str
    due: date | None = None
    at: datetime | None = None
    late: bool = False
    owner: str = ""
    client: str = ""
    number: str = ""


@verb("today.day", LOOKING)
def day(house: House, actor: Actor, *, mine: bool = True) -> Day:
    """What is to be done today: of the actor, or of everybody; who waits in the hall or booked belongs to everybody."""
    now = house.clock.now()
    with house.store.read() as look:
        waiting = tuple(_waiting(house, look, now))
        found = [
            *_requests(look, now),
            *_call_backs(look, now),
            *_unanswered(look, now),
            *_outreach(look, now),
            *_look_backs(house, look, now),
            *_improvements(look, now),
            *_meetings(house, look, actor),
        ]
        booked = (
            *_booked(house, look, now),
            *_complaints(house, look, actor, now),
            *_corrections(house, look, now),
            *_blanks(look, now),
            *_reports(look, actor),
        )
        waiting = (*waiting, *_in_doubt(house, look, actor), *_evaluations(look, actor, now))
        kept = tuple(_registers(house, look, actor, now, mine=mine))
        lines = _worded(look, [one for one in found if not mine or one.owner in actor.accounts])
    expiring = tuple(_expiring(house, actor, mine))
    places = {row["id"]: place for place, row in enumerate(house.codes.rows("day_sections"))}
    ordered = sorted(
        (*waiting, *booked, *kept, *lines, *expiring), key=lambda line: (places[line.section], _moment(line))
    )
    counts = tuple((name, sum(line.section == name for line in ordered)) for name in places)
    return Day(now, tuple(ordered), counts)


def _moment(line: DayLine) -> str:
    if line.at is not None:
        return moments.to_text(line.at)
    return line.due.isoformat() if line.due else ""


def _waiting(house: House, look: Reader, now: datetime) -> Iterator[DayLine]:
    patience = timedelta(minutes=house.settings.get("deadline.wait_apology"))
    for view in visit_views(look, queue(house, look), now):
        called = " ".join(filter(None, (view.ticket, view.who)))
        late = now - view.since > patience
        yield DayLine("waiting", "visit", view.eid, view.ticket, called, view.subject, None, view.since, late, "")


def _in_doubt(house: House, look: Reader, by: Actor) -> Iterator[DayLine]:
    """Originals printed at this desk of which nobody said that they are in hand: they belong to who sits here."""
    for row in open_papers(house, look, by):
        name = wording.code_label("paper_kinds", row.kind)
        yield DayLine("in_hand", "print", row.eid, row.number, row.who, name, None, row.at, False, "")


_BOOKING_SECTIONS = {
    "overrun": "booking_late",
    "offer": "booking_call",
    "call": "booking_call",
    "shut": "booking_call",
    "check_in": "booking",
    "approve": "booking_review",
    "confirm": "booking_review",
}


def _booked(house: House, look: Reader, now: datetime) -> Iterator[DayLine]:
    """Bookings belong to everybody, as who waits in the hall does."""
    for due in due_today(house, look):
        said = f"{due.resource_name} {due.user}"
        late = due.why == "overrun" or (due.why == "check_in" and due.at < now)
        section = _BOOKING_SECTIONS[due.why]
        yield DayLine(
            section, "booking", due.eid, due.number, due.client_name, said, None, due.at, late, "", due.client
        )


def _requests(look: Reader, now: datetime) -> Iterator[_Found]:
    records = look.select(Query("request", among={"state": _OPEN}, order="registered_at", limit=_MOST))
    promises = _promises(look, now)
    ready = _with_results(look, [one.eid for one in records if one["state"] == "in_service"])
    today = moments.china_date(now)
    for one in records:
        due = due_of(one)
        promise = promises.get(one.eid)
        values: dict[str, Any] = {"owner": one["responsible"] or one["first_contact"] or "", "client": one["client"]}
        if due is not None and due < now:
            yield _Found("overdue", one, "", at=due, late=True, **values)
        elif due is not None and moments.china_date(due) == today:
            yield _Found("due", one, "", at=due, **values)
        elif promise is not None:
            late = promise["promise_due"] < today
            yield _Found("promised", one, shown(promise, "promise"), promise["promise_due"], late=late, **values)
        elif one.eid in ready:
            yield _Found("deliver", one, "", moments.china_date(due) if due else None, **values)
        elif one["next_on"] is not None and one["next_on"] <= today:
            yield _Found("next_step", one, "", one["next_on"], late=one["next_on"] < today, **values)
        elif one["next_on"] is None and one["state"] in OPEN_WORK:
            yield _Found("no_step", one, "", **values)


def _promises(look: Reader, now: datetime) -> dict[str, Record]:
    """By request, what was promised until today and is still the last that was said."""
    tomorrow = moments.china_date(now) + timedelta(days=1)
    found = look.select(Query("follow_up", order="promise_due", until=tomorrow, newest_first=True, limit=_MOST))
    told = {one["request"]: one for one in reversed(found) if one["promise"]}
    later: dict[str, datetime] = {}
    for one in look.select(Query("follow_up", among={"request": list(told)}, order="at", limit=5 * _MOST)):
        later[one["request"]] = one["at"]
    return {eid: one for eid, one in told.items() if one["at"] >= later.get(eid, one["at"])}


def _with_results(look: Reader, requests: list[str]) -> set[str]:
    """Requests for which everybody who was asked has finished."""
    states: dict[str, set[str]] = {}
    for one in look.select(Query("assignment", among={"request": requests}, limit=5 * _MOST)):
        states.setdefault(one["request"], set()).add(one["state"])
    return {eid for eid, held in states.items() if held & {"done", "evaluated"} and not held & {"asked", "accepted"}}


def _call_backs(look: Reader, now: datetime) -> Iterator[_Found]:
    today = moments.china_date(now)
    query = Query(
        "refusal",
        equals={"called_back_on": None},
        order="callback_on",
        until=today + timedelta(days=1),
        limit=_MOST,
    )
    refusals = look.select(query)
    requests = look.many("request", {one["request"] for one in refusals})
    for one in refusals:
        request = requests.get(one["request"])
        if request is not None and not request.void:
            yield _Found(
                "call_back",
                request,
                one["destination"] or "",
                one["callback_on"],
                late=one["callback_on"] < today,
                owner=one["made_by"] or "",
                client=request["client"],
            )


def _unanswered(look: Reader, now: datetime) -> Iterator[_Found]:
    asked = look.select(Query("assignment", equals={"state": "asked"}, order="asked_at", limit=_MOST))
    due = [one for one in asked if one["answer_due"] is not None and one["answer_due"] <= now]
    requests = look.many("request", {one["request"] for one in due})
    parties = {kind: look.many(kind, {one["party"] for one in due if one["party_kind"] == kind}) for kind in PARTIES}
    for one in due:
        request = requests.get(one["request"])
        if request is None:
            continue
        party = parties.get(one["party_kind"], {}).get(one["party"])
        yield _Found(
            "unanswered",
            request,
            text(party, "name"),
            at=one["answer_due"],
            late=True,
            owner=one["asked_by"] or "",
            client=request["client"],
            number=one["number"] or "",
        )


def _outreach(look: Reader, now: datetime) -> Iterator[_Found]:
    today = moments.china_date(now)
    tomorrow = today + timedelta(days=1)
    query = Query("outreach", equals={"state": "planned"}, order="planned_on", until=tomorrow, limit=_MOST)
    for one in look.select(query):
        mode = wording.code_label("outreach_modes", one["mode"])
        said = " ".join(filter(None, (mode, one["purpose"])))
        late = one["planned_on"] < today
        yield _Found("outreach", one, said, one["planned_on"], late=late, owner=one["owner"], client=one["client"])


def _look_backs(house: House, look: Reader, now: datetime) -> Iterator[_Found]:
    for due in steps_due(house, look):
        one = due.request
        yield _Found(
            "look_back",
            one,
            wording.code_label("look_back_steps", due.step),
            due.day,
            owner=one["responsible"] or one["first_contact"] or "",
            client=one["client"],
        )


def _complaints(house: House, look: Reader, actor: Actor, now: datetime) -> Iterator[DayLine]:
    """Complaints belong to everybody but the person one is about."""
    for record, due in complaints_due(house, look, actor, now):
        kind = wording.code_label("complaint_kinds", record["kind"])
        state = wording.code_label("complaint_states", record["state"])
        late = due < now
        yield DayLine(
            "complaint", "complaint", record.eid, record["number"] or "", "", f"{kind} {state}", None, due, late, ""
        )


def _corrections(house: House, look: Reader, now: datetime) -> Iterator[DayLine]:
    for correction, survey in corrections_due(look, now):
        row = survey_rows(house, look, [survey])[0]
        said = wording.code_label("correction_states", correction["state"])
        due = correction["verify_due"] if correction["state"] == "open" else correction["correct_due"]
        yield DayLine(
            "correction", "survey", survey.eid, row.number, row.client_name, said, None, due, row.late, row.served_by
        )


def _blanks(look: Reader, now: datetime) -> Iterator[DayLine]:
    """Numbered blank forms whose day is over and that nobody entered or voided, by day and form."""
    groups: dict[tuple[date, str], list[Record]] = {}
    for one in outstanding(look, moments.china_date(now)):
        groups.setdefault((one["day"], one["form"]), []).append(one)
    for (day_of, form), found in groups.items():
        said = f"{wording.code_label('blank_forms', form)} × {len(found)}"
        first = min(found, key=lambda one: str(one["number"]))
        yield DayLine("blank", "blank_form", first.eid, first["number"], "", said, day_of, None, True, "")


def _reports(look: Reader, by: Actor) -> Iterator[DayLine]:
    """Reports somebody else submitted wait for a second person: for everybody but who submitted them."""
    for one in look.select(Query("figure_report", equals={"state": "submitted"}, order="since", limit=_MOST)):
        if one["submitted_by"] != by.account:
            kind = wording.code_label("figure_report_kinds", one["kind"])
            said = " ".join(filter(None, (kind, one["period"], one["topic"])))
            at = one["submitted_at"]
            yield DayLine("figure_report", "figure_report", one.eid, one["number"] or "", "", said, None, at, False, "")


def _improvements(look: Reader, now: datetime) -> Iterator[_Found]:
    today = moments.china_date(now)
    for one in plans_due(look, today):
        late = one["deadline"] < today
        yield _Found("improvement", one, one["problem"], one["deadline"], late=late, owner=one["owner"])


def _evaluations(look: Reader, actor: Actor, now: datetime) -> Iterator[DayLine]:
    for one in waiting_evaluations(look, actor, moments.china_date(now)):
        yield DayLine("evaluation", "self_evaluation", one.eid, one.number, "", one.said, one.due, None, False, "")


def _registers(house: House, look: Reader, actor: Actor, now: datetime, *, mine: bool) -> Iterator[DayLine]:
    """What a register lacks or has waiting belongs to who keeps it, or to whose it is."""
    for due in waiting_in_registers(house, look, actor, moments.china_date(now)):
        if not mine or (not due.owner or due.owner in actor.accounts):
            owner = text(look.get("person", due.owner), "name") if due.owner else ""
            yield DayLine(due.section, due.register, due.eid, due.number, "", due.said, due.due, None, due.late, owner)


def _meetings(house: House, look: Reader, actor: Actor) -> Iterator[_Found]:
    for one in meetings_waiting(house, look, actor):
        yield _Found(
            one.section, one.record, one.what, one.due, one.at, late=one.late, owner=one.owner, number=one.number
        )


def _worded(look: Reader, found: Iterable[_Found]) -> Iterator[DayLine]:
    found = tuple(found)
    clients = look.many("enterprise", {one.client for one in found if one.client})
    people = look.many("person", {one.owner for one in found if one.owner})
    requests = [one.record.eid for one in found if one.record.kind == "request"]
    items: dict[str, str] = {}
    for item in look.select(Query("request_item", among={"request": requests}, limit=20 * _MOST)):
        if item["primary"]:
            items[item["request"]] = wording.code_label("catalogue", item["item"])
    for one in found:
        record = one.record
        yield DayLine(
            section=one.section,
            kind=record.kind,
            eid=record.eid,
            number=one.number or record["number"] or "",
            client_name=text(clients.get(one.client), "name"),
            what=" ".join(filter(None, (items.get(record.eid, ""), one.what))),
            due=one.due,
            at=one.at,
            late=one.late,
            owner=text(people.get(one.owner), "name"),
            client=one.client,
            request=record.eid if record.kind == "request" and record["state"] in _OPEN else "",
        )


def _expiring(house: House, actor: Actor, mine: bool) -> Iterator[DayLine]:
    for line in expiry.radar(house, actor, days=_EXPIRING_DAYS, mine=mine):
        if line.planned_on is None:
            what = expiry.said(line)
            late = line.days_left < 0
            yield DayLine(
                "expiring", line.kind, line.eid, "", line.client_name, what, line.ends_on, None, late, "", line.client
            )
