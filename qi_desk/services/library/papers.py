"""The papers of the resource library, after the annex of the district's note: expert information form (F24), move-in
application and agreement (F25)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from qi_desk import resource_files, wording
from qi_desk.services.document_words import Words, day_text, joined, moment_text
from qi_desk.services.form_sheets import FORM_SHEET, SheetTable
from qi_desk.services.library.records import party_of
from qi_desk.services.library.views import evaluations_of
from qi_desk.services.official_sheets import (
    AGREEMENT,
    HEADINGS,
    PARAGRAPH,
    TABLE,
    AgreementView,
    Block,
    SignatureColumn,
)
from qi_desk.services.papers import StationHead
from qi_desk.services.paperwork import Order, head
from qi_desk.services.ports import Actor, House, Reader, Record
from qi_desk.services.request_papers import framed
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.showing import text

EXPERT, APPLICATION, MOVE_IN = "expert_form", "move_in_application", "move_in_agreement"
_ARTICLES = "documents/agreements.toml"
_FEN = 100
_EMPTY_LINES = 4
_LABELS = {"title": "professional_title"}
"""Fields whose label is called otherwise: `title` is that of the form."""

Values = Mapping[str, Any]


@verb("paper.expert_form", COUNTER)
def expert_form(house: House, actor: Actor, eid: str) -> Order:
    """专家信息表 of one expert; what is not on record is left to be written. Raises Missing."""
    with house.store.read() as look:
        record = party_of(look, "expert", eid)
        return _order(house, look, actor, EXPERT, record, _expert_parts(look, record))


@verb("paper.expert_form_blank", COUNTER)
def blank_expert_form(house: House, actor: Actor) -> Order:
    """The form for somebody who is to be recommended."""
    with house.store.read() as look:
        return _order(house, look, actor, EXPERT, None, _expert_parts(look, None))


@verb("paper.move_in_application", COUNTER)
def application(house: House, actor: Actor, eid: str) -> Order:
    """入驻申请表 of one institution; what is not on record is left to be written. Raises Missing."""
    with house.store.read() as look:
        record = party_of(look, "institution", eid)
        return _order(house, look, actor, APPLICATION, record, _application_parts(record))


@verb("paper.move_in_application_blank", COUNTER)
def blank_application(house: House, actor: Actor) -> Order:
    """The form for an institution that wants to move in."""
    with house.store.read() as look:
        return _order(house, look, actor, APPLICATION, None, _application_parts(None))


def _order(house: House, look: Reader, actor: Actor, kind: str, record: Record | None, parts: dict[str, Any]) -> Order:
    w = Words(kind)
    paper = f"{record.eid}:{kind}" if record is not None else ""
    number = record["number"] or "" if record is not None else ""
    times = house.store.prints.times(paper) if paper else 0
    told = {"title": w["title"], "number": number, "notes": w["notes"], "signatures": w.all("signatures"), **parts}
    view = framed(house, look, actor, {**told, "tables_first": True}, times)
    return Order(FORM_SHEET, view, paper, kind, record.eid if record is not None else "", number, times)


def _expert_parts(look: Reader, record: Record | None) -> dict[str, Any]:
    w = Words(EXPERT)
    facts = _facts(
        record,
        w,
        ("name", "organisation", "post", "title", "title_on", "education", "years", "phone", "street", "source"),
        ("roles", "fields", "trades", "secrecy", "term", "certificate_no"),
        {"secrecy": _span(record, "secrecy_on", "secrecy_to"), "term": _span(record, "term_from", "term_to")},
    )
    certificates = tuple(
        (one.get("name") or "", one.get("number") or "", _catalogue(one.get("fields") or ()), _day(one.get("valid_to")))
        for one in _rows(record, "certificates")
    )
    avoid = tuple((str(place), name) for place, name in enumerate(_avoided(look, record), start=1))
    if record is not None and not avoid and record["avoid_confirmed"]:
        avoid = (("", w["nobody"]),)
    judged = evaluations_of(look, record.eid) if record is not None else ()
    tables = [
        SheetTable(w["certificates"], w.all("certificate_columns"), (120, 110, 0, 84), _filled(certificates, 4)),
        SheetTable(w["avoid"], w.all("avoid_columns"), (26, 0), _filled(avoid, 2)),
    ]
    if judged:
        rows = tuple((moment_text(one.made_at), str(one.score), one.comment) for one in judged)
        tables.append(SheetTable(w["judged"], w.all("judged_columns"), (110, 40, 0), rows))
    works = text(record, "works")
    return {
        "facts": facts,
        "tables": tuple(tables),
        "sections": ((w["works"], works or w.lines("room", _EMPTY_LINES)), (w["opinion"], _opinion(record, w))),
    }


def _opinion(record: Record | None, w: Words) -> str:
    by = text(record, "recommended_by")
    return f"{w['recommended_by']}{by}\n{w.lines('room', 2)}" if by else w.lines("room", 2)


def _application_parts(record: Record | None) -> dict[str, Any]:
    w = Words(APPLICATION)
    penalty = ""
    if record is not None:
        penalty = (text(record, "penalty_note") or w["penalised"]) if record["penalised"] else w["clean"]
    facts = _facts(
        record,
        w,
        ("name", "credit_code", "legal_representative", "address", "contact_name", "contact_phone"),
        ("fields", "offer", "response_hours", "pledge_on", "penalty"),
        {"penalty": penalty},
    )
    staff = tuple((one.get("name") or "", one.get("post") or "") for one in _rows(record, "staff"))
    tables = (
        SheetTable(w["qualifications"], w.all("qualification_columns"), (90, 90, 0, 84), _qualified(record)),
        SheetTable(w["prices"], w.all("price_columns"), (0, 80, 60, 60), _priced(record)),
        SheetTable(w["staff"], w.all("staff_columns"), (120, 0), _filled(staff, 2)),
    )
    opinions = tuple((heading, w.lines("room", 2)) for heading in w.all("opinions"))
    return {"facts": facts, "tables": tables, "sections": ((w["promise_heading"], w["promise"]), *opinions)}


def _facts(
    record: Record | None, w: Words, short: Iterable[str], long: Iterable[str], made: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    said = ((name, made[name] if name in made else _said(record, name)) for name in (*short, *long))
    return tuple((w[_LABELS.get(name, name)], value) for name, value in said)


def _said(record: Record | None, name: str) -> str:
    """A field as it stands on these forms; personal data masked."""
    value = record[name] if record is not None else None
    if value in (None, "", []):
        return ""
    if isinstance(value, date):
        return day_text(value)
    if name in _CODED:
        codes = value if isinstance(value, list | tuple) else (value,)
        return joined(wording.code_label(_CODED[name], code) for code in codes)
    return text(record, name)


_CODED = {
    "fields": "catalogue",
    "trades": "industry_sections",
    "roles": "expert_roles",
    "source": "expert_sources",
    "street": "streets",
}


def _rows(record: Record | None, name: str) -> tuple[Values, ...]:
    return tuple(record[name] or ()) if record is not None else ()


def _avoided(look: Reader, record: Record | None) -> Iterator[str]:
    kept = _rows(record, "avoid")
    known = look.many("enterprise", [one.get("key") or "" for one in kept])
    for one in kept:
        client = known.get(one.get("key") or "")
        yield one.get("name") or text(client, "name") or str(one.get("key") or "")


def _qualified(record: Record | None) -> tuple[tuple[str, ...], ...]:
    rows = tuple(
        (
            wording.code_label("qualification_kinds", one["kind"]) if one.get("kind") else "",
            one.get("number") or "",
            "　".join(filter(None, (one.get("scope") or "", _catalogue(one.get("items") or ())))),
            _day(one.get("valid_to")),
        )
        for one in _rows(record, "qualifications")
    )
    return _filled(rows, 4)


def _priced(record: Record | None) -> tuple[tuple[str, ...], ...]:
    w = Words(APPLICATION)
    rows = tuple(
        (
            wording.code_label("catalogue", one["item"]) if one.get("item") else "",
            Words("common").fill("yuan", yuan=f"{one['price'] / _FEN:,.2f}") if one.get("price") else "",
            one.get("unit") or "",
            w.fill("days", days=one["days"]) if one.get("days") else "",
        )
        for one in _rows(record, "prices")
    )
    return _filled(rows, 4)


def _filled(rows: tuple[tuple[str, ...], ...], columns: int) -> tuple[tuple[str, ...], ...]:
    """The rows, or empty ones to write in."""
    return rows or (("",) * columns,) * 3


def _catalogue(items: Iterable[str]) -> str:
    return joined(wording.code_label("catalogue", item) for item in items)


def _day(value: Any) -> str:
    return day_text(date.fromisoformat(value) if isinstance(value, str) else value) if value else ""


def _span(record: Record | None, first: str, last: str) -> str:
    if record is None or record[first] is None:
        return ""
    until = day_text(record[last])
    return Words(EXPERT).fill("span", first=day_text(record[first]), last=until) if until else day_text(record[first])


@verb("paper.move_in_agreement", COUNTER)
def agreement(house: House, actor: Actor, eid: str) -> Order:
    """入驻协议 with one institution: the articles of resources/documents/agreements.toml with its facts filled in, what
    it is qualified for and what it charges as annexes. Raises Missing."""
    with house.store.read() as look:
        record = party_of(look, "institution", eid)
        station = head(house, look)
    told = resource_files.read(_ARTICLES)["move_in"]
    paper = f"{eid}:{MOVE_IN}"
    times = house.store.prints.times(paper)
    view = AgreementView(
        station=station,
        title=told["title"],
        number=record["agreement_no"] or "",
        parties=_parties(told, station, record),
        body=(*_articles(told, station, record), *_annexes(told, record)),
        signatures=(
            SignatureColumn(told["first_signs"], station.name),
            SignatureColumn(told["second_signs"], record["name"]),
        ),
        reprint=times,
        printed_at=house.clock.now(),
        printed_by=actor.staff_no,
    )
    return Order(AGREEMENT, view, paper, MOVE_IN, eid, record["number"] or "", times)


def _parties(told: Values, station: StationHead, record: Record) -> tuple[str, ...]:
    filled = {
        "station": station.name,
        "station_address": station.address,
        "station_phone": station.phone,
        "name": record["name"],
        "credit_code": record["credit_code"] or told["open"],
        "address": record["address"] or told["open"],
        "representative": text(record, "legal_representative") or told["open"],
    }
    return tuple(line.format(**filled) for line in told["parties"])


def _articles(told: Values, station: StationHead, record: Record) -> Iterator[Block]:
    filled = {
        "items": _catalogue(record["fields"] or ()) or told["open"],
        "from": day_text(record["agreement_from"]) or told["open_day"],
        "to": day_text(record["agreement_to"]) or told["open_day"],
        "offer": record["offer"] or told["no_offer"],
        "hours": record["response_hours"] or told["open"],
        "supervision": station.supervision_phone or station.phone,
    }
    yield Block(PARAGRAPH, told["purpose"])
    for article in told["article"]:
        yield Block(HEADINGS[0], article["heading"])
        for said in article["text"]:
            yield Block(PARAGRAPH, said.format(**filled))


def _annexes(told: Values, record: Record) -> Iterator[Block]:
    w = Words(APPLICATION)
    tables = (
        (told["annex_qualifications"], w.all("qualification_columns"), (3, 3, 5, 3), _qualified(record)),
        (told["annex_prices"], w.all("price_columns"), (5, 3, 2, 2), _priced(record)),
    )
    for title, columns, widths, rows in tables:
        yield Block(TABLE, title, columns=columns, widths=widths, rows=rows)
