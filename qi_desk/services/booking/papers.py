"""The papers of shared equipment: booking slip (F18), hand-over and return (F19), the sheet for the door, the list of
what is shared, and dates for calendars."""

from __future__ import annotations

from datetime import UTC, date
from pathlib import Path

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.booking.clock import ENDED
from qi_desk.domain.request_work import lines_of
from qi_desk.services.booking.standing import resource_of
from qi_desk.services.booking.use import usage_of
from qi_desk.services.booking.views import Bar, Lane, diary
from qi_desk.services.client_file import living
from qi_desk.services.document_words import Words, day_text, joined, moment_text
from qi_desk.services.form_sheets import FORM_SHEET, SheetTable
from qi_desk.services.paperwork import Order, coded
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.request_papers import facts_of, framed, parts_of, person_said
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.sheets import OutColumn, OutSheet
from qi_desk.services.showing import text
from qi_desk.services.slips.giving import Facts

SLIP, HANDOVER, DAY_SHEET, PUBLIC_LIST = "booking", "handover", "equipment_day", "equipment_list"
_TOLD = ("mode", "purpose", "sample", "hazard", "standard", "data_out", "fee", "fee_kind", "deposit", "affiliated")
_USED = ("before", "before_note", "after", "done", "fault", "cleaned", "data_given", "minutes", "fee")
_MOST = 1000


@verb("paper.booking", COUNTER)
def slip(house: House, actor: Actor, eid: str) -> Order:
    """预约单: who, what, when, and whether it stands or waits for the district. Raises Missing."""
    with house.store.read() as look:
        booking = living(look, "booking", eid)
        resource = resource_of(look, booking["resource_kind"], booking["resource"])
        w = Words(SLIP)
        parts = parts_of(w, booking["number"], _facts(w, look, booking, resource))
        pending = booking["judged"] == "pending"
        parts["title"] = w["title_pending"] if pending else w["title"]
        parts["sections"] = ((w["rules"], resource["hazard_rules"]),) if resource["hazard_rules"] else ()
        notes = w.fill("notes", minutes=house.settings.get("booking.grace"))
        parts["notes"] = "\n".join(filter(None, (w["pending"] if pending else "", notes)))
        view = framed(house, look, actor, parts, house.store.prints.times(eid))
    facts = Facts(view.number, SLIP, view.facts[0][1], (view.facts[2][1],), 0, booking["begins"])
    order = Order(FORM_SHEET, view, eid, SLIP, booking["client"], view.number, 0)
    return order if pending else coded(house, order, facts, actor)


def _facts(w: Words, look: Reader, booking: Record, resource: Record) -> tuple[tuple[str, str], ...]:
    return (
        (w["client"], text(look.get("enterprise", booking["client"]), "name")),
        (w["user"], text(booking, "user_name")),
        (w["resource"], " ".join(filter(None, (resource["name"], resource["model"])))),
        (w["place"], resource["place"] or ""),
        (w["time"], w.fill("time_text", begins=moment_text(booking["begins"]), ends=moment_text(booking["ends"]))),
        (w["state"], wording.code_label("booking_states", booking["state"])),
        *facts_of(booking, _TOLD),
        (w["made_by"], person_said(look, booking["made_by"])),
    )


@verb("paper.handover", COUNTER)
def handover(house: House, actor: Actor, eid: str) -> Order:
    """使用与交接记录: condition and accessories out and back, time used, both signatures. Raises Missing."""
    with house.store.read() as look:
        booking = living(look, "booking", eid)
        resource = resource_of(look, booking["resource_kind"], booking["resource"])
        usage = usage_of(look, eid)
        w, b = Words(HANDOVER), Words(SLIP)
        out = [line[0] for line in lines_of(usage["accessories_out"] if usage is not None else None)]
        back = {line[0] for line in lines_of(usage["accessories_back"] if usage is not None else None)}
        ended = usage is not None and usage["back_at"] is not None
        rows = tuple(
            (
                str(place),
                name,
                w["given"] if usage is not None else "",
                (w["given"] if name in back else "") if ended else "",
            )
            for place, name in enumerate(out or [""], start=1)
        )
        facts = [*_facts(b, look, booking, resource)[:5]]
        if usage is not None:
            facts += [
                (w["checked_in"], moment_text(usage["checked_in_at"])),
                (w["back"], moment_text(usage["back_at"])),
                *facts_of(usage, _USED),
                (w["keeper"], person_said(look, usage["confirmed_by"])),
            ]
        parts = parts_of(w, booking["number"], tuple(facts), rows, (26, 0, 90, 90))
        view = framed(house, look, actor, parts, house.store.prints.times(usage.eid if usage is not None else eid))
    return Order(FORM_SHEET, view, usage.eid if usage is not None else eid, HANDOVER, booking["client"], view.number, 0)


@verb("paper.equipment_day", COUNTER)
def day_sheet(house: House, actor: Actor, day: date, resource: str = "") -> Order:
    """The sheet for the door: the bookings of a day, of one device or room or of all. Names are masked."""
    shown = diary(house, actor, day, resources=(resource,) if resource else ())
    w = Words(DAY_SHEET)
    lanes = [lane for lane in shown.lanes if resource or _expected(lane)]
    tables = tuple(
        SheetTable(
            " ".join(filter(None, (lane.name, lane.place))),
            w.all("columns"),
            (90, 0, 80, 90, 90),
            tuple(
                (
                    f"{bar.begins:%H:%M}-{bar.ends:%H:%M}",
                    bar.title,
                    bar.user,
                    wording.code_label("booking_phases", bar.phase),
                    "",
                )
                for bar in _expected(lane)
            ),
        )
        for lane in lanes
    )
    parts = {
        "title": w["title"],
        "number": "",
        "facts": (
            (w["day"], day_text(day)),
            (w["count"], w.fill("count_text", count=sum(len(_expected(one)) for one in lanes))),
        ),
        "tables": tables,
        "sections": () if tables else ((w["title"], w["nothing"]),),
        "notes": w["notes"],
    }
    with house.store.read() as look:
        view = framed(house, look, actor, parts, 0)
    return Order(FORM_SHEET, view, "", DAY_SHEET, "", "", 0)


def _expected(lane: Lane) -> list[Bar]:
    return [bar for bar in lane.bars if bar.phase not in ENDED or bar.phase in ("returned", "done")]


@verb("paper.equipment_list", COUNTER)
def public_list(house: House, actor: Actor) -> Order:
    """The public list of what may be shared: what it is, what it can do, how, when, what it costs (A.8)."""
    w = Words(PUBLIC_LIST)
    with house.store.read() as look:
        records = [one for one in look.select(Query("equipment", order="name", limit=_MOST)) if one["open"]]
        rows = tuple(_listed(w, place, one) for place, one in enumerate(records, start=1))
        widths = (24, 0, 110, 100, 84, 64)
        facts = (
            (w["day"], day_text(moments.china_date(house.clock.now()))),
            (w["count"], w.fill("count_text", count=len(rows))),
        )
        view = framed(house, look, actor, parts_of(w, "", facts, rows, widths), 0)
    return Order(FORM_SHEET, view, "", PUBLIC_LIST, "", "", 0)


@verb("bookings.list_file", COUNTER)
def list_file(house: House, actor: Actor, path: Path) -> int:
    """The public list as a table (xlsx or CSV); returns its rows. Raises BadFile, StoreError kinds."""
    w = Words(PUBLIC_LIST)
    with house.store.read() as look:
        records = [one for one in look.select(Query("equipment", order="name", limit=_MOST)) if one["open"]]
    rows = [[cell.replace("\n", " ") for cell in _listed(w, place, one)] for place, one in enumerate(records, start=1)]
    heads = tuple(OutColumn(title, width=24) for title in w.all("columns"))
    house.sheets.write(path, [OutSheet(w["title"], heads, rows)])
    return len(rows)


def _listed(w: Words, place: int, one: Record) -> tuple[str, ...]:
    price = "\n".join(
        w.fill("price", yuan=f"{row['price'] / 100:g}") for row in one["prices"] or () if row.get("price")
    )
    return (
        str(place),
        "\n".join(filter(None, (" ".join(filter(None, (one["name"], one["model"]))), one["owner"]))),
        joined(" ".join(filter(None, (row["name"], row.get("standard")))) for row in one["tests"] or ()),
        joined(wording.code_label("equipment_modes", mode) for mode in one["modes"] or ()),
        "\n".join(filter(None, (one["place"], one["hours"]))),
        price or w["free"],
    )


@verb("bookings.ics", COUNTER)
def calendar_file(house: House, actor: Actor, day: date, days: int = 30, resource: str = "") -> str:
    """The bookings from `day` on as an iCalendar file (RFC 5545) with CRLF lines; names of people stay out of it."""
    shown = diary(house, actor, day, days, resources=(resource,) if resource else ())
    stamp = house.clock.now().astimezone(UTC)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//qi-desk//booking//ZH"]
    for lane in shown.lanes:
        for bar in _expected(lane):
            lines += [
                "BEGIN:VEVENT",
                f"UID:{bar.eid}@qi-desk",
                f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
                f"DTSTART:{bar.begins.astimezone(UTC):%Y%m%dT%H%M%SZ}",
                f"DTEND:{bar.ends.astimezone(UTC):%Y%m%dT%H%M%SZ}",
                *_folded(f"SUMMARY:{_escaped(lane.name)} {_escaped(bar.title)}"),
                *_folded(f"LOCATION:{_escaped(lane.place)}"),
                "END:VEVENT",
            ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _escaped(said: str) -> str:
    for mark in "\\;,":
        said = said.replace(mark, f"\\{mark}")
    return said.replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """A line of at most 75 octets, continued with a blank (RFC 5545, 3.1)."""
    parts, part = [], ""
    for character in line:
        if len((part + character).encode()) > 74:
            parts.append(part)
            part = " "
        part += character
    return [*parts, part]
