"""A request or report as it is printed (F23): the official layout, a draft until it is signed."""

from __future__ import annotations

from collections.abc import Iterator

from qi_desk import wording
from qi_desk.domain.registers.letters import PETITION, REPORT, URGENT, oral_moment
from qi_desk.services.client_file import living
from qi_desk.services.document_words import Words, day_text, moment_text
from qi_desk.services.official_sheets import HEADINGS, LETTER, PARAGRAPH, Block, LetterView, ReplyBox
from qi_desk.services.paperwork import Order, head
from qi_desk.services.ports import Actor, House, Reader, Record
from qi_desk.services.rights import COUNTER, verb

_ORDINARY = "1"
_SECTIONS = {
    PETITION.name: ("background", "opinion", "ask"),
    REPORT.name: ("background", "impact", "measures", "next_steps"),
}


@verb("paper.petition", COUNTER)
def petition_sheet(house: House, actor: Actor, eid: str) -> Order:
    """A request with the box for its answer. Raises Missing."""
    return _sheet(house, actor, PETITION.name, eid)


@verb("paper.report", COUNTER)
def report_sheet(house: House, actor: Actor, eid: str) -> Order:
    """A report. Raises Missing."""
    return _sheet(house, actor, REPORT.name, eid)


def _sheet(house: House, actor: Actor, kind: str, eid: str) -> Order:
    with house.store.read() as look:
        record = living(look, kind, eid)
        w = Words("letter")
        station = head(house, look)
        draft = record["state"] == "drafted"
        # Printing a draft leaves the first print of the letter itself the first one.
        paper = f"{eid}:draft" if draft else eid
        times = house.store.prints.times(paper)
        view = LetterView(
            station=station,
            mark=w["mark"],
            number=record["number"] or "",
            urgency="" if record["urgency"] == _ORDINARY else wording.code_label("urgencies", record["urgency"]),
            recipient=record["main_to"],
            subject=_subject(w, record),
            body=tuple(_body(w, record)),
            attachments=_lines(record["attached"]),
            signer=_name(look, record["signer"]),
            dated=day_text(record["signed_on"] or record["written_on"]),
            contact=_contact(w, look, record, station.phone),
            cc=_lines((record["cc"] or "").replace(w["list_mark"], "\n")),
            printed_on=day_text(record["signed_on"]),
            reply=_reply(house, record) if kind == PETITION.name else None,
            draft=draft,
            reprint=times,
            printed_at=house.clock.now(),
            printed_by=actor.staff_no,
        )
    return Order(LETTER, view, paper, kind, eid, view.number, times)


def _subject(w: Words, record: Record) -> str:
    """关于……的请示: added where the subject was typed without."""
    said, ending = str(record["subject"]), w[record.kind]
    if said.endswith(ending):
        return said
    return w.fill("subject", subject=said.removeprefix(w["about"]), ending=ending)


def _body(w: Words, record: Record) -> Iterator[Block]:
    sections = [name for name in _SECTIONS[record.kind] if record[name]]
    for name in sections:
        if len(sections) > 1:
            yield Block(HEADINGS[0], w[f"{record.kind}_{name}"])
        yield Block(PARAGRAPH, record[name])
    told = oral_moment(record.values) if record.kind == REPORT.name else None
    if told is not None:
        yield Block(PARAGRAPH, w.fill("oral", at=moment_text(told), to=record["oral_to"] or ""))
    if record["skip_level"]:
        yield Block(PARAGRAPH, w.fill("skip", reason=str(record["skip_reason"]).strip().rstrip(w["full_stop"])))
    if record.kind == PETITION.name:
        yield Block(PARAGRAPH, w.fill("closing_petition", day=day_text(record["reply_due"])))
    else:
        yield Block(PARAGRAPH, w["closing_urgent" if record["kind"] == URGENT else "closing_report"])


def _contact(w: Words, look: Reader, record: Record, phone: str) -> str:
    if record.kind != PETITION.name:
        return ""
    return w["list_comma"].join(filter(None, (_name(look, record["written_by"]), phone)))


def _reply(house: House, record: Record) -> ReplyBox:
    choices = tuple(row["label"] for row in house.codes.rows("petition_replies"))
    chosen = wording.code_label("petition_replies", record["reply"]) if record["reply"] else ""
    return ReplyBox(choices, chosen, record["reply_text"] or "", record["reply_by"] or "", day_text(record["reply_on"]))


def _name(look: Reader, account: str | None) -> str:
    person = look.get("person", account) if account else None
    return str(person["name"]) if person is not None else ""


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").split("\n") if line.strip())
