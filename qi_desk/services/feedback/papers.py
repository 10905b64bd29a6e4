"""The papers of feedback: rating slip (F12), acknowledgement, decision, referral and outside ways of a complaint (F13,
F14), improvement plan (F28)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qi_desk import wording
from qi_desk.domain import masking, moments
from qi_desk.domain.errors import Missing
from qi_desk.domain.feedback.scores import ASKED, BEST
from qi_desk.domain.working_time import add_working_days
from qi_desk.services.client_file import living
from qi_desk.services.document_words import Words, day_text, joined, moment_text
from qi_desk.services.feedback.access import is_subject, refuse_unread
from qi_desk.services.feedback.improvement_views import view_of
from qi_desk.services.form_sheets import FORM_SHEET, SheetTable
from qi_desk.services.paperwork import Order, coded, head
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.request_papers import framed, person_said
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.showing import text
from qi_desk.services.slips.giving import Facts

SLIP, ACKNOWLEDGEMENT = "survey_slip", "complaint.acknowledgement"
DECISION, REFERRAL, DISPUTE = "complaint.decision", "complaint.referral", "complaint.dispute"
IMPROVEMENT = "improvement"

Parts = dict[str, Any]


@verb("paper.survey_slip", COUNTER)
def slip(house: House, actor: Actor, eid: str) -> Order:
    """The slip a client fills in by hand, with the number it is entered by; a filled-in one as it was answered. Raises
    Missing."""
    with house.store.read() as look:
        record = living(look, "survey", eid)
        w = Words(SLIP)
        client = look.get("enterprise", record["client"]) if record["client"] else None
        subject = look.get(record["about_kind"], record["about"])
        number = subject["number"] if subject is not None else ""
        about = record["period"] or f"{wording.code_label('entity', record['about_kind'])} {number or ''}"
        facts = ((Words("common")["client"], text(client, "name")), (w["about"], about.strip()))
        rows = tuple(_grades(w, record, name) for name in ASKED)
        codes = house.codes.rows("survey_reasons")
        chosen = record["reasons"] or ()
        reasons = "　".join(f"{w['ticked' if row['id'] in chosen else 'box']}{row['label']}" for row in codes)
        said = record["words"] or "\n".join([w["words_room"]] * 2)
        asked = str(record["recommend"]) if record["recommend"] is not None else w["scale"]
        parts: Parts = {
            "title": w["title"],
            "number": record["number"] or "",
            "facts": (*facts, (w["asked_at"], moment_text(record["asked_at"]))),
            "tables": (SheetTable(w["heading"], w.all("columns"), (0, 70, 60, 70, 60, 80), rows),),
            "sections": ((w["reasons"], reasons), (w["words"], said), (w["recommend"], asked)),
            "tables_first": True,
            "notes": f"{w['call_back']}\n{w['notes']}",
            "signatures": w.all("signatures"),
        }
        view = framed(house, look, actor, parts, house.store.prints.times(eid))
    return Order(FORM_SHEET, view, eid, SLIP, eid, view.number, 0)


def _grades(w: Words, record: Record, name: str) -> tuple[str, ...]:
    grades = range(BEST, 0, -1)
    marks = (w["ticked"] if record[name] == grade else w["box"] for grade in grades)
    return (wording.label(f"survey.{name}"), *marks)


@verb("paper.complaint", COUNTER)
def complaint(house: House, actor: Actor, eid: str, kind: str) -> Order:
    """A paper of a complaint: `kind` is one of COMPLAINT_PAPERS. The person it is about gets none before its release,
    but may hand out the acknowledgement of one they took in themselves. Raises Missing."""
    with house.store.read() as look:
        record = living(look, "complaint", eid)
        if not (kind == ACKNOWLEDGEMENT and is_subject(actor, record) and record["received_by"] == actor.account):
            refuse_unread(look, actor, record)
        parts = COMPLAINT_PAPERS[kind](house, look, record)
        if parts is None:
            raise Missing("paper.not_issued", number=record["number"])
        w = Words(kind)
        phone = head(house, look).supervision_phone
        parts = {
            "title": w["title"],
            "number": record["number"] or "",
            "notes": w["notes"].format(phone=phone) if phone else w["notes"].partition("{phone}")[0].rstrip("："),
            "signatures": w.all("signatures"),
            "stamp": w.get("stamp"),
            "hidden": w.hidden,
            **parts,
        }
        view = framed(house, look, actor, parts, house.store.prints.times(f"{eid}:{kind}"))
    matter = wording.code_label("complaint_kinds", record["kind"])
    facts = Facts(view.number, kind, _complainant(record, Words(ACKNOWLEDGEMENT)), (matter,))
    return coded(house, Order(FORM_SHEET, view, f"{eid}:{kind}", kind, eid, view.number, 0), facts, actor)


def _complainant(record: Record, w: Words) -> str:
    if record["anonymous"]:
        return w["anonymous"]
    name = masking.mask("name", record["complainant"]) if record["complainant"] else ""
    return " ".join(filter(None, (name, record["organisation"] or "")))


def _acknowledgement(house: House, look: Reader, record: Record) -> Parts | None:
    if record["acknowledged_at"] is None:
        return None
    w = Words(ACKNOWLEDGEMENT)
    due = add_working_days(house.calendar, record["received_at"], house.settings.get("deadline.complaint_reply")).moment
    told = w["reply_text"].format(
        day=day_text(moments.china_date(due)), extension=house.settings.get("deadline.complaint_extension")
    )
    facts = (
        (w["to"], _complainant(record, w)),
        (w["received_at"], moment_text(record["received_at"])),
        (w["medium"], wording.code_label("complaint_media", record["medium"])),
        (w["kind"], wording.code_label("complaint_kinds", record["kind"])),
        (w["reply_due"], told),
    )
    first = ((w["first_word"], record["first_word"]),) if record["first_word"] else ()
    return {"facts": facts, "sections": ((w["wanted"], record["wanted"]), *first, (w["steps_heading"], w["steps"]))}


def _decision(house: House, look: Reader, record: Record) -> Parts | None:
    if record["decided_at"] is None:
        return None
    w = Words(DECISION)
    review = record["reviewed_at"] is not None
    by, at = ("reviewed_by", "reviewed_at") if review else ("decided_by", "decided_at")
    facts = (
        (w["kind"], wording.code_label("complaint_kinds", record["kind"])),
        (w["received_at"], moment_text(record["received_at"])),
        (w["decision"], wording.code_label("complaint_decisions", record["decision"])),
        (w["decided_at"], day_text(moments.china_date(record[at]))),
        (w["decided_by"], person_said(look, record[by])),
        (w["remedies"], joined(wording.code_label("complaint_remedies", one) for one in record["remedies"] or ())),
    )
    sections = (
        (w["facts"], record["facts"]),
        (w["wanted"], record["wanted"]),
        # What the investigator wrote down names people: the complainant reads the response made of it.
        (w["finding"], record["response"] or ""),
        (w["decision"], record["review_text"] if review else record["decision_text"]),
    )
    title = w["title_review"] if review else w["title"]
    return {"title": title, "facts": tuple(pair for pair in facts if pair[1]), "sections": sections}


def _referral(house: House, look: Reader, record: Record) -> Parts | None:
    if not record["referred_to"]:
        return None
    w = Words(REFERRAL)
    facts = (
        (w["kind"], wording.code_label("complaint_kinds", record["kind"])),
        (w["received_at"], moment_text(record["received_at"])),
        (w["referred_to"], wording.code_label("referral_places", record["referred_to"])),
        (w["when"], str(house.codes.row("referral_places", record["referred_to"])["when"])),
    )
    sections = ((w["facts"], record["facts"]), (w["note"], record["referral_note"] or ""))
    return {"facts": tuple(pair for pair in facts if pair[1]), "sections": sections}


def _dispute(house: House, look: Reader, record: Record) -> Parts | None:
    found = look.select(
        Query("external_dispute", equals={"complaint": record.eid}, order="eid", newest_first=True, limit=1)
    )
    if not found:
        return None
    w, one = Words(DISPUTE), found[0]
    facts = (
        (w["way"], wording.code_label("dispute_ways", one["way"])),
        (w["place"], one["place"] or ""),
        (w["internal"], w["internal_text"]),
    )
    ended = ((w["result"], one["result"]),) if one["result"] else ()
    sections = ((w["issue"], one["issue"]), (w["notice"], one["notice"]), *ended)
    return {"facts": tuple(pair for pair in facts if pair[1]), "sections": sections}


COMPLAINT_PAPERS: dict[str, Callable[[House, Reader, Record], Parts | None]] = {
    ACKNOWLEDGEMENT: _acknowledgement,
    DECISION: _decision,
    REFERRAL: _referral,
    DISPUTE: _dispute,
}
"""The papers of a complaint, by kind; None where there is nothing to print them from yet."""


@verb("paper.improvement", COUNTER)
def improvement(house: House, actor: Actor, eid: str) -> Order:
    """The improvement plan as it stands. Raises Missing."""
    with house.store.read() as look:
        record = living(look, "improvement", eid)
        shown = view_of(house, look, actor, record)
        w = Words(IMPROVEMENT)
        facts = (
            (w["source"], wording.code_label("improvement_sources", record["source"])),
            (w["about"], shown.about),
            (w["owner"], person_said(look, record["owner"])),
            (w["deadline"], day_text(record["deadline"])),
            (w["goal"], record["goal"] or ""),
            (w["state"], wording.code_label("improvement_states", record["state"])),
            (w["approved"], _who_when(look, record, "approved_by", "approved_on")),
            (w["verifier"], _who_when(look, record, "verifier", "verified_on")),
        )
        actions = tuple(
            (
                str(place),
                one.what,
                one.owner,
                day_text(one.due),
                one.resource,
                " ".join(filter(None, (day_text(one.done_on), one.done_note))),
            )
            for place, one in enumerate(shown.actions, start=1)
        )
        tracks = tuple((moment_text(at), by, note) for at, by, note in shown.tracks)
        tables = [SheetTable(w["actions"], w.all("columns"), (26, 0, 60, 84, 80, 120), actions)]
        if tracks:
            tables.append(SheetTable(w["tracks"], w.all("track_columns"), (110, 60, 0), tracks))
        verdict = wording.code_label("verdicts", record["verdict"]) if record["verdict"] else ""
        ended = (
            (w["evidence"], record["evidence"]),
            (w["verdict"], f"{verdict} {record['verify_note'] or ''}".strip()),
        )
        parts: Parts = {
            "title": w["title"],
            "number": record["number"] or "",
            "facts": tuple(pair for pair in facts if pair[1]),
            "sections": tuple(
                pair for pair in ((w["problem"], record["problem"]), (w["cause"], record["cause"]), *ended) if pair[1]
            ),
            "tables": tuple(tables),
            "notes": w["notes"],
            "signatures": w.all("signatures"),
        }
        view = framed(house, look, actor, parts, house.store.prints.times(eid))
    return Order(FORM_SHEET, view, eid, IMPROVEMENT, eid, view.number, 0)


def _who_when(look: Reader, record: Record, who: str, when: str) -> str:
    return " ".join(filter(None, (person_said(look, record[who]), day_text(record[when])))) if record[who] else ""
