"""The answer to a person on paper: what was found, why it is kept and how long, what was decided. Masked for the files;
one copy, for the person alone, shows the values."""

from __future__ import annotations

from typing import Any

from qi_desk import wording
from qi_desk.domain import masking
from qi_desk.domain.errors import NotAllowed
from qi_desk.domain.records import entity
from qi_desk.domain.registers.personal import CORRECTED, GONE, NOT_THEIRS, REMOVED, THEIRS
from qi_desk.services.client_file import living
from qi_desk.services.document_words import Words, day_text
from qi_desk.services.form_sheets import FORM_SHEET, SheetTable
from qi_desk.services.paperwork import Order
from qi_desk.services.ports import Actor, House, Reader, Record
from qi_desk.services.privacy.copies import PERSONAL_COPY
from qi_desk.services.privacy.purposes import datum, period_said
from qi_desk.services.privacy.reach import reach
from qi_desk.services.privacy.requests import REQUEST, findings
from qi_desk.services.request_papers import framed
from qi_desk.services.rights import COUNTER, LEADING, verb

_SHEET = "register_sheet"
_CHECKED = ("searched", "answered")


@verb("paper.personal_answer", COUNTER)
def answer_sheet(house: House, actor: Actor, eid: str) -> Order:
    """The answer with every value masked, for the files. Raises Missing."""
    return _sheet(house, actor, eid, whole=False)


@verb("paper.personal_copy", LEADING)
def copy_for_person(house: House, actor: Actor, eid: str) -> Order:
    """The answer with the values of who asked; that they were shown is entered in the chain. Raises Missing,
    NotAllowed("personal.not_checked") before who asks was checked and looked for."""
    with house.store.write(actor) as unit:
        if living(unit, REQUEST, eid)["state"] not in _CHECKED:
            raise NotAllowed("personal.not_checked")
        unit.audit("revealed", REQUEST, eid, why="legal")
        unit.commit()
    return _sheet(house, actor, eid, whole=True)


def _sheet(house: House, actor: Actor, eid: str, *, whole: bool) -> Order:
    kind = PERSONAL_COPY if whole else _SHEET
    paper = f"{eid}:{kind}"
    with house.store.read() as look:
        record = living(look, REQUEST, eid)
        w = Words("personal_answer")
        theirs = [one for one in findings(look, eid) if one["decision"] != NOT_THEIRS]
        places = [one for one in theirs if one["likeness"] in THEIRS] if whole else theirs
        emptied = any(one["decision"] == REMOVED for one in theirs)
        times = house.store.prints.times(paper)
        parts: dict[str, Any] = {
            "title": w["title_copy" if whole else "title"],
            "number": record["number"] or "",
            "facts": tuple(_facts(w, look, record, whole)),
            "sections": tuple(_sections(w, house, record, emptied, whole)),
            "tables": tuple(_tables(w, house, look, places, whole)),
            "tables_first": True,
            "notes": w["notes_copy" if whole else "notes"],
            "signatures": w.all("signatures"),
        }
        view = framed(house, look, actor, parts, times)
    return Order(FORM_SHEET, view, paper, kind, eid, view.number, times)


def _facts(w: Words, look: Reader, record: Record, whole: bool) -> list[tuple[str, str]]:
    people = look.many("person", filter(None, (record["checked_by"], record["answered_by"])))

    def name(field: str) -> str:
        return str(people[record[field]]["name"]) if record[field] in people else ""

    return [
        (w["name"], _personal(record, "name", whole)),
        (w["phone"], _personal(record, "phone", whole)),
        (w["agent"], _personal(record, "agent", whole)),
        (w["kind"], wording.code_label("personal_request_kinds", record["kind"])),
        (w["received_on"], day_text(record["received_on"])),
        (w["due"], w.fill("promised", day=day_text(record["due"]))),
        (w["checked"], wording.code_label("person_checks", record["checked"]) if record["checked"] else ""),
        (w["checked_by"], name("checked_by")),
        (w["answered_on"], day_text(record["answered_on"])),
        (w["answered_by"], name("answered_by")),
    ]


def _sections(w: Words, house: House, record: Record, emptied: bool, whole: bool) -> list[tuple[str, str]]:
    told = [(w[name], _text(record, name, whole)) for name in ("details", "refusal", "by_hand")]
    if emptied:
        told.append((w["reach"], "\n".join(f"{what}{w['colon']}{said}" for what, said in reach(house, record))))
    return [(heading, text) for heading, text in told if text]


def _text(record: Record, name: str, whole: bool) -> str:
    """What was typed; without the person's name and any number, unless it is for them."""
    said = str(record[name] or "")
    return said if whole else masking.scrub(said.replace(record["name"], _personal(record, "name", whole)))


def _tables(w: Words, house: House, look: Reader, places: list[Record], whole: bool) -> list[SheetTable]:
    if not places:
        return [SheetTable(w["found"], (w["nothing"],), (0,), ())]
    rows = [(str(place), *_row(w, house, look, one, whole)) for place, one in enumerate(places, start=1)]
    whats = dict.fromkeys(one["what"] for one in places)
    return [
        SheetTable(w["found"], w.all("found_columns"), (22, 138, 0, 132), tuple(rows)),
        SheetTable(w["why"], w.all("why_columns"), (104, 0, 150, 108), tuple(_why(house, what) for what in whats)),
    ]


def _row(w: Words, house: House, look: Reader, finding: Record, whole: bool) -> tuple[str, str, str]:
    one = datum(house.codes, finding["what"])
    record = look.get(one.kind, finding["record"])
    value = _personal(record, one.field, whole) if record is not None else ""
    where = "\n".join(filter(None, (wording.code_label("entity", one.kind), finding["place"])))
    return where, f"{one.label}{w['colon']}{value if value not in ('', GONE) else w['empty']}", _decided(w, finding)


def _decided(w: Words, finding: Record) -> str:
    lists = ("personal_decisions", "decision") if finding["decision"] else ("personal_likeness", "likeness")
    said = [wording.code_label(lists[0], finding[lists[1]])]
    if finding["rule"]:
        said.append(wording.code_label("personal_rules", finding["rule"]))
    if finding["reason"]:
        said.append(str(finding["reason"]))
    if finding["decision"] not in (REMOVED, CORRECTED) and finding["kept_until"]:
        said.append(w.fill("until", day=day_text(finding["kept_until"])))
    return w["colon"].join((said[0], w["comma"].join(said[1:]))) if said[1:] else said[0]


def _why(house: House, what: str) -> tuple[str, str, str, str]:
    one = datum(house.codes, what)
    return one.label, one.purpose, wording.code_label("personal_bases", one.basis), period_said(one, house)


def _personal(record: Record, name: str, whole: bool) -> str:
    value = str(record[name] or "")
    rule = entity(record.kind).field(name).mask
    if rule == "none":
        # What everybody at the station reads is still not for everybody on paper.
        rule = "phone" if name.endswith("phone") else "name"
    return value if whole or value == GONE else masking.mask(rule, value)
